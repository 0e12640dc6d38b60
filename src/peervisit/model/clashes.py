"""What cannot be in two places at once: people, peers, interpreters and rooms of slots that overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Fields = Mapping[str, Any]
HOUR, INTERPRETED = 60, 90
"""Minutes of an interview."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two slots at overlapping times that need the same ``person``, ``peer``, ``interpreter`` or ``room``."""

    first: str
    second: str
    what: str
    who: str


def clashes(slots: Iterable[Fields]) -> list[Clash]:
    """Return every clash between slots by day and time; cancelled ones and those without a time are free."""
    timed = sorted(
        (slot for slot in slots if span(slot) and slot["day"] and slot["status"] != "cancelled"),
        key=lambda slot: (slot["day"], slot["start"], slot["code"]),
    )
    return [
        clash
        for place, first in enumerate(timed)
        for second in timed[place + 1 :]
        if overlap(first, second)
        for clash in _between(first, second)
    ]


def overlap(first: Fields, second: Fields) -> bool:
    """Whether two slots share time on one day."""
    one, other = span(first), span(second)
    if one is None or other is None or first["day"] != second["day"]:
        return False
    return one[0] < other[1] and other[0] < one[1]


def span(slot: Fields) -> tuple[int, int] | None:
    """Return the minutes of the day at which a slot starts and ends.

    One without an end takes an hour, and half an hour more where somebody interprets.
    """
    start = minutes(slot["start"])
    if start is None:
        return None
    end = minutes(slot["end"])
    return start, end if end is not None and end > start else start + usual(slot.get("interpreter"))


def usual(interpreted: object) -> int:
    """Return how many minutes an interview takes where nobody planned its end."""
    return INTERPRETED if interpreted else HOUR


def minutes(clock: str | None) -> int | None:
    """Return a time of the day (``14:05``) in minutes."""
    if not clock:
        return None
    hours, _colon, rest = clock.partition(":")
    return int(hours) * 60 + int(rest) if hours.isdigit() and rest.isdigit() else None


def clock(minute: int) -> str:
    """Return minutes of the day as a time, kept within the day."""
    minute = min(max(minute, 0), 24 * 60 - 1)
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _between(first: Fields, second: Fields) -> Iterator[Clash]:
    for what, needs in (
        ("person", _people),
        ("peer", _peers),
        ("interpreter", _interpreter),
        ("room", _room),
    ):
        for who in sorted(needs(first) & needs(second)):
            yield Clash(first["code"], second["code"], what, who)


def _people(slot: Fields) -> set[str]:
    return set(slot["stakeholders"])


def _peers(slot: Fields) -> set[str]:
    return {slot["lead"], slot["note_taker"]} - {None}


def _interpreter(slot: Fields) -> set[str]:
    return {slot["interpreter"]} - {None}


def _room(slot: Fields) -> set[str]:
    return {" ".join(slot["room"].split())} if slot["room"] else set()
