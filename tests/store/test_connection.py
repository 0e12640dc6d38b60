"""Opening a review file: what cannot be used is named in one line, and is never touched."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from peervisit.errors import (
    DamagedFileError,
    LockedFileError,
    NewerVersionError,
    NotAReviewError,
    ReadOnlyFileError,
    ReviewFileError,
)
from peervisit.store import connection as opening
from peervisit.store.backup import backups
from peervisit.store.review_file import ReviewFile
from peervisit.store.versions import APPLICATION_ID, VERSION
from tests.store.copies import Watch

NOBODY = 65534


@pytest.fixture
def filled(path: Path) -> Path:
    """Return a closed review file that holds a few hundred records."""
    with ReviewFile.create(path, author="AR", now=Watch()) as review, review.transaction() as log:
        for number in range(300):
            log.record("evidence", f"AR-E{number}", [("statement", f"statement {number} " * 20)])
    return path


@pytest.fixture
def shared(filled: Path) -> Iterator[Path]:
    """Return a review file in a folder that an ordinary user can reach."""
    folder = Path(tempfile.mkdtemp())
    try:
        folder.chmod(0o755)
        copied = Path(shutil.copy(filled, folder))
        copied.chmod(0o644)
        yield copied
    finally:
        shutil.rmtree(folder)


@contextmanager
def as_an_ordinary_user() -> Iterator[None]:
    """Do without the rights of the system administrator, whom no file refuses."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def refused(path: Path, expected: type[ReviewFileError], *, read_only: bool = False) -> str:
    """Open a file that must be refused, check that it was not touched, and return the message."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(expected) as caught:
        ReviewFile.open(path, read_only=read_only)

    assert before == (path.read_bytes() if path.is_file() else None)
    assert str(caught.value).startswith(f"{path.name}: ")
    return str(caught.value)


@pytest.mark.parametrize("read_only", [False, True])
def test_missing(tmp_path: Path, read_only: bool) -> None:
    """A file that is not there is not made by opening it."""
    refused(tmp_path / "none.peervisit", ReviewFileError, read_only=read_only)

    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("read_only", [False, True])
def test_folder(tmp_path: Path, read_only: bool) -> None:
    """A folder is called a folder."""
    assert "folder" in refused(tmp_path, NotAReviewError, read_only=read_only)


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 8192, b"%PDF-1.7 and more\n" * 100, "Ł" * 5000, b"SQLite format 3\0", b"SQLite format 3"],
)
def test_not_sqlite(path: Path, content: bytes | str, read_only: bool) -> None:
    """A file of another kind is no review file."""
    path.write_bytes(content.encode("utf-16") if isinstance(content, str) else content)

    refused(path, NotAReviewError, read_only=read_only)


@pytest.mark.parametrize("application_id", [0, APPLICATION_ID + 1])
def test_another_program_s_database(path: Path, application_id: int) -> None:
    """A database of another program is left alone, journal mode and all."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE change (a)")
        other.execute(f"PRAGMA application_id = {application_id}")

    refused(path, NotAReviewError)


def test_newer_version(filled: Path) -> None:
    """A file of a newer version is refused with the version and the remedy."""
    with closing(sqlite3.connect(filled)) as other:
        other.execute(f"PRAGMA user_version = {VERSION + 1}")

    message = refused(filled, NewerVersionError)

    assert (True, True) == (f"version {VERSION + 1}" in message, "update peervisit" in message)


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.9, 0.999])
def test_truncated(filled: Path, part: float, read_only: bool) -> None:
    """A file that was cut off anywhere is damaged."""
    content = filled.read_bytes()
    filled.write_bytes(content[: int(len(content) * part)])

    assert "restore" in refused(filled, DamagedFileError, read_only=read_only)


def test_overwritten_pages(filled: Path) -> None:
    """A file with pages overwritten is damaged."""
    content = bytearray(filled.read_bytes())
    content[3 * 4096 : 40 * 4096] = os.urandom(37 * 4096)
    filled.write_bytes(content)

    refused(filled, DamagedFileError)


def test_header_only(filled: Path) -> None:
    """A file of which only the first bytes are left is refused, as damaged or as no review."""
    filled.write_bytes(filled.read_bytes()[:100])

    refused(filled, ReviewFileError)


@pytest.mark.skipif(os.name == "nt", reason="rights of another system")
def test_read_only_file(shared: Path) -> None:
    """A file that must not be written is refused for writing and can be read."""
    shared.chmod(0o444)
    with as_an_ordinary_user():
        message = refused(shared, ReadOnlyFileError)
        with ReviewFile.open(shared, read_only=True) as review:
            count = len(review.rows("evidence"))

    assert ("cannot be written" in message, 300) == (True, count)


