"""The hybrid logical clock: only picks which of several open values is shown, never which is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Now = Callable[[], datetime]

_FIRST = "-0000"
_LAST = "ffff"
_COUNTER = re.compile("[0-9a-f]{4}")


def utc_now() -> datetime:
    """Return the laptop's time in UTC."""
    return datetime.now(UTC)


def stamp(now: datetime) -> str:
    """Return the clock value of a moment: ``2026-05-12T14:03:22.123Z-0000``.

    The time in UTC and a hexadecimal counter, in a form that sorts as text.
    """
    text = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text:0>19}.{now.microsecond // 1000:03d}Z-0000"


def later(own: str, latest: str) -> str:
    """Return the clock value ``own`` if it is later than ``latest``, else the next after ``latest``."""
    if own > latest:
        return own
    counter = latest[-4:]
    if not _COUNTER.fullmatch(counter):
        return latest + _FIRST
    if counter != _LAST:
        return f"{latest[:-4]}{int(counter, 16) + 1:04x}"
    try:
        return stamp(datetime.fromisoformat(latest[:-5]) + timedelta(milliseconds=1))
    except (ValueError, OverflowError):
        # No time that a clock could show: the text still has to sort after it.
        return latest + _FIRST


def tick(now: datetime, *seen: str) -> str:
    """Return a clock value later than every one in ``seen``, and as near to ``now`` as that allows."""
    return later(stamp(now), max(seen, default=""))


def moment(clock: str) -> str:
    """Return the time in a clock value, to the second: ``2026-05-12T14:03:22Z``."""
    return clock[:19] + "Z"
