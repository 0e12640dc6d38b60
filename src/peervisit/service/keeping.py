"""Keeping a review safe: backups, bringing one back, and examining a file."""

from __future__ import annotations

import errno
import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from peervisit.errors import (
    PassphraseNeededError,
    PeervisitError,
    ReviewFileError,
    WrongPassphraseError,
)
from peervisit.i18n import N_, _, ngettext
from peervisit.locations import backup_folder
from peervisit.service import places
from peervisit.service.locking import readable_beside
from peervisit.store import driver, locking, passphrases
from peervisit.store.backup import backups, entries_in
from peervisit.store.connection import connect, disk_is_full, in_plain_words, make_private
from peervisit.store.review_file import ReviewFile


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as a person tells it from another: when it was made, why, and how many bytes it takes."""

    path: Path
    made_at: datetime
    reason: str
    size: int


@dataclass(frozen=True, slots=True)
class Restored:
    """Which backup was brought back, and under which name the file as it was is kept."""

    backup: Path
    aside: Path | None


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at."""

    what: str
    good: bool
    says: str


REASONS = {
    "auto": N_("by itself, while something was entered"),
    "asked": N_("because you asked"),
    "before-merge": N_("before changes were taken in"),
    "before-undo-merge": N_("before changes were taken out again"),
    "replaced": N_("because the file was moved, deleted or replaced while it was open"),
    "before-leave": N_("before somebody left"),
}


def backups_of(path: Path) -> list[Path]:
    """Return the backups of a review, newest first."""
    return backups(path)


def told(path: Path) -> list[Backup]:
    """Return the backups of a review with what their names say of them, newest first."""
    return [_told(backup) for backup in backups(path)]


