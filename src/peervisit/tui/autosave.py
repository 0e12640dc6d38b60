"""Keeping what is typed within a second of the last key, and at least every five seconds of typing."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

from textual.timer import Timer

PAUSE, CEILING = 0.8, 4.2
"""Seconds without a key after which what was typed is kept, and seconds of typing after which it is kept
between two keys."""
GAP, AT_LAST = 0.05, 0.4
"""Seconds after a key that are taken for the time between two, and seconds that such a one is waited for: who
holds a key down leaves none. A look at the clock later, five seconds of typing are never exceeded."""
AGAIN = 1.0
"""Seconds until what could not be kept is tried again."""


class Autosave:
    """Looks at the clock once in a pause, not at each key, and then keeps what was typed.

    ``keep`` says whether it could be kept.
    """

    def __init__(self, owner: Any, keep: Callable[[], bool]) -> None:
        self._owner, self._keep = owner, keep
        self._timer: Timer | None = None
        self._first = self._last = 0.0
        self.pending = False

    def touched(self) -> None:
        """Take note of a key."""
        self._last = monotonic()
        if not self.pending:
            self.pending, self._first = True, self._last
        if self._timer is None:
            self._timer = self._owner.set_timer(PAUSE, self._look)

    def _look(self) -> None:
        self._timer = None
        if not self.pending:
            return
        now = monotonic()
        late = self._first + CEILING
        between = min(max(self._last + GAP, late), late + AT_LAST)
        rest = min(self._last + PAUSE, between) - now
        if rest <= 0.01:
            self.flush()
        else:
            self._timer = self._owner.set_timer(rest, self._look)

    def flush(self) -> None:
        """Keep at once what is not kept yet."""
        if not self.pending:
            return
        if self._keep():
            self.pending = False
        elif self._timer is None:
            # Another program may hold the file for a moment.
            self._timer = self._owner.set_timer(AGAIN, self._look)

    def quiet_for(self, seconds: float) -> bool:
        """Whether no key was pressed for so long."""
        return monotonic() - self._last >= seconds
