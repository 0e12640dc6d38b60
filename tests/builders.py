"""Small reviews for tests: each function makes one record as a team would, and a test says what differs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from peervisit.model import choices
from peervisit.model.benchmark import Benchmark
from peervisit.model.data import ReviewData
from peervisit.model.fields import Record
from peervisit.model.levels import Consensus, DeskReview, Evidence, Judgement, SelfAssessment
from peervisit.model.people import Member, Stakeholder
from peervisit.model.programme import Document, InterviewRecord, Slot
from peervisit.model.review import Override, Review

SHIPPED = sorted((Path(__file__).parents[1] / "src/peervisit/benchmarks").glob("*.yaml"))
"""The benchmarks that the program ships."""

WORDING = "what was said"


def tiny_benchmark(**changes: Any) -> Benchmark:
    """Return a benchmark of four indicators, pillars P and Q by dimensions X and Y; ``QY-1`` is on users."""
    content: dict[str, Any] = {
        "id": "tiny",
        "version": "1",
        "title": {"en": "Tiny"},
        "tier_names": {"pillar": {"en": "Pillar"}, "dimension": {"en": "Dimension"}},
        "tiers": [
            {"id": code, "tier": tier, "name": {"en": code}}
            for code, tier in (("P", "pillar"), ("Q", "pillar"), ("X", "dimension"), ("Y", "dimension"))
        ],
        "scale": [
            {"id": "below", "name": {"en": "below"}, "symbol": "▼", "assessed": True},
            {"id": "par", "name": {"en": "par"}, "symbol": "●", "assessed": True},
            {"id": "above", "name": {"en": "above"}, "symbol": "▲", "assessed": True},
            {"id": "open", "name": {"en": "open"}, "symbol": "○", "assessed": False, "open": True},
            {
                "id": "skipped",
                "name": {"en": "skipped"},
                "symbol": "-",
                "assessed": False,
                "needs_reason": True,
            },
        ],
        "indicators": [
            _indicator("P", "X"),
            _indicator("P", "Y"),
            _indicator("Q", "X"),
            _indicator("Q", "Y"),
        ],
    }
    return Benchmark.from_dict(content | changes)


def _indicator(pillar: str, dimension: str) -> dict[str, Any]:
    return {
        "id": f"{pillar}{dimension}-1",
        "tiers": [pillar, dimension],
        "number": "1",
        "statement": {"en": "The city does it."},
        "aliases": [f"old-{pillar}{dimension}"],
        "concerns_users": (pillar, dimension) == ("Q", "Y"),
    }


def shipped_benchmark(path: Path) -> Benchmark:
    """Return a benchmark that the program ships."""
    return Benchmark.from_dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def a_review(*records: Record, benchmark: Benchmark | None = None, **terms: Any) -> ReviewData:
    """Return a review in memory that holds these records, on the terms given."""
    data = ReviewData(benchmark or tiny_benchmark(), Review(**terms))
    return with_records(data, *records)


def with_records(data: ReviewData, *records: Record) -> ReviewData:
    """Return the review with these records added, or put in place of those of the same code."""
    for record in records:
        getattr(data, record.kind)[record.code] = record
    return data


def peer(code: str, **fields: Any) -> Member:
    """Return a peer who judges."""
    return Member(code=code, **{"roles": ["peer"], **fields})


def person(code: str, group: str = "civil-society", **fields: Any) -> Stakeholder:
    """Return somebody of a group who was informed and has consented."""
    known = {"role": f"role of {code}", "organisation": f"organisation of {code}", "name": f"Ana {code}son"}
    consent = {"consent": "given", "informed_on": "2024-03-01", "legal_basis": "consent"}
    return Stakeholder(code=code, **{"group": group, **known, **consent, **fields})


def people(group: str, count: int, start: int = 1, **fields: Any) -> list[Stakeholder]:
    """Return several people of a group, numbered from ``start``."""
    return [person(f"AR-I{start + n}", group, **fields) for n in range(count)]


def slot(code: str, *who: str, **fields: Any) -> Slot:
    """Return a slot of the programme with the people in it."""
    return Slot(code=code, **{"stakeholders": list(who), "type": "interview", "day": "2024-04-08", **fields})


def interview(code: str, *who: str, **fields: Any) -> InterviewRecord:
    """Return an interview record with the people who were there."""
    return InterviewRecord(code=code, **{"stakeholders": list(who), **fields})


def document(code: str, **fields: Any) -> Document:
    """Return a public document of somebody other than the host."""
    return Document(code=code, **{"title": "A report", "public": True, "host": False, **fields})


def heard(code: str, *who: str, on: str = "PX-1", direction: str = "supports", **fields: Any) -> Evidence:
    """Return what somebody said on an indicator."""
    return _evidence(code, on, direction, {"channel": "heard", "stakeholders": list(who), **fields})


def read(code: str, source: str, on: str = "PX-1", direction: str = "supports", **fields: Any) -> Evidence:
    """Return what a document says on an indicator."""
    return _evidence(code, on, direction, {"channel": "read", "document": source, **fields})


def seen(code: str, on: str = "PX-1", direction: str = "supports", **fields: Any) -> Evidence:
    """Return what the peers saw on an indicator."""
    return _evidence(code, on, direction, {"channel": "seen", **fields})


def claimed(code: str, on: str = "PX-1", direction: str = "supports", **fields: Any) -> Evidence:
    """Return what the host claims of itself on an indicator."""
    return _evidence(code, on, direction, {"channel": "claimed", "self_assessment": on, **fields})


def _evidence(code: str, on: str, direction: str, fields: dict[str, Any]) -> Evidence:
    common = {"statement": WORDING, "nature": "fact", "indicators": {on: direction}}
    return Evidence(code=code, **(common | fields))


def self_assessed(on: str = "PX-1", level: str | None = "par", **fields: Any) -> SelfAssessment:
    """Return the host's own answer on an indicator."""
    return SelfAssessment(code=on, level=level, **fields)


def desk(member: str, level: str | None = "par", on: str = "PX-1", **fields: Any) -> DeskReview:
    """Return what one peer made of the self-assessment."""
    return DeskReview(code=f"{on}/{member}", indicator=on, member=member, level=level, **fields)


def judged(
    member: str, level: str | None = "par", on: str = "PX-1", when: choices.Round = "before", **fields: Any
) -> Judgement:
    """Return one peer's own level, before or after discussion."""
    code = f"{on}/{member}/{when}"
    return Judgement(code=code, indicator=on, member=member, round=when, level=level, **fields)


def agreed(level: str | None = "par", on: str = "PX-1", **fields: Any) -> Consensus:
    """Return the team's level on an indicator."""
    return Consensus(code=on, level=level, **fields)


def override(rule: str, subject: str) -> Override:
    """Return a rule set aside for one record."""
    return Override(
        code=f"{rule}/{subject}", rule=rule, subject=subject, reason="thin, and late", member="AR"
    )
