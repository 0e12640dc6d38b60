"""Bearing with a store that is interrupted for a moment: a bounded number of tries, each a little later."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from peervisit.errors import StoreAwayError, StoreError, StoreSilentError
from peervisit.sync.stores.store import Entry, Store

WAITS = (0.5, 2.0)
"""Seconds before the second try and the third."""

AT_ONCE = 4
"""Files that are asked for at once."""

Result = TypeVar("Result")


class PatientStore:
    """A store that is opened again, and asked again, when it was away for a moment.

    One that keeps silent is not asked again: that has taken long enough. A file is never written twice
    under one name, because it may be there; whoever writes decides what to do.
    """

    def __init__(
        self,
        opening: Callable[[], Store],
        *,
        waits: tuple[float, ...] | None = None,
    ) -> None:
        self._opening = opening
        self._waits = WAITS if waits is None else waits
        self._store: Store | None = None
        self.shown = self._patiently(lambda store: store.shown)

    def list(self, folder: str) -> list[Entry] | None:
        """Return what a folder holds; None where there is no such folder."""
        return self._patiently(lambda store: store.list(folder))

    def get(self, path: str) -> bytes | None:
        """Return what a file holds; None where there is no such file."""
        return self._patiently(lambda store: store.get(path))

    def get_ahead(self, paths: Sequence[str]) -> dict[str, bytes | None]:
        """Return what files hold, asking for several at once where the store can do that.

        Files that could not be read are left out: whoever asks for them one by one learns why.
        """
        store = self._opened()
        if len(paths) < 2 or not getattr(store, "is_shared", False):
            return {}
        found: dict[str, bytes | None] = {}

        def fetch(path: str) -> None:
            with suppress(StoreError):
                found[path] = store.get(path)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(fetch, paths))
        return found

    def put(self, path: str, content: bytes) -> None:
        """Write a new file, once."""
        try:
            self._opened().put(path, content)
        except StoreAwayError:
            self.close()
            raise

    def make_folder(self, path: str) -> None:
        """Make a folder unless it is there."""
        self._patiently(lambda store: store.make_folder(path))

    def close(self) -> None:
        """Let go of the connection."""
        store, self._store = self._store, None
        if store is not None:
            with suppress(StoreError, OSError, EOFError):
                store.close()

    def _opened(self) -> Store:
        if self._store is None:
            self._store = self._opening()
        return self._store

    def _patiently(self, task: Callable[[Store], Result]) -> Result:
        for wait in self._waits:
            try:
                return task(self._opened())
            except StoreSilentError:
                raise
            except StoreAwayError:
                self.close()
                time.sleep(wait)
        return task(self._opened())
