"""Rules on levels: R03, R04, R08, R09, R16."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import (
    SHIPPED,
    a_review,
    agreed,
    claimed,
    desk,
    document,
    heard,
    judged,
    peer,
    people,
    person,
    read,
    shipped_benchmark,
    tiny_benchmark,
)
from tests.model.findings import assert_overridable, codes, texts

A, B = people("civil-society", 2)
PAPER = document("AR-D1")
SOLID = [A, PAPER, heard("AR-E1", "AR-I1"), read("AR-E2", "AR-D1")]
FOR = ["AR-E1", "AR-E2"]


def test_r03_too_few() -> None:
    """A level on one source is reported with how many were asked for."""
    expected = ["the level on PX-1 rests on too few independent sources: 1 of 2"]

    assert expected == texts("R03", *SOLID, agreed(evidence_for=["AR-E1"]))


def test_r03_enough() -> None:
    """Two independent sources keep the rule."""
    assert codes("R03", *SOLID, agreed(evidence_for=FOR)) == []


def test_r03_number_is_the_benchmarks() -> None:
    """How many sources are asked for is the benchmark's."""
    three = tiny_benchmark(sources_asked=3)

    assert codes("R03", *SOLID, agreed(evidence_for=FOR), benchmark=three) == ["PX-1"]


def test_r03_claim_does_not_count() -> None:
    """The host's claim beside one source is one source."""
    records = [*SOLID, claimed("AR-E3"), agreed(evidence_for=["AR-E1", "AR-E3"])]

    assert codes("R03", *records) == ["PX-1"]


def test_r03_uncited() -> None:
    """A level that cites nothing rests on what is known on its indicator, context left out."""
    context = read("AR-E2", "AR-D1", direction="context")

    assert codes("R03", *SOLID, agreed()) == []
    assert codes("R03", *SOLID[:3], context, agreed()) == ["PX-1"]


def test_r03_not_assessed() -> None:
    """What is not assessed needs no source."""
    assert codes("R03", agreed("skipped", reason="no time")) == []


def test_r03_override() -> None:
    """A level on thin evidence can be set aside with a reason."""
    assert_overridable(a_review(agreed()), "R03", "PX-1")


def test_r04_one_channel() -> None:
    """Two people are two sources through one channel."""
    items = [heard("AR-E1", "AR-I1"), heard("AR-E2", "AR-I2")]

    assert texts("R04", A, B, *items, agreed(evidence_for=FOR)) == [
        "the sources for the level on PX-1 come through fewer than two channels"
    ]
    assert codes("R04", *SOLID, agreed(evidence_for=FOR)) == []


@pytest.mark.parametrize(("level", "count"), [("par", 0), ("above", 1), ("below", 1)])
def test_r04_outside(level: str, count: int) -> None:
    """A level away from the middle needs a source outside the unit responsible."""
    inside = [
        person("AR-I1", "integration-unit"),
        document("AR-D1", host=True),
        heard("AR-E1", "AR-I1"),
        read("AR-E2", "AR-D1"),
    ]

    assert count == len(codes("R04", *inside, agreed(level, evidence_for=FOR)))
    assert codes("R04", *SOLID, agreed(level, evidence_for=FOR)) == []


def test_r04_scale_without_a_middle() -> None:
    """On a scale without a middle every level needs a source outside."""
    scale = tiny_benchmark(
        scale=[
            {"id": name, "name": {"en": name}, "symbol": name[0], "assessed": True} for name in ("no", "yes")
        ]
    )
    inside = [person("AR-I1", "integration-unit"), heard("AR-E1", "AR-I1"), heard("AR-E2", "AR-I1")]
    found = texts("R04", *inside, agreed("no", evidence_for=FOR), benchmark=scale)

    assert "the level on PX-1 has no source outside the unit responsible" in found


@pytest.mark.parametrize(
    ("group", "count"), [("migrant-or-user", 0), ("migrant-organisation", 0), ("business", 1)]
)
def test_r04_users_voice(group: str, count: int) -> None:
    """An indicator on users needs a migrant's or a user's voice."""
    records = [
        person("AR-I1", group),
        PAPER,
        heard("AR-E1", "AR-I1", on="QY-1"),
        read("AR-E2", "AR-D1", on="QY-1"),
    ]

    assert count == len(codes("R04", *records, agreed(on="QY-1", evidence_for=FOR)))


def test_r04_override() -> None:
    """One channel can be set aside with a reason."""
    assert_overridable(a_review(agreed()), "R04", "PX-1")


def test_r08_open_level() -> None:
    """A consensus that more information is needed is reported in any phase."""
    assert texts("R08", agreed("open")) == ["PX-1 still needs more information"]


