"""The coverage board: thin first, filtered, put on tomorrow's focus, and whose voices are missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from peervisit.service import records
from peervisit.store.review_file import ReviewFile
from peervisit.tui.screens.coverage import CoverageScreen
from peervisit.tui.screens.dossier import DossierScreen
from tests.tui.conftest import Opened
from tests.tui.visiting import plan

EVE, DAY = "2098-12-31", "2099-01-01"


@pytest.fixture(autouse=True)
def _visit_to_come(path: Path) -> None:
    """Two slots on a day to come, one of them with a focus."""
    plan(path)
    with ReviewFile.open(path, author="AR") as review:
        for code in ("AR-S01", "AR-S02"):
            records.edit(review, "slot", code, {"day": DAY})


async def board(pilot: Pilot[int]) -> CoverageScreen:
    """Go to the board."""
    await pilot.press("B")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, CoverageScreen)
    return screen


async def test_focus_for_tomorrow_and_back(
    path: Path, opened: Opened, stored: ReviewFile, size: tuple[int, int]
) -> None:
    """One key puts what is marked on the focus list of the next day; the same key takes it off again."""
    async with opened(path, size) as pilot:
        screen = await board(pilot)
        screen.list.go_to("IE-AMB-1")
        await pilot.press("space", "space", "f")
        await pilot.pause()

        assert sorted(stored.rows("debrief")[EVE]["focus"]) == ["IE-AMB-1", "IE-AMB-2"]
        assert screen.list.marked == set()

        screen.list.go_to("IE-AMB-2")
        await pilot.press("f")
        await pilot.pause()

        assert stored.rows("debrief")[EVE]["focus"] == ["IE-AMB-1"]

        await pilot.press("u")
        await pilot.pause()

        assert sorted(stored.rows("debrief")[EVE]["focus"]) == ["IE-AMB-1", "IE-AMB-2"]


async def test_into_slots(path: Path, opened: Opened, stored: ReviewFile, size: tuple[int, int]) -> None:
    """What is under the cursor goes into the focus of a slot of the next day, beside what is there."""
    async with opened(path, size) as pilot:
        screen = await board(pilot)
        screen.list.go_to("IE-AMB-1")
        await pilot.press("s", "enter")
        await pilot.pause()

        rows = stored.rows("slot")
        assert sorted(rows["AR-S01"]["focus"]) == ["GG-AMB-1", "GG-LEA-1", "IE-AMB-1"]
        assert rows["AR-S02"]["focus"] == []


async def test_only_a_day(path: Path, opened: Opened, size: tuple[int, int]) -> None:
    """A day keeps the indicators in focus on it; everything brings the others back."""
    async with opened(path, size) as pilot:
        screen = await board(pilot)
        total = len(screen.list.rows)
        await pilot.press("o", *DAY.replace("-", ""))
        await pilot.press(*["backspace"] * 8, *"2099", "enter")
        await pilot.pause()

        assert {screen.list.rows[place].code for place in range(len(screen.list.rows))} == {
            "GG-AMB-1",
            "GG-LEA-1",
        }

        await pilot.press("o", *"everything", "enter")
        await pilot.pause()

        assert len(screen.list.rows) == total


async def test_only_a_pair_is_taken_as_typed_and_named(path: Path, opened: Opened) -> None:
    """The pair that was typed is taken, though others hold the same letters; the line of state names it."""
    with ReviewFile.open(path, author="AR") as review:
        records.edit(review, "slot", "AR-S01", {"pair": "P", "focus": ["GG-AMB-1"]})
        records.edit(review, "slot", "AR-S02", {"pair": "R", "focus": ["GG-LEA-1"]})
    async with opened(path, (80, 24)) as pilot:
        screen = await board(pilot)
        await pilot.press("o", *"pair r", "enter")
        await pilot.pause()

        assert screen.only == ("pair", "R")
        assert screen.note().startswith("only Pair R · ")

        await pilot.press("o", *"1 january 2099", "enter")
        await pilot.pause()

        assert screen.only == ("day", DAY)
        assert screen.note().startswith("only 01/01/2099 · ")


async def test_focus_after_the_last_day_names_no_day(path: Path, opened: Opened) -> None:
    """Where no later day is planned, the focus list is for no day, and no sign stands for one."""
    with ReviewFile.open(path, author="AR") as review:
        for code in ("AR-S01", "AR-S02"):
            records.edit(review, "slot", code, {"day": "2020-05-12"})
    async with opened(path, (80, 24)) as pilot:
        screen = await board(pilot)
        await pilot.press("f")
        await pilot.pause()

        assert "On the focus list\n" in screen.detail.text + "\n"


async def test_enter_opens_the_dossier_and_escape_comes_back(
    path: Path, opened: Opened, size: tuple[int, int]
) -> None:
    """Enter reads the dossier; escape is back on the board at the same line."""
    async with opened(path, size) as pilot:
        screen = await board(pilot)
        screen.list.go_to("GG-AMB-1")
        await pilot.press("enter")
        await pilot.pause()
        dossier = pilot.app.screen
        assert isinstance(dossier, DossierScreen)
        assert dossier.code == "GG-AMB-1"

        await pilot.press("escape")
        await pilot.pause()

        assert pilot.app.screen is screen
        assert screen.list.code == "GG-AMB-1"


async def test_moving_computes_nothing(path: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cursor, the filter and the voices use what was computed when the board was shown."""
    # A backup is noted in the file, which is a reason to read it again.
    monkeypatch.setattr("peervisit.tui.keeping.back_up_in_background", lambda *_: None)
    async with opened(path) as pilot:
        screen = await board(pilot)
        first = screen.found
        await pilot.press("down", "down", "pagedown", "v", "v", "slash", *"strategy", "enter")
        await pilot.pause()

        assert screen.found is first
        assert 0 < len(screen.list.rows) < len(screen.rows)


async def test_voices_not_heard(path: Path, opened: Opened, size: tuple[int, int]) -> None:
    """The other view names the groups nobody of which was met or listed, and its people can be opened."""
    async with opened(path, size) as pilot:
        screen = await board(pilot)
        await pilot.press("v")
        await pilot.pause()

        assert screen.voices.has_focus
        assert "! migrant or service user: nobody is on the list of people" in screen.voices.text
        assert "! elected politician: 2 people listed, none met" in screen.voices.text
        assert screen.voices.code == "AR-I07"
        await pilot.press("f")
        assert screen.found.focus == ()
        await pilot.press("v")
        assert screen.list.has_focus


async def test_hostile_words(path: Path, opened: Opened, size: tuple[int, int], hostile: str) -> None:
    """Roles, titles, questions and pairs are shown as typed wherever they stand on the board."""
    with ReviewFile.open(path, author="AR") as review:
        records.edit(review, "slot", "AR-S01", {"title": hostile, "pair": hostile})
        records.edit(review, "question", "AR-Q01", {"text": hostile})
        records.edit(review, "stakeholder", "AR-I07", {"role": hostile, "indicators": ["GG-AMB-1"]})
    async with opened(path, size) as pilot:
        screen = await board(pilot)
        screen.list.go_to("GG-AMB-1")
        await pilot.press("tab", "down", "down", "v", "v", "o")
        await pilot.press("escape", "s", "escape", "f")
        await pilot.pause()

        assert pilot.app.screen is screen
