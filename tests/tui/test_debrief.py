"""The debrief screen: a day is read, another chosen, and what the team says is written and stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from peervisit.service import debriefing, records, visit
from peervisit.store.review_file import ReviewFile
from peervisit.tui.screens.debrief import DebriefScreen
from tests.tui.conftest import Opened
from tests.tui.visiting import begin, plan, typed

DAY, NEXT = "2026-05-12", "2026-05-13"


@pytest.fixture
def spoken(path: Path) -> str:
    """An interview of the first day with evidence to follow up, and a slot on the next."""
    plan(path)
    interview = begin(path)
    with ReviewFile.open(path, author="AR") as review:
        records.edit(review, "slot", "AR-S02", {"day": NEXT})
        fields = {"follow_up": True, "indicators": {"GG-AMB-1": "contradicts"}}
        item = visit.take(review, interview, "There is no plan.", fields)
        records.edit(review, "evidence", item, {"recorded_at": f"{DAY}T10:00:00Z"})
    return item


async def debrief(pilot: Pilot[int]) -> DebriefScreen:
    """Go to the debrief of the first day."""
    await pilot.press("T")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, DebriefScreen)
    while screen.day > DAY:
        await pilot.press("left")
    assert screen.day == DAY
    return screen


async def test_a_day_is_read(path: Path, opened: Opened, spoken: str, size: tuple[int, int]) -> None:
    """The day shows its follow-ups, who has yet to confirm, tomorrow, and the evidence by pair."""
    async with opened(path, size) as pilot:
        screen = await debrief(pilot)

        assert f"{spoken}  There is no plan." in screen.new.text
        assert "Pair A: 1 new item" in screen.new.text
        assert "To follow up: 1" in screen.evening.text
        assert "12/05/2026: JN, AR" in screen.evening.text
        assert "09:00–10:00  Housing" in screen.evening.text

        await pilot.press("right")
        await pilot.pause()

        assert screen.day == NEXT
        assert "No new evidence on this day." in screen.new.text


@pytest.mark.usefixtures("spoken")
async def test_the_debrief_is_written(
    path: Path, opened: Opened, stored: ReviewFile, size: tuple[int, int]
) -> None:
    """The form keeps what was heard under the day, also where there was no debrief yet; u takes it back."""
    async with opened(path, size) as pilot:
        screen = await debrief(pilot)
        await pilot.press("e")
        await pilot.pause()
        await typed(pilot, "No plan [/] yet")
        await pilot.press("ctrl+s")
        await pilot.pause()

        assert stored.rows("debrief")[DAY]["notes"] == "No plan [/] yet"
        assert pilot.app.screen is screen
        assert "No plan [/] yet" in screen.evening.text

        await pilot.press("u")
        await pilot.pause()

        assert not stored.rows("debrief")


@pytest.mark.usefixtures("spoken")
async def test_the_debrief_is_printed(path: Path, opened: Opened) -> None:
    """The key p writes what the command prints to a text file beside the review."""
    with ReviewFile.open(path, read_only=True) as review:
        lines = list(debriefing.lines(debriefing.debriefing(review, DAY)))
    async with opened(path) as pilot:
        await debrief(pilot)
        await pilot.press("p")
        await pilot.pause()

    written = path.with_name(f"{path.stem}-debrief-{DAY}.txt")
    assert lines == written.read_text(encoding="utf-8").splitlines()


@pytest.mark.usefixtures("spoken")
async def test_a_code_of_a_debrief_leads_there(path: Path, opened: Opened) -> None:
    """A debrief is jumped to by its day."""
    with ReviewFile.open(path, author="AR") as review:
        records.put(review, "debrief", DAY, {"tomorrow": "Ask again."})
    async with opened(path) as pilot:
        await pilot.press("colon", *DAY.replace("-", "\N{HYPHEN-MINUS}"))
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()

        screen = pilot.app.screen
        assert isinstance(screen, DebriefScreen)
        assert screen.day == DAY
        assert "Ask again." in screen.evening.text


async def test_hostile_words(
    path: Path, opened: Opened, spoken: str, size: tuple[int, int], hostile: str
) -> None:
    """Statements, titles and notes are shown as typed."""
    with ReviewFile.open(path, author="AR") as review:
        records.edit(review, "evidence", spoken, {"statement": hostile})
        records.edit(review, "slot", "AR-S02", {"title": hostile, "room": hostile})
        records.put(review, "debrief", DAY, {"notes": hostile, "tomorrow": hostile})
    async with opened(path, size) as pilot:
        screen = await debrief(pilot)
        await pilot.press("down", "down", "pagedown", "tab", "pagedown", "right", "left", "e", "escape")
        await pilot.pause()

        assert pilot.app.screen is screen
