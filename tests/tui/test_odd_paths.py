"""Whatever is typed where a path belongs: the app says what is wrong with it, and goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from peervisit import locations
from tests.tui.conftest import Opened

ODD = ("~nobody-of-this-name/x", "x" * 5000)
DIALOGS = ("M l", "M p", "W i", "R m", "Y e")
"""Keys to where the app asks for a file: to look into, a pack, a form that came back, a template, a store."""


async def test_where_a_file_is_asked_for(opened: Opened, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No path ends the app."""
    monkeypatch.chdir(path.parent)
    async with opened(path) as pilot:
        for keys in DIALOGS:
            for odd in ODD:
                await pilot.press(*keys.split())
                await pilot.pause()
                assert isinstance(pilot.app.focused, Input), (keys, odd)
                pilot.app.focused.value = odd
                await pilot.press("enter", "ctrl+s")
                await pilot.app.workers.wait_for_complete()
                await pilot.press("escape", "escape")
                await pilot.pause()

        assert pilot.app.is_running


@pytest.mark.parametrize("odd", [".", "/", *ODD])
async def test_where_a_review_is_opened(opened: Opened, odd: str) -> None:
    """What is no review is said to be none."""
    async with opened() as pilot:
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(pilot.app.focused, Input)
        pilot.app.focused.value = odd
        await pilot.press("enter")
        await pilot.pause()

        assert pilot.app.is_running


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (" '/a/b c.docx' ", "/a/b c.docx"),
        ("~nobody-of-this-name/x", "~nobody-of-this-name/x"),
        ("a\0b", "ab"),
        ("", "."),
    ],
)
def test_a_typed_path(words: str, path: str) -> None:
    """Quotation marks of a file manager are left out; what begins with ~ and is nobody's stays."""
    assert Path(path) == locations.meant(words)


@pytest.mark.parametrize(
    ("words", "name"), [("a", "a.peervisit"), ("a.peervisit", "a.peervisit"), ("", ""), ("/", "")]
)
def test_a_new_review_has_its_suffix(words: str, name: str) -> None:
    """A name gets the suffix; nothing is no name."""
    assert name == locations.named_as_review(words).name
