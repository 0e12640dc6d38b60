"""Another program writes to the file: whoever is at the keys keeps focus, place, marks and every letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from peervisit.service import records, reviews
from peervisit.store.review_file import ReviewFile
from peervisit.tui.app import PeervisitApp
from peervisit.tui.screens.notes import NoteScreen
from peervisit.tui.widgets.detail import Detail
from peervisit.tui.widgets.filter_bar import FilterBar
from peervisit.tui.widgets.picker import Picker
from peervisit.tui.widgets.record_list import RecordList
from tests.tui.conftest import Opened
from tests.tui.visiting import begin, in_note, plan, typed

pytestmark = pytest.mark.asyncio


@pytest.fixture
def full(path: Path) -> Path:
    """Return a review with enough of everything for lists to have a middle."""
    plan(path)
    with reviews.open_review(path, member="AR") as review:
        for number in range(10, 40):
            fields = {"statement": f"Statement {number}. " + "It goes on. " * 30, "channel": "heard"}
            records.add(review, "evidence", fields | {"indicators": {"GG-AMB-1": "supports"}})
            records.add(review, "document", {"title": f"Document {number}"}, code=f"AR-D{number}")
            records.add(review, "stakeholder", {"role": f"role {number}"}, code=f"AR-I{number}")
            records.add(review, "conclusion", {"text": f"Conclusion {number}"}, code=f"AR-C{number}")
    return path


def write_meanwhile(path: Path, turn: int = 0) -> None:
    """Add, edit and delete on both sides of a cursor in the middle, as a sync by another program does."""
    with reviews.open_review(path, member="JN") as other:
        records.add(other, "evidence", {"statement": "New.", "indicators": {"GG-AMB-2": "contradicts"}})
        records.add(other, "document", {"title": "New"}, code=f"AR-D0{turn}")
        records.add(other, "stakeholder", {"role": "new"}, code=f"AR-I010{turn}")
        records.add(other, "conclusion", {"text": "New"}, code=f"AR-C0{turn}")
        records.remove(other, "document", f"AR-D{39 - turn}")
        records.edit(other, "document", "AR-D12", {"author": f"City {turn}"})
        records.remove(other, "evidence", f"AR-E{30 - turn}")
        records.edit(other, "review", "review", {"theme": f"Another theme {turn}"})


async def noticed(pilot: Pilot[int], path: Path, turn: int = 0) -> None:
    """Let another program write, and the app notice."""
    write_meanwhile(path, turn)
    app = pilot.app
    assert isinstance(app, PeervisitApp)
    before = app.stamp()
    app.look()
    await pilot.pause()
    assert before == app.stamp()


@pytest.mark.parametrize("places", ["OIEPDV", "NBTJCS", "RWFHMYX"])
async def test_every_place_keeps_its_line(opened: Opened, full: Path, places: str) -> None:
    """The cursor stays on its record, and the focus where it was."""
    async with opened(full, (120, 40)) as pilot:
        for turn, place in enumerate(places):
            await pilot.press(place)
            await pilot.pause()
            await pilot.press(*["down"] * 9)
            await pilot.pause()
            screen, focus = pilot.app.screen, pilot.app.focused
            lists = list(screen.query(RecordList))
            codes = [one.code for one in lists]
            await noticed(pilot, full, turn)

            assert (screen, focus) == (pilot.app.screen, pilot.app.focused), place
            assert place in "HMY" or codes == [one.code for one in lists], place
            await pilot.press("escape")
            await pilot.pause()


@pytest.mark.parametrize("place", "DEP")
async def test_marks_and_filter_are_kept(opened: Opened, full: Path, place: str) -> None:
    """What is marked stays marked, and the words of the filter stay, with the cursor among them."""
    async with opened(full, (80, 24)) as pilot:
        await pilot.press(place, "down", "down", "space", "down", "space", "slash", *"1")
        await pilot.pause()
        bar = pilot.app.screen.query_one(FilterBar)
        listing = pilot.app.screen.query_one(RecordList)
        marked = set(listing.marked)
        await noticed(pilot, full)
        await pilot.press(*"2")
        await pilot.pause()

        assert bar.has_focus
        assert "12" == bar.value
        assert marked >= listing.marked


async def test_what_is_read_stays_in_view(opened: Opened, full: Path) -> None:
    """A pane that somebody scrolled down stays there."""
    async with opened(full, (80, 24)) as pilot:
        await pilot.press("J", "tab", *["pagedown"] * 3)
        await pilot.pause()
        detail = pilot.app.screen.query_one(Detail)
        seen = detail.scroll_offset.y
        assert detail.has_focus
        assert seen > 0
        await noticed(pilot, full)

        assert detail.has_focus
        assert seen == detail.scroll_offset.y


async def test_a_form_keeps_what_is_typed(opened: Opened, full: Path, stored: ReviewFile) -> None:
    """Typed into a form of a record that is changed meanwhile: nothing is lost, and both edits stand."""
    async with opened(full, (80, 24)) as pilot:
        await pilot.press("D")
        await pilot.pause()
        pilot.app.open_code("AR-D12")  # type: ignore[attr-defined]
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("end", *"abc")
        field = pilot.app.focused
        assert isinstance(field, (Input, TextArea))
        await noticed(pilot, full)
        await pilot.press(*"def")
        kept = field.has_focus
        await pilot.press("ctrl+s")
        await pilot.pause()

    row = stored.rows("document")["AR-D12"]
    assert kept
    assert ("Document 12abcdef", "City 0") == (row["title"], row["author"])


async def test_a_form_of_what_was_deleted(opened: Opened, full: Path, stored: ReviewFile) -> None:
    """A record deleted by somebody else comes back whole with what was typed, and that is said."""
    with reviews.open_review(full, member="AR") as review:
        records.edit(review, "document", "AR-D39", {"author": "Council"})
    async with opened(full, (80, 24)) as pilot:
        await pilot.press("D")
        await pilot.pause()
        pilot.app.open_code("AR-D39")  # type: ignore[attr-defined]
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("end", *"abc")
        await noticed(pilot, full)
        await pilot.press("ctrl+s")
        await pilot.pause()
        said = [str(one.message) for one in pilot.app._notifications]

    row = stored.rows("document")["AR-D39"]
    assert ("Document 39abc", "Council") == (row["title"], row["author"])
    assert ["AR-D39 was deleted meanwhile; what you kept brings it back (u: undo)"] == said


async def test_a_picker_and_a_line_keep_their_letters(opened: Opened, full: Path) -> None:
    """Dialogs in front stay in front, with what was typed into them."""
    async with opened(full, (80, 24)) as pilot:
        await pilot.press("E", "l")
        await pilot.pause()
        dialog = pilot.app.screen
        assert isinstance(dialog, Picker)
        await pilot.press(*"amb")
        await noticed(pilot, full)
        await pilot.press(*"2")
        await pilot.pause()

        assert pilot.app.screen is dialog
        assert "amb2" == dialog.query_one(Input).value


async def test_the_note_keeps_focus_and_letters(opened: Opened, full: Path, stored: ReviewFile) -> None:
    """The interview goes on as if nothing had been."""
    code = begin(full, "AR-I07")
    async with opened(full, (80, 24)) as pilot:
        screen = await in_note(pilot, code)
        await typed(pilot, "The plan")
        focus = pilot.app.focused
        await noticed(pilot, full)
        await typed(pilot, " is old")
        same = pilot.app.screen is screen and pilot.app.focused is focus
        await pilot.press("ctrl+s")
        await pilot.pause()

    assert same
    assert isinstance(screen, NoteScreen)
    assert str(stored.rows("interview")[code]["notes"]).endswith("The plan is old")
