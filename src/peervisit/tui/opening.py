"""Opening the app, and a review for its screens."""

from __future__ import annotations

import gc
from pathlib import Path

from peervisit import i18n, locations
from peervisit.errors import PassphraseNeededError
from peervisit.store.ahead import CheckAhead
from peervisit.store.review_file import ReviewFile
from peervisit.tui import garbage
from peervisit.tui.app import PeervisitApp
from peervisit.tui.safe_app import LockedReviewError
from peervisit.tui.settings import Settings


def run(path: Path | None, member: str | None = None, ahead: CheckAhead | None = None) -> int:
    """Open the app on a review, or on the start screen; return the exit status.

    Raises:
        ReviewFileError: the file cannot be used.
        UnknownCodeError: there is no such member.
    """
    # Collecting garbage while everything is being made only costs time; on_mount turns it on again.
    gc.disable()
    settings = Settings.load(locations.config_folder(), locations.state_folder(), locations.data_folder())
    i18n.use(settings.language or i18n.preferred_language())
    review, unlock_first = None, None
    try:
        review = open_for_screens(path, member, ahead) if path is not None else None
    except LockedReviewError as error:
        unlock_first = error
    try:
        app = PeervisitApp(review, settings)
        app.unlock_first = unlock_first
        if review is not None:
            settings.opened(review.path)
        status = app.run()
        app.close_review()
        return app.return_code or status or 0
    finally:
        garbage.end()


def open_for_screens(path: Path, member: str | None = None, ahead: CheckAhead | None = None) -> ReviewFile:
    """Open a review without loading the record classes, which the first screen does not need.

    Raises:
        LockedReviewError: it needs its passphrase first.
        ReviewFileError: the file cannot be used.
        UnknownCodeError: there is no such member.
    """
    try:
        if member is not None:
            from peervisit.service.reviews import open_review

            return open_review(path, member=member)
        review = ReviewFile.open(path, ahead=ahead)
    except PassphraseNeededError as error:
        raise LockedReviewError(path, member, str(error)) from error
    review.log.author = review.local("me")
    return review
