"""The looks of the levels, from the place of a level in its scale: no benchmark is known by name."""

from __future__ import annotations

from dataclasses import dataclass

TINTS = ("F2A65A", "FFF2CC", "9CC3E6")
"""Behind black text: least, middle, best. Contrast at least 10, distinct for colour-blind readers."""
BARS = ("A84300", "D9D9D9", "5B9BD5")
"""In charts: distinct in greys too."""
NOTHING = "FFFFFF"


@dataclass(frozen=True, slots=True)
class LevelLook:
    """One level of the scale for whoever gives it a look."""

    id: str
    word: str
    symbol: str
    place: float | None
    """From 0 for the least assessed level to 1 for the best; None where nothing is assessed."""


def between(colours: tuple[str, str, str], place: float | None) -> str:
    """Return the colour of a place from 0 (the least level) to 1 (the best); white for none."""
    if place is None:
        return NOTHING
    half = min(int(place * 2), 1)
    return _mixed(colours[half], colours[half + 1], place * 2 - half)


def _mixed(first: str, second: str, share: float) -> str:
    pairs = zip(bytes.fromhex(first), bytes.fromhex(second), strict=True)
    return bytes(round(a + (b - a) * share) for a, b in pairs).hex().upper()
