"""Inviting a teammate, joining, and ending a member's part, from the app."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from threading import Event
from typing import cast

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from peervisit.service import reviews, sharing
from peervisit.store.review_file import ReviewFile
from peervisit.sync import keys
from peervisit.tui.app import PeervisitApp
from peervisit.tui.screens.joining import JoinScreen
from peervisit.tui.screens.sharing import CopiesScreen, EndScreen, InviteScreen
from peervisit.tui.screens.start import StartScreen
from peervisit.tui.widgets.detail import Detail
from peervisit.tui.widgets.record_list import RecordList
from tests.sync.quick import quick_passphrases

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]

WORDS = "three words, one comma"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick_passphrases(monkeypatch)


async def worked(pilot: Pilot[int]) -> None:
    """Wait for what was started in a thread, and for what came of it."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def copies(pilot: Pilot[int]) -> None:
    """Open the list of who has a copy."""
    await pilot.press("w")
    await pilot.pause()
    await pilot.press("c")
    await pilot.pause()


def shown(screen: object) -> str:
    """Return all that a screen says beside its fields."""
    detail = cast("InviteScreen", screen).query_one(Detail)
    return " ".join(
        "".join(segment.text for segment in detail.render_line(y)).strip() for y in range(detail.size.height)
    )


async def test_invite(opened: Opened, path: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    """Two keys from the list of members, ctrl+s: a locked invitation, and its passphrase on the screen."""
    async with opened(path, size) as pilot:
        await copies(pilot)
        await pilot.press("down", "i")
        await pilot.pause()
        pilot.app.screen.query_one("#file", Input).value = str(tmp_path / "jn.invitation")
        await pilot.press("ctrl+s")
        await worked(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, InviteScreen)
        told = shown(screen)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, CopiesScreen)
    words = next(word for word in told.split() if word.count("-") == 6)
    joined = sharing.join(tmp_path / "jn.invitation", tmp_path / "jn.peervisit", words)

    assert joined.member == "JN"
    with ReviewFile.open(path, read_only=True) as review:
        assert sharing.has_copy(review) == {"AR": "copy", "JN": "invited"}


async def test_typed_twice(opened: Opened, path: Path, tmp_path: Path) -> None:
    """Two passphrases that differ make nothing; the same twice does, and is not shown."""
    async with opened(path) as pilot:
        pilot.app.push_screen(InviteScreen("JN"))
        await pilot.pause()
        first, second = (
            pilot.app.screen.query_one("#first", Input),
            pilot.app.screen.query_one("#second", Input),
        )
        assert first.password
        assert second.password
        pilot.app.screen.query_one("#file", Input).value = str(tmp_path / "jn.invitation")
        first.value, second.value = WORDS, WORDS + "!"
        await pilot.press("ctrl+s")
        await worked(pilot)
        assert "differ" in str(pilot.app.screen.query_one("Problem").render())
        assert not (tmp_path / "jn.invitation").exists()
        second.value = WORDS
        await pilot.press("ctrl+s")
        await worked(pilot)
        assert WORDS not in shown(pilot.app.screen)

    assert sharing.join(tmp_path / "jn.invitation", tmp_path / "jn.peervisit", WORDS).member == "JN"


