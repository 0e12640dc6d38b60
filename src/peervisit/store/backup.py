"""Backups: whole copies made while the file is in use, each proven to open."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from peervisit.errors import DamagedFileError, ReadOnlyFileError, ReviewFileError
from peervisit.i18n import _
from peervisit.locations import backup_folder
from peervisit.store import driver
from peervisit.store.clock import utc_now
from peervisit.store.connection import disk_is_full, in_plain_words, make_private

KEPT = 10

UNFINISHED = ".part"
"""How the name of a backup ends while it is made."""

_SECONDS = 3600
"""After so long a backup that is not whole is taken for one that was killed."""

TRIES = 3
"""How often a backup is made anew because another program wrote meanwhile."""


def back_up(connection: sqlite3.Connection, review: Path, now: datetime, reason: str = "auto") -> Path:
    """Make a backup, prove that it opens and holds as many entries, and keep the newest ten.

    Raises:
        DamagedFileError: the copy does not pass SQLite's own check.
        ReviewFileError: the disk is full or the folder cannot be written.
    """
    folder = _made_folder(review)
    target = _free_name(folder, now, reason)
    beside = _beside(target)
    try:
        with in_plain_words(review):
            _copy_whole(connection, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    for old in [*backups(review, now)[KEPT:], *_given_up(folder, now)]:
        old.unlink(missing_ok=True)
    return target


def _copy_whole(connection: sqlite3.Connection, target: Path) -> None:
    before = _count(connection)
    for _try in range(TRIES):
        # As bytes: a name may be in another encoding than the system's, on an old stick for one.
        connection.execute("VACUUM INTO CAST(? AS TEXT)", (os.fsencode(target),))
        make_private(target)
        held, after = entries_in(target), _count(connection)
        # Another program may write meanwhile, or take a merge back: the copy holds what there was at some
        # moment between.
        if min(before, after) <= held <= max(before, after):
            return
        if before == after:
            break
        before = after
        target.write_bytes(b"")
    raise DamagedFileError(_("{file}: the backup does not match the review").format(file=target.name))


def _made_folder(review: Path) -> Path:
    folder = backup_folder(review)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _no_folder(folder, error) from error
    return folder


def _no_folder(folder: Path, error: OSError) -> ReviewFileError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_is_full(folder)
    words = _("{file}: the folder of the backups cannot be made; check the rights and what has its name")
    return ReadOnlyFileError(words.format(file=folder.name))


def _count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM change").fetchone()[0])


def entries_in(path: Path) -> int:
    """Return the number of changes in a backup, after SQLite's own check of it."""
    with in_plain_words(path), closing(driver.connect(path, mode="ro")) as copy:
        if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise DamagedFileError(_("{file}: damaged backup").format(file=path.name))
        # Killed while it was made, it may be an empty database, of which SQLite finds nothing to say.
        if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'change'").fetchone() is None:
            raise DamagedFileError(_("{file}: damaged backup").format(file=path.name))
        return _count(copy)


def backups(review: Path, now: datetime | None = None) -> list[Path]:
    """Return the backups of a review, newest first.

    One that is dated later than now was made before now all the same, while a clock was wrong: it never
    takes the place of those that are made since.
    """
    latest = _stamp(now or utc_now()) + "~"

    def order(backup: Path) -> tuple[bool, str]:
        return backup.name < latest, backup.name

    return sorted(backup_folder(review).glob("*.peervisit"), key=order, reverse=True)


def _stamp(now: datetime) -> str:
    return now.strftime("%Y%m%d-%H%M%S")


def _free_name(folder: Path, now: datetime, reason: str) -> Path:
    """Return the next free name, with an empty file beside it that keeps other programs from taking it."""
    stamp = _stamp(now)
    stems = (f"{stamp}-{number:02d}" for number in count())
    for stem in (stem for stem in stems if not any(folder.glob(f"{stem}-*"))):
        target = folder / f"{stem}-{reason}.peervisit"
        try:
            _beside(target).touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            continue
        except OSError as error:
            raise _no_folder(folder, error) from error
        if not target.exists():
            return target
        _beside(target).unlink(missing_ok=True)
    raise AssertionError  # There is always another number.


def _beside(target: Path) -> Path:
    """Return where a backup is written: it has its name only once it is whole and proven."""
    return target.with_name(f".{target.name}{UNFINISHED}")


def _given_up(folder: Path, now: datetime) -> list[Path]:
    """Return what is left of backups that were killed while they were made."""
    found = []
    for one in folder.glob(f".*{UNFINISHED}"):
        # Another program may have finished it just now.
        with suppress(OSError):
            if now.timestamp() - one.stat().st_mtime > _SECONDS:
                found.append(one)
    return found
