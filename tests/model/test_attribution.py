"""What may be said of people and documents in each edition: R11, R12, R14, R17."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peervisit.model import choices, groups
from peervisit.model.attribution import WEAKEST_FIRST, Attributor, SourceName
from peervisit.model.data import ReviewData
from peervisit.model.people import Stakeholder
from tests.builders import (
    a_review,
    document,
    heard,
    interview,
    people,
    person,
    read,
    slot,
    with_records,
)

GROUPS = get_args(choices.Group)
LEVELS = get_args(choices.Attribution)


def met(*who: Stakeholder, **terms: Any) -> ReviewData:
    """Return a review in which these people were met in one interview."""
    return a_review(*who, interview("AR-N1", *(one.code for one in who)), **terms)


def three(**fields: Any) -> list[Stakeholder]:
    """Return three people of civil society; the fields are those of the first."""
    return [person("AR-I1", **fields), *people("civil-society", 2, start=2)]


def said(data: ReviewData, edition: Any = "host") -> SourceName | None:
    """Return what may be said of the first person."""
    return Attributor(data, edition).person(data.stakeholder["AR-I1"])


def test_group_by_default() -> None:
    """Without a rule and a wish, a person is pointed to by group and nothing else."""
    expected = SourceName("group", "civil-society", None, None, None, None)

    assert said(met(*three())) == expected


def test_review_rule() -> None:
    """The review's rule holds for who asked for nothing else."""
    expected = SourceName("role", "civil-society", "role of AR-I1", "organisation of AR-I1", None, None)

    assert said(met(*three(), attribution="role")) == expected


def test_named() -> None:
    """A name appears where the person agreed to it and the rule allows it."""
    found = said(met(*three(attribution="named"), attribution="named"))

    assert found is not None
    assert found.name == "Ana AR-I1son"


@pytest.mark.parametrize("rule", LEVELS)
@pytest.mark.parametrize("wish", LEVELS)
def test_less_wins(rule: Any, wish: Any) -> None:
    """Of the review's rule and the person's wish the one that says less holds."""
    expected = min(rule, wish, key=WEAKEST_FIRST.index)
    data = met(*three(attribution=wish), attribution=rule)

    assert expected == Attributor(data, "host").level(data.stakeholder["AR-I1"])


@pytest.mark.parametrize("consent", [None, "not-asked"])
def test_no_role_without_consent(consent: Any) -> None:
    """Somebody whose consent is not on record is pointed to by group, whatever the rule says."""
    found = said(met(*three(consent=consent, attribution="named"), attribution="named"))

    assert found == SourceName("group", "civil-society", None, None, None, None)


def test_role_in_small_group_needs_agreement() -> None:
    """Where only two of a group were met, the review's rule alone does not give away a role."""
    found = said(met(*people("civil-society", 2), *people("media", 3, start=3), attribution="role"))

    assert found is not None
    assert (found.level, found.role) == ("group", None)


def test_role_in_small_group_with_agreement() -> None:
    """Where only two of a group were met, who agreed to it is pointed to by role."""
    data = met(person("AR-I1", attribution="role"), person("AR-I2"))
    found = said(data)

    assert found is not None
    assert found.role == "role of AR-I1"


def test_background_says_nothing() -> None:
    """A person at background only leaves nothing behind."""
    expected = SourceName("background", None, None, None, None, None)

    assert said(met(*three(attribution="background"))) == expected


@pytest.mark.parametrize(
    ("fields", "mentioned"), [({"consent": "refused"}, True), ({"withdrawn": True}, False)]
)
def test_refused_and_withdrawn(fields: dict[str, Any], mentioned: bool) -> None:
    """Who refused is in the team edition only; who withdrew is nowhere."""
    data = met(*three(**fields))

    assert said(data) is None
    assert mentioned == (said(data, "team") is not None)


def test_team_edition() -> None:
    """The team edition gives code, role and organisation, and no name below the level for names."""
    expected = SourceName("group", "civil-society", "role of AR-I1", "organisation of AR-I1", None, "AR-I1")

    assert said(met(person("AR-I1")), "team") == expected


def test_small_groups_of_a_side_merge() -> None:
    """Two small groups of one side become that side."""
    data = met(*people("civil-society", 2), *people("faith-community", 1, start=3))
    attributor = Attributor(data, "host")

    assert attributor.groups_met() == {"civil-society-side": 3}
    assert attributor.merged_group("faith-community") == "civil-society-side"


def test_merging_takes_in_a_neighbour() -> None:
    """A single small group takes in the smallest other group of its side, which would give it away."""
    who = [
        *people("civil-society", 5),
        *people("migrant-organisation", 3, start=6),
        *people("faith-community", 1, start=9),
    ]
    expected = {"civil-society-side": 4, "civil-society": 5}

    assert Attributor(met(*who), "host").groups_met() == expected