def _told(backup: Path) -> Backup:
    day, __, rest = backup.stem.partition("-")
    hour, __, rest = rest.partition("-")
    about = backup.stat()
    try:
        made_at = datetime.strptime(f"{day}{hour}", "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        # Put there by hand, under a name of its own.
        return Backup(backup, datetime.fromtimestamp(about.st_mtime, UTC), backup.stem, about.st_size)
    reason = rest.partition("-")[2]
    return Backup(backup, made_at, _(REASONS[reason]) if reason in REASONS else reason, about.st_size)


def needs_passphrase(path: Path) -> bool:
    """Whether the passphrase is needed to bring back a backup: the file or its newest backup is locked."""
    return any(driver.is_locked(one) for one in (path, *backups(path)[:1]) if one.exists())


def restore(path: Path, backup: Path | None = None) -> Restored:
    """Bring back a backup (the newest good one), setting the file and its ``-wal`` aside together.

    A backup is named by its path, or by its name alone.

    Raises:
        PeervisitError: there is no good backup, or it is one of another review.
        PassphraseNeededError: the file or the backup is locked and nobody gave the passphrase.
        LockedFileError: the file is good and another program has it open.
        ReviewFileError: there is no room for it; the file stays as it is.
    """
    own = _identity(path)
    try:
        source = _good(_named(path, backup)) if backup is not None else _newest_good(path)
    except WrongPassphraseError as error:
        # The name of the review says more than that of a backup.
        raise (own if isinstance(own, WrongPassphraseError) else error) from None
    if isinstance(own, WrongPassphraseError) and not driver.is_locked(source):
        raise own
    if isinstance(own, str):
        _refuse_in_use(path, own, source)
    lock = passphrases.lock_of(path) if isinstance(own, str) else None
    beside = path.with_name(f".{path.name}.restoring")
    try:
        shutil.copyfile(source, beside)
        make_private(beside)
        if lock is not None and not driver.is_locked(beside):
            locking.turn(beside, lock)
        # Only now that the backup is there whole: a full disk leaves the file in its place.
        aside = _set_aside(path)
        beside.replace(path)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise disk_is_full(path) from error
        raise
    finally:
        beside.unlink(missing_ok=True)
    return Restored(source, aside)


def _named(path: Path, backup: Path) -> Path:
    """Return a backup by its path, or by its name alone if it lies where the backups of the review are."""
    beside = backup_folder(path) / backup.name
    return beside if not backup.parent.name and not backup.exists() and beside.exists() else backup


def _good(backup: Path) -> Path:
    if not backup.is_file():
        raise PeervisitError(_("{file}: no such backup").format(file=backup.name))
    connect(backup, read_only=True).close()
    return backup


def _refuse_in_use(path: Path, own: str, source: Path) -> None:
    """Refuse where the file is good, and another program has it open or it is of another review.

    Whoever has it open would go on writing into the file that was set aside.
    """
    if own != _identity(source):
        raise PeervisitError(
            _("{file}: a backup of another review; nothing was changed").format(file=source.name)
        )
    with in_plain_words(path), closing(driver.connect(path, timeout=0)) as alone:
        alone.execute("PRAGMA locking_mode = EXCLUSIVE")
        alone.execute("BEGIN IMMEDIATE")
        alone.execute("ROLLBACK")


def _identity(path: Path) -> str | WrongPassphraseError | None:
    """Return which review a file is a copy of; None where it is damaged or gone.

    A locked file of which the beginning is damaged cannot be told from one with another passphrase.
    """
    try:
        with closing(connect(path, read_only=True)) as opened:
            row = opened.execute("SELECT value FROM meta WHERE key = 'review_id'").fetchone()
    except PassphraseNeededError:
        raise
    except WrongPassphraseError as error:
        return error
    except ReviewFileError:
        return None
    return str(row[0])


def _newest_good(path: Path) -> Path:
    wrong = None
    for backup in backups(path):
        try:
            return _good(backup)
        except (PassphraseNeededError, WrongPassphraseError) as error:
            wrong = error
        except ReviewFileError:
            continue
    if wrong is not None:
        raise wrong
    raise PeervisitError(_("{file}: there is no good backup").format(file=path.name))


def _set_aside(path: Path) -> Path | None:
    if not path.exists():
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    names = (path.with_name(f"{path.name}.aside-{stamp}{f'-{n}' if n else ''}") for n in count())
    aside = next(name for name in names if not name.exists())
    for tail in ("-wal", "-shm", ""):
        part = path.with_name(path.name + tail)
        if part.exists():
            part.rename(aside.with_name(aside.name + tail))
    return aside


def examine(path: Path) -> list[Examined]:
    """Look at the file, its place, its entries and its backups."""
    found = [_opens(path)]
    warning = places.warning(path)
    found.append(Examined(_("place"), warning is None, warning or str(path.resolve().parent)))
    found += [_backups(path), *_lock(path)]
    if found[0].good:
        found += _contents(path)
    return found


def _opens(path: Path) -> Examined:
    try:
        ReviewFile.open(path, read_only=True).close()
    except PassphraseNeededError:
        raise
    except WrongPassphraseError:
        if not any(driver.is_locked(one) and _is_good(one) for one in backups(path)):
            raise
        says = _("damaged in its first page; 'peervisit restore' brings back the newest backup")
        return Examined(_("file"), False, says)
    except ReviewFileError as error:
        return Examined(_("file"), False, str(error))
    return Examined(_("file"), True, _("opens and passes SQLite's own check"))


def _backups(path: Path) -> Examined:
    made = backups(path)
    if not made:
        return Examined(_("backups"), True, _("none yet; the first is made when something is entered"))
    good = sum(_is_good(one) for one in made)
    says = ngettext("{n} backup, {good} of them good", "{n} backups, {good} of them good", len(made))
    return Examined(_("backups"), good == len(made), says.format(n=len(made), good=good))


def _lock(path: Path) -> list[Examined]:
    if not driver.is_locked(path):
        return []
    readable = readable_beside(path)
    if readable:
        words = ngettext(
            "{n} backup can be read without the passphrase; 'peervisit secure' locks it",
            "{n} backups can be read without the passphrase; 'peervisit secure' locks them",
            len(readable),
        )
        return [Examined(_("lock"), False, words.format(n=len(readable)))]
    return [Examined(_("lock"), True, _("locked with a passphrase, its backups too"))]


def _is_good(backup: Path) -> bool:
    try:
        entries_in(backup)
    except ReviewFileError:
        return False
    return True


def _contents(path: Path) -> list[Examined]:
    with ReviewFile.open(path, read_only=True) as review:
        run = review.connection.execute
        entries, held, disputed, newest = run(
            "SELECT (SELECT count(*) FROM change), (SELECT count(*) FROM held_change), "
            "(SELECT count(*) FROM conflict), (SELECT max(clock) FROM change)"
        ).fetchone()
        drafts = run("SELECT count(*) FROM draft").fetchone()[0]
    ahead = bool(newest) and newest[:19] > datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return [
        Examined(_("entries"), True, str(entries)),
        Examined(_("entries that wait for others"), held == 0, str(held)),
        Examined(_("open conflicts"), disputed == 0, str(disputed)),
        Examined(_("drafts not saved yet"), drafts == 0, str(drafts)),
        Examined(
            _("clock"),
            not ahead,
            _("an entry is dated later than this laptop's clock; nothing is lost, one of the clocks is wrong")
            if ahead
            else _("no entry is dated in the future"),
        ),
    ]
