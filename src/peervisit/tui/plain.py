"""The one way by which what people typed reaches the screen: never as markup."""

from __future__ import annotations

import re
from itertools import pairwise

from rich._wrap import divide_line
from rich.cells import cell_len, set_cell_size
from textual.content import Content

from peervisit.model.text import visible

ELLIPSIS = "…"

_BOUND = dict.fromkeys((0x00A0, 0x202F), "_")
"""No-break spaces, which ``\\s`` takes for spaces, as letters of the same width."""


_PICTURES = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff"
)
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_UNDRAWN = f"[\u200d{_UNSEEN}]|(?<=[{_MARKS}]{{4}})[{_MARKS}]+"
"""Characters without a width of their own that turn a line around or make the widths of others a matter of
the terminal: signs of direction, of variants, the joints of letters and pictures, the colours of skins, and
of a tower of marks on one letter what stands in the line above. A line is safe without them."""

_FLAGS = {0x1F1E6 + place: chr(ord("A") + place) for place in range(26)}
"""The signs of a flag, which one terminal draws in two cells and another in four, as the letters they are."""

# Compiled when the first odd text is drawn: most reviews hold none, and the start need not wait for it.
_JOINED = f"([{_PICTURES}0-9#*])(?:[\ufe0f\u20e3\U0001f3fb-\U0001f3ff]|\u200d[{_PICTURES}]?)+"
_ODD = re.compile(f"[\x00-\x1f\x7f-\x9f\u200d\U0001f1e6-\U0001f1ff{_UNSEEN}]|[{_MARKS}]{{5}}")
_UNDRAWN_IN_PLACE = f"[\x00-\x1f\x7f-\x9f{_UNSEEN}]|(?<=[{_MARKS}]{{4}})[{_MARKS}]+"


def seen(text: str) -> str:
    """Return the text as it can stand in a line of cells, whatever terminal draws it; for showing only."""
    if (text.isascii() and text.isprintable()) or not _ODD.search(text):
        return text
    return re.sub(_UNDRAWN, "", visible(text)).translate(_FLAGS)


def drawn(text: str) -> str:
    """Return text that was laid out as it is, such as one that is being edited, in as many cells.

    Joined pictures are drawn as the first of them, for which they were given the room.
    """
    if (text.isascii() and text.isprintable()) or not _ODD.search(text):
        return text
    text = re.sub(_JOINED, lambda found: set_cell_size(found[1], cell_len(found[0])), text)
    return re.sub(_UNDRAWN_IN_PLACE, _room, text).translate(_FLAGS)


def _room(found: re.Match[str]) -> str:
    return "-" * cell_len(found[0])


def plain(text: object) -> Content:
    """Return what somebody typed as content that no widget reads as markup."""
    return Content("" if text is None else seen(str(text)))


def one_line(text: object) -> str:
    """Return the text on one line, for a cell of a list."""
    return " ".join(str(text).split()) if text is not None else ""


def fit(text: str, width: int) -> str:
    """Return the text in exactly so many cells, shortened with an ellipsis or padded."""
    if width <= 0:
        return ""
    if text.isascii() and text.isprintable():
        return text.ljust(width) if len(text) <= width else text[: width - 1] + ELLIPSIS
    # Cells are counted on no more text than can be shown: a cell may hold many thousand characters.
    text = seen(text[: width * 4 + 8])
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, width - 1) + ELLIPSIS


def wrapped(text: str, width: int) -> list[str]:
    """Return the text broken between words into lines of at most so many cells."""
    if len(text) <= width and text.isascii() and text.isprintable():
        return [text]
    text = seen(text)
    return [text[a:b].rstrip() for a, b in pairwise([0, *breaks(text, width), len(text)])]


def breaks(text: str, width: int) -> list[int]:
    """Return where lines of at most so many cells end: between words, and at no space that forbids it."""
    return divide_line(text.translate(_BOUND), width)


def shortened(text: str, most: int) -> str:
    """Return the text, or as many whole words of it as fit into so many characters, and an ellipsis."""
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0] + ELLIPSIS if " " in text[:most] else text[: most - 1] + ELLIPSIS
