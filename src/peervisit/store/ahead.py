"""SQLite's own check of a file, made in a thread while the program still loads what it shows the file with.

Nothing is taken on trust: the file is opened only when the check is through, and what the check could not
answer for (a locked file, one with changes in its log, one that changed meanwhile) is checked on opening.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Thread

from peervisit.errors import PeervisitError
from peervisit.store import driver
from peervisit.store.versions import APPLICATION_ID

_Mark = tuple[int, int, int, int]


class CheckAhead:
    """The check of one file, begun when this is made."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sound: _Mark | None = None
        self._thread = Thread(target=self._run, name="check of the file", daemon=True)
        self._thread.start()

    def vouches(self, path: Path) -> bool:
        """Wait for the check; whether it found the file sound and nobody has written to it since."""
        self._thread.join()
        return self._sound is not None and path == self._path and _mark(path) == self._sound

    def _run(self) -> None:
        try:
            before = _mark(self._path)
            # Marked before it is read: what is written while it is being read makes the mark another one.
            if before is not None and not driver.is_locked(self._path) and _is_sound(self._path):
                self._sound = before
        except (PeervisitError, sqlite3.Error, OSError):
            # Opening it finds the same, and says it.
            return


def _is_sound(path: Path) -> bool:
    with closing(driver.connect(path, timeout=0)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            return False
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def _mark(path: Path) -> _Mark | None:
    """Return what changes when a file is written to; None where there is none or its log is not empty."""
    log = path.with_name(path.name + "-wal")
    try:
        found = path.stat()
        if log.exists() and log.stat().st_size:
            return None
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
