"""Locking the screen: by a key over whatever is open, or after a while without one."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic

from textual import events
from textual.screen import Screen

from peervisit.errors import PeervisitError
from peervisit.store.review_file import ReviewFile
from peervisit.tui.safe_app import LockedReviewError, SafeApp
from peervisit.tui.settings import Settings


class LockableApp(SafeApp):
    """An app that keeps what is typed and then shows nothing, until somebody unlocks it."""

    unlock_first: LockedReviewError | None = None
    """The review to ask the passphrase of before anything else."""
    touched_at: float
    """When somebody last did something."""
    _lock: Screen[None] | None = None

    def __init__(self, review: ReviewFile | None, settings: Settings) -> None:
        super().__init__(review, settings)
        self.touched_at = monotonic()

    async def on_event(self, event: events.Event) -> None:
        """Take note of when somebody last did something."""
        if isinstance(event, (events.InputEvent, events.Paste)):
            self.touched_at = monotonic()
        await super().on_event(event)

    @property
    def is_locked(self) -> bool:
        """Whether the screen is locked."""
        return self._lock is not None and self._lock in self.screen_stack

    def action_lock(self) -> None:
        """Keep what is typed, then blank the screen until it is unlocked."""
        if self.is_locked:
            return
        from peervisit.tui.screens.lock import LockScreen

        # What cannot be kept now stays in the screen below and is tried again: that is no reason to show it.
        with suppress(PeervisitError), self.in_plain_words():
            self.keep_drafts()
        self._lock = LockScreen()
        self.push_screen(self._lock)

    def lock_if_idle(self) -> None:
        """Lock the screen where nobody did anything for as long as the settings say."""
        seconds = self.settings.lock_after * 60
        if seconds and monotonic() - self.touched_at >= seconds:
            self.action_lock()
