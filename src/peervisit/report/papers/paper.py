"""A short document: a masthead in the place of a title page, and no link that leads out of it."""

from __future__ import annotations

from dataclasses import replace

from peervisit.report.outline.blocks import (
    Block,
    Bullets,
    Cell,
    Furniture,
    Inline,
    Masthead,
    Outline,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
)
from peervisit.report.outline.cover import title
from peervisit.report.outline.overview import looks
from peervisit.report.outline.scope import Scope
from peervisit.report.outline.values import values as values_of
from peervisit.report.sheet import anchors

LONG = 420
"""From so many characters on, only the beginning of a text is told, with an ellipsis."""


def paper(
    s: Scope,
    kicker: str,
    heading: str,
    lines: tuple[str, ...],
    sections: tuple[Section, ...],
    *,
    wide: bool = False,
) -> Outline:
    """Return a document of one or a few pages, with its masthead and what stands at head and foot."""
    _ = s.t.gettext
    city = title(s)
    mark = _("Team only") if s.team else _("For the host city")
    outline = Outline(
        title=_("{kind}: {city}").format(kind=kicker, city=city),
        language=s.language,
        cover=Masthead(kicker, heading, tuple(line for line in lines if line)),
        sections=sections,
        levels=looks(s),
        furniture=Furniture(
            contents="",
            header_left=_("{kind}: {city}").format(kind=kicker, city=city),
            header_right=mark,
            footer_left=mark,
            page_of=_("Page {page} of {pages}"),
            table=_("Table {number}. {caption}"),
            figure=_("Figure {number}. {caption}"),
            header_short=city,
        ),
        wide=wide,
    )
    return _settled(outline)


def values(s: Scope, outline: Outline) -> dict[str, str]:
    """Return what the placeholders of a template stand for in a paper: what it is, and for whom."""
    cover = outline.cover
    return values_of(s.data, s.edition, s.language) | {
        "title": outline.title,
        "kind": cover.kicker,
        "status": outline.furniture.header_right,
        "edition": outline.furniture.header_right,
    }


def short(text: str) -> str:
    """Return the beginning of a long text, to a whole word."""
    if len(text) <= LONG:
        return text
    return text[:LONG].rsplit(maxsplit=1)[0] + "\u00a0…"


def _settled(outline: Outline) -> Outline:
    """Return the document with only the links whose target stands in it."""
    known = frozenset(anchors(outline))
    return replace(outline, sections=tuple(_section(one, known) for one in outline.sections))


def _section(section: Section, known: frozenset[str]) -> Section:
    return replace(section, blocks=tuple(_block(one, known) for one in section.blocks))


def _block(block: Block, known: frozenset[str]) -> Block:
    if isinstance(block, Section):
        return _section(block, known)
    if isinstance(block, Paragraph):
        return replace(block, runs=_inline(block.runs, known))
    if isinstance(block, Bullets):
        return replace(block, items=tuple(_inline(item, known) for item in block.items))
    if isinstance(block, Table):
        return replace(block, rows=tuple(_row(row, known) for row in block.rows), bare=True)
    return block


def _row(row: Row, known: frozenset[str]) -> Row:
    cells = (Cell(tuple(_inline(one, known) for one in cell.paragraphs), cell.level) for cell in row.cells)
    return replace(row, cells=tuple(cells))


def _inline(runs: Inline, known: frozenset[str]) -> Inline:
    return tuple(
        replace(one, target=None, look="plain" if one.look == "reference" else one.look)
        if isinstance(one, Run) and one.target is not None and one.target not in known
        else one
        for one in runs
    )
