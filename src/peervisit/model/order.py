"""What lies between a beginning and an end: the fields of which the second cannot come before the first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

SPANS = {
    "review": ("starts_on", "ends_on"),
    "slot": ("start", "end"),
    "action": ("start", "end"),
}
"""Kind to the fields of its beginning and its end."""


def end_before_start(kind: str, fields: Mapping[str, Any], changed: Collection[str]) -> str | None:
    """Return the field of the end where it lies before the start and one of the two was changed.

    What an older copy or another program brought stays as it is until somebody touches it.
    """
    if kind not in SPANS or not set(SPANS[kind]) & set(changed):
        return None
    start, end = (fields.get(name) for name in SPANS[kind])
    return SPANS[kind][1] if start and end and str(end) < str(start) else None
