"""The interview: everything is done without leaving the note, and is stored."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from peervisit.service import records
from peervisit.store.review_file import ReviewFile
from peervisit.tui.note_reading import clock_text, read_sitting
from peervisit.tui.screens.notes import NoteScreen
from tests.tui.conftest import Opened
from tests.tui.visiting import begin, in_note, only, plan, typed


@pytest.fixture
def code(path: Path) -> str:
    """An interview with the mayor that has begun."""
    plan(path)
    return begin(path)


async def test_line_becomes_evidence(
    path: Path, opened: Opened, stored: ReviewFile, code: str, size: tuple[int, int]
) -> None:
    """One key takes the line as evidence: heard, from the one person there, by whoever writes, now."""
    async with opened(path, size) as pilot:
        await in_note(pilot, code)
        await typed(pilot, "The group has not met since March.")
        await pilot.press("ctrl+n")
        await pilot.pause()

        row = only(stored, "evidence", interview=code)
        assert row["statement"] == "The group has not met since March."
        assert (row["channel"], row["stakeholders"], row["recorded_by"]) == ("heard", ["AR-I07"], "AR")
        assert row["recorded_at"]


async def test_line_is_taken_once(path: Path, opened: Opened, stored: ReviewFile, code: str) -> None:
    """A line that was taken is not taken a second time."""
    async with opened(path) as pilot:
        await in_note(pilot, code)
        await typed(pilot, "The group has not met since March.\n")
        await pilot.press("ctrl+n", "ctrl+n")
        await pilot.pause()

        assert len(stored.rows("evidence", "interview = ?", code)) == 1


async def test_tokens_are_understood(path: Path, opened: Opened, stored: ReviewFile, code: str) -> None:
    """Tokens in the line link, name the speaker and ask to follow up; the note keeps them."""
    async with opened(path) as pilot:
        screen = await in_note(pilot, code)
        await typed(pilot, "! No budget for it #-ga1 @I08")

        assert "−GG-AMB-1" in screen.chips.text
        assert "AR-I08" in screen.chips.text

        await pilot.press("ctrl+n")
        await pilot.press("escape")
        await pilot.pause()

        row = only(stored, "evidence", interview=code)
        assert row["statement"] == "No budget for it"
        assert row["indicators"] == {"GG-AMB-1": "contradicts"}
        assert row["stakeholders"] == ["AR-I08"]
        assert row["follow_up"]
        assert stored.rows("interview")[code]["notes"] == "! No budget for it #-ga1 @I08"


@pytest.mark.parametrize(
    ("keys", "indicator"),
    [(["2"], "GG-LEA-1"), (["é"], "GG-LEA-1"), (["a", "a", "1"], "AC-AMB-1")],
    ids=["digit of the focus", "digit on AZERTY", "short code"],
)
async def test_link_in_four_keys(
    path: Path, opened: Opened, stored: ReviewFile, code: str, keys: list[str], indicator: str
) -> None:
    """Linking evidence to an indicator takes at most four keys, whichever way."""
    async with opened(path) as pilot:
        await in_note(pilot, code)
        await typed(pilot, "Words.")
        await pilot.press("ctrl+n")
        link = ["ctrl+l", *keys]
        assert len(link) <= 4
        await pilot.press(*link)
        await pilot.pause()

        assert only(stored, "evidence", interview=code)["indicators"] == {indicator: "supports"}
        assert isinstance(pilot.app.screen, NoteScreen)


async def test_every_indicator_has_a_short_way(path: Path, opened: Opened, code: str) -> None:
    """Every indicator of the benchmark can be linked in four keys."""
    from peervisit.tui.tokens import short_codes

    async with opened(path) as pilot:
        screen = await in_note(pilot, code)
        short = short_codes(screen.benchmark)

        assert set(short.values()) == set(screen.benchmark.by_id)
        assert all(len(one) <= 3 for one in short)


async def test_one_key_says_what_it_is(path: Path, opened: Opened, stored: ReviewFile, code: str) -> None:
    """Nature, direction, permission to quote and flags are two keys each."""
    async with opened(path) as pilot:
        await in_note(pilot, code)
        await typed(pilot, "Words #ga1")
        await pilot.press("ctrl+n", "ctrl+b", "f", "ctrl+b", "minus", "ctrl+b", "p", "ctrl+b", "g")
        await pilot.pause()

        row = only(stored, "evidence", interview=code)
        assert (row["nature"], row["indicators"]) == ("fact", {"GG-AMB-1": "contradicts"})
        assert (row["quote"], row["quote_permitted"], row["good_practice"]) == (1, 1, 1)


async def test_last_speaker_is_inherited(path: Path, opened: Opened, stored: ReviewFile) -> None:
    """Where several are there, new evidence is of whoever spoke last; a digit says who."""
    plan(path)
    code = begin(path, "AR-I07", "AR-I08")
    async with opened(path) as pilot:
        await in_note(pilot, code)
        await typed(pilot, "First words.")
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert only(stored, "evidence", interview=code)["stakeholders"] == []

        await pilot.press("ctrl+b", "2")
        await typed(pilot, "\nSecond words.")
        await pilot.press("ctrl+n")
        await pilot.pause()

        rows = stored.rows("evidence", "interview = ?", code).values()
        assert [row["stakeholders"] for row in rows] == [["AR-I08"], ["AR-I08"]]


async def test_selection_becomes_evidence(path: Path, opened: Opened, stored: ReviewFile, code: str) -> None:
    """What is selected is taken rather than the line."""
    async with opened(path) as pilot:
        await in_note(pilot, code)
        await typed(pilot, "so the budget is gone")
        await pilot.press("home", *["right"] * 3, *["shift+right"] * 10, "ctrl+n")
        await pilot.pause()

        assert only(stored, "evidence", interview=code)["statement"] == "the budget"


async def test_time_stamp(path: Path, opened: Opened, code: str) -> None:
    """A key puts the time at the beginning of the line and leaves the cursor in the words."""
    async with opened(path) as pilot:
        screen = await in_note(pilot, code)
        await typed(pilot, "abc")
        await pilot.press("ctrl+t")
        await typed(pilot, "d")

        assert screen.area.text[0] == "["
        assert screen.area.text[6:] == "] abcd"


async def test_question_is_ticked(path: Path, opened: Opened, stored: ReviewFile, code: str) -> None:
    """An open question on the focus is shown, ticked, and belongs to the slot from then on."""
    async with opened(path) as pilot:
        await in_note(pilot, code)
        await pilot.press("ctrl+o", "a", "escape")
        await pilot.pause()

        row = stored.rows("question")["AR-Q01"]
        assert (row["status"], row["slots"]) == ("answered", ["AR-S01"])


async def test_remark_and_promised_document(
    path: Path, opened: Opened, stored: ReviewFile, code: str
) -> None:
    """A team-only remark and a promised document are kept from within the note."""
    async with opened(path) as pilot:
        await in_note(pilot, code)
        await pilot.press("ctrl+r")
        await typed(pilot, "careful")
        await pilot.press("escape", "ctrl+b", "d")
        await typed(pilot, "budget")
        await pilot.press("enter")
        await pilot.pause()

        assert stored.rows("interview")[code]["remarks"] == "careful"
        row = only(stored, "document", promised_in=code)
        assert (row["title"], row["status"], row["wanted_by"]) == ("budget", "promised", "AR")


async def test_closing(path: Path, opened: Opened, stored: ReviewFile, code: str) -> None:
    """Closing sorts what is not linked, confirms for one of the pair, and ends the slot."""
    async with opened(path) as pilot:
        await in_note(pilot, code)
        await typed(pilot, "Words.")
        await pilot.press("ctrl+n", "ctrl+b", "c")
        await pilot.pause()
        await pilot.press("l", "1")
        await pilot.pause()
        await pilot.press("c")
        await pilot.pause()

        assert only(stored, "evidence", interview=code)["indicators"] == {"GG-AMB-1": "supports"}
        row = stored.rows("interview")[code]
        assert list(row["confirmed"]) == ["AR"]
        told = " ".join(str(one.message) for one in pilot.app._notifications)
        assert "then JN: on their own copy, or here after w on the overview" in told
        assert row["ended"]
        assert stored.rows("slot")["AR-S01"]["status"] == "done"


async def test_clock_and_side(path: Path, opened: Opened, code: str) -> None:
    """The first line tells the minutes of the slot; at 80 columns a key shows the side."""
    async with opened(path) as pilot:
        screen = await in_note(pilot, code)
        assert "0/60 min" in screen.head._state
        assert screen.pane.styles.display == "none"

        await pilot.press("f8")
        await pilot.pause()

        assert screen.pane.styles.display == "block"
        assert "GG-AMB-1" in screen.pane.text


def test_the_clock_of_another_day_says_when_it_began(path: Path, code: str) -> None:
    """The morning after, a note that nobody closed counts no minutes of the night."""
    began = datetime(2026, 5, 12, 18, 0).astimezone()
    with ReviewFile.open(path) as review:
        records.edit(review, "interview", code, {"started": began.isoformat()})
        sitting = read_sitting(review, code)
    assert sitting is not None

    assert clock_text(sitting, began + timedelta(minutes=75)).startswith("75/")
    assert clock_text(sitting, began + timedelta(hours=15)) == "12/05/2026 18:00"


async def test_hostile_note(path: Path, opened: Opened, stored: ReviewFile, code: str, hostile: str) -> None:
    """Whatever is pasted is shown as typed, kept, and taken as evidence."""
    from peervisit.model.text import clean

    async with opened(path, (120, 40)) as pilot:
        screen = await in_note(pilot, code)
        screen.area.insert(hostile)
        await pilot.pause()
        await pilot.press("ctrl+n", "ctrl+b", "g", "ctrl+l", "1")
        await pilot.press("escape")
        await pilot.pause()
        held = screen.area.text

        assert stored.rows("interview")[code]["notes"] == clean(held)
        row = only(stored, "evidence", interview=code)
        assert row["statement"]
        assert row["good_practice"]
