"""Shared stores: one small interface over a folder, WebDAV, SFTP, S3, and whatever else fsspec reaches."""

from peervisit.sync.stores.address import Address
from peervisit.sync.stores.opening import open_store
from peervisit.sync.stores.store import Entry, Store

__all__ = ["Address", "Entry", "Store", "open_store"]
