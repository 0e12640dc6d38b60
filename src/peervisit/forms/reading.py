"""Reading a document as a person reads it: its text and its tables, with every insertion accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from peervisit.errors import FormError
from peervisit.forms.bounds import MOST_COLUMNS, is_plain
from peervisit.forms.old_fields import PICTURE, SHOWING, shown
from peervisit.forms.package import Package
from peervisit.forms.struck import deleted_words, is_struck
from peervisit.forms.symbols import symbol
from peervisit.i18n import _
from peervisit.model.text import clean

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_T, _P, _TBL, _TR, _TC = _W + "t", _W + "p", _W + "tbl", _W + "tr", _W + "tc"
_BOOKMARK, _RUN, _BOXED = _W + "bookmarkStart", _W + "r", _W + "txbxContent"
_VAL, _NAME, _ID = _W + "val", _W + "name", _W + "id"
_DROPPED = frozenset((_W + "del", _W + "moveFrom"))
_TAKEN = frozenset((_W + "ins", _W + "moveTo"))
_SILENT = frozenset(
    _W + name
    for name in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr", "instrText",
                 "delText", "delInstrText", "annotationRef")
) | {_MC + "Fallback"}  # fmt: skip
_SIGNS = {
    _W + "tab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "-",
    _W + "softHyphen": "",
}
_NOTES = {_W + "footnoteReference": "footnote", _W + "endnoteReference": "endnote"}
_ODD = (
    *_DROPPED, *_TAKEN, _MC + "AlternateContent", _M + "t", _W + "sym", _W + "drawing", _W + "object",
    _W + "cellDel", _W + "gridSpan", _W + "gridBefore", _W + "vMerge", _W + "strike", _W + "dstrike", *_NOTES,
    *SHOWING, PICTURE,
)  # fmt: skip
"""What makes a document need the thorough walk."""
_COMMON = (_TR, _TC, _T, _P, *_SIGNS, _W + "bookmarkStart", _W + "commentRangeStart", _W + "commentReference")


Merged = Literal["", "restart", "continue"]
"""Whether a cell goes on in the next row, or belongs to the one above."""


@dataclass(slots=True)
class Cell:
    """What stands in one cell."""

    text: str
    bookmarks: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    """The ids of the margin comments that begin in it."""
    span: int = 1
    struck: str = ""
    """What is struck through in it."""
    merged: Merged = ""
    deleted: bool = False
    """Whether the cell itself was deleted with changes tracked."""
    gone: str = ""
    """What was deleted in it with changes tracked."""


@dataclass(slots=True)
class Row:
    """One row: its place in the document, and its cells by column of the table's grid."""

    table: int
    number: int
    cells: list[Cell]
    deleted: bool = False
    """Whether it was deleted with changes tracked, and words were left in it that were not."""

    @property
    def place(self) -> str:
        """Such as ``2.5``: the fifth row of the second table."""
        return f"{self.table}.{self.number}"


@dataclass(slots=True)
class Table:
    """One table; ``inner`` are those within its cells."""

    number: int
    rows: list[Row] = field(default_factory=list)
    inner: list[Table] = field(default_factory=list)


@dataclass(slots=True)
class Margin:
    """Something that belongs to a row and stands in none of its answers."""

    author: str
    at: str
    text: str
    sort: Literal["comment", "footnote", "beside", "struck", "shared", "removed"] = "comment"
    """A comment, a note at the foot, words beside the answers, struck through, shared, or the form's own."""


@dataclass(slots=True)
class Read:
    """A document that was read."""

    name: str
    sha256: str
    tables: list[Table]
    text: str
    """The text outside tables."""
    package: Package
    margin: dict[str, Margin]
    bookmarks: tuple[str, ...] = ()
    """Those outside tables."""
    insertions: int = 0
    deletions: int = 0
    pictures: int = 0
    _furniture: str | None = None

    def furniture(self) -> str:
        """Return the text of the footers and headers, read once."""
        if self._furniture is None:
            parts = (*self.package.beside("footer"), *self.package.beside("header"))
            self._furniture = clean("\n".join("".join(_Walk().words(part)) for part in parts))
        return self._furniture

    def properties(self) -> dict[str, str]:
        """Return the custom properties."""
        return {
            str(one.get("name")): "".join(str(text) for text in one.itertext())[:200]
            for part in self.package.beside("properties")
            for one in list(part)[:100]
        }


