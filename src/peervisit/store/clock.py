"""The hybrid logical clock: only picks which of several open values is shown, never which is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Now = Callable[[], datetime]

_LAST_COUNTER = 0xFFFF


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
    count = int(latest[-4:], 16)
    if count < _LAST_COUNTER:
        return f"{latest[:-4]}{count + 1:04x}"
    return stamp(datetime.fromisoformat(latest[:-5]) + timedelta(milliseconds=1))


def tick(now: datetime, *seen: str) -> str:
    """Return a clock value later than every one in ``seen``, and as near to ``now`` as that allows."""
    return later(stamp(now), max(seen, default=""))


def moment(clock: str) -> str:
    """Return the time in a clock value, to the second: ``2026-05-12T14:03:22Z``."""
    return clock[:19] + "Z"