@pytest.mark.skipif(os.name == "nt", reason="rights of another system")
def test_writable_again_after_it_was_looked_at(shared: Path) -> None:
    """What SQLite left beside a file that nobody could write does not keep its owner from writing later."""
    if os.geteuid() == 0:
        for one in (shared.parent, shared):
            os.chown(one, NOBODY, NOBODY)
    with as_an_ordinary_user():
        shared.chmod(0o444)
        with ReviewFile.open(shared, read_only=True) as review:
            review.rows("evidence")
        shared.chmod(0o600)
        with ReviewFile.open(shared) as review, review.transaction() as log:
            log.record("evidence", "AR-E900", [("statement", "written later")])

    assert [shared] == list(shared.parent.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="rights of another system")
def test_read_only_folder(shared: Path) -> None:
    """A file in a folder that must not be written is refused for writing and can be read."""
    shared.chmod(0o666)
    shared.parent.chmod(0o555)
    with as_an_ordinary_user():
        refused(shared, ReadOnlyFileError)
        with ReviewFile.open(shared, read_only=True) as review:
            count = len(review.rows("evidence"))

    assert 300 == count


@pytest.mark.skipif(os.name == "nt", reason="rights of another system")
def test_unreadable_file(shared: Path) -> None:
    """A file that must not even be read is refused with the remedy."""
    shared.chmod(0o000)
    with as_an_ordinary_user(), pytest.raises(ReadOnlyFileError) as caught:
        ReviewFile.open(shared)

    assert "check the rights" in str(caught.value)


@pytest.mark.skipif(os.name == "nt", reason="rights of another system")
def test_new_file_in_a_read_only_folder(shared: Path) -> None:
    """A new review in a folder that must not be written is refused, and leaves nothing there."""
    shared.parent.chmod(0o555)
    with as_an_ordinary_user(), pytest.raises(ReadOnlyFileError):
        ReviewFile.create(shared.with_name("new.peervisit"))

    assert [shared] == list(shared.parent.iterdir())


def test_locked_by_another(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that another program holds for itself is refused after a short wait."""
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(filled, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")

        assert "another program" in refused(filled, LockedFileError)


def test_writing_while_another_writes(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program writes, an entry is refused, reading goes on, and later writing works."""
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    with ReviewFile.open(filled, author="AR") as review, closing(sqlite3.connect(filled)) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LockedFileError), review.transaction("x") as log:
            log.record("conclusion", "C1", [("title", "A")])
        count = len(review.rows("evidence"))
        other.execute("ROLLBACK")
        with review.transaction("y") as log:
            log.record("conclusion", "C2", [("title", "B")])

        assert (300, ["C2"]) == (count, list(review.rows("conclusion")))


def test_two_programs_take_turns(filled: Path) -> None:
    """Two programs on one laptop write to one file, each under its own identity, and see each other."""
    with ReviewFile.open(filled, author="AR") as one, ReviewFile.open(filled, author="AR") as two:
        seen = two.data_version()
        with one.transaction() as log:
            log.record("conclusion", "C1", [("title", "A")])
        with two.transaction() as log:
            log.record("conclusion", "C1", [("title", "B")])
        noticed = two.data_version() != seen

        assert (True, "B", set()) == (noticed, one.rows("conclusion")["C1"]["title"], _disputed(one))
        assert one.log.session != two.log.session


def _disputed(review: ReviewFile) -> set[str]:
    return {row["field"] for row in review.connection.execute("SELECT field FROM conflict")}


def test_no_entry_can_be_lost(filled: Path) -> None:
    """A file open for writing uses the write-ahead log, syncs fully and keeps foreign keys."""
    with ReviewFile.open(filled) as review:
        answers = [
            review.connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]

    assert ["wal", 2, 1, 5000] == answers


def test_closed_file_stands_alone(filled: Path) -> None:
    """After closing, everything is in the one file."""
    with ReviewFile.open(filled, author="AR") as review, review.transaction() as log:
        log.record("conclusion", "C1", [("title", "A")])

    assert [filled] == list(filled.parent.iterdir())
    with closing(sqlite3.connect(filled)) as other:
        assert ("A",) == other.execute("SELECT title FROM conclusion").fetchone()


