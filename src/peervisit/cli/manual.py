"""The manual page, made from the commands themselves."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from peervisit import __version__
from peervisit.cli.commands import lowest
from peervisit.cli.overview import FIRST
from peervisit.cli.parsing import Command, Parser
from peervisit.i18n import N_, _

FILES = (
    ("NAME.peervisit", N_("a review: one SQLite file")),
    ("NAME.peervisit.backups", N_("its newest ten backups, each proven to open")),
)
EXIT = (
    ("0", N_("done")),
    ("1", N_("refused or failed; nothing was changed")),
    ("2", N_("wrong usage")),
    ("3", N_("done, and something needs a person: conflicts, rules not met")),
    ("130", N_("interrupted")),
)
ENVIRONMENT = (("PEERVISIT_LANGUAGE", N_("language of the interface: en, fr")),)


def manual() -> str:
    """Return the manual page as roff, for ``man``."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield f'.TH PEERVISIT 1 "" "peervisit {__version__}"'
    yield from _section(_("NAME"))
    purpose = _("peer review visits between cities: from benchmark to Word report")
    yield f"peervisit \\- {_text(purpose)}"
    yield from _section(_("SYNOPSIS"))
    file, word = _("FILE"), _("COMMAND")
    yield f".B peervisit\n[\\fI{file}\\fR]\n.br\n.B peervisit\n\\fI{word}\\fR ..."
    yield from _section(_("EXAMPLES"))
    yield from _terms((line, _(says)) for line, says in FIRST)
    yield from _section(_("COMMANDS"))
    for command in lowest():
        yield from _command(command)
    for title, terms in (
        (_("EXIT STATUS"), EXIT),
        (_("FILES"), FILES),
        (_("ENVIRONMENT"), ENVIRONMENT),
    ):
        yield from _section(title)
        yield from _terms((name, _(says)) for name, says in terms)


def _command(command: Command) -> Iterator[str]:
    parser = command.parser()
    yield f".SS {_text(command.name)}"
    yield _text(_(command.help))
    yield ".PP\n.nf"
    yield from (_text(f"peervisit {line}") for line in command.examples)
    yield ".fi"
    yield from _terms((_given(action), (action.help or "").replace("%%", "%")) for action in parser.given)


def _given(action: argparse.Action) -> str:
    """Return an argument or option as it is typed."""
    name = str(action.metavar or "")
    if not action.option_strings:
        return name
    return f"{', '.join(action.option_strings)} {name if action.nargs != 0 else ''}".strip()


def _terms(terms: Iterator[tuple[str, str]]) -> Iterator[str]:
    for name, says in terms:
        yield f".TP\n.B {_text(name)}\n{_text(says)}"


def _section(title: str) -> Iterator[str]:
    yield f".SH {_text(title)}"


def _text(text: str) -> str:
    """Return the text so that roff shows it as it is."""
    shown = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{shown}" if shown.startswith((".", "'")) else shown


def _nothing(parser: Parser) -> None:
    """Take no arguments."""


def _man(_parsed: argparse.Namespace) -> None:
    print(manual(), end="")


COMMANDS = {
    "man": Command(
        "man",
        N_("Print the manual page."),
        ("man | man -l -", "man > peervisit.1"),
        _nothing,
        _man,
    ),
}
