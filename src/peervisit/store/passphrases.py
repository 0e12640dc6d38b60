"""The passphrases that this process was told, for as long as it needs them: never shown, never written.

Whoever opens a locked file needs its passphrase, the background threads of the app too. They all ask
here. A key that opened a file is kept by the file's salt: a backup has the salt of its review, so it opens
without working the key out again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock as Guard
from threading import Thread

from peervisit.errors import MissingExtraError
from peervisit.i18n import _
from peervisit.locations import review_of
from peervisit.store.header import SALT_BYTES

Ask = Callable[[Path], str | None]
"""Asks somebody for the passphrase of a file; None where nobody can be asked."""

MEMORY, ROUNDS = 19 * 1024, 2
"""KiB of memory and rounds of Argon2id: what the OWASP Password Storage Cheat Sheet asks for at the least."""


class Passphrase:
    """A passphrase and the keys that come of it; it shows itself nowhere."""

    __slots__ = ("_keys", "_lock", "_words")

    def __init__(self, words: str) -> None:
        # Composed: the same words typed on a Mac and on Windows are the same passphrase.
        self._words = unicodedata.normalize("NFC", words).encode()
        self._keys: dict[bytes, bytes] = {}
        self._lock = Guard()

    def __repr__(self) -> str:
        return "Passphrase(…)"

    def __eq__(self, other: object) -> bool:
        from hmac import compare_digest

        return isinstance(other, Passphrase) and compare_digest(self._words, other._words)

    def __hash__(self) -> int:
        return hash(self._words)

    def key(self, salt: bytes) -> bytes:
        """Return the 32 bytes that open a file with this salt; takes some hundredths of a second.

        Raises:
            MissingExtraError: the library that works it out is not installed.
        """
        with self._lock:
            if salt not in self._keys:
                self._keys[salt] = _worked_out(self._words, salt)
            return self._keys[salt]

    def prepare(self, salt: bytes) -> None:
        """Begin to work the key out on another core, while this one loads the program."""
        Thread(target=self._prepare, args=(salt,), daemon=True).start()

    def _prepare(self, salt: bytes) -> None:
        # Whoever needs the key in earnest is told what is missing.
        with suppress(MissingExtraError):
            self.key(salt)


def _worked_out(words: bytes, salt: bytes) -> bytes:
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
    except ImportError:
        raise _missing() from None
    try:
        argon2 = Argon2id(salt=salt, length=32, iterations=ROUNDS, lanes=1, memory_cost=MEMORY)
    except UnsupportedAlgorithm:
        raise _missing() from None
    return argon2.derive(words)


def _missing() -> MissingExtraError:
    return MissingExtraError(
        _("locked files need Argon2; install it with: pip install --upgrade 'peervisit[secure]'")
    )


@dataclass(frozen=True, slots=True, repr=False)
class Lock:
    """What locks a file: the salt that it begins with, and the key; it shows itself nowhere."""

    salt: bytes
    key: bytes

    @property
    def raw(self) -> str:
        """Return both as SQLCipher takes them."""
        return f"x'{self.key.hex()}{self.salt.hex()}'"


class _Known:
    def __init__(self) -> None:
        self.of_file: dict[Path, Passphrase] = {}
        self.offered: list[Passphrase] = []
        self.salts: dict[Path, bytes] = {}
        self.keys: dict[bytes, bytes] = {}
        self.asked: set[Path] = set()
        self.ask: Ask | None = None

    def clear(self) -> None:
        for told in (self.of_file, self.offered, self.salts, self.keys, self.asked):
            told.clear()
        self.ask = None


_known = _Known()
_lock = Guard()


def remember(path: Path, words: str) -> Passphrase:
    """Keep the passphrase of one file for this process."""
    passphrase = Passphrase(words)
    with _lock:
        _known.of_file[path.resolve()] = passphrase
    return passphrase


def new_lock(words: str) -> Lock:
    """Return what locks a file to be written with a passphrase; this process can open it from then on."""
    import secrets

    salt = secrets.token_bytes(SALT_BYTES)
    lock = Lock(salt, Passphrase(words).key(salt))
    with _lock:
        _known.keys[salt] = lock.key
    return lock


def lock_of(path: Path) -> Lock | None:
    """Return what locks a file that this process has opened; None for a plain one."""
    with _lock:
        salt = _known.salts.get(path.resolve())
        return Lock(salt, _known.keys[salt]) if salt in _known.keys and salt is not None else None


def offer(words: str) -> Passphrase:
    """Keep a passphrase to be tried on any locked file; the same one again keeps the keys it has."""
    passphrase = Passphrase(words)
    with _lock:
        for one in _known.offered:
            if one == passphrase:
                return one
        _known.offered.append(passphrase)
    return passphrase


def ask_with(ask: Ask | None) -> None:
    """Set who asks for a passphrase that nobody gave."""
    _known.ask = ask


def forget(path: Path) -> None:
    """Forget the passphrase and the key of one file."""
    with _lock:
        _known.of_file.pop(path.resolve(), None)
        _known.keys.pop(_known.salts.pop(path.resolve(), b""), None)


def forget_all() -> None:
    """Forget everything that was told, and who asks."""
    with _lock:
        _known.clear()


def candidates(path: Path, salt: bytes) -> Iterator[tuple[Lock, Passphrase | None]]:
    """Yield what may open a file: the one that did before, or those given, or what is asked for."""
    own, review = path.resolve(), review_of(path.resolve())
    with _lock:
        proven = _known.keys.get(salt)
        told = [_known.of_file.get(one) for one in dict.fromkeys((own, review))]
        given = [*(one for one in told if one is not None), *_known.offered]
        # Once for a review and its backups, and never where passphrases came from files.
        ask = None if _known.offered or review in _known.asked else _known.ask
    if proven is not None:
        yield Lock(salt, proven), None
        return
    for passphrase in given:
        yield Lock(salt, passphrase.key(salt)), passphrase
    if ask is not None:
        _known.asked.add(review)
        words = ask(review)
        if words is not None:
            asked = remember(review, words)
            yield Lock(salt, asked.key(salt)), asked


def opened(path: Path, lock: Lock, passphrase: Passphrase | None = None) -> None:
    """Take note of what opened a file."""
    with _lock:
        _known.keys[lock.salt] = lock.key
        _known.salts[path.resolve()] = lock.salt
        if passphrase is not None:
            _known.of_file.setdefault(path.resolve(), passphrase)


def is_of(path: Path, words: str) -> bool:
    """Whether these words are the passphrase of a locked file that this process has opened."""
    from hmac import compare_digest

    with _lock:
        salt = _known.salts.get(path.resolve(), b"")
        key = _known.keys.get(salt)
    return key is not None and compare_digest(Passphrase(words).key(salt), key)