def test_opening_to_read_changes_nothing(filled: Path) -> None:
    """Reading a review leaves the file as it was, to the byte, and writing is refused."""
    before = filled.read_bytes()
    with ReviewFile.open(filled, read_only=True) as review:
        review.rows("evidence")
        with pytest.raises(ReadOnlyFileError), review.transaction():
            pass

    assert (before, [filled]) == (filled.read_bytes(), list(filled.parent.iterdir()))


@pytest.mark.skipif(os.name == "nt", reason="rights of another system")
def test_only_the_owner_can_read(review: ReviewFile) -> None:
    """The file, and what SQLite lays beside it, can be read by nobody else."""
    with review.transaction() as log:
        log.record("conclusion", "C1", [("title", "A")])

    modes = {one.suffix: one.stat().st_mode & 0o777 for one in review.path.parent.iterdir()}

    assert {0o600} == set(modes.values())
    assert 2 <= len(modes)


def test_existing_file_is_not_overwritten(filled: Path) -> None:
    """A new review never takes the place of a file that is there."""
    before = filled.read_bytes()
    with pytest.raises(ReviewFileError) as caught:
        ReviewFile.create(filled)

    assert ("lyon.peervisit: exists already; choose another name", before) == (
        str(caught.value),
        filled.read_bytes(),
    )


@pytest.mark.parametrize(("free", "says"), [(0, "the disk is full"), (10**9, "damaged")])
def test_no_room_beside_it(path: Path, monkeypatch: pytest.MonkeyPatch, free: int, says: str) -> None:
    """SQLite's error of the disk means a full one where it is full: nobody is sent to restore a backup."""
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(free=free))
    with pytest.raises(ReviewFileError, match=says), opening.in_plain_words(path):
        raise sqlite3.OperationalError("disk I/O error")


def test_missing_folder(tmp_path: Path) -> None:
    """A new review in a folder that is not there is refused with the folder's name."""
    with pytest.raises(ReviewFileError, match="no such folder"):
        ReviewFile.create(tmp_path / "none" / "a.peervisit")


@pytest.mark.parametrize(
    "name", ["a b.peervisit", "a%20?#.peervisit", "Kraków – été.peervisit", "-x", "'\".p"]
)
def test_odd_file_names(tmp_path: Path, name: str) -> None:
    """A file may have any name that the system allows."""
    path = tmp_path / name
    ReviewFile.create(path).close()
    with ReviewFile.open(path, read_only=True) as review:
        found = review.meta("review_id")

    assert 32 == len(found or "")


def test_each_opening_is_a_new_identity(filled: Path) -> None:
    """No two openings share a session, not even of copies made by hand."""
    copied = Path(shutil.copy(filled, filled.with_name("copy.peervisit")))
    sessions = set()
    for path in (filled, filled, copied):
        with ReviewFile.open(path) as review:
            sessions.add(review.log.session)

    assert 3 == len(sessions)


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody take an open file away")
def test_nothing_is_called_saved_in_a_file_that_is_gone(tmp_path: Path) -> None:
    """A file that was moved while it is open is not written to, until it is back."""
    path = tmp_path / "moved.peervisit"
    with ReviewFile.create(path) as review:
        path.rename(tmp_path / "elsewhere")
        with pytest.raises(
            ReviewFileError, match=r"moved\.peervisit: was moved or deleted .* backup \d+-\d+-00-replaced"
        ):
            review.set_local("word", "lost")
        (tmp_path / "elsewhere").rename(path)
        review.set_local("word", "kept")
        path.rename(tmp_path / "elsewhere")
        with pytest.raises(ReviewFileError, match="was moved or deleted"):
            review.set_local("word", "lost again")
        (tmp_path / "elsewhere").rename(path)
    newest = backups(path)[0]

    for one in (path, newest):
        with ReviewFile.open(one, read_only=True) as again:
            assert "kept" == again.local("word")


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody replace an open file")
def test_nothing_is_called_saved_in_a_file_that_was_replaced(tmp_path: Path) -> None:
    """A sync program puts an older file there: no word goes on into the one without a name.

    What was entered before is in one backup, whole.
    """
    path, older = tmp_path / "replaced.peervisit", tmp_path / "older.peervisit"
    with ReviewFile.create(path) as review:
        shutil.copy(path, older)
        review.set_local("word", "kept")
        older.replace(path)
        for _time in range(2):
            with pytest.raises(ReviewFileError, match=r"replaced\.peervisit: another file took its place"):
                review.set_local("word", "lost")
    (backup,) = backups(path)

    with ReviewFile.open(backup, read_only=True) as rescued:
        assert "kept" == rescued.local("word")
