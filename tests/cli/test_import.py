"""Importing what other programs, and other people, write: all of it, or one line that says what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from peervisit.model.kinds import KINDS, fields_of
from peervisit.service import reviews
from tests.cli.ran import Peervisit

GOOD = '{"kind": "document", "code": "AR-D01", "title": "Plan"}'
DEEP = "[" * 100_000 + "]" * 100_000

BAD: dict[str, tuple[str, str]] = {
    "cut off": ('{"kind": "document", "title": "Pl', "is not JSON"),
    "no JSON": ("Annual report 2025", "is not JSON"),
    "a list": ('["document"]', "is not a JSON object"),
    "a number": ("5", "is not a JSON object"),
    "null": ("null", "is not a JSON object"),
    "two objects": (f"{GOOD} {GOOD}", "is not JSON"),
    "huge nesting": ('{"kind": ' + DEEP + "}", "is not JSON"),
    "NaN": ('{"kind": "slot", "number": NaN}', "is not JSON"),
    "infinity": ('{"kind": "slot", "number": -Infinity}', "is not JSON"),
    "a number too large": (
        '{"kind": "slot", "number": 1e999}',
        "slot AR-S01: field 'number' has not the right form",
    ),
    "a long number": (
        '{"kind": "slot", "number": 1' + "0" * 30 + "}",
        "field 'number' has not the right form",
    ),
    "endless digits": ('{"kind": "slot", "number": ' + "9" * 5000 + "}", "is not JSON"),
    "no kind": ('{"title": "Plan"}', "unknown kind; there are review, benchmark, member"),
    "unknown kind": ('{"kind": "gossip"}', "unknown kind; there are"),
    "kind of a wrong type": ('{"kind": ["document"]}', "unknown kind; there are"),
    "unknown field": ('{"kind": "document", "titel": "Plan"}', "document: unknown field 'titel'"),
    "a field twice": ('{"kind": "document", "title": "A", "title": "B"}', "gives a field twice"),
    "an entry twice": (
        '{"kind": "consensus", "code": "GG-AMB-1", "dissent": {"AR": "Below.", "AR": "Above."}}',
        "gives a field twice",
    ),
    "code of a wrong type": (
        '{"kind": "document", "code": 5, "title": "A"}',
        "field 'code' has not the right form",
    ),
    "code empty": ('{"kind": "document", "code": " ", "title": "A"}', "field 'code' has not the right form"),
    "code too long": (
        json.dumps({"kind": "document", "code": "X" * 200, "title": "A"}),
        "field 'code' has not the right form",
    ),
    "wrong type": ('{"kind": "document", "title": ["Plan"]}', "field 'title' has not the right form"),
    "wrong word": (
        '{"kind": "document", "status": "lost"}',
        "field 'status' must be one of wanted, promised",
    ),
    "missing": ('{"kind": "evidence", "nature": "fact"}', "field 'statement' is missing"),
    "blank": ('{"kind": "evidence", "statement": " \\n "}', "field 'statement' is empty"),
    "nothing": ('{"kind": "document", "code": "AR-D07"}', "nothing to keep"),
    "unknown indicator": (
        '{"kind": "consensus", "code": "NO-1", "level": "par"}',
        "unknown indicator 'NO-1'",
    ),
    "unknown level": ('{"kind": "consensus", "code": "GG-AMB-1", "level": "best"}', "unknown level 'best'"),
    "unknown member": ('{"kind": "slot", "lead": "ZZ"}', "field 'lead' names an unknown member 'ZZ'"),
    "unknown code": (
        '{"kind": "evidence", "statement": "x", "interview": "NO-N1"}',
        "field 'interview' names an unknown interview 'NO-N1'",
    ),
    "unknown indicator in a set": (
        '{"kind": "evidence", "statement": "x", "indicators": {"NO-1": "supports"}}',
        "field 'indicators' names an unknown indicator 'NO-1'",
    ),
    "impossible day": ('{"kind": "slot", "day": "2026-02-30"}', "field 'day' has not the right form"),
    "impossible hour": ('{"kind": "slot", "start": "25:00"}', "field 'start' has not the right form"),
    "wrong code for its fields": (
        '{"kind": "judgement", "code": "X", "indicator": "GG-AMB-1", "member": "AR"}',
        "judgement: the code must be 'GG-AMB-1/AR/before'",
    ),
    "no code that has a meaning": ('{"kind": "member", "city": "Porto"}', "member: a code is needed"),
    "a benchmark that is none": (
        '{"kind": "benchmark", "code": "x", "version": "1", "content": "[]"}',
        "the content is not a benchmark",
    ),
    "a benchmark without content": (
        '{"kind": "benchmark", "code": "x", "version": "1", "content": "{}"}',
        "the content is not a benchmark",
    ),
    "a benchmark of a wrong type": (
        '{"kind": "benchmark", "code": "x", "version": "1", "content": 5}',
        "the content is not a benchmark",
    ),
}
"""A line that is refused, and what is said of it, by what is wrong with it."""


@pytest.mark.parametrize("wrong", BAD)
@pytest.mark.parametrize("piped", [False, True], ids=["file", "stdin"])
def test_bad_line(peervisit: Peervisit, visit: Path, tmp_path: Path, wrong: str, piped: bool) -> None:
    """A bad line is named with its number and the reason, in one line, and nothing of the file is kept."""
    line, says = BAD[wrong]
    content = f"{GOOD}\n\n{line}\n{GOOD}\n".encode()
    before = peervisit("digest", visit).out
    if piped:
        ran = peervisit("import", visit, "-", "--as", "AR", stdin=content)
    else:
        (tmp_path / "records.jsonl").write_bytes(content)
        ran = peervisit("import", visit, tmp_path / "records.jsonl", "--as", "AR")

    assert (1, "") == (ran.status, ran.out)
    assert ran.complaint.startswith("peervisit: line 3: ")
    assert says in ran.complaint
    assert before == peervisit("digest", visit).out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (GOOD.encode("utf-16"), "line 1: is not UTF-8 text"),
        (
            f"{GOOD}\n".encode() + '{"kind": "document", "title": "Köln"}'.encode("latin-1"),
            "line 2: is not UTF-8 text",
        ),
        (b"\xff\xfe\x00", "line 1: is not UTF-8 text"),
        (b"PK\x03\x04\x00\x00", "line 1: "),
    ],
)
def test_not_utf8(peervisit: Peervisit, visit: Path, content: bytes, says: str) -> None:
    """A file in another encoding is refused, not guessed at."""
    ran = peervisit("import", visit, "-", "--as", "AR", stdin=content)

    assert 1 == ran.status
    assert says in ran.complaint
    assert [] == peervisit("document", "list", visit, "--json").json


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode(),
        b"\xef\xbb\xbf" + GOOD.encode() + b"\r\n\r\n",
        b"\n \n\t\n" + GOOD.encode() + b"\n\n",
        GOOD.replace(" ", "\t").encode() + b"\n",
    ],
    ids=["no last line end", "BOM and CRLF", "empty lines", "tabs"],
)
def test_good_file(peervisit: Peervisit, visit: Path, content: bytes) -> None:
    """Marks and line ends that editors leave are no mistake."""
    ran = peervisit("import", visit, "-", "--as", "AR", stdin=content)

    assert (0, "") == (ran.status, ran.out)
    assert "1 record taken in" in ran.err
    assert ["Plan"] == [row["title"] for row in peervisit("document", "list", visit, "--json").json]


def test_empty_file(peervisit: Peervisit, visit: Path) -> None:
    """A file without records changes nothing, and says so."""
    before = peervisit("digest", visit).out
    ran = peervisit("import", visit, "-", "--as", "AR", stdin=b"\n\n")

    assert 0 == ran.status
    assert "0 records taken in" in ran.err
    assert before == peervisit("digest", visit).out


def test_no_file(peervisit: Peervisit, visit: Path, tmp_path: Path) -> None:
    """A file of records that is not there, or a folder, is named."""
    for source in (tmp_path / "none.jsonl", tmp_path):
        ran = peervisit("import", visit, source, "--as", "AR")

        assert 1 == ran.status
        assert f"{source.name}: cannot be read" in ran.complaint


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "benchmark"])
def test_unknown_field_of_each_kind(peervisit: Peervisit, visit: Path, kind: str) -> None:
    """Each kind refuses a field that it does not have, by name."""
    given = {name: "x" for name, spec in fields_of(kind).items() if spec.required}
    line = json.dumps({"kind": kind, "code": "GG-AMB-1", **given, "colour": "red"})
    ran = peervisit("import", visit, "-", "--as", "AR", stdin=line.encode())

    assert 1 == ran.status
    assert ran.complaint.endswith(f"{kind}: unknown field 'colour'")


def test_records_that_name_each_other(peervisit: Peervisit, visit: Path) -> None:
    """Records may name ones that stand further down."""
    lines = [
        '{"kind": "recommendation", "code": "AR-R01", "title": "T", "text": "x", "conclusions": ["AR-C01"]}',
        '{"kind": "conclusion", "code": "AR-C01", "type": "strength", "text": "x", "evidence": ["AR-E01"]}',
        '{"kind": "evidence", "code": "AR-E01", "statement": "x", "document": "AR-D01"}',
        GOOD,
    ]
    ran = peervisit("import", visit, "-", "--as", "AR", stdin="\n".join(lines).encode())

    assert 0 == ran.status
    assert ["AR-C01"] == peervisit("recommend", "show", visit, "AR-R01", "--json").json["conclusions"]


def test_as_whom(peervisit: Peervisit, visit: Path) -> None:
    """Entries belong to the member named, who may come with the file; anybody else is refused."""
    refused = peervisit("import", visit, "-", "--as", "ZZ", stdin=GOOD.encode())
    brought = (
        '{"kind": "member", "code": "ZZ", "roles": ["rapporteur"]}\n{"kind": "document", "title": "Plan"}\n'
    )
    taken = peervisit("import", visit, "-", "--as", "ZZ", stdin=brought.encode())
    (entry,) = peervisit("history", visit, "ZZ-D01", "--json").json

    assert 1 == refused.status
    assert "no member has the initials 'ZZ'" in refused.complaint
    assert 0 == taken.status
    assert ("ZZ", "Plan") == (entry["author"], entry["after"])


def test_a_code_is_made_up_after_those_there(peervisit: Peervisit, visit: Path) -> None:
    """A record without a code gets the next free one, also among those of the same file."""
    lines = f'{GOOD}\n{{"kind": "document", "title": "A"}}\n{{"kind": "document", "title": "B"}}'
    peervisit("import", visit, "-", "--as", "AR", stdin=lines.encode())

    assert ["AR-D01", "AR-D02", "AR-D03"] == [
        row["code"] for row in peervisit("document", "list", visit, "--json").json
    ]


def test_changes_only_what_is_given(peervisit: Peervisit, visit: Path) -> None:
    """A record that is there gets the fields given; a set is given whole; null empties a field."""
    full = (
        '{"kind": "document", "code": "AR-D01", "title": "A", "author": "City", "indicators": ["GG-AMB-1"]}'
    )
    some = '{"kind": "document", "code": "AR-D01", "author": null, "indicators": ["GG-AMB-2"]}'
    for line in (full, some):
        assert 0 == peervisit("import", visit, "-", "--as", "AR", stdin=line.encode()).status
    row = peervisit("document", "show", visit, "AR-D01", "--json").json

    assert ("A", None, ["GG-AMB-2"]) == (row["title"], row["author"], row["indicators"])


def test_names_stay_out_of_messages(peervisit: Peervisit, visit: Path) -> None:
    """A name where a code belongs is not repeated."""
    for line in (
        '{"kind": "slot", "lead": "Jana Nowak"}',
        '{"kind": "slot", "stakeholders": ["Jana Nowak"]}',
        '{"kind": "document", "Jana Nowak": "x"}',
        '{"kind": "Jana Nowak"}',
        '{"kind": "consensus", "code": "Jana Nowak", "level": "par"}',
        '{"kind": "document", "code": "Jana Nowak", "status": "x"}',
        '{"kind": "evidence", "statement": "x", "nature": "Jana Nowak"}',
        '{"kind": "evidence", "statement": "x", "_conflicts": {"Jana Nowak": ["a"]}}',
    ):
        ran = peervisit("import", visit, "-", "--as", "AR", stdin=line.encode())

        assert 1 == ran.status
        assert "Nowak" not in ran.complaint


def test_one_megabyte(peervisit: Peervisit, visit: Path) -> None:
    """A megabyte of text is kept to the last character."""
    text = "Ein sehr langes Gespräch. " * 40_000 + "Ende"
    line = json.dumps({"kind": "evidence", "statement": text})
    ran = peervisit("import", visit, "-", "--as", "AR", stdin=line.encode())
    with reviews.open_review(visit, read_only=True) as review:
        (row,) = review.rows("evidence").values()

    assert 0 == ran.status
    assert text == row["statement"]


def test_with_conflicts(peervisit: Peervisit, visit: Path) -> None:
    """Conflicts that come with the file are open here too, and ask for a person."""
    line = '{"kind": "document", "code": "AR-D01", "title": "A", "_conflicts": {"title": ["A", "B"]}}'
    ran = peervisit("import", visit, "-", "--as", "AR", stdin=line.encode())
    found = peervisit("conflicts", visit, "--json")

    assert (3, 3) == (ran.status, found.status)
    assert ["A", "B"] == sorted(version["value"] for version in found.json[0]["versions"])


def test_undone(peervisit: Peervisit, visit: Path) -> None:
    """One undo takes back an import whole, one redo brings it back."""
    lines = "\n".join(f'{{"kind": "document", "title": "Plan {n}"}}' for n in range(30))
    before = peervisit("digest", visit).out
    peervisit("import", visit, "-", "--as", "AR", stdin=lines.encode())
    after = peervisit("digest", visit).out
    undone = peervisit("undo", visit)
    between = peervisit("digest", visit).out
    peervisit("undo", visit, "--redo")

    assert 0 == undone.status
    assert before == between
    assert after == peervisit("digest", visit).out
