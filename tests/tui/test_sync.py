"""Syncing from the app: choosing a store, the state on screen, what a colleague wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Checkbox, Input

from peervisit.service import merging, records, reviews, sync_memory, syncing
from peervisit.store.review_file import ReviewFile
from peervisit.sync.stores import patience
from peervisit.tui.app import PeervisitApp
from peervisit.tui.widgets.status_bar import StatusBar
from tests.tui.conftest import Opened


@pytest.fixture
def colleague(path: Path) -> Path:
    """The copy of JN, who has written something of their own."""
    other = path.with_name("jn.peervisit")
    with ReviewFile.open(path) as review, merging.make_copy(review, other) as copy:
        reviews.use_as(copy, "JN")
        records.add(copy, "evidence", {"statement": "Heard by JN alone.", "channel": "heard"})
    return other


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that both laptops can reach."""
    folder = tmp_path / "Nextcloud é"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "WAITS", (0.0,))


async def until_synced(pilot: Pilot[int]) -> PeervisitApp:
    """Wait until no sync is going on."""
    app = pilot.app
    assert isinstance(app, PeervisitApp)
    for _look in range(2000):
        if not app.sync.is_running:
            break
        await pilot.pause(0.01)
    assert not app.sync.is_running
    await pilot.pause()
    return app


async def test_a_store_is_chosen_and_synced(
    path: Path, colleague: Path, stick: Path, opened: Opened, size: tuple[int, int]
) -> None:
    """One key leads to the store, its folder is typed, and what a colleague put there is shown at once."""
    with ReviewFile.open(colleague) as copy:
        syncing.sync_review(copy, str(stick))
    async with opened(path, size) as pilot:
        await pilot.press("Y", "e")
        pilot.app.screen.query_one("#store", Input).value = str(stick)
        await pilot.press("ctrl+s")
        app = await until_synced(pilot)

        assert "Heard by JN alone." in {row["statement"] for row in app.review.rows("evidence").values()}
        assert str(stick) == sync_memory.target_of(app.review)
        status = app.screen.query_one(StatusBar).status
        assert (True, True) == (status.sync.startswith("synced "), status.sync_short.startswith("⇅ "))
        assert app.sync.state.report is not None
        assert ["JN"] == [member for member, _made in app.sync.state.report.copies.values()]


async def test_what_is_written_waits_and_goes_on_demand(path: Path, stick: Path, opened: Opened) -> None:
    """Until it is sent, the status line counts it; two keys send it."""
    with ReviewFile.open(path) as review:
        syncing.sync_review(review, str(stick))
    async with opened(path, (120, 40)) as pilot:
        app = pilot.app
        assert isinstance(app, PeervisitApp)
        records.add(app.review, "evidence", {"statement": "Typed here.", "channel": "heard"})
        app.wrote()
        assert "2 waiting" in app.screen.query_one(StatusBar).status.sync

        await pilot.press("Y", "s")
        await until_synced(pilot)

        assert 0 == sync_memory.waiting(app.review)
        assert "waiting" not in app.screen.query_one(StatusBar).status.sync


async def test_a_store_chosen_during_a_sync_is_synced_after_it(
    path: Path, stick: Path, tmp_path: Path, opened: Opened
) -> None:
    """What somebody asks for while a sync is going on is done when that one has ended."""
    other = tmp_path / "another stick"
    other.mkdir()
    async with opened(path, (80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, PeervisitApp)
        for folder in (stick, other):
            sync_memory.choose_target(app.review, str(folder))
            app.sync.now(asked=True, begin=True)
        await until_synced(pilot)
        await until_synced(pilot)

    assert any(other.rglob("*.pvc"))


async def test_a_store_that_is_gone_is_said_calmly(path: Path, stick: Path, opened: Opened) -> None:
    """The status line points to the screen, which says what to do; the entries stay."""
    with ReviewFile.open(path) as review:
        syncing.sync_review(review, str(stick))
    stick.rename(stick.with_name("pulled out"))
    async with opened(path, (120, 40)) as pilot:
        app = pilot.app
        assert isinstance(app, PeervisitApp)
        app.sync.tick()
        await until_synced(pilot)

        assert "see Y" in app.screen.query_one(StatusBar).status.sync
        assert "is it mounted" in app.sync.state.failure
        assert not app.sync.state.is_away
        assert 2 == len(app.review.rows("evidence"))


async def test_a_server_that_is_away_is_borne_in_silence(path: Path, opened: Opened) -> None:
    """No network: no message, only since when."""
    pytest.importorskip("webdav4")
    with ReviewFile.open(path) as review:
        sync_memory.choose_target(review, "webdav://127.0.0.1:1/visit")
    async with opened(path, (120, 40)) as pilot:
        app = pilot.app
        assert isinstance(app, PeervisitApp)
        app.sync.tick()
        await until_synced(pilot)

        assert app.screen.query_one(StatusBar).status.sync.startswith("offline since ")
        assert [] == list(app._notifications)


async def test_syncing_can_be_turned_off(path: Path, stick: Path, opened: Opened) -> None:
    """Off means that only a person starts a sync."""
    with ReviewFile.open(path) as review:
        sync_memory.choose_target(review, str(stick))
    async with opened(path, (120, 40)) as pilot:
        app = pilot.app
        assert isinstance(app, PeervisitApp)
        await pilot.press("Y", "o")
        app.sync.tick()

        assert not app.sync.is_running
        assert not sync_memory.is_on(app.review)
        assert app.screen.query_one(StatusBar).status.sync.startswith("sync off")
    assert not any(stick.iterdir())


async def test_a_password_is_masked_and_kept_only_when_asked(path: Path, opened: Opened) -> None:
    """The password is never shown, and stays in memory unless the box is ticked."""
    address = "webdavs://ana@127.0.0.1:1/visit"
    async with opened(path, (80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, PeervisitApp)
        for keep in (False, True):
            await pilot.press("Y", "e")
            screen = app.screen
            screen.query_one("#store", Input).value = address
            screen.query_one("#password", Input).value = "correct-horse"
            screen.query_one("#keep", Checkbox).value = keep
            assert screen.query_one("#password", Input).password
            await pilot.press("ctrl+s")
            await until_synced(pilot)

            assert "correct-horse" == app.sync.password
            assert ("correct-horse" if keep else None) == sync_memory.kept_password(app.review, address)


async def test_an_address_that_cannot_be_stays_in_the_dialog(path: Path, opened: Opened) -> None:
    """A slip is said where it was typed, and nothing is remembered."""
    async with opened(path, (80, 24)) as pilot:
        app = pilot.app
        assert isinstance(app, PeervisitApp)
        await pilot.press("Y", "e")
        app.screen.query_one("#store", Input).value = "webdav://[::1/x"
        await pilot.press("ctrl+s")

        assert app.screen.query_one("#store", Input).is_mounted
        assert sync_memory.target_of(app.review) is None
        await pilot.press("escape")
