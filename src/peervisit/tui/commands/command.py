"""What is to be known of one command."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType
from textual.keys import _get_unicode_name_from_key

from peervisit.i18n import N_, _

_NAMES = {
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "comma": ",",
    "plus": "+",
    "minus": "-",
    "escape": "esc",
    "enter": "⏎",
    "space": "␣",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": N_("PgUp"),
    "pagedown": N_("PgDn"),
    "home": N_("Home"),
    "end": N_("End"),
    "tab": "Tab",
    "delete": N_("Del"),
}

KNOWN: dict[str, Command] = {}
"""The commands of what was imported so far, by id."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name for key maps, its keys, its label and its help text (both marked ``N_``)."""

    id: str
    keys: str
    """Textual's names of keys, with commas between; the first is shown."""
    label: str
    help: str
    action: str = ""
    """Textual's action; empty: ``action_`` and the last part of the id, on the screen or widget itself."""
    footer: bool = False
    """Whether it is worth one of the seven places in the line of keys."""

    def __post_init__(self) -> None:
        """Make the command known by its id, for texts that name its key."""
        KNOWN.setdefault(self.id, self)

    @property
    def run(self) -> str:
        """Return the action to run."""
        return self.action or self.id.rpartition(".")[2].replace("-", "_")

    def shown_key(self, keys: str | None = None) -> str:
        """Return the first key as people read it (``^s``, ``F1``, ``/``)."""
        return key_name((keys or self.keys).split(",")[0])


def key_name(key: str) -> str:
    """Return a key as people read it."""
    *mods, last = key.strip().split("+")
    written = _NAMES.get(last, "")
    # As it is written on the keyboards of the language, where it is a word.
    name = _(written) if written.isalpha() else written
    name = name or (last.upper() if last[:1] == "f" and last[1:].isdigit() else _character(last))
    marks = {"ctrl": "^", "shift": "⇧", "alt": "alt+"}
    return "".join(marks.get(mod, mod + "+") for mod in mods) + name


def _character(name: str) -> str:
    """Return the character that a name such as ``full_stop`` stands for, or the name itself."""
    if len(name) == 1:
        return name
    try:
        found = unicodedata.lookup(_get_unicode_name_from_key(name))
    except KeyError:
        return name
    return found if found.isprintable() else name


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """Return the key bindings of commands, each with its id so that it can be remapped."""
    return [
        Binding(command.keys, command.run, command.label, show=False, id=command.id)
        for command in commands
        if command.keys
    ]
