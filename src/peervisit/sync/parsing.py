"""Reading the lines of a change file without trusting them."""

from __future__ import annotations

import json
import marshal
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise, repeat
from math import isfinite
from typing import Any, NoReturn

from peervisit.store.change import Change
from peervisit.store.log_rows import uncollected

MALFORMED = (ValueError, TypeError, IndexError, StopIteration, RecursionError)
"""What a line that none of ours wrote may raise here."""

LAST_NUMBER = 2**53
"""Numbers of changes are below this."""

_NAME = 4000
"""The longest name there may be, of a kind, a record or a field."""

_WIDTH = len(Change._fields)

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


# Missing from the type stubs: reads one value at a place and says where it ends.
_scan: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder(parse_constant=_no_number).scan_once  # type: ignore[attr-defined]

# Quicker than the class itself, which counts its fields again for each of a hundred thousand.
_made: Callable[[Iterable[Any]], Change] = partial(tuple.__new__, Change)


def parse_object(line: str) -> dict[str, Any]:
    """Return the object that a line holds.

    Raises:
        ValueError: it holds none (or another of ``MALFORMED``).
    """
    value, end = _scan(line, 0)
    if end != len(line) or not isinstance(value, dict):
        raise ValueError
    return value


class Kept:
    """Changes that were checked, in few bytes, to be taken in later without reading the file again."""

    __slots__ = ("_content", "_numbers", "_session")

    def __init__(self, changes: Sequence[Change]) -> None:
        """Keep the changes of one session, in order and without a gap."""
        self._session, first = changes[0].key
        self._numbers = range(first, first + len(changes))
        self._content = marshal.dumps(list(zip(*changes, strict=True))[2:])

    def __len__(self) -> int:
        """Return how many bytes they take."""
        return len(self._content)

    def changes(self) -> list[Change]:
        """Return the changes."""
        with uncollected():
            columns = marshal.loads(self._content)
            return list(map(_made, zip(repeat(self._session), self._numbers, *columns, strict=False)))


def parse_section(
    session: str, first: int, lines: Sequence[str], *, known_good: bool = False
) -> list[Change]:
    """Return the changes that the lines of a section hold; ``known_good`` if this was done before.

    A line must be letter for letter what this copy would write for the change: only then does its
    signature still fit when it is passed on.

    Raises:
        ValueError: a line holds something else (or another of ``MALFORMED``).
    """
    with uncollected():
        return _parsed(session, first, lines, known_good=known_good)


def _parsed(session: str, first: int, lines: Sequence[str], *, known_good: bool) -> list[Change]:
    text = f"[{','.join(lines)}]"
    found, end = _scan(text, 0)
    if end != len(text) or len(found) != len(lines):
        raise ValueError
    numbers = range(first, first + len(lines))
    if not known_good:
        if _encode(found) != text:
            raise ValueError
        # Nothing but the beginning of a change reads like this, so each is on a line of its own.
        start = f"[{_encode(session)},"
        if not all(map(str.startswith, lines, [f"{start}{number}," for number in numbers])):
            raise ValueError
        if set(map(type, found)) != {list} or set(map(len, found)) != {_WIDTH}:
            raise ValueError
    columns = list(zip(*found, strict=True))
    if not known_good:
        _check_columns(session, numbers, columns)
    return _changes(session, numbers, columns[2:])


def _changes(session: str, numbers: range, columns: Sequence[Sequence[Any]]) -> list[Change]:
    """Return the changes of a session, their clocks and all that follows given column by column."""
    pool: dict[Any, Any] = {}
    # A record has one clock, author and name for most of its changes: each is kept once.
    names = [map(pool.setdefault, column, column) for column in columns[:5]]
    *_rest, values, parents = columns
    kept = [tuple(map(tuple, its)) for its in parents] if any(parents) else repeat(())
    return list(map(_made, zip(repeat(session), numbers, *names, values, kept, strict=False)))


def _check_columns(session: str, numbers: range, columns: Sequence[Sequence[Any]]) -> None:
    sessions, seqs, clocks, authors, *names, values, parents = columns
    if set(sessions) != {session} or set(map(type, seqs)) != {int} or seqs != tuple(numbers):
        raise ValueError
    for texts in (clocks, *names, [author for author in authors if author is not None]):
        if not set(map(type, texts)) <= {str} or max(map(len, texts), default=0) > _NAME:
            raise ValueError
    for value in values:
        if type(value) is not str:
            _check_value(value)
    for number, its in zip(numbers, parents, strict=True):
        if its != []:
            _check_parents(its, (session, number))


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
