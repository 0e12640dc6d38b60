"""The programme: slots are seen beside each other, moved, swapped, cancelled and begun."""

from __future__ import annotations

from pathlib import Path

import pytest

from peervisit.service import records, reviews
from peervisit.store.review_file import ReviewFile
from peervisit.tui.screens.notes import NoteScreen
from peervisit.tui.screens.programme import ProgrammeScreen
from tests.tui.conftest import Opened
from tests.tui.visiting import only, plan, typed


@pytest.fixture(autouse=True)
def _programme(path: Path) -> None:
    """A morning with two parallel slots."""
    plan(path)


async def shown(pilot: object) -> ProgrammeScreen:
    """Go to the programme."""
    await pilot.press("V")  # type: ignore[attr-defined]
    await pilot.pause()  # type: ignore[attr-defined]
    screen = pilot.app.screen  # type: ignore[attr-defined]
    assert isinstance(screen, ProgrammeScreen)
    return screen


async def test_clashes_are_shown(path: Path, opened: Opened, size: tuple[int, int]) -> None:
    """A room and a peer needed twice at one time are marked in place and listed."""
    async with opened(path, size) as pilot:
        screen = await shown(pilot)

        assert {(one.what, one.who) for one in screen.programme.found} == {("room", "Room 1"), ("peer", "JN")}
        assert "! The mayor" in screen.grid.text
        assert "AR-S02" in screen.detail.text


async def test_one_peer_for_two_is_said(path: Path, opened: Opened, size: tuple[int, int]) -> None:
    """A slot whose lead is its note-taker too is marked, and said to lack the second of the pair."""
    with reviews.open_review(path, member="AR") as review:
        records.edit(review, "slot", "AR-S01", {"lead": "AR", "note_taker": "AR", "room": "Room 2"})
    async with opened(path, size) as pilot:
        screen = await shown(pilot)

        assert "! The mayor" in screen.grid.text
        assert screen.grid.code == "AR-S01"
        assert "AR leads and takes the notes" in " ".join(screen.detail.text.split())

        await pilot.press("c")

        assert "takes the notes" not in screen.detail.text


async def test_pairs_stand_beside_each_other(path: Path, opened: Opened) -> None:
    """Where there is room, the slots of two pairs at one time are one line, and arrows go across."""
    async with opened(path, (120, 40)) as pilot:
        screen = await shown(pilot)
        assert any("The mayor" in line and "Housing" in line for line in screen.grid.text.splitlines())
        assert screen.grid.code == "AR-S01"

        await pilot.press("right")

        assert screen.grid.code == "AR-S02"


async def test_begin_an_interview(
    path: Path, opened: Opened, stored: ReviewFile, size: tuple[int, int]
) -> None:
    """One key begins the interview of a slot as the slot plans it, and opens its note."""
    async with opened(path, size) as pilot:
        await shown(pilot)
        await pilot.press("b")
        await pilot.pause()

        assert isinstance(pilot.app.screen, NoteScreen)
        row = only(stored, "interview", slot="AR-S01")
        assert (row["stakeholders"], row["lead"], row["note_taker"]) == (["AR-I07"], "JN", "AR")
        assert row["started"]

        await pilot.press("escape")
        await pilot.press("V", "b")
        await pilot.pause()

        assert len(stored.rows("interview")) == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("10:30", ("2026-05-12", "10:30", "11:30")),
        ("14:00-14:45", ("2026-05-12", "14:00", "14:45")),
        ("13 9h15", ("2026-05-13", "09:15", "10:15")),
        ("+15", ("2026-05-12", "09:15", "10:15")),
    ],
)
async def test_move(
    path: Path, opened: Opened, stored: ReviewFile, words: str, expected: tuple[str, str, str]
) -> None:
    """A slot is moved by typing a time, a day or a difference; it stays as long as it was."""
    async with opened(path) as pilot:
        await shown(pilot)
        await pilot.press("m")
        await pilot.press(
            *({":": "colon", "-": "minus", "+": "plus", " ": "space"}.get(one, one) for one in words)
        )
        await pilot.press("enter")
        await pilot.pause()

        row = stored.rows("slot")["AR-S01"]
        assert (row["day"], row["start"], row["end"]) == expected


