"""The app on a small review, driven by keys; what is stored is read back from the file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from peervisit.service import records, reviews
from peervisit.store.review_file import ReviewFile
from peervisit.tui.app import PeervisitApp
from peervisit.tui.opening import open_for_screens
from peervisit.tui.settings import Settings

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]

HOSTILE = {
    "closing tag": "he said [/] and left",
    "unknown tag": "the [mayor] agreed [b]fully",
    "action": "[@click=app.quit()]press[/]",
    "right to left": "قالت فاطمة إنّ الخدمة بعيدة \u202eabc\u202c",
    "emoji": "family 👩‍👩‍👧‍👦 and flag 🇫🇷 ✅",
    "controls": "bell \a escape \x1b[31m red \x00 nul",
    "long": "une phrase qui ne finit pas " * 360,
    "one word": "x" * 10_000,
    "lines": "first\nsecond\r\nthird\u2028fourth",
    "combining": "e\u0301" * 50 + "\u0308" * 40,
    "surrogate": "half \ud83d a pair",
}
"""What people paste."""

APART = ("long", "one word", "lines")
"""What takes more room than a line."""

GROUPS = {
    "all at once": " ".join(text for name, text in HOSTILE.items() if name not in APART),
    **{name: HOSTILE[name] for name in APART},
}
"""The same for tests that would take minutes with each by itself."""


@pytest.fixture(params=[(80, 24), (120, 40)], ids=["80x24", "120x40"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """The sizes of terminal that every task must work at."""
    found: tuple[int, int] = request.param
    return found


@pytest.fixture(params=list(GROUPS.values()), ids=list(GROUPS))
def hostile(request: pytest.FixtureRequest) -> str:
    """One of the texts that people paste."""
    return str(request.param)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A review with two peers, an interviewee, two items of evidence, and AR at the keys."""
    made = tmp_path / "aldermere.peervisit"
    with reviews.create(made, city="Aldermere", benchmark="inti-cities") as review:
        for initials, name in (("AR", "Anna Rossi"), ("JN", "Jan Nowak")):
            records.add(review, "member", {"name": name, "roles": ["peer"]}, code=initials)
        reviews.use_as(review, "AR")
        records.add(review, "stakeholder", {"role": "head of the school", "group": "education-research"})
        for words, direction in (("The plan has a budget line.", "supports"), ("No money.", "contradicts")):
            fields = {"statement": words, "channel": "heard", "indicators": {"GG-AMB-1": direction}}
            records.add(review, "evidence", fields)
    return made


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Opens the app on a review (or on none) with settings of its own."""

    @asynccontextmanager
    async def open_app(
        path: Path | None = None, size: tuple[int, int] = (80, 24)
    ) -> AsyncIterator[Pilot[int]]:
        settings = Settings.load(tmp_path / "config", tmp_path / "state", tmp_path / "data")
        app = PeervisitApp(open_for_screens(path) if path else None, settings)
        try:
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                yield pilot
        finally:
            app.close_review()

    return open_app


@pytest.fixture
def stored(path: Path) -> Iterator[ReviewFile]:
    """The file as another program reads it."""
    with ReviewFile.open(path, read_only=True) as review:
        yield review
