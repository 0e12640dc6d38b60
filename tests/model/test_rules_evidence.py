"""Rules on evidence and what is built on it: R01, R02, R05, R06, R07."""

from __future__ import annotations

import pytest

from peervisit.model.levels import Evidence
from peervisit.model.synthesis import Conclusion, Recommendation
from tests.builders import (
    a_review,
    agreed,
    claimed,
    document,
    heard,
    judged,
    people,
    person,
    read,
    seen,
)
from tests.model.findings import assert_overridable, codes, texts

A, B = people("civil-society", 2)
FOR = ["AR-E1", "AR-E2"]


def test_r01_level_without_evidence() -> None:
    """A level that cites no evidence record is reported."""
    assert texts("R01", agreed()) == ["the level on PX-1 cites no evidence"]


@pytest.mark.parametrize("level", ["open", "skipped", None])
def test_r01_no_level_needs_no_evidence(level: str | None) -> None:
    """What is not assessed rests on nothing."""
    assert codes("R01", agreed(level)) == []


def test_r01_rationale_without_evidence() -> None:
    """A rationale whose facts are not recorded as evidence is reported; a level alone is not."""
    assert codes("R01", judged("AR", rationale="they said so")) == ["PX-1/AR/before"]
    assert codes("R01", judged("AR")) == []
    assert codes("R01", A, heard("AR-E1", "AR-I1"), judged("AR", rationale="x", evidence=["AR-E1"])) == []


def test_r01_noted_later() -> None:
    """Evidence noted on a later day than the judgement that rests on it is reported."""
    item = heard("AR-E1", "AR-I1", recorded_at="2024-04-10T09:00:00+02:00")
    early = judged("AR", evidence=["AR-E1"], judged_at="2024-04-09T22:00:00+02:00")
    same_day = judged("AR", evidence=["AR-E1"], judged_at="2024-04-10T08:00:00+02:00")

    assert texts("R01", A, item, early) == ["AR-E1 was noted after PX-1/AR/before was judged"]
    assert codes("R01", A, item, same_day) == []
    assert codes("R01", A, item, agreed(evidence_for=["AR-E1"], decided_on="2024-04-09")) == ["PX-1"]
    assert codes("R01", A, item, agreed(evidence_for=["AR-E1"], decided_on="2024-04-10")) == []


def test_r01_bare_evidence() -> None:
    """Evidence with neither nature nor source is reported at once."""
    assert codes("R01", Evidence(code="AR-E1", statement="x")) == ["AR-E1"]
    assert codes("R01", Evidence(code="AR-E1", statement="x", nature="fact")) == []
    assert codes("R01", seen("AR-E1", nature=None)) == []


@pytest.mark.parametrize("fields", [{"nature": None}, {"stakeholders": []}])
def test_r01_used_evidence_is_whole(fields: dict[str, object]) -> None:
    """Evidence on which something rests has both nature and source."""
    item = heard("AR-E1", "AR-I1").model_copy(update=fields)
    conclusion = Conclusion(code="AR-C1", text="x", evidence=["AR-E1"])

    assert codes("R01", A, item) == []
    assert codes("R01", A, item, conclusion) == ["AR-E1"]


def test_r01_withdrawn_is_left_alone() -> None:
    """Withdrawn evidence need not be completed."""
    assert codes("R01", Evidence(code="AR-E1", statement="x", withdrawn=True)) == []


def test_r01_override() -> None:
    """A level without evidence can be set aside with a reason."""
    assert_overridable(a_review(agreed()), "R01", "PX-1")


def test_r02_conclusion() -> None:
    """A conclusion cites evidence that exists."""
    item = heard("AR-E1", "AR-I1")

    assert codes("R02", Conclusion(code="AR-C1", text="x")) == ["AR-C1"]
    assert codes("R02", Conclusion(code="AR-C1", text="x", evidence=["AR-E1"])) == ["AR-C1"]
    assert codes("R02", item, Conclusion(code="AR-C1", text="x", evidence=["AR-E1"])) == []


def test_r02_recommendation() -> None:
    """A recommendation cites a conclusion that exists."""
    item, conclusion = heard("AR-E1", "AR-I1"), Conclusion(code="AR-C1", text="x", evidence=["AR-E1"])
    resting = Recommendation(code="AR-R1", text="x", conclusions=["AR-C1"])

    assert codes("R02", Recommendation(code="AR-R1", text="x")) == ["AR-R1"]
    assert codes("R02", resting) == ["AR-R1"]
    assert codes("R02", item, conclusion, resting) == []


