"""The installed program in a real terminal, from opening a review to reading back what was typed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from peervisit.store import private
from peervisit.store.review_file import ReviewFile

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

from tests.tui.terminal import running


def test_a_review_is_opened_added_to_and_left(path: Path) -> None:
    """Open, go to an indicator, add evidence with accents, quit: the file holds it and stands alone."""
    with running(str(path)) as terminal:
        terminal.wait_for("Phase 0")
        terminal.press("I")
        terminal.wait_for("0 of 73 agreed")
        terminal.press("\x1b[B")
        terminal.press("\x1b[B")
        terminal.wait_for("GG-AMB-1  General governance")
        terminal.press("e")
        terminal.wait_for("New: evidence")
        terminal.press("Le comité siège en été.")
        terminal.wait_for("en été.")
        terminal.press("\x13")
        terminal.wait_for("saved")
        terminal.press("\x11")

        assert terminal.wait_for_end() == 0
    with ReviewFile.open(path, read_only=True) as review:
        found = review.rows("evidence", "statement = ?", "Le comité siège en été.")

    assert ["AR-E03"] == list(found)
    assert {"GG-AMB-1": "supports"} == found["AR-E03"]["indicators"]
    assert not path.with_name(f"{path.name}-wal").exists()


def test_what_was_typed_survives_a_kill(path: Path) -> None:
    """A second after the last key, what is in a form survives the program's sudden end."""
    with running(str(path)) as terminal:
        terminal.wait_for("Phase 0")
        terminal.press("E")
        terminal.wait_for("No money.")
        terminal.press("n")
        terminal.wait_for("New: evidence")
        terminal.press("Half a thought")
        terminal.wait_for("draft kept")
    with ReviewFile.open(path, read_only=True) as review:
        drafts = private.drafts(review.connection, "AR")

    assert ['"Half a thought"'] == [row["value"] for row in drafts]


@pytest.mark.parametrize("what", ["missing", "no review"])
def test_a_file_that_cannot_be_opened_is_said(tmp_path: Path, what: str) -> None:
    """One line, and exit status 1, without the app coming up."""
    target = tmp_path / "letter.peervisit"
    if what == "no review":
        target.write_text("Dear colleagues", encoding="utf-8")
    with running(str(target)) as terminal:
        status = terminal.wait_for_end()

        assert status == 1
        assert "letter.peervisit" in terminal.text.replace("\n", "")
