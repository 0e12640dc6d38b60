"""The commands on records: what each stores, what it refuses, what programs read from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from peervisit.service import reviews
from tests.cli.ran import Peervisit

KINDS: dict[str, tuple[str, list[str], str, str, str]] = {
    "member": ("member", ["--code", "XY", "--roles", "rapporteur"], "XY", "city", "Turku"),
    "stakeholder": ("stakeholder", ["--role", "Mayor"], "AR-I01", "organisation", "City hall"),
    "document": ("document", ["--title", "Plan"], "AR-D01", "author", "City of Genoa"),
    "slot": ("slot", ["--day", "2026-05-13", "--focus", "GG-AMB-1"], "AR-S01", "room", "2.14"),
    "question": ("question", ["--text", "Who decides?"], "AR-Q01", "answer", "The council."),
    "interview": ("interview", ["--slot", "BK-S01"], "AR-N01", "notes", "They said:\nyes."),
    "evidence": ("evidence", ["--statement", "No budget."], "AR-E01", "page", "12"),
    "conclude": ("conclusion", ["--type", "challenge", "--text", "x"], "AR-C01", "title", "No budget"),
    "recommend": ("recommendation", ["--title", "T", "--text", "x"], "AR-R01", "addressee", "Council"),
    "practice": ("practice", ["--title", "One desk", "--text", "x"], "AR-G01", "conditions", "Staff."),
    "context": ("context", ["--text", "New law."], "AR-X01", "text", "A newer law."),
    "action": ("action", ["--owner", "Finance"], "AR-A01", "measure", "A budget line."),
    "comment": ("comment", ["--about", "AR-C01", "--text", "x"], "AR-K01", "reason", "Agreed."),
    "debrief": ("debrief", ["--code", "2026-05-12", "--notes", "x"], "2026-05-12", "tomorrow", "Ask again."),
    "self-assessment": (
        "self_assessment",
        ["--code", "GG-AMB-1", "--answer", "We do."],
        "GG-AMB-1",
        "level",
        "par",
    ),
}
"""Command to its kind, what is needed to add one, its code, and a field to edit with its value."""

SETS = {
    "member": ("conflicts", "GG-AMB-1=works there", "GG-AMB-1"),
    "stakeholder": ("indicators", "GG-AMB-1", "GG-AMB-1"),
    "document": ("indicators", "GG-AMB-1", "GG-AMB-1"),
    "slot": ("stakeholders", "BK-I01", "BK-I01"),
    "question": ("groups", "media", "media"),
    "interview": ("stakeholders", "BK-I01", "BK-I01"),
    "evidence": ("indicators", "gg-amb-2=contradicts", "GG-AMB-2"),
    "conclude": ("evidence", "BK-E01", "BK-E01"),
    "practice": ("evidence", "BK-E01", "BK-E01"),
}
"""Command to a set of its records, an entry as it is typed, and as it is kept."""


def stored(path: Path, kind: str, code: str) -> dict[str, Any]:
    """Return a record as the file holds it."""
    with reviews.open_review(path, read_only=True) as review:
        row = review.row(kind, code)

    assert row is not None
    return row


def digest(path: Path) -> str:
    """Return the digest of what the file holds."""
    with reviews.open_review(path, read_only=True) as review:
        return review.digest()


@pytest.mark.parametrize("name", KINDS)
def test_from_first_to_last(peervisit: Peervisit, heard: Path, name: str) -> None:
    """Each kind is added, listed, shown, edited, emptied, removed and brought back, and it is in the file."""
    kind, needed, code, field, value = KINDS[name]
    added = peervisit(name, "add", heard, *needed, "--as", "AR")

    assert (0, f"{code}\n", "") == (added.status, added.out, added.err)
    assert code == stored(heard, kind, code)["code"]

    listed = peervisit(name, "list", heard, "--json")

    assert (0, "") == (listed.status, listed.err)
    assert code in [row["code"] for row in listed.json]
    assert code in peervisit(name, "list", heard).out

    option = f"--{field.replace('_', '-')}"
    edited = peervisit(name, "edit", heard, code, option, value, "--as", "AR")

    assert (0, "", "1 value changed\n") == (edited.status, edited.out, edited.err)
    assert value == stored(heard, kind, code)[field]

    shown = peervisit(name, "show", heard, code)
    as_json = peervisit(name, "show", heard, code, "--json")

    assert (0, "") == (shown.status, shown.err)
    assert (kind, value) == (as_json.json["kind"], as_json.json[field])

    if field != "text":
        cleared = peervisit(name, "edit", heard, code, "--clear", field, "--as", "AR")

        assert 0 == cleared.status
        assert stored(heard, kind, code)[field] is None

    removed = peervisit(name, "remove", heard, code, "--as", "AR")

    assert 0 == removed.status
    assert code not in [row["code"] for row in peervisit(name, "list", heard, "--json").json]

    peervisit("undo", heard)

    assert code == stored(heard, kind, code)["code"]


@pytest.mark.parametrize("name", SETS)
def test_sets(peervisit: Peervisit, heard: Path, name: str) -> None:
    """An entry is put into a set and taken out, the rest of the set left as it is."""
    kind, needed, code, _field, _value = KINDS[name]
    field, entry, kept = SETS[name]
    peervisit(name, "add", heard, *needed, "--as", "AR")
    before = list(stored(heard, kind, code)[field])
    linked = peervisit(name, "link", heard, code, entry, "--field", field, "--as", "AR")

    assert 0 == linked.status
    assert kept in stored(heard, kind, code)[field]

    unlinked = peervisit(name, "unlink", heard, code, kept, "--field", field, "--as", "AR")

    assert 0 == unlinked.status
    assert [one for one in before if one != kept] == list(stored(heard, kind, code)[field])


@pytest.mark.parametrize("name", KINDS)
def test_no_such_code(peervisit: Peervisit, heard: Path, name: str) -> None:
    """A code that is not there is named, and nothing changes."""
    _kind, _needed, _code, field, value = KINDS[name]
    before = digest(heard)
    option = f"--{field.replace('_', '-')}"
    for arguments in (("show", "NO-1"), ("edit", "NO-1", option, value), ("remove", "NO-1")):
        verb, *rest = arguments
        who = () if verb == "show" else ("--as", "AR")
        ran = peervisit(name, verb, heard, *rest, *who)

        assert (1, "") == (ran.status, ran.out)
        assert "has the code 'NO-1'" in ran.complaint
    assert before == digest(heard)


@pytest.mark.parametrize("name", KINDS)
def test_twice(peervisit: Peervisit, heard: Path, name: str) -> None:
    """A code that is taken is not given again, and the record there stays as it is."""
    _kind, needed, code, _field, _value = KINDS[name]
    peervisit(name, "add", heard, *needed, "--as", "AR")
    before = digest(heard)
    given = needed if "--code" in needed else [*needed, "--code", code]
    ran = peervisit(name, "add", heard, *given, "--as", "AR")

    assert (1, "") == (ran.status, ran.out)
    assert f"{code}: exists already" in ran.complaint
    assert before == digest(heard)


@pytest.mark.parametrize(
    "name", [name for name in KINDS if name not in ("member", "debrief", "self-assessment")]
)
def test_nobody_writes(peervisit: Peervisit, heard: Path, name: str) -> None:
    """An entry needs an author; how to say who is said in one line."""
    ran = peervisit(name, "add", heard, *KINDS[name][1])

    assert (1, "") == (ran.status, ran.out)
    assert "--as MEMBER" in ran.complaint
    assert "peervisit use" in ran.complaint


def test_unknown_member(peervisit: Peervisit, heard: Path) -> None:
    """Initials that nobody has write nothing."""
    before = digest(heard)
    ran = peervisit("document", "add", heard, "--title", "Plan", "--as", "ZZ")

    assert (1, "") == (ran.status, ran.out)
    assert "no member has the initials 'ZZ'" in ran.complaint
    assert before == digest(heard)


def test_used_by(peervisit: Peervisit, heard: Path) -> None:
    """Once a copy is somebody's, entries are theirs without saying so."""
    assert 0 == peervisit("use", heard, "BK").status
    assert "BK-D01\n" == peervisit("document", "add", heard, "--title", "Plan").out
    assert 1 == peervisit("use", heard, "ZZ").status
    assert "BK-D02\n" == peervisit("document", "add", heard, "--title", "Plan").out


