"""Arguments: argparse with examples first in the help, in the language of the interface."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from peervisit.i18n import N_, _, ngettext

Run = Callable[[argparse.Namespace], int | None]

# argparse takes its own words from the module's gettext; ours knows them in every language we have.
argparse._ = _  # type: ignore[attr-defined]
ARGPARSE_WORDS = (
    N_("the following arguments are required: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("one of the arguments %s is required"),
    N_("not allowed with argument %s"),
)

_FILES = {"FILE", "PACK", "RECORDS.jsonl", "BACKUP", "INVITATION", "OUT.jsonl"}
"""Arguments that name one file, never a folder."""


class Parser(argparse.ArgumentParser):
    """A parser whose help begins with examples, and whose errors are one line."""

    def __init__(self, name: str, help: str, examples: Sequence[str] = ()) -> None:
        super().__init__(prog=f"peervisit {name}", add_help=False, allow_abbrev=False)
        self._says, self._examples = help, examples
        self.add_argument("-h", "--help", action="store_true", help=argparse.SUPPRESS)

    @property
    def options(self) -> set[str]:
        """Return every option, as it is typed."""
        return {option for action in self._actions for option in action.option_strings}

    @property
    def given(self) -> list[argparse.Action]:
        """Return every argument and option that the help explains, in order."""
        return [action for action in self._actions if action.help is not argparse.SUPPRESS]

    def format_help(self) -> str:
        """Return examples, usage, and what each argument means."""
        lines = [_(self._says), ""]
        if self._examples:
            lines += [_("Examples"), *(f"  peervisit {line}" for line in self._examples), ""]
        formatter = argparse.HelpFormatter(self.prog, width=96, max_help_position=34)
        formatter.add_usage(None, self._actions, self._mutually_exclusive_groups, prefix="  ")
        lines += [_("Usage"), formatter.format_help().rstrip(), ""]
        for title, positional in ((_("Arguments"), True), (_("Options"), False)):
            actions = [action for action in self.given if bool(action.option_strings) is not positional]
            if actions:
                formatter = argparse.HelpFormatter(self.prog, width=96, max_help_position=34)
                formatter.add_arguments(actions)
                lines += [title, formatter.format_help().rstrip("\n"), ""]
        return "\n".join(lines)

    def error(self, message: str) -> NoReturn:
        """Say in one line what is wrong with the arguments, and leave with status 2."""
        hint = _("see '{command} --help'").format(command=self.prog)
        print(f"{self.prog}: {message}; {hint}", file=sys.stderr)
        raise SystemExit(2)

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Return the arguments by name; what is left over is counted, not repeated: it may be a name."""
        several = any(one.nargs in ("*", "+", "?") and not one.option_strings for one in self._actions)
        # Where a word may be left out or several follow, an option may stand before or between them.
        parse = self.parse_known_intermixed_args if several else self.parse_known_args
        parsed, left = parse(list(arguments))
        options = [one.partition("=")[0] for one in left if one.startswith("--")]
        options = [one for one in options if one.isascii() and one.islower()]
        if options:
            self.error(_("unknown option {options}").format(options=", ".join(options)))
        if left:
            words = ngettext(
                "{n} word too many; text with spaces goes in quotation marks",
                "{n} words too many; text with spaces goes in quotation marks",
                len(left),
            )
            self.error(words.format(n=len(left)))
        self._refuse_nameless(parsed)
        return parsed

    def _refuse_nameless(self, parsed: argparse.Namespace) -> None:
        """Refuse ``.``, ``/`` and nothing where a file is asked for: no message could name it."""
        for one in self._actions:
            given = getattr(parsed, one.dest, None) if one.metavar in _FILES else None
            if any(not Path(path).name for path in ([given] if isinstance(given, str) else given or ())):
                says = _("{file}: a folder; give the name of a file").format(file=one.metavar)
                self.error(says)


@dataclass(frozen=True)
class Command:
    """One command: its name, what it does, examples, its arguments and what runs it."""

    name: str
    help: str
    examples: tuple[str, ...]
    arguments: Callable[[Parser], None]
    action: Run

    def parser(self) -> Parser:
        """Return the parser of the command."""
        parser = Parser(self.name, self.help, self.examples)
        self.arguments(parser)
        return parser

    def run(self, arguments: Sequence[str]) -> int:
        """Run the command; return the exit status."""
        parser = self.parser()
        if any(one in ("-h", "--help") for one in arguments):
            print(parser.format_help())
            return 0
        try:
            parsed = parser.read(arguments)
        except SystemExit as leaving:
            return int(leaving.code or 0)
        if not hasattr(parsed, "passphrase_file"):
            return self.action(parsed) or 0
        from peervisit.cli import unlocking

        with unlocking.prepared(parsed):
            return self.action(parsed) or 0


@dataclass(frozen=True)
class Group:
    """A command with commands below it: ``evidence add``, ``evidence list``..."""

    name: str
    help: str
    commands: tuple[Command, ...]

    def run(self, arguments: Sequence[str]) -> int:
        """Run the command below; without one, say which there are."""
        by_name = {command.name.rpartition(" ")[2]: command for command in self.commands}
        first = arguments[0] if arguments else ""
        if first in by_name:
            return by_name[first].run(arguments[1:])
        if first in ("-h", "--help"):
            print(self.overview())
            return 0
        print(self.overview(), file=sys.stderr)
        return 2

    def overview(self) -> str:
        """Return what there is below this command."""
        width = max(len(command.name) for command in self.commands)
        lines = [_(self.help), "", _("Examples")]
        lines += [f"  peervisit {command.examples[0]}" for command in self.commands if command.examples]
        lines += ["", _("Commands")]
        lines += [f"  {command.name:<{width}}  {_(command.help)}" for command in self.commands]
        return "\n".join(lines)


def one_of(*choices: str) -> Callable[[str], str]:
    """Return what accepts only these words, and does not repeat any other."""

    def read(value: str) -> str:
        if value not in choices:
            raise argparse.ArgumentTypeError(_("must be one of {options}").format(options=", ".join(choices)))
        return value

    return read


def whole_number(value: str) -> int:
    """Return the number in a text."""
    try:
        return int(value)
    except ValueError:
        raise argparse.ArgumentTypeError(_("must be a whole number")) from None


def file_argument(parser: Parser, *, member: bool = False, json: bool = False, viewer: bool = False) -> None:
    """Add the review file, and what most commands have in common."""
    parser.add_argument("file", metavar="FILE", help=_("the review file"))
    passphrase_argument(parser)
    if member:
        parser.add_argument("--as", dest="member", metavar="MEMBER", help=_("whose entry it is (initials)"))
    if viewer:
        says = _("who looks (initials): others' levels stay hidden until one's own are handed in")
        parser.add_argument("--as", dest="member", metavar="MEMBER", help=says)
    if json:
        parser.add_argument("--json", action="store_true", help=_("as JSON, for programs"))


def passphrase_argument(parser: Parser) -> None:
    """Add where the passphrase of a locked file comes from when it is not typed."""
    parser.add_argument(
        "--passphrase-file",
        metavar="F",
        action="append",
        help=_("a file whose first line is the passphrase of a locked review"),
    )


def given(parsed: argparse.Namespace, names: Sequence[str]) -> dict[str, Any]:
    """Return the options that were given, by name."""
    return {name: getattr(parsed, name) for name in names if getattr(parsed, name, None) is not None}
