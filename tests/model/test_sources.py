"""What counts as one source, and how strong the evidence is: R03-R06."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peervisit.model.data import ReviewData
from peervisit.model.fields import Record
from peervisit.model.levels import Evidence
from peervisit.model.packing import disjoint
from peervisit.model.people import Stakeholder
from peervisit.model.sources import channels, independent_sources, is_outside, strength
from tests.builders import (
    a_review,
    claimed,
    document,
    heard,
    interview,
    people,
    person,
    read,
    seen,
    self_assessed,
    slot,
    with_records,
)

A, B = people("civil-society", 2)


def sources(*records: Record) -> list[frozenset[str]]:
    """Return the independent sources of all the evidence among the records."""
    data = a_review(*records)
    return independent_sources(data, data.evidence)


def test_two_people() -> None:
    """Two people of different organisations are two sources."""
    found = sources(A, B, heard("AR-E1", "AR-I1"), heard("AR-E2", "AR-I2"))

    assert found == [{"AR-E1"}, {"AR-E2"}]


def test_one_person_twice() -> None:
    """One person met twice is one source."""
    found = sources(A, heard("AR-E1", "AR-I1"), heard("AR-E2", "AR-I1"))

    assert found == [{"AR-E1", "AR-E2"}]


def test_one_unit() -> None:
    """Colleagues of one unit are one source, however the unit is written."""
    who = [person("AR-I1", unit="Éducation"), person("AR-I2", unit="education")]

    assert len(sources(*who, heard("AR-E1", "AR-I1"), heard("AR-E2", "AR-I2"))) == 1


@pytest.mark.parametrize("kind", ["workshop", "focus-group"])
@pytest.mark.parametrize("named", [True, False])
def test_one_workshop(kind: str, named: bool) -> None:
    """Everybody in one workshop or focus group is one source, whether or not speakers are named."""
    room = [slot("AR-S1", "AR-I1", "AR-I2", type=kind), interview("AR-N1", slot="AR-S1")]
    who = [("AR-I1",), ("AR-I2",)] if named else [(), ()]
    items = [heard(f"AR-E{n}", *one, interview="AR-N1") for n, one in enumerate(who)]

    assert len(sources(A, B, *room, *items)) == 1


def test_workshop_and_interview_of_one_of_it() -> None:
    """A person heard in a workshop by name and alone is one source; another of the workshop adds none."""
    room = [slot("AR-S1", type="workshop"), interview("AR-N1", slot="AR-S1")]
    items = [heard("AR-E1", "AR-I1", interview="AR-N1"), heard("AR-E2", "AR-I1")]

    assert len(sources(A, B, *room, *items)) == 1


def test_joint_talk_does_not_chain() -> None:
    """Two people heard together, and each alone, are two sources."""
    items = [heard("AR-E1", "AR-I1", "AR-I2"), heard("AR-E2", "AR-I1"), heard("AR-E3", "AR-I2")]

    assert len(sources(A, B, *items)) == 2


def test_interview_is_the_source() -> None:
    """Where nobody is named, and nobody is known to have been there, the interview is the source."""
    records = [interview("AR-N1"), interview("AR-N2")]
    items = [heard(f"AR-E{n}", interview=f"AR-N{1 + n // 2}") for n in range(4)]

    assert len(sources(*records, *items)) == 2


def test_nobody_says_who() -> None:
    """A statement of an interview that names no speaker may be by anybody who was there."""
    items = [heard("AR-E1", interview="AR-N1"), heard("AR-E2", "AR-I1")]

    assert len(sources(A, interview("AR-N1", "AR-I1"), *items)) == 1


def test_documents() -> None:
    """One document is one source on whatever page; another is another, the host's too."""
    papers = [document("AR-D1"), document("AR-D2", host=True)]
    items = [read("AR-E1", "AR-D1", page="1"), read("AR-E2", "AR-D1", page="9"), read("AR-E3", "AR-D2")]

    assert len(sources(*papers, *items)) == 2


