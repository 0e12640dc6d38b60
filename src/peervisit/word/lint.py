"""What every document of ours must hold to, beyond being valid: whoever breaks it is named with the place."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree

from peervisit.word.xml import NAMESPACES, qn

_P = qn("w:p")
_TEXT, _FIELD = qn("w:t"), qn("w:fldChar")
_VAL, _NAME, _ANCHOR = qn("w:val"), qn("w:name"), qn("w:anchor")
_HEADING = re.compile(r"heading (\d)$")
_URL = re.compile(r"https?://|www\.")
_RARE = (
    "w:bookmarkStart", "w:bookmarkEnd", "w:fldChar", "w:tbl", "w:tblStyle", "w:gridSpan", "w:vMerge",
    "w:hMerge", "w:headerReference", "w:footerReference", "wp:docPr", "c:chart",
)  # fmt: skip
_LARGEST = 200_000_000
"""No part of a report of ours is larger than this, in bytes."""


class Parts:
    """The parsed parts of one package."""

    def __init__(self, path: Path) -> None:
        parser = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)
        with zipfile.ZipFile(path) as archive:
            self.names = archive.namelist()
            self.parsed: dict[str, etree._Element] = {}
            for entry in archive.infolist():
                if entry.file_size < _LARGEST and entry.filename.endswith((".xml", ".rels")):
                    self.parsed[entry.filename] = etree.fromstring(archive.read(entry), parser)
        self.document = self.parsed["word/document.xml"]
        self.styles = self.parsed["word/styles.xml"]
        # Each walk through a long document costs more than a rule: one serves all that is rare in it.
        self._found: dict[str, list[etree._Element]] = {qn(name): [] for name in _RARE}
        for element in self.document.iter(*self._found):
            self._found[str(element.tag)].append(element)
        self._values: dict[str, list[str]] = {}

    def found(self, name: str) -> list[etree._Element]:
        """Return every element of the document with a name such as ``w:tbl``."""
        tag = qn(name)
        if tag not in self._found:
            self._found[tag] = list(self.document.iter(tag))
        return self._found[tag]

    def values(self, name: str) -> list[str]:
        """Return the ``w:val`` of every element of the document with a name such as ``w:rStyle``."""
        if name not in self._values:
            self._values[name] = [element.get(_VAL) or "" for element in self.found(name)]
        return self._values[name]


def lint(path: Path) -> list[str]:
    """Return everything that is wrong with a document, one line each; nothing for a sound one."""
    return check(Parts(path))


def check(parts: Parts) -> list[str]:
    """Return everything that is wrong with a document that was read already."""
    return [f"{name}: {found}" for name, rule in RULES.items() for found in rule(parts)]


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
    for jump in parts.found("w:hyperlink"):
        target = jump.get(_ANCHOR)
        if target is not None and target not in names:
            yield f"{target} does not exist"


def _rows(parts: Parts) -> Iterator[str]:
    for number, table in enumerate(parts.found("w:tbl"), start=1):
        grid = len(table.findall("w:tblGrid/w:gridCol", NAMESPACES))
        for row_number, row in enumerate(table.findall("w:tr", NAMESPACES), start=1):
            if len(row.findall("w:tc", NAMESPACES)) != grid:
                yield f"table {number}, row {row_number} does not fill the grid of {grid}"


def _merged(parts: Parts) -> Iterator[str]:
    if any(parts.found(name) for name in ("w:gridSpan", "w:vMerge", "w:hMerge")):
        yield "a table has merged cells"


def _empty_cells(parts: Parts) -> Iterator[str]:
    for cell in parts.found("w:tc"):
        last = cell[-1] if len(cell) else None
        if last is None or last.tag != _P:
            yield "a cell does not end with a paragraph"
            return


def _headers(parts: Parts) -> Iterator[str]:
    for number, table in enumerate(parts.found("w:tbl"), start=1):
        first = table.findall("w:tr", NAMESPACES)
        marked = [row.find("w:trPr/w:tblHeader", NAMESPACES) is not None for row in first]
        if not marked or not marked[0] or sum(marked) != 1:
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


def _heading_levels(parts: Parts) -> dict[str, int]:
    levels: dict[str, int] = {}
    for style in parts.styles.findall("w:style", NAMESPACES):
        name = style.find("w:name", NAMESPACES)
        found = _HEADING.match((name.get(_VAL) or "").lower()) if name is not None else None
        if found:
            levels[style.get(qn("w:styleId")) or ""] = int(found[1])
    return levels


def _headings(parts: Parts) -> Iterator[str]:
    levels = _heading_levels(parts)
    before = 0
    for style in parts.found("w:pStyle"):
        level = levels.get(style.get(_VAL) or "")
        if level is None:
            continue
        if level > before + 1:
            yield f"a heading of level {level} follows one of level {before}"
        before = level
        paragraph = next(style.iterancestors(_P), None)
        if paragraph is not None and not "".join(str(t) for t in paragraph.itertext()).strip():
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
    for jump in parts.found("w:hyperlink"):
        words = next(jump.iter(_TEXT), None)
        if words is not None and _URL.match(words.text or ""):
            yield "a link shows its address instead of words"


def _styles(parts: Parts) -> Iterator[str]:
    known = {style.get(qn("w:styleId")) or "" for style in parts.styles.findall("w:style", NAMESPACES)}
    used = {style for name in ("w:pStyle", "w:rStyle", "w:tblStyle") for style in parts.values(name)}
    yield from (f"{name} is used and does not exist" for name in sorted(used - known))


def _relations(parts: Parts) -> Iterator[str]:
    rels = parts.parsed.get("word/_rels/document.xml.rels")
    known = {one.get("Id") for one in rels} if rels is not None else set()
    key = f"{{{NAMESPACES['r']}}}"
    pointing = ("w:headerReference", "w:footerReference", "c:chart")
    for element in (one for name in pointing for one in parts.found(name)):
        if element.get(f"{key}id") not in known:
            yield f"{etree.QName(element).localname} points to nothing"


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
}
"""Each rule by name."""