def test_r08_not_assessed_with_reason() -> None:
    """What is not assessed says why."""
    assert codes("R08", agreed("skipped")) == ["PX-1"]
    assert codes("R08", agreed("skipped", reason="no time")) == []
    assert codes("R08", agreed("par")) == []


def test_r08_phases() -> None:
    """What is undecided is due from phase 7; what somebody still asks about, from phase 6."""
    asking = desk("AR", "open")

    assert codes("R08", asking, phase=5) == []
    assert codes("R08", asking, phase=6) == ["PX-1"]
    assert codes("R08", asking, agreed(), phase=6) == []
    assert codes("R08", asking, agreed(), phase=7) == ["PY-1", "QX-1", "QY-1"]


def test_r08_override() -> None:
    """An open level can be set aside with a reason."""
    assert_overridable(a_review(agreed("open")), "R08", "PX-1")


def test_r09_before_all_are_in() -> None:
    """A consensus before every peer gave a level of their own is reported, with who is missing."""
    records = [peer("AR"), peer("BK"), judged("AR")]

    assert texts("R09", *records, agreed()) == [
        "PX-1 was agreed before these peers gave a level of their own: BK"
    ]
    assert codes("R09", *records, judged("BK"), agreed()) == []
    assert codes("R09", *records) == []


def test_r09_only_judging_peers() -> None:
    """Who does not judge, or may not judge the indicator, is not waited for."""
    others = [peer("CD", roles=["interpreter"]), peer("EF", conflicts={"old-PX": "own project"})]

    assert codes("R09", *others, peer("AR"), judged("AR"), agreed()) == []


def test_r09_leaders_who_judge() -> None:
    """A team leader is waited for only if the leader gives levels at all."""
    leader = peer("TL", roles=["team-leader"])

    assert codes("R09", leader, peer("AR"), judged("AR"), agreed()) == []
    assert codes("R09", leader, peer("AR"), judged("AR"), judged("TL", on="PY-1"), agreed()) == ["PX-1"]


def test_r09_first_level_after_agreement() -> None:
    """A first level given after the team agreed is reported."""
    late = judged("AR", judged_at="2024-04-11T10:00:00+02:00")

    assert codes("R09", peer("AR"), late, agreed(decided_on="2024-04-10")) == ["PX-1/AR/before"]
    assert codes("R09", peer("AR"), late, agreed(decided_on="2024-04-11")) == []


def test_r09_dissent_on_record() -> None:
    """A peer who kept another level after discussion is on record as in dissent."""
    records = [peer("AR"), judged("AR", "above"), judged("AR", "above", when="after")]

    assert codes("R09", *records, agreed("par")) == ["PX-1"]
    assert codes("R09", *records, agreed("par", dissent={"AR": "better than that"})) == []
    assert codes("R09", *records, agreed("above")) == []


def test_r09_override() -> None:
    """A missing level can be set aside with a reason."""
    assert_overridable(a_review(peer("AR"), agreed()), "R09", "PX-1")


CONFLICTED = peer("AR", conflicts={"PX-1": "runs a joint project"})


def test_r16_judged_in_conflict() -> None:
    """A peer with a conflict of interest on an indicator neither judges nor decides it."""
    assert codes("R16", CONFLICTED, judged("AR")) == ["PX-1/AR/before"]
    assert codes("R16", CONFLICTED, agreed(decided_by=["AR"])) == ["PX-1"]
    assert codes("R16", CONFLICTED, judged("AR", on="PY-1"), agreed(decided_by=["BK"])) == []


def test_r16_override() -> None:
    """A conflict of interest can be set aside with a reason."""
    assert_overridable(a_review(CONFLICTED, judged("AR")), "R16", "PX-1/AR/before")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_benchmark(path: Path) -> None:
    """With every shipped benchmark the best level on two inside people breaks R04 and the middle does not."""
    benchmark = shipped_benchmark(path)
    on = benchmark.indicators[0].id
    best, middle = benchmark.assessed[-1].id, benchmark.assessed[1].id
    inside = [person("AR-I1", "integration-unit"), person("AR-I2", "integration-unit"), PAPER]
    items = [heard("AR-E1", "AR-I1", on=on), heard("AR-E2", "AR-I2", on=on)]
    away, between = (agreed(level, on, evidence_for=FOR) for level in (best, middle))
    expected = f"the level on {on} has no source outside the unit responsible"

    assert expected in texts("R04", *inside, *items, away, benchmark=benchmark)
    assert expected not in texts("R04", *inside, *items, between, benchmark=benchmark)
    assert codes("R03", *inside, *items, away, benchmark=benchmark) == []
