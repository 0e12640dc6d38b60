"""The keys of each level: its place in the scale (AZERTY digits too) and a letter of its name."""

from __future__ import annotations

from peervisit.i18n import current
from peervisit.model.benchmark import Benchmark, in_language
from peervisit.model.text import fold

AZERTY = ("ampersand", "é", "quotation_mark", "apostrophe", "left_parenthesis", "minus", "è")
"""What the keys 1 to 7 give without Shift on a French keyboard."""

WORDS_FROM = 160
"""Columns from which the words of all levels fit beside their keys in the status line."""


def level_keys(benchmark: Benchmark, taken: str) -> dict[str, str]:
    """Return each key, as Textual names it, and the level that it sets.

    ``taken`` holds the letters that the screen needs for itself. A level gets the first letter of its
    name, in the language of the interface, that is still free.
    """
    keys: dict[str, str] = {}
    used = set(taken)
    for place, level in enumerate(benchmark.scale[: len(AZERTY)]):
        keys[str(place + 1)] = keys[AZERTY[place]] = level.id
        for letter in fold(in_language(level.name, current())):
            if letter.isalpha() and letter not in used:
                used.add(letter)
                keys[letter] = level.id
                break
    return keys


def legend(benchmark: Benchmark, taken: str, *, words: bool = True) -> str:
    """Return one line that says which key sets which level; by its glyph where words stand elsewhere."""
    letters = {
        level: key for key, level in level_keys(benchmark, taken).items() if key.isalpha() and len(key) == 1
    }
    parts = []
    for place, level in enumerate(benchmark.scale[: len(AZERTY)], 1):
        letter = letters.get(level.id)
        keys = f"{place}/{letter}" if letter and letter.isascii() else str(place)
        name = in_language(level.name, current()) if words else ""
        parts.append(f"{keys} {level.symbol} {name}".rstrip())
    return "  ".join(parts)
