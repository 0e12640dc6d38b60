"""A store on anything else that fsspec reaches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from peervisit.errors import StoreError
from peervisit.i18n import _
from peervisit.sync.stores import faults
from peervisit.sync.stores.address import Address
from peervisit.sync.stores.store import Entry


class OtherStore:
    """A store on a file system of fsspec, such as ``smb://`` or ``gs://``, with that package's own rules."""

    def __init__(self, address: Address) -> None:
        import fsspec

        self.shown = address.shown
        known: dict[str, Any] = {"username": address.user, "password": address.password, "host": address.host}
        login = {name: value for name, value in known.items() if value} if address.user else {}
        with self._in_plain_words():
            bare = f"{address.scheme}://{address.host}{address.path}"
            self._files, self._root = fsspec.url_to_fs(
                bare, use_listings_cache=False, skip_instance_cache=True, **login
            )

    def list(self, folder: str) -> list[Entry] | None:
        """Return what a folder holds; None where there is no such folder."""
        with self._in_plain_words():
            self._files.invalidate_cache()
            try:
                found = self._files.ls(self._path(folder), detail=True)
            except (FileNotFoundError, NotADirectoryError):
                return None
        return [
            Entry(one["name"].rstrip("/").rpartition("/")[2], one.get("size"), one["type"] == "directory")
            for one in found
        ]

    def get(self, path: str) -> bytes | None:
        """Return what a file holds; None where there is no such file."""
        with self._in_plain_words():
            try:
                return bytes(self._files.cat_file(self._path(path)))
            except FileNotFoundError:
                return None

    def put(self, path: str, content: bytes) -> None:
        """Write a new file."""
        with self._in_plain_words(writing=True):
            self._files.pipe_file(self._path(path), content)

    def make_folder(self, path: str) -> None:
        """Make a folder unless it is there."""
        with self._in_plain_words(writing=True):
            self._files.makedirs(self._path(path), exist_ok=True)

    def close(self) -> None:
        """Nothing of ours is held open."""

    def _path(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}".rstrip("/")

    @contextmanager
    def _in_plain_words(self, *, writing: bool = False) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise faults.system(self.shown, error, writing=writing) from error
        except (ImportError, ValueError) as error:
            raise StoreError(
                _(
                    "{store}: no such kind of store here; there are folders, webdavs://, sftp:// and s3://"
                ).format(store=self.shown)
            ) from error
