"""Opening a review as somebody of the team; loads no kinds of records, which many commands never need."""

from __future__ import annotations

from pathlib import Path

from peervisit.errors import UnknownCodeError
from peervisit.i18n import _
from peervisit.store.clock import Now, utc_now
from peervisit.store.review_file import ReviewFile


def open_review(
    path: Path,
    *,
    member: str | None = None,
    read_only: bool = False,
    now: Now = utc_now,
) -> ReviewFile:
    """Open a review as a member, or as whoever used this copy last.

    Raises:
        ReviewFileError: the file cannot be used.
        UnknownCodeError: there is no such member.
    """
    review = ReviewFile.open(path, read_only=read_only, now=now)
    try:
        if member is not None:
            require_member(review, member)
        review.log.author = member or review.local("me")
    except BaseException:
        review.close()
        raise
    return review


def require_member(review: ReviewFile, member: str) -> None:
    """Check that somebody of the team has these initials.

    Raises:
        UnknownCodeError: nobody has.
    """
    if not review.exists("member", member):
        from peervisit.model.validate import shown_code

        raise UnknownCodeError(
            _("no member has the initials '{code}'; add them with 'peervisit member add'").format(
                code=shown_code(member)
            )
        )