def test_merging_goes_up() -> None:
    """A side on which too few people were met is merged with another."""
    data = met(*people("municipal-department", 4), *people("media", 1, start=5))

    assert Attributor(data, "host").groups_met() == {"people-met": 5}


def test_others_met() -> None:
    """What is merged across sides beside groups that stand is called other people met."""
    who = [
        *people("municipal-department", 4),
        *people("media", 1, start=5),
        *people("faith-community", 2, start=6),
    ]
    found = Attributor(met(*who), "host").groups_met()

    assert found == {"municipal-department": 4, "others-met": 3}
    assert groups.label("others-met") == "other people met"


def test_fewer_than_three_in_all() -> None:
    """Where fewer than three people were met in all, they are only people met."""
    assert Attributor(met(*people("media", 2)), "host").groups_met() == {"people-met": 2}


def test_withdrawn_are_not_counted() -> None:
    """Somebody who withdrew does not hide the others of the group."""
    who = [*people("media", 2), person("AR-I3", "media", withdrawn=True)]

    assert Attributor(met(*who), "host").groups_met() == {"people-met": 2}


def test_group_of_nobody_met() -> None:
    """Somebody of a group of which nobody was met is one of all people met."""
    data = met(*people("media", 3))

    assert Attributor(data, "host").merged_group("business") == "people-met"


def test_planned_people_count_where_none_is_recorded() -> None:
    """An interview record that names nobody was with those whom the slot planned."""
    who = people("media", 3)
    codes = [one.code for one in who]
    data = a_review(*who, slot("AR-S1", *codes), interview("AR-N1", slot="AR-S1"))

    assert Attributor(data, "host").groups_met() == {"media": 3}


def test_several_speakers_weakest_wins() -> None:
    """What several people said is attributed as the one who allows least."""
    data = met(*three(attribution="named"), attribution="named")
    with_records(data, person("AR-I2", attribution="role"))
    found = Attributor(data, "host").evidence(heard("AR-E1", "AR-I1", "AR-I2"))

    assert found.level == "role"
    assert [source.name for source in found.sources] == [None, None]


def test_several_speakers_of_one_group() -> None:
    """In the host's edition two people of one group are described once, so that nobody counts them."""
    data = met(*three())

    assert len(Attributor(data, "host").evidence(heard("AR-E1", "AR-I1", "AR-I2")).sources) == 1
    assert len(Attributor(data, "team").evidence(heard("AR-E1", "AR-I1", "AR-I2")).sources) == 2


def test_evidence_lowers_further() -> None:
    """An evidence item may say less than the person allows, never more."""
    data = met(*three(attribution="role"), attribution="named")
    attributor = Attributor(data, "host")

    assert attributor.evidence(heard("AR-E1", "AR-I1", attribution="group")).level == "group"
    assert attributor.evidence(heard("AR-E1", "AR-I1", attribution="named")).level == "role"


@pytest.mark.parametrize(
    "fields",
    [{"consent": "refused"}, {"withdrawn": True}, {"attribution": "background"}],
    ids=["refused", "withdrawn", "background"],
)
def test_statement_withheld(fields: dict[str, Any]) -> None:
    """The host's edition withholds a statement if any of its speakers does not allow it."""
    attributor = Attributor(met(*three(**fields)), "host")
    item = heard("AR-E1", "AR-I1", "AR-I2")

    assert not attributor.evidence(item).shown
    assert attributor.text(item, "statement") is None


def test_speakers_are_those_present() -> None:
    """A statement that names no speaker may be by anybody who was there."""
    data = met(*three(consent="refused"))

    assert not Attributor(data, "host").evidence(heard("AR-E1", interview="AR-N1")).shown


def test_unknown_speaker() -> None:
    """A statement by somebody of whom there is no record is withheld from the host."""
    assert not Attributor(a_review(), "host").evidence(heard("AR-E1", "AR-I9")).shown


@pytest.mark.parametrize("edition", ["host", "team"])
def test_withdrawn_evidence(edition: Any) -> None:
    """Withdrawn evidence is shown in neither edition."""
    attributor = Attributor(met(*three()), edition)

    assert not attributor.evidence(heard("AR-E1", "AR-I1", withdrawn=True)).shown


