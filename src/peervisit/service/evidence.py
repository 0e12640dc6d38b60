"""Logging evidence: what is not said is filled in from who records it, when, and from which source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peervisit.service import records
from peervisit.store.review_file import ReviewFile


def log_evidence(review: ReviewFile, fields: Mapping[str, Any], *, code: str | None = None) -> str:
    """Add an item of evidence and return its code.

    Who recorded it and when are filled in; so is the channel (a document is read, the self-assessment
    claims, everything else is heard) and, in an interview with one person, who said it. Who was there is
    who the interview names, else whom its slot planned.

    Raises:
        RecordError: a field is not acceptable.
        UnknownCodeError: a code named in a field is unknown.
    """
    filled = {name: value for name, value in fields.items() if value is not None}
    filled.setdefault("recorded_at", review.now().strftime("%Y-%m-%dT%H:%M:%SZ"))
    if review.log.author:
        filled.setdefault("recorded_by", review.log.author)
    filled.setdefault("channel", _channel(filled))
    if filled.get("interview") and not filled.get("stakeholders"):
        there = _who_was_there(review, str(filled["interview"]))
        if len(there) == 1:
            filled["stakeholders"] = there
    return records.add(review, "evidence", filled, code=code)


def _who_was_there(review: ReviewFile, interview: str) -> list[str]:
    row = review.row("interview", interview) or {}
    slot = review.row("slot", row.get("slot") or "") or {}
    there: list[str] = row.get("stakeholders") or slot.get("stakeholders") or []
    return there


def _channel(fields: Mapping[str, Any]) -> str | None:
    if fields.get("interview"):
        return "heard"
    if fields.get("document"):
        return "read"
    return "claimed" if fields.get("self_assessment") else None
