"""Bringing two copies of a review together through their change logs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from peervisit.errors import ReviewFileError
from peervisit.i18n import _
from peervisit.store.log import Applied
from peervisit.store.review_file import ReviewFile


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of a merge: changes new and known here, those held, and open conflicts after it."""

    applied: Applied
    conflicts: int


def merge_from(review: ReviewFile, other: ReviewFile) -> Merged:
    """Take into ``review`` every change that ``other`` holds, all or none.

    Raises:
        ReviewFileError: the other file is a copy of another review.
        ForkError: both claim the same session with different contents.
    """
    if review.meta("review_id") != other.meta("review_id"):
        raise ReviewFileError(
            _("{file}: a copy of another review; nothing was taken in").format(file=other.path.name)
        )
    with review.transaction() as log:
        applied = log.apply(other.log.changes())
    conflicts = review.connection.execute("SELECT count(*) FROM conflict").fetchone()[0]
    return Merged(applied, int(conflicts))


def copy_for_teammate(review: ReviewFile, path: Path) -> ReviewFile:
    """Make a teammate's own copy of the review: everything in the log, nothing that is sealed or local."""

    def fill(copy: ReviewFile) -> None:
        with copy.transaction():
            copy.connection.execute(
                "UPDATE meta SET value = ? WHERE key = 'review_id'", (review.meta("review_id"),)
            )
            copy.log.apply(review.log.changes())

    return ReviewFile.create(path, now=review.now, fill=fill)
