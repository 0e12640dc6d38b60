"""One review file, open: what services read it with, and the one door through which they write."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from peervisit.errors import ReadOnlyFileError, ReviewFileError
from peervisit.i18n import _
from peervisit.store import chance, driver, passphrases, sealed_steps, undo
from peervisit.store import connection as opening
from peervisit.store import digest as digests
from peervisit.store.ahead import CheckAhead
from peervisit.store.backup import back_up, backups
from peervisit.store.catalogue import Catalogue, read_catalogue
from peervisit.store.clock import Now, utc_now
from peervisit.store.log import Change, ChangeLog
from peervisit.store.read import Row, exists, read_kind
from peervisit.store.versions import VERSION

BACKUP_EVERY = timedelta(hours=1)


class ReviewFile:
    """An open review file. Close it, or use it in a ``with`` statement."""

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        *,
        author: str | None = None,
        now: Now = utc_now,
        read_only: bool = False,
    ) -> None:
        self.path = path
        self.connection = connection
        self.now = now
        self.read_only = read_only
        self.catalogue: Catalogue = read_catalogue(connection)
        # A new identity at each opening: a file copied by hand or restored must never reuse one.
        self.log = ChangeLog(connection, self.catalogue, chance.token_hex(8), now, author)
        self._depth = 0
        self._label: str | None = None
        self._place = _place_of(path)
        self._rescued: Path | None = None

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        author: str | None = None,
        now: Now = utc_now,
        fill: Callable[[ReviewFile], None] | None = None,
        passphrase: str | None = None,
    ) -> ReviewFile:
        """Make a new review file, empty or with what ``fill`` writes: there whole, or not there at all.

        With a passphrase it is a locked one, from its first byte.

        Raises:
            ReviewFileError: a file of that name exists, or the folder is missing or cannot be written.
            MissingExtraError: it is to be locked, and SQLCipher is not installed.
        """
        from peervisit.store.migrations import migrate

        if path.exists():
            raise ReviewFileError(_("{file}: exists already; choose another name").format(file=path.name))
        if not path.parent.is_dir():
            raise ReviewFileError(_("{folder}: no such folder").format(folder=path.parent))
        lock = None
        if passphrase is not None:
            driver.sqlcipher()
            lock = passphrases.new_lock(passphrase)
        # Written beside and then moved, so that a crash leaves no half-made review.
        beside = path.with_name(f".{path.name}.{chance.token_hex(4)}.new")
        try:
            with opening.in_plain_words(path):
                os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
                raw = driver.make(beside, lock)
                try:
                    migrate(raw)
                    raw.execute(
                        "INSERT INTO meta VALUES ('review_id', ?), ('made_at', ?)",
                        (chance.token_hex(16), now().strftime("%Y-%m-%dT%H:%M:%SZ")),
                    )
                finally:
                    raw.close()
            if fill is not None:
                with cls.open(beside, author=author, now=now) as made:
                    fill(made)
            opening.require_whole(beside, path)
            beside.replace(path)
        except ReviewFileError as error:
            # Nobody knows the name that the file has while it is made.
            raise type(error)(str(error).replace(beside.name, path.name)) from error
        except OSError as error:
            raise ReadOnlyFileError(
                _("{file}: cannot be written; check the rights on the file and its folder").format(
                    file=path.name
                )
            ) from error
        finally:
            for tail in ("", "-wal", "-shm"):
                beside.with_name(beside.name + tail).unlink(missing_ok=True)
        return cls.open(path, author=author, now=now)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        author: str | None = None,
        now: Now = utc_now,
        read_only: bool = False,
        ahead: CheckAhead | None = None,
    ) -> ReviewFile:
        """Open an existing review file, bringing it to the newest version first (after a backup).

        Raises:
            ReviewFileError: the file is missing, not a review, newer, damaged, locked or read-only.
            MissingExtraError: it is locked with a passphrase, and SQLCipher is not installed.
        """
        raw = opening.connect(path, read_only=read_only, ahead=ahead)
        try:
            version = raw.execute("PRAGMA user_version").fetchone()[0]
            if version < VERSION:
                _update(raw, path, now, read_only=read_only)
            return cls(path, raw, author=author, now=now, read_only=read_only)
        except BaseException:
            raw.close()
            raise

    @property
    def secure(self) -> bool:
        """Whether the file is locked with a passphrase."""
        return driver.locks(self.connection)

    def close(self) -> None:
        """Close the file so that it stands alone."""
        if self.read_only:
            self.connection.close()
        else:
            opening.close(self.connection)

    def __enter__(self) -> ReviewFile:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # Reading

    def rows(self, kind: str, where: str = "", *parameters: Any) -> dict[str, Row]:
        """Return the records of a kind by code; ``where`` is a condition on the kind's own columns."""
        return read_kind(self.connection, self.catalogue, kind, where, parameters)

    def row(self, kind: str, code: str) -> Row | None:
        """Return one record, or None."""
        return self.rows(kind, "code = ?", code).get(code)

    def exists(self, kind: str, code: str) -> bool:
        """Whether a record of the kind has the code."""
        return exists(self.connection, kind, code)

    def local(self, key: str) -> str | None:
        """Return a setting of this copy."""
        row = self.connection.execute("SELECT value FROM local WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def meta(self, key: str) -> str | None:
        """Return a fact about the review as a whole, such as ``review_id``."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def digest(self) -> str:
        """Return the SHA-256 over the synced content, in hexadecimal."""
        return digests.digest(self.connection)

    def data_version(self) -> int:
        """Return a number that changes when another program wrote to the file."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    # Writing

    @contextmanager
    def transaction(self, label: str | None = None) -> Iterator[ChangeLog]:
        """Open the door: everything written inside is kept together or not at all.

        With a label, what was written is one step that can be undone. Transactions may nest; the
        outermost one counts.
        """
        if self._depth:
            yield self.log
            return
        if self.read_only:
            raise ReadOnlyFileError(_("{file}: opened for reading only").format(file=self.path.name))
        self._require_file()
        first, clock = self.log.seq + 1, self.log.clock
        self._label = label
        with opening.in_plain_words(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield self.log
                if self._label is not None and (
                    self.log.seq >= first or sealed_steps.waiting(self.connection)
                ):
                    undo.remember(self.log, first, self._label)
                self.connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self.connection.execute("ROLLBACK")
                self.log.seq, self.log.clock = first - 1, clock
                raise
            finally:
                self._depth -= 1
                self._label = None

    def _require_file(self) -> None:
        """Refuse to write into a file that has lost its name while it is open: it is gone on closing.

        What was entered before is kept as a backup, once: nobody else can read it any more.
        """
        try:
            there = self.path.stat()
        except FileNotFoundError:
            if not self.connection.execute("PRAGMA database_list").fetchone()[2]:
                return  # A review in memory has no file.
            words = _(
                "{file}: was moved or deleted while it is open, nothing more is saved; put it back. What was "
                "entered before is in the backup {backup}; 'peervisit restore' brings it back"
            )
            raise ReviewFileError(self._with_backup(words)) from None
        except OSError:
            return  # A place that cannot be asked for a moment is no file that is gone.
        if self._place is None or self._place == (there.st_dev, there.st_ino):
            self._rescued = None  # What is entered from here on is in no backup yet.
            return
        words = _(
            "{file}: another file took its place while it is open, nothing more is saved; close it and open "
            "it again. What was entered before is in the backup {backup}; 'peervisit merge' takes it in"
        )
        raise ReviewFileError(self._with_backup(words))

    def _with_backup(self, words: str) -> str:
        if self._rescued is None:
            with suppress(ReviewFileError, OSError, sqlite3.Error):
                self._rescued = back_up(self.connection, self.path, self.now(), "replaced")
        return words.format(file=self.path.name, backup=self._rescued.name if self._rescued else "–")

    def name_step(self, label: str) -> None:
        """Name the step that the open transaction will be, if nothing further out has named it."""
        if self._label is None:
            self._label = label

    def set_local(self, key: str, value: str | None) -> None:
        """Keep a setting of this copy; None takes it away."""
        with self.transaction():
            if value is None:
                self.connection.execute("DELETE FROM local WHERE key = ?", (key,))
            else:
                self.connection.execute("INSERT OR REPLACE INTO local VALUES (?, ?)", (key, value))

    def undo(self, *, redo: bool = False) -> tuple[str, list[Change]] | None:
        """Undo (or redo) the last step; return its label and the changes left alone, or None."""
        step = undo.next_step(self.connection, redo=redo)
        if step is None:
            return None
        with self.transaction():
            kept = undo.reverse(self.log, step, redo=redo)
        return str(step["label"]), kept

    def back_up(self, reason: str = "auto") -> Path:
        """Make a verified backup and remember when."""
        made = back_up(self.connection, self.path, self.now(), reason)
        self.set_local("backup_at", self.now().strftime("%Y-%m-%dT%H:%M:%SZ"))
        self.set_local("backup_entries", str(self._entries()))
        return made

    def back_up_if_due(self) -> Path | None:
        """Make a backup if something changed since the last one and an hour has passed, or none is there."""
        last = self.local("backup_at")
        if last and backups(self.path):
            if self.local("backup_entries") == str(self._entries()):
                return None
            form = "%Y-%m-%dT%H:%M:%SZ"
            # One of the future was made while the clock was wrong: no reason to wait for it.
            if (self.now() - BACKUP_EVERY).strftime(form) < last <= self.now().strftime(form):
                return None
        return self.back_up()

    def _entries(self) -> int:
        return int(self.connection.execute("SELECT count(*) FROM change").fetchone()[0])


def _update(raw: sqlite3.Connection, path: Path, now: Now, *, read_only: bool) -> None:
    from peervisit.store.migrations import migrate

    if read_only:
        raise ReadOnlyFileError(
            _("{file}: an older version of the file; open it once where it can be written").format(
                file=path.name
            )
        )
    back_up(raw, path, now(), "before-update")
    with opening.in_plain_words(path):
        migrate(raw)


def _place_of(path: Path) -> tuple[int, int] | None:
    """Return which file has this name now; None where no other can take its place or nobody can tell."""
    if os.name == "nt":
        return None  # An open file cannot be replaced there.
    try:
        there = path.stat()
    except OSError:
        return None
    return there.st_dev, there.st_ino
