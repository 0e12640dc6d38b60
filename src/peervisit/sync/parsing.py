"""Reading the lines of a change file without trusting them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import isfinite
from typing import Any, NoReturn

from peervisit.store.change import Change

MALFORMED = (ValueError, TypeError, IndexError, StopIteration, RecursionError)
"""What a line that none of ours wrote may raise here."""

LAST_NUMBER = 2**53
"""Numbers of changes are below this."""

_NAME = 4000
"""The longest name there may be, of a kind, a record or a field."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


# Missing from the type stubs: reads one value at a place and says where it ends.
_scan: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder(parse_constant=_no_number).scan_once  # type: ignore[attr-defined]


def parse_object(line: str) -> dict[str, Any]:
    """Return the object that a line holds.

    Raises:
        ValueError: it holds none (or another of ``MALFORMED``).
    """
    value, end = _scan(line, 0)
    if end != len(line) or not isinstance(value, dict):
        raise ValueError
    return value


def parse_section(
    session: str, first: int, lines: Sequence[str], *, known_good: bool = False
) -> list[Change]:
    """Return the changes that the lines of a section hold; ``known_good`` if this was done before.

    A line must be letter for letter what this copy would write for the change: only then does its
    signature still fit when it is passed on.

    Raises:
        ValueError: a line holds something else (or another of ``MALFORMED``).
    """
    text = f"[{','.join(lines)}]"
    found, end = _scan(text, 0)
    if end != len(text) or len(found) != len(lines):
        raise ValueError
    if not known_good:
        if _encode(found) != text:
            raise ValueError
        # Nothing but the beginning of a change reads like this, so each is on a line of its own.
        start = f"[{_encode(session)},"
        for seq, line in enumerate(lines, first):
            if not line.startswith(f"{start}{seq},"):
                raise ValueError
    return [_change(session, seq, values) for seq, values in enumerate(found, first)]


def _change(session: str, seq: int, values: Any) -> Change:
    if type(values) is not list:
        raise ValueError
    its_session, its_seq, clock, author, kind, record, name, value, parents = values
    if its_session != session or its_seq != seq or type(its_seq) is not int:
        raise ValueError
    names = (clock, kind, record, name) if author is None else (clock, kind, record, name, author)
    for text in names:
        if type(text) is not str or len(text) > _NAME:
            raise ValueError
    if type(value) is not str:
        _check_value(value)
    if parents != []:
        _check_parents(parents, (session, seq))
        parents = map(tuple, parents)
    return Change(session, seq, clock, author, kind, record, name, value, tuple(parents))


def _check_value(value: Any) -> None:
    kind = type(value)
    if value is None:
        return
    if kind is int and -(2**63) <= value < 2**63:
        return
    if kind is float and isfinite(value):
        return
    raise ValueError


def _check_parents(parents: Any, own: tuple[str, int]) -> None:
    if type(parents) is not list:
        raise ValueError
    keys = []
    for session, seq in parents:
        if type(session) is not str or type(seq) is not int or not 0 < seq < LAST_NUMBER:
            raise ValueError
        keys.append((session, seq))
    if own in keys or any(one >= other for one, other in pairwise(keys)):
        raise ValueError
