"""Commands of the evening: what is thin, who was not heard, and the debrief of a day."""

from __future__ import annotations

import argparse

from peervisit.cli.opening import reading
from peervisit.cli.output import as_json, table
from peervisit.cli.parsing import Command, Parser, file_argument
from peervisit.i18n import N_, _


def _coverage_arguments(parser: Parser) -> None:
    file_argument(parser, json=True)
    parser.add_argument(
        "--thin", action="store_true", help=_("only the indicators whose evidence does not suffice yet")
    )


def _coverage(parsed: argparse.Namespace) -> None:
    from peervisit.service import coverage

    with reading(parsed) as review:
        found = coverage.coverage(review)
    if parsed.json:
        as_json(coverage.as_data(found, thin=parsed.thin))
        return
    table(coverage.table_rows(found, thin=parsed.thin))
    print()
    for line in coverage.voices_lines(found):
        print(line)


def _tonight_arguments(parser: Parser) -> None:
    file_argument(parser, json=True)
    parser.add_argument(
        "day", nargs="?", metavar="DAY", help=_("such as 2026-05-12; without it the latest day of the visit")
    )


def _tonight(parsed: argparse.Namespace) -> None:
    from peervisit.service import debriefing

    with reading(parsed) as review:
        told = debriefing.debriefing(review, parsed.day)
    if parsed.json:
        as_json(debriefing.as_data(told))
        return
    for line in debriefing.lines(told):
        print(line)


COMMANDS = {
    "coverage": Command(
        "coverage",
        N_("What is known on each indicator from whom, thin first, and who was not heard yet."),
        ("coverage visit.peervisit --thin", "coverage visit.peervisit --json"),
        _coverage_arguments,
        _coverage,
    ),
    "tonight": Command(
        "tonight",
        N_("The debrief of a day: what is new, what contradicts, what is thin, and tomorrow."),
        ("tonight visit.peervisit", "tonight visit.peervisit 2026-05-12"),
        _tonight_arguments,
        _tonight,
    ),
}
