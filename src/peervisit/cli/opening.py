"""Opening the review that a command is about."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peervisit.cli.output import say
from peervisit.errors import PeervisitError
from peervisit.i18n import _
from peervisit.locations import typed
from peervisit.store.connection import in_plain_words
from peervisit.store.review_file import ReviewFile


@contextmanager
def reading(parsed: argparse.Namespace) -> Iterator[ReviewFile]:
    """Open the review for reading only, as the member given or as whoever uses this copy."""
    from peervisit.service import opening

    path = Path(parsed.file)
    member = getattr(parsed, "member", None)
    with opening.open_review(path, member=member, read_only=True) as review, in_plain_words(path):
        yield review


@contextmanager
def writing(parsed: argparse.Namespace, *, needs_member: bool = True) -> Iterator[ReviewFile]:
    """Open the review for writing, as the member given or as whoever uses this copy.

    Raises:
        PeervisitError: nobody is known to be writing.
    """
    from peervisit.service import opening

    member = getattr(parsed, "member", None)
    path = Path(parsed.file)
    with opening.open_review(path, member=member) as review, in_plain_words(path):
        if needs_member and review.log.author is None:
            raise PeervisitError(
                _(
                    "{file}: say whose entry it is with --as MEMBER, or 'peervisit use {file} MEMBER' once"
                ).format(file=typed(parsed.file))
            )
        yield review
        _back_up(review)


def _back_up(review: ReviewFile) -> None:
    """Make a backup where something was written and an hour has passed since the last."""
    try:
        if review.log.seq:
            review.back_up_if_due()
    except (PeervisitError, OSError) as error:
        # What was asked for is done and saved; only its backup is missing.
        reason = str(error) if isinstance(error, PeervisitError) else error.strerror
        say(_("saved, but no backup could be made: {reason}").format(reason=reason))


def text_or_stdin(value: str) -> str:
    """Return the text given; ``-`` stands for what comes on standard input.

    Raises:
        PeervisitError: what comes is no UTF-8 text.
    """
    if value != "-":
        return value
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PeervisitError(_("standard input is not UTF-8 text; nothing was changed")) from None
    return text.replace("\r\n", "\n").removesuffix("\n")
