"""Turning a plain file into a locked one, back, or over to another passphrase: whole or not at all.

The file is written anew beside, checked, compared with the old one row by row, and moved over it, all
under an exclusive lock. A crash at any moment leaves the old file or the new one.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from itertools import zip_longest
from pathlib import Path

from peervisit.errors import DamagedFileError, LockedFileError, ReadOnlyFileError
from peervisit.i18n import _
from peervisit.store import driver, header
from peervisit.store.connection import beside_of, connect, in_plain_words
from peervisit.store.passphrases import Lock

_ZEROS = bytes(1 << 20)


def turn(path: Path, lock: Lock | None) -> None:
    """Lock a file with a key, or with None make it plain; the file keeps its name and all it holds.

    Raises:
        LockedFileError: another program, or this one, has the file open.
        ReviewFileError: the file does not open, or the new one cannot be written.
    """
    if header.is_open(path):
        raise _in_use(path)
    connect(path, read_only=True).close()
    beside = beside_of(path)
    try:
        with in_plain_words(path):
            _turn(path, beside, lock)
    except OSError as error:
        raise ReadOnlyFileError(
            _("{file}: cannot be written; check the rights on the file and its folder").format(file=path.name)
        ) from error
    finally:
        for tail in ("", "-journal"):
            beside.with_name(beside.name + tail).unlink(missing_ok=True)


def _turn(path: Path, beside: Path, lock: Lock | None) -> None:
    source = driver.connect_to_turn(path)
    old = -1
    try:
        _alone(source, path)
        beside.unlink(missing_ok=True)
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        _write(source, beside, lock)
        _check(beside)
        _sync(beside, os.O_RDWR)
        if os.name == "nt":
            source.close()  # an open file cannot be replaced there
        else:
            old = os.open(path, os.O_RDWR)
        beside.replace(path)
        if os.name != "nt":
            with suppress(OSError):
                _sync(path.parent, os.O_RDONLY)
        if old >= 0:
            _wipe(old)
    finally:
        source.close()
        if old >= 0:
            os.close(old)


def _alone(source: sqlite3.Connection, path: Path) -> None:
    """Fold the write-ahead log in and keep every other program out."""
    source.execute("PRAGMA journal_mode = DELETE")
    # Only now: under an exclusive lock SQLite would leave the journal lying there, also after a crash.
    source.execute("PRAGMA locking_mode = EXCLUSIVE")
    source.execute("BEGIN EXCLUSIVE")
    source.execute("COMMIT")
    if str(source.execute("PRAGMA journal_mode").fetchone()[0]).lower() != "delete":
        raise _in_use(path)


def _write(source: sqlite3.Connection, beside: Path, lock: Lock | None) -> None:
    source.execute("ATTACH CAST(? AS TEXT) AS turned KEY ?", (os.fsencode(beside), lock.raw if lock else ""))
    # A half-written file is thrown away: it is synced once, when it is whole.
    source.execute("PRAGMA turned.journal_mode = OFF")
    source.execute("PRAGMA turned.synchronous = OFF")
    source.execute("SELECT sqlcipher_export('turned')")
    for name in ("application_id", "user_version"):
        value = source.execute(f"PRAGMA main.{name}").fetchone()[0]
        source.execute(f"PRAGMA turned.{name} = {value}")
    _compare(source, beside)
    source.execute("DETACH turned")


def _compare(source: sqlite3.Connection, beside: Path) -> None:
    """Compare every table of the old file with that of the new one, row by row."""
    tables = ["sqlite_master"]
    rows = source.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'table'")
    # Those of the full-text index are compared through the tables that hold it.
    tables += [name for name, sql in rows if not str(sql).upper().startswith("CREATE VIRTUAL")]
    for table in tables:
        columns = "type, name, tbl_name, sql" if table == "sqlite_master" else "*"
        order = "ORDER BY 1, 2" if table == "sqlite_master" else ""
        both = [
            source.execute(f"SELECT {columns} FROM {file}.[{table}] {order}") for file in ("main", "turned")
        ]
        if any(one is None or two is None or tuple(one) != tuple(two) for one, two in zip_longest(*both)):
            raise DamagedFileError(
                _("{file}: what was written does not match; nothing was changed").format(file=beside.name)
            )


def _check(beside: Path) -> None:
    with closing(driver.connect(beside)) as made:
        good = made.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
        if not good or made.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
            raise DamagedFileError(
                _("{file}: what was written does not match; nothing was changed").format(file=beside.name)
            )


def _wipe(old: int) -> None:
    """Overwrite the old file, which has no name any more.

    A program that opened it in the moment before must not go on writing into it, and on many disks this
    is the end of what could be read there. Not where it has a second name, which is somebody's copy.
    """
    facts = os.fstat(old)
    if facts.st_nlink:
        return
    with suppress(OSError):
        for start in range(0, facts.st_size, len(_ZEROS)):
            os.pwrite(old, _ZEROS[: facts.st_size - start], start)
        os.fsync(old)


def _sync(path: Path, how: int) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    opened = os.open(path, how)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _in_use(path: Path) -> LockedFileError:
    return LockedFileError(_("{file}: open in another program; close it there first").format(file=path.name))
