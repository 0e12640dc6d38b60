"""What commands print: data on stdout, messages on stderr, never colour."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from unicodedata import category, east_asian_width

from peervisit.i18n import _, labelled

_ESCAPED = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What JSON may hold as it is and a terminal must not be sent."""


def say(message: str) -> None:
    """Say something to the person; programs that read the data do not see it."""
    print(message, file=sys.stderr)


def as_json(content: Any) -> None:
    """Print data for a program."""
    print(_ESCAPED.sub(_as_escape, json.dumps(content, ensure_ascii=False, indent=1)))


def _as_escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def for_program(kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record for ``as_json``: its kind and every field, truth values as such."""
    from peervisit.model.kinds import fields_of

    said = {name for name, spec in fields_of(kind).items() if spec.boolean and row.get(name) is not None}
    return {"kind": kind, **row, **{name: bool(row[name]) for name in said}}


def table(rows: Iterable[Sequence[str]], *, empty: str = "") -> None:
    """Print rows in columns of their own width; the last column as long as it is."""
    found = [tuple(one_line(cell) for cell in row) for row in rows]
    if not found:
        say(empty or _("nothing yet"))
        return
    widths = [min(40, max(cells_of(row[place]) for row in found)) for place in range(len(found[0]) - 1)]
    for row in found:
        cells = [cell + " " * (width - cells_of(cell)) for cell, width in zip(row, widths, strict=False)]
        print("  ".join([*cells, row[-1]]).rstrip())


def cells_of(text: str) -> int:
    """Return how many cells of a terminal a text takes: two for a wide letter, none for a mark on one."""
    if text.isascii():
        return len(text)
    return sum(
        0 if category(char) in ("Mn", "Me", "Cf") else 2 if east_asian_width(char) in "WF" else 1
        for char in text
    )


def one_line(text: object) -> str:
    """Return a value on one line."""
    return " ".join(str(text).split()) if text is not None else ""


def fields(kind: str, row: Mapping[str, Any]) -> None:
    """Print the fields of a record that hold something, one a line, long texts indented below."""
    from peervisit.model.choices import LABELS
    from peervisit.model.kinds import fields_of

    print(row["code"])
    for name, spec in fields_of(kind).items():
        value = row.get(name)
        if value in (None, [], {}):
            continue
        if spec.boolean:
            value = _("yes") if value else _("no")
        elif isinstance(value, Mapping):
            value = "; ".join(
                f"{item}: {_(LABELS.get(str(held), str(held)))}" for item, held in value.items()
            )
        elif isinstance(value, list):
            value = ", ".join(_(LABELS.get(str(item), str(item))) for item in value)
        elif spec.choices:
            value = _(LABELS.get(str(value), str(value)))
        text = str(value)
        if "\n" in text:
            text = "\n    " + text.replace("\n", "\n    ")
        print(labelled(f"  {_(spec.title)}", text))