@pytest.mark.parametrize(
    ("fields", "quoted"),
    [
        ({"quote": True, "quote_permitted": True}, True),
        ({"quote": True}, False),
        ({"quote": True, "quote_permitted": False}, False),
        ({"quote_permitted": True}, False),
        ({"quote": True, "quote_permitted": True, "sensitive": True}, False),
    ],
)
def test_quotes(fields: dict[str, Any], quoted: bool) -> None:
    """A verbatim quote appears only with permission; without it, its words are in the team's edition only."""
    item = heard("AR-E1", "AR-I1", **fields)
    found = Attributor(met(*three()), "host").evidence(item)

    assert quoted == found.as_quote
    assert (quoted or not item.quote) == found.shown
    assert Attributor(met(*three()), "team").evidence(item).shown


def test_quote_from_public_document() -> None:
    """A public document may be quoted like any publication."""
    attributor = Attributor(a_review(document("AR-D1")), "host")

    assert attributor.evidence(read("AR-E1", "AR-D1", quote=True)).as_quote


@pytest.mark.parametrize(
    ("fields", "cited"),
    [
        ({"public": True}, "AR-D1"),
        ({"public": False, "host": True}, "AR-D1"),
        ({"public": False, "host": False}, None),
        ({"public": None, "host": None}, None),
    ],
)
def test_documents(fields: dict[str, Any], cited: str | None) -> None:
    """A document that is neither public nor the host's own is cited in the team edition only."""
    data = a_review(document("AR-D1", **fields))
    item = read("AR-E1", "AR-D1")

    assert cited == Attributor(data, "host").evidence(item).document
    assert Attributor(data, "team").evidence(item).document == "AR-D1"


@pytest.mark.parametrize(("count", "shown"), [(2, False), (3, True)])
def test_sensitive(count: int, shown: bool) -> None:
    """What is sensitive reaches the host only by group, and only among three people or more."""
    data = met(*people("media", count, attribution="named"), attribution="named")
    found = Attributor(data, "host").evidence(heard("AR-E1", "AR-I1", sensitive=True))

    assert shown == found.shown
    assert all(source.name is None and source.role is None for source in found.sources)


def test_sensitive_document() -> None:
    """What is sensitive and read in a document stays with the team."""
    data = a_review(document("AR-D1"))
    item = read("AR-E1", "AR-D1", sensitive=True)

    assert not Attributor(data, "host").evidence(item).shown
    assert Attributor(data, "team").evidence(item).shown


stakeholders: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.builds(
        dict,
        group=st.sampled_from([*GROUPS, None]),
        consent=st.sampled_from([None, "given", "refused", "not-asked"]),
        attribution=st.sampled_from([None, *LEVELS]),
        withdrawn=st.booleans(),
        met=st.booleans(),
    ),
    max_size=14,
)


def drawn(fields: list[dict[str, Any]], rule: Any) -> ReviewData:
    """Return a review with people as drawn, some of them met."""
    who = [
        person(f"AR-I{n}", **{name: value for name, value in one.items() if name != "met"})
        for n, one in enumerate(fields)
    ]
    there = [one.code for one, drawn in zip(who, fields, strict=True) if drawn["met"]]
    return a_review(*who, interview("AR-N1", *there), attribution=rule)


@given(stakeholders, st.sampled_from([None, *LEVELS]), st.sampled_from([None, *LEVELS]), st.data())
def test_never_beyond_consent(
    fields: list[dict[str, Any]], rule: Any, wanted: Any, chosen: st.DataObject
) -> None:
    """No source in the host's edition has a name, role or organisation that somebody did not consent to."""
    data = drawn(fields, rule)
    codes = sorted(data.stakeholder)
    who = chosen.draw(st.lists(st.sampled_from(codes), unique=True)) if codes else []
    found = Attributor(data, "host").evidence(heard("AR-E1", *who, attribution=wanted))
    said_by = [data.stakeholder[code] for code in who]

    for source in found.sources:
        assert source.code is None
        assert source.role is None or all(p.consent == "given" for p in said_by)
        assert source.role is None or all(p.attribution in (None, "role", "named") for p in said_by)
        assert source.name is None or {rule, wanted, *(p.attribution for p in said_by)} <= {None, "named"}
        assert (source.role is None) == (source.organisation is None)
    if any(p.consent == "refused" or p.withdrawn for p in said_by):
        assert found.sources == ()


@given(stakeholders)
def test_no_small_group_is_left(fields: list[dict[str, Any]]) -> None:
    """No group that may be named has one or two people, unless everybody together is so few."""
    attributor = Attributor(drawn(fields, None), "host")
    counts = attributor.groups_met()
    everybody = sum(one["met"] and not one["withdrawn"] for one in fields)

    assert everybody == sum(counts.values())
    assert all(count >= 3 for count in counts.values()) or counts == {"people-met": everybody}
    assert all(attributor.merged_group(group) in {*counts, "people-met"} for group in GROUPS)
