"""An error in the program in a thread of its own: it is said and reported, and nobody waits for ever."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import cast

import pytest

from peervisit.errors import LockedFileError
from peervisit.service import merging, reporting, sharing
from peervisit.store.review_file import ReviewFile
from peervisit.tui.app import PeervisitApp
from peervisit.tui.screens.sharing import InviteScreen
from peervisit.tui.widgets.detail import Detail
from tests.tui.conftest import Opened

SAID = "an error in the program; nothing that was written is lost"


def fail(*_anything: object, **_more: object) -> None:
    """Fail as a program does."""
    raise ValueError("Fatima")


async def test_a_pack_that_fails_says_so(
    opened: Opened, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Instead of packing for ever it says that the program failed; the report holds nobody's words."""
    monkeypatch.setattr(merging, "pack_of", fail)
    async with opened(path) as pilot:
        await pilot.press("M", "p", "enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

        assert SAID in pilot.app.screen.query_one(".detail", Detail).text
    (report,) = (tmp_path / "state" / "crashes").glob("*.txt")

    assert "ValueError" in report.read_text(encoding="utf-8")
    assert "Fatima" not in report.read_text(encoding="utf-8")


async def test_a_report_that_fails_says_so(
    opened: Opened, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Writing the report ends in a line, whatever went wrong."""
    monkeypatch.setattr(reporting, "write_from_file", fail)
    async with opened(path) as pilot:
        await pilot.press("R", "w")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

        assert SAID in [one.message for one in pilot.app._notifications]


async def test_an_invitation_that_fails_can_be_left(
    opened: Opened, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dialog, which nothing closes while the invitation is being locked, can be closed again."""
    monkeypatch.setattr(sharing, "share_file", fail)
    async with opened(path) as pilot:
        app = cast("PeervisitApp", pilot.app)
        app.action_invite()
        await pilot.pause()
        screen = cast("InviteScreen", app.screen)
        screen._busy = True
        screen._write(path, "JN", path.with_name("x.invitation"), "words", False)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()

        assert not isinstance(app.screen, InviteScreen)


async def test_a_backup_that_fails_is_said(
    opened: Opened, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup that the program cannot make is not passed over in silence."""
    monkeypatch.setattr(ReviewFile, "back_up_if_due", fail)
    async with opened(path) as pilot:
        app = cast("PeervisitApp", pilot.app)
        app._back_up()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

        assert SAID == app.backup_failure


async def test_what_people_can_mend_is_said_plainly(opened: Opened, path: Path, tmp_path: Path) -> None:
    """A file that another program writes to, or a folder without room, is no error in the program."""
    async with opened(path) as pilot:
        app = cast("PeervisitApp", pilot.app)
        locked = app.failure_of(sqlite3.OperationalError("database is locked"))
        full = app.failure_of(OSError(28, "No space left on device"))
        known = app.failure_of(LockedFileError("it is locked"))

    assert "close that program" in locked
    assert ("No space left on device", "it is locked") == (full, known)
    assert not (tmp_path / "state" / "crashes").exists()
