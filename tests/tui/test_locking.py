"""A locked review in the app, and the screen lock: nothing is shown, nothing is lost, no key goes through."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from peervisit.errors import PassphraseNeededError
from peervisit.service import locking, records
from peervisit.store import driver, passphrases
from peervisit.store.review_file import ReviewFile
from peervisit.tui.safe_app import LockedReviewError
from peervisit.tui.screens.lock import LockScreen
from peervisit.tui.screens.start import StartScreen
from peervisit.tui.screens.unlock import UnlockScreen
from peervisit.tui.settings import Settings

pytest.importorskip("sqlcipher3", reason="needs the extra [secure]")
from tests.tui.visiting import app_of, shown

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]
WORDS = "four words"


pytestmark = pytest.mark.usefixtures("quick_keys")


@pytest.fixture
def locked(path: Path) -> Path:
    """Return the review, locked, its passphrase forgotten."""
    locking.secure(path, WORDS)
    passphrases.forget_all()
    return path


async def type_words(pilot: Pilot[int], words: str) -> None:
    """Type a passphrase and press Enter."""
    await pilot.press(*("space" if letter == " " else letter for letter in words), "enter")
    await pilot.pause()


async def test_a_locked_review_is_opened_from_the_list(
    opened: Opened, locked: Path, size: tuple[int, int]
) -> None:
    """Enter on a locked review asks for its passphrase; a wrong one is answered calmly."""
    async with opened(None, size) as pilot:
        app_of(pilot).settings.opened(locked)
        cast("StartScreen", pilot.app.screen).show_recent()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, UnlockScreen)

        await type_words(pilot, "wrong")
        assert "does not open it" in shown(pilot)
        assert not app_of(pilot).has_review

        await pilot.press(*"four")
        assert "four" not in shown(pilot)
        await type_words(pilot, " words")
        assert app_of(pilot).review.secure


async def test_a_locked_review_is_opened_by_its_path(opened: Opened, locked: Path) -> None:
    """A path of a locked review asks in the same way, and escape opens nothing."""
    async with opened() as pilot:
        for words in ("", WORDS):
            await pilot.press("o")
            await pilot.pause()
            pilot.app.screen.query_one(Input).value = str(locked)
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(pilot.app.screen, UnlockScreen)
            if words:
                await type_words(pilot, words)
            else:
                await pilot.press("escape")
                await pilot.pause()
                assert isinstance(pilot.app.screen, StartScreen)

        assert app_of(pilot).review.secure


async def test_a_locked_review_named_on_the_command_line(opened: Opened, locked: Path) -> None:
    """The app asks first of all, and opens it as the member named."""
    async with opened() as pilot:
        app_of(pilot).refused(LockedReviewError(locked, "JN", ""))
        await pilot.pause()
        await type_words(pilot, WORDS)

        assert "JN" == app_of(pilot).member


async def test_what_is_entered_is_locked_and_read_again(opened: Opened, locked: Path) -> None:
    """The app and its threads write to the locked file; closing it forgets the passphrase."""
    passphrases.remember(locked, WORDS)
    async with opened(locked) as pilot:
        app = app_of(pilot)
        records.add(app.review, "document", {"title": "Unheard-of plan"}, code="AR-D09")
        app.wrote()
        app._back_up()
        await app.workers.wait_for_complete()
        assert app.backup_failure is None
        app.action_start()
        await pilot.pause()

    with pytest.raises(PassphraseNeededError):
        ReviewFile.open(locked)
    passphrases.offer(WORDS)
    with ReviewFile.open(locked, read_only=True) as review:
        assert review.exists("document", "AR-D09")
    made = [one for one in locked.parent.rglob("*") if one.is_file()]
    assert [] == [one.name for one in made if b"Unheard-of" in one.read_bytes()]


async def test_a_new_review_may_be_locked(opened: Opened, tmp_path: Path, size: tuple[int, int]) -> None:
    """A passphrase typed twice locks the new file; two that differ make nothing."""
    async with opened(None, size) as pilot:
        await pilot.press("n")
        await pilot.pause()
        await pilot.press(*"Aldermere")
        screen = pilot.app.screen
        screen.query_one("#passphrase", Input).value = WORDS
        screen.query_one("#again", Input).value = "other"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "differ" in shown(pilot)
        assert [] == list((tmp_path / "data").glob("*"))

        screen.query_one("#again", Input).value = WORDS
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app_of(pilot).review.secure
        assert WORDS not in shown(pilot)

    assert driver.is_locked(next((tmp_path / "data").glob("*.peervisit")))


# The screen lock


async def test_the_lock_shows_nothing(opened: Opened, path: Path, size: tuple[int, int]) -> None:
    """F12 blanks the screen at once; only how to unlock it is there."""
    async with opened(path, size) as pilot:
        await pilot.press("E")
        await pilot.pause()
        assert "budget line" in shown(pilot)
        await pilot.press("f12")
        await pilot.pause()
        words = shown(pilot).split()

    assert (
        "peervisit is locked What was typed is saved. Enter shows it again; other keys do nothing."
        == " ".join(words)
    )


@pytest.mark.parametrize(
    "over", [("question_mark",), ("ctrl+p",), ("colon",), ("N",), ("E", "n"), ("E", "slash")], ids=" ".join
)
async def test_the_lock_lies_over_everything(opened: Opened, path: Path, over: tuple[str, ...]) -> None:
    """Over help, palette, dialogs, notes and forms the same key locks, and Enter shows them again."""
    async with opened(path) as pilot:
        for key in over:
            await pilot.press(key)
            await pilot.pause()
        before, stack = shown(pilot), list(pilot.app.screen_stack)
        await pilot.press("f12")
        await pilot.pause()
        assert isinstance(pilot.app.screen, LockScreen)
        await pilot.press("enter")
        await pilot.pause()

        assert stack == list(pilot.app.screen_stack)
        assert before.splitlines()[2:-3] == shown(pilot).splitlines()[2:-3]


async def test_no_key_goes_through(opened: Opened, path: Path) -> None:
    """While the screen is locked no key but Enter does anything, not even quitting."""
    keys = ("x", "escape", "space", "tab", "f1", "f2", "f10", "f12", "ctrl+q", "ctrl+p", "ctrl+s", "ctrl+c")
    async with opened(path) as pilot:
        await pilot.press("E")
        await pilot.pause()
        stack = list(pilot.app.screen_stack)
        digest = app_of(pilot).review.digest()
        await pilot.press("f12")
        await pilot.pause()
        await pilot.press(*keys, "u", "U", "colon", "question_mark", "down", "n", "1")
        await pilot.pause()
        assert isinstance(pilot.app.screen, LockScreen)
        assert [*stack, pilot.app.screen] == list(pilot.app.screen_stack)
        await pilot.press("enter")
        await pilot.pause()

        assert (digest, stack) == (app_of(pilot).review.digest(), list(pilot.app.screen_stack))


async def test_the_passphrase_unlocks(opened: Opened, locked: Path, size: tuple[int, int]) -> None:
    """Where the file has a passphrase, only that unlocks; it is never shown."""
    passphrases.remember(locked, WORDS)
    async with opened(locked, size) as pilot:
        await pilot.press("f12")
        await pilot.pause()
        await pilot.press("enter")
        await type_words(pilot, "wrong")
        assert isinstance(pilot.app.screen, LockScreen)
        assert "This is not the passphrase." in shown(pilot)
        await pilot.press(*"four")
        assert "four" not in shown(pilot)
        await type_words(pilot, " words")

        assert not isinstance(pilot.app.screen, LockScreen)


async def test_what_is_typed_is_kept_first(opened: Opened, path: Path) -> None:
    """A form half filled in is kept as a draft before the screen goes blank."""
    async with opened(path) as pilot:
        await pilot.press("E", "n")
        await pilot.pause()
        await pilot.press(*"Waiting")
        await pilot.press("f12")
        await pilot.pause()
        with ReviewFile.open(path, read_only=True) as review:
            drafts = review.connection.execute("SELECT value FROM draft").fetchall()

    assert any("Waiting" in str(row[0]) for row in drafts)


async def test_locked_after_a_while(opened: Opened, path: Path) -> None:
    """Where the settings say so, the screen locks after minutes without a key, and not before."""
    async with opened(path) as pilot:
        app = app_of(pilot)
        app.touched_at -= 3600
        app.look()
        assert not app.is_locked
        app.settings.choose(lock_after="5")
        await pilot.press("down")
        app.look()
        assert not app.is_locked
        app.touched_at -= 301
        app.look()
        assert app.is_locked


async def test_the_setting(opened: Opened, path: Path) -> None:
    """The settings offer minutes, and never, in turn."""
    async with opened(path) as pilot:
        app = app_of(pilot)
        app.action_settings()
        await pilot.pause()
        await pilot.press("down", "down", "down")
        found = []
        for _turn in range(5):
            await pilot.press("enter")
            await pilot.pause()
            found.append(app.settings.lock_after)

    assert [2, 5, 10, 20, 0] == found


@pytest.mark.parametrize(("stored", "minutes"), [("5", 5), ("9" * 5000, 0), ("-1", 0), ("x", 0), (5, 0)])
def test_a_setting_that_somebody_spoilt(tmp_path: Path, stored: object, minutes: int) -> None:
    """What is no number of minutes counts as not set."""
    settings = Settings(tmp_path, tmp_path, tmp_path, {"lock_after": stored})

    assert minutes == settings.lock_after


async def test_the_palette_locks(opened: Opened, path: Path) -> None:
    """The command palette holds the lock as well."""
    async with opened(path) as pilot:
        assert "app.lock" in {command.id for command in app_of(pilot).commands_of(pilot.app.screen)}
