"""Bearing with a store that is interrupted for a moment: a bounded number of tries, each a little later."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from contextlib import suppress
from threading import Thread
from typing import Any

from peervisit.errors import StoreAwayError, StoreError, StoreSilentError
from peervisit.sync.stores.store import Entry, Result, Store

WAITS = (0.5, 2.0)
"""Seconds before the second try and the third."""


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
        self._begun: list[Future[Any]] = []
        self.shown = self._patiently(lambda store: store.shown)

    def list(self, folder: str) -> list[Entry] | None:
        """Return what a folder holds; None where there is no such folder."""
        return self._patiently(lambda store: store.list(folder))

    def get(self, path: str) -> bytes | None:
        """Return what a file holds; None where there is no such file."""
        return self._patiently(lambda store: store.get(path))

    def begin(self, task: Callable[[Store], Result]) -> Future[Result] | None:
        """Begin a task beside others, without patience; None where the store does one thing at a time."""
        store = self._opened()
        if not getattr(store, "is_shared", False):
            return None
        begun: Future[Result] = Future()
        self._begun = [other for other in self._begun if not other.done()] + [begun]
        # Nobody waits for it at the end of the program, should the server keep silent.
        Thread(target=_do, args=(task, store, begun), name="task for the store", daemon=True).start()
        return begun

    def put(self, path: str, content: bytes) -> None:
        """Write a new file, once."""
        try:
            self._opened().put(path, content)
        except StoreAwayError:
            self._let_go()
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

    def _let_go(self) -> None:
        """Let go of a connection that broke, once the tasks begun on it have come to their end."""
        wait(self._begun)
        self.close()

    def _opened(self) -> Store:
        if self._store is None:
            self._store = self._opening()
        return self._store

    def _patiently(self, task: Callable[[Store], Result]) -> Result:
        for pause in self._waits:
            try:
                return task(self._opened())
            except StoreSilentError:
                raise
            except StoreAwayError:
                self._let_go()
                time.sleep(pause)
        return task(self._opened())


def _do(task: Callable[[Store], Result], store: Store, begun: Future[Result]) -> None:
    try:
        begun.set_result(task(store))
    except BaseException as error:
        begun.set_exception(error)
