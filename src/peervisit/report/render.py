"""From the outline to Word: each block becomes a fragment made by the kit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from peervisit.report.covers import set_cover, set_masthead
from peervisit.report.outline.blocks import (
    Block,
    Bullets,
    Cell,
    Chart,
    Cover,
    Inline,
    Lines,
    Mark,
    Masthead,
    Note,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
)
from peervisit.report.outline.inline import plain_text
from peervisit.report.sheet import Sheet
from peervisit.word.chart import Bar, add_chart, drawing
from peervisit.word.colours import BARS, TINTS, between
from peervisit.word.contents import Entry, contents
from peervisit.word.paragraphs import bookmarked, numbered, paragraph
from peervisit.word.runs import field, link, run
from peervisit.word.tables import CellXml, Grid, table, widths
from peervisit.word.xml import NONE, Xml, joined

_KINDS = {
    "body": "Normal",
    "lead": "PV Lead",
    "standard": "PV Standard",
    "note": "PV Note",
    "small": "PV Note",
    "empty": "PV Empty",
    "quote": "PV Quote",
    "levels": "PV Level Line",
    "item": "PV Item",
    "alert": "PV Alert",
}
_LOOKS = {
    "strong": "Strong",
    "emphasis": "Emphasis",
    "quiet": "PV Quiet",
    "label": "PV Label",
    "reference": "PV Reference",
}
_KEEP_NEXT = Xml("<w:keepNext/>")
_FEW_LINES = 5
_NO_BREAK = '<w:pageBreakBefore w:val="0"/>'
_PLACE = re.compile(r"\{(\w+)\}")
FEW_ROWS = 8
"""A table of so many rows stays on one page; of a longer one the first row stays with the head."""
KEPT = 0.47
"""The height up to which a table stays on one page, by the width of the text when the paper is turned."""
ROOM = 900
"""The least height of a row that somebody writes in, in twips."""
CHARACTER = 86
"""About the width of a character of a table, in twips."""
LITTLE = 240
"""The characters up to which a chapter of paragraphs begins no page."""
DEEPEST = 2
"""The headings down to this depth stand in the contents list."""


@dataclass(frozen=True, slots=True)
class Made:
    """A document as fragments: a template may have a title page, and a place for the contents, of its own."""

    head: Xml
    contents_title: Xml
    contents: Xml
    told: Xml

    @property
    def whole(self) -> Xml:
        """All of it in a row."""
        return Xml(self.head + self.contents_title + self.contents + self.told)


def body(sheet: Sheet) -> Made:
    """Return the body without the properties of its last section."""
    entries: list[Entry] = []
    sheet.wide = sheet.outline.wide
    parts = [_section(sheet, section, 1, entries, sheet.outline.wide) for section in sheet.outline.sections]
    if sheet.after_table:
        parts.append(paragraph(sheet.styles["PV After Table"], NONE))
    cover = sheet.outline.cover
    head = set_cover(sheet, cover) if isinstance(cover, Cover) and sheet.house.cover else NONE
    head = set_masthead(sheet, cover) if isinstance(cover, Masthead) else head
    if not isinstance(cover, Cover):
        return Made(head, NONE, NONE, joined(parts))
    title = run(sheet.outline.furniture.contents)
    titled = paragraph(sheet.styles["TOC Heading"], title, first=sheet.house.breaks)
    return Made(head, titled, _contents(sheet, entries), joined(parts))


def last_section(sheet: Sheet) -> Xml:
    """Return the properties of the last section, for a document on the base template."""
    titled = isinstance(sheet.outline.cover, Cover)
    return sheet.paper.section(wide=sheet.wide, first=titled and "section" not in sheet.counted)


def _contents(sheet: Sheet, entries: list[Entry]) -> Xml:
    styles = [sheet.styles[f"toc {level + 1}"] for level in range(DEEPEST)]
    return contents(styles, entries, width=sheet.paper.text_width, pages=sheet.pages)


def _section(sheet: Sheet, section: Section, depth: int, entries: list[Entry], wide: bool) -> Xml:
    wide = wide or section.wide or section.asks * CHARACTER > sheet.paper.text_width
    turned = _turn(sheet, wide)
    number = sheet.heading_number(depth) if section.numbered else ""
    name = sheet.names[section.anchor]
    if section.listed and depth <= DEEPEST:
        title = f"{section.code}  {section.title}" if section.code else section.title
        entries.append(Entry(depth, number, title, name))
    code = run(f"{section.code}  ", sheet.styles["PV Quiet"]) if section.code else NONE
    sheet.bookmarks += 1
    inside = bookmarked(sheet.bookmarks, name, Xml(code + run(section.title)))
    first = numbered(depth - 1, sheet.house.numbering) if number else sheet.house.unnumbered
    if depth == 1:
        breaks = Xml(_NO_BREAK) if _is_short(section) else sheet.house.breaks
        first = Xml((NONE if turned else breaks) + first)
    first = Xml(sheet.house.keep + first)
    sheet.after_table = False
    before = 480 if depth == 1 and _is_short(section) else None
    heading = paragraph(sheet.styles[f"heading {min(depth, 4)}"], inside, before=before, first=first)
    told = joined(
        _block(sheet, block, depth, entries, wide, kept=_is_trail(after))
        for block, after in zip_longest(section.blocks, section.blocks[1:])
    )
    return Xml(turned + heading + told)


def _is_short(section: Section) -> bool:
    """Whether a section only says that there is nothing, or little: it needs no page of its own."""
    said = [plain_text(one.runs) for one in section.blocks if isinstance(one, Paragraph)]
    if len(said) < len(section.blocks):
        return False
    empty = all(isinstance(one, Paragraph) and one.kind == "empty" for one in section.blocks)
    return empty or sum(map(len, said)) <= LITTLE


def _is_trail(block: Block | None) -> bool:
    """Whether a block says where the one before it comes from: alone on a page it says nothing."""
    return isinstance(block, Paragraph) and block.kind == "small"


def _turn(sheet: Sheet, wide: bool) -> Xml:
    """Return the end of a section where the paper turns."""
    if wide == sheet.wide:
        return NONE
    titled = isinstance(sheet.outline.cover, Cover)
    ended = sheet.paper.section(wide=sheet.wide, first=sheet.next("section") == 1 and titled)
    sheet.wide = wide
    return paragraph(sheet.styles["PV After Table"], NONE, extra=ended)


def _block(sheet: Sheet, block: Block, depth: int, entries: list[Entry], wide: bool, *, kept: bool) -> Xml:
    if isinstance(block, Paragraph):
        return _paragraph(sheet, block, kept=kept)
    if isinstance(block, Section):
        return _section(sheet, block, depth + 1, entries, wide)
    if isinstance(block, Lines):
        return _lines(sheet, block)
    if isinstance(block, Table):
        return _table(sheet, block)
    if isinstance(block, Bullets):
        return _bullets(sheet, block)
    return _chart(sheet, block)


def _space(sheet: Sheet) -> int | None:
    """Return the space that a paragraph needs above it when it follows a table."""
    found = 160 if sheet.after_table else None
    sheet.after_table = False
    return found


def _paragraph(sheet: Sheet, one: Paragraph, *, kept: bool) -> Xml:
    inside = _inline(sheet, one.runs)
    if one.anchor:
        sheet.bookmarks += 1
        inside = bookmarked(sheet.bookmarks, sheet.names[one.anchor], inside)
    first = _KEEP_NEXT if kept else NONE
    return paragraph(sheet.styles[_KINDS[one.kind]], inside, before=_space(sheet), first=first)


def _bullets(sheet: Sheet, block: Bullets) -> Xml:
    style = sheet.styles["List Bullet"]
    return joined(
        paragraph(style, _inline(sheet, item), before=_space(sheet), first=sheet.house.bullet)
        for item in block.items
    )


def _lines(sheet: Sheet, block: Lines) -> Xml:
    sheet.after_table = False
    style = sheet.styles["PV Write In"]
    # A few lines to write on stay with what they are for; many may go on overleaf.
    kept = _KEEP_NEXT if block.count <= _FEW_LINES else NONE
    return Xml(paragraph(style, NONE, first=kept) * (block.count - 1) + paragraph(style, NONE))


def _inline(sheet: Sheet, runs: Inline) -> Xml:
    return Xml("".join([_run(sheet, one) for one in runs]))


def _run(sheet: Sheet, one: Run | Mark | Note) -> Xml:
    if isinstance(one, Mark):
        return run(one.text, sheet.levels[one.level])
    if isinstance(one, Note):
        return sheet.notes.add(_inline(sheet, one.runs))
    inside = run(one.text, sheet.styles[_LOOKS[one.look]] if one.look != "plain" else None, one.lang)
    if one.target is None or one.target not in sheet.names:
        return inside
    return link(sheet.names[one.target], inside)


def _caption(sheet: Sheet, what: str, pattern: str, caption: str) -> Xml:
    parts: list[Xml] = []
    for n, piece in enumerate(_PLACE.split(pattern)):
        if n % 2 == 0:
            parts.append(run(piece) if piece else NONE)
        elif piece == "number":
            parts.append(field(f"SEQ {what} \\* ARABIC", str(sheet.next(what))))
        else:
            parts.append(run(caption))
    sheet.after_table = False
    return paragraph(sheet.styles["caption"], joined(parts), first=sheet.house.keep)


def _table(sheet: Sheet, block: Table) -> Xml:
    caption = NONE if block.bare else _caption(sheet, "Table", sheet.outline.furniture.table, block.caption)
    name = "PV Matrix" if block.kind == "matrix" else "PV Table"
    columns = widths([column.weight for column in block.columns], sheet.width)
    grid = Grid(sheet.styles[name], columns, block.caption, block.description, ROOM if block.room else 0)
    style = sheet.styles["PV Cell Head"]
    header = [CellXml(paragraph(style, run(column.title))) for column in block.columns]
    kept = _kept(sheet, block, columns)
    made = table(grid, header, [_row(sheet, row, kept=n < kept) for n, row in enumerate(block.rows)])
    sheet.after_table = True
    return Xml(caption + made)


def _kept(sheet: Sheet, block: Table, columns: Sequence[int]) -> int:
    """Return how many rows stay with the row after them."""
    last = len(block.rows) - 1
    if block.bare or last < 1:
        return 0
    turned = sheet.paper.text_width if sheet.wide else sheet.paper.wide_text_width
    height = sum(_height(block, row, columns) for row in block.rows)
    whole = last <= FEW_ROWS and height <= KEPT * turned
    return last if whole else 1


def _height(block: Table, row: Row, columns: Sequence[int]) -> int:
    """Return about how high a row is, in twips: a character of a cell is some 92 wide, a line 230 high."""
    lines = max(
        sum(
            1 + sum(len(one.text) for one in runs if not isinstance(one, Note)) * 92 // width
            for runs in cell.paragraphs
        )
        for cell, width in zip(row.cells, columns, strict=True)
    )
    return max(lines * 230 + 136, ROOM if block.room else 0)


def _row(sheet: Sheet, row: Row, *, kept: bool) -> Sequence[CellXml]:
    style = sheet.styles["PV Cell Kept" if kept else "PV Cell"]
    return [_cell(sheet, cell, style, row.anchor if n == 0 else None) for n, cell in enumerate(row.cells)]


def _cell(sheet: Sheet, cell: Cell, style: str, anchor: str | None) -> CellXml:
    inside = [_inline(sheet, runs) for runs in cell.paragraphs] or [NONE]
    if anchor:
        sheet.bookmarks += 1
        inside[0] = bookmarked(sheet.bookmarks, sheet.names[anchor], inside[0])
    size = sum(len(one.text) for runs in cell.paragraphs for one in runs)
    return CellXml(joined(paragraph(style, one) for one in inside), _tint(sheet, cell.level), size)


def _tint(sheet: Sheet, level: str | None) -> str | None:
    if level is None:
        return None
    found = next((look for look in sheet.outline.levels if look.id == level), None)
    return between(TINTS, found.place) if found and found.place is not None else None


def _chart(sheet: Sheet, block: Chart) -> Xml:
    places = {look.id: look.place for look in sheet.outline.levels}
    bars = [Bar(one.name, between(BARS, places.get(one.level)), one.values) for one in block.series]
    number = sheet.house.first_drawing + sheet.next("chart")
    relation = add_chart(sheet.document, number, block.axis, block.categories, bars)
    height = chart_height(len(block.categories), [bar.name for bar in bars], sheet.width)
    size = (sheet.width, height)
    shown = drawing(number, relation, size, block.caption, block.description)
    caption = _caption(sheet, "Figure", sheet.outline.furniture.figure, block.caption)
    return Xml(caption + paragraph(sheet.styles["PV Figure"], shown))


def chart_height(bars: int, legend: Sequence[str], width: int) -> int:
    """Return the height of a chart in twips: its bars, and the lines that its legend takes above them."""
    # Legends are set in columns as wide as their longest name, with a sign before it.
    columns = max(1, int(width * 0.8) // ((max(map(len, legend), default=0) + 5) * 95))
    lines = -(-len(legend) // columns)
    return 1350 + 390 * min(bars, 14) + 240 * max(lines - 1, 0)
