"""Word forms: making one, and taking in what came back."""

from __future__ import annotations

import argparse
from pathlib import Path

from peervisit.cli.opening import writing
from peervisit.cli.output import say
from peervisit.cli.parsing import Command, Group, Parser, file_argument, one_of
from peervisit.i18n import N_, _

_FORMS = ("self-assessment", "desk-review", "comments", "response")


def _form_arguments(parser: Parser) -> None:
    file_argument(parser, member=True)
    parser.add_argument("form", type=one_of(*_FORMS), metavar="FORM", help=", ".join(_FORMS))
    parser.add_argument("out", metavar="OUT.docx", help=_("file to write"))
    parser.add_argument("--member", dest="peer", metavar="MEMBER", help=_("for a desk review: for whom"))
    parser.add_argument("--language", metavar="CODE", help=_("en or fr; the review's own if left out"))
    parser.add_argument("--due", metavar="DAY", help=_("back by this day; from the terms if left out"))


def _form(parsed: argparse.Namespace) -> None:
    from peervisit.service import forms

    with writing(parsed) as review:
        code = forms.make_form(
            review,
            parsed.form,
            Path(parsed.out),
            member=parsed.peer,
            language=parsed.language,
            due_on=parsed.due,
        )
    say(_("written: {file}, form {code}").format(file=parsed.out, code=code))


COMMANDS: dict[str, Command | Group] = {
    "form": Command(
        "form",
        N_("Make a Word form that comes back: for the host, or for a peer's desk review."),
        (
            "form visit.peervisit self-assessment for-the-city.docx --language fr",
            "form visit.peervisit desk-review for-jn.docx --member JN",
            "form visit.peervisit comments comments.docx --due 2026-06-30",
            "form visit.peervisit response response.docx",
        ),
        _form_arguments,
        _form,
    ),
}