def test_claims_are_no_source() -> None:
    """What the host claims of itself is no source, even beside another."""
    assert sources(claimed("AR-E1")) == []
    assert sources(A, claimed("AR-E1"), heard("AR-E2", "AR-I1")) == [{"AR-E2"}]


def test_seen() -> None:
    """What the peers saw in one place is one source, and not that of who showed it."""
    items = [seen("AR-E1", interview="AR-N1"), seen("AR-E2", interview="AR-N1"), heard("AR-E3", "AR-I1")]

    assert len(sources(A, interview("AR-N1", "AR-I1"), *items)) == 2


def test_no_source_named() -> None:
    """A statement of which nobody says where it comes from is no source."""
    assert sources(heard("AR-E1")) == []


@pytest.mark.parametrize(
    ("item", "who"),
    [
        (heard("AR-E1", "AR-I1", withdrawn=True), A),
        (heard("AR-E1", "AR-I1"), person("AR-I1", withdrawn=True)),
    ],
    ids=["evidence", "speaker"],
)
def test_withdrawn_is_no_source(item: Evidence, who: Stakeholder) -> None:
    """What was withdrawn, or said by somebody who withdrew, is no source."""
    assert sources(who, item) == []


def test_one_of_two_withdrew() -> None:
    """What two people said stands on the one who has not withdrawn."""
    who = [A, person("AR-I2", withdrawn=True)]

    assert len(sources(*who, heard("AR-E1", "AR-I1", "AR-I2"))) == 1


def test_channel_follows_the_source() -> None:
    """Evidence without a channel has that of its source; a claim is no channel."""
    items = [
        read("AR-E1", "AR-D1", channel=None),
        heard("AR-E2", "AR-I1", channel=None),
        claimed("AR-E3", channel=None),
    ]
    data = a_review(A, document("AR-D1"), *items)

    assert channels(data, data.evidence) == {"read", "heard"}


@pytest.mark.parametrize(
    ("who", "responsible", "outside"),
    [
        (person("AR-I1", "integration-unit"), None, False),
        (person("AR-I1", "municipal-department"), None, True),
        (person("AR-I1", "municipal-department", unit="Housing"), "housing", False),
        (person("AR-I1", "municipal-department", organisation="Logement Été"), "logement ete", False),
        (person("AR-I1"), "housing", True),
    ],
)
def test_outside_people(who: Stakeholder, responsible: str | None, outside: bool) -> None:
    """Inside are the integration unit and whoever the self-assessment names as responsible."""
    data = a_review(who, self_assessed(responsible=responsible))

    assert outside == is_outside(data, heard("AR-E1", "AR-I1"), "PX-1")


@pytest.mark.parametrize(
    ("item", "outside"),
    [
        (read("AR-E1", "AR-D1"), True),
        (read("AR-E1", "AR-D2"), False),
        (seen("AR-E1"), True),
        (claimed("AR-E1"), False),
        (heard("AR-E1"), False),
    ],
)
def test_outside_others(item: Evidence, outside: bool) -> None:
    """The host's own documents and claims are inside; other documents and the peers' own eyes outside."""
    data = a_review(document("AR-D1"), document("AR-D2", host=True))

    assert outside == is_outside(data, item, "PX-1")


def test_strength() -> None:
    """Strength counts evidence, sources, channels and directions, and hears the voices."""
    user = person("AR-I3", "migrant-or-user")
    items = [
        heard("AR-E1", "AR-I1"),
        heard("AR-E2", "AR-I3", direction="contradicts"),
        read("AR-E3", "AR-D1", direction="context"),
        claimed("AR-E4"),
    ]
    data = a_review(A, user, document("AR-D1"), *items)
    found = strength(data, data.evidence, "PX-1")

    assert (found.evidence, found.sources, found.independent_channels) == (4, 3, 2)
    assert found.channels == {"heard": 2, "read": 1, "claimed": 1}
    assert found.directions == {"supports": 2, "contradicts": 1, "context": 1}
    assert (found.outside, found.migrant_voice) == (True, True)


