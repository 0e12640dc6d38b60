"""What every document of ours must hold to, beyond being valid: whoever breaks it is named with the place."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from pathlib import Path

from lxml import etree

from peervisit.word.xml import NAMESPACES, qn

_P = qn("w:p")
_FIELD = qn("w:fldChar")
_VAL, _NAME = qn("w:val"), qn("w:name")
_URL = re.compile(r"https?://|www\.")
_HEADING = re.compile(r"heading (\d)$")
_RARE = (
    "w:bookmarkStart", "w:bookmarkEnd", "w:fldChar", "w:tbl", "w:gridSpan", "w:vMerge", "w:hMerge",
    "w:headerReference", "w:footerReference", "w:footnoteReference", "w:instrText",
    "w:framePr", "w:shd", "wp:anchor", "wp:docPr", "c:chart",
)  # fmt: skip
_FILL = qn("w:fill")
_HEX = re.compile("[0-9A-Fa-f]{6}$")
LEAST_CONTRAST = 4.5
"""Below it small print cannot be read by everybody (WCAG 2, 1.4.3)."""
_LARGEST = 200_000_000
"""No part of a report of ours is larger than this, in bytes."""
_MAIN = ("wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml")


_TEXT, _LINK, _CELL, _ROW = qn("w:t"), qn("w:hyperlink"), qn("w:tc"), qn("w:tr")
_PARAGRAPH_STYLE, _RUN_STYLE, _ANCHOR = qn("w:pStyle"), qn("w:rStyle"), qn("w:anchor")


class Parts:
    """The parsed parts of one package; ``wanted`` are ids of styles whose paragraphs are asked for."""

    def __init__(self, path: Path, wanted: Collection[str] = ()) -> None:
        self._wanted = wanted
        parser = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)
        with zipfile.ZipFile(path) as archive:
            self.names = archive.namelist()
            self.parsed: dict[str, etree._Element] = {}
            for entry in archive.infolist():
                if entry.file_size < _LARGEST and entry.filename.endswith((".xml", ".rels")):
                    self.parsed[entry.filename] = etree.fromstring(archive.read(entry), parser)
        self.main = self._main_part()
        self.document = self.parsed[self.main]
        self.styles = self.parsed[self.related("styles")]
        self.footnotes = self.parsed.get(self.related("footnotes"))
        self._walk()

    def _walk(self) -> None:
        # Each walk through a long document costs more than a rule: one serves them all.
        self._found: dict[str, list[etree._Element]] = {qn(name): [] for name in _RARE}
        self._cells: list[tuple[int, list[list[etree._Element]]]] | None = None
        self.run_styles: list[str] = []
        self.paragraph_styles: list[str] = []
        self.anchors: list[str] = []
        """The bookmark that each link within the document jumps to."""
        self.outward: list[etree._Element] = []
        """The links that lead out of the document."""
        self.headings: list[etree._Element] = []
        """What names the style of each heading."""
        self.styled: list[etree._Element] = []
        """What names the style of each paragraph whose style is wanted."""
        levels = self.heading_levels
        for element in self.document.iter(*self._found, _RUN_STYLE, _PARAGRAPH_STYLE, _LINK):
            tag = element.tag
            if tag == _RUN_STYLE:
                self.run_styles.append(element.get(_VAL) or "")
            elif tag == _PARAGRAPH_STYLE:
                style = element.get(_VAL) or ""
                self.paragraph_styles.append(style)
                if style in levels:
                    self.headings.append(element)
                if style in self._wanted:
                    self.styled.append(element)
            elif tag == _LINK:
                target = element.get(_ANCHOR)
                if target is None:
                    self.outward.append(element)
                else:
                    self.anchors.append(target)
            else:
                self._found[str(tag)].append(element)

    def _main_part(self) -> str:
        for one in self.parsed["[Content_Types].xml"]:
            if (one.get("ContentType") or "").endswith(_MAIN):
                return (one.get("PartName") or "").lstrip("/")
        return "word/document.xml"

    def related(self, kind: str) -> str:
        """Return the name of the part that the document relates to as ``kind``, such as ``styles``."""
        folder, base = posixpath.split(self.main)
        rels = self.parsed.get(f"{folder}/_rels/{base}.rels")
        for one in rels if rels is not None else ():
            if (one.get("Type") or "").endswith(f"/{kind}"):
                return posixpath.normpath(posixpath.join("/", folder, one.get("Target") or "")).lstrip("/")
        return ""

    def only(self, before: int, after: int) -> None:
        """Leave out so many children at the head and the foot of the body: they are a template's own."""
        body = self.document.findall("w:body", NAMESPACES)[0]
        children = [one for one in body if one.tag != qn("w:sectPr")]
        for one in (*children[:before], *(children[-after:] if after else ())):
            body.remove(one)
        self._walk()

    def found(self, name: str) -> list[etree._Element]:
        """Return every element of the document with a name such as ``w:tbl``; one of the rare ones."""
        return self._found[qn(name)]

    @property
    def cells(self) -> list[tuple[int, list[list[etree._Element]]]]:
        """Of each table the columns of its grid, and the cells of each row."""
        if self._cells is None:
            self._cells = [
                (
                    len(table.findall("w:tblGrid/w:gridCol", NAMESPACES)),
                    [list(row.iterchildren(_CELL)) for row in table.iterchildren(_ROW)],
                )
                for table in self.found("w:tbl")
            ]
        return self._cells

    def words(self) -> str:
        """Return all the words of the document in a row, without the codes of its fields."""
        whole = str(etree.tostring(self.document, method="text", encoding="unicode"))
        for code in self.found("w:instrText"):
            whole = whole.replace(code.text or "", "", 1)
        return whole

    @cached_property
    def styles_by_id(self) -> dict[str, etree._Element]:
        """Every style by its id."""
        found = self.styles.findall("w:style", NAMESPACES)
        return {style.get(qn("w:styleId")) or "": style for style in found}

    @cached_property
    def heading_levels(self) -> dict[str, int]:
        """The level of each style of headings, by its id."""
        levels: dict[str, int] = {}
        for style in self.styles.findall("w:style", NAMESPACES):
            outline = style.find("w:pPr/w:outlineLvl", NAMESPACES)
            name = style.find("w:name", NAMESPACES)
            found = _HEADING.match((name.get(_VAL) or "").lower()) if name is not None else None
            if found:
                levels[style.get(qn("w:styleId")) or ""] = int(found[1])
            elif outline is not None and (outline.get(_VAL) or "9") in "01234567":
                levels[style.get(qn("w:styleId")) or ""] = int(outline.get(_VAL) or 0) + 1
        return levels


