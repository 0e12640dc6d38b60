"""What copies disagree on about a person: until it is settled, the more careful version holds everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from peervisit.model.attribution import Attributor
from peervisit.model.withholding import withholder
from peervisit.service import conflicts, records
from peervisit.service.snapshot import snapshot
from tests.service.test_merging import Laptops

GIVEN = {"consent": "given", "attribution": "named"}


@pytest.fixture
def laptops(tmp_path: Path) -> Iterator[Laptops]:
    """Return two laptops on which somebody was met, agreed to be named, and said something."""
    both = Laptops(tmp_path)
    records.edit(both.one, "review", "review", {"attribution": "named"})
    fields: dict[str, Any] = {**GIVEN, "withdrawn": None, "group": "media", "name": "Ada Nord"}
    records.edit(both.one, "stakeholder", "AR-I01", fields)
    said: dict[str, Any] = {
        "stakeholders": ["AR-I01"], "interview": None, "document": None, "withdrawn": None,
        "attribution": None, "sensitive": None, "quote": True, "quote_permitted": True,
    }  # fmt: skip
    records.edit(both.one, "evidence", "BK-E01", said)
    both.together()
    yield both
    both.one.close()
    both.two.close()


DISPUTES: list[tuple[str, str, str, Any, Any, Any]] = [
    ("stakeholder", "AR-I01", "consent", "refused", "not-asked", "refused"),
    ("stakeholder", "BK-I01", "consent", "not-asked", None, "not-asked"),
    ("stakeholder", "AR-I01", "attribution", "background", "role", "background"),
    ("stakeholder", "BK-I01", "attribution", "group", None, "group"),
    ("stakeholder", "AR-I01", "withdrawn", True, False, True),
    ("evidence", "BK-E01", "attribution", "background", "role", "background"),
    ("evidence", "BK-E01", "sensitive", True, False, True),
    ("evidence", "BK-E01", "quote_permitted", False, True, False),
    ("evidence", "BK-E02", "quote", True, False, True),
    ("evidence", "BK-E02", "withdrawn", False, True, True),
    ("document", "AR-D01", "public", True, False, False),
    ("document", "AR-D02", "host", True, False, False),
    ("review", "review", "attribution", None, "role", "group"),
]
"""Kind, code and field, two versions of it, and the one that says the least."""


@pytest.mark.parametrize("newer", [0, 1])
def test_the_more_careful_version_holds(laptops: Laptops, newer: int) -> None:
    """Whichever version is newer, what says the least of a person is what reports read."""
    for kind, code, field, *_rest in DISPUTES:
        other = {"consent": "given", "attribution": "named"}.get(field)
        records.edit(laptops.one, kind, code, {field: other})
    laptops.together()
    for review, version in ((laptops.one, newer), (laptops.two, 1 - newer)):
        for kind, code, field, *versions in DISPUTES:
            records.edit(review, kind, code, {field: versions[version]})
    laptops.together()
    data = snapshot(laptops.one)
    disputed = {one.name for one in conflicts.conflicts(laptops.one)}

    for kind, code, field, _one, _two, expected in DISPUTES:
        record = data.review if kind == "review" else getattr(data, kind)[code]
        assert expected == getattr(record, field), (kind, code, field)
    assert disputed == {one[:3] for one in DISPUTES}


@pytest.mark.parametrize("newer", ["refused", "given"])
def test_nothing_of_somebody_who_refused_on_one_copy_is_told(laptops: Laptops, newer: str) -> None:
    """One copy says refused, the other given: until it is settled the host reads neither name nor words."""
    records.edit(laptops.one, "stakeholder", "AR-I01", {"consent": None})
    laptops.together()
    older = "given" if newer == "refused" else "refused"
    found = laptops.apart("stakeholder", "AR-I01", {"consent": older}, {"consent": newer})
    data = snapshot(laptops.two)
    who = Attributor(data, "host")

    assert who.person(data.stakeholder["AR-I01"]) is None
    assert not who.evidence(data.evidence["BK-E01"]).shown

    conflicts.settle(laptops.two, *found.name, "given")
    data = snapshot(laptops.two)

    assert Attributor(data, "host").evidence(data.evidence["BK-E01"]).shown


def test_somebody_whom_one_copy_deleted_is_not_told(laptops: Laptops) -> None:
    """Deleted here and edited there, a person stays in sight for the team, and is not told the host."""
    records.remove(laptops.one, "stakeholder", "AR-I01")
    records.edit(laptops.two, "stakeholder", "AR-I01", {"organisation": "The Mail"})
    laptops.together()
    data = snapshot(laptops.one)

    assert Attributor(data, "host").person(data.stakeholder["AR-I01"]) is None
    assert Attributor(data, "team").person(data.stakeholder["AR-I01"]) is not None


def test_what_nobody_can_tell_who_said_is_not_told(laptops: Laptops) -> None:
    """Where copies disagree on where something it was said, nobody can tell whose consent counts."""
    for code in ("BK-N01", "BK-N02"):
        records.edit(laptops.one, "interview", code, {"stakeholders": ["AR-I01"]})
    records.edit(laptops.one, "evidence", "BK-E01", {"stakeholders": [], "interview": "BK-N01"})
    laptops.together()
    before = snapshot(laptops.one)
    laptops.apart("evidence", "BK-E01", {"interview": None}, {"interview": "BK-N02"})
    data = snapshot(laptops.one)

    assert Attributor(before, "host").evidence(before.evidence["BK-E01"]).shown
    assert not Attributor(data, "host").evidence(data.evidence["BK-E01"]).shown


@pytest.mark.parametrize("newer", [0, 1])
def test_each_name_that_a_copy_has_for_somebody_is_withheld(laptops: Laptops, newer: int) -> None:
    """Where copies disagree on the name and the contact of somebody who may not be named, none is told."""
    records.edit(laptops.one, "stakeholder", "AR-I01", {"attribution": "role"})
    laptops.together()
    names = ["Ada Nordstrand", "Ada Kivelä"]
    contacts = ["ada@nord.example", "+47 22 33 44 55"]
    older, later = ({"name": names[at], "contact": contacts[at]} for at in (1 - newer, newer))
    records.edit(laptops.one, "stakeholder", "AR-I01", older)
    records.edit(laptops.two, "stakeholder", "AR-I01", later)
    laptops.together()
    tell = withholder(Attributor(snapshot(laptops.one), "host"), "[…]")

    assert tell("Ada Nordstrand and Mrs Kivela") == "[…] and […]"
    assert tell("ada@nord.example or 0047 22334455") == "[…] or […]"
