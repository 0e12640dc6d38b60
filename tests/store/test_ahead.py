"""Checking a file before it is opened: it spares a second check, and never a first one."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from peervisit.errors import DamagedFileError, NotAReviewError, ReviewFileError
from peervisit.store import connection as opening
from peervisit.store.ahead import CheckAhead
from peervisit.store.review_file import ReviewFile


@pytest.fixture
def filled(path: Path) -> Path:
    """Return a closed review file that holds a few hundred records."""
    with ReviewFile.create(path, author="AR") as review, review.transaction() as log:
        for number in range(300):
            log.record("evidence", f"AR-E{number}", [("statement", f"statement {number} " * 20)])
    return path


def _damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[3 * 4096 : 40 * 4096] = os.urandom(37 * 4096)
    path.write_bytes(content)


def _checks(path: Path, ahead: CheckAhead, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Open a file; return for each check on opening whether it took the file for proven."""
    seen: list[bool] = []
    check = opening._check

    def noted(connection: sqlite3.Connection, path: Path, *, proven: bool = False) -> None:
        seen.append(proven)
        check(connection, path, proven=proven)

    monkeypatch.setattr(opening, "_check", noted)
    with ReviewFile.open(path, ahead=ahead) as review:
        assert len(review.rows("evidence")) >= 300
    return seen


def test_a_sound_file_is_checked_once(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was checked ahead is not checked again, and the check leaves nothing beside the file."""
    before = filled.read_bytes()
    ahead = CheckAhead(filled)

    assert ahead.vouches(filled)
    assert (before, [filled]) == (filled.read_bytes(), list(filled.parent.iterdir()))
    assert _checks(filled, ahead, monkeypatch) == [True]


def test_nothing_else_is_vouched_for(filled: Path) -> None:
    """The check of one file says nothing about another one."""
    other = filled.with_name("other.peervisit")
    other.write_bytes(filled.read_bytes())

    assert not CheckAhead(filled).vouches(other)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.999])
def test_a_damaged_file_is_refused_and_left_as_it_is(filled: Path, part: float) -> None:
    """A file that was cut off is refused with the remedy, as without the check ahead."""
    content = filled.read_bytes()
    filled.write_bytes(content[: int(len(content) * part)])
    before = filled.read_bytes()
    ahead = CheckAhead(filled)
    with pytest.raises(DamagedFileError, match="restore"):
        ReviewFile.open(filled, ahead=ahead)

    assert before == filled.read_bytes()


def test_what_is_damaged_after_the_check_is_found(filled: Path) -> None:
    """A file that changed since it was checked is checked again."""
    ahead = CheckAhead(filled)
    assert ahead.vouches(filled)
    _damage(filled)
    with pytest.raises(DamagedFileError):
        ReviewFile.open(filled, ahead=ahead)


def test_what_was_written_since_is_checked_again(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry of another program between the check and the opening ends what the check is worth."""
    ahead = CheckAhead(filled)
    assert ahead.vouches(filled)
    with ReviewFile.open(filled, author="JN") as other, other.transaction() as log:
        log.record("conclusion", "C1", [("title", "A")])

    assert False in _checks(filled, ahead, monkeypatch)


def test_a_log_that_was_not_folded_in_is_checked_on_opening(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another program has changes in its log, the file is checked with them."""
    with ReviewFile.open(filled, author="JN") as other:
        with other.transaction() as log:
            log.record("conclusion", "C1", [("title", "A")])
        ahead = CheckAhead(filled)

        assert not ahead.vouches(filled)
        assert _checks(filled, ahead, monkeypatch)[0] is False


def test_what_is_no_review_is_left_alone(path: Path) -> None:
    """Neither a missing file nor another program's database is made, changed or vouched for."""
    with pytest.raises(ReviewFileError, match="no such file"):
        ReviewFile.open(path, ahead=CheckAhead(path))
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE change (a)")
    before = path.read_bytes()
    with pytest.raises(NotAReviewError):
        ReviewFile.open(path, ahead=CheckAhead(path))

    assert before == path.read_bytes()
