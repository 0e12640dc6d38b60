"""Which texts of a record an edition may hold: remarks, notes, names, debriefs."""

from __future__ import annotations

from typing import Any

import pytest

from peervisit.model.attribution import Attributor
from peervisit.model.data import ReviewData
from peervisit.model.people import Stakeholder
from peervisit.model.programme import Debrief
from tests.builders import (
    WORDING,
    a_review,
    document,
    heard,
    interview,
    people,
    person,
)


def met(*who: Stakeholder, **terms: Any) -> ReviewData:
    """Return a review in which these people were met in one interview."""
    return a_review(*who, interview("AR-N1", *(one.code for one in who)), **terms)


def three(**fields: Any) -> list[Stakeholder]:
    """Return three people of civil society; the fields are those of the first."""
    return [person("AR-I1", **fields), *people("civil-society", 2, start=2)]


def test_remarks_stay() -> None:
    """Team-only remarks never leave the team edition."""
    data = met(*three())
    item = heard("AR-E1", "AR-I1", remarks="between us")

    assert Attributor(data, "host").text(item, "remarks") is None
    assert Attributor(data, "team").text(item, "remarks") == "between us"
    assert Attributor(data, "host").text(item, "statement") == WORDING


def test_notes_stay() -> None:
    """The notes of an interview, which say who said what, stay with the team."""
    record = interview("AR-N1", notes="said by the mayor")

    assert Attributor(a_review(), "host").text(record, "notes") is None
    assert Attributor(a_review(), "team").text(record, "notes") == "said by the mayor"


@pytest.mark.parametrize("field", ["name", "role", "organisation", "unit", "language", "contact", "remarks"])
def test_text_of_a_person(field: str) -> None:
    """The host reads of a person no more than the level allows, field by field."""
    data = met(*three(unit="U", language="fr", contact="a@b.c", remarks="x"))

    assert Attributor(data, "host").text(data.stakeholder["AR-I1"], field) is None


def test_contact_is_for_nobody() -> None:
    """How to reach a person is in no edition."""
    data = met(*three(contact="a@b.c"))

    assert Attributor(data, "team").text(data.stakeholder["AR-I1"], "contact") is None


def test_text_of_a_document() -> None:
    """The title of a document that the host may not see cited is not given either."""
    data = a_review(document("AR-D1", public=False))

    assert Attributor(data, "host").text(data.document["AR-D1"], "title") is None
    assert Attributor(data, "team").text(data.document["AR-D1"], "title") == "A report"


def test_text_of_a_debrief_is_for_the_team() -> None:
    """What the team said to itself in the evening stays with the team."""
    record = Debrief(code="2024-04-08", notes="the mayor was evasive")

    assert Attributor(a_review(), "host").text(record, "notes") is None
