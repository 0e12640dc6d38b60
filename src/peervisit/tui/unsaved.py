"""What was typed and could not be kept, because the file cannot be written just now.

The disk is full, the stick was pulled out, another program took the file's place. Whoever leaves the screen
they typed in must find the words there again, and whoever leaves the app must hear of it first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from peervisit.errors import PeervisitError

Held = tuple[Any, Callable[[], object]]
"""What was typed, and how it is kept once the file can be written."""


class Unsaved:
    """What waits to be kept, by the draft it belongs to, in memory only."""

    def __init__(self) -> None:
        self._held: dict[str, Held] = {}
        self._told = False

    def __bool__(self) -> bool:
        """Whether anything waits."""
        return bool(self._held)

    def hold(self, draft: str, value: Any, keep: Callable[[], object]) -> None:
        """Hold what a draft could not take."""
        self._held[draft] = (value, keep)

    def take(self, draft: str) -> Any | None:
        """Return what waits for a draft, to go on with; from then on its screen sees to it."""
        held = self._held.pop(draft, None)
        return held[0] if held is not None else None

    def retry(self) -> None:
        """Keep what can be kept by now."""
        for draft, (_value, keep) in list(self._held.items()):
            try:
                keep()
            except PeervisitError:
                return
            self._held.pop(draft, None)
        self._told = False

    def lets_go(self) -> bool:
        """Whether the file may be left: nothing waits, or somebody was told and wants it all the same."""
        self.retry()
        if not self._held or self._told:
            return True
        self._told = True
        return False

    def forget(self) -> None:
        """Forget everything: the review is closed."""
        self._held.clear()
        self._told = False
