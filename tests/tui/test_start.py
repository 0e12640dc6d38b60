"""Beginning: a new review, one opened of late, one by its path, the sample; who writes; settings."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from peervisit import i18n
from peervisit.service import exchange, records, reviews
from peervisit.store.review_file import ReviewFile
from peervisit.tui.app import PeervisitApp
from peervisit.tui.screens.start import StartScreen
from peervisit.tui.settings import Settings
from peervisit.tui.widgets.detail import Detail
from peervisit.tui.widgets.fields import Problem
from peervisit.tui.widgets.record_list import RecordList

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


async def test_a_review_is_made_by_somebody_new(
    opened: Opened, tmp_path: Path, size: tuple[int, int]
) -> None:
    """City and ctrl+s make the file; initials and ctrl+s make its first member, who then writes."""
    async with opened(None, size) as pilot:
        await pilot.press("n")
        await pilot.pause()
        await pilot.press(*"Aldermere", "ctrl+s")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        await pilot.press(*"ar", "tab", *"Anna", "ctrl+s")
        await pilot.pause()
    made = next((tmp_path / "data").glob("aldermere-*.peervisit"))
    with ReviewFile.open(made, read_only=True) as review:
        row = review.row("review", "review")

        assert row is not None
        assert row["city"] == "Aldermere"
        assert {"AR": "Anna"} == {code: one["name"] for code, one in review.rows("member").items()}
        assert review.local("me") == "AR"


async def test_what_was_begun_is_there_again(opened: Opened, tmp_path: Path, size: tuple[int, int]) -> None:
    """Escape out of a new review, and out of a new member, loses no word; only passphrases are forgotten."""
    async with opened(None, size) as pilot:
        await pilot.press("n")
        await pilot.pause()
        pilot.app.screen.query_one("#passphrase", Input).value = "secret words"
        await pilot.press(*"Alder", "tab", *"France", "escape")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()

        assert "" == pilot.app.screen.query_one("#passphrase", Input).value
        await pilot.press("end", *"mere", "ctrl+s")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        await pilot.press(*"ar", "escape")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        await pilot.press("end", *"o", "ctrl+s")
        await pilot.pause()
    made = next((tmp_path / "data").glob("aldermere-*.peervisit"))
    with ReviewFile.open(made, read_only=True) as review:
        held = [(row["city"], row["country"]) for row in review.rows("review").values()]

        assert ([("Aldermere", "France")], ["ARO"]) == (held, list(review.rows("member")))


async def test_initials_that_somebody_has_are_not_taken(
    opened: Opened, path: Path, stored: ReviewFile
) -> None:
    """A second member with the same initials is refused in words for people, and nothing typed is lost."""
    async with opened(path) as pilot:
        await pilot.press("w")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        await pilot.press(*"jn", "tab", *"Jo", "ctrl+s")
        await pilot.pause()

        assert "somebody has these initials already; take others" == pilot.app.screen.query_one(Problem)._text
        await pilot.press("shift+tab", "end", "k", "ctrl+s")
        await pilot.pause()

    assert {"AR": "Anna Rossi", "JN": "Jan Nowak", "JNK": "Jo"} == {
        code: row["name"] for code, row in stored.rows("member").items()
    }


async def test_what_cannot_be_read_is_not_listed(opened: Opened, path: Path, tmp_path: Path) -> None:
    """A link that leads nowhere, a folder named like a review, a list that holds nonsense: the app starts."""
    (tmp_path / "data").mkdir()
    (tmp_path / "state").mkdir()
    (tmp_path / "data" / "gone.peervisit").symlink_to(tmp_path / "nowhere")
    (tmp_path / "data" / "folder.peervisit").mkdir()
    (tmp_path / "data" / "made.peervisit").symlink_to(path)
    for listed in (None, 5, {"a": 1}, ["\0", 7, "/" + "x" * 5000, str(path)]):
        (tmp_path / "state" / "recent.json").write_text(json.dumps({"reviews": listed}), encoding="utf-8")
        async with opened() as pilot:
            await pilot.pause()
            rows = pilot.app.screen.query_one(RecordList).rows

            assert [str(path.resolve())] == [rows[place].code for place in range(len(rows))], listed


@pytest.mark.skipif(sys.platform == "win32", reason="the rights of files are others there")
def test_the_list_of_reviews_is_for_its_owner_only(tmp_path: Path, path: Path) -> None:
    """Which reviews somebody opened, and what was left open, no other account of the laptop reads."""
    settings = Settings(tmp_path / "config", tmp_path / "state", tmp_path / "data")
    settings.opened(path)
    settings.choose(theme="high-contrast")
    written = (tmp_path / "state" / "recent.json", tmp_path / "config" / "settings.json")

    assert [0o600, 0o600] == [one.stat().st_mode & 0o777 for one in written]


async def test_the_welcome_is_read_whole(opened: Opened) -> None:
    """In both languages nothing of it is out of sight at 80 columns."""
    for language in ("en", "fr"):
        i18n.use(language)
        async with opened(None, (80, 24)) as pilot:
            await pilot.pause()
            await pilot.pause()
            welcome = pilot.app.screen.query_one(Detail)

            assert welcome.virtual_size.height <= welcome.size.height, language
    i18n.use("en")


async def test_a_city_is_needed(opened: Opened, tmp_path: Path) -> None:
    """Without a city no file is made, and the reason is said."""
    async with opened() as pilot:
        await pilot.press("n")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()

        assert "city" in str(pilot.app.screen.query_one("Problem").render())
    assert not list((tmp_path / "data").glob("*"))


async def test_a_review_opened_of_late_is_one_key_away(opened: Opened, path: Path, tmp_path: Path) -> None:
    """Enter on the start screen opens the newest of the recent reviews."""
    (tmp_path / "state").mkdir()
    recent = {"reviews": [str(path), str(tmp_path / "gone.peervisit")]}
    (tmp_path / "state" / "recent.json").write_text(json.dumps(recent), encoding="utf-8")
    async with opened() as pilot:
        await pilot.press("enter")
        await pilot.pause()

        assert path == cast("PeervisitApp", pilot.app).review.path


async def test_a_path_that_is_no_review_is_said(opened: Opened, tmp_path: Path) -> None:
    """A file that is not a review is answered in one line, and another path can be typed."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear colleagues", encoding="utf-8")
    async with opened() as pilot:
        await pilot.press("o")
        await pilot.pause()
        pilot.app.screen.query_one(Input).value = str(letter)
        await pilot.press("enter")
        await pilot.pause()

        assert "letter.txt" in str(pilot.app.screen.query_one("Problem").render())


