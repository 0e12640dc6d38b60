"""The rules as a whole: order, overrides, translation, and what a finding never says."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Any

import pytest

from peervisit.i18n import translator
from peervisit.model.data import ReviewData
from peervisit.model.fields import Record
from peervisit.model.rules import CHECKS, RULES, Finding, check, findings_for, unmet
from peervisit.model.synthesis import Comment, Conclusion, Recommendation
from tests.builders import (
    SHIPPED,
    a_review,
    agreed,
    claimed,
    desk,
    document,
    heard,
    interview,
    judged,
    override,
    peer,
    person,
    read,
    shipped_benchmark,
    slot,
)

SECRET = "Zzyzx"
TYPED = f"{SECRET} was typed by somebody at length"


def broken(**terms: Any) -> ReviewData:
    """Return a review that breaks every rule, with the same secret word in everything people typed."""
    names = {"name": f"Ana {SECRET}", "role": TYPED, "organisation": TYPED, "unit": TYPED, "contact": TYPED}
    members: list[Record] = [peer("AR", name=SECRET, conflicts={"PX-1": TYPED}), peer("BK")]
    who: list[Record] = [
        person("AR-I1", consent=None, attribution="named", **names),
        person("AR-I2", withdrawn=True, **names),
    ]
    visit: list[Record] = [
        slot("AR-S1", title=TYPED, room=TYPED),
        interview("AR-N1", "AR-I1", "AR-I2", slot="AR-S1", notes=TYPED, ended="2024-04-08T10:00:00"),
        document("AR-D1", title=TYPED, host=True, status="promised", remarks=TYPED),
    ]
    items: list[Record] = [
        heard("AR-E1", "AR-I2", statement=TYPED, quote=True),
        heard("AR-E2", statement=TYPED, nature=None),
        heard("AR-E10", "AR-I1", statement=TYPED, direction="contradicts", attribution="named", quote=True),
        claimed("AR-E3", statement=TYPED, on="PY-1"),
        read("AR-E4", "AR-D1", statement=TYPED, on="QX-1", page=TYPED),
    ]
    levels: list[Record] = [
        desk("AR", "open", on="QY-1", questions=TYPED),
        judged("AR", rationale=TYPED),
        agreed("above", rationale=TYPED, evidence_for=["AR-E1", "AR-E2"], decided_by=["AR"]),
        agreed("below", on="PY-1", evidence_for=["AR-E3"]),
        agreed("above", on="QX-1", evidence_for=["AR-E4"], dissent={"BK": TYPED}),
    ]
    report: list[Record] = [
        Conclusion(code="AR-C1", title=TYPED, text=TYPED),
        Recommendation(code="AR-R1", title=TYPED, text=TYPED, addressee=TYPED),
        Comment(code="AR-K1", text=TYPED, status="declined"),
    ]
    return a_review(*members, *who, *visit, *items, *levels, *report, **{"phase": 7, **terms})


def test_every_rule_can_be_broken() -> None:
    """Each of the seventeen rules finds something where everything is wrong."""
    assert sorted(RULES) == sorted({finding.rule for finding in check(broken())})


def test_rules_in_order() -> None:
    """There is one check for each rule, in the rules' order."""
    assert list(RULES) == [rule.__name__[:3].upper() for rule in CHECKS]


def test_nothing_to_report() -> None:
    """A new review breaks no rule."""
    assert check(a_review()) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_findings_hold_nothing_typed(language: str) -> None:
    """No finding says a name or anything that somebody typed."""
    said = [finding.text(translator(language)) for finding in check(broken())]

    assert not [text for text in said if SECRET in text]
    assert all(said)


def test_every_place_is_filled() -> None:
    """Every message has a value for each of its places, and no value that is not used."""
    for finding in check(broken()):
        places = {name for _, name, _, _ in string.Formatter().parse(finding.message) if name}
        assert places == set(finding.params)


def test_sorted_by_rule_kind_and_number() -> None:
    """Findings come by rule, then by kind, with AR-E2 before AR-E10."""
    found = [(one.rule, one.kind, one.code) for one in check(broken())]
    quotes = [code for rule, kind, code in found if (rule, kind) == ("R12", "evidence")]

    assert [rule for rule, _, _ in found] == sorted(rule for rule, _, _ in found)
    assert quotes == ["AR-E10"]
    assert found.index(("R01", "evidence", "AR-E2")) < found.index(("R01", "judgement", "PX-1/AR/before"))


def test_codes_sort_by_number() -> None:
    """A finding on AR-E9 stands before one on AR-E14."""
    nine, fourteen = (Finding("R01", "evidence", code, "x") for code in ("AR-E9", "AR-E14"))

    assert nine.order < fourteen.order


def test_override_without_finding() -> None:
    """An override of what nobody finds is harmless."""
    assert check(a_review(override("R03", "PX-1"))) == []


def test_override_of_another_rule() -> None:
    """An override counts for its own rule and record only."""
    data = a_review(agreed(), override("R03", "PX-1"), override("R04", "PY-1"))
    open_rules = {finding.rule for finding in unmet(check(data))}

    assert "R03" not in open_rules
    assert {"R01", "R04"} <= open_rules


def test_findings_for_one_record() -> None:
    """The findings on one record can be picked out."""
    found = findings_for(check(broken()), "conclusion", "AR-C1")

    assert {"conclusion"} == {finding.kind for finding in found}
    assert "R02" in {finding.rule for finding in found}


def test_labels_are_translated() -> None:
    """The title of a field within a finding is translated with it."""

    class Shouting:
        def gettext(self, message: str) -> str:
            return message.upper() if message == "Statement" else message

        def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
            return msgid1 if n == 1 else msgid2

    params = {"field": "Statement", "code": "AR-E1"}
    finding = Finding("R11", "evidence", "AR-E1", "“{field}” of {code}", params)

    assert finding.text(Shouting()) == "“STATEMENT” of AR-E1"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_benchmarks(path: Path) -> None:
    """Every rule runs with every shipped benchmark, whatever its scale and tiers."""
    benchmark = shipped_benchmark(path)
    pairs = zip(benchmark.indicators, benchmark.scale, strict=False)
    levels = [agreed(level.id, indicator.id) for indicator, level in pairs]
    found = check(a_review(*levels, benchmark=benchmark, phase=7))
    undecided = len(benchmark.indicators) - len(levels)
    needing = sum(level.open or level.needs_reason for level in benchmark.scale)

    assert undecided + needing == sum(finding.rule == "R08" for finding in found)
