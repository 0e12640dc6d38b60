"""Where a store is: a folder on this laptop or a URL, taken apart once, and shown without its password."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from peervisit.errors import StoreError
from peervisit.i18n import _
from peervisit.locations import meant

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
WEBDAV = {
    "webdav": "http",
    "dav": "http",
    "http": "http",
    "webdavs": "https",
    "davs": "https",
    "https": "https",
}
"""Scheme of an address to the scheme that WebDAV is then spoken over."""
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store is."""

    scheme: str
    """``folder`` for a folder on this laptop."""
    path: str
    user: str = ""
    host: str = ""
    port: int | None = None
    options: tuple[tuple[str, str], ...] = ()
    password: str | None = None

    @classmethod
    def parse(cls, text: str) -> Address:
        """Take an address apart; a folder becomes absolute, so that it is found again from anywhere.

        Raises:
            StoreError: it cannot be an address.
        """
        text = text.strip()
        if not text:
            raise StoreError(_("say where the store is: a folder, or an address such as webdavs://…"))
        if not _URL.match(text):
            return cls("folder", str(meant(text).absolute()))
        try:
            parts = urlsplit(text)
            port, host = parts.port, parts.hostname or ""
        except ValueError:
            raise StoreError(_("the address of the store cannot be read; check how it is written")) from None
        scheme = parts.scheme.lower()
        if scheme == "file":
            return cls("folder", str(Path(unquote(parts.path)).absolute()))
        return cls(
            scheme,
            unquote(parts.path).rstrip("/"),
            unquote(parts.username or ""),
            host,
            port,
            tuple(parse_qsl(parts.query)),
            unquote(parts.password) if parts.password is not None else None,
        )

    @property
    def shown(self) -> str:
        """The address without its password: what is shown, and what a copy remembers."""
        if self.scheme == "folder":
            return self.path
        user = f"{quote(self.user)}@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = f":{self.port}" if self.port else ""
        query = "&".join(f"{name}={quote(value, safe=':/')}" for name, value in self.options)
        return f"{self.scheme}://{user}{host}{port}{quote(self.path)}" + (f"?{query}" if query else "")

    @property
    def needs_password(self) -> bool:
        """Whether somebody has to say a password: there is a user, and no key can stand in for one."""
        return bool(self.user) and self.password is None and self.scheme not in {"folder", "sftp", "ssh"}

    @property
    def is_readable_on_the_way(self) -> bool:
        """Whether a password would travel so that others on the network can read it."""
        return WEBDAV.get(self.scheme) == "http" and bool(self.user) and self.host not in _LOOPBACK

    def option(self, name: str) -> str | None:
        """Return an option of the address, such as ``endpoint``."""
        return dict(self.options).get(name)

    def with_password(self, password: str | None) -> Address:
        """Return the address with a password."""
        return replace(self, password=password)
