"""The rules of evidence on a whole review."""

from __future__ import annotations

from peervisit.model.rules import Finding, check
from peervisit.service.snapshot import snapshot
from peervisit.store.review_file import ReviewFile


def findings(review: ReviewFile, *, rule: str | None = None) -> list[Finding]:
    """Return what the rules find, of one rule or of all, overridden findings included."""
    return [one for one in check(snapshot(review)) if rule is None or one.rule == rule]
