"""Reading what moves a slot: ``14:30``, ``14h-15h30``, ``13 14:30``, ``13/05``, ``2026-05-13`` or ``+15``."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from peervisit.errors import PeervisitError
from peervisit.i18n import _
from peervisit.model.clashes import clock, minutes, span, usual
from peervisit.model.typed import day
from peervisit.store.read import Row

_ONE = r"(\d{1,2})(?:[:.](\d{2})|h(\d{2})?)"
_TIME = re.compile(rf"{_ONE}(?:\s*[-–]\s*{_ONE})?\Z")
_THIS_YEAR = re.compile(r"\d{1,2}/\d{1,2}\Z")
_SHIFT = re.compile(r"([+-])(\d{1,3})\Z")


def moved(row: Row, typed: str) -> dict[str, Any]:
    """Return the fields of a slot that changes its time: day, start and end; it stays as long as it was.

    Raises:
        PeervisitError: what was typed is no time and no day.
    """
    fields: dict[str, Any] = {}
    for part in re.sub(r"\s*[-–]\s*(?=\d{1,2}[:h.])", "-", typed.strip()).split():
        fields |= _shifted(row, part) or _timed(row, part) or _dated(row, part)
    return fields


def later(row: Row, by: int) -> dict[str, Any]:
    """Return start and end so many minutes later, within the day."""
    held = span(row)
    if held is None:
        return {}
    length = held[1] - held[0]
    start = min(max(held[0] + by, 0), 24 * 60 - 1 - length)
    return {"start": clock(start), "end": clock(start + length)}


def other_day(row: Row, by: int) -> dict[str, Any]:
    """Return the day so many days later."""
    return {"day": (date.fromisoformat(row["day"]) + timedelta(days=by)).isoformat()} if row["day"] else {}


def _shifted(row: Row, part: str) -> dict[str, Any]:
    found = _SHIFT.match(part)
    return later(row, int(found.group(1) + found.group(2))) if found else {}


def _timed(row: Row, part: str) -> dict[str, Any]:
    found = _TIME.match(part)
    if found is None:
        return {}
    start = minutes(f"{found[1]}:{found[2] or found[3] or '00'}")
    end = minutes(f"{found[4]}:{found[5] or found[6] or '00'}") if found[4] else None
    held = span(row)
    if start is None or start >= 24 * 60 or (end is not None and not start < end < 24 * 60):
        raise _not_understood(part)
    if end is None and held is not None and (row["end"] or not row["start"]):
        end = start + held[1] - held[0]
    if end is None:
        end = min(start + usual(row.get("interpreter")), 24 * 60 - 1)
    return {"start": clock(start), "end": clock(end)}


def _dated(row: Row, part: str) -> dict[str, Any]:
    try:
        if part.isdigit() and len(part) < 3 and row["day"]:
            return {"day": date.fromisoformat(row["day"]).replace(day=int(part)).isoformat()}
        whole = f"{part}/{row['day'][:4]}" if _THIS_YEAR.match(part) and row["day"] else part
        return {"day": date.fromisoformat(day(whole)).isoformat()}
    except ValueError as error:
        raise _not_understood(part) from error


def _not_understood(part: str) -> PeervisitError:
    return PeervisitError(
        _("'{text}' is no time and no day; such as 14:30, 14:30-15:30, 13 14:30 or +15").format(
            text=part[:40]
        )
    )
