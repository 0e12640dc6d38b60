"""What was filled into a dialog that somebody left: it stands there again when the dialog is opened again.

Held in memory by the screen below it, since there is no record yet for which the file could keep a draft.
A passphrase is not held.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual.screen import Screen
from textual.widgets import Input

from peervisit.tui.widgets.choice_box import ChoiceBox

Begun = dict[str, Any]
"""Name of a field to what it held."""


def keep(screen: Screen[Any], begun: Begun) -> None:
    """Hold what the fields of a dialog hold."""
    begun.clear()
    for name, field in _fields(screen):
        begun[name] = field.value if isinstance(field, Input) else dict(field.chosen)


def show(screen: Screen[Any], begun: Begun) -> None:
    """Fill a dialog with what it held when it was left."""
    with screen.prevent(Input.Changed):
        for name, field in _fields(screen):
            if name not in begun:
                continue
            if isinstance(field, Input):
                field.value = begun[name]
                field.cursor_position = len(field.value)
            else:
                field.load(begun[name])


def _fields(screen: Screen[Any]) -> Iterator[tuple[str, Input | ChoiceBox]]:
    for one in screen.query("*"):
        name = one.id or one.name
        if name and (isinstance(one, ChoiceBox) or (isinstance(one, Input) and not one.password)):
            yield name, one
