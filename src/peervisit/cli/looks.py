"""What every command that writes a Word file asks about its language and its looks."""

from __future__ import annotations

import argparse

from peervisit.cli import DONE, NEEDS_A_PERSON
from peervisit.cli.output import say
from peervisit.cli.parsing import Parser, one_of
from peervisit.i18n import _


def edition_argument(parser: Parser, usual: str) -> None:
    """Ask for whom it is; ``usual`` is the edition when nothing is said."""
    said = {"host": _("for whom: host or team (host)"), "team": _("for whom: host or team (team)")}
    parser.add_argument(
        "--edition", default=usual, type=one_of("host", "team"), metavar="EDITION", help=said[usual]
    )


def language_argument(parser: Parser) -> None:
    """Ask for the language."""
    parser.add_argument("--language", metavar="CODE", help=_("en or fr; the review's own if left out"))


def paper_arguments(parser: Parser) -> None:
    """Ask for the size of the paper, or for a template, which has its own."""
    paper = parser.add_mutually_exclusive_group()
    paper.add_argument(
        "--paper",
        default="a4",
        type=one_of("a4", "letter", "A4", "Letter"),
        metavar="PAPER",
        help=_("A4 or Letter (A4)"),
    )
    paper.add_argument(
        "--template", metavar="T.dotx", help=_("your own Word template or document; see 'template check'")
    )


def pdf_argument(parser: Parser) -> None:
    """Ask whether a PDF is wanted too."""
    parser.add_argument("--pdf", action="store_true", help=_("as PDF too, made by LibreOffice"))


def told(parsed: argparse.Namespace, lines: tuple[str, ...] | list[str], *, settled: bool) -> int:
    """Say what was written and counted; return the exit status: 3 where something needs a person."""
    say(_("written and checked: {file}").format(file=parsed.out))
    for line in lines:
        say(f"  {line}")
    return DONE if settled else NEEDS_A_PERSON
