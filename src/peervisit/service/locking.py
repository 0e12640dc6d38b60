"""Locking a review with a passphrase, unlocking it, and every copy that lies beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from glob import escape
from pathlib import Path

from peervisit.errors import PeervisitError, ReviewFileError
from peervisit.i18n import _
from peervisit.locations import backup_folder
from peervisit.store import driver, locking, passphrases
from peervisit.store.backup import UNFINISHED
from peervisit.store.connection import connect
from peervisit.store.passphrases import Lock

SHORT = 12
"""Characters below which a passphrase is called short; it is not refused."""


@dataclass(slots=True)
class Turned:
    """What was done: to the file itself, and to the copies beside it."""

    file: bool
    copies: list[Path] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)
    left: list[Path] = field(default_factory=list)
    """Copies that could not be turned: damaged ones, or locked with another passphrase."""


def require_extra() -> None:
    """Check that files can be locked here, before anybody thinks of a passphrase.

    Raises:
        MissingExtraError: SQLCipher is not installed.
    """
    driver.sqlcipher()


def acceptable(words: str) -> str:
    """Return a passphrase that may be set.

    Raises:
        PeervisitError: it is empty.
    """
    if not words:
        raise PeervisitError(_("the passphrase is empty; nothing was changed"))
    return words


def check_opens(path: Path) -> None:
    """Check that a review opens, before anybody thinks of a passphrase.

    Raises:
        ReviewFileError: it does not.
    """
    connect(path, read_only=True).close()


def is_secure(path: Path) -> bool:
    """Whether a review file is locked with a passphrase."""
    return driver.is_locked(path)


def secure(path: Path, words: str, *, remove_backups: bool = False) -> Turned:
    """Lock a plain review, or give a locked one another passphrase; then the copies beside it.

    The file is turned whole or not at all, and then each copy is: after a crash, the same again goes on
    where it ended.

    Raises:
        ReviewFileError: the file does not open, is in use, or cannot be written.
        MissingExtraError: SQLCipher is not installed.
    """
    require_extra()
    acceptable(words)
    check_opens(path)
    lock = passphrases.new_lock(words)
    locking.turn(path, lock)
    return _copies(path, Turned(file=True), lock, remove=remove_backups)


def secure_copies(path: Path, *, remove_backups: bool = False) -> Turned:
    """Lock what lies readable beside a review that is locked already.

    Raises:
        ReviewFileError: the file does not open with the passphrase given.
    """
    check_opens(path)
    return _copies(path, Turned(file=False), passphrases.lock_of(path), remove=remove_backups)


def readable_beside(path: Path) -> list[Path]:
    """Return what can be read without a passphrase beside a review: backups, and what was set aside."""
    return sorted(one for one in _copies_of(path) if one.stat().st_size and not driver.is_locked(one))


def unsecure_copies(path: Path) -> Turned:
    """Take the lock off what lies locked beside a review that is plain already.

    Raises:
        ReviewFileError: the file does not open.
    """
    check_opens(path)
    return _copies(path, Turned(file=False), None, remove=False)


def unsecure(path: Path) -> Turned:
    """Take the lock off a review and off the copies beside it.

    Raises:
        ReviewFileError: the file does not open with the passphrase given, is in use, or cannot be written.
    """
    check_opens(path)
    locking.turn(path, None)
    return _copies(path, Turned(file=True), None, remove=False)


def _copies(path: Path, done: Turned, lock: Lock | None, *, remove: bool) -> Turned:
    for leftover in _leftovers(path):
        leftover.unlink(missing_ok=True)
    for copy in sorted(_copies_of(path)):
        if _is_turned(copy, lock):
            continue
        if remove:
            _remove(copy)
            done.removed.append(copy)
            continue
        try:
            locking.turn(copy, lock)
            done.copies.append(copy)
        except ReviewFileError:
            done.left.append(copy)
    return done


def _is_turned(copy: Path, lock: Lock | None) -> bool:
    if lock is None or not driver.is_locked(copy):
        return (lock is not None) is driver.is_locked(copy)
    with suppress(ReviewFileError):
        connect(copy, read_only=True).close()
        return passphrases.lock_of(copy) == lock
    return False


def _copies_of(path: Path) -> Iterator[Path]:
    """Yield the backups of a review, and what was set aside when one was brought back."""
    folder = backup_folder(path)
    if folder.is_dir():
        yield from (one for one in folder.iterdir() if one.suffix == path.suffix and one.is_file())
    for one in path.parent.glob(f"{escape(path.name)}.aside-*"):
        if not one.name.endswith(("-wal", "-shm")):
            yield one


def _leftovers(path: Path) -> Iterator[Path]:
    """Yield what a crash left half written: by a lock, a restore, a backup, or the making of the file."""
    name = escape(path.name)
    patterns = (f".{name}.turning*", f".{name}.aside-*.turning*", f".{name}.restoring", f".{name}.*.new*")
    for pattern in patterns:
        yield from path.parent.glob(pattern)
    folder = backup_folder(path)
    if folder.is_dir():
        yield from folder.glob(".*.turning*")
        yield from folder.glob(f".*{UNFINISHED}")


def _remove(copy: Path) -> None:
    for tail in ("-wal", "-shm", ""):
        copy.with_name(copy.name + tail).unlink(missing_ok=True)
