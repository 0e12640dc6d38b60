"""Syncing a review with a shared store, and what a copy remembers about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from peervisit.errors import StoreError, StoreLoginError
from peervisit.i18n import _, labelled
from peervisit.locations import typed
from peervisit.service.sync_memory import (
    choose_target,
    keep_password,
    kept_password,
    remember_waiting,
    target_of,
)
from peervisit.store.clock import moment
from peervisit.store.review_file import ReviewFile
from peervisit.sync.keyring import Keyring
from peervisit.sync.store_state import EAGER_TRIES, StoreState, Trouble
from peervisit.sync.stores import Address, Store, open_store
from peervisit.sync.stores.store import TIMEOUT, closing
from peervisit.sync.syncing import Synced, sync
from peervisit.sync.taking import Progress

SHOWN_AFTER = 3
"""After so many syncs in which a file was not whole, people are told."""

AskPassword = Callable[[Address], str | None]


@dataclass(slots=True)
class SyncReport:
    """What came of a sync, in the words of a person: who wrote what, and who has not been heard from."""

    synced: Synced
    by_author: dict[str, int] = field(default_factory=dict)
    """New changes by the member whose entries they are; ``""`` for nobody in particular."""
    members: dict[str, str | None] = field(default_factory=dict)
    """Every member to the moment of their last entry that is here."""
    copies: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    """Every copy that wrote into the store to its member, if known, and when it last did."""
    conflicts: int = 0
    who_left: dict[str, str | None] = field(default_factory=dict)
    """Copies whose member has left, with the member; read where a file of one was met."""
    warning: str | None = None
    """That the files are not locked, where they are not."""
    device: str = ""
    """The number of this copy."""

    @property
    def needs_somebody(self) -> bool:
        """Whether something waits for a person: a conflict, or a file that newly cannot be taken in."""
        return bool(self.conflicts) or any(one.tries <= EAGER_TRIES for one in self._told())

    @property
    def passed_over(self) -> list[tuple[str, str]]:
        """Return the files that members wrote after they had left, met for the first time: path, member."""
        new = [one.file for one in self.synced.troubles if one.after_leaving and one.tries == 1]
        return [(file.shown, self.who_left.get(file.device) or "–") for file in new]

    @property
    def bad_files(self) -> list[tuple[str, str]]:
        """Return the files that were refused, or not whole for long, each with the reason."""
        damaged = _("damaged or not whole yet; whoever sent it can run 'peervisit sync FILE --all'")
        named = [(one.file.shown, one.reason or damaged) for one in self._told()]
        # The reason of a refusal begins with the name of the file already.
        return [(file, reason.removeprefix(labelled(file, "")).strip()) for file, reason in named]

    def _told(self) -> list[Trouble]:
        # What is damaged is sent anew by whoever has it, so it is told a few times and not for ever; what
        # this copy itself could not put there whole is not told at all: it goes out under another name.
        found = [one for one in self.synced.troubles if not one.after_leaving]
        return [one for one in found if one.reason or self._stays_damaged(one)]

    def _stays_damaged(self, one: Trouble) -> bool:
        return one.file.device != self.device and SHOWN_AFTER <= one.tries <= EAGER_TRIES


def sync_review(
    review: ReviewFile,
    target: str | None = None,
    *,
    password: str | None = None,
    ask: AskPassword = lambda _address: None,
    remember_target: bool = True,
    remember_password: bool = False,
    begin_again: bool = False,
    read_all: bool = False,
    timeout: float = TIMEOUT,
    before: Callable[[], object] | None = None,
    progress: Progress = lambda _step, _done, _all: None,
) -> SyncReport:
    """Bring a copy and a shared store together; the store is remembered for the next time.

    Args:
        review: the copy.
        target: the folder or address of the store; the one remembered if left out.
        password: the password of its user, where one is needed.
        ask: asks somebody for it, where none is given or kept.
        remember_target: whether this copy syncs there from now on.
        remember_password: whether this copy keeps it.
        begin_again: whether a store may be made where this copy knew one before.
        read_all: whether files that were taken in before are read again.
        timeout: seconds that the store may keep silent.
        before: called before what came is written; a backup is made if left out.
        progress: told how far it is.

    Raises:
        StoreError: no store is known, or it cannot be used; nothing was changed.
        OtherReviewError: it is the store of another review.
    """
    chosen = target or target_of(review)
    if not chosen:
        raise StoreError(
            _("{file}: say where the store is: peervisit sync {file} FOLDER-OR-ADDRESS").format(
                file=typed(review.path.name)
            )
        )
    address = Address.parse(chosen)
    given = password or address.password or kept_password(review, address.shown)
    store, given = _opened(address, given, ask, timeout)
    authors = _by_author(review)
    with closing(store):
        synced = sync(
            review,
            Keyring(review),
            store,
            address=address.shown,
            begin=target is not None,
            begin_again=begin_again,
            read_all=read_all,
            before=before or review.back_up_if_due,
            progress=progress,
        )
    if remember_target and target_of(review) != address.shown:
        choose_target(review, address.shown)
    if target_of(review) == address.shown:
        remember_waiting(review, synced.waiting)
    if remember_password and given is not None:
        keep_password(review, address.shown, given)
    return _report(review, synced, authors)


def copies_of(review: ReviewFile, store: str) -> dict[str, tuple[str | None, str]]:
    """Return every copy that wrote into a store to its member, if known, and when it last did."""
    owners = {copy.device: copy.member for copy in Keyring(review).copies()}
    heard = StoreState(review, store).heard()
    return {device: (owners.get(device), made) for device, made in heard.items()}


def sync_file(
    path: Path,
    *,
    password: str | None,
    before: Callable[[], object],
    begin: bool = False,
    begin_again: bool = False,
) -> SyncReport:
    """Sync a review with the store it remembers, through a connection of its own: for the background.

    Args:
        path: the review file.
        password: the password of the store, where it is not kept.
        before: called before what came is written, after a backup if one is due.
        begin: whether the store may be made: somebody has just chosen it.
        begin_again: whether it may be made anew.

    Raises:
        PeervisitError: the file or the store cannot be used.
    """
    with ReviewFile.open(path) as review:
        review.log.author = review.local("me")
        target = target_of(review) if begin else None

        def prepare() -> None:
            review.back_up_if_due()
            before()

        # Somebody may choose another store while this goes on: that choice stands.
        return sync_review(
            review,
            target,
            password=password,
            before=prepare,
            begin_again=begin_again,
            remember_target=False,
        )


def _opened(
    address: Address, password: str | None, ask: AskPassword, timeout: float
) -> tuple[Store, str | None]:
    """Open a store, asking for a password where one is missing and, once, where it is not accepted."""
    if password is None and address.needs_password:
        password = ask(address)
        if password is None:
            raise StoreLoginError(
                _(
                    "{store}: a password is needed; it is asked for in a terminal, else --password-file"
                ).format(store=address.shown)
            )
    try:
        return open_store(address.with_password(password), timeout), password
    except StoreLoginError:
        again = ask(address) if password is None else None
        if again is None:
            raise
        return open_store(address.with_password(again), timeout), again


def _by_author(review: ReviewFile) -> dict[str, int]:
    rows = review.connection.execute("SELECT coalesce(author, ''), count(*) FROM change GROUP BY 1")
    return {str(author): int(count) for author, count in rows}


def _report(review: ReviewFile, synced: Synced, before: dict[str, int]) -> SyncReport:
    after = _by_author(review) if synced.applied.new else before
    now = review.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    members: dict[str, str | None] = {str(row[0]): None for row in review.connection.execute(_MEMBERS)}
    for author, clock in review.connection.execute(_LAST):
        members[str(author)] = min(moment(str(clock)), now)
    return SyncReport(
        synced,
        {
            author: count - before.get(author, 0)
            for author, count in after.items()
            if count > before.get(author, 0)
        },
        members,
        copies_of(review, synced.store),
        int(review.connection.execute("SELECT count(*) FROM conflict").fetchone()[0]),
        Keyring(review).who_left() if any(one.after_leaving for one in synced.troubles) else {},
        Keyring(review).warning if synced.files_sent else None,
        Keyring(review).device,
    )


_MEMBERS = "SELECT code FROM member ORDER BY code"
_LAST = "SELECT author, max(clock) FROM change WHERE author IS NOT NULL GROUP BY author ORDER BY author"