def test_terms(peervisit: Peervisit, visit: Path) -> None:
    """The terms of the review are shown and changed without naming a code."""
    assert 0 == peervisit("review", "edit", visit, "--phase", "3", "--mandate", "To learn.").status
    row = peervisit("review", "show", visit, "--json").json

    assert (3, "To learn.", "Genoa") == (row["phase"], row["mandate"], row["city"])
    assert 1 == peervisit("review", "edit", visit, "--phase", "12").status


def test_nothing_to_change(peervisit: Peervisit, heard: Path) -> None:
    """An edit without a field is refused; one that changes nothing says so and leaves no trace."""
    before = digest(heard)
    none = peervisit("evidence", "edit", heard, "BK-E01", "--as", "BK")
    same = peervisit("evidence", "edit", heard, "BK-E01", "--channel", "heard", "--as", "BK")

    assert (1, 0) == (none.status, same.status)
    assert "0 values changed\n" == same.err
    assert before == digest(heard)


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["evidence", "add", "--statement", "x", "--indicator", "NO-1"], "unknown indicator 'NO-1'"),
        (["evidence", "add", "--statement", "x", "--interview", "NO-N1"], "unknown interview 'NO-N1'"),
        (["evidence", "add", "--statement", "x", "--indicator", "GG-AMB-1=maybe"], "must be one of supports"),
        (["evidence", "add", "--statement", ""], "field 'statement' is empty"),
        (["evidence", "add", "--nature", "fact"], "field 'statement' is missing"),
        (["slot", "add", "--day", "12.5."], "field 'day' has not the right form"),
        (["slot", "add", "--number", "99999999999999999999"], "field 'number' has not the right form"),
        (["slot", "add", "--lead", "ZZ"], "unknown member 'ZZ'"),
        (["member", "add", "--code", "A.B", "--roles", "peer"], "field 'code' has not the right form"),
        (["member", "add", "--code", "XY", "--roles", "king"], "unknown role 'king'"),
        (["member", "add", "--code", "XY", "--conflicts", "GG-AMB-1"], "write CODE=TEXT"),
        (["self-assessment", "add", "--code", "NO-1", "--answer", "x"], "unknown indicator 'NO-1'"),
        (["self-assessment", "add", "--code", "GG-AMB-1", "--level", "best"], "unknown level 'best'"),
        (["context", "add", "--text", "x", "--factor", "weather"], "unknown factor 'weather'"),
        (["consensus", "add", "GG-AMB-1", "--level", "best"], "unknown level 'best'"),
        (["consensus", "add", "NO-1", "--level", "par"], "unknown indicator 'NO-1'"),
        (["judge", "GG-AMB-1", "best"], "unknown level 'best'"),
        (["judge", "NO-1", "par"], "unknown indicator 'NO-1'"),
        (["desk", "add", "NO-1", "--level", "par"], "unknown indicator 'NO-1'"),
        (["override", "R42", "GG-AMB-1", "--reason", "x"], "field 'rule' has not the right form"),
        (["override", "R03", "NO-1", "--reason", "x"], "nothing has the code 'NO-1'"),
        (["evidence", "edit", "BK-E01", "--clear", "colour"], "unknown field 'colour'"),
        (["evidence", "edit", "BK-E01", "--clear", "statement"], "field 'statement' is missing"),
        (["interview", "confirm", "NO-N1"], "no interview has the code 'NO-N1'"),
        (["stakeholder", "withdraw", "NO-I1"], "no stakeholder has the code 'NO-I1'"),
        (["evidence", "link", "BK-E01", "NO-1"], "unknown indicator 'NO-1'"),
        (["judge", "submit", "NO-1"], "unknown indicator"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else "",
)
def test_refused(peervisit: Peervisit, heard: Path, command: list[str], says: str) -> None:
    """What cannot be is refused in one line that names the field or the code, and nothing is written."""
    before = heard.read_bytes()
    first = 1 if command[0] in ("judge", "override") and command[1] != "submit" else 2
    ran = peervisit(*command[:first], heard, *command[first:], "--as", "AR")

    assert (1, "") == (ran.status, ran.out)
    assert says in ran.complaint
    assert before == heard.read_bytes()


