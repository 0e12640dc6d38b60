"""What a peer does about one indicator, from the tree and from its dossier."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from peervisit.service import levels, reviews
from peervisit.store import private
from peervisit.store.review_file import ReviewFile
from peervisit.tui.widgets.detail import Detail
from peervisit.tui.widgets.field_form import FieldForm
from peervisit.tui.widgets.picker import Picker

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


async def _on_first_indicator(pilot: Pilot[int]) -> None:
    await pilot.press("I")
    await pilot.pause()
    await pilot.press("down", "down")
    await pilot.pause()


async def test_evidence_added_on_an_indicator_is_linked_to_it(
    opened: Opened, path: Path, stored: ReviewFile, size: tuple[int, int]
) -> None:
    """One key, the words and ctrl+s make an item of evidence that supports the indicator."""
    async with opened(path, size) as pilot:
        await _on_first_indicator(pilot)
        await pilot.press("e")
        await pilot.pause()
        await pilot.press(*"Two posts", "ctrl+s")
        await pilot.pause()
    row = stored.rows("evidence", "statement = ?", "Two posts")

    assert {"GG-AMB-1": "supports"} == next(iter(row.values()))["indicators"]
    assert next(iter(row.values()))["recorded_by"] == "AR"


async def test_the_self_assessment_is_entered(
    opened: Opened, path: Path, stored: ReviewFile, size: tuple[int, int]
) -> None:
    """The host's answer can be typed in from the tree."""
    async with opened(path, size) as pilot:
        await _on_first_indicator(pilot)
        await pilot.press("s")
        await pilot.pause()
        await pilot.press(*"Yes.", "tab", "right", "ctrl+s")
        await pilot.pause()
    row = stored.row("self_assessment", "GG-AMB-1")

    assert row is not None
    assert row["answer"] == "Yes."
    assert row["level"] == "below"


async def test_the_team_agrees_on_a_level(
    opened: Opened, path: Path, stored: ReviewFile, size: tuple[int, int]
) -> None:
    """The consensus is kept with its rationale, from the dossier over the whole screen."""
    async with opened(path, size) as pilot:
        await _on_first_indicator(pilot)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("a")
        await pilot.pause()
        await pilot.press("right", "right", "tab", *"Agreed.", "ctrl+s")
        await pilot.pause()

        assert "Agreed." in pilot.app.screen.query(Detail).first().text
    row = stored.row("consensus", "GG-AMB-1")

    assert row is not None
    assert row["level"] == "par"
    assert row["rationale"] == "Agreed."


@pytest.mark.parametrize(("key", "kind"), [("j", "judgement"), ("d", "desk_review")])
async def test_what_is_not_submitted_stays_sealed(
    opened: Opened, path: Path, stored: ReviewFile, key: str, kind: str
) -> None:
    """One's own level and desk review are kept on this laptop and shown to oneself, not in the log."""
    async with opened(path) as pilot:
        await _on_first_indicator(pilot)
        await pilot.press(key)
        await pilot.pause()
        await pilot.press("right", "tab", *"I think so", "ctrl+s")
        await pilot.pause()

        assert "I think so" in pilot.app.screen.query(Detail).last().text
        assert "sealed" in pilot.app.screen.query(Detail).last().text
    sealed = private.sealed(stored.connection, "AR", kind)

    assert ["below"] == [values["level"] for values in sealed.values()]
    assert stored.rows(kind) == {}


@pytest.mark.parametrize(("choice", "left"), [("this", ["GG-AMB-2/AR"]), ("all", [])])
async def test_desk_reviews_are_handed_in(
    opened: Opened, path: Path, stored: ReviewFile, choice: str, left: list[str]
) -> None:
    """One's own desk review of this indicator, or all of them, go into the log; Escape hands in nothing."""
    with reviews.open_review(path, member="AR") as review:
        for indicator in ("GG-AMB-1", "GG-AMB-2"):
            levels.keep_sealed(review, "desk_review", "AR", indicator, {"level": "below"})
    async with opened(path, (80, 24)) as pilot:
        await _on_first_indicator(pilot)
        await pilot.press("t")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert stored.rows("submission") == {}

        await pilot.press("t")
        await pilot.pause()
        await pilot.press(*choice, "enter")
        await pilot.pause()

    assert sorted(private.sealed(stored.connection, "AR", "desk_review")) == left
    assert "desk_review/AR" in stored.rows("submission")


async def test_nothing_sealed_hands_in_nothing(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """Where no desk review of one's own is sealed, nothing is asked and nothing written."""
    async with opened(path, (80, 24)) as pilot:
        await _on_first_indicator(pilot)
        await pilot.press("t")
        await pilot.pause()

        assert not isinstance(pilot.app.screen, Picker)
    assert stored.rows("submission") == {}


async def test_undo_takes_back_and_redo_brings_back(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """What a form saved can be undone and done again by one key each."""
    async with opened(path) as pilot:
        await _on_first_indicator(pilot)
        await pilot.press("e")
        await pilot.pause()
        await pilot.press(*"Once", "ctrl+s")
        await pilot.pause()
        await pilot.press("u")
        await pilot.pause()

        assert stored.rows("evidence", "statement = 'Once'") == {}
        await pilot.press("U")
        await pilot.pause()
    found = stored.rows("evidence", "statement = 'Once'")

    assert len(found) == 1


async def test_a_question_knows_its_indicator(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """A question added in front of an indicator is about that indicator, asked by whoever writes."""
    async with opened(path) as pilot:
        await _on_first_indicator(pilot)
        await pilot.press("q")
        await pilot.pause()
        await pilot.press(*"Who pays?", "ctrl+s")
        await pilot.pause()
    row = next(iter(stored.rows("question").values()))

    assert ["GG-AMB-1"] == row["indicators"]
    assert row["asked_by"] == "AR"


async def test_the_tree_can_be_filtered(opened: Opened, path: Path) -> None:
    """Typing after the slash leaves only what holds the words, without accents or case."""
    async with opened(path) as pilot:
        await pilot.press("I")
        await pilot.pause()
        await pilot.press("slash", *"STRATEGIC plan", "enter")
        await pilot.pause()
        rows = pilot.app.screen.query_one("TreeList").rows  # type: ignore[attr-defined]
        shown = [rows[place].code for place in range(len(rows))]

        assert "GG-AMB-1" in shown
        assert "IE-IMP-1" not in shown


async def test_nothing_to_save_closes_the_form(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """Saving a record that nobody changed writes nothing."""
    before = stored.digest()
    async with opened(path) as pilot:
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()

        assert not isinstance(pilot.app.screen, FieldForm)

    assert before == stored.digest()
