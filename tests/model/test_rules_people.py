"""Rules on people, their words and their data: R10-R15 and R17."""

from __future__ import annotations

from typing import Any

import pytest

from peervisit.model.synthesis import Comment, Conclusion, GoodPractice
from tests.builders import (
    a_review,
    agreed,
    document,
    heard,
    interview,
    judged,
    people,
    person,
    read,
    slot,
)
from tests.model.findings import assert_overridable, codes, found, texts

ENDED = "2024-04-08T10:00:00+02:00"
EVENING = "2024-04-08T21:30:00+02:00"
NEXT_DAY = "2024-04-09T08:00:00+02:00"
PAIR = {"lead": "AR", "note_taker": "BK"}
A = person("AR-I1")
AGREED = {"legal_basis": "consent", "retention_until": "2025-12-31", "attribution": "named"}


def held(**fields: Any) -> Any:
    """Return an interview record of the pair that has ended."""
    return interview("AR-N1", "AR-I1", **{"ended": ENDED, **PAIR, **fields})


def test_r10_unconfirmed() -> None:
    """An interview that has ended is confirmed by both of the pair."""
    both = {"AR": EVENING, "BK": EVENING}

    assert texts("R10", held(confirmed={"AR": EVENING})) == ["interview AR-N1 is not confirmed by BK"]
    assert codes("R10", held(confirmed=both)) == []


def test_r10_not_ended() -> None:
    """An interview that goes on need not be confirmed yet; once its slot is done it must."""
    going_on = held(ended=None, slot="AR-S1")

    assert codes("R10", going_on, slot("AR-S1")) == []
    assert codes("R10", going_on, slot("AR-S1", status="done")) == ["AR-N1"]
    assert codes("R10", going_on, phase=6) == ["AR-N1"]


def test_r10_another_day() -> None:
    """A confirmation on another day is reported, with the day."""
    confirmed = {"AR": EVENING, "BK": NEXT_DAY}

    assert texts("R10", held(confirmed=confirmed)) == [
        "BK confirmed interview AR-N1 on 2024-04-09, not the same day"
    ]


def test_r10_day_is_that_of_the_interview() -> None:
    """The same evening is the same day, in whatever time zone the laptop stands."""
    confirmed = {"AR": "2024-04-08T21:59:00+00:00", "BK": "2024-04-08T23:59:00+02:00"}

    assert codes("R10", held(confirmed=confirmed)) == []
    assert codes("R10", held(confirmed=confirmed | {"AR": "2024-04-08T22:01:00+00:00"})) == ["AR-N1"]


def test_r10_pair_of_the_slot() -> None:
    """Where the record names no pair, the slot's must confirm; without any, that is reported."""
    record = held(lead=None, note_taker=None, slot="AR-S1")

    assert texts("R10", record, slot("AR-S1", lead="AR", note_taker="BK")) == [
        "interview AR-N1 is not confirmed by AR, BK"
    ]
    assert texts("R10", record) == ["interview AR-N1 does not name the two peers who must confirm it"]


def test_r10_override() -> None:
    """A missing confirmation can be set aside with a reason."""
    assert_overridable(a_review(held()), "R10", "AR-N1")


def test_r11_no_rule() -> None:
    """A review without an attribution rule is reported once people have been met."""
    assert codes("R11", A) == []
    assert codes("R11", A, held()) == ["review"]
    assert codes("R11", A, held(), attribution="group") == []


def test_r11_level_without_consent() -> None:
    """A level by name or role needs consent on record."""
    assert codes("R11", person("AR-I1", attribution="role", consent=None)) == ["AR-I1"]
    assert codes("R11", person("AR-I1", attribution="group", consent=None)) == []
    assert codes("R11", person("AR-I1", attribution="role")) == []


def test_r11_beyond_consent() -> None:
    """An evidence item that asks for more than its speaker allows is reported."""
    allowed = person("AR-I1", attribution="role")

    assert codes("R11", allowed, heard("AR-E1", "AR-I1", attribution="named")) == ["AR-E1"]
    assert codes("R11", allowed, heard("AR-E1", "AR-I1", attribution="role")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana AR-I1son told us", ["AR-C1"]),
        ("as AR-I1son told us", ["AR-C1"]),
        ("as AR-I1sons told us", []),
        ("as Ana told us", []),
    ],
)
def test_r11_name_in_a_text_for_the_host(text: str, expected: list[str]) -> None:
    """A name within a text for the host is reported unless the person may be named."""
    conclusion = Conclusion(code="AR-C1", text=text)

    assert expected == codes("R11", A, conclusion)
    assert codes("R11", person("AR-I1", attribution="named"), conclusion) == []


