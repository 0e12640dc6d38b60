"""Hands that fill in a form: they type over, use controls, track changes, paste, copy and delete."""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from lxml import etree

from peervisit.word.xml import NAMESPACES, Xml, parse, qn, quoted, text

DOCUMENT = "word/document.xml"
W = NAMESPACES["w"]


def run(words: str) -> Xml:
    """Return a run with line breaks and tabs as Word writes them."""
    pieces = []
    for n, line in enumerate(words.split("\n")):
        pieces.append("<w:br/>" if n else "")
        for place, piece in enumerate(line.split("\t")):
            pieces.append("<w:tab/>" if place else "")
            pieces.append(f'<w:t xml:space="preserve">{text(piece)}</w:t>')
    return Xml(f"<w:r>{''.join(pieces)}</w:r>")


def typed(words: str) -> Xml:
    """Type it as one paragraph, with line breaks."""
    return Xml(f"<w:p>{run(words)}</w:p>")


def paragraphs(words: str) -> Xml:
    """Type it with Enter at the end of each line, the words in several runs."""
    lines = [f"<w:p>{''.join(run(part) for part in _split(line))}</w:p>" for line in words.split("\n")]
    return Xml("".join(lines))


def control(words: str) -> Xml:
    """Type it into a content control that holds whole paragraphs."""
    inside = f"<w:sdtContent>{paragraphs(words)}</w:sdtContent>"
    return Xml(f'<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr>{inside}</w:sdt><w:p/>')


def chosen(words: str) -> Xml:
    """Choose it from a list that still says that it shows its placeholder."""
    return Xml(
        "<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f"{run(words)}</w:sdtContent></w:sdt></w:p>"
    )


def tracked(words: str) -> Xml:
    """Type it with tracked changes on, over something that was there."""
    mark = f'w:id="7" w:author={quoted("H. Ost")} w:date="2026-03-09T10:00:00Z"'
    gone = '<w:r><w:delText xml:space="preserve">what stood there</w:delText></w:r>'
    lines = words.split("\n")
    inside = "".join(
        f"<w:p>{f'<w:del {mark}>{gone}</w:del>' if not n else ''}<w:ins {mark}>{run(line)}</w:ins></w:p>"
        for n, line in enumerate(lines)
    )
    return Xml(inside)


def hyperlinked(words: str) -> Xml:
    """Paste it from a web page."""
    return Xml(f'<w:p><w:smartTag w:element="x"><w:hyperlink>{run(words)}</w:hyperlink></w:smartTag></w:p>')


CARRIERS: tuple[Callable[[str], Xml], ...] = (typed, paragraphs, control, chosen, tracked, hyperlinked)


def _split(line: str) -> list[str]:
    middle = len(line) // 2
    return [line[:middle], line[middle:]]


class Hand:
    """A form on somebody's desk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with zipfile.ZipFile(path) as archive:
            self.parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
        self.document = etree.fromstring(self.parts[DOCUMENT])

    @property
    def tables(self) -> list[etree._Element]:
        """Return the tables, those inside others left out."""
        return self.document.findall("w:body/w:tbl", NAMESPACES)

    @property
    def rows(self) -> dict[str, etree._Element]:
        """Return the first row of each code."""
        found: dict[str, etree._Element] = {}
        for table in self.tables:
            for row in table.findall("w:tr", NAMESPACES)[1:]:
                found.setdefault(words_of(cells(row)[0]), row)
        return found

    def column(self, header: str) -> int:
        """Return the place of a column by its header."""
        row = self.tables[0].find("w:tr", NAMESPACES)
        assert row is not None
        return [words_of(cell) for cell in cells(row)].index(header)

    def answer(self, code: str, header: str, words: str, carrier: Callable[[str], Xml] = typed) -> None:
        """Answer one question."""
        write(cells(self.rows[code])[self.column(header)], carrier(words))

    def answer_at(self, code: str, place: int, words: str) -> None:
        """Answer in a column by its place, counted from 0."""
        write(cells(self.rows[code])[place], typed(words))

    def fill(self, row: etree._Element, place: int, words: str) -> None:
        """Answer in a row that was looked up before."""
        write(cells(row)[place], paragraphs(words))

    def save(self, path: Path | None = None, parts: Mapping[str, bytes] | None = None) -> Path:
        """Save it, beside by default; ``parts`` are further parts by name."""
        path = path or self.path.with_name("filled.docx")
        held = {**self.parts, DOCUMENT: etree.tostring(self.document), **(parts or {})}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in held.items():
                archive.writestr(name, content)
        return path


def cells(row: etree._Element) -> list[etree._Element]:
    """Return the cells of a row."""
    return row.findall("w:tc", NAMESPACES)


def write(cell: etree._Element, content: Xml, *, keep: bool = False) -> None:
    """Put something into a cell; its bookmark goes with what stood there."""
    for child in list(cell):
        if child.tag != qn("w:tcPr") and not keep:
            cell.remove(child)
    cell.extend(parse(content, "w:tc"))


def words_of(element: etree._Element) -> str:
    """Return the text of an element."""
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def doubled(row: etree._Element) -> etree._Element:
    """Copy a row below itself, as Word does: without its bookmarks."""
    again = copy.deepcopy(row)
    for mark in list(again.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        parent = mark.getparent()
        assert parent is not None
        parent.remove(mark)
    row.addnext(again)
    return again
