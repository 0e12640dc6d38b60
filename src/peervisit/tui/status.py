"""What the status line and the strip say of the review, by a few small queries."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from peervisit.i18n import _, ngettext, short_moment
from peervisit.store.review_file import ReviewFile
from peervisit.tui.background_sync import sync_texts
from peervisit.tui.widgets.status_bar import Status, saved_text

if TYPE_CHECKING:
    from peervisit.tui.app import PeervisitApp


def title_of(review: ReviewFile) -> str:
    """Return the city and the theme, or the name of the file."""
    row = review.connection.execute("SELECT city, theme FROM review").fetchone()
    words = [part for part in row or () if part]
    return " · ".join(words) or review.path.stem


def status_of(app: PeervisitApp, note: str) -> Status:
    """Return the state of the file."""
    review = app.review
    count = review.connection.execute("SELECT count(*) FROM conflict").fetchone()[0]
    sync, sync_short = sync_texts(app.sync, review, app.member)
    return Status(
        member=_("read only") if review.read_only else app.member or _("who are you?"),
        saved=_("NOT SAVED, trying again") if app.unsaved else saved_text(app.saved_at),
        backup=backup_text(review),
        conflicts=ngettext("! {n} conflict", "! {n} conflicts", count).format(n=count) if count else "",
        sync=sync,
        sync_short=sync_short,
        note=note,
    )


def backup_text(review: ReviewFile) -> str:
    """Return when the last verified backup was made."""
    at = review.local("backup_at")
    return _("backup {time}").format(time=local_time(at)) if at else _("no backup yet")


def local_time(moment: str) -> str:
    """Return a moment as the clock on the wall shows it, with the day unless it is today."""
    try:
        here = datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone()
    except ValueError:
        return moment
    today = datetime.now().astimezone().date()
    return here.strftime("%H:%M") if here.date() == today else short_moment(here)