def said(element: etree._Element) -> str:
    """Return the words within an element in a row, without the codes of fields."""
    return "".join(str(words) for words in element.itertext(_TEXT))


def lint(path: Path) -> list[str]:
    """Return everything that is wrong with a document, one line each; nothing for a sound one."""
    return check(Parts(path))


def check(parts: Parts, rules: Iterable[str] | None = None) -> list[str]:
    """Return everything that is wrong with a document that was read already, by all rules or some."""
    return [f"{name}: {found}" for name in (rules or RULES) for found in RULES[name](parts)]


def _fields(parts: Parts) -> Iterator[str]:
    for name, root in parts.parsed.items():
        depth = 0
        for mark in parts.found("w:fldChar") if root is parts.document else root.iter(_FIELD):
            depth += {"begin": 1, "end": -1}.get(mark.get(qn("w:fldCharType"), ""), 0)
            if depth < 0:
                yield f"{name}: a field ends that never began"
                depth = 0
        if depth:
            yield f"{name}: a field is not closed"


def _bookmarks(parts: Parts) -> Iterator[str]:
    names = Counter(str(mark.get(_NAME)).casefold() for mark in parts.found("w:bookmarkStart"))
    yield from (f"{name} {count} times" for name, count in names.items() if count > 1)
    starts = Counter(mark.get(qn("w:id")) for mark in parts.found("w:bookmarkStart"))
    ends = Counter(mark.get(qn("w:id")) for mark in parts.found("w:bookmarkEnd"))
    if starts != ends or any(count > 1 for count in starts.values()):
        yield "starts and ends do not match"


