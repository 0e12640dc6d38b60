"""Putting what is only here into a shared store: new files, each read back before it counts."""

from __future__ import annotations

import io
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from peervisit.errors import ChangeFileError, StoreAwayError, StoreError, StoreSilentError
from peervisit.i18n import _
from peervisit.store.review_file import ReviewFile
from peervisit.sync.changefile import write_changes
from peervisit.sync.keyring import Keyring
from peervisit.sync.runs import Lines, Run
from peervisit.sync.store_names import StoredFile, name_for
from peervisit.sync.store_state import StoreState
from peervisit.sync.stores import Store
from peervisit.sync.stores.store import AT_ONCE, begin
from peervisit.sync.taking import Progress

FILE_CHANGES = 500
"""About how many changes a file holds: what is lost or cut on the way is then soon sent again."""

FILE_BYTES = 1_000_000
"""Files are smaller, because many servers take no more unless told to; only one huge text may pass it."""

TRIES = 3
LOOKS = (0.0, 0.3, 1.0)
"""Seconds before each look at a file that was just written: some stores show it late."""


@dataclass(slots=True)
class Sent:
    """What was sent, and what the store took without showing it yet."""

    files: int = 0
    changes: int = 0
    unconfirmed: int = 0


@dataclass(slots=True)
class _Outgoing:
    """A file that is to be put, or is on its way, and what it holds."""

    file: StoredFile
    content: bytes
    made: str
    portion: list[Run]
    statements: list[str]
    begun: Future[bool | None] | None = None


@dataclass(slots=True)
class Sending:
    """Puts runs of changes into the folder of this copy.

    Where the store can do several things at once, the next files are made and put while one is read back.
    """

    review: ReviewFile
    keys: Keyring
    store: Store
    state: StoreState
    lines: Lines
    folder: str
    """Of the review, in the store."""
    last_number: int
    sleep: Callable[[float], None] = time.sleep

    def send(self, chosen: Sequence[Run], progress: Progress) -> Sent:
        """Put runs, and every statement known here, into the store.

        Raises:
            StoreError: the store does not take them; what was confirmed before counts.
        """
        sent = Sent()
        portions = list(_portions(chosen)) or [[]]
        underway: deque[_Outgoing] = deque()
        try:
            for done, portion in enumerate(portions):
                progress("sending", done, len(portions))
                for one in self._files(portion):
                    if len(portions) > 1:
                        one.begun = begin(self.store, partial(self._put, one))
                    underway.append(one)
                    if one.begun is None or len(underway) == AT_ONCE:
                        self._confirm(underway.popleft(), sent)
            while underway:
                self._confirm(underway.popleft(), sent)
        except (StoreError, ChangeFileError):
            self._keep_what_came_through(underway)
            raise
        progress("sending", len(portions), len(portions))
        return sent

    def _files(self, portion: list[Run]) -> Iterator[_Outgoing]:
        """Yield the files that hold a portion: one, unless it would be too large for many servers."""
        content, statements, made = self._written(portion)
        if len(content) >= FILE_BYTES and len(portion) > 1:
            middle = len(portion) // 2
            yield from self._files(portion[:middle])
            yield from self._files(portion[middle:])
            return
        yield _Outgoing(self._new_name(content), content, made, portion, statements)

    def _new_name(self, content: bytes) -> StoredFile:
        self.last_number += 1
        return StoredFile(self.keys.device, name_for(self.last_number, content))

    def _confirm(self, one: _Outgoing, sent: Sent) -> None:
        """See to it that a file is in the store, whole."""
        for attempt in range(1, TRIES + 1):
            if attempt > 1:
                one.file, one.begun = self._new_name(one.content), None
            confirmed = self._put_patiently(one, is_last=attempt == TRIES)
            if confirmed:
                self._keep(one)
                sent.files += 1
                sent.changes += sum(map(len, one.portion))
                return
            if confirmed is None:
                sent.unconfirmed += sum(map(len, one.portion))
                return
            with self.review.transaction():
                self.state.keep_trouble(one.file, None, None)
        raise StoreError(
            _("{store}: does not keep what is written to it; nothing of it counts as sent").format(
                store=self.store.shown
            )
        )

    def _keep(self, one: _Outgoing) -> None:
        with self.review.transaction():
            self.state.keep_good(one.file, len(one.content), one.made, one.portion, one.statements)

    def _keep_what_came_through(self, underway: Iterable[_Outgoing]) -> None:
        """Keep what was on its way when another file failed, if it arrived: it need not be sent again."""
        for one in underway:
            with suppress(StoreError):
                if one.begun is not None and one.begun.result():
                    self._keep(one)

    def _written(self, portion: Sequence[Run]) -> tuple[bytes, list[str], str]:
        out = io.BytesIO()
        statements = self.keys.statements()
        made = self.review.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        write_changes(out, self.review, self.keys, portion, lines=self.lines)
        return out.getvalue(), statements, made

    def _put_patiently(self, one: _Outgoing, *, is_last: bool) -> bool | None:
        try:
            return self._put(one, self.store) if one.begun is None else one.begun.result()
        except StoreSilentError:
            raise
        except StoreAwayError:
            if is_last:
                raise
            self.sleep(LOOKS[-1])
            # It may have come through all the same; if not whole, it goes out under another name.
            return self.store.get(self._path(one)) == one.content

    def _path(self, one: _Outgoing) -> str:
        return f"{self.folder}/{one.file.shown}"

    def _put(self, one: _Outgoing, store: Store) -> bool | None:
        """Put a file and read it back: whether it is there whole; None if it is not to be seen."""
        path = self._path(one)
        store.put(path, one.content)
        for wait in LOOKS:
            if wait:
                self.sleep(wait)
            found = store.get(path)
            if found is not None:
                return found == one.content
        return None


def _portions(chosen: Sequence[Run]) -> Iterator[list[Run]]:
    portion: list[Run] = []
    size = 0
    for run in chosen:
        if portion and size + len(run) > FILE_CHANGES:
            yield portion
            portion, size = [], 0
        portion.append(run)
        size += len(run)
    if portion:
        yield portion
