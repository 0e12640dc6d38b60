"""A store in a folder: of a stick, a network drive, or what Nextcloud or OneDrive keeps in step."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from peervisit.sync.stores import faults
from peervisit.sync.stores.store import Entry


class FolderStore:
    """A store in a folder. A file is there whole or not at all, also when the power fails."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.shown = str(root)

    def list(self, folder: str) -> list[Entry] | None:
        """Return what a folder holds; None where there is no such folder."""
        with faults.of_the_system(self.shown):
            try:
                with os.scandir(self.root / folder) as found:
                    return [entry for entry in map(_entry, found) if entry is not None]
            except (FileNotFoundError, NotADirectoryError):
                return None

    def get(self, path: str) -> bytes | None:
        """Return what a file holds; None where there is no such file."""
        with faults.of_the_system(self.shown):
            try:
                return (self.root / path).read_bytes()
            except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
                return None

    def put(self, path: str, content: bytes) -> None:
        """Write a new file beside its place, wait until the disk has it, then give it its name."""
        target = self.root / path
        beside = target.with_name(f".{target.name}.part")
        with faults.of_the_system(self.shown, writing=True):
            try:
                with beside.open("wb") as out:
                    out.write(content)
                    out.flush()
                    os.fsync(out.fileno())
                beside.replace(target)
                _sync_folder(target.parent)
            except OSError:
                with suppress(OSError):
                    beside.unlink(missing_ok=True)
                raise

    def make_folder(self, path: str) -> None:
        """Make a folder unless it is there."""
        with faults.of_the_system(self.shown, writing=True):
            made = self.root / path
            made.mkdir(exist_ok=True)
            _sync_folder(made.parent)

    def close(self) -> None:
        """Nothing is held open."""


def _entry(found: os.DirEntry[str]) -> Entry | None:
    try:
        if found.is_dir():
            return Entry(found.name, is_folder=True)
        return Entry(found.name, found.stat().st_size)
    except FileNotFoundError:
        return None  # taken away since it was listed


def _sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder; some systems cannot, and need not."""
    with suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