def read(package: Package) -> Read:
    """Return what a Word file says: tracked insertions taken, tracked deletions left out, both counted."""
    walk = _Walk(plain=is_plain(package, _ODD))
    try:
        walk.block(package.document)
        margin = dict(_margin(package.comments))
        if not walk.plain:
            margin |= dict(_notes(package))
    except RecursionError:
        raise FormError(
            _("{file}: is nested more deeply than any form; it was not read").format(file=package.name)
        ) from None
    return Read(
        package.name,
        package.sha256,
        walk.tables,
        clean("".join(walk.pieces)),
        package,
        margin,
        tuple(walk.bookmarks),
        walk.insertions,
        walk.deletions,
        walk.pictures,
    )


class _Walk:
    """One walk through a document in its order; nothing in it is deeper than the parser lets it be."""

    def __init__(self, *, plain: bool = False) -> None:
        self.plain = plain
        self.inside = False
        self.pieces: list[str] = []
        self.tables: list[Table] = []
        self.within: list[Table] = []
        self.bookmarks: list[str] = []
        self.comments: list[str] = []
        self.struck: list[str] = []
        self.gone: list[str] = []
        self.insertions = self.deletions = self.pictures = self.count = 0

    def words(self, element: etree._Element) -> list[str]:
        """Return the text of a part."""
        self.block(element)
        return self.pieces

    def block(self, parent: etree._Element) -> None:
        """Take what an element holds."""
        for one in parent:
            tag = one.tag
            if tag == _T:
                self.pieces.append(one.text or "")
            elif tag == _P:
                self._paragraph(one)
            elif tag in _SILENT:
                continue
            elif tag == _TBL:
                self._table(one)
            elif tag in _DROPPED:
                self.deletions += 1
                self.gone.append(deleted_words(one))
            elif tag in _SIGNS:
                self.pieces.append(_SIGNS[tag])
            else:
                self._other(one, str(tag))

    def _other(self, one: etree._Element, tag: str) -> None:
        if tag == _BOOKMARK:
            self.bookmarks.append(one.get(_NAME) or "")
        elif tag == _W + "commentRangeStart":
            self.comments.append(one.get(_ID) or "")
        elif tag == _W + "commentReference":
            if (one.get(_ID) or "") not in self.comments:
                self.comments.append(one.get(_ID) or "")
        elif tag in _NOTES:
            self.comments.append(f"{_NOTES[tag]} {one.get(_ID) or ''}")
        elif tag == _M + "t":
            self.pieces.append(one.text or "")
        elif tag == _W + "sym":
            self.pieces.append(symbol(one.get(_W + "font") or "", one.get(_W + "char") or ""))
        elif tag in SHOWING:
            self.pieces.append(shown(one))
        elif tag == _RUN and self.inside and is_struck(one):
            kept, self.pieces = self.pieces, self.struck
            self.block(one)
            self.pieces = kept
        else:
            self.insertions += tag in _TAKEN
            self.pictures += tag in (_W + "drawing", PICTURE) and next(one.iter(_BOXED), None) is None
            self.pictures += tag == _W + "object" and next(one.iter(PICTURE), None) is None
            self.block(one)

    def _paragraph(self, one: etree._Element) -> None:
        self.block(one)
        mark = one.find(f"{_W}pPr/{_W}rPr/{_W}del")
        if mark is None:
            self.pieces.append("\n")
        else:
            # The end of the paragraph was deleted: what follows goes on in the same line.
            self.deletions += 1

    def _table(self, element: etree._Element) -> None:
        self.count += 1
        table = Table(self.count)
        if self.plain:
            _fill_plain(table, element)
            self.tables.append(table)
            return
        outer, self.within = self.within, []
        number = 0
        for row in _children(element, _TR):
            marks = row.find(_W + "trPr")
            deleted = marks is not None and marks.find(_W + "del") is not None
            if deleted:
                self.deletions += 1
                made = self._cells(row, marks)
                # The mark alone takes the row away, and with it words that nobody deleted.
                if any(cell.text for cell in made):
                    number += 1
                    table.rows.append(Row(table.number, number, made, deleted=True))
                continue
            if marks is not None and marks.find(_W + "ins") is not None:
                self.insertions += 1
            number += 1
            table.rows.append(Row(table.number, number, self._cells(row, marks)))
        table.inner, self.within = self.within, outer
        if self.inside:
            self.within.append(table)
            self.pieces.append(_as_text(table))
        else:
            self.tables.append(table)

    def _cells(self, row: etree._Element, marks: etree._Element | None) -> list[Cell]:
        before = marks.find(_W + "gridBefore") if marks is not None else None
        cells = [Cell("") for _n in range(_number(before, 0))]
        for element in _children(row, _TC):
            properties = element.find(_W + "tcPr")
            span = _number(properties.find(_W + "gridSpan") if properties is not None else None, 1)
            cell = self._cell(element, span)
            if properties is not None:
                cell.deleted = properties.find(_W + "cellDel") is not None
                self.deletions += cell.deleted
                if (mark := properties.find(_W + "vMerge")) is not None:
                    cell.merged = "restart" if mark.get(_VAL) == "restart" else "continue"
            cells.append(cell)
            cells += [Cell("") for _n in range(span - 1)]
        return cells

    def _cell(self, element: etree._Element, span: int) -> Cell:
        kept = self.pieces, self.bookmarks, self.comments, self.struck, self.inside
        self.pieces, self.bookmarks, self.comments, self.struck, self.inside = [], [], [], [], True
        self.gone = []
        self.block(element)
        cell = Cell(
            _tidy("".join(self.pieces)),
            tuple(self.bookmarks),
            tuple(dict.fromkeys(self.comments)),
            span,
            _tidy("".join(self.struck)) if self.struck else "",
            gone=_tidy("".join(self.gone)) if self.gone else "",
        )
        self.gone = []
        self.pieces, self.bookmarks, self.comments, self.struck, self.inside = kept
        return cell


