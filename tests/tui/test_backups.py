"""Bringing back a backup from the start screen, as somebody does who never opens a command line."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from peervisit.service import keeping, locking, records, reviews
from peervisit.store import passphrases
from peervisit.store.review_file import ReviewFile
from peervisit.tui.screens.backups import BackupsScreen
from peervisit.tui.screens.start import StartScreen
from peervisit.tui.widgets.record_list import RecordList
from tests.tui.visiting import app_of, shown

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]
WORDS = "four words"


pytestmark = pytest.mark.usefixtures("quick_keys")


@pytest.fixture
def kept(path: Path) -> Path:
    """Return a review with a document and a backup, then one more document and another backup."""
    for title in ("Before", "After"):
        with reviews.open_review(path, member="AR") as review:
            records.add(review, "document", {"title": title})
            review.back_up("asked")
    return path


async def backups_shown(pilot: Pilot[int], path: Path) -> RecordList:
    """Press the key for backups on the review in the list of the start screen."""
    app_of(pilot).settings.opened(path)
    cast("StartScreen", pilot.app.screen).show_recent()
    await pilot.press("b")
    await pilot.pause()
    assert isinstance(pilot.app.screen, BackupsScreen)
    return pilot.app.screen.query_one(RecordList)


async def restored(pilot: Pilot[int]) -> None:
    """Wait for the thread that brings it back."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def titles(path: Path) -> list[object]:
    """Return what was entered, as it stands in the file."""
    with ReviewFile.open(path, read_only=True) as review:
        return [row["title"] for row in review.rows("document").values()]


async def test_a_damaged_review_is_brought_back(opened: Opened, kept: Path, size: tuple[int, int]) -> None:
    """Two keys bring the older backup back and open it; the damaged file stays beside it."""
    kept.write_bytes(b"damaged" * 1000)
    async with opened(None, size) as pilot:
        listed = await backups_shown(pilot, kept)
        assert ["because you asked"] * 2 == [listed.rows[place].cells[1] for place in range(2)]
        await pilot.press("down", "enter")
        await restored(pilot)
        assert app_of(pilot).has_review

    assert ["Before"] == titles(kept)
    assert [b"damaged" * 1000] == [one.read_bytes() for one in kept.parent.glob("*.aside-*")]


async def test_a_locked_review_needs_its_passphrase(opened: Opened, kept: Path) -> None:
    """The passphrase is typed first; a wrong one is told, and nothing is changed."""
    locking.secure(kept, WORDS)
    passphrases.forget_all()
    before = kept.read_bytes()
    async with opened(None) as pilot:
        listed = await backups_shown(pilot, kept)
        assert isinstance(pilot.app.focused, Input)
        await pilot.press(*"wrong", "enter")
        listed.go_to(str(keeping.backups_of(kept)[1]))
        await pilot.press("enter")
        await restored(pilot)
        assert "passphrase does not open it" in shown(pilot)
        assert before == kept.read_bytes()

        pilot.app.screen.query_one(Input).value = WORDS
        await pilot.press("enter")
        await restored(pilot)
        assert app_of(pilot).has_review

    passphrases.remember(kept, WORDS)
    assert ["Before"] == titles(kept)


async def test_what_there_is_none_of(opened: Opened, path: Path) -> None:
    """Without a review under the cursor, and without a backup, it says what there is to do."""
    async with opened(None) as pilot:
        await pilot.press("b")
        await pilot.pause()
        assert isinstance(pilot.app.screen, StartScreen)
        listed = await backups_shown(pilot, path)
        assert 0 == len(listed.rows)
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, StartScreen)


@pytest.mark.parametrize("way", ["list", "path"])
async def test_a_damaged_review_offers_its_backups(opened: Opened, kept: Path, way: str) -> None:
    """Opened from the list or by its path, it says that it is damaged and shows what can be brought back."""
    kept.write_bytes(kept.read_bytes()[:5000] + b"x" * 60_000)
    async with opened(None) as pilot:
        if way == "list":
            app_of(pilot).settings.opened(kept)
            cast("StartScreen", pilot.app.screen).show_recent()
            await pilot.press("enter")
        else:
            await pilot.press("o")
            await pilot.pause()
            pilot.app.screen.query_one(Input).value = str(kept)
            await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, BackupsScreen)
        assert kept.name in shown(pilot)
        await pilot.press("enter")
        await restored(pilot)
        assert app_of(pilot).has_review

    assert ["Before", "After"] == titles(kept)
