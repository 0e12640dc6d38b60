"""Words typed while the file cannot be written: they wait, and nobody leaves them unwarned."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from peervisit.store.review_file import ReviewFile
from peervisit.tui.note_keeping import NoteKeeper
from peervisit.tui.widgets.field_form import FieldForm, open_form
from tests.tui.visiting import app_of, begin, in_note, plan, typed

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody take an open file away")
Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


@pytest.fixture
def code(path: Path) -> str:
    """An interview with the mayor that has begun."""
    plan(path)
    return begin(path)


@contextmanager
def unwritable(path: Path) -> Iterator[None]:
    """Take the file away, so that nothing can be written, and bring it back."""
    away = path.with_suffix(".away")
    path.rename(away)
    try:
        yield
    finally:
        away.rename(path)


def draft_of(path: Path, code: str) -> str:
    """Return the note as the file has it, draft or entry."""
    with ReviewFile.open(path, author="AR") as review:
        keeper = NoteKeeper(review, code)
        draft = keeper.draft()
        return draft.text if draft else keeper.base


async def test_a_note_left_while_nothing_can_be_saved(path: Path, opened: Opened, code: str) -> None:
    """Gone back and come again, the words are there; they are kept as soon as the file can be written."""
    async with opened(path) as pilot:
        await in_note(pilot, code)
        with unwritable(path):
            await typed(pilot, "every word")
            await pilot.press("escape")
            await pilot.pause()
            assert app_of(pilot).unsaved
            note = await in_note(pilot, code)
            assert "every word" == note.area.text
            await typed(pilot, " of it")
            await pilot.press("escape")
            await pilot.pause()
        app_of(pilot).look()
        assert not app_of(pilot).unsaved
        note = await in_note(pilot, code)
        assert (0, 16) == note.area.cursor_location

    assert "every word of it" == draft_of(path, code)


async def test_a_note_come_back_to_becomes_an_entry(path: Path, opened: Opened, code: str) -> None:
    """Once the file can be written again, leaving the note makes one entry of all, and no draft is left."""
    async with opened(path) as pilot:
        await in_note(pilot, code)
        await typed(pilot, "before")
        app_of(pilot).keep_drafts()
        with unwritable(path):
            await typed(pilot, " and after")
            await pilot.press("escape")
            await pilot.pause()
        note = await in_note(pilot, code)
        assert "before and after" == note.area.text
        await pilot.press("escape")
        await pilot.pause()

    with ReviewFile.open(path) as review:
        assert "before and after" == review.rows("interview")[code]["notes"]
        assert 0 == review.connection.execute("SELECT count(*) FROM draft").fetchone()[0]


@pytest.mark.parametrize("place", ["note", "list"])
async def test_nobody_quits_unwarned(path: Path, opened: Opened, code: str, place: str) -> None:
    """The first time it says that words are not saved; the second time it is left."""
    async with opened(path) as pilot:
        await in_note(pilot, code)
        with unwritable(path):
            await typed(pilot, "words")
            if place == "list":
                await pilot.press("escape")
                await pilot.pause()
            await pilot.press("ctrl+q")
            await pilot.pause()
            assert app_of(pilot).is_running
            assert app_of(pilot)._exit is False
            await pilot.press("ctrl+q")
            await pilot.pause()
            assert app_of(pilot)._exit is True


@pytest.mark.parametrize("key", ["escape", "f2"])
async def test_a_form_left_while_nothing_can_be_saved(path: Path, opened: Opened, key: str) -> None:
    """Escape stays in the form; by the key of a place its words are there again when it is opened again."""
    async with opened(path) as pilot:
        open_form(app_of(pilot), "document", preset={"title": "Plan"})
        await pilot.pause()
        with unwritable(path):
            await pilot.press(*" of 2026")
            await pilot.press(key)
            await pilot.pause()
            assert (key == "escape") is isinstance(pilot.app.screen, FieldForm)
            open_form(app_of(pilot), "document", preset={"title": "Plan"})
            await pilot.pause()
            form = cast("FieldForm", pilot.app.screen)
            assert "Plan of 2026" == form._rows[0].read()
        form.keep_draft()
        assert not app_of(pilot).unsaved

    with ReviewFile.open(path) as review:
        drafts = [row[0] for row in review.connection.execute("SELECT value FROM draft")]
    assert ['"Plan of 2026"'] == drafts


async def test_a_crash_does_not_say_that_all_is_saved(path: Path, opened: Opened, code: str) -> None:
    """What waits is missing from the file: the last words of the program say so."""
    async with opened(path) as pilot:
        await in_note(pilot, code)
        with unwritable(path):
            await typed(pilot, "words")
            said: list[str] = []
            app_of(pilot).panic = lambda *lines: said.extend(map(str, lines))  # type: ignore[method-assign]
            app_of(pilot)._fatal_error()

    assert "may be missing" in said[0]
