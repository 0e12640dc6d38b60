"""The main screens: every one opens at every size, on hostile records too, and says what it can do."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from peervisit.service import records, reviews
from peervisit.service.benchmarks import load
from peervisit.tui.app import PeervisitApp
from peervisit.tui.keeping import kind_of
from peervisit.tui.places import PLACES
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.widgets.detail import Detail

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


@pytest.fixture
def hostile_path(path: Path, hostile: str) -> Path:
    """A review in which people typed something odd wherever one can type."""
    with reviews.open_review(path) as review:
        link = {"indicators": {"GG-AMB-1": "supports"}}
        records.edit(review, "review", "review", {"city": hostile, "theme": hostile})
        records.edit(review, "member", "JN", {"name": hostile, "city": hostile})
        records.add(review, "stakeholder", {"name": hostile, "role": hostile, "organisation": hostile})
        records.add(review, "evidence", {"statement": hostile, "remarks": hostile, **link})
        records.add(review, "self_assessment", {"answer": hostile}, code="GG-AMB-1")
        records.add(review, "consensus", {"rationale": hostile, "dissent": {"JN": hostile}}, code="GG-AMB-1")
        records.add(review, "document", {"title": hostile, "status": "received"})
        records.add(review, "slot", {"title": hostile, "day": "2099-01-01", "room": hostile})
        indicators = ["GG-AMB-1"]
        records.add(review, "question", {"text": hostile, "indicators": indicators})
        records.add(review, "conclusion", {"title": hostile, "text": hostile, "indicators": indicators})
        records.add(review, "recommendation", {"title": hostile, "text": hostile, "indicators": indicators})
        records.add(review, "practice", {"title": hostile, "text": hostile, "indicators": indicators})
        records.add(review, "context", {"text": hostile, "indicators": indicators})
    return path


@pytest.mark.parametrize("place", [place.name for place in PLACES])
async def test_every_place_opens_and_fits(
    opened: Opened, path: Path, size: tuple[int, int], place: str
) -> None:
    """Each main screen comes up, and nothing of it is wider than the terminal."""
    async with opened(path, size) as pilot:
        app = cast("PeervisitApp", pilot.app)
        app.go(place)
        await pilot.pause()
        screen = app.screen

        assert isinstance(screen, ReviewScreen)
        assert place == screen.PLACE
        assert all(child.region.right <= size[0] for child in screen.query("*") if child.display)


async def test_hostile_records_open_everywhere(opened: Opened, hostile_path: Path) -> None:
    """No screen reads what people typed as markup, or stops because of it."""
    async with opened(hostile_path, (120, 40)) as pilot:
        app = cast("PeervisitApp", pilot.app)
        for place in PLACES:
            app.go(place.name)
            await pilot.pause()
            await pilot.press("down", "down", "tab", "pagedown")
            await pilot.pause()
        app.go("indicators")
        await pilot.pause()
        app.open_code("GG-AMB-1")
        await pilot.pause()

        assert app.is_running
        assert app.screen.query(Detail).last().text


@pytest.mark.parametrize("place", [place.name for place in PLACES])
async def test_the_line_of_keys_holds_at_most_seven(opened: Opened, path: Path, place: str) -> None:
    """More than seven keys is more than anybody reads."""
    async with opened(path, (200, 60)) as pilot:
        cast("PeervisitApp", pilot.app).go(place)
        await pilot.pause()

        assert len(pilot.app.screen.query_one("KeyLine").commands) <= 7  # type: ignore[attr-defined]


@pytest.mark.parametrize("place", ["indicators", "judging", "consensus", "synthesis", "report", "history"])
async def test_a_wide_screen_gives_a_list_no_less_than_its_detail(
    opened: Opened, path: Path, place: str
) -> None:
    """At 200 columns no statement is cut beside a detail that has room to spare."""
    async with opened(path, (200, 60)) as pilot:
        cast("PeervisitApp", pilot.app).go(place)
        await pilot.pause()
        split = pilot.app.screen.query_one("Split")

        assert split.query_one(".list").outer_size.width >= split.query_one(".detail").outer_size.width


async def test_keys_of_places_lead_there(opened: Opened, path: Path) -> None:
    """Each capital letter leads to its screen."""
    async with opened(path) as pilot:
        app = cast("PeervisitApp", pilot.app)
        for place in PLACES:
            if place.name == "search":
                continue  # there letters are words
            await pilot.press(place.keys.split(",")[0])
            await pilot.pause()

            assert place.name == app.place


async def test_escape_goes_back_to_where_one_was(opened: Opened, path: Path) -> None:
    """Escape leads back through the main screens in turn."""
    async with opened(path) as pilot:
        app = cast("PeervisitApp", pilot.app)
        await pilot.press("I")
        await pilot.pause()
        await pilot.press("H")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()

        assert app.place == "indicators"
        await pilot.press("escape")
        await pilot.pause()

        assert app.place == "overview"


async def test_a_screen_is_made_once(opened: Opened, path: Path) -> None:
    """Going back to a place shows the same screen, with the cursor where it was."""
    async with opened(path) as pilot:
        await pilot.press("I")
        await pilot.pause()
        first = pilot.app.screen
        await pilot.press("down", "down", "O")
        await pilot.pause()
        await pilot.press("I")
        await pilot.pause()

        assert first is pilot.app.screen
        assert first.query_one("TreeList").code == "GG-AMB-1"  # type: ignore[attr-defined]


async def test_the_strip_can_be_clicked(opened: Opened, path: Path) -> None:
    """Every place is reached by the mouse as well."""
    async with opened(path, (200, 60)) as pilot:
        await pilot.click("PlaceStrip", offset=(12, 0))
        await pilot.pause()

        assert cast("PeervisitApp", pilot.app).place == "indicators"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ga1", ("indicator", "GG-AMB-1")),
        ("e01", ("evidence", "AR-E01")),
        ("ar-E02", ("evidence", "AR-E02")),
        ("Q01", ("question", "AR-Q01")),
        ("q02", ("question", "JN-Q02")),
        ("e9", None),
        ("01", None),
        ("q%", None),
    ],
)
def test_a_code_is_found_by_its_end(path: Path, typed: str, found: tuple[str, str] | None) -> None:
    """What people call E01 is found without the initials: the only one, or that of whoever writes."""
    with reviews.open_review(path) as review:
        for code in ("AR-Q01", "JN-Q01", "JN-Q02"):
            records.add(review, "question", {"text": "Why?"}, code=code)

        assert found == kind_of(review, load("inti-cities")[0], typed)


async def test_a_code_is_jumped_to(opened: Opened, path: Path) -> None:
    """A colon and a code, in any case, lead to the record."""
    async with opened(path) as pilot:
        await pilot.press("colon", *"gg-res-3", "enter")
        await pilot.pause()
        await pilot.pause()

        assert pilot.app.screen.query_one("TreeList").code == "GG-RES-3"  # type: ignore[attr-defined]


async def test_an_unknown_code_is_said_and_nothing_happens(opened: Opened, path: Path) -> None:
    """A code that names nothing is answered in one line."""
    async with opened(path) as pilot:
        await pilot.press("colon", *"[/]", "enter")
        await pilot.pause()

        assert cast("PeervisitApp", pilot.app).place == "overview"
        assert "[/]" in next(iter(pilot.app._notifications)).message
