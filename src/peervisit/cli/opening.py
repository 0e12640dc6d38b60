"""Opening the review that a command is about."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peervisit.errors import PeervisitError
from peervisit.i18n import _
from peervisit.store.review_file import ReviewFile


@contextmanager
def reading(parsed: argparse.Namespace) -> Iterator[ReviewFile]:
    """Open the review for reading only."""
    from peervisit.service import reviews

    with reviews.open_review(Path(parsed.file), read_only=True) as review:
        yield review


@contextmanager
def writing(parsed: argparse.Namespace, *, needs_member: bool = True) -> Iterator[ReviewFile]:
    """Open the review for writing, as the member given or as whoever uses this copy.

    Raises:
        PeervisitError: nobody is known to be writing.
    """
    from peervisit.service import reviews

    member = getattr(parsed, "member", None)
    with reviews.open_review(Path(parsed.file), member=member) as review:
        if needs_member and review.log.author is None:
            raise PeervisitError(
                _(
                    "{file}: say whose entry it is with --as MEMBER, or 'peervisit use {file} MEMBER' once"
                ).format(file=parsed.file)
            )
        yield review


def text_or_stdin(value: str | None) -> str | None:
    """Return the text given; ``-`` stands for what comes on standard input."""
    if value == "-":
        return sys.stdin.buffer.read().decode("utf-8", "replace").rstrip("\n")
    return value
