"""Which SQLite opens a file: Python's own for a plain file, SQLCipher's for a locked one.

Within one process a file is only ever opened by one of the two: each has locks that the other does not
see. SQLCipher (the extra ``[secure]``) is loaded when the first locked file is opened, so whoever has none
does not wait for it.
"""

from __future__ import annotations

import sqlite3
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from peervisit.errors import MissingExtraError, PassphraseNeededError, WrongPassphraseError
from peervisit.i18n import _
from peervisit.store import header, passphrases
from peervisit.store.header import Header
from peervisit.store.passphrases import Lock

Mode = Literal["rw", "ro", "immutable"]

_ERRORS = (
    *("DatabaseError", "DataError", "IntegrityError", "InterfaceError", "InternalError"),
    *("NotSupportedError", "OperationalError", "ProgrammingError"),
)


def is_locked(path: Path) -> bool:
    """Whether a file is a locked one."""
    return header.read(path).locked


def connect(path: Path, *, mode: Mode = "rw", timeout: float = 5.0) -> sqlite3.Connection:
    """Open a file with the SQLite that can read it; transactions begin and end only where we say so.

    Raises:
        PassphraseNeededError: the file is locked and nobody gave its passphrase.
        WrongPassphraseError: what was given does not open it.
        MissingExtraError: the file is locked and SQLCipher is not installed.
        sqlite3.Error: whatever else is wrong with it.
    """
    salt = header.read(path).salt
    if salt is None:
        return _opened(_Plain, path, None, mode, timeout)
    sqlcipher()
    given = False
    for lock, passphrase in passphrases.candidates(path, salt):
        given = True
        connection = _with_key(path, lock, mode, timeout)
        if _opens(connection):
            passphrases.opened(path, lock, passphrase)
            return connection
    if given:
        raise WrongPassphraseError(_("{file}: this passphrase does not open it").format(file=path.name))
    raise PassphraseNeededError(
        _("{file}: locked; give its passphrase in a terminal or with --passphrase-file").format(
            file=path.name
        )
    )


def make(path: Path, lock: Lock | None = None) -> sqlite3.Connection:
    """Open a new and empty file: a plain one, or with a lock one that is locked from its first byte.

    Raises:
        MissingExtraError: it is to be locked and SQLCipher is not installed.
    """
    if lock is None:
        return _opened(_Plain, path, None, "rw", 5.0)
    passphrases.opened(path, lock)
    return _with_key(path, lock, "rw", 5.0)


def connect_to_turn(path: Path) -> sqlite3.Connection:
    """Open a file with SQLCipher even where it is plain; only while nothing here has it open.

    Raises:
        MissingExtraError: SQLCipher is not installed.
    """
    if is_locked(path):
        return connect(path, timeout=0)
    connection = _opened(_secure(), path, None, "rw", 0)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def locks(connection: sqlite3.Connection) -> bool:
    """Whether a connection is to a locked file."""
    return not isinstance(connection, sqlite3.Connection)


@cache
def sqlcipher() -> Any:
    """Return SQLCipher's module, its errors made errors of Python's own SQLite too.

    So ``except sqlite3.Error`` means the errors of both, here and inside sqlite-utils.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        library = import_module("sqlcipher3.dbapi2")
    except ImportError:
        raise MissingExtraError(
            _("locked files need SQLCipher; install it with: pip install 'peervisit[secure]'")
        ) from None
    for name in _ERRORS:
        theirs, ours = getattr(library, name), getattr(sqlite3, name)
        if not issubclass(theirs, ours):
            theirs.__bases__ = (*theirs.__bases__, ours)
    return library


class _Plain(sqlite3.Connection):
    """A connection to a plain file, which says when it is closed."""

    def close(self) -> None:
        """Close."""
        super().close()
        header.note_closed(self)


@cache
def _secure() -> Any:
    """Return the class of connections to locked files, which say when they are closed."""

    class Locked(sqlcipher().Connection):  # type: ignore[misc]
        def close(self) -> None:
            super().close()
            header.note_closed(self)

    return Locked


def _opened(kind: Any, path: Path, salt: bytes | None, mode: Mode, timeout: float) -> sqlite3.Connection:
    library = sqlite3 if kind is _Plain else sqlcipher()
    if mode == "rw":
        connection = library.connect(path, timeout=timeout, isolation_level=None, factory=kind)
    else:
        option = "immutable=1" if mode == "immutable" else "mode=ro"
        address = f"{path.resolve().as_uri()}?{option}"
        connection = library.connect(address, uri=True, timeout=timeout, isolation_level=None, factory=kind)
    header.note_open(path, Header(salt), connection)
    connection.row_factory = library.Row
    return connection  # type: ignore[no-any-return]


def _with_key(path: Path, lock: Lock, mode: Mode, timeout: float) -> sqlite3.Connection:
    connection = _opened(_secure(), path, lock.salt, mode, timeout)
    # First of all: with a wrong key SQLCipher would print over the screen.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f'PRAGMA key = "{lock.raw}"')
    # What SQLite sets aside while it sorts is never locked: it stays in memory.
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _opens(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        # Unlocking a page costs more than reading it: what the check on opening reads is kept.
        connection.execute("PRAGMA cache_size = -16000")
    except sqlite3.DatabaseError as error:
        connection.close()
        if "not a database" in str(error):
            return False
        raise
    return True
