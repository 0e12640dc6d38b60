"""One sync with a shared store: look, take in what is new there, put there what is only here.

A sync that finds nothing new lists the review's folder and the folder of each copy, and reads one file
again, another each time: so a file that rots in the store is found and sent anew by any copy that has its
changes. Nothing is ever deleted or overwritten, and nothing is concluded from what is not there, except
that it must be sent again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from peervisit.errors import ChangeFileError, OtherReviewError, PeervisitError, StoreError
from peervisit.i18n import _
from peervisit.locations import typed
from peervisit.store.log import Applied
from peervisit.store.review_file import ReviewFile
from peervisit.sync.keyring import Keyring
from peervisit.sync.runs import Lines, runs
from peervisit.sync.sending import Sending
from peervisit.sync.store_names import MARKER, StoredFile, is_change_file, is_device, is_review
from peervisit.sync.store_state import StoreState, Trouble
from peervisit.sync.stores import Entry, Store
from peervisit.sync.stores.store import answers
from peervisit.sync.taking import Progress, Taken, take

READ_AGAIN = 3
"""Files that a sync with something to do reads again; one that finds nothing new reads one."""

Files = dict[StoredFile, int | None]


@dataclass(slots=True)
class Synced:
    """What came of a sync, as far as it went."""

    store: str
    made_store: bool = False
    files_taken: int = 0
    applied: Applied = field(default_factory=Applied)
    files_sent: int = 0
    changes_sent: int = 0
    waiting: int = 0
    lost: int = 0
    troubles: list[Trouble] = field(default_factory=list)
    heard: dict[str, str] = field(default_factory=dict)
    failure: PeervisitError | None = None
    """Why what is waiting could not be sent, after what came was taken in."""


def sync(
    review: ReviewFile,
    keys: Keyring,
    store: Store,
    *,
    address: str,
    begin: bool = False,
    begin_again: bool = False,
    read_all: bool = False,
    before: Callable[[], object] = lambda: None,
    progress: Progress = lambda _step, _done, _all: None,
) -> Synced:
    """Bring this copy and a shared store together.

    Args:
        review: the copy.
        keys: its keys.
        store: the store, open.
        address: under which this copy remembers what it knows of the store.
        begin: whether a store may be made where none is, if this copy never synced there.
        begin_again: whether it may be made though this copy did.
        read_all: whether files that were taken in before are read again.
        before: called before changes from the store are written to the copy.
        progress: told how far it is.

    Raises:
        StoreError: the store cannot be used; nothing was changed here.
        OtherReviewError: it is the store of another review.
    """
    state = StoreState(review, address)
    found = Synced(address)
    folder = str(review.meta("review_id"))
    devices, found.made_store = _enter(review, store, state, begin=begin, again=begin_again)
    listed = _list_files(store, folder, devices)
    found.lost = _forget_gone(review, state, listed, read_all=read_all)
    known = state.good()
    resting = set() if read_all else state.resting(listed)
    wanted = sorted(file for file in listed if file not in known and file not in resting)
    known_statements = len(keys.circle.known())
    taken = take(review, keys, store, state, wanted, before, progress) if wanted else Taken()
    found.files_taken, found.applied = taken.files, taken.applied
    if resting and len(keys.circle.known()) > known_statements:
        # What was refused may be vouched for by now.
        later = take(review, keys, store, state, sorted(resting), before, progress)
        found.files_taken += later.files
        found.applied += later.applied
        found.applied.held = later.applied.held
    try:
        again = state.longest_unseen(READ_AGAIN if wanted else 1, set(wanted))
        found.lost += _look_again(review, store, state, again)
        _send(review, keys, store, state, listed, found, progress)
    except (StoreError, ChangeFileError) as error:
        found.failure = error
        found.waiting = sum(map(len, state.missing(runs(review, keys))))
    found.troubles, found.heard = state.troubles(), state.heard()
    if found.failure is None:
        state.finished()
    return found


def _enter(
    review: ReviewFile, store: Store, state: StoreState, *, begin: bool, again: bool
) -> tuple[list[str], bool]:
    """Return the copies that have a folder in the store, once its marker says that it is ours."""
    folder = str(review.meta("review_id"))
    entries = store.list(folder)
    names = {entry.name: entry.size for entry in entries or ()}
    devices = [entry.name for entry in entries or () if entry.is_folder and is_device(entry.name)]
    if not state.is_new and names.get(MARKER) == len(_marker(folder)):
        # It was read when this copy first came here, and the name of its folder says whose it is.
        return devices, False
    content = store.get(f"{folder}/{MARKER}") if MARKER in names else None
    marked = _marked_review(content)
    if marked == folder:
        return devices, False
    if marked is not None:
        raise OtherReviewError(_("{store}: the store of another review").format(store=store.shown))
    fresh = state.is_new and not devices
    if not (again or (begin and fresh)):
        raise _not_as_it_was(store, state, entries, content)
    _make(review, store, has_folder=entries is not None)
    if again:
        with review.transaction():
            state.forget_all()
    return devices, not devices


def _make(review: ReviewFile, store: Store, *, has_folder: bool) -> None:
    folder = str(review.meta("review_id"))
    if not has_folder:
        if store.list("") is None:
            store.make_folder("")
        store.make_folder(folder)
    marker = _marker(folder)
    store.put(f"{folder}/{MARKER}", marker)
    if store.get(f"{folder}/{MARKER}") != marker:
        raise StoreError(
            _("{store}: does not keep what is written to it; nothing of it counts as sent").format(
                store=store.shown
            )
        )


def _marker(folder: str) -> bytes:
    return json.dumps({"peervisit": "store", "version": 1, "review": folder}).encode()


def _marked_review(content: bytes | None) -> str | None:
    """Return the review that a marker names; None where there is none or it was cut short."""
    try:
        named = json.loads(content or b"").get("review")
    except (ValueError, AttributeError):
        return None
    return named if isinstance(named, str) else None


def _not_as_it_was(
    store: Store, state: StoreState, entries: Iterable[Entry] | None, content: bytes | None
) -> StoreError:
    """Say what is wrong with a store that does not show the marker of this review."""
    way_on = _(
        "Nothing was changed. If it is the right place all the same: "
        "peervisit sync {file} {store} --begin-again"
    ).format(file=typed(state.review.path.name), store=typed(store.shown))
    if content is not None:
        says = _("{store}: its marker is damaged.")
    elif entries is not None:
        says = _("{store}: its marker is missing; is it still being copied?")
    else:
        root = store.list("")
        if root is None:
            says = _("{store}: not there; is it mounted, or connected?")
        elif any(entry.is_folder and is_review(entry.name) for entry in root):
            says = _("{store}: a store of other reviews, not of this one.")
        elif root:
            says = (
                _("{store}: holds this review no longer.")
                if not state.is_new
                else _("{store}: no store yet.")
            )
        else:
            says = _("{store}: empty; is the right disk or folder mounted?")
    return StoreError(says.format(store=store.shown) + " " + way_on)


def _list_files(store: Store, folder: str, devices: Sequence[str]) -> Files:
    asked = answers(store, [partial(_list, folder=f"{folder}/{device}") for device in devices])
    return {
        StoredFile(device, entry.name): entry.size
        for device, entries in zip(devices, asked, strict=True)
        for entry in entries() or ()
        if not entry.is_folder and is_change_file(entry.name)
    }


def _list(store: Store, folder: str) -> list[Entry] | None:
    return store.list(folder)


def _forget_gone(review: ReviewFile, state: StoreState, listed: Files, *, read_all: bool) -> int:
    """Forget the files that are not there any more, or not as they were; return how many were whole."""
    good = state.good()
    gone = [file for file in good if file not in listed]
    shorter = [file for file, size in good.items() if listed.get(file) not in {None, size}]
    forgotten = [*gone, *(one.file for one in state.troubles() if one.file not in listed)]
    if read_all:
        forgotten += good
    if forgotten or shorter:
        with review.transaction():
            state.forget(forgotten)
            for file in shorter:
                state.keep_replaced(file, listed[file])
    return len(gone) + len(shorter)


def _look_again(review: ReviewFile, store: Store, state: StoreState, files: Sequence[StoredFile]) -> int:
    """Read files again; return how many are not as they were."""
    if not files:
        return 0
    contents = [(file, store.get(f"{review.meta('review_id')}/{file.shown}")) for file in files]
    rotten = [one for one in contents if one[1] is None or not one[0].holds(one[1])]
    with review.transaction():
        for file in files:
            state.keep_seen(file)
        for file, content in rotten:
            state.keep_replaced(file, None if content is None else len(content))
    return len(rotten)


def _send(
    review: ReviewFile,
    keys: Keyring,
    store: Store,
    state: StoreState,
    listed: Files,
    found: Synced,
    progress: Progress,
) -> None:
    lines = Lines()
    chosen = state.missing(runs(review, keys, lines))
    if not chosen and not state.missing_statements(keys.statements()):
        return
    found.waiting = sum(map(len, chosen))
    own = [file.number for file in listed if file.device == keys.device]
    folder = str(review.meta("review_id"))
    sending = Sending(review, keys, store, state, lines, folder, max(own, default=0))
    try:
        if not own:
            store.make_folder(f"{folder}/{keys.device}")
        sent = sending.send(chosen, progress)
    except (StoreError, ChangeFileError) as error:
        found.failure = error
    else:
        found.files_sent, found.changes_sent = sent.files, sent.changes
    found.waiting = sum(map(len, state.missing(chosen)))
    if found.failure is not None:
        found.changes_sent = sum(map(len, chosen)) - found.waiting
