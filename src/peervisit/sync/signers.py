"""Whose copy signed which change, for the trail of who said what."""

from __future__ import annotations

from peervisit.store.review_file import ReviewFile
from peervisit.sync.keyring import Keyring


class Signers:
    """The members whose copies signed the changes of a review."""

    def __init__(self, review: ReviewFile) -> None:
        """Read who signed; nothing is loaded where nothing ever was."""
        self._runs: dict[str, list[tuple[int, int, str]]] = {}
        rows = review.connection.execute("SELECT session, first, last, key FROM signature").fetchall()
        members = {copy.key: copy.member for copy in Keyring(review).copies()} if rows else {}
        for session, first, last, key in rows:
            if member := members.get(key):
                self._runs.setdefault(session, []).append((first, last, member))

    def of(self, session: str, seq: int) -> str | None:
        """Return the initials; None where nobody has signed yet, or a copy that nobody in particular uses."""
        runs = self._runs.get(session, ())
        return next((member for first, last, member in runs if first <= seq <= last), None)
