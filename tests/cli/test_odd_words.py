"""What another copy sent uncleaned: no command hands it to the terminal, and none stops at it."""

from __future__ import annotations

import io
from pathlib import Path
from unicodedata import category

import pytest

from peervisit.cli.output import table
from peervisit.cli.streams import PlainStream
from peervisit.service import reviews
from tests.cli.ran import Peervisit

ACTING = "\x1b]52;c;ZXZpbA==\x07\x1b[2J\x9b31m\x00\x7f a\u202eb\u202c\u2066c\u2069"
COMMANDS = (
    "evidence list F", "stakeholder list F", "show F BK-E01", "show F BK-I01", "show F", "show F GG-AMB-1",
    "history F", "check F", "tonight F", "coverage F", "search F ZXZpbA",
)  # fmt: skip


@pytest.fixture
def sent(heard: Path) -> Path:
    """Return a review into which another copy sent what no copy lets anybody enter."""
    with reviews.open_review(heard, member="BK") as review, review.transaction() as log:
        log.record("evidence", "BK-E01", [("statement", ACTING), ("remarks", ACTING), ("channel", ACTING)])
        log.record("stakeholder", "BK-I01", [("name", ACTING), ("role", ACTING), ("contact", ACTING)])
        for kind in ("stakeholder", "evidence", "conclusion"):
            log.record(
                kind, f"BK-{ACTING}", [("remarks", "Jana Nowak said so."), ("text", "x"), ("title", "x")]
            )
        log.record(ACTING, ACTING, [(ACTING, ACTING)])
    return heard


def test_no_command_prints_what_a_terminal_acts_on(peervisit: Peervisit, sent: Path) -> None:
    """Plain or as JSON, no control is printed, and each command does its work."""
    for command in COMMANDS:
        arguments = [sent if word == "F" else word for word in command.split()]
        for more in ([], ["--json"]):
            ran = peervisit(*arguments, *more)

            assert 0 == ran.status, (command, ran.err)
            assert set() == {char for char in ran.out + ran.err if category(char) == "Cc"} - {"\n"}, command


def test_json_keeps_every_character(peervisit: Peervisit, sent: Path) -> None:
    """A program that reads the JSON gets what is stored."""
    listed = {row["code"]: row for row in peervisit("evidence", "list", sent, "--json").json}

    assert ACTING == listed["BK-E01"]["statement"]


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_no_sign_that_turns_a_line_around() -> None:
    """In a terminal what is read is what is there; a pipe gets what is stored."""
    screen, pipe = _Screen(), io.StringIO()
    for stream in (screen, pipe):
        print("invoice\u202efdp.exe \u2067فاطمة\u2069", file=PlainStream(stream), end="")

    assert "invoicefdp.exe فاطمة" == screen.getvalue()
    assert "invoice\u202efdp.exe \u2067فاطمة\u2069" == pipe.getvalue()


def test_the_rules_as_json(peervisit: Peervisit, visit: Path) -> None:
    """What the rules are can be read by a program too."""
    rules = peervisit("check", visit, "--list", "--json").json

    assert [f"R{number:02}" for number in range(1, 18)] == [rule["rule"] for rule in rules]


def test_columns_stand_below_each_other_in_every_script(capsys: pytest.CaptureFixture[str]) -> None:
    """Wide letters take two cells, and marks none."""
    table([("東京", "a"), ("cafe\u0301", "b"), ("Porto", "c")])

    assert ["東京   a", "cafe\u0301   b", "Porto  c"] == capsys.readouterr().out.splitlines()
