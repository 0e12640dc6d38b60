"""A review with a team, and forms that were sent out of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from peervisit.service import records, reviews
from peervisit.service.forms import make_form
from peervisit.store.review_file import ReviewFile
from tests.forms.hands import Hand

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def new_review(path: Path, benchmark: str = "inti-cities") -> ReviewFile:
    """Return a review of Genoa, open as AR, who leads it; BK and CD are peers."""
    opened = reviews.create(path, city="Genoa", benchmark=benchmark, now=lambda: NOON)
    records.edit(opened, "review", "review", {"starts_on": "2026-05-12", "theme": "Integration"})
    for code, role in (("AR", "team-leader"), ("BK", "peer"), ("CD", "peer")):
        records.add(opened, "member", {"roles": [role], "city": "Porto"}, code=code)
    opened.log.author = "AR"
    return opened


@pytest.fixture
def review(tmp_path: Path) -> Iterator[ReviewFile]:
    """Return a review in which nothing was answered yet."""
    with new_review(tmp_path / "visit.peervisit") as opened:
        yield opened


@pytest.fixture
def form(review: ReviewFile, tmp_path: Path) -> Hand:
    """Return the self-assessment as the host received it."""
    make_form(review, "self-assessment", tmp_path / "form.docx")
    return Hand(tmp_path / "form.docx")


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ReviewFile, Path]]:
    """Return a review and its self-assessment form, for tests that only plan."""
    folder = tmp_path_factory.mktemp("sent")
    with new_review(folder / "visit.peervisit") as opened:
        make_form(opened, "self-assessment", folder / "form.docx")
        yield opened, folder / "form.docx"
