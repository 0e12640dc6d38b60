"""The rule on the host's factual check: R15."""

from __future__ import annotations

from collections.abc import Iterator

from peervisit.i18n import N_
from peervisit.model.data import ReviewData
from peervisit.model.rules.finding import Finding
from peervisit.model.synthesis import Comment


def r15_comments(data: ReviewData) -> Iterator[Finding]:
    """Each comment of the host is accepted, or declined with a reason (R15).

    Ours: an accepted comment says what was corrected; a comment may stay open until the report is final.
    """
    final = data.review.status == "final" or (data.review.phase or 0) >= 9
    for code, comment in data.comment.items():
        message = _unanswered(comment, final)
        if message:
            yield Finding("R15", "comment", code, message, {"code": code})


def _unanswered(comment: Comment, final: bool) -> str | None:
    if comment.status == "declined":
        return None if comment.reason else N_("comment {code} is declined without a reason")
    if comment.status == "accepted":
        return None if comment.correction else N_("comment {code} is accepted without a correction")
    return N_("the report is final and comment {code} is not answered") if final else None