def test_withdrawal(peervisit: Peervisit, heard: Path) -> None:
    """A withdrawal prints what is void, asks for a person, and says where to look; undo takes it back."""
    ran = peervisit("stakeholder", "withdraw", heard, "BK-I01", "--as", "AR")

    assert (3, "BK-E01\n") == (ran.status, ran.out)
    assert "1 item of evidence is void" in ran.complaint
    assert stored(heard, "stakeholder", "BK-I01")["withdrawn"]
    assert stored(heard, "evidence", "BK-E01")["withdrawn"]
    assert not stored(heard, "evidence", "BK-E02")["withdrawn"]

    assert 0 == peervisit("undo", heard).status
    assert not stored(heard, "evidence", "BK-E01")["withdrawn"]


def test_confirmation(peervisit: Peervisit, heard: Path) -> None:
    """Each of the pair confirms for themselves; nobody else does."""
    for who in ("AR", "BK"):
        assert 0 == peervisit("interview", "confirm", heard, "BK-N01", "--as", who).status
    ran = peervisit("interview", "confirm", heard, "BK-N01", "--as", "CD")

    assert 1 == ran.status
    assert "CD was not of the pair of BK-N01; AR, BK confirm it" in ran.complaint
    assert {"AR", "BK"} == stored(heard, "interview", "BK-N01")["confirmed"].keys()


