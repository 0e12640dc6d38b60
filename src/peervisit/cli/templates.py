"""Commands on templates: look at somebody's own, and make one to begin with."""

from __future__ import annotations

import argparse
from pathlib import Path

from peervisit.cli.output import as_json, say
from peervisit.cli.parsing import Command, Group, Parser, one_of
from peervisit.i18n import N_, _, current


def _check_arguments(parser: Parser) -> None:
    parser.add_argument("template", metavar="T.dotx", help=_("a Word template or document"))
    parser.add_argument("--json", action="store_true", help=_("as JSON, for programs"))


def _check(parsed: argparse.Namespace) -> int:
    from peervisit.service import templates

    found = templates.check(Path(parsed.template))
    if parsed.json:
        as_json(found.data)
    else:
        for line in found.lines:
            print(line)
    return 0 if found.settled else 3


def _make_arguments(parser: Parser) -> None:
    parser.add_argument("out", metavar="OUT.dotx", help=_("file to write; .docx works too"))
    parser.add_argument("--language", metavar="CODE", help=_("en or fr; that of the interface if left out"))
    parser.add_argument(
        "--paper",
        default="a4",
        type=one_of("a4", "letter", "A4", "Letter"),
        metavar="PAPER",
        help=_("A4 or Letter (A4)"),
    )


def _make(parsed: argparse.Namespace) -> None:
    from peervisit.service import templates

    templates.make(Path(parsed.out), language=parsed.language or current(), paper=parsed.paper.lower())
    say(
        _("written: {file}; change its styles, pages and words in Word, then check it").format(
            file=parsed.out
        )
    )


COMMANDS: dict[str, Command | Group] = {
    "template": Group(
        "template",
        N_("Templates of your own for the report: look at one, or make one to begin with."),
        (
            Command(
                "template check",
                N_("Say what a template has, what it lacks, and how a report on it will look."),
                ("template check city.dotx", "template check city.dotx --json"),
                _check_arguments,
                _check,
            ),
            Command(
                "template make",
                N_("Write a template with every style and placeholder, to change in Word."),
                ("template make city.dotx", "template make city.dotx --language fr"),
                _make_arguments,
                _make,
            ),
        ),
    ),
}
