"""Copies of one review on several laptops, and packs between them, through memory only."""

from __future__ import annotations

import io
import shutil
from datetime import UTC, datetime
from pathlib import Path

from peervisit.service import merging, records, reviews
from peervisit.store.review_file import ReviewFile
from peervisit.sync.changefile import read_changes, write_changes
from peervisit.sync.keyring import Keyring
from peervisit.sync.runs import keep_signature

TEAM = ("AR", "BK", "CD", "EF")


def noon() -> datetime:
    """Return the one moment at which everything happens."""
    return datetime(2026, 5, 12, 12, tzinfo=UTC)


class Laptops:
    """The review of Genoa on the laptop of its leader, AR, and what becomes of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.open: dict[str, ReviewFile] = {}
        with reviews.create(
            folder / "AR.peervisit", city="Genoa", benchmark="inti-cities", now=noon
        ) as review:
            for code in TEAM:
                records.add(review, "member", {"roles": ["peer"]}, code=code)
        self.start("AR")

    def start(self, name: str, member: str | None = None) -> ReviewFile:
        """Open a copy as its member uses it."""
        review = self.open[name] = ReviewFile.open(self.folder / f"{name}.peervisit", now=noon)
        reviews.use_as(review, member or name)
        return review

    def copy(self, name: str) -> ReviewFile:
        """Give a teammate a copy with keys of its own."""
        merging.make_copy(self.open["AR"], self.folder / f"{name}.peervisit").close()
        return self.start(name)

    def copy_by_hand(self, source: str, name: str, member: str) -> ReviewFile:
        """Copy the file of somebody who has closed it, as a file manager does."""
        self.open.pop(source).close()
        shutil.copyfile(self.folder / f"{source}.peervisit", self.folder / f"{name}.peervisit")
        self.start(source)
        return self.start(name, member)

    def ring(self, name: str) -> Keyring:
        """Return the keys of a copy."""
        return Keyring(self.open[name])

    def writes(self, name: str, title: str) -> str:
        """Enter a document on a copy; return its code."""
        return records.add(self.open[name], "document", {"title": title})

    def pack(self, name: str) -> bytes:
        """Return a pack of everything that a copy holds."""
        out = io.BytesIO()
        write_changes(out, self.open[name], self.ring(name))
        return out.getvalue()

    def takes(self, name: str, pack: bytes) -> None:
        """Take a pack in, whole or not at all."""
        review = self.open[name]
        with review.transaction() as log:
            opened = read_changes(io.BytesIO(pack), Keyring(review), review.meta("review_id"), name="p.pvc")
            sections = list(opened.sections())
            for section in sections:
                keep_signature(review, section.run)
            log.apply(change for section in sections for change in section.changes)

    def titles(self, name: str) -> set[str]:
        """Return the titles of the documents on a copy."""
        return {str(row["title"]) for row in self.open[name].rows("document").values()}

    def close(self) -> None:
        """Close every copy."""
        for review in self.open.values():
            review.close()
