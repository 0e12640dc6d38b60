"""Signing with Ed25519 and locking with age, through the extra ``[secure]``, which is loaded late.

What one copy needs is derived from its seed, 32 random bytes: so a file that was copied by hand before
anything was locked still comes to the same keys as its original.
"""

from __future__ import annotations

import hmac
import importlib
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from peervisit.errors import CannotUnlockError, ChangeFileError, MissingExtraError
from peervisit.i18n import _
from peervisit.sync import apart

MAGIC = (b"age-encryption.org/v1", b"-----BEGIN AGE ENCRYPTED FILE-----")
"""How every age file begins, as bytes and as text."""

_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def available() -> bool:
    """Whether the extra is installed: without it nothing is locked and nothing is signed."""
    try:
        importlib.import_module("pyrage")
        importlib.import_module("cryptography.hazmat.primitives.asymmetric.ed25519")
    except ImportError:
        return False
    return True


def derive(seed: bytes, purpose: str) -> bytes:
    """Return 32 bytes for one purpose; nothing leads back from them to the seed."""
    return hmac.digest(seed, f"peervisit {purpose}".encode(), "sha256")


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """The keys of this copy in one member's hands: ``device`` is 16 hexadecimal digits."""

    device: str
    member: str | None
    signing: bytes = field(repr=False)
    unlocking: bytes = field(repr=False)

    @classmethod
    def of(cls, seed: bytes, label: str, member: str | None) -> OwnKeys:
        """Derive the keys that a label names."""
        number = derive(seed, f"device {label}").hex()[:16]
        return cls(number, member, derive(seed, f"sign {label}"), derive(seed, f"unlock {label}"))

    @property
    def public(self) -> str:
        """The key that others check signatures with, in hexadecimal."""
        return _public(self.signing)

    @property
    def recipient(self) -> str:
        """What others lock for this copy with."""
        return recipient_of(age_identity(self.unlocking))


def sign(private: bytes, data: bytes) -> str:
    """Return the signature of the data, in hexadecimal."""
    return cast(str, _private(private).sign(data).hex())


