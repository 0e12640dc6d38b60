"""Which service keeps a form of a kind, and what a new record of it holds already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from peervisit.errors import PeervisitError
from peervisit.i18n import _
from peervisit.store.review_file import ReviewFile

HIDDEN: dict[str, frozenset[str]] = {
    "evidence": frozenset(("recorded_at", "recorded_by")),
    "desk_review": frozenset(("indicator", "member")),
    "judgement": frozenset(("indicator", "member", "round", "judged_at")),
    "interview": frozenset(("confirmed",)),
    "review": frozenset(("benchmark", "benchmark_version")),
}
"""Fields that the program fills in itself."""


def defaults(review: ReviewFile, kind: str) -> dict[str, Any]:
    """Return what a new record of a kind holds already: who made it, and when."""
    me = review.log.author
    now = datetime.now().astimezone().replace(microsecond=0).isoformat()
    made: dict[str, dict[str, Any]] = {
        "evidence": {"recorded_by": me, "recorded_at": now},
        "question": {"asked_by": me, "status": "open"},
        "document": {"status": "wanted"},
        "slot": {"status": "planned", "type": "interview"},
        "action": {"status": "open"},
        "comment": {"status": "open"},
    }
    return {name: value for name, value in made.get(kind, {}).items() if value is not None}


def save(review: ReviewFile, kind: str, code: str | None, values: Mapping[str, Any]) -> str:
    """Keep a form: what is sealed stays sealed, what the team agrees is agreed; return the code.

    Raises:
        RecordError: a field is not acceptable.
        UnknownCodeError: a code names nothing.
    """
    from peervisit.service import levels, records

    if kind in ("desk_review", "judgement"):
        indicator, _slash, who = (code or "").partition("/")
        member = who.partition("/")[0] or review.log.author
        if not member:
            raise PeervisitError(_("first say who you are"))
        return levels.keep_sealed(review, kind, member, indicator, values)
    if kind == "consensus" and code:
        return levels.agree(review, code, values)
    if kind == "override" and code is None:
        fields = {**defaults(review, kind), **values}
        return levels.override(
            review, *(fields.get(name) or "" for name in ("rule", "subject", "reason", "member"))
        )
    if code is None:
        return records.add(review, kind, {**defaults(review, kind), **values})
    records.put(review, kind, code, values)
    return code


def held(review: ReviewFile, kind: str, code: str) -> dict[str, Any] | None:
    """Return what a record holds, what its author keeps sealed included; None where there is none."""
    row = review.row(kind, code)
    if row is None and kind in ("desk_review", "judgement") and review.log.author:
        from peervisit.service import levels

        row = levels.own(review, kind, review.log.author).get(code)
    return row