def test_unknown_codes() -> None:
    """Evidence that is not there counts as nothing."""
    assert strength(a_review(), ["AR-E9"]).sources == 0


traits = st.frozensets(st.sampled_from("abcdef"), min_size=1, max_size=3)


@given(st.lists(traits, max_size=8))
def test_largest_choice(sets: list[frozenset[str]]) -> None:
    """No larger choice of sets without a common member exists than the one found."""
    found = disjoint(sets)
    best = 0
    for mask in range(1 << len(sets)):
        chosen = [one for n, one in enumerate(sets) if mask >> n & 1]
        if sum(map(len, chosen)) == len(frozenset().union(*chosen)):
            best = max(best, len(chosen))

    assert best == len(found)
    assert sum(map(len, found)) == len(frozenset().union(*found))


def test_many_that_hang_together() -> None:
    """A long chain of overlapping sets is still counted quickly and without a common member."""
    chain = [frozenset({f"{n}", f"{n + 1}"}) for n in range(300)]

    assert len(disjoint(chain)) == 150


WHO = [f"AR-I{n}" for n in range(6)]
drawn_evidence = st.lists(
    st.tuples(
        st.sampled_from(["heard", "read", "seen", "claimed", None]),
        st.lists(st.sampled_from(WHO), max_size=3, unique=True),
        st.sampled_from([None, "AR-N1", "AR-N2"]),
        st.sampled_from([None, "AR-D1", "AR-D2"]),
        st.booleans(),
    ),
    max_size=12,
)


def random_review(drawn: list[tuple[Any, ...]]) -> ReviewData:
    """Return a review with a workshop, an interview, two units and evidence as drawn."""
    who = [person(code, unit="U" if n < 2 else None, withdrawn=n == 5) for n, code in enumerate(WHO)]
    places = [
        slot("AR-S1", type="workshop"),
        interview("AR-N1", *WHO[:3], slot="AR-S1"),
        interview("AR-N2", *WHO[3:]),
    ]
    items = [
        heard(f"AR-E{n}", *said, channel=channel, interview=place, document=paper, withdrawn=gone)
        for n, (channel, said, place, paper, gone) in enumerate(drawn)
    ]
    return a_review(*who, *places, document("AR-D1"), document("AR-D2"), *items)


@given(drawn_evidence)
def test_never_more_sources_than_evidence(drawn: list[tuple[Any, ...]]) -> None:
    """There are never more sources than evidence items, and no item belongs to two."""
    data = random_review(drawn)
    found = independent_sources(data, data.evidence)
    members = [code for source in found for code in source]

    assert len(members) == len(set(members))
    assert len(found) <= len(members) <= len(data.evidence)
    assert all(found)


@given(drawn_evidence.filter(bool))
def test_more_evidence_never_means_fewer_sources(drawn: list[tuple[Any, ...]]) -> None:
    """Adding evidence never takes a source away, and adds one at most."""
    before, after = random_review(drawn[:-1]), random_review(drawn)
    fewer = len(independent_sources(before, before.evidence))

    assert fewer <= len(independent_sources(after, after.evidence)) <= fewer + 1


@given(drawn_evidence, st.randoms())
def test_order_does_not_matter(drawn: list[tuple[Any, ...]], random: Any) -> None:
    """The number of sources does not depend on the order of the evidence."""
    data = random_review(drawn)
    shuffled = list(data.evidence)
    random.shuffle(shuffled)

    assert len(independent_sources(data, data.evidence)) == len(independent_sources(data, shuffled))


def test_reviews_are_not_changed() -> None:
    """Counting leaves the review as it was."""
    data = a_review(A, heard("AR-E1", "AR-I1"))
    independent_sources(data, data.evidence)

    assert with_records(a_review(A), heard("AR-E1", "AR-I1")) == data
