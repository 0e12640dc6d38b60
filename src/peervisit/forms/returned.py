"""A report that came back: its comments and tracked changes, and what each of them is about.

Editors renumber comments when they save, so that a remark is known by who, when and what. What it is about
is told by the code in the words it stands on, the row of the table, or the bookmark of the passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from peervisit.model.text import clean
from peervisit.word.xml import qn

Sort = Literal["comment", "change"]
Target = tuple[str, str]
"""Kind and code of a record or an indicator."""

_P, _TR, _T, _DELETED = qn("w:p"), qn("w:tr"), qn("w:t"), qn("w:delText")
_FURNITURE = (qn("w:hdr"), qn("w:ftr"))
_INS, _DEL = (qn("w:ins"), qn("w:moveTo")), (qn("w:del"), qn("w:moveFrom"))
_STARTS, _ENDS, _REFERENCE = qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:commentReference")
_NOTES = {qn("w:footnoteReference"): qn("w:footnote"), qn("w:endnoteReference"): qn("w:endnote")}
_NOTE_BODIES = tuple(_NOTES.values())
_BOOKMARK, _NAME, _ID = qn("w:bookmarkStart"), qn("w:name"), qn("w:id")
_AUTHOR, _DATE = qn("w:author"), qn("w:date")
_TAB, _BREAK = qn("w:tab"), qn("w:br")
_NOT_PLAIN = re.compile("[^A-Za-z0-9]")
_LONGEST = 36
_CODE = re.compile(r"[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*")
PASSAGE = 300
"""Letters of the passage that are kept: enough to know it again."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment, or one tracked change: what it says, by whom, when, on what."""

    sort: Sort
    author: str
    at: str
    """As the editor wrote it: ``2026-05-12T09:30:00Z``, or nothing."""
    text: str
    """What a comment says; what a change puts in."""
    removed: str = ""
    """What a change takes out."""
    passage: str = ""
    """The words that a comment stands on; the paragraph of a change, as it was sent."""
    about: Target | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it was before tracked changes, and what it is about."""

    text: str
    about: Target | None
    linked: bool
    """Whether all of it is a link inside the document, as an entry of a list of contents is."""


@dataclass(slots=True)
class _Comment:
    passage: list[str] = field(default_factory=list)
    about: Target | None = None
    """What the place where it begins is about."""


def bookmark_of(kind: str, code: str) -> str:
    """Return the name that the report gives the bookmark of a record."""
    return (kind + _NOT_PLAIN.sub("", code))[:_LONGEST]


def remarks(
    document: etree._Element,
    comments: etree._Element | None,
    known: Iterable[Target],
    beside: Iterable[etree._Element] = (),
) -> list[Remark]:
    """Return every comment and tracked change of a document, in the order in which they stand.

    ``known`` are the records and indicators that a remark may be about; ``beside`` are the parts with
    footnotes, headers and footers, whose changes come last.
    """
    reader = _Reader(list(known))
    reader.walk(document)
    repeated: list[Remark] = []
    for part in beside:
        first = len(reader.changes)
        reader.walk_beside(part)
        if part.tag in _FURNITURE:
            # Each section may have a copy of the same header: what was changed in it was changed once.
            fresh = [one for one in reader.changes[first:] if one not in repeated]
            reader.changes[first:] = fresh
            repeated += fresh
    told = dict(_told(comments)) if comments is not None else {}
    found = [_remark(told.pop(one), reader.comments[one], reader) for one in reader.order if one in told]
    # What stands on nothing in the text: in a footnote, a header, or left over.
    rest = [_remark(one, _Comment(), reader) for one in told.values()]
    return [*found, *rest, *reader.changes]


def paragraphs(document: etree._Element, known: Iterable[Target]) -> list[Paragraph]:
    """Return every paragraph of a document in order, those in tables too."""
    reader = _Reader(list(known))
    reader.passing = []
    reader.walk(document)
    return reader.passing


def _told(comments: etree._Element) -> Iterator[tuple[str, tuple[str, str, str]]]:
    for one in comments.iter(qn("w:comment")):
        text = "\n".join(line for line in (_text(part) for part in one.iter(_P)) if line)
        if text:
            yield one.get(_ID) or "", (_line(one.get(_AUTHOR)), one.get(_DATE) or "", text)


def _remark(told: tuple[str, str, str], place: _Comment, reader: _Reader) -> Remark:
    author, at, text = told
    passage = clean(" ".join("".join(place.passage).split()))
    return Remark(
        "comment", author, at, text, passage=passage[:PASSAGE], about=reader.named(passage) or place.about
    )


class _Reader:
    """Walks through a document once, and knows at each moment what it is about."""

    def __init__(self, known: list[Target]) -> None:
        self._marks = {bookmark_of(*one): one for one in known}
        self._codes: Mapping[str, Target] = {code.casefold(): (kind, code) for kind, code in reversed(known)}
        self.comments: dict[str, _Comment] = {}
        self.order: list[str] = []
        self.changes: list[Remark] = []
        self.passing: list[Paragraph] | None = None
        """Every paragraph, where somebody wants them."""
        self._open: dict[str, _Comment] = {}
        self._here: Target | None = None
        self._rows: list[etree._Element] = []
        self._paragraphs: list[etree._Element] = []
        self._notes: dict[tuple[str, str], Target | None] = {}

    def named(self, text: str) -> Target | None:
        """Return the one record that a text names by its code; None where there are none or several."""
        found = {self._codes[word] for word in _words(text) if word in self._codes}
        return found.pop() if len(found) == 1 else None

    def walk(self, root: etree._Element) -> None:
        """Read a document from its beginning to its end."""
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag
            if event == "end":
                if tag == _TR:
                    self._rows.pop()
                elif tag == _P:
                    self._paragraphs.pop()
                continue
            if tag == _BOOKMARK:
                self._here = self._marks.get(element.get(_NAME) or "", self._here)
            elif tag in _NOTE_BODIES:
                self._here = self._notes.get((str(tag), element.get(_ID) or ""))
            elif tag == _TR:
                self._rows.append(element)
                self._row(element)
            elif tag == _P:
                self._paragraphs.append(element)
                self._paragraph(element)
            elif tag in _NOTES:
                self._notes[_NOTES[tag], element.get(_ID) or ""] = self._about_paragraph()
            elif tag in (_STARTS, _REFERENCE):
                self._begin(element.get(_ID) or "", opened=tag == _STARTS)
            elif tag == _ENDS:
                self._open.pop(element.get(_ID) or "", None)
            elif tag == _T:
                for one in self._open.values():
                    one.passage.append(element.text or "")

    def walk_beside(self, part: etree._Element) -> None:
        """Read a part beside the document: a note is about where its mark stands, a header about nothing."""
        self._here = None
        self.walk(part)

    def _about_paragraph(self) -> Target | None:
        """Return the one record that the paragraph names, else what the place is about."""
        if (
            self._paragraphs
            and not self._rows
            and (found := self.named(_as_sent(self._paragraphs[-1]))) is not None
        ):
            return found
        return self._about()

    def _begin(self, number: str, *, opened: bool) -> None:
        if number not in self.comments:
            self.comments[number] = _Comment(about=self._about_paragraph())
            self.order.append(number)
            if opened:
                self._open[number] = self.comments[number]

    def _about(self) -> Target | None:
        """Return what the place is about: the row that names one record, or the passage it stands in."""
        for row in reversed(self._rows):
            cells = row.findall(qn("w:tc"))
            for part in (*cells[:1], row):
                found = self.named(_text(part))
                if found is not None:
                    return found
        return self._here

    def _row(self, row: etree._Element) -> None:
        """Take a row that was put in or taken out as such: what in it has no mark of its own."""
        for tag in (_DEL[0], _INS[0]):
            mark = _mark_of(row, tag)
            cells = (" ".join(_unmarked(cell).split()) for cell in row.findall(qn("w:tc")))
            words = " | ".join(cell for cell in cells if cell) if mark is not None else ""
            if mark is None or not words or self.passing is not None:
                continue
            put, removed = ("", words) if tag == _DEL[0] else (words, "")
            at = mark.get(_DATE) or ""
            self.changes.append(
                Remark("change", _line(mark.get(_AUTHOR)), at, put, removed, "", self._about())
            )

    def _paragraph(self, paragraph: etree._Element) -> None:
        for one in self._open.values():
            if one.passage:
                one.passage.append(" ")
        for mark in paragraph.iter(_BOOKMARK):
            self._here = self._marks.get(mark.get(_NAME) or "", self._here)
        if self.passing is not None:
            if not any(_mark_of(row, _INS[0]) is not None for row in self._rows):
                self.passing.append(_passing(paragraph, self._about_paragraph()))
            return
        for group in _grouped(paragraph):
            removed = "".join(_text(one, deleted=True) for one in group if one.tag in _DEL)
            put = "".join(_text(one) for one in group if one.tag in _INS)
            if not (removed.strip() or put.strip()) or removed == put:
                continue
            before = _as_sent(paragraph)
            self.changes.append(
                Remark(
                    "change",
                    _line(group[0].get(_AUTHOR)),
                    group[0].get(_DATE) or "",
                    put.strip(),
                    removed.strip(),
                    before[:PASSAGE],
                    self.named(before) or self._about(),
                )
            )


def _passing(paragraph: etree._Element, about: Target | None) -> Paragraph:
    links = paragraph.findall(qn("w:hyperlink"))
    inside = "".join(_text(one) for one in links if one.get(qn("w:anchor")))
    said = _as_sent(paragraph)
    return Paragraph(said, about, bool(said) and "".join(inside.split()) == "".join(said.split()))


def _grouped(paragraph: etree._Element) -> Iterator[list[etree._Element]]:
    """Yield the tracked changes of a paragraph; what one person took out and put in at a place, together."""
    group: list[etree._Element] = []
    for child in paragraph.iter(*_INS, *_DEL, _T, _DELETED):
        if child.tag in (_T, _DELETED):
            if child.text and next(child.iterancestors(*_INS, *_DEL), None) is None:
                if group:
                    yield group
                group = []
            continue
        if next(child.iterancestors(*_INS, *_DEL), None) is not None or not len(child):
            continue
        if group and group[0].get(_AUTHOR) != child.get(_AUTHOR):
            yield group
            group = []
        group.append(child)
    if group:
        yield group


def _as_sent(paragraph: etree._Element) -> str:
    """Return a paragraph as it was before the tracked changes."""
    kept = (
        one
        for one in paragraph.iter(_T, _DELETED, _TAB, _BREAK)
        if next(one.iterancestors(*_INS), None) is None
    )
    parts = [one.text or "" if one.tag in (_T, _DELETED) else " " for one in kept]
    return clean(" ".join("".join(parts).split()))


def _text(element: etree._Element, *, deleted: bool = False) -> str:
    tags = (_T, _DELETED) if deleted else (_T, _TAB, _BREAK)
    return clean("".join(one.text or "" if one.tag in (_T, _DELETED) else " " for one in element.iter(*tags)))


def _mark_of(row: etree._Element, tag: str) -> etree._Element | None:
    """Return the mark that a whole row was put in or taken out."""
    return row.find(f"{qn('w:trPr')}/{tag}")


def _unmarked(cell: etree._Element) -> str:
    """Return the words of a cell that stand in no tracked change."""
    kept = (one for one in cell.iter(_T) if next(one.iterancestors(*_INS, *_DEL), None) is None)
    return clean("".join(one.text or "" for one in kept))


def _words(text: str) -> Iterator[str]:
    """Yield the words of a text that may be codes, also without what stands around them."""
    for found in _CODE.finditer(text):
        yield found.group().casefold()


def _line(text: str | None) -> str:
    return " ".join(clean(text or "").split())