def _fill_plain(table: Table, element: etree._Element) -> None:
    """Fill a table in which nothing is tracked, merged or nested: the same, five times as fast."""
    pieces: list[str] = []
    bookmarks: list[str] = []
    comments: list[str] = []
    cells: list[Cell] = []
    cell: Cell | None = None
    for one in element.iter(*_COMMON):
        tag = one.tag
        if tag == _T:
            pieces.append(one.text or "")
        elif tag == _P:
            pieces.append("\n")
        elif tag == _TC:
            _end(cell, pieces, bookmarks, comments)
            pieces, bookmarks, comments = [], [], []
            cell = Cell("")
            cells.append(cell)
        elif tag == _TR:
            _end(cell, pieces, bookmarks, comments)
            pieces, bookmarks, comments, cell, cells = [], [], [], None, []
            table.rows.append(Row(table.number, len(table.rows) + 1, cells))
        elif tag == _BOOKMARK:
            bookmarks.append(one.get(_NAME) or "")
        elif tag in _SIGNS:
            # A tab stop among the properties of a paragraph has the same name as a tab in its text.
            pieces.append(_SIGNS[str(tag)] if _parent(one) == _RUN else "")
        else:
            comments.append(one.get(_ID) or "")
    _end(cell, pieces, bookmarks, comments)


def _end(cell: Cell | None, pieces: list[str], bookmarks: list[str], comments: list[str]) -> None:
    if cell is not None:
        cell.text = _tidy("".join(pieces)) if len(pieces) > 1 else ""
        cell.bookmarks, cell.comments = tuple(bookmarks), tuple(dict.fromkeys(comments))


def _parent(one: etree._Element) -> str:
    parent = one.getparent()
    return str(parent.tag) if parent is not None else ""


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the children of a kind, through content controls and tracked changes around them."""
    for one in parent:
        if one.tag == tag:
            yield one
        elif one.tag not in _SILENT and one.tag not in _DROPPED and one.tag not in (_P, _TBL):
            yield from _children(one, tag)


def _number(element: etree._Element | None, otherwise: int) -> int:
    value = (element.get(_VAL) or "") if element is not None else ""
    return min(int(value), MOST_COLUMNS) if value.isdecimal() and int(value) else otherwise


def _tidy(text: str) -> str:
    text = text.strip("\n")
    if "\n" not in text:
        return clean(text).strip()
    lines = [line.rstrip() for line in clean(text).split("\n")]
    while lines and not lines[-1].strip():
        lines.pop()
    while lines and not lines[0].strip():
        lines.pop(0)
    return "\n".join(lines).strip()


def _as_text(table: Table) -> str:
    """Return a table that was pasted into an answer, one line a row."""
    lines = (" | ".join(" ".join(cell.text.split()) for cell in row.cells) for row in table.rows)
    return "\n".join(line for line in lines if line.strip(" |")) + "\n"


def _notes(package: Package) -> Iterator[tuple[str, Margin]]:
    for tag, name in _NOTES.items():
        if next(package.document.iter(tag), None) is None:
            continue
        for part in package.beside(f"{name}s"):
            for one in _children(part, _W + name):
                if text := _tidy("".join(_Walk().words(one))):
                    yield f"{name} {one.get(_ID) or ''}", Margin("", "", text, "footnote")


def _margin(parts: list[etree._Element]) -> Iterator[tuple[str, Margin]]:
    for part in parts:
        for one in _children(part, _W + "comment"):
            text = _tidy("".join(_Walk().words(one)))
            if text:
                found = Margin(one.get(_W + "author") or "", one.get(_W + "date") or "", text)
                yield one.get(_ID) or "", found