def test_evidence_is_voided(peervisit: Peervisit, heard: Path) -> None:
    """A voided item stays on record as such."""
    command = ("evidence", "withdraw", heard, "BK-E01", "--reason", "said in error", "--as", "BK")

    assert 0 == peervisit(*command).status
    row = stored(heard, "evidence", "BK-E01")
    assert (1, "said in error") == (row["withdrawn"], row["withdrawn_reason"])
    assert "withdrawn" in peervisit("evidence", "list", heard).out


def test_levels(peervisit: Peervisit, heard: Path) -> None:
    """Levels are given sealed, handed in, given again after discussion, agreed, and listed with their gap."""
    peervisit("self-assessment", "add", heard, "--code", "GG-AMB-1", "--level", "above", "--as", "AR")
    for who, level in (("AR", "par"), ("BK", "below"), ("CD", "par")):
        assert "sealed" not in peervisit("judge", heard, "GG-AMB-1", level, "--as", who).err
        assert "sealed" in peervisit("judge", "list", heard, "--as", who).out
        assert 0 == peervisit("judge", "submit", heard, "--as", who).status
    again = peervisit("judge", heard, "GG-AMB-1", "par", "--round", "after", "--as", "BK")
    agreed = peervisit("consensus", "add", heard, "GG-AMB-1", "--level", "par", "--as", "AR")
    dissent = peervisit("consensus", "edit", heard, "GG-AMB-1", "--dissent", "BK=Below.", "--as", "BK")
    board = peervisit("consensus", "list", heard, "--as", "AR")

    assert ("GG-AMB-1/BK/after\n", "GG-AMB-1\n", 0) == (again.out, agreed.out, dissent.status)
    row = stored(heard, "consensus", "GG-AMB-1")
    assert ("par", {"BK": "Below."}) == (row["level"], row["dissent"])
    assert row["decided_on"]
    (line,) = board.out.splitlines()
    assert all(word in line for word in ("GG-AMB-1", "par", "AR●", "BK▼", "CD●", "-1"))
    assert [("GG-AMB-1", "par")] == [
        (one["code"], one["level"]) for one in peervisit("consensus", "list", heard, "--json").json
    ]


def test_conflict_of_interest(peervisit: Peervisit, heard: Path) -> None:
    """Who declared a conflict of interest does not judge that indicator (R16)."""
    peervisit("member", "edit", heard, "BK", "--conflicts", "GG-AMB-1=Jana Nowak is my sister")
    ran = peervisit("judge", heard, "GG-AMB-1", "par", "--as", "BK")

    assert (1, "") == (ran.status, ran.out)
    assert "R16" in ran.complaint
    assert "Nowak" not in ran.complaint


def test_set_aside(peervisit: Peervisit, heard: Path) -> None:
    """A rule set aside is no finding any more, and is listed with its reason where asked for."""
    peervisit("review", "edit", heard, "--phase", "7")
    peervisit("consensus", "add", heard, "GG-AMB-2", "--level", "par", "--as", "AR")
    strict = peervisit("check", heard, "--strict", "--rule", "R03")
    aside = peervisit("override", heard, "R03", "GG-AMB-2", "--reason", "Late.", "--as", "AR")
    after = peervisit("check", heard, "--strict", "--rule", "R03")

    assert (3, "R03/GG-AMB-2\n", 0) == (strict.status, aside.out, after.status)
    assert "" == after.out
    assert "set aside" in peervisit("check", heard, "--rule", "R03", "--all").out
    assert 0 == peervisit("check", heard, "--rule", "R03").status
    assert ["R03"] == [
        one["rule"] for one in peervisit("check", heard, "--all", "--rule", "R03", "--json").json
    ]