def test_r11_dissent_is_read_too() -> None:
    """Texts kept one by one, such as dissent, are looked through as well."""
    assert codes("R11", A, agreed(dissent={"BK": "Ana AR-I1son convinced me"})) == ["PX-1"]


def test_r11_override() -> None:
    """A missing attribution rule can be set aside with a reason."""
    assert_overridable(a_review(A, held()), "R11", "review")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"quote": True}, ["AR-E1"]),
        ({"quote": True, "quote_permitted": False}, ["AR-E1"]),
        ({"quote": True, "quote_permitted": True}, []),
        ({}, []),
        ({"quote": True, "withdrawn": True}, []),
    ],
)
def test_r12_permission(fields: dict[str, Any], expected: list[str]) -> None:
    """A verbatim quote needs permission."""
    assert expected == codes("R12", A, heard("AR-E1", "AR-I1", **fields))


def test_r12_documents() -> None:
    """A public document may be quoted; another needs permission."""
    item = read("AR-E1", "AR-D1", quote=True)

    assert codes("R12", document("AR-D1"), item) == []
    assert codes("R12", document("AR-D1", public=False), item) == ["AR-E1"]


def test_r12_repeated() -> None:
    """A quote without permission is found word for word in a text for the host."""
    item = heard("AR-E1", "AR-I1", statement="Nobody at the town hall ever answers.", quote=True)
    repeating = Conclusion(code="AR-C1", text="We heard: “nobody at the Town Hall ever answers”, often.")

    assert codes("R12", A, item, repeating) == ["AR-C1", "AR-E1"]
    assert codes("R12", A, item, Conclusion(code="AR-C1", text="We heard of late answers.")) == ["AR-E1"]


def test_r12_override() -> None:
    """A quote without permission can be set aside with a reason."""
    assert_overridable(a_review(A, heard("AR-E1", "AR-I1", quote=True)), "R12", "AR-E1")


def test_r13_terms() -> None:
    """Retention date and legal basis are due once anybody is on the stakeholder list."""
    listed = person("AR-I1", legal_basis=None)

    assert codes("R13") == []
    assert codes("R13", listed) == ["review", "review"]
    assert codes("R13", listed, **AGREED) == []
    assert codes("R13", A, retention_until="2025-12-31") == []


def test_r13_retention_before_the_end() -> None:
    """A retention date before the visit ends is reported."""
    assert codes("R13", A, **AGREED, ends_on="2026-04-10") == ["review"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"informed_on": None}, "no date says when information"),
        ({"informed_on": "2024-04-09"}, "only after being met"),
        ({"consent": None}, "consent is not recorded"),
        ({"consent": "not-asked"}, "consent is not recorded"),
    ],
)
def test_r13_people_met(fields: dict[str, Any], said: str) -> None:
    """A person who was met was informed in time and asked for consent; before that nothing is due."""
    who = person("AR-I1", **fields)

    assert any(said in text for text in texts("R13", who, held(), **AGREED))
    assert texts("R13", who, **AGREED) == []


def test_r13_kept() -> None:
    """Somebody informed before the interview, who consented or refused, keeps the rule."""
    assert codes("R13", A, held(), **AGREED) == []
    assert codes("R13", person("AR-I1", consent="refused"), held(), **AGREED) == []


def test_r13_deletion() -> None:
    """The name of somebody who withdrew must go."""
    assert codes("R13", person("AR-I1", withdrawn=True), **AGREED) == ["AR-I1"]
    assert codes("R13", person("AR-I1", withdrawn=True, name=None), **AGREED) == []


def test_r13_names_in_notes() -> None:
    """Names are kept apart from notes and remarks."""
    remarks = heard("AR-E1", "AR-I1", remarks="Ana AR-I1son was nervous")

    assert codes("R13", A, held(notes="Ana AR-I1son says yes"), **AGREED) == ["AR-N1"]
    assert codes("R13", A, held(notes="AR-I1 says yes"), **AGREED) == []
    assert codes("R13", A, remarks, **AGREED) == ["AR-E1"]


def test_r13_sensitive() -> None:
    """What is sensitive is not attributed by name or role."""
    item = heard("AR-E1", "AR-I1", sensitive=True, attribution="role")

    assert codes("R13", A, item, **AGREED) == ["AR-E1"]
    assert codes("R13", A, item.model_copy(update={"attribution": "group"}), **AGREED) == []


def test_r13_override() -> None:
    """A missing legal basis can be set aside with a reason."""
    assert_overridable(a_review(A), "R13", "review")


