"""What a store must be able to do: so little that every kind of storage can.

No rename, no lock, no exclusive create, no deletion: half-written files are visible nearly everywhere, and
an overwrite that is cut short destroys what was there. So files are only ever added, under new names.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

LARGEST = 256 * 2**20
"""Bytes of the largest file that is read from a store: what is larger is none of ours."""

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


@contextmanager
def closing(store: Store) -> Iterator[Store]:
    """Let go of a store at the end."""
    try:
        yield store
    finally:
        store.close()
