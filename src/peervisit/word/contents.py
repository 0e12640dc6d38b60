"""The contents list, with its entries in place: correct at once, and no prompt on opening."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


INDENTS = ((0, 567), (567, 680))
"""For each level where its number begins, and how much further its title, in twips."""


def contents(
    styles: Sequence[str], entries: Sequence[Entry], *, width: int, pages: Mapping[str, str] | None = None
) -> Xml:
    """Return the contents list without its title; ``styles`` are the ids for each level.

    ``pages`` are the page numbers by bookmark, where they are known; ``width`` is the width of the text in
    twips, at whose end they stand.
    """
    begin = field_begin(f'TOC \\o "1-{len(styles)}" \\h \\z \\u')
    lines = []
    for number, entry in enumerate(entries):
        inside = (
            run(entry.number) if entry.number else NONE,
            tab() if entry.number else NONE,
            run(entry.title),
            _page(entry.bookmark, pages),
        )
        jump = link(entry.bookmark, joined(inside))
        start = begin if number == 0 else NONE
        last = FIELD_END if number == len(entries) - 1 else NONE
        stops = _stops(entry.level - 1, width, paged=bool(pages))
        lines.append(paragraph(styles[entry.level - 1], Xml(start + jump + last), first=stops))
    return joined(lines)


def _page(bookmark: str, pages: Mapping[str, str] | None) -> Xml:
    """Return the number of the page as a field that Word keeps in step, with the number known by now."""
    if not pages or bookmark not in pages:
        return NONE
    begin = field_begin(f"PAGEREF {bookmark} \\h")
    return Xml(tab() + begin + run(pages[bookmark]) + FIELD_END)


def _stops(level: int, width: int, *, paged: bool) -> Xml:
    """Return the tab stops of a line: they stand in it, since a template's own styles may have none."""
    indent, number = INDENTS[min(level, len(INDENTS) - 1)]
    last = f'<w:tab w:val="right" w:leader="dot" w:pos="{width}"/>' if paged else ""
    return Xml(f'<w:tabs><w:tab w:val="left" w:pos="{indent + number}"/>{last}</w:tabs>')
