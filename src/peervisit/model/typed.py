"""Days and times as people type them, in the form in which they are kept.

``25/11/2026``, ``25/11/26``, ``25.11.2026`` and ``2026-11-25`` are one day, the day before the month as in
Europe; ``9``, ``9h``, ``9h05``, ``9.05``, ``9:05``, ``09:05`` and ``0905`` are times.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

_DAY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\Z")
_SHORT = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{2})\Z")
"""With hyphens nobody knows which of the three is the year."""
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})\Z")
_CLOCK = re.compile(r"(\d{1,2})(?:\s*[hH]\s*(\d{2})?|[:.](\d{2})|(?<=\d\d)(\d{2}))?\Z")


def day(value: Any) -> Any:
    """Return a day as ``2026-11-25``; what is no day as it was, for the field to judge."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if found := _DAY.match(text):
        return f"{found[4]}-{int(found[3]):02}-{int(found[1]):02}"
    if found := _SHORT.match(text):
        return f"20{found[4]}-{int(found[3]):02}-{int(found[1]):02}"
    if found := _YEAR_FIRST.match(text):
        return f"{found[1]}-{int(found[3]):02}-{int(found[4]):02}"
    return text


def moment(value: Any) -> Any:
    """Return a day and a time by the clock on the wall, ``25/11/2026 14h30``, as a moment is kept.

    A day alone is enough. What is neither, or is kept like that already, stays as it was, for the field
    to judge.
    """
    if not isinstance(value, str):
        return value
    on, _space, at = value.strip().partition(" ")
    if not at:
        return day(on)
    try:
        wall = datetime.fromisoformat(f"{day(on)}T{clock(at)}")
    except ValueError:
        return value.strip()
    return wall.astimezone().isoformat() if wall.tzinfo is None else value.strip()


def clock(value: Any) -> Any:
    """Return a time of the day as ``09:05``; what is none as it was, for the field to judge."""
    if not isinstance(value, str):
        return value
    found = _CLOCK.match(value.strip())
    return f"{int(found[1]):02}:{found[2] or found[3] or found[4] or '00'}" if found else value.strip()
