"""Laptops with copies of one review, and a sync between them and a store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from peervisit.service import merging, records, reviews
from peervisit.store.review_file import ReviewFile
from peervisit.sync.keyring import Keyring
from peervisit.sync.stores import Address, Store, open_store
from peervisit.sync.stores.store import closing
from peervisit.sync.syncing import Synced, sync
from tests.sync.stores.servers import Dav


class Team:
    """Copies of one review."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.first = reviews.create(folder / "first.peervisit", city="Aldermere", benchmark="inti-cities")
        for initials in ("AR", "BK", "CN"):
            records.add(
                self.first, "member", {"name": f"Fictional {initials}", "roles": ["peer"]}, code=initials
            )
        reviews.use_as(self.first, "AR")
        self.copies = [self.first]

    def another(self, member: str = "BK") -> ReviewFile:
        """Make a teammate's copy."""
        made = merging.make_copy(self.first, self.folder / f"copy-{len(self.copies)}.peervisit")
        reviews.use_as(made, member)
        self.copies.append(made)
        return made

    def close(self) -> None:
        """Close every copy."""
        for copy in self.copies:
            copy.close()


def note(review: ReviewFile, words: str) -> str:
    """Record evidence; return its code."""
    return str(records.add(review, "evidence", {"statement": words, "channel": "heard"}))


def statements(review: ReviewFile) -> set[str]:
    """Return every statement of evidence that a copy shows."""
    return {str(row["statement"]) for row in review.rows("evidence").values()}


def sync_at(review: ReviewFile, address: str, **options: Any) -> Synced:
    """Sync with the store at an address, as the service does."""
    where = Address.parse(address).with_password(Dav.PASSWORD if Dav.USER in address else None)
    with closing(open_store(where, timeout=options.pop("timeout", 10.0))) as store:
        return sync(review, Keyring(review), store, address=where.shown, **options)


def sync_with(review: ReviewFile, store: Store, **options: Any) -> Synced:
    """Sync with a store that is open already."""
    return sync(review, Keyring(review), store, address=store.shown, **options)


Syncs = Callable[..., Synced]
