"""Garbage is collected while nobody presses a key: to look through everything takes longer than a key may."""

from __future__ import annotations

import gc
from time import monotonic

PAUSE = 1.0
"""Seconds without a key after which everything may be looked through."""
ROUNDS, AT_MOST = 10, 200
"""Collections of what is young after which everything is looked through: in a pause, and in any case."""


def begin() -> None:
    """Collect garbage from now on; what the start has made stays and is never looked through."""
    gc.freeze()
    young, middle, _old = gc.get_threshold()
    gc.set_threshold(young, middle, AT_MOST)
    gc.enable()


def end() -> None:
    """Leave collecting to Python, as it does it by itself."""
    young, middle, _old = gc.get_threshold()
    gc.set_threshold(young, middle, ROUNDS)
    gc.enable()


def collect_in_a_pause(touched_at: float) -> None:
    """Look through everything if enough was made since the last time, and nobody is at the keys."""
    if monotonic() - touched_at >= PAUSE and gc.get_count()[2] >= ROUNDS:
        gc.collect()
