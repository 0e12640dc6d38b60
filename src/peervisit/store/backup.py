"""Backups: whole copies made while the file is in use, each proven to open."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from peervisit.errors import DamagedFileError
from peervisit.i18n import _
from peervisit.locations import backup_folder
from peervisit.store.connection import in_plain_words, make_private

KEPT = 10


def back_up(connection: sqlite3.Connection, review: Path, now: datetime, reason: str = "auto") -> Path:
    """Make a backup, prove that it opens and holds as many entries, and keep the newest ten.

    Raises:
        DamagedFileError: the copy does not pass SQLite's own check.
        ReviewFileError: the disk is full or the folder cannot be written.
    """
    folder = backup_folder(review)
    folder.mkdir(exist_ok=True)
    target = _free_name(folder, now, reason)
    with in_plain_words(review):
        connection.execute("VACUUM INTO ?", (str(target),))
    make_private(target)
    entries = connection.execute("SELECT count(*) FROM change").fetchone()[0]
    if entries_in(target) != entries:
        raise DamagedFileError(_("{file}: the backup does not match the review").format(file=target.name))
    for old in backups(review)[KEPT:]:
        old.unlink(missing_ok=True)
    return target


def entries_in(path: Path) -> int:
    """Return the number of changes in a backup, after SQLite's own check of it."""
    address = f"{path.resolve().as_uri()}?mode=ro"
    with in_plain_words(path), closing(sqlite3.connect(address, uri=True)) as copy:
        if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise DamagedFileError(_("{file}: damaged backup").format(file=path.name))
        return int(copy.execute("SELECT count(*) FROM change").fetchone()[0])


def backups(review: Path) -> list[Path]:
    """Return the backups of a review, newest first."""
    return sorted(backup_folder(review).glob("*.peervisit"), reverse=True)


def _free_name(folder: Path, now: datetime, reason: str) -> Path:
    stamp = now.strftime("%Y%m%d-%H%M%S")
    number = 0
    while True:
        tail = f"-{number}" if number else ""
        target = folder / f"{stamp}{tail}-{reason}.peervisit"
        if not target.exists():
            return target
        number += 1