def test_r14_remark_repeated() -> None:
    """A team-only remark repeated in a text for the host is found."""
    item = heard("AR-E1", "AR-I1", remarks="The deputy mayor evaded every question.")
    repeating = Conclusion(code="AR-C1", text="We saw that the deputy mayor evaded every question, twice.")

    assert texts("R14", A, item, repeating) == ["“Text” of AR-C1 repeats a team-only remark of AR-E1"]
    assert codes("R14", A, item, Conclusion(code="AR-C1", text="Some questions stay open.")) == []


def test_r14_short_remarks() -> None:
    """A remark of a word or two is in many texts by chance."""
    assert codes("R14", heard("AR-E1", remarks="weak"), Conclusion(code="AR-C1", text="weak links")) == []


def test_r14_override() -> None:
    """A repeated remark can be set aside with a reason."""
    words = "nobody there has read the strategy"
    data = a_review(heard("AR-E1", remarks=words), Conclusion(code="AR-C1", text=words))

    assert_overridable(data, "R14", "AR-C1")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"status": "declined"}, ["AR-K1"]),
        ({"status": "declined", "reason": "levels are the team's"}, []),
        ({"status": "accepted"}, ["AR-K1"]),
        ({"status": "accepted", "correction": "2023, not 2022"}, []),
        ({"status": "open"}, []),
        ({}, []),
    ],
)
def test_r15_answers(fields: dict[str, Any], expected: list[str]) -> None:
    """A comment is accepted with its correction, or declined with a reason."""
    assert expected == codes("R15", Comment(code="AR-K1", text="no", **fields))


def test_r15_final() -> None:
    """No comment is open once the report is final."""
    assert codes("R15", Comment(code="AR-K1", text="no"), status="final") == ["AR-K1"]
    assert codes("R15", Comment(code="AR-K1", text="no", status="open"), phase=9) == ["AR-K1"]


def test_r15_override() -> None:
    """An unanswered comment can be set aside with a reason."""
    assert_overridable(a_review(Comment(code="AR-K1", text="no", status="declined")), "R15", "AR-K1")


GONE = person("AR-I1", withdrawn=True, name=None)


def test_r17_evidence_not_voided() -> None:
    """What somebody who withdrew said, or may have said, is voided."""
    present = interview("AR-N1", "AR-I1", "AR-I2")
    unnamed = heard("AR-E1", interview="AR-N1")

    assert texts("R17", GONE, heard("AR-E1", "AR-I1")) == [
        "AR-I1 has withdrawn and said, or may have said, AR-E1: void it"
    ]
    assert codes("R17", GONE, person("AR-I2"), present, unnamed) == ["AR-E1"]
    assert codes("R17", GONE, heard("AR-E1", "AR-I1", withdrawn=True)) == []
    assert codes("R17", A, heard("AR-E1", "AR-I1")) == []


def test_r17_notes_kept() -> None:
    """The notes of an interview of which everybody withdrew are reported."""
    assert codes("R17", GONE, interview("AR-N1", "AR-I1", notes="x")) == ["AR-N1"]
    assert codes("R17", GONE, interview("AR-N1", "AR-I1")) == []
    assert codes("R17", GONE, person("AR-I2"), interview("AR-N1", "AR-I1", "AR-I2", notes="x")) == []


def test_r17_reopened() -> None:
    """Everything that rests on withdrawn evidence is re-opened."""
    resting = [
        judged("AR", evidence=["AR-E1"]),
        agreed(evidence_for=["AR-E1"]),
        Conclusion(code="AR-C1", text="x", evidence=["AR-E1"]),
        GoodPractice(code="AR-G1", text="x", evidence=["AR-E1"]),
    ]
    void = heard("AR-E1", "AR-I1", withdrawn=True)
    kinds = {"judgement", "consensus", "conclusion", "practice"}

    assert kinds == {one.kind for one in found("R17", A, void, *resting)}
    assert codes("R17", A, heard("AR-E1", "AR-I1"), *resting) == []


def test_r17_override() -> None:
    """A level on withdrawn evidence can be set aside with a reason."""
    data = a_review(A, heard("AR-E1", "AR-I1", withdrawn=True), agreed(evidence_for=["AR-E1"]))

    assert_overridable(data, "R17", "PX-1")


def test_many_people_are_looked_for_at_once() -> None:
    """Each of several names in one text is found."""
    text = Conclusion(code="AR-C1", text="Ana AR-I1son, then AR-I3son")

    assert [one.params["people"] for one in found("R11", *people("media", 3), text)] == ["AR-I1, AR-I3"]