async def test_nonsense_moves_nothing(path: Path, opened: Opened, stored: ReviewFile) -> None:
    """What is no time is said, and nothing changes."""
    async with opened(path) as pilot:
        await shown(pilot)
        await pilot.press("m")
        await typed(pilot, "noon")
        await pilot.press("enter")
        await pilot.pause()

        assert stored.rows("slot")["AR-S01"]["start"] == "09:00"
        assert pilot.app.is_running


async def test_swap_and_shift(path: Path, opened: Opened, stored: ReviewFile) -> None:
    """Single keys swap the pair's roles, and move by a quarter of an hour or a day."""
    async with opened(path) as pilot:
        await shown(pilot)
        await pilot.press("w", "plus", "greater_than_sign")
        await pilot.pause()

        row = stored.rows("slot")["AR-S01"]
        assert (row["lead"], row["note_taker"]) == ("AR", "JN")
        assert (row["day"], row["start"]) == ("2026-05-13", "09:15")


async def test_cancel_and_undo(path: Path, opened: Opened, stored: ReviewFile) -> None:
    """Cancelling frees what the slot held; undo plans it again."""
    async with opened(path) as pilot:
        screen = await shown(pilot)
        await pilot.press("c")
        await pilot.pause()
        assert stored.rows("slot")["AR-S01"]["status"] == "cancelled"
        assert screen.programme.found == []
        assert screen.programme.unmet == ["AR-I01", "AR-I07"]

        await pilot.press("u")
        await pilot.pause()

        assert stored.rows("slot")["AR-S01"]["status"] == "planned"


async def test_assign_questions(path: Path, opened: Opened, stored: ReviewFile) -> None:
    """Open questions are put into a slot, and leave the list of those without one."""
    async with opened(path) as pilot:
        screen = await shown(pilot)
        assert screen.programme.homeless == ["AR-Q01"]
        await pilot.press("q", "enter")
        await pilot.pause()

        assert stored.rows("question")["AR-Q01"]["slots"] == ["AR-S01"]
        assert screen.programme.homeless == []


async def test_person_without_a_slot(path: Path, opened: Opened, stored: ReviewFile) -> None:
    """Somebody whom no slot meets stands in a list; Enter there chooses a slot."""
    async with opened(path) as pilot:
        screen = await shown(pilot)
        assert screen.programme.unmet == ["AR-I01"]
        await pilot.press("end", "enter", "enter")
        await pilot.pause()

        assert "AR-I01" in stored.rows("slot")["AR-S01"]["stakeholders"]


async def test_new_slot_follows(path: Path, opened: Opened, stored: ReviewFile) -> None:
    """A new slot begins where the one under the cursor ends, with the same pair."""
    async with opened(path) as pilot:
        await shown(pilot)
        await pilot.press("n", "ctrl+s")
        await pilot.pause()

        row = only(stored, "slot", number=1)
        assert (row["day"], row["start"], row["pair"], row["lead"]) == ("2026-05-12", "10:00", "A", "JN")


async def test_questions_of_desk_reviews(path: Path, opened: Opened, stored: ReviewFile) -> None:
    """Each line that a submitted desk review asks becomes a question, once."""
    with ReviewFile.open(path, author="JN") as review:
        fields = {"indicator": "GG-AMB-1", "member": "JN", "questions": "Who decides?\n- Since when?"}
        records.add(review, "desk_review", fields)
    async with opened(path) as pilot:
        await shown(pilot)
        await pilot.press("d", "d")
        await pilot.pause()

        rows = stored.rows("question", "asked_by = 'JN'").values()
        assert [row["text"] for row in rows] == ["Who decides?", "Since when?"]
        assert all(row["indicators"] == ["GG-AMB-1"] for row in rows)


async def test_hostile_words(path: Path, opened: Opened, size: tuple[int, int], hostile: str) -> None:
    """Whatever stands in a slot, a question or a role is shown as typed."""
    with ReviewFile.open(path, author="AR") as review:
        records.edit(review, "slot", "AR-S01", {"title": hostile, "room": hostile})
        records.edit(review, "question", "AR-Q01", {"text": hostile})
        records.edit(review, "stakeholder", "AR-I07", {"role": hostile})
    async with opened(path, size) as pilot:
        await shown(pilot)
        await pilot.press("down", "down", "down", "home", "q", "escape", "m", "escape", "b")
        await pilot.pause()

        assert isinstance(pilot.app.screen, NoteScreen)
