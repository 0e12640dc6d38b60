"""What a form itself says, line by line, so that words written anywhere beside the answers are noticed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Container, Iterator

from peervisit.forms.identity import find_identity
from peervisit.forms.reading import Read, Table

BESIDE = 2
"""The columns of a form before its answers: the code, and what is asked."""


FURNITURE = "header and footer"
"""The line whose mark says that those of the header and footer are among the marks."""
_FIGURES = re.compile(r"\d+")


_TYPED = str.maketrans({
    **dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    "\u2026": "...",
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff"),
})  # fmt: skip
"""What editors put in place of quotes, dashes and dots, unasked."""
_ANY_TYPED = re.compile(f"[{''.join(map(chr, _TYPED))}]")


def mark(line: str) -> str:
    """Return eight figures that stand for a line, whatever became of its spaces, quotes and dashes."""
    if not line.isascii() and _ANY_TYPED.search(line):
        line = line.translate(_TYPED)
    return f"{zlib.crc32(''.join(line.split()).encode()):08x}"


def marks_of(found: Read) -> list[str]:
    """Return the marks of every line that a form says outside its answers, each once."""
    lines = [FURNITURE, *found.text.split("\n"), *map(_of_any_page, found.furniture().split("\n"))]
    for table in found.tables:
        for number, row in enumerate(table.rows):
            cells = row.cells[: None if number == 0 else BESIDE]
            lines += [line for cell in cells for line in cell.text.split("\n")]
    return sorted({*(mark(line) for line in lines if line.strip()), *found.package.furniture_sums})


def unsaid(text: str, told: Container[str]) -> str:
    """Return the lines of a text that the form did not say."""
    return "\n".join(line for line in text.split("\n") if line.strip() and mark(line) not in told)


def outside(found: Read, told: Container[str]) -> Iterator[str]:
    """Yield what somebody wrote outside the tables; lines in a row are one piece."""
    piece: list[str] = []
    for line in (*found.text.split("\n"), None):
        if line is not None and not line.strip():
            continue
        if line is not None and mark(line) not in told and find_identity(line) is None:
            piece.append(line.strip())
        elif piece:
            yield "\n".join(piece)
            piece = []


def unsaid_rows(table: Table, told: Container[str]) -> str:
    """Return the rows of a table that hold what the form did not say, one line a row."""
    lines = (
        " | ".join(" ".join(cell.text.split()) for cell in row.cells)
        for row in table.rows
        if any(unsaid(cell.text, told) for cell in row.cells)
    )
    return "\n".join(line for line in lines if line.strip(" |"))


def furniture(found: Read, told: Container[str]) -> Iterator[str]:
    """Yield what somebody wrote into the header or footer of the pages, in one piece."""
    if mark(FURNITURE) not in told or all(one in told for one in found.package.furniture_sums):
        return
    lines = dict.fromkeys(line.strip() for line in found.furniture().split("\n"))
    words = [
        line
        for line in lines
        if any(map(str.isalpha, line)) and mark(_of_any_page(line)) not in told and not find_identity(line)
    ]
    if words:
        yield "\n".join(words)


def _of_any_page(line: str) -> str:
    """Return a line of a header or footer without its figures: they are those of the page."""
    return _FIGURES.sub("#", line)
