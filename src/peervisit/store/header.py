"""What the first page of a file tells: whether it is locked, and the salt of its key.

A file that this process has open is not read beside SQLite: closing a file a second time would drop the
locks that SQLite holds on it (that is how POSIX has it), and another program could then damage it.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from weakref import WeakSet

SALT_BYTES = 16
_PAGE = 4096
_PLAIN = b"SQLite format 3"
_OTHERS = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"7z\xbc\xaf", b"GIF8", b"age-")


@dataclass(frozen=True, slots=True)
class Header:
    """The salt of a locked file; None for any other."""

    salt: bytes | None

    @property
    def locked(self) -> bool:
        """Whether the file is a locked one."""
        return self.salt is not None


_Place = tuple[int, int]
_lock = Lock()
_open: dict[_Place, tuple[Header, WeakSet[sqlite3.Connection]]] = {}


def read(path: Path) -> Header:
    """Return what the first page of a file tells; of one that this process has open, what it told then.

    A locked file has no mark of its own: SQLCipher makes it as good as random from the first byte. Text,
    databases and documents are told apart by that; a passphrase tells the rest.
    """
    with _lock:
        known = _open.get(_place(path) or (-1, -1))
        if known is not None and known[1]:
            return known[0]
        with suppress(OSError), path.open("rb") as stream:
            page = stream.read(_PAGE)
            if len(page) == _PAGE and not page.startswith((_PLAIN, *_OTHERS)) and len(set(page)) > 240:
                return Header(page[:SALT_BYTES])
    return Header(None)


def is_open(path: Path) -> bool:
    """Whether this process has a file open."""
    with _lock:
        known = _open.get(_place(path) or (-1, -1))
        return known is not None and bool(known[1])


def note_open(path: Path, header: Header, connection: sqlite3.Connection) -> None:
    """Take note that this process has a file open."""
    place = _place(path)
    if place is None:
        return
    with _lock:
        for old in [one for one, (_header, connections) in _open.items() if not connections]:
            del _open[old]
        _open.setdefault(place, (header, WeakSet()))[1].add(connection)


def note_closed(connection: sqlite3.Connection) -> None:
    """Take note that a connection is closed."""
    with _lock:
        for _header, connections in _open.values():
            connections.discard(connection)


def _place(path: Path) -> _Place | None:
    with suppress(OSError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return None
