"""Putting what is only here into a shared store: new files, each read back before it counts."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from peervisit.errors import StoreAwayError, StoreError, StoreSilentError
from peervisit.i18n import _
from peervisit.store.review_file import ReviewFile
from peervisit.sync.changefile import write_changes
from peervisit.sync.keyring import Keyring
from peervisit.sync.runs import Run
from peervisit.sync.store_names import StoredFile, name_for
from peervisit.sync.store_state import StoreState
from peervisit.sync.stores import Store
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
class Sending:
    """Puts runs of changes into the folder of this copy."""

    review: ReviewFile
    keys: Keyring
    store: Store
    state: StoreState
    last_number: int
    sleep: Callable[[float], None] = time.sleep

    def send(self, chosen: Sequence[Run], progress: Progress) -> Sent:
        """Put runs, and every statement known here, into the store.

        Raises:
            StoreError: the store does not take them; what was confirmed before counts.
        """
        sent = Sent()
        portions = list(_portions(chosen)) or [[]]
        for done, portion in enumerate(portions):
            progress("sending", done, len(portions))
            self._send_portion(portion, sent)
        progress("sending", len(portions), len(portions))
        return sent

    def _send_portion(self, portion: list[Run], sent: Sent) -> None:
        content, statements, made = self._written(portion)
        if len(content) >= FILE_BYTES and len(portion) > 1:
            middle = len(portion) // 2
            self._send_portion(portion[:middle], sent)
            self._send_portion(portion[middle:], sent)
            return
        for attempt in range(1, TRIES + 1):
            self.last_number += 1
            file = StoredFile(self.keys.device, name_for(self.last_number, content))
            confirmed = self._put_patiently(file, content, is_last=attempt == TRIES)
            if confirmed:
                with self.review.transaction():
                    self.state.keep_good(file, len(content), made, portion, statements)
                sent.files += 1
                sent.changes += sum(map(len, portion))
                return
            if confirmed is None:
                sent.unconfirmed += sum(map(len, portion))
                return
            with self.review.transaction():
                self.state.keep_trouble(file, None, None)
        raise StoreError(
            _("{store}: does not keep what is written to it; nothing of it counts as sent").format(
                store=self.store.shown
            )
        )

    def _written(self, portion: Sequence[Run]) -> tuple[bytes, list[str], str]:
        out = io.BytesIO()
        statements = self.keys.statements()
        made = self.review.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        write_changes(out, self.review, self.keys, portion)
        return out.getvalue(), statements, made

    def _put_patiently(self, file: StoredFile, content: bytes, *, is_last: bool) -> bool | None:
        try:
            return self._put(file, content)
        except StoreSilentError:
            raise
        except StoreAwayError:
            if is_last:
                raise
            self.sleep(LOOKS[-1])
            # It may have come through all the same; if not whole, it goes out under another name.
            return self.store.get(self._path(file)) == content

    def _path(self, file: StoredFile) -> str:
        return f"{self.review.meta('review_id')}/{file.shown}"

    def _put(self, file: StoredFile, content: bytes) -> bool | None:
        """Put a file and read it back: whether it is there whole; None if it is not to be seen."""
        path = self._path(file)
        self.store.put(path, content)
        for wait in LOOKS:
            if wait:
                self.sleep(wait)
            found = self.store.get(path)
            if found is not None:
                return found == content
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
