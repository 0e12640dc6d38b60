"""The command on the keys of the app: listing, checking and writing the file of one's own keys."""

from __future__ import annotations

import argparse

from peervisit import locations
from peervisit.cli.output import as_json, say, table
from peervisit.cli.parsing import Command, Parser
from peervisit.i18n import N_, _


def _arguments(parser: Parser) -> None:
    parser.add_argument("--check", action="store_true", help=_("say what is wrong in the file, line by line"))
    parser.add_argument(
        "--write", action="store_true", help=_("write a file with every command, to be changed as you like")
    )
    parser.add_argument("--json", action="store_true", help=_("as JSON, for programs"))


def _keys(parsed: argparse.Namespace) -> int:
    from peervisit.cli import DONE, FAILED
    from peervisit.tui import key_file
    from peervisit.tui.commands import key_words
    from peervisit.tui.commands.key_words import keyed

    path = locations.config_folder() / key_file.NAME
    if parsed.write:
        count = key_file.write(path)
        say(_("{n} commands written to {file}").format(n=count, file=path))
        return DONE
    found = key_file.read(path)
    if parsed.check:
        for wrong in found.wrong:
            say(str(wrong))
        if not found.wrong:
            says = _("{file}: nothing is wrong") if path.exists() else _("{file} is not there: usual keys")
            say(says.format(file=path))
        return FAILED if found.wrong else DONE
    commands = key_file.every()
    keys = {name: found.keys.get(name, command.keys) for name, command in commands.items()}
    if parsed.json:
        as_json({"file": str(path), "keys": keys})
        return DONE
    key_words.use(found.keys)
    table((name, keys[name] or "–", keyed(_(command.help))) for name, command in commands.items())
    say(_("keys of your own: {file}").format(file=path))
    return DONE


COMMANDS = {
    "keys": Command(
        "keys",
        N_("The keys of the app: list them, check the file of your own, write one to begin with."),
        ("keys", "keys --write", "keys --check"),
        _arguments,
        _keys,
    ),
}
