"""Tables: a header row that repeats, rows that do not split, a description, never a merged cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from peervisit.word.xml import Xml, joined, quoted

SPLITTABLE = 1800
"""A row with more characters of text than this may run over to the next page."""


@dataclass(frozen=True, slots=True)
class Grid:
    """What a table looks like: its style, its column widths in twips, its name and description."""

    style: str
    widths: tuple[int, ...]
    caption: str
    description: str
    room: int = 0
    """The least height of a row in twips."""


@dataclass(frozen=True, slots=True)
class CellXml:
    """The paragraphs of a cell, its fill as a colour, and the characters in it."""

    inside: Xml
    fill: str | None = None
    size: int = 0


def widths(weights: Sequence[float], total: int) -> tuple[int, ...]:
    """Return column widths in twips that add up to ``total``."""
    whole = sum(weights) or 1
    found = [int(total * weight / whole) for weight in weights]
    found[-1] += total - sum(found)
    return tuple(found)


def table(grid: Grid, header: Sequence[CellXml], rows: Sequence[Sequence[CellXml]]) -> Xml:
    """Return a table; each row has exactly one cell a column."""
    columns = joined(Xml(f'<w:gridCol w:w="{width}"/>') for width in grid.widths)
    return Xml(
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{grid.style}"/><w:tblW w:w="{sum(grid.widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoted(grid.caption)}/><w:tblDescription w:val={quoted(grid.description)}/>"
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
        f"{_row(grid, header, header=True)}{joined(_row(grid, row) for row in rows)}</w:tbl>"
    )


def _row(grid: Grid, cells: Sequence[CellXml], *, header: bool = False) -> Xml:
    whole = header or sum(cell.size for cell in cells) < SPLITTABLE
    properties = "<w:cantSplit/>" if whole else ""
    if grid.room and not header:
        properties += f'<w:trHeight w:val="{grid.room}" w:hRule="atLeast"/>'
    properties += "<w:tblHeader/>" if header else ""
    inside = joined(_cell(cell, width) for cell, width in zip(cells, grid.widths, strict=True))
    return Xml(f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inside}</w:tr>")


def _cell(cell: CellXml, width: int) -> Xml:
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else ""
    return Xml(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>{cell.inside}</w:tc>')
