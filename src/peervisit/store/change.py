"""One change, as the log keeps it and change files carry it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from json.encoder import encode_basestring as _text
from typing import NamedTuple

Value = str | int | float | None
"""What a field holds: text, a number (a truth value is 0 or 1), or nothing."""

Key = tuple[str, int]
"""The ``(session, seq)`` of a change."""


class Change(NamedTuple):
    """One entry of the log, with the key of each change that it replaces.

    A tuple in the order of the columns of the table ``change``: a hundred thousand are made in a merge.
    """

    session: str
    seq: int
    clock: str
    author: str | None
    kind: str
    record: str
    field: str
    value: Value
    parents: tuple[Key, ...] = ()

    @property
    def key(self) -> Key:
        """The one identity that the change has on every copy."""
        return self[:2]

    def in_order(self) -> Change:
        """Return the change with the changes it replaces in their one order."""
        if len(self.parents) < 2:
            return self
        return self._replace(parents=tuple(sorted(self.parents)))

    def as_json(self) -> str:
        """Return the change as one line of a change file."""
        session, seq, clock, author, kind, record, field, value, parents = self
        whose = whose_json(clock, author, kind, record)
        return f"[{_text(session)},{seq},{whose},{content_json(field, value, parents)}]"

    @classmethod
    def from_json(cls, line: str) -> Change:
        """Return the change that a line of a change file holds."""
        *values, parents = json.loads(line)
        values.append(tuple([(str(session), int(seq)) for session, seq in parents]) if parents else ())
        return cls(*values)


# Put together by hand: the encoder makes itself anew for each of a hundred thousand.


def whose_json(clock: str, author: str | None, kind: str, record: str) -> str:
    """Return the middle of a line: when, by whom and of which record."""
    by = "null" if author is None else _text(author)
    return f"{_text(clock)},{by},{_text(kind)},{_text(record)}"


def content_json(field: str, value: Value, parents: Sequence[Key]) -> str:
    """Return the end of a line: the field, its value and the changes replaced."""
    shown = _text(value) if type(value) is str else _ENCODER.encode(value)
    replaced = ",".join([f"[{_text(session)},{seq}]" for session, seq in parents]) if parents else ""
    return f"{_text(field)},{shown},[{replaced}]"


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
