"""Bringing copies of one review together."""

from __future__ import annotations

from pathlib import Path

from peervisit.store.review_file import ReviewFile
from peervisit.sync.merge import Merged, copy_for_teammate, merge_from


def make_copy(review: ReviewFile, path: Path) -> ReviewFile:
    """Make a teammate's copy of the review and return it open."""
    return copy_for_teammate(review, path)


def take_from(review: ReviewFile, path: Path) -> Merged:
    """Take in what another copy of the review holds."""
    with ReviewFile.open(path, read_only=True, now=review.now) as other:
        return merge_from(review, other)


def count_conflicts(review: ReviewFile) -> int:
    """Return how many conflicts are open."""
    return int(review.connection.execute("SELECT count(*) FROM conflict").fetchone()[0])