def test_r02_override() -> None:
    """A recommendation without a conclusion can be set aside with a reason."""
    assert_overridable(a_review(Recommendation(code="AR-R1", text="x")), "R02", "AR-R1")


def test_r05_one_source_many_items() -> None:
    """Enough items of evidence that are too few sources are reported."""
    items = [heard("AR-E1", "AR-I1"), heard("AR-E2", "AR-I1")]
    said = ["the 2 items for PX-1 come from fewer independent sources: 1"]

    assert said == texts("R05", A, *items, agreed(evidence_for=FOR))


def test_r05_kept() -> None:
    """Two people are two sources; one item alone is for R03 to report."""
    items = [heard("AR-E1", "AR-I1"), heard("AR-E2", "AR-I2")]

    assert codes("R05", A, B, *items, agreed(evidence_for=FOR)) == []
    assert codes("R05", A, items[0], agreed(evidence_for=["AR-E1"])) == []


def test_r05_claims_alone() -> None:
    """The host's claim does not corroborate itself."""
    items = [claimed("AR-E1"), claimed("AR-E2")]

    assert texts("R05", *items, agreed(evidence_for=FOR)) == [
        "the level on PX-1 rests on the host's own claims alone"
    ]


def test_r05_override() -> None:
    """Claims alone can be set aside with a reason."""
    assert_overridable(a_review(claimed("AR-E1"), agreed(evidence_for=["AR-E1"])), "R05", "PX-1")


def test_r06_host_documents_alone() -> None:
    """A level that rests on the host's documents alone is reported, even on two of them."""
    papers = [document("AR-D1", host=True), document("AR-D2", host=True)]
    items = [read("AR-E1", "AR-D1"), read("AR-E2", "AR-D2")]

    assert codes("R06", *papers, *items, agreed(evidence_for=FOR)) == ["PX-1"]
    assert codes("R06", *papers, A, items[0], heard("AR-E2", "AR-I1"), agreed(evidence_for=FOR)) == []


@pytest.mark.parametrize(("status", "expected"), [("promised", ["AR-E1"]), ("received", []), (None, [])])
def test_r06_not_received(status: str | None, expected: list[str]) -> None:
    """What a document is said to say does not stand as fact before the team has it."""
    assert expected == codes("R06", document("AR-D1", status=status), read("AR-E1", "AR-D1"))


def test_r06_override() -> None:
    """Host documents alone can be set aside with a reason."""
    data = a_review(document("AR-D1", host=True), read("AR-E1", "AR-D1"), agreed(evidence_for=["AR-E1"]))

    assert_overridable(data, "R06", "PX-1")


def test_r07_outweighed() -> None:
    """Evidence cited against the level is answered."""
    item = heard("AR-E1", "AR-I1", direction="contradicts")

    assert texts("R07", A, item, agreed(evidence_against=["AR-E1"])) == [
        "the rationale on PX-1 does not say why AR-E1 was outweighed"
    ]
    assert codes("R07", A, item, agreed(evidence_against=["AR-E1"], outweighed="one voice")) == []


@pytest.mark.parametrize(
    ("level", "direction", "expected"),
    [
        ("above", "contradicts", ["PX-1"]),
        ("above", "supports", []),
        ("above", "context", []),
        ("below", "supports", ["PX-1"]),
        ("below", "contradicts", []),
        ("par", "contradicts", []),
        ("open", "contradicts", []),
    ],
)
def test_r07_passed_over(level: str, direction: str, expected: list[str]) -> None:
    """Evidence against the level that the consensus does not mention is reported."""
    assert expected == codes("R07", A, heard("AR-E1", "AR-I1", direction=direction), agreed(level))


def test_r07_withdrawn_needs_no_answer() -> None:
    """Withdrawn evidence need not be answered."""
    item = heard("AR-E1", "AR-I1", direction="contradicts", withdrawn=True)

    assert codes("R07", A, item, agreed("above", evidence_against=["AR-E1"])) == []


def test_r07_override() -> None:
    """Contrary evidence can be set aside with a reason."""
    data = a_review(person("AR-I1"), heard("AR-E1", "AR-I1", direction="contradicts"), agreed("above"))

    assert_overridable(data, "R07", "PX-1")
