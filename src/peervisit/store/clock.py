"""The hybrid logical clock: only picks which of several open values is shown, never which is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Now = Callable[[], datetime]

_LAST_COUNTER = 0xFFFF


def utc_now() -> datetime:
    """Return the laptop's time in UTC."""
    return datetime.now(UTC)


def tick(now: datetime, *seen: str) -> str:
    """Return a clock value later than every one in ``seen``, and as near to ``now`` as that allows.

    The form sorts as text: ``2026-05-12T14:03:22.123Z-0000``, the time in UTC and a hexadecimal counter.
    """
    millis = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}Z"
    own = f"{millis.zfill(24)}-0000"
    latest = max(seen, default="")
    if own > latest:
        return own
    stamp, counter = latest.rsplit("-", 1)
    count = int(counter, 16)
    if count < _LAST_COUNTER:
        return f"{stamp}-{count + 1:04x}"
    later = datetime.fromisoformat(stamp) + timedelta(milliseconds=1)
    return tick(later)


def moment(clock: str) -> str:
    """Return the time in a clock value, to the second: ``2026-05-12T14:03:22Z``."""
    return clock[:19] + "Z"
