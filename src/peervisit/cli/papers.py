"""Commands for people who like paper: handout, interview guide, programme, evidence log."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from peervisit.cli.looks import edition_argument, language_argument, paper_arguments, pdf_argument, told
from peervisit.cli.opening import reading
from peervisit.cli.output import say
from peervisit.cli.parsing import Command, Group, Parser, file_argument
from peervisit.i18n import N_, _


def _arguments(kind: str) -> Callable[[Parser], None]:
    def add(parser: Parser) -> None:
        file_argument(parser)
        if kind == "guide":
            parser.add_argument("slot", metavar="SLOT", help=_("code of a slot of the programme"))
        parser.add_argument("out", metavar="OUT.docx", help=_("file to write"))
        if kind in ("programme", "evidence-log"):
            edition_argument(parser, "team")
        language_argument(parser)
        paper_arguments(parser)
        pdf_argument(parser)

    return add


def _write(kind: str) -> Callable[[argparse.Namespace], int]:
    def write(parsed: argparse.Namespace) -> int:
        from peervisit.service import papers

        with reading(parsed) as review:
            written = papers.write_paper(
                review,
                kind,
                Path(parsed.out),
                slot=getattr(parsed, "slot", None),
                edition=getattr(parsed, "edition", None),
                language=parsed.language,
                paper=parsed.paper.lower(),
                template=Path(parsed.template) if parsed.template else None,
                pdf=parsed.pdf,
                tell=say,
            )
        return told(parsed, written.lines, settled=written.settled)

    return write


_SAYS = {
    "handout": (
        N_("Write the handout for the feedback meeting: levels, findings, first recommendations."),
        (
            "handout visit.peervisit handout.docx",
            "handout visit.peervisit handout.docx --template city.dotx --pdf",
        ),
    ),
    "guide": (
        N_("Write the guide for one interview: whom, when, what is known, what to ask, room for notes."),
        ("guide visit.peervisit AR-S03 guide.docx",),
    ),
    "programme": (
        N_("Write the programme of the visit for printing."),
        (
            "programme visit.peervisit programme.docx",
            "programme visit.peervisit for-the-host.docx --edition host",
        ),
    ),
    "evidence-log": (
        N_("Write the evidence with its sources for printing."),
        ("evidence-log visit.peervisit evidence.docx",),
    ),
}

COMMANDS: dict[str, Command | Group] = {
    name: Command(name, says, examples, _arguments(name), _write(name))
    for name, (says, examples) in _SAYS.items()
}
