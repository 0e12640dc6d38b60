"""What a copy of the review locks, signs and checks its change files with (decision 006)."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from peervisit.store.review_file import ReviewFile


@dataclass(frozen=True, slots=True)
class Signature:
    """Who vouches for a section: the public key and the signature, both in hexadecimal."""

    key: str
    signature: str


@dataclass(slots=True)
class Keyring:
    """The keys of one open copy. Without the extra ``[secure]`` it locks and signs nothing."""

    review: ReviewFile

    @property
    def device(self) -> str:
        """The number of this copy: 16 hexadecimal digits, made when first needed."""
        row = self.review.connection.execute("SELECT value FROM secret WHERE key = 'device'").fetchone()
        if row:
            return str(row[0])
        made = secrets.token_hex(8)
        with self.review.transaction():
            self.review.connection.execute("INSERT INTO secret VALUES ('device', ?)", (made,))
        return made

    @property
    def locks(self) -> bool:
        """Whether what this copy writes is locked."""
        return False

    def lock(self, plain: BinaryIO, out: BinaryIO) -> None:
        """Write what ``plain`` holds to ``out``, locked for the team."""
        shutil.copyfileobj(plain, out)

    def unlock(self, locked: BinaryIO, out: BinaryIO) -> None:
        """Write to ``out`` what a locked file holds; ``out`` may be any object with ``write``."""
        shutil.copyfileobj(locked, out)

    def sign(self, data: bytes) -> Signature | None:
        """Sign with this copy's key; None where this copy has none."""
        return None

    def check(self, signature: Signature | None, data: bytes) -> str | None:
        """Return the device that signed; None for an unsigned section of a team that signs nothing."""
        return None

    def statements(self) -> list[str]:
        """Return every statement known here, oldest first."""
        return [row[0] for row in self.review.connection.execute("SELECT content FROM statement ORDER BY id")]

    def learn(self, statements: Iterable[str]) -> int:
        """Take in statements that are properly signed; return how many are new."""
        return 0
