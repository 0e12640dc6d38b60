"""What people type: any text is kept, nothing of it acts on a terminal, no name comes back in an error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from peervisit.service import reviews
from tests.cli.ran import Peervisit


def stored(path: Path, kind: str, code: str) -> dict[str, Any]:
    """Return a record as the file holds it."""
    with reviews.open_review(path, read_only=True) as review:
        row = review.row(kind, code)

    assert row is not None
    return row


NAME = "Jana Nowak"


@pytest.mark.parametrize(
    "command",
    [
        ["evidence", "add", "--statement", "x", "--stakeholder", NAME],
        ["evidence", "add", "--statement", "x", "--interview", NAME],
        ["slot", "add", "--lead", NAME],
        ["document", "show", NAME],
        ["stakeholder", "edit", NAME, "--role", "x"],
        ["stakeholder", "withdraw", NAME],
        ["interview", "confirm", NAME],
        ["judge", NAME, "par"],
        ["judge", "GG-AMB-1", NAME],
        ["judge", "submit", NAME],
        ["consensus", "add", NAME, "--level", "par"],
        ["override", NAME, "GG-AMB-1", "--reason", "x"],
        ["override", "R03", NAME, "--reason", "x"],
        ["show", NAME],
        ["history", NAME],
        ["use", NAME],
        ["evidence", "link", "BK-E01", NAME],
        ["evidence", "edit", "BK-E01", "--clear", NAME],
        ["member", "add", "--code", NAME, "--roles", "peer"],
        ["self-assessment", "add", "--code", NAME, "--answer", "x"],
    ],
    ids=" ".join,
)
def test_names_stay_out_of_messages(peervisit: Peervisit, heard: Path, command: list[str]) -> None:
    """A name where a code belongs is not repeated on the screen, where anybody may read it."""
    first = (
        1 if command[0] in ("judge", "override", "show", "history", "use") and command[1] != "submit" else 2
    )
    looks = command[0] in ("use",) or "show" in command
    ran = peervisit(*command[:first], heard, *command[first:], *(() if looks else ("--as", "AR")))

    assert (1, "") == (ran.status, ran.out)
    assert "Nowak" not in ran.complaint


TEXTS = {
    "control characters": "\x1b[31mred\x07\x00",
    "markup": "He said [the mayor] agreed [/] [@click=x]",
    "right to left": "مدينة \u202eabc\u202c ירושלים",
    "emoji": "👩‍👩‍👧 🏳️‍🌈",
    "separators": "one\u2028two\x85three\r\nfour\rfive",
    "decomposed": "cafe\u0301",
    "a formula": "=HYPERLINK('x')",
    "json": '{"kind": "evidence"}',
    "one megabyte": "Ein langes Gespräch. " * 50_000 + "Ende",
}


@pytest.mark.parametrize("name", TEXTS)
def test_texts(peervisit: Peervisit, heard: Path, name: str) -> None:
    """Any text on standard input is kept readable, and never acts on the terminal."""
    text = TEXTS[name]
    added = peervisit("evidence", "add", heard, "--statement", "-", "--as", "BK", stdin=text.encode())
    code = added.out.strip()
    kept = stored(heard, "evidence", code)["statement"]
    outputs = [
        peervisit("evidence", verb, heard, *more).out for verb, *more in (("list",), ("show", code))
    ] + [peervisit("history", heard, code).out, peervisit("show", heard, code).out]

    assert 0 == added.status
    assert len(kept) >= len(text) - 5
    assert not any(char in output for output in outputs for char in "\x1b\x07\x00\x85\u2028\r")
    if name in ("markup", "emoji", "right to left", "one megabyte"):
        assert text == kept


@pytest.mark.parametrize("option", ["--statement", "--code", "--page", "--remarks"])
def test_bytes_that_are_no_text(peervisit: Peervisit, heard: Path, option: str) -> None:
    """An argument of any bytes, half a surrogate pair included, is kept as something that can be read."""
    needed = () if option == "--statement" else ("--statement", "x")
    ran = peervisit("evidence", "add", heard, *needed, option, "a\udce9\ud800b", "--as", "BK")
    told = peervisit("evidence", "list", heard)
    exported = peervisit("export", heard, "-")

    assert (0, 0, 0) == (ran.status, told.status, exported.status)
    assert json.loads(exported.out.splitlines()[-1])
    assert "\ufffd" in exported.out


def test_a_code_that_would_act_on_the_terminal(peervisit: Peervisit, heard: Path) -> None:
    """Control characters in a code are shown, not obeyed."""
    ran = peervisit("document", "add", heard, "--code", "D\x1b[31m\n1", "--title", "x", "--as", "AR")

    assert 0 == ran.status
    assert "D␛[31m 1\n" == ran.out
    assert "D␛[31m 1" == stored(heard, "document", "D␛[31m 1")["code"]


def test_truth_values_for_programs(peervisit: Peervisit, heard: Path) -> None:
    """A program reads true and false where the export has them, not 1 and 0."""
    code = peervisit("evidence", "add", heard, "--statement", "x", "--quote", "--as", "AR").out.strip()

    shown = peervisit("evidence", "show", heard, code, "--json").json

    assert shown["quote"] is True