def is_signed(public: str, signature: str, data: bytes) -> bool:
    """Whether the key signed the data."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=64)
def age_identity(secret: bytes) -> str:
    """Return 32 secret bytes as the age program writes an identity (Bech32, BIP 173)."""
    name = "age-secret-key-"
    fives, bits, held = [], 0, 0
    for byte in secret:
        held, bits = held << 8 | byte, bits + 8
        while bits >= 5:
            bits -= 5
            fives.append(held >> bits & 31)
        held &= (1 << bits) - 1
    if bits:
        fives.append(held << 5 - bits & 31)
    spread = [ord(char) >> 5 for char in name] + [0] + [ord(char) & 31 for char in name]
    check = _checksum([*spread, *fives, 0, 0, 0, 0, 0, 0]) ^ 1
    fives += [check >> 5 * (5 - place) & 31 for place in range(6)]
    return (name + "1" + "".join(_BECH32[five] for five in fives)).upper()


@lru_cache(maxsize=64)
def recipient_of(identity: str) -> str:
    """Return what locks for an identity."""
    return str(_age().x25519.Identity.from_str(identity).to_public())


@lru_cache(maxsize=256)
def is_recipient(text: str) -> bool:
    """Whether a text is something to lock for."""
    pyrage = _age()
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def lock(plain: BinaryIO, out: BinaryIO, recipients: Iterable[str]) -> None:
    """Copy a stream to another, locked for whoever holds the identity of one of the recipients."""
    pyrage = _age()
    source, target = _Reading(plain), _Writing(out)
    try:
        pyrage.encrypt_io(source, target, [pyrage.x25519.Recipient.from_str(one) for one in recipients])
    except Exception:
        # The library hides what went wrong while it read from us or wrote through us.
        if (hidden := source.failure or target.failure) is not None:
            raise hidden from None
        raise


def unlock(locked: BinaryIO, out: BinaryIO, identities: Iterable[str]) -> None:
    """Copy a locked stream to another, unlocked. What is written counts only once this returns.

    Raises:
        CannotUnlockError: none of the identities fits.
        ChangeFileError: the file was cut short or altered on its way.
    """
    pyrage = _age(locked)
    source, target = _Reading(locked), _Writing(out)
    try:
        pyrage.decrypt_io(source, target, [pyrage.x25519.Identity.from_str(one) for one in identities])
    except Exception as error:
        if (hidden := source.failure or target.failure) is not None:
            raise hidden from None
        if isinstance(error, pyrage.DecryptError) and "matching" in str(error):
            raise CannotUnlockError(
                called(
                    locked,
                    _(
                        "locked with a key that this copy does not have; nothing was taken in; "
                        "ask for an invitation ('peervisit share')"
                    ),
                )
            ) from error
        raise damaged(locked) from error


def lock_with_passphrase(plain: bytes, passphrase: str) -> bytes:
    """Lock a few megabytes with a passphrase; this takes seconds by design, which stop no other thread."""
    pyrage = _age()
    if apart.wanted() and (locked := apart.run("encrypt", plain, passphrase)) is not None:
        return locked
    return cast(bytes, pyrage.passphrase.encrypt(plain, passphrase))


def unlock_with_passphrase(locked: bytes, passphrase: str) -> bytes | None:
    """Unlock what was locked with a passphrase; None where it is another one, or the file was altered."""
    pyrage = _age()
    try:
        if apart.wanted() and (plain := apart.run("decrypt", locked, passphrase)) is not None:
            return plain
        return cast(bytes, pyrage.passphrase.decrypt(locked, passphrase))
    except (pyrage.DecryptError, apart.RefusedError, OSError):
        return None


def is_locked(beginning: bytes) -> bool:
    """Whether a file with this beginning is an age file."""
    return beginning.startswith(MAGIC)


def has_passphrase(beginning: bytes) -> bool:
    """Whether a file with this beginning is locked with a passphrase, not with keys."""
    return beginning.startswith(MAGIC[0] + b"\n-> scrypt ")


def peeked(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """Return the first bytes of a stream, and the stream as it was."""
    head = b""
    while len(head) < 64 and (piece := stream.read(64 - len(head))):
        head += piece
    return head, cast(BinaryIO, _Rejoined(head, stream))


def called(stream: Any, words: str) -> str:
    """Return words with the name of the file before them, where it has one."""
    name = getattr(stream, "name", "")
    return f"{PurePath(name).name}: {words}" if isinstance(name, str) and name else words


def damaged(stream: Any) -> ChangeFileError:
    """Return the error for a locked file that was cut short or altered."""
    words = _("damaged or cut short on its way; nothing was taken in; copy it again")
    return ChangeFileError(called(stream, words))


def _age(locked: Any = None) -> Any:
    try:
        return importlib.import_module("pyrage")
    except ImportError:
        words = _("locked; to work with locked files: pip install 'peervisit[secure]'")
        if locked is None:
            raise MissingExtraError(words) from None
        raise CannotUnlockError(called(locked, words)) from None


@lru_cache(maxsize=16)
def _public(secret: bytes) -> str:
    return cast(str, _private(secret).public_key().public_bytes_raw().hex())


@lru_cache(maxsize=16)
def _private(secret: bytes) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(secret)


def _checksum(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, factor in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            if top >> place & 1:
                check ^= factor
    return check


class _Reading:
    """A stream to read from that remembers what went wrong."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.failure: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except BaseException as error:
            self.failure = error
            raise


class _Writing:
    """A stream to write to that remembers what went wrong."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.failure: BaseException | None = None

    def write(self, data: bytes) -> int:
        try:
            self._stream.write(data)
        except BaseException as error:
            self.failure = error
            raise
        return len(data)

    def flush(self) -> None:
        """Leave it to the owner of the stream."""


class _Rejoined(io.RawIOBase):
    """A stream whose beginning was read already."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        super().__init__()
        self._head, self._stream = head, stream
        self.name = getattr(stream, "name", "")

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        piece, self._head = self._head[: len(into)], self._head[len(into) :]
        piece = piece or self._stream.read(len(into))
        into[: len(piece)] = piece
        return len(piece)