def _anchors(parts: Parts) -> Iterator[str]:
    names = {mark.get(_NAME) for mark in parts.found("w:bookmarkStart")}
    yield from (f"{target} does not exist" for target in dict.fromkeys(parts.anchors) if target not in names)


def _rows(parts: Parts) -> Iterator[str]:
    for number, (grid, rows) in enumerate(parts.cells, start=1):
        for place, row in enumerate(rows, start=1):
            if len(row) != grid:
                yield f"table {number}, row {place} does not fill the grid of {grid}"


def _merged(parts: Parts) -> Iterator[str]:
    if any(parts.found(name) for name in ("w:gridSpan", "w:vMerge", "w:hMerge")):
        yield "a table has merged cells"


def _empty_cells(parts: Parts) -> Iterator[str]:
    every = (cell for _grid, rows in parts.cells for row in rows for cell in row)
    if any(len(cell) == 0 or cell[-1].tag != _P for cell in every):
        yield "a cell does not end with a paragraph"


def _headers(parts: Parts) -> Iterator[str]:
    for number, table in enumerate(parts.found("w:tbl"), start=1):
        first = table.find("w:tr/w:trPr/w:tblHeader", NAMESPACES)
        marked = table.findall("w:tr/w:trPr/w:tblHeader", NAMESPACES)
        row = table.find("w:tr", NAMESPACES)
        if len(marked) != 1 or first is None or row is None or first not in set(row.iter(first.tag)):
            yield f"table {number} has not exactly one header row at its head"


def _described(parts: Parts) -> Iterator[str]:
    for number, table in enumerate(parts.found("w:tbl"), start=1):
        for name in ("tblCaption", "tblDescription"):
            found = table.find(f"w:tblPr/w:{name}", NAMESPACES)
            if found is None or not (found.get(_VAL) or "").strip():
                yield f"table {number} has no {name}"
    for shown in parts.found("wp:docPr"):
        if not (shown.get("descr") or "").strip():
            yield f"drawing {shown.get('id')} has no description"


def _headings(parts: Parts) -> Iterator[str]:
    before = 0
    for style in parts.headings:
        level = parts.heading_levels[style.get(_VAL) or ""]
        if level > before + 1:
            yield f"a heading of level {level} follows one of level {before}"
        before = level
        paragraph = next(style.iterancestors(_P), None)
        if paragraph is not None and not said(paragraph).strip():
            yield f"a heading of level {level} is empty"


def _language(parts: Parts) -> Iterator[str]:
    found = parts.styles.find(".//w:rPrDefault//w:lang", NAMESPACES)
    if found is None or not found.get(_VAL):
        yield "the document names no language"


def _title(parts: Parts) -> Iterator[str]:
    core = parts.parsed.get("docProps/core.xml")
    title = core.find("{http://purl.org/dc/elements/1.1/}title") if core is not None else None
    if title is None or not (title.text or "").strip():
        yield "the document has no title"


def _people(parts: Parts) -> Iterator[str]:
    core = parts.parsed.get("docProps/core.xml")
    for element in core.iter() if core is not None else ():
        name = etree.QName(element).localname
        if name in ("creator", "lastModifiedBy") and (element.text or "").strip():
            yield f"the properties name somebody as {name}"


def _links(parts: Parts) -> Iterator[str]:
    for jump in parts.outward:
        if _URL.match(said(jump)):
            yield "a link shows its address instead of words"


def _styles(parts: Parts) -> Iterator[str]:
    known = {style.get(qn("w:styleId")) or "" for style in parts.styles.findall("w:style", NAMESPACES)}
    tables = (table.find("w:tblPr/w:tblStyle", NAMESPACES) for table in parts.found("w:tbl"))
    used = {*parts.run_styles, *parts.paragraph_styles}
    used |= {one.get(_VAL) or "" for one in tables if one is not None}
    yield from (f"{name} is used and does not exist" for name in sorted(used - known))


