"""Keys that come in one burst do what they would do one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from peervisit.store.review_file import ReviewFile
from peervisit.tui.screens.notes import NoteScreen
from tests.tui.conftest import Opened
from tests.tui.visiting import begin, in_note, only, plan

NAMED = {"ctrl+n", "ctrl+b", "ctrl+l", "ctrl+r", "backspace", "left", "escape", "enter", "ctrl+o"}


async def burst(pilot: Pilot[int], *keys: str) -> None:
    """Put keys into the queue of the app all at once, as a terminal does when they come together."""
    for key in keys:
        named = key in NAMED
        event = events.Key(key if named else _character_to_key(key), None if named else key)
        event.set_sender(pilot.app)
        pilot.app.post_message(event)
    await pilot.pause()
    await pilot.pause()


@pytest.fixture
def code(path: Path) -> str:
    """An interview with the mayor that has begun."""
    plan(path)
    return begin(path)


async def test_letter_after_a_command_is_the_dialog_s(
    path: Path, opened: Opened, stored: ReviewFile, code: str
) -> None:
    """Words, the key that takes them, a nature, a link and more words, all in one burst."""
    async with opened(path) as pilot:
        screen = await in_note(pilot, code)
        await burst(pilot, *"abc", "ctrl+n", "ctrl+b", "f", "ctrl+l", "1", *"def")

        assert screen.area.text == "abcdef"
        row = only(stored, "evidence", interview=code)
        assert (row["statement"], row["nature"], row["indicators"]) == (
            "abc",
            "fact",
            {"GG-AMB-1": "supports"},
        )
        assert isinstance(pilot.app.screen, NoteScreen)


async def test_editing_keys_keep_their_place(path: Path, opened: Opened, code: str) -> None:
    """A backspace and an arrow between letters work where they were pressed."""
    async with opened(path) as pilot:
        screen = await in_note(pilot, code)
        await burst(pilot, "b", "a", "backspace", "c", "left", "d")

        assert screen.area.text == "bdc"


async def test_typing_after_opening_a_form_goes_into_the_form(
    path: Path, opened: Opened, stored: ReviewFile
) -> None:
    """Letters behind the key that opens a form are its text, not commands of the screen below."""
    async with opened(path) as pilot:
        await pilot.press("E")
        await pilot.pause()
        await burst(pilot, "n", *"exuno")
        await pilot.press("ctrl+s")
        await pilot.pause()

        assert only(stored, "evidence", statement="exuno")["recorded_by"] == "AR"
        assert len(stored.rows("evidence")) == 3


async def test_key_after_one_that_closes_everything(path: Path, opened: Opened, code: str) -> None:
    """Where the screen that had the key is gone, the next key is not lost."""
    async with opened(path) as pilot:
        screen = await in_note(pilot, code)
        await burst(pilot, "ctrl+o", "escape", "ctrl+r", *"xy", "escape", "z")

        assert screen.area.text == "z"
