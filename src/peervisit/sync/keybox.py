"""The secrets of one copy: what its keys are derived from, and the identities that it was given.

They are in the table ``secret`` of the review file, and leave it only inside an invitation.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from peervisit.store.review_file import ReviewFile
from peervisit.sync import keys
from peervisit.sync.keys import OwnKeys

SEED = "seed"
"""Row: what the keys of this copy are derived from."""
MEMBER = "member"
"""Row: the member for whom this copy was made."""
TWIG = "twig"
"""Row: what tells this copy from one with the same seed."""
ROOT = "root "
"""Rows: the keys of copies that made the review. The copy that made it needs none: its own is the root."""
IDENTITY = "identity "
"""Rows: identities of the review, by recipient."""
OPENER = "opener "
"""Rows: what was locked for the invitation that this copy was made from can be opened with these."""


@dataclass(slots=True)
class Keybox:
    """The secrets of one open copy."""

    review: ReviewFile
    _passing_seed: str = field(default="", repr=False)

    def rows(self, prefix: str = "") -> dict[str, str]:
        """Return the secrets whose name begins so."""
        found = self.review.connection.execute("SELECT key, value FROM secret ORDER BY key")
        return {str(key): str(value) for key, value in found if str(key).startswith(prefix)}

    def keep(self, key: str, value: str) -> None:
        """Keep a secret, inside a transaction."""
        with self.review.transaction():
            self.review.connection.execute("INSERT OR REPLACE INTO secret VALUES (?, ?)", (key, value))

    def base(self) -> OwnKeys:
        """Return the keys that somebody vouched for when this copy was made, or that made the review."""
        return OwnKeys.of(self._seed(), "", self.rows(MEMBER).get(MEMBER))

    def own(self) -> OwnKeys:
        """Return the keys of this copy in the hands of whoever uses it.

        A file that was copied by hand and is used by somebody else so comes to keys of its own.
        """
        base, twig, me = self.base(), self.rows(TWIG).get(TWIG, ""), self.review.local("me")
        if not twig and me in (None, base.member):
            return base
        member = me or base.member
        return OwnKeys.of(self._seed(), f"{twig}/{member or ''}", member)

    def is_first(self) -> bool:
        """Whether this is the copy that made the review, or one with its keys."""
        return not self.rows(ROOT)

    def roots(self) -> frozenset[str]:
        """Return the keys that all trust leads back to."""
        held = self.rows(ROOT).values()
        return frozenset(held) if held else frozenset((self.base().public,))

    def first_identity(self) -> str:
        """Return the identity that locks the review from the beginning; asked of a first copy only."""
        return keys.age_identity(keys.derive(self._seed(), "review"))

    def of_review(self) -> dict[str, str]:
        """Return the identities of the review that this copy has, by recipient; old ones stay."""
        found = {key.removeprefix(IDENTITY): value for key, value in self.rows(IDENTITY).items()}
        if self.is_first():
            first = self.first_identity()
            found.setdefault(keys.recipient_of(first), first)
        return found

    def identities(self) -> list[str]:
        """Return everything that this copy can unlock with."""
        own = {keys.age_identity(one.unlocking) for one in (self.own(), self.base())}
        return [*self.of_review().values(), *self.rows(OPENER).values(), *sorted(own)]

    def take_over(self, roots: Iterable[str], identities: Iterable[str], member: str | None = None) -> None:
        """Keep what a new copy is given: whom to trust, how to unlock, whose it is."""
        for root in roots:
            self.keep(ROOT + root, root)
        for identity in identities:
            self.keep(IDENTITY + keys.recipient_of(identity), identity)
        if member is not None:
            self.keep(MEMBER, member)

    def split_off(self, other: Keybox) -> None:
        """Give a copy what this one has, and a number of its own: where nobody can vouch for new keys."""
        for key, value in self.rows().items():
            other.keep(key, value)
        other.keep(TWIG, secrets.token_hex(8))

    def _seed(self) -> bytes:
        held = self.rows(SEED).get(SEED) or self._passing_seed
        if not held:
            # A file from before there were keys; one that may not be written to forgets them again.
            held = self._passing_seed = secrets.token_hex(32)
            if not self.review.read_only:
                self.keep(SEED, held)
        return bytes.fromhex(held)
