"""Every character that a keyboard sends is text: also spaces that Python takes for unprintable.

French sets no-break spaces before : ; ? ! and within « », Japanese input sends a wide space, Persian and
Indian keyboards join and part letters with signs of no width. Textual drops them all, in every field.
"""

from __future__ import annotations

import unicodedata

from textual import events

OF_NO_WIDTH = "\u200c\u200d\u200e\u200f"
"""What parts and joins letters, and says which way they run."""


def is_text(key: events.Key) -> bool:
    """Whether a key puts a character into a text."""
    character = key.character
    if character is None:
        return False
    return character.isprintable() or character in OF_NO_WIDTH or unicodedata.category(character) == "Zs"


def install() -> None:
    """Have Textual ask :func:`is_text`: it judges the character in one place, and offers no other."""
    events.Key.is_printable = property(is_text)  # type: ignore[assignment, method-assign]
