"""Of versions that stand against each other, the one that says the least of a person (R11, R12, R13, R17).

Of two copies one may say that somebody gave consent and the other that they refused it. Until a person
settles which holds, what leaves the team follows the more careful one, whichever is newer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from peervisit.model import choices
from peervisit.model.attribution import weakest

Value = str | int | float | None

_CONSENT: tuple[choices.Consent | None, ...] = ("refused", "not-asked", None, "given")
"""From what allows the least."""


def _consent(values: Sequence[Value]) -> Value:
    known: list[Any] = [value if value in _CONSENT else "refused" for value in values]
    least: Value = min(known, key=_CONSENT.index)
    return least


def _wish(values: Sequence[Value]) -> Value:
    return weakest(_levels(value for value in values if value is not None))


def _rule(values: Sequence[Value]) -> Value:
    return weakest(_levels("group" if value is None else value for value in values))


def _levels(values: Iterable[Value]) -> list[choices.Attribution]:
    known: tuple[choices.Attribution, ...] = ("named", "role", "group")
    return [next((level for level in known if level == value), "background") for value in values]


def _yes(values: Sequence[Value]) -> Value:
    return int(any(values))


def _no(values: Sequence[Value]) -> Value:
    return int(all(values))


CAREFUL: dict[tuple[str, str], Callable[[Sequence[Value]], Value]] = {
    ("review", "attribution"): _rule,
    ("stakeholder", "consent"): _consent,
    ("stakeholder", "attribution"): _wish,
    ("stakeholder", "withdrawn"): _yes,
    ("evidence", "attribution"): _wish,
    ("evidence", "sensitive"): _yes,
    ("evidence", "quote"): _yes,
    ("evidence", "quote_permitted"): _no,
    ("evidence", "withdrawn"): _yes,
    ("document", "public"): _no,
    ("document", "host"): _no,
}
"""The fields that decide what may be said of people, by kind and name: how the careful one is found."""


def is_careful(kind: str, field: str) -> bool:
    """Whether the most careful version of a field holds until its conflict is settled."""
    return (kind, field) in CAREFUL


def most_careful(kind: str, field: str, values: Sequence[Value]) -> Value:
    """Return the value of a field that says the least, of two or more that stand against each other.

    Raises:
        KeyError: the field decides nothing of what may be said of people.
    """
    return CAREFUL[kind, field](values)
