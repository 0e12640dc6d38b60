"""Review files for the tests of the services."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from peervisit.service import records
from peervisit.store.review_file import ReviewFile
from tests.service.world import new


@pytest.fixture
def review(tmp_path: Path) -> Iterator[ReviewFile]:
    """Return a review of Genoa, open as AR, who leads it; BK and CD are peers."""
    with new(tmp_path / "visit.peervisit") as opened:
        for code, role in (("AR", "team-leader"), ("BK", "peer"), ("CD", "peer")):
            records.add(opened, "member", {"roles": [role], "city": "Porto"}, code=code)
        opened.log.author = "AR"
        yield opened


@pytest.fixture
def met(review: ReviewFile) -> ReviewFile:
    """Return the review with two people, I01 and I02, and an interview, N01, of AR and BK with both."""
    for code in ("AR-I01", "AR-I02"):
        records.add(review, "stakeholder", {"group": "civil-society", "role": "Chair"}, code=code)
    held = {"lead": "AR", "note_taker": "BK", "stakeholders": ["AR-I01", "AR-I02"]}
    records.add(review, "interview", held, code="BK-N01")
    return review
