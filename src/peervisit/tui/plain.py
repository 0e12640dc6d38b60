"""The one way by which what people typed reaches the screen: never as markup."""

from __future__ import annotations

import re
from itertools import pairwise

from rich._wrap import divide_line
from rich.cells import cell_len, set_cell_size
from textual.content import Content

ELLIPSIS = "…"

_BOUND = dict.fromkeys((0x00A0, 0x202F), "_")
"""No-break spaces, which ``\\s`` takes for spaces, as letters of the same width."""


_PICTURES = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_UNSEEN = re.compile(
    "[\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe00-\ufe0f\U000e0000-\U000e007f]"
    f"|\u200d(?=[{_PICTURES}])|(?<=[{_PICTURES}])\u200d"
)
"""Characters without a width of their own that turn a line around or make the widths of others a matter of
the terminal: signs of direction, of variants, the joints of pictures. A line is safe without them."""


def seen(text: str) -> str:
    """Return the text as it can stand in a line of cells, whatever terminal draws it; for showing only."""
    return text if text.isascii() else _UNSEEN.sub("", text)


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
    if text.isascii():
        return text.ljust(width) if len(text) <= width else text[: width - 1] + ELLIPSIS
    # Cells are counted on no more text than can be shown: a cell may hold many thousand characters.
    text = seen(text[: width * 4 + 8])
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, width - 1) + ELLIPSIS


def wrapped(text: str, width: int) -> list[str]:
    """Return the text broken between words into lines of at most so many cells."""
    if len(text) <= width and text.isascii():
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