def _relations(parts: Parts) -> Iterator[str]:
    folder, base = posixpath.split(parts.main)
    rels = parts.parsed.get(f"{folder}/_rels/{base}.rels")
    known = {one.get("Id") for one in rels} if rels is not None else set()
    key = f"{{{NAMESPACES['r']}}}"
    pointing = ("w:headerReference", "w:footerReference", "c:chart")
    for element in (one for name in pointing for one in parts.found(name)):
        if element.get(f"{key}id") not in known:
            yield f"{etree.QName(element).localname} points to nothing"


def _footnotes(parts: Parts) -> Iterator[str]:
    asked = [mark.get(qn("w:id")) for mark in parts.found("w:footnoteReference")]
    held = parts.footnotes.findall("w:footnote", NAMESPACES) if parts.footnotes is not None else []
    known = {one.get(qn("w:id")) for one in held if one.get(qn("w:type")) in (None, "normal")}
    if set(asked) != known or len(asked) != len(known):
        yield "marks and footnotes do not match"
    kinds = {one.get(qn("w:type")) for one in held}
    if asked and not {"separator", "continuationSeparator"} <= kinds:
        yield "the lines above the footnotes are missing"


def _reading_order(parts: Parts) -> Iterator[str]:
    for name, what in (("w:framePr", "a frame"), ("wp:anchor", "a floating drawing")):
        if parts.found(name):
            yield f"{what} stands beside the text"


def _contrast(parts: Parts) -> Iterator[str]:
    for style in parts.styles.findall("w:style", NAMESPACES):
        if style.get(qn("w:type")) in ("paragraph", "character"):
            found = contrast(*_colours(parts, style))
            if found < LEAST_CONTRAST:
                yield f"the style {style.get(qn('w:styleId'))} has a contrast of {found:.1f}"
    text = _default_colour(parts)
    for fill in sorted({one.get(_FILL) or "" for one in parts.found("w:shd")}):
        if _HEX.match(fill) and contrast(text, fill) < LEAST_CONTRAST:
            yield f"text on {fill} has a contrast of {contrast(text, fill):.1f}"


def _colours(parts: Parts, style: etree._Element) -> tuple[str, str]:
    """Return the colours of the text and of what is behind it, as the style and those it is based on say."""
    text, behind = "", ""
    seen: set[str] = set()
    while style is not None:
        colour = style.find("w:rPr/w:color", NAMESPACES)
        shades = (style.find("w:rPr/w:shd", NAMESPACES), style.find("w:pPr/w:shd", NAMESPACES))
        text = text or (_hex(colour, _VAL) if colour is not None else "")
        behind = behind or next((_hex(one, _FILL) for one in shades if one is not None), "")
        based = style.find("w:basedOn", NAMESPACES)
        name = (based.get(_VAL) or "") if based is not None else ""
        if not name or name in seen or name not in parts.styles_by_id:
            break
        seen.add(name)
        style = parts.styles_by_id[name]
    return text or _default_colour(parts), behind or "FFFFFF"


def _default_colour(parts: Parts) -> str:
    found = parts.styles.find("w:docDefaults/w:rPrDefault/w:rPr/w:color", NAMESPACES)
    return (_hex(found, _VAL) if found is not None else "") or "000000"


def _hex(element: etree._Element, attribute: str) -> str:
    value = element.get(attribute) or ""
    return value if _HEX.match(value) else ""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours such as ``1B4B5A``, from 1 to 21, as WCAG 2 reckons it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (value / 255 for value in bytes.fromhex(colour))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


RULES: dict[str, Callable[[Parts], Iterator[str]]] = {
    "fields": _fields,
    "bookmarks": _bookmarks,
    "links": _anchors,
    "rows": _rows,
    "merged cells": _merged,
    "cells": _empty_cells,
    "header rows": _headers,
    "descriptions": _described,
    "headings": _headings,
    "language": _language,
    "title": _title,
    "people": _people,
    "link texts": _links,
    "styles": _styles,
    "relations": _relations,
    "footnotes": _footnotes,
    "reading order": _reading_order,
    "contrast": _contrast,
}
"""Each rule by name."""
WHOLE = ("fields", "bookmarks", "links", "language", "title", "people", "styles", "relations", "footnotes",
         "contrast")  # fmt: skip
"""The rules that only a whole document can keep; the others hold for any part of it."""
