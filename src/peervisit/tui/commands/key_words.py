"""Keys in texts: a text names a command, and shows the key that the person has for it.

``keyed(_("<people.add> adds somebody."))`` reads "n adds somebody.", or whatever ``keys.json`` made of it. A
command that was left without a key is named with the palette's: "^p New adds somebody."
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from peervisit.i18n import _
from peervisit.tui.commands.command import KNOWN, Command

NAMED = re.compile(r"<([a-z][a-z-]*\.[a-z][a-z_-]*)>")
"""A command by its id, in a text."""

_own: dict[str, str] = {}


def use(keys: Mapping[str, str]) -> None:
    """Set the keys that the person chose, by the ids of commands."""
    _own.clear()
    _own.update(keys)


def keyed(text: str) -> str:
    """Return a text with the key of each command in the place of its id."""
    return NAMED.sub(lambda found: key_of(found[1]), text) if "<" in text else text


def key_of(name: str) -> str:
    """Return the first key of a command as people read it."""
    command = _command(name)
    key = shown_key(command)
    if key:
        return key
    return f"{key_of('app.palette')} {_(command.label)}" if name != "app.palette" else _(command.label)


def shown_key(command: Command) -> str:
    """Return the first key of a command as people read it; nothing where it has none."""
    keys = _own.get(command.id, command.keys)
    return command.shown_key(keys) if keys else ""


def _command(name: str) -> Command:
    if name not in KNOWN:
        from peervisit.tui.key_file import every

        return every()[name]
    return KNOWN[name]
