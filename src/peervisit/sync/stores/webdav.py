"""A store on a WebDAV server, such as Nextcloud: each task is one request."""

from __future__ import annotations

import ssl
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote
from urllib.request import getproxies
from xml.etree.ElementTree import ParseError

from peervisit.errors import StoreError
from peervisit.i18n import _
from peervisit.sync.stores import faults
from peervisit.sync.stores.address import WEBDAV, Address
from peervisit.sync.stores.store import LARGEST, Entry

_PATIENCE = 10
"""A single task may take this many times as long as the server may keep silent."""
_LONGEST = 200
"""Letters of an address that is shown."""
_GONE = frozenset((404, 410))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a server answered, read whole."""

    status: int
    challenge: str
    content: bytes
    elsewhere: str = ""
    """Where the server sends on to, if it does."""

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300


class WebdavStore:
    """A store on a WebDAV server, through webdav4 (the package behind fsspec's ``webdav``).

    Its file system asks whether a path is a folder before each reading, and whether a file exists before
    each writing; here each task is the one request that it needs.
    """

    is_shared = True
    """Several threads may ask at once."""

    def __init__(self, address: Address, timeout: float) -> None:
        httpx = _httpx()
        from webdav4.client import Client

        self.shown = address.shown
        self._timeout = timeout
        self._httpx = httpx
        self._auth: Any = (address.user, address.password or "") if address.user else None
        host = f"[{address.host}]" if ":" in address.host else address.host
        port = f":{address.port}" if address.port else ""
        base = httpx.URL(f"{WEBDAV[address.scheme]}://{host}{port}").copy_with(path=address.path or "/")
        self.client = Client(
            base,
            auth=self._auth,
            retry=False,
            timeout=timeout,
            follow_redirects=False,
            verify=_trust(base.scheme == "https" or bool(getproxies())),
        )

    def list(self, folder: str) -> list[Entry] | None:
        """Return what a folder holds; None where there is no such folder."""
        from webdav4.multistatus import MultiStatusResponse

        answer = self._ask("PROPFIND", folder, is_folder=True, headers={"Depth": "1"})
        if answer.status in _GONE:
            return None
        if answer.status != 207:
            raise self._not_webdav() if answer.is_good else self._refused(answer)
        try:
            found = MultiStatusResponse(answer.content.decode()).responses.values()
        except (ParseError, ValueError, AssertionError, KeyError):
            raise self._not_webdav() from None
        here = self._path(folder, is_folder=True).rstrip("/")
        entries = []
        for one in found:
            path = unquote(one.path_norm).rstrip("/")
            if path in {here, ""}:
                continue
            is_folder = one.properties.resource_type == "directory"
            size = None if is_folder else one.properties.content_length or 0
            entries.append(Entry(path.rpartition("/")[2], size, is_folder))
        return entries

    def get(self, path: str) -> bytes | None:
        """Return what a file holds; None where there is no such file."""
        answer = self._ask("GET", path)
        if answer.status in _GONE:
            return None
        if answer.status != 200:
            raise self._refused(answer)
        return answer.content

    def put(self, path: str, content: bytes) -> None:
        """Write a new file."""
        answer = self._ask("PUT", path, content=content)
        if not answer.is_good:
            raise self._refused(answer, writing=True)

    def make_folder(self, path: str) -> None:
        """Make a folder unless it is there."""
        answer = self._ask("MKCOL", path, is_folder=True)
        # 405 is how a server says that there is one already; what else it may mean shows when writing.
        if not answer.is_good and answer.status != 405:
            raise self._refused(answer, writing=True)

    def close(self) -> None:
        """Close the connection."""
        self.client.http.close()

    def _path(self, path: str, *, is_folder: bool) -> str:
        return str(self.client.join_url(path, add_trailing_slash=is_folder).path)

    def _ask(self, method: str, path: str, *, is_folder: bool = False, **options: Any) -> _Answer:
        url = self.client.join_url(path, add_trailing_slash=is_folder)
        answer = self._read(method, url, options)
        if answer.status == 401 and isinstance(self._auth, tuple) and "digest" in answer.challenge:
            # Some servers take a password only so that it never travels itself.
            self._auth = self.client.http.auth = self._httpx.DigestAuth(*self._auth)
            answer = self._read(method, url, options)
        return answer

    def _read(self, method: str, url: Any, options: dict[str, Any]) -> _Answer:
        """Send a request and read the whole answer, within a time and a size."""
        until = time.monotonic() + _PATIENCE * self._timeout
        with self._in_plain_words(), self.client.http.stream(method, url, **options) as answer:
            content = bytearray()
            for piece in answer.iter_bytes():
                content += piece
                if time.monotonic() > until:
                    raise faults.silent(self.shown)
                if len(content) > LARGEST:
                    raise self._not_webdav()
            challenge = answer.headers.get("www-authenticate", "").lower()
            elsewhere = self._elsewhere(url, answer.headers.get("location", ""))
            return _Answer(answer.status_code, challenge, bytes(content), elsewhere)

    def _elsewhere(self, asked: Any, location: str) -> str:
        """Return the address of the store that a server sends on to, if it can be read; never a password."""
        if not location:
            return ""
        try:
            url = asked.join(location).copy_with(userinfo=b"", query=None, fragment=None)
        except (self._httpx.InvalidURL, ValueError):
            return ""
        below = asked.path.removeprefix(self._path("", is_folder=True).rstrip("/"))
        found = str(url).removesuffix(below).removesuffix(below.rstrip("/"))
        return found if found.isprintable() and len(found) < _LONGEST else ""

    def _refused(self, answer: _Answer, *, writing: bool = False) -> StoreError:
        if 300 <= answer.status < 400 and answer.elsewhere:
            return faults.moved(self.shown, answer.status, answer.elsewhere)
        return faults.status(self.shown, answer.status, writing=writing)

    @contextmanager
    def _in_plain_words(self) -> Iterator[None]:
        http = self._httpx
        try:
            yield
        except http.TimeoutException as error:
            raise faults.silent(self.shown) from error
        except http.TransportError as error:
            if _is_about_certificates(error):
                raise StoreError(
                    _("{store}: the server cannot prove who it is (certificate); ask whoever runs it").format(
                        store=self.shown
                    )
                ) from error
            raise faults.away(self.shown) from error
        except (http.InvalidURL, http.DecodingError, http.StreamError, UnicodeError) as error:
            raise self._not_webdav() from error

    def _not_webdav(self) -> StoreError:
        return StoreError(
            _(
                "{store}: what answers is no WebDAV store; check the address, and whether the network asks "
                "to sign in first"
            ).format(store=self.shown)
        )


@cache
def _httpx() -> Any:
    """Load httpx without its command line, which draws in colours and takes longer to load than the rest."""
    name = "httpx._main"
    loaded = name in sys.modules
    if not loaded:
        # Where it cannot be loaded, httpx goes on without.
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        import httpx
    finally:
        if not loaded:
            del sys.modules[name]
    return httpx


@cache
def _trust(needed: bool) -> ssl.SSLContext:
    """Return whom to trust: reading the list of authorities takes longer than most syncs over a local line.

    Where no certificate can come, the list is empty, so that one would be refused.
    """
    return _httpx().create_ssl_context() if needed else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _is_about_certificates(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY" in str(seen):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
