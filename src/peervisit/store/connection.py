"""Opening the SQLite file safely, and saying in one line why it cannot be opened."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from peervisit.errors import (
    DamagedFileError,
    LockedFileError,
    NewerVersionError,
    NotAReviewError,
    ReadOnlyFileError,
    ReviewFileError,
)
from peervisit.i18n import _
from peervisit.store import driver
from peervisit.store.ahead import CheckAhead
from peervisit.store.versions import APPLICATION_ID, VERSION

BUSY_SECONDS = 5.0

_ROOM = 128 * 1024
"""Bytes that SQLite may want beside a file at once, to open it and to write a little."""


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ones that name the file and the remedy."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _explained(path, error) from error


def _explained(path: Path, error: sqlite3.DatabaseError) -> Exception:
    words = str(error).lower()
    name = path.name
    if "locked" in words or "busy" in words:
        return LockedFileError(
            _("{file}: another program is writing to it; close that program or try again").format(file=name)
        )
    if "readonly" in words or "read-only" in words or "unable to open" in words:
        return ReadOnlyFileError(
            _("{file}: cannot be written; check the rights on the file and its folder").format(file=name)
        )
    if "not a database" in words:
        return NotAReviewError(_("{file}: not a review file").format(file=name))
    # A file in use needs room beside it; without any, SQLite speaks of an error of the disk.
    if "full" in words or ("disk i/o" in words and _is_full(path)):
        return disk_is_full(path)
    if "malformed" in words or "corrupt" in words or "disk i/o" in words:
        return DamagedFileError(
            _("{file}: damaged; 'peervisit restore' brings back the newest backup").format(file=name)
        )
    return error


def disk_is_full(path: Path) -> ReviewFileError:
    """Return the error for a file that finds no room on its disk."""
    words = _("{file}: the disk is full; free some space and try again")
    return ReviewFileError(words.format(file=path.name))


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _ROOM
    except OSError:
        return False


def connect(path: Path, *, read_only: bool = False, ahead: CheckAhead | None = None) -> sqlite3.Connection:
    """Open an existing review file, check that it is one, and set it up so that no entry can be lost.

    What was checked ahead and has not changed since is not checked again.

    Raises:
        ReviewFileError: the file is missing, not a review, newer, damaged, locked or read-only.
        MissingExtraError: it is locked with a passphrase, and SQLCipher is not installed.
    """
    if not path.exists():
        raise ReviewFileError(_("{file}: no such file").format(file=path.name))
    if path.is_dir():
        raise NotAReviewError(_("{file}: a folder, not a review file").format(file=path.name))
    if not read_only and not _may_write(path):
        raise ReadOnlyFileError(
            _("{file}: cannot be written; check the rights on the file and its folder").format(file=path.name)
        )
    if not read_only:
        _let_write_beside(path)
    with in_plain_words(path):
        proven = (ahead is not None and ahead.vouches(path)) or _check_with_log(path)
        connection = _open(path, read_only=read_only)
        try:
            _check(connection, path, proven=proven)
            if not read_only:
                make_durable(connection)
                # Left by a crash while the file was turned; who turns it now would keep us out.
                with suppress(OSError):
                    beside_of(path).unlink(missing_ok=True)
        except BaseException:
            connection.close()
            raise
    return connection


def beside_of(path: Path) -> Path:
    """Return the name under which a file is written anew to be locked or unlocked."""
    return path.with_name(f".{path.name}.turning")


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _let_write_beside(path: Path) -> None:
    """Give what SQLite left beside a file the file's own rights.

    Somebody who looks at a file that nobody may write leaves it as little writable as the file was then.
    """
    for tail in ("-wal", "-shm"):
        part = path.with_name(path.name + tail)
        with suppress(OSError):
            if not part.stat().st_mode & stat.S_IWUSR:
                part.chmod(stat.S_IMODE(path.stat().st_mode))


def _check_with_log(path: Path) -> bool:
    """Check a file whose write-ahead log was not folded in; whether there was one to check.

    Through a connection that cannot write: a damaged file and its log stay as they are, to be set aside
    together. Any other connection would fold the log into the file when it is closed.
    """
    if not (_has_log(path) and _may_write(path) and _may_write(path.parent)):
        return False
    with closing(driver.connect(path, mode="ro", timeout=BUSY_SECONDS)) as reader:
        _check(reader, path)
    return True


def _has_log(path: Path) -> bool:
    """Whether changes lie in the write-ahead log that were not folded in."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and bool(log.stat().st_size)


def _open(path: Path, *, read_only: bool) -> sqlite3.Connection:
    if not read_only:
        return _tuned(driver.connect(path, timeout=BUSY_SECONDS))
    if _may_write(path) and _may_write(path.parent):
        # Opened as for writing, so that closing leaves no side files behind; writing is refused.
        own = _tuned(driver.connect(path, timeout=BUSY_SECONDS))
        try:
            own.execute("PRAGMA query_only = 1")
            own.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.DatabaseError as error:
            own.close()
            if "disk i/o" not in str(error).lower() or not _is_full(path) or _has_log(path):
                raise
            return _tuned(driver.connect(path, mode="immutable"))
        return own
    connection = None
    try:
        connection = _tuned(driver.connect(path, mode="ro", timeout=BUSY_SECONDS))
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        if connection is not None:
            connection.close()
        # A file in a folder that cannot be written, and that nobody has open: read it as it stands.
        if "locked" in str(error) or _has_log(path):
            raise
        return _tuned(driver.connect(path, mode="immutable"))
    return connection


def _tuned(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def make_durable(connection: sqlite3.Connection) -> None:
    """Ask for a write-ahead log with full syncing; where it is refused, for the older journal."""
    if sys.platform == "darwin":
        connection.execute("PRAGMA fullfsync = 1")
        connection.execute("PRAGMA checkpoint_fullfsync = 1")
    answer = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if str(answer).lower() != "wal":
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = FULL")


def _check(connection: sqlite3.Connection, path: Path, *, proven: bool = False) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise NotAReviewError(_("{file}: not a review file").format(file=path.name))
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise NewerVersionError(
            _("{file}: written by a newer peervisit (file version {version}); update peervisit").format(
                file=path.name, version=version
            )
        )
    if not proven and connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise DamagedFileError(
            _("{file}: damaged; 'peervisit restore' brings back the newest backup").format(file=path.name)
        )


def close(connection: sqlite3.Connection) -> None:
    """Close, folding the write-ahead log into the file so that the file stands alone."""
    with suppress(sqlite3.Error):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def require_whole(made: Path, path: Path) -> None:
    """Check that a file which is to be moved to a path holds all that was written to it.

    Raises:
        ReviewFileError: a full disk left some of it in the write-ahead log, which would stay behind.
    """
    log = made.with_name(made.name + "-wal")
    if log.exists() and log.stat().st_size:
        raise disk_is_full(path)


def make_private(path: Path) -> None:
    """Let nobody but the owner read the file."""
    with suppress(OSError):
        path.chmod(0o600)