async def test_the_sample_opens(opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One key makes a sample review in the usual folder and opens it."""
    source = tmp_path / "sample.jsonl"
    with reviews.create(tmp_path / "source.peervisit", city="Genoa", benchmark="inti-cities") as review:
        records.add(review, "member", {"roles": ["peer"]}, code="DR")
        exchange.export_to(review, source)
    monkeypatch.setattr("peervisit.tui.sample.sample_path", lambda _name: source)
    async with opened() as pilot:
        await pilot.press("s")
        await pilot.pause()
        await pilot.pause()
        app = cast("PeervisitApp", pilot.app)

        assert tmp_path / "data" == app.review.path.parent
        assert app.review.exists("member", "DR")


async def test_an_empty_start_says_what_to_do(opened: Opened, size: tuple[int, int]) -> None:
    """Where there is no review yet, the screen names the keys that help."""
    async with opened(None, size) as pilot:
        assert isinstance(pilot.app.screen, StartScreen)
        assert "n makes one" in pilot.app.screen.query_one(RecordList).empty


async def test_places_rest_while_no_review_is_open(opened: Opened) -> None:
    """The letters of the main screens do nothing on the start screen."""
    async with opened() as pilot:
        await pilot.press("I", "u", "colon")
        await pilot.pause()

        assert isinstance(pilot.app.screen, StartScreen)


async def test_who_writes_is_asked_once(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """A copy that nobody has used asks who is writing, and remembers the answer."""
    with ReviewFile.open(path) as review:
        review.set_local("me", None)
    async with opened(path) as pilot:
        await pilot.press("down", "enter")
        await pilot.pause()

        assert cast("PeervisitApp", pilot.app).member == "JN"
    assert stored.local("me") == "JN"


async def test_colours_and_language_are_remembered(
    opened: Opened, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings chosen by Enter are kept outside the review and taken up at once."""
    monkeypatch.setattr(i18n, "languages", lambda: ["en", "fr"])
    async with opened(path) as pilot:
        app = cast("PeervisitApp", pilot.app)
        app.action_settings()
        await pilot.pause()
        await pilot.press("down", "enter", "up", "enter")
        await pilot.pause()

        assert app.theme == "high-contrast"
        assert i18n.current() == "fr"
        assert app.place == "overview"
    kept = json.loads((tmp_path / "config" / "settings.json").read_text(encoding="utf-8"))

    assert {"theme": "high-contrast", "language": "fr"} == kept


async def test_the_next_phase_is_one_key(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """The overview takes the review to its next phase, and undo takes it back."""
    async with opened(path) as pilot:
        await pilot.press("p")
        await pilot.pause()

        assert [1] == [row["phase"] for row in stored.rows("review").values()]
        await pilot.press("u")
        await pilot.pause()

    assert [0] == [row["phase"] for row in stored.rows("review").values()]


async def test_what_a_command_wrote_shows(opened: Opened, path: Path) -> None:
    """The app notices what another program wrote to the file."""
    async with opened(path) as pilot:
        with reviews.open_review(path) as other:
            records.add(other, "consensus", {"level": "above"}, code="GG-AMB-1")
        cast("PeervisitApp", pilot.app).look()
        await pilot.pause()
        matrix = pilot.app.screen.query_one("#matrix", RecordList)
        cell = matrix.rows[0].cells[1]

        assert getattr(cell, "text", cell) == "▲1 ·5"
