"""Withdrawal (R17), confirmation (R10), and what is filled in for whoever logs evidence."""

from __future__ import annotations

from typing import Any

import pytest

from peervisit.errors import RecordError, UnknownCodeError
from peervisit.service import checks, evidence, people, records, steps, visit
from peervisit.store.review_file import ReviewFile


def said(review: ReviewFile, code: str, *who: str, **fields: Any) -> str:
    """Add what somebody said in the interview."""
    given = {"statement": f"Said: {code}.", "interview": "BK-N01", "stakeholders": list(who), **fields}
    return records.add(review, "evidence", given, code=code)


def void(review: ReviewFile) -> set[str]:
    """Return the evidence that is withdrawn."""
    return {code for code, row in review.rows("evidence").items() if row["withdrawn"]}


def test_only_what_only_they_said(met: ReviewFile) -> None:
    """Who withdraws takes along what nobody else said; the rest stays, without them."""
    said(met, "AR-E01", "AR-I01")
    said(met, "AR-E02", "AR-I01", "AR-I02")
    said(met, "AR-E03", "AR-I02")
    voided = people.withdraw(met, "AR-I01")
    both = records.require(met, "evidence", "AR-E02")

    assert ["AR-E01"] == voided
    assert {"AR-E01"} == void(met)
    assert ["AR-I02"] == both["stakeholders"]
    assert records.require(met, "stakeholder", "AR-I01")["withdrawn"]


def test_the_last_of_several(met: ReviewFile) -> None:
    """What two said together is void when both have withdrawn."""
    said(met, "AR-E02", "AR-I01", "AR-I02")

    assert [] == people.withdraw(met, "AR-I01")
    assert ["AR-E02"] == people.withdraw(met, "AR-I02")


def test_nobody_named(met: ReviewFile) -> None:
    """What somebody of an interview said, nobody says who, is void when all who were there have withdrawn."""
    said(met, "AR-E04")

    assert [] == people.withdraw(met, "AR-I01")
    assert ["AR-E04"] == people.withdraw(met, "AR-I02")
    assert "AR-E04" not in {one.code for one in checks.findings(met, rule="R17")}


def test_nobody_named_who_was_planned(met: ReviewFile) -> None:
    """Where the interview names nobody, who was planned in its slot was there."""
    records.add(met, "slot", {"day": "2026-05-12", "stakeholders": ["AR-I02"]}, code="AR-S01")
    records.add(met, "interview", {"slot": "AR-S01"}, code="BK-N02")
    said(met, "AR-E05", interview="BK-N02")

    assert ["AR-E05"] == people.withdraw(met, "AR-I02")


def test_withdrawn_twice(met: ReviewFile) -> None:
    """A second withdrawal changes nothing, the day of the first included."""
    said(met, "AR-E01", "AR-I01")
    people.withdraw(met, "AR-I01")
    records.edit(met, "stakeholder", "AR-I01", {"withdrawn_on": "2026-05-13"})
    before = met.digest()

    assert [] == people.withdraw(met, "AR-I01")
    assert before == met.digest()


def test_withdrawal_undone(met: ReviewFile) -> None:
    """One undo takes back a withdrawal whole."""
    said(met, "AR-E01", "AR-I01")
    said(met, "AR-E02", "AR-I01", "AR-I02")
    before = met.digest()
    people.withdraw(met, "AR-I01")
    done = steps.undo(met)

    assert done == steps.Undone("withdraw stakeholder AR-I01", 0)
    assert before == met.digest()


def test_nobody_of_that_code(met: ReviewFile) -> None:
    """Who is not known cannot withdraw."""
    with pytest.raises(UnknownCodeError, match="no stakeholder has the code 'AR-I09'"):
        people.withdraw(met, "AR-I09")


@pytest.mark.parametrize("member", ["AR", "BK"])
def test_confirmed_by_the_pair(met: ReviewFile, member: str) -> None:
    """Each of the pair confirms the interview record."""
    people.confirm(met, "BK-N01", member)

    assert {member} == records.require(met, "interview", "BK-N01")["confirmed"].keys()