async def test_keys_while_it_is_locked(
    opened: Opened, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words stand there before it begins, keys are taken meanwhile, and nobody leaves the passphrase."""
    locking, done = Event(), Event()

    def slow(plain: bytes, passphrase: str) -> bytes:
        locking.set()
        assert done.wait(30)
        return quickly(plain, passphrase)

    quickly = keys.lock_with_passphrase
    monkeypatch.setattr(keys, "lock_with_passphrase", slow)
    async with opened(path) as pilot:
        screen = InviteScreen("JN")
        pilot.app.push_screen(screen)
        await pilot.pause()
        file = screen.query_one("#file", Input)
        file.value = str(tmp_path / "jn.invitation")
        await pilot.press("ctrl+s")
        says = str(screen.query_one("Problem").render())
        await asyncio.to_thread(locking.wait, 30)
        file.focus()
        await pilot.press("end", *"typed", "escape", "ctrl+s")
        typed = file.value
        stayed = pilot.app.screen is screen
        done.set()
        await worked(pilot)
        told = shown(screen)
        await pilot.press("escape")
        await pilot.pause()
        left = pilot.app.screen is not screen

    assert "locking it takes a few seconds" in says
    assert (str(tmp_path / "jn.invitation") + "typed", True, True) == (typed, stayed, left)
    assert [word for word in told.split() if word.count("-") == 6]
    assert ["jn.invitation"] == [one.name for one in tmp_path.glob("*.invitation*")]


async def test_file_that_is_there(opened: Opened, path: Path) -> None:
    """What cannot be written is said in the dialog, which stays."""
    async with opened(path) as pilot:
        pilot.app.push_screen(InviteScreen("JN"))
        await pilot.pause()
        pilot.app.screen.query_one("#file", Input).value = str(path)
        await pilot.press("ctrl+s")
        await worked(pilot)

        assert isinstance(pilot.app.screen, InviteScreen)
        assert "exists already" in str(pilot.app.screen.query_one("Problem").render())


async def test_join(opened: Opened, path: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    """The key j on the start screen, the file, its passphrase, ctrl+s: the copy opens as its member's."""
    with reviews.open_review(path) as review:
        sharing.share(review, "JN", tmp_path / "jn.invitation", WORDS)
    async with opened(None, size) as pilot:
        await pilot.press("j")
        await pilot.pause()
        await pilot.press(*str(tmp_path / "jn.invitation"), "tab", *"wrong")
        assert pilot.app.screen.query_one("#passphrase", Input).password
        await pilot.press("ctrl+s")
        await worked(pilot)
        assert isinstance(pilot.app.screen, JoinScreen)
        assert "not its passphrase" in str(pilot.app.screen.query_one("Problem").render())
        pilot.app.screen.query_one("#passphrase", Input).value = WORDS
        await pilot.press("ctrl+s")
        await worked(pilot)
        await pilot.pause()
        app = cast("PeervisitApp", pilot.app)

        assert app.member == "JN"
        assert app.review.path == tmp_path / "data" / "jn.peervisit"
    with (
        ReviewFile.open(path, read_only=True) as one,
        ReviewFile.open(tmp_path / "data" / "jn.peervisit") as two,
    ):
        assert one.digest() == two.digest()


async def test_back_from_joining(opened: Opened, tmp_path: Path) -> None:
    """Escape makes nothing."""
    async with opened() as pilot:
        await pilot.press("j")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()

        assert isinstance(pilot.app.screen, StartScreen)
    assert not list((tmp_path / "data").glob("*"))


async def test_end(opened: Opened, path: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    """The key x says what it means, ctrl+s does it, and the list says so; escape changes nothing."""
    with reviews.open_review(path) as review:
        sharing.share(review, "JN", tmp_path / "jn.invitation", WORDS)
    async with opened(path, size) as pilot:
        await copies(pilot)
        await pilot.press("down", "x")
        await pilot.pause()
        assert "cannot be undone" in shown(pilot.app.screen).replace("  ", " ")
        await pilot.press("escape")
        await pilot.pause()
        with ReviewFile.open(path, read_only=True) as review:
            assert sharing.has_copy(review)["JN"] == "invited"
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(pilot.app.screen, EndScreen)
        await pilot.press("escape")
        await pilot.pause()
        listing = pilot.app.screen.query_one(RecordList)
        assert listing.code == "JN"
    with ReviewFile.open(path, read_only=True) as review:
        assert sharing.has_copy(review)["JN"] == "left"


async def test_end_oneself(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """What is refused is said in the dialog."""
    async with opened(path) as pilot:
        pilot.app.push_screen(EndScreen("AR"))
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()

        assert "AR uses this copy" in str(pilot.app.screen.query_one("Problem").render())
    assert sharing.has_copy(stored).get("AR") != "left"


async def test_from_the_palette(opened: Opened, path: Path) -> None:
    """Both are found by name from anywhere in a review, and rest while none is open."""
    async with opened(path) as pilot:
        app = cast("PeervisitApp", pilot.app)
        names = {command.id for command in app.commands_of(app.screen)}

        assert {"app.copies", "app.invite"} <= names
        assert app.check_action("invite", ()) is True
    async with opened(None) as pilot:
        assert pilot.app.check_action("invite", ()) is False
