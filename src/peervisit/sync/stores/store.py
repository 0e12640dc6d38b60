"""What a store must be able to do: so little that every kind of storage can.

No rename, no lock, no exclusive create, no deletion: half-written files are visible nearly everywhere, and
an overwrite that is cut short destroys what was there. So files are only ever added, under new names.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

from peervisit.errors import StoreError, StoreSilentError

LARGEST = 256 * 2**20
"""Bytes of the largest file that is read from a store: what is larger is none of ours."""

AT_ONCE = 4
"""Tasks that a store is given at once, where it can do several."""

TIMEOUT = 20.0
"""Seconds that a store may keep silent before it counts as unreachable."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file or folder in a folder of a store."""

    name: str
    size: int | None = None
    """In bytes; None where the store does not say."""
    is_folder: bool = False


class Store(Protocol):
    """A place that several copies of a review can reach. Paths are relative to it, with ``/`` between.

    Every method raises :class:`~peervisit.errors.StoreError` in plain words, or its subclass
    :class:`~peervisit.errors.StoreAwayError` where the same may work later.
    """

    shown: str
    """Where it is, as a person may read it: never with a password."""

    def list(self, folder: str) -> list[Entry] | None:
        """Return what a folder holds; None where there is no such folder."""
        ...

    def get(self, path: str) -> bytes | None:
        """Return what a file holds; None where there is no such file."""
        ...

    def put(self, path: str, content: bytes) -> None:
        """Write a new file; its folder is there."""
        ...

    def make_folder(self, path: str) -> None:
        """Make a folder unless it is there; the folder around it is."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


Result = TypeVar("Result")


def begin(store: Store, task: Callable[[Store], Result]) -> Future[Result] | None:
    """Begin a task beside others: on a slow line waiting takes most of the time.

    It is tried once; whoever asks for the result learns what went wrong. None where the store does one
    thing at a time; whoever begins tasks has no more than ``AT_ONCE`` of them waiting.
    """
    beginning = getattr(store, "begin", None)
    return beginning(task) if beginning is not None else None


def answers(store: Store, tasks: Sequence[Callable[[Store], Result]]) -> Iterator[Callable[[], Result]]:
    """Yield for each task what returns its result, or raises why there is none; several are on their way.

    A task that failed beside others is done again by itself, with the patience that the store has; not one
    to which the store kept silent.
    """
    begun: deque[Future[Result] | None] = deque()
    for number, task in enumerate(tasks):
        coming = tasks[number + len(begun) : number + AT_ONCE] if len(tasks) > 1 else ()
        begun.extend([begin(store, one) for one in coming])
        yield partial(_answer, store, task, begun.popleft() if begun else None)


def _answer(store: Store, task: Callable[[Store], Result], begun: Future[Result] | None) -> Result:
    if begun is None:
        return task(store)
    try:
        return begun.result()
    except StoreSilentError:
        raise
    except StoreError:
        return task(store)


@contextmanager
def closing(store: Store) -> Iterator[Store]:
    """Let go of a store at the end."""
    try:
        yield store
    finally:
        store.close()
