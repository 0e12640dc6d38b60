"""The command line in process: real files in a folder of the test's own, output caught."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from peervisit.cli import main
from peervisit.service import merging, records, reviews
from peervisit.store.review_file import ReviewFile
from tests.cli.ran import Peervisit, Ran

TEAM: dict[str, dict[str, Any]] = {
    "AR": {"roles": ["team-leader"], "pair": "A", "city": "Porto"},
    "BK": {"roles": ["peer"], "pair": "A", "city": "Gent"},
    "CD": {"roles": ["peer"], "pair": "B", "city": "Turku"},
}


@pytest.fixture
def peervisit(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Peervisit:
    """Return what runs a command line; ``stdin`` is what is piped in."""

    def run(*arguments: object, stdin: bytes = b"") -> Ran:
        piped = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
        monkeypatch.setattr("sys.stdin", piped)
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        caught = capsys.readouterr()
        return Ran(status, caught.out, caught.err)

    return run


@pytest.fixture
def visit(tmp_path: Path) -> Path:
    """Return a review of Genoa with a leader, AR, and two peers, BK and CD; nobody uses the copy yet."""
    path = tmp_path / "visit.peervisit"
    with reviews.create(path, city="Genoa", benchmark="inti-cities") as review:
        for code, fields in TEAM.items():
            records.add(review, "member", fields, code=code)
    return path


@pytest.fixture
def heard(visit: Path) -> Path:
    """Return the review with one interview of two people and what they said, entered by BK."""
    with reviews.open_review(visit, member="BK") as review:
        person = {"group": "integration-unit", "role": "Head of unit", "organisation": "City of Genoa"}
        records.add(review, "stakeholder", {**person, "name": "Jana Nowak"}, code="BK-I01")
        records.add(review, "stakeholder", {"group": "migrant-or-user", "role": "Tenant"}, code="BK-I02")
        slot = {
            "title": "Housing",
            "day": "2026-05-12",
            "start": "09:00",
            "stakeholders": ["BK-I01", "BK-I02"],
        }
        records.add(review, "slot", slot, code="BK-S01")
        held = {"slot": "BK-S01", "lead": "AR", "note_taker": "BK", "stakeholders": ["BK-I01", "BK-I02"]}
        records.add(review, "interview", held, code="BK-N01")
        said = {"interview": "BK-N01", "channel": "heard", "indicators": {"GG-AMB-1": "supports"}}
        records.add(
            review,
            "evidence",
            {**said, "statement": "The plan has a budget line.", "stakeholders": ["BK-I01"]},
            code="BK-E01",
        )
        against = {"indicators": {"GG-AMB-1": "contradicts"}, "stakeholders": ["BK-I02"]}
        records.add(
            review,
            "evidence",
            {**said, **against, "statement": "Nobody in our street was ever asked."},
            code="BK-E02",
        )
    return visit


@pytest.fixture
def copies(heard: Path) -> tuple[Path, Path]:
    """Return two laptops' copies of the review, each with a title of its own for document AR-D01."""
    other = heard.with_name("other.peervisit")
    with reviews.open_review(heard, member="AR") as one:
        records.add(one, "document", {"title": "Plan"}, code="AR-D01")
        with merging.make_copy(one, other) as two:
            two.log.author = "BK"
            records.edit(one, "document", "AR-D01", {"title": "Plan A"})
            records.edit(two, "document", "AR-D01", {"title": "Plan B"})
            records.add(two, "document", {"title": "Budget"})
    return heard, other


@pytest.fixture
def other(heard: Path) -> Path:
    """Return BK's copy of the review, in which two documents were added and one record was changed."""
    path = heard.with_name("bk.peervisit")
    with ReviewFile.open(heard) as review:
        merging.make_copy(review, path).close()
    with reviews.open_review(path, member="BK") as copy:
        records.add(copy, "document", {"title": "Plan"})
        records.add(copy, "document", {"title": "Budget"})
        records.edit(copy, "member", "CD", {"city": "Oulu"})
    return path


@pytest.fixture
def pack(peervisit: Peervisit, other: Path) -> Path:
    """Return a pack of BK's copy."""
    path = other.with_name("paquet d'été n° 1.pvc")
    assert 0 == peervisit("pack", other, path).status
    return path
