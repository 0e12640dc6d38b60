"""Taking in what others put into a shared store: every file whole or not at all, all in one transaction."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from peervisit.errors import AfterLeavingError, ChangeFileError, ForkError, StoreAwayError, StoreError
from peervisit.store.log import Applied
from peervisit.store.review_file import ReviewFile
from peervisit.sync.changefile import ChangeFile, Section, read_changes
from peervisit.sync.keyring import Keyring
from peervisit.sync.merge import numbers_here, take_in
from peervisit.sync.runs import Run
from peervisit.sync.store_names import StoredFile
from peervisit.sync.store_state import StoreState
from peervisit.sync.stores import Store
from peervisit.sync.stores.store import answers

IN_HAND = 64 * 2**20
"""Bytes of files, still locked, that are held before they are taken in."""

IN_HAND_CHANGES = 20_000
"""Changes that are held between checking a file and taking it in; those of more are read a second time."""

FAILURES = 3
"""So many files that the store does not hand out end the sync: it is the store's fault, not a file's."""

Progress = Callable[[str, int, int], None]
"""Told which step is on (``reading`` or ``sending``), how many files are done, and how many there are."""


@dataclass(slots=True)
class Taken:
    """What came of taking in."""

    files: int = 0
    applied: Applied = field(default_factory=Applied)


@dataclass(frozen=True, slots=True)
class _Checked:
    """A file that was read from end to end and found acceptable."""

    file: StoredFile
    size: int
    content: ChangeFile
    runs: list[Run]
    kept: list[Section] | None
    """What it holds; None where that is too much to hold, and is read again."""

    def sections(self) -> Iterable[Section]:
        """Return what the file holds."""
        return self.content.sections() if self.kept is None else self.kept


@dataclass(frozen=True, slots=True)
class _Refused:
    """A file that is whole and not acceptable, and why."""

    file: StoredFile
    content: bytes
    error: ChangeFileError


def take(
    review: ReviewFile,
    keys: Keyring,
    store: Store,
    state: StoreState,
    wanted: Sequence[StoredFile],
    before: Callable[[], object],
    progress: Progress,
) -> Taken:
    """Take in files of a store.

    A file that is not what its name promises is not there yet; it is read again at the next sync. One that
    is whole and not acceptable is refused by name, and holds up no other.

    Args:
        review: the copy.
        keys: its keys.
        store: where they are.
        state: what this copy knows of it.
        wanted: the files.
        before: called before anything is written to the copy.
        progress: told how far it is.
    """
    taken = Taken()
    for batch in _fetched(review, store, state, wanted, progress):
        before()
        with review.transaction():
            _take_batch(review, keys, state, batch, taken)
    return taken


def _fetched(
    review: ReviewFile, store: Store, state: StoreState, wanted: Sequence[StoredFile], progress: Progress
) -> Iterator[list[tuple[StoredFile, bytes]]]:
    def path(file: StoredFile) -> str:
        return f"{review.meta('review_id')}/{file.shown}"

    batch: list[tuple[StoredFile, bytes]] = []
    unread: list[tuple[StoredFile, int | None]] = []
    size = failures = 0
    asked = answers(store, [partial(_get, path=path(file)) for file in wanted])
    for done, (file, answer) in enumerate(zip(wanted, asked, strict=True)):
        progress("reading", done, len(wanted))
        try:
            content = answer()
        except StoreAwayError:
            raise
        except StoreError:
            failures += 1
            if failures >= FAILURES:
                raise
            content = None
        if content is None or not file.holds(content):
            unread.append((file, None if content is None else len(content)))
            continue
        batch.append((file, content))
        size += len(content)
        if size > IN_HAND:
            yield batch
            batch, size = [], 0
    if unread:
        with review.transaction():
            for file, length in unread:
                state.keep_trouble(file, length, None)
    if batch:
        yield batch
    progress("reading", len(wanted), len(wanted))


def _get(store: Store, path: str) -> bytes | None:
    return store.get(path)


def _take_batch(
    review: ReviewFile,
    keys: Keyring,
    state: StoreState,
    batch: Iterable[tuple[StoredFile, bytes]],
    taken: Taken,
) -> None:
    refused: list[_Refused] = []
    opened = _opened(review, keys, list(batch), refused)
    good = list(_checked(opened, refused))
    if good:
        _take(review, state, good, taken)
    for one in refused:
        left = isinstance(one.error, AfterLeavingError) and _adds_nothing(review, keys, one)
        state.keep_trouble(one.file, len(one.content), str(one.error), after_leaving=left)


def _opened(
    review: ReviewFile, keys: Keyring, waiting: list[tuple[StoredFile, bytes]], refused: list[_Refused]
) -> list[tuple[StoredFile, bytes, ChangeFile]]:
    """Unlock files and hear what all of them state, before any is weighed.

    What a copy had before it heard that somebody left, it vouches for. So nothing may be found good by what
    was known before, and taken in after: nobody would vouch for it, and the others would never take it in.
    """
    found: list[tuple[StoredFile, bytes, ChangeFile]] = []
    while waiting:
        shut: list[_Refused] = []
        for file, content in waiting:
            try:
                one = read_changes(io.BytesIO(content), keys, review.meta("review_id"), name=file.shown)
                one.hear()
                found.append((file, content, one))
            except ChangeFileError as error:
                shut.append(_Refused(file, content, error))
        if len(shut) == len(waiting):
            refused += shut
            break
        # The key of a file may have come with a later one.
        waiting = [(one.file, one.content) for one in shut]
    return sorted(found, key=lambda one: one[0])


def _checked(
    opened: Iterable[tuple[StoredFile, bytes, ChangeFile]], refused: list[_Refused]
) -> Iterator[_Checked]:
    """Yield the files that are whole and acceptable; nothing is kept of the others."""
    room = IN_HAND_CHANGES
    for file, content, one in opened:
        try:
            runs: list[Run] = []
            kept: list[Section] | None = []
            for section in one.sections(heard=True):
                runs.append(section.run)
                room -= len(section.run)
                if room < 0:
                    kept = None
                elif kept is not None:
                    kept.append(section)
        except ChangeFileError as error:
            refused.append(_Refused(file, content, error))
            continue
        yield _Checked(file, len(content), one, runs, kept)


def _adds_nothing(review: ReviewFile, keys: Keyring, refused: _Refused) -> bool:
    """Whether a file is of a copy whose member left, and all the rest of it is here already."""
    if refused.file.device not in keys.who_left():
        return False
    content, name = io.BytesIO(refused.content), refused.file.shown
    try:
        opened = read_changes(content, keys, review.meta("review_id"), name=name)
        return all(len(numbers_here(review, run)) == len(run) for run in opened.runs_of_others())
    except ChangeFileError:
        return False


def _take(review: ReviewFile, state: StoreState, good: Sequence[_Checked], taken: Taken) -> None:
    """Take in files as one merge; where two copies claim one identity, all but the file that shows it."""
    run = review.connection.execute
    run("SAVEPOINT files")
    try:
        sections = (section for one in good for section in one.sections())
        applied = take_in(review, sections, [{"name": state.store}], asked=False).applied
        for one in good:
            state.keep_good(one.file, one.size, one.content.header.made, one.runs, one.content.statements)
    except ForkError as error:
        run("ROLLBACK TO files")
        run("RELEASE files")
        if len(good) == 1:
            state.keep_trouble(good[0].file, good[0].size, str(error))
        else:
            for one in good:
                _take(review, state, [one], taken)
        return
    run("RELEASE files")
    taken.files += len(good)
    taken.applied += applied
    taken.applied.held = applied.held
