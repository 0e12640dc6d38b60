"""What a sync did and what the state of a store is, in words that the screens and the commands share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peervisit.i18n import N_, _, labelled, ngettext, short_moment
from peervisit.service.syncing import SyncReport


def local_time(moment: str, now: datetime) -> str:
    """Return a moment by the clock on the wall: with its weekday within six days, else with its date."""
    try:
        here = datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone()
    except ValueError:
        return moment
    days = (now.astimezone().date() - here.date()).days
    if days == 0:
        return here.strftime("%H:%M")
    if 0 < days < 7:
        return f"{_(_WEEKDAYS[here.weekday()])} {here:%H:%M}"
    return short_moment(here)


def lines(report: SyncReport, now: datetime, me: str | None) -> list[str]:
    """Return what a sync did, one thing a line."""
    synced = report.synced
    said = [labelled(_("Taken in"), _taken(report)), labelled(_("Sent"), _sent(report))]
    if synced.lost:
        said.append(
            ngettext(
                "{n} file was gone from the store; what it held was sent again",
                "{n} files were gone from the store; what they held was sent again",
                synced.lost,
            ).format(n=synced.lost)
        )
    if synced.waiting:
        said.append(labelled(_("Waiting here"), _changes(synced.waiting)))
    if synced.applied.held:
        said.append(
            ngettext(
                "{n} change waits for another that has not come yet",
                "{n} changes wait for others that have not come yet",
                synced.applied.held,
            ).format(n=synced.applied.held)
        )
    never = _("nothing yet")
    heard = [
        f"{member} {local_time(at, now) if at else never}"
        for member, at in report.members.items()
        if member != me
    ]
    if heard:
        said.append(labelled(_("Last entries"), " · ".join(heard)))
    said += [labelled(_("Not taken in"), f"{file}: {reason}") for file, reason in report.bad_files]
    written_after = _("{member} wrote it after leaving; nothing of those who stay is missing")
    said += [
        labelled(_("Passed over"), f"{file}: {written_after.format(member=member)}")
        for file, member in report.passed_over
    ]
    return said


def as_data(report: SyncReport) -> dict[str, Any]:
    """Return what a sync did, for a program."""
    synced = report.synced
    return {
        "store": synced.store,
        "made_store": synced.made_store,
        "taken": {
            "files": synced.files_taken,
            "changes": synced.applied.new,
            "known": synced.applied.known,
            "held": synced.applied.held,
            "by_author": report.by_author,
        },
        "sent": {"files": synced.files_sent, "changes": synced.changes_sent},
        "waiting": synced.waiting,
        "files_lost_by_store": synced.lost,
        "files_not_taken_in": [
            {
                "file": one.file.shown,
                "tries": one.tries,
                "reason": one.reason,
                "after_leaving": one.after_leaving,
            }
            for one in synced.troubles
        ],
        "last_entries": report.members,
        "copies": {
            device: {"member": member, "last_file": made} for device, (member, made) in report.copies.items()
        },
        "conflicts": report.conflicts,
        "failure": str(synced.failure) if synced.failure else None,
    }


def _taken(report: SyncReport) -> str:
    applied = report.synced.applied
    if not applied.new:
        return _("nothing new")
    by = " · ".join(f"{author or '–'} {count}" for author, count in report.by_author.items())
    return f"{_changes(applied.new)} ({by})"


def _sent(report: SyncReport) -> str:
    synced = report.synced
    if not synced.changes_sent:
        return _("nothing new")
    files = ngettext("in {n} file", "in {n} files", synced.files_sent).format(n=synced.files_sent)
    return f"{_changes(synced.changes_sent)} {files}"


def _changes(count: int) -> str:
    return ngettext("{n} change", "{n} changes", count).format(n=count)


_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
