"""Several at once, the last thing again, filling and exchanging slots, and opening where one left."""

from __future__ import annotations

from pathlib import Path

from peervisit.service import records, reviews
from peervisit.store.review_file import ReviewFile
from peervisit.tui.app import PeervisitApp
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.screens.notes import NoteScreen
from tests.tui.conftest import Opened
from tests.tui.visiting import begin, in_note, only, plan, typed


async def test_inbox_acts_on_several(path: Path, opened: Opened, stored: ReviewFile) -> None:
    """What is marked in the inbox is linked, flagged and brought back by undo as one step."""
    plan(path)
    code = begin(path)
    async with opened(path, (120, 40)) as pilot:
        await in_note(pilot, code)
        for words in ("One.", "Two.", "Three."):
            await typed(pilot, words)
            await pilot.press("ctrl+n", "enter")
        await pilot.press("ctrl+b", "c")
        await pilot.pause()
        await pilot.press("space", "space", "b", "g")
        await pilot.pause()
        await pilot.press("home", "space", "space", "l", "1")
        await pilot.pause()

        rows = stored.rows("evidence", "interview = ?", code).values()
        linked = {row["statement"]: row["indicators"] for row in rows}
        assert linked == {"One.": {"GG-AMB-1": "supports"}, "Two.": {"GG-AMB-1": "supports"}, "Three.": {}}
        assert [bool(row["good_practice"]) for row in rows] == [True, True, False]

        await pilot.press("full_stop")
        await pilot.pause()
        assert only(stored, "evidence", statement="Three.")["indicators"] == {"GG-AMB-1": "supports"}

        await pilot.press("u", "u")
        await pilot.pause()
        rows = stored.rows("evidence", "interview = ?", code).values()
        assert [row["indicators"] for row in rows] == [{}, {}, {}]


async def test_last_thing_again_in_the_log(path: Path, opened: Opened, stored: ReviewFile) -> None:
    """A flag given to one item is given to the next with one key; where nothing fits, that is said."""
    async with opened(path) as pilot:
        await pilot.press("E")
        await pilot.pause()
        await pilot.press("full_stop", "g", "down", "full_stop")
        await pilot.pause()

        assert [bool(row["good_practice"]) for row in stored.rows("evidence").values()] == [True, True]


async def test_buffer_is_filled(path: Path, opened: Opened, stored: ReviewFile) -> None:
    """A buffer slot becomes the interview of somebody without a slot, with a question and its focus."""
    plan(path)
    with reviews.open_review(path, member="AR") as review:
        review.log.author = "AR"
        fields = {"type": "buffer", "day": "2026-05-12", "start": "16:00", "end": "17:00"}
        records.add(review, "slot", fields, code="AR-S09")
    async with opened(path, (120, 40)) as pilot:
        await pilot.press("V")
        await pilot.pause()
        assert isinstance(pilot.app, PeervisitApp)
        pilot.app.open_code("AR-S09")
        await pilot.pause()
        await pilot.press("i")
        await pilot.pause()
        await pilot.press("tab", "down", "tab", "enter")
        await pilot.pause()

        row = stored.rows("slot")["AR-S09"]
        assert (row["type"], row["title"], row["stakeholders"], row["focus"]) == (
            "interview", "head of the school", ["AR-I01"], ["GG-AMB-1"],
        )  # fmt: skip
        assert stored.rows("question")["AR-Q01"]["slots"] == ["AR-S09"]


async def test_slots_change_places(path: Path, opened: Opened, stored: ReviewFile) -> None:
    """Two slots take each other's day, time and room, in one step."""
    plan(path)
    with reviews.open_review(path, member="AR") as review:
        review.log.author = "AR"
        records.edit(review, "slot", "AR-S02", {"start": "14:00", "end": "14:30", "room": "Hall"})
    async with opened(path, (120, 40)) as pilot:
        await pilot.press("V")
        await pilot.pause()
        await pilot.press("s", "enter")
        await pilot.pause()

        rows = stored.rows("slot")
        assert [(row["start"], row["end"], row["room"]) for row in rows.values()] == [
            ("14:00", "14:30", "Hall"),
            ("09:00", "10:00", "Room 1"),
        ]

        await pilot.press("u")
        await pilot.pause()
        assert stored.rows("slot")["AR-S01"]["start"] == "09:00"


async def test_opens_where_it_was_left(path: Path, opened: Opened) -> None:
    """The screen and the line are there again, and so is the note of an interview that was open."""
    plan(path)
    code = begin(path)
    async with opened(path) as pilot:
        await pilot.press("E", "down")
        await pilot.press("ctrl+q")
    async with opened(path) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, ReviewScreen)
        assert (screen.PLACE, screen.where()) == ("evidence", "AR-E02")

        await in_note(pilot, code)
        await typed(pilot, "half a")
        await pilot.press("ctrl+q")
    async with opened(path) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, NoteScreen)
        assert screen.area.text == "half a"
        await pilot.press("ctrl+q")
    with reviews.open_review(path, member="AR") as review:
        records.edit(review, "interview", code, {"ended": "2026-05-12T10:00:00Z"})
    async with opened(path) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, ReviewScreen)
        assert (screen.PLACE, screen.where()) == ("interview", code)


async def test_nothing_moves_on_request(path: Path, opened: Opened) -> None:
    """With motion set to none nothing is animated and the cursor does not blink; it is remembered."""
    plan(path)
    code = begin(path)
    async with opened(path) as pilot:
        assert isinstance(pilot.app, PeervisitApp)
        pilot.app.action_settings()
        await pilot.pause()
        await pilot.press("down", "down", "enter", "escape")
        await pilot.pause()
    async with opened(path) as pilot:
        screen = await in_note(pilot, code)

        assert pilot.app.animation_level == "none"
        assert not screen.area.cursor_blink


async def test_notes_are_taken_over(path: Path, opened: Opened, stored: ReviewFile) -> None:
    """Who is not of the pair takes the notes over with the key that swaps for others; the head says who."""
    plan(path)
    code = begin(path)
    with reviews.open_review(path) as review:
        records.add(review, "member", {"name": "Klara Zoll"}, code="KZ")
        reviews.use_as(review, "KZ")
    async with opened(path, (120, 40)) as pilot:
        screen = await in_note(pilot, code)
        assert "JN leads, AR takes notes" in screen.head._title
        await pilot.press("ctrl+b", "t")
        await pilot.pause()

        assert stored.rows("interview")[code]["note_taker"] == "KZ"
        assert "JN leads, KZ takes notes" in screen.head._title
