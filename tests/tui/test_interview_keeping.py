"""Nothing typed is lost: drafts, entries, and what comes back after the power goes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from peervisit.service import records
from peervisit.store.review_file import ReviewFile
from peervisit.tui import autosave
from peervisit.tui.note_keeping import NoteKeeper, both
from tests.tui.conftest import Opened
from tests.tui.visiting import begin, in_note, plan, typed


@pytest.fixture
def code(path: Path) -> str:
    """An interview with the mayor that has begun."""
    plan(path)
    return begin(path)


def as_after_a_crash(path: Path, into: Path) -> Path:
    """Copy the file with what stands beside it, as a laptop has it whose battery was pulled."""
    into.mkdir()
    for one in path.parent.glob(f"{path.name}*"):
        if one.is_file():
            shutil.copy(one, into / one.name)
    return into / path.name


def draft_in(path: Path, code: str) -> str | None:
    """Return the text of the draft in a file."""
    with ReviewFile.open(path, author="AR") as review:
        draft = NoteKeeper(review, code).draft()
        return draft.text if draft else None


async def test_draft_survives_a_crash(
    path: Path, opened: Opened, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a pause the note is a draft in the file; the next opening shows it, cursor and all."""
    monkeypatch.setattr(autosave, "PAUSE", 0.02)
    async with opened(path) as pilot:
        screen = await in_note(pilot, code)
        await typed(pilot, "half a sent")
        for _ in range(200):
            if screen.autosave.pending:
                await pilot.pause(0.01)
        assert not screen.autosave.pending
        copy = as_after_a_crash(path, tmp_path / "crashed")
    async with opened(copy) as pilot:
        screen = await in_note(pilot, code)

        assert screen.area.text == "half a sent"
        assert screen.area.cursor_location == (0, 11)
        assert "11" in screen.state


async def test_typing_without_a_pause_is_kept(
    path: Path, opened: Opened, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever types without a pause has a draft when the ceiling is reached."""
    monkeypatch.setattr(autosave, "PAUSE", 3600.0)
    monkeypatch.setattr(autosave, "CEILING", 0.0)
    async with opened(path) as pilot:
        screen = await in_note(pilot, code)
        await typed(pilot, "words")
        screen.autosave._look()

        assert draft_in(path, code) == "words"


async def test_leaving_makes_one_entry(path: Path, opened: Opened, stored: ReviewFile, code: str) -> None:
    """Leaving the note makes one change of it and forgets the draft."""
    async with opened(path) as pilot:
        before = stored.connection.execute("SELECT count(*) FROM change").fetchone()[0]
        await in_note(pilot, code)
        await typed(pilot, "What was said.")
        await pilot.press("escape")
        await pilot.pause()

        assert stored.rows("interview")[code]["notes"] == "What was said."
        assert stored.connection.execute("SELECT count(*) FROM change").fetchone()[0] == before + 1
        assert stored.connection.execute("SELECT count(*) FROM draft").fetchone()[0] == 0


@pytest.mark.parametrize("key", ["f2", "ctrl+f"], ids=["another place", "find"])
async def test_leaving_by_a_place(
    path: Path, opened: Opened, stored: ReviewFile, code: str, key: str
) -> None:
    """Going to another place makes the note an entry as well."""
    async with opened(path) as pilot:
        await in_note(pilot, code)
        await typed(pilot, "What was said.")
        await pilot.press(key)
        await pilot.pause()

        assert stored.rows("interview")[code]["notes"] == "What was said."


async def test_quitting_keeps_the_note(path: Path, opened: Opened, code: str) -> None:
    """Quitting in the middle of a word loses nothing."""
    async with opened(path) as pilot:
        await in_note(pilot, code)
        await typed(pilot, "What was sai")
        await pilot.press("ctrl+q")
        await pilot.pause()
    async with opened(path) as pilot:
        screen = await in_note(pilot, code)

        assert screen.area.text == "What was sai"


async def test_undo_works_across_saves(path: Path, opened: Opened, code: str) -> None:
    """Keeping the note never touches the text, so typing can be undone after it."""
    async with opened(path) as pilot:
        screen = await in_note(pilot, code)
        await typed(pilot, "one\n")
        await pilot.press("ctrl+s")
        await typed(pilot, "two")
        await pilot.press("ctrl+s")
        await pilot.pause()
        for _ in range(4):
            await pilot.press("ctrl+z")
        await pilot.pause()

        assert screen.area.text == ""


def test_older_draft_never_replaces_newer_words(path: Path, code: str) -> None:
    """A draft that rests on an older record is known as such, and neither text is lost."""
    with ReviewFile.open(path, author="AR") as review:
        keeper = NoteKeeper(review, code)
        keeper.keep("mine")
        records.edit(review, "interview", code, {"notes": "theirs"})

        draft = NoteKeeper(review, code).draft()

        assert draft is not None
        assert draft.outdated
        assert both("theirs", draft.text, "--") == "theirs\n\n--\nmine"


def test_two_windows_lose_nothing_of_each_other(path: Path, code: str) -> None:
    """What either of two windows was told to be saved is there, whichever of them was killed or closed."""
    with ReviewFile.open(path, author="AR") as one, ReviewFile.open(path, author="AR") as two:
        first = NoteKeeper(one, code)
        first.keep("begun")
        second = NoteKeeper(two, code)
        taken = second.take_over()
        first.keep("begun one")
        second.keep("begun two")
        first.keep("begun one more")
        found = NoteKeeper(one, code)
        both_of_them = found.take_over()

        assert taken is not None
        assert "begun" == taken.text
        assert both_of_them is not None
        assert {"begun one more", "begun two"} == set(both_of_them.text.splitlines())

        found.keep(both_of_them.text)
        assert both_of_them.text == getattr(NoteKeeper(one, code).draft(), "text", None)

        second.enter("begun two")
        left = NoteKeeper(one, code).draft()
        assert left is not None
        assert left.outdated
        assert "begun one more" in left.text


async def test_words_of_others_are_added(path: Path, opened: Opened, stored: ReviewFile, code: str) -> None:
    """What a colleague's copy brings into the record while it is open stays beside what is typed."""
    async with opened(path) as pilot:
        screen = await in_note(pilot, code)
        await typed(pilot, "mine")
        with ReviewFile.open(path, author="JN") as other:
            records.edit(other, "interview", code, {"notes": "theirs"})
        screen.main.look()
        await pilot.press("escape")
        await pilot.pause()

        notes = stored.rows("interview")[code]["notes"]
        assert notes.startswith("mine")
        assert "theirs" in notes


async def test_locked_file_is_said_and_tried_again(
    path: Path, opened: Opened, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the file cannot be written, the first line says so, and the next attempt keeps the words."""
    from peervisit.errors import ReviewFileError

    async with opened(path) as pilot:
        screen = await in_note(pilot, code)
        await typed(pilot, "words")
        with monkeypatch.context() as patch:

            def locked(*_: object) -> str:
                raise ReviewFileError("locked")

            patch.setattr(screen.keeper, "keep", locked)
            screen.keep_draft()
        assert screen.autosave.pending
        assert "NOT SAVED" in screen.state

        screen.keep_draft()

        assert draft_in(path, code) == "words"


@pytest.mark.usefixtures("code")
async def test_the_list_says_day_and_hour(path: Path, opened: Opened) -> None:
    """The day of an interview stands in its column as people write it, and nothing of it is cut."""
    async with opened(path) as pilot:
        await pilot.press("N")
        await pilot.pause()
        cells = pilot.app.screen.list.rows[0].cells  # type: ignore[attr-defined]

    assert "12/05 09:00" == cells[1]