def test_confirmed_by_nobody_else(met: ReviewFile) -> None:
    """Who was not there cannot confirm, and is told who can."""
    with pytest.raises(RecordError, match="CD was not of the pair of BK-N01; AR, BK confirm it"):
        people.confirm(met, "BK-N01", "CD")

    assert {} == records.require(met, "interview", "BK-N01")["confirmed"]


def test_the_pair_of_the_slot(met: ReviewFile) -> None:
    """Where the record names no pair, the pair planned in its slot confirms."""
    records.add(met, "slot", {"lead": "BK", "note_taker": "CD"}, code="AR-S01")
    records.add(met, "interview", {"slot": "AR-S01", "language": "it"}, code="BK-N02")
    people.confirm(met, "BK-N02", "CD")

    with pytest.raises(RecordError, match="BK, CD confirm it"):
        people.confirm(met, "BK-N02", "AR")


@pytest.mark.parametrize(
    ("source", "channel"),
    [
        ({"interview": "BK-N01"}, "heard"),
        ({"document": "AR-D01"}, "read"),
        ({"self_assessment": "GG-AMB-1"}, "claimed"),
        ({"interview": "BK-N01", "channel": "seen"}, "seen"),
        ({}, None),
    ],
)
def test_channel(met: ReviewFile, source: dict[str, str], channel: str | None) -> None:
    """The channel follows from the source, unless it is given."""
    records.add(met, "document", {"title": "Plan"}, code="AR-D01")
    code = evidence.log_evidence(met, {"statement": "x", **source})

    assert channel == records.require(met, "evidence", code)["channel"]


def test_who_and_when(met: ReviewFile) -> None:
    """Who recorded it and when are filled in, and its code carries the recorder's initials."""
    code = evidence.log_evidence(met, {"statement": "x"})
    row = records.require(met, "evidence", code)

    assert ("AR-E01", "AR") == (code, row["recorded_by"])
    assert row["recorded_at"].endswith("Z")


def test_speaker_of_an_interview_with_one(met: ReviewFile) -> None:
    """In an interview with one person, that person said it; the slot's plan counts where nothing is noted."""
    records.add(met, "slot", {"stakeholders": ["AR-I02"]}, code="AR-S01")
    records.add(met, "interview", {"slot": "AR-S01"}, code="BK-N02")
    several = evidence.log_evidence(met, {"statement": "x", "interview": "BK-N01"})
    one = evidence.log_evidence(met, {"statement": "x", "interview": "BK-N02"})

    assert [] == records.require(met, "evidence", several)["stakeholders"]
    assert ["AR-I02"] == records.require(met, "evidence", one)["stakeholders"]


def test_interview_as_planned(met: ReviewFile) -> None:
    """An interview record holds what its slot plans, but for what is given."""
    planned = {"lead": "AR", "note_taker": "BK", "language": "it", "stakeholders": ["AR-I01", "AR-I02"]}
    records.add(met, "slot", {**planned, "interpreter": "RT"}, code="AR-S01")
    code = visit.record(met, {"slot": "AR-S01", "stakeholders": ["AR-I02"]})
    row = records.require(met, "interview", code)

    assert ("AR", "BK", "it", ["AR-I02"]) == (
        row["lead"],
        row["note_taker"],
        row["language"],
        row["stakeholders"],
    )
    assert row["interpreted"]


@pytest.mark.parametrize(
    "fields",
    [
        {"interview": "NO-N1"},
        {"document": "NO-D1"},
        {"stakeholders": ["NO-I1"]},
        {"indicators": {"NO-1": "supports"}},
        {"indicators": {"GG-AMB-1": "proves"}},
        {"nature": "rumour"},
        {"statement": ""},
        {"statement": "  \n "},
        {"recorded_at": "yesterday"},
        {"weather": "sunny"},
    ],
)
def test_evidence_that_is_refused(met: ReviewFile, fields: dict[str, Any]) -> None:
    """Unknown codes and words are refused, and nothing is kept."""
    before = met.digest()
    with pytest.raises(RecordError):
        evidence.log_evidence(met, {"statement": "x", **fields})

    assert before == met.digest()
