"""Syncing the open review in the background: in a thread of its own, when nobody is typing."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from peervisit.errors import PeervisitError, StoreAwayError
from peervisit.i18n import _, ngettext
from peervisit.service import sync_memory
from peervisit.store.connection import in_plain_words
from peervisit.store.review_file import ReviewFile
from peervisit.tui.commands.key_words import keyed

if TYPE_CHECKING:
    from peervisit.service.syncing import SyncReport
    from peervisit.tui.app import PeervisitApp
    from peervisit.tui.messages import SyncEnded

EVERY = 180.0
"""Seconds between two syncs."""

FIRST_AFTER = 4.0
"""Seconds after a review was opened."""

QUIET = 1.0
"""Seconds without a key, after which what came may be written: a key never waits for it."""

AT_MOST = 300.0
"""Seconds that what came waits for such a pause."""

LEAVING = 1.0
"""Seconds that closing waits for a sync to end; one that takes longer is left to itself and does no harm."""


@dataclass(slots=True)
class SyncState:
    """What is known of the syncs of the open review."""

    report: SyncReport | None = None
    failure: str = ""
    """Why the last one did not come to its end."""
    is_away: bool = False
    """Whether that is only for now."""
    away_since: str = ""


class BackgroundSync:
    """Syncs the open review every few minutes, and when somebody asks."""

    def __init__(self, app: PeervisitApp) -> None:
        self._app = app
        self._thread: threading.Thread | None = None
        self._next: tuple[bool, bool] | None = None
        self.password: str | None = None
        self.state = SyncState()

    @property
    def is_running(self) -> bool:
        """Whether a sync is going on."""
        return self._thread is not None

    def begin(self) -> None:
        """Begin for a review that was just opened."""
        self.state, self.password = SyncState(), None
        self._app.set_timer(FIRST_AFTER, self.tick)

    def end(self) -> None:
        """Let a sync that is going on come to its end before the file is closed, for a moment."""
        if self._thread is not None:
            self._thread.join(LEAVING)

    def tick(self) -> None:
        """Sync if the review has a store, and may."""
        if self._app.has_review and sync_memory.is_on(self._app.review):
            self.now()

    def now(self, *, asked: bool = False, begin: bool = False, begin_again: bool = False) -> bool:
        """Begin a sync, or one after that which is going on; return whether there is a store to sync with."""
        review = self._app.review
        if review.read_only or sync_memory.target_of(review) is None:
            return False
        if self._thread is not None:
            if asked:
                # What somebody chose meanwhile, such as another store, comes after the one that is going on.
                self._next = (begin, begin_again)
        else:
            self._thread = threading.Thread(
                target=self._work,
                args=(review.path, self.password, asked, begin, begin_again),
                name="sync",
                daemon=True,  # a store that never answers must not hold up leaving the app
            )
            self._thread.start()
        return True

    def ended(self, event: SyncEnded) -> bool:
        """Take note of what came of a sync; False where it was of another review."""
        self._thread = None
        following, self._next = self._next, None
        if not self._app.has_review or event.path != self._app.review.path:
            return False
        if following is not None:
            self.now(asked=True, begin=following[0], begin_again=following[1])
        state = self.state
        state.failure, state.is_away = event.failure, event.is_away
        if event.report is not None:
            state.report = event.report
        if not event.is_away:
            state.away_since = ""
        elif not state.away_since:
            state.away_since = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return True

    def _work(self, path: Path, password: str | None, asked: bool, begin: bool, begin_again: bool) -> None:
        from peervisit.service.syncing import sync_file
        from peervisit.tui.crash import write_report

        report, failure, is_away = None, "", False
        error: PeervisitError | None = None
        try:
            with in_plain_words(path):
                report = sync_file(
                    path,
                    password=password,
                    before=self._wait_for_a_pause,
                    begin=begin,
                    begin_again=begin_again,
                )
            error = report.synced.failure
        except PeervisitError as raised:
            error = raised
        except OSError as raised:
            failure = raised.strerror or type(raised).__name__
        except Exception as raised:
            # In a thread of its own an error of the program would tear the screen and end nothing.
            write_report(raised, self._app.settings.state, datetime.now().astimezone())
            failure = _("an error in the program; nothing that was written is lost")
        if error is not None:
            failure, is_away = str(error), isinstance(error, StoreAwayError)
        # The app may be gone by now.
        with suppress(RuntimeError):
            from peervisit.tui.messages import SyncEnded

            self._app.post_message(SyncEnded(path, report, failure, is_away=is_away, asked=asked))

    def _wait_for_a_pause(self) -> None:
        until = time.monotonic() + AT_MOST
        while time.monotonic() < until:
            left = self._app.touched_at + QUIET - time.monotonic()
            if left <= 0:
                return
            time.sleep(left)


def sync_texts(sync: BackgroundSync, review: ReviewFile, me: str | None) -> tuple[str, str]:
    """Return the state of syncing for the status line, in full and in short; empty without a store."""
    if sync_memory.target_of(review) is None or review.read_only:
        return "", ""
    waits = sync_memory.waiting(review)
    waiting = ngettext("{n} waiting", "{n} waiting", waits).format(n=waits) if waits else ""
    if not sync_memory.is_on(review):
        return _joined(_("sync off"), waiting), _joined("⇅ –", waiting)
    state = sync.state
    if state.failure and not state.is_away:
        return _joined("! " + keyed(_("not synced, see <go.sync>")), waiting), _joined("! ⇅ Y", waiting)
    if state.failure:
        since = _clock(state.away_since)
        return _joined(_("offline since {time}").format(time=since), waiting), _joined(
            f"⇅ … {since}", waiting
        )
    at = sync_memory.synced_at(review)
    if at is None:
        return _("syncing…") if sync.is_running else _("not synced yet"), "⇅ …"
    done = _clock(at)
    missed = _not_heard(state.report, me)
    return _joined(_("synced {time}").format(time=done), waiting, missed), _joined(f"⇅ {done}", waiting)


def _not_heard(report: SyncReport | None, me: str | None) -> str:
    """Say whose entries are oldest, if they are more than a day old."""
    if report is None:
        return ""
    from datetime import timedelta

    yesterday = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    heard = {who: at for who, at in report.members.items() if who != me and at and at < yesterday}
    if not heard:
        return ""
    who = min(heard, key=lambda one: heard[one])
    return _("not heard from {code} since {time}").format(code=who, time=_clock(heard[who]))


def _clock(moment: str) -> str:
    from peervisit.service.sync_words import local_time

    return local_time(moment, datetime.now(UTC))


def _joined(*texts: str) -> str:
    return " · ".join(text for text in texts if text)
