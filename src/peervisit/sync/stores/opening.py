"""Opening the store that an address names; what only one kind needs is loaded for that kind."""

from __future__ import annotations

import logging
from pathlib import Path

from peervisit.errors import StoreError
from peervisit.i18n import _
from peervisit.sync.stores.address import WEBDAV, Address
from peervisit.sync.stores.folder import FolderStore
from peervisit.sync.stores.patience import PatientStore
from peervisit.sync.stores.store import TIMEOUT, Store


def open_store(address: Address, timeout: float = TIMEOUT) -> Store:
    """Open a store; it bears with short interruptions.

    Raises:
        StoreError: what it needs is not installed, or it cannot be reached or used.
    """
    if address.scheme == "folder":
        return FolderStore(Path(address.path))
    return PatientStore(lambda: _open_once(address, timeout))


def _open_once(address: Address, timeout: float) -> Store:
    if not address.host:
        raise StoreError(_("{store}: the address names no server").format(store=address.shown))
    _hush()
    extra = _extra(address.scheme)
    try:
        return _open(address, timeout)
    except ImportError as error:
        raise StoreError(
            _("{store}: needs a part that is not installed: pip install 'peervisit[{extra}]'").format(
                store=address.shown, extra=extra
            )
        ) from error


def _hush() -> None:
    """Let the packages of stores log nothing to the terminal: it would tear the screen and show addresses."""
    for name in ("paramiko", "httpx", "httpcore", "botocore", "aiobotocore", "s3fs", "fsspec", "asyncio"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _extra(scheme: str) -> str:
    if scheme in {"sftp", "ssh"}:
        return "sftp"
    return "s3" if scheme in {"s3", "s3a"} else "webdav"


def _open(address: Address, timeout: float) -> Store:
    if address.scheme in WEBDAV:
        from peervisit.sync.stores.webdav import WebdavStore

        return WebdavStore(address, timeout)
    if address.scheme in {"sftp", "ssh"}:
        from peervisit.sync.stores.sftp import SftpStore

        return SftpStore(address, timeout)
    if address.scheme in {"s3", "s3a"}:
        from peervisit.sync.stores.s3 import S3Store

        return S3Store(address, timeout)
    from peervisit.sync.stores.other import OtherStore

    return OtherStore(address)
