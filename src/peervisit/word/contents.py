"""The contents list, with its entries in place: correct at once, and no prompt on opening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from peervisit.word.paragraphs import paragraph
from peervisit.word.runs import FIELD_END, field_begin, link, run, tab
from peervisit.word.xml import NONE, Xml, joined


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents list."""

    level: int
    number: str
    title: str
    bookmark: str


def contents(title_style: str, styles: Sequence[str], title: str, entries: Sequence[Entry]) -> Xml:
    """Return the contents list; ``styles`` are the ids for each level."""
    begin = field_begin(f'TOC \\o "1-{len(styles)}" \\h \\z \\u')
    lines = []
    for number, entry in enumerate(entries):
        inside = (
            run(entry.number) if entry.number else NONE,
            tab() if entry.number else NONE,
            run(entry.title),
        )
        jump = link(entry.bookmark, joined(inside))
        first = begin if number == 0 else NONE
        last = FIELD_END if number == len(entries) - 1 else NONE
        lines.append(paragraph(styles[entry.level - 1], Xml(first + jump + last)))
    return Xml(paragraph(title_style, run(title)) + joined(lines))
