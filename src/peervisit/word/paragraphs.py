"""Paragraphs, and the bookmarks that links jump to."""

from __future__ import annotations

from peervisit.word.xml import NONE, Xml


def paragraph(
    style: str, inside: Xml, *, before: int | None = None, first: Xml = NONE, extra: Xml = NONE
) -> Xml:
    """Return a paragraph of a style.

    ``before`` is the space above it in twips; ``first`` and ``extra`` are properties that stand before and
    after it in the order of the standard: numbering, and the section that the paragraph ends.
    """
    spacing = f'<w:spacing w:before="{before}"/>' if before is not None else ""
    return Xml(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{first}{spacing}{extra}</w:pPr>{inside}</w:p>')


def bookmarked(number: int, name: str, inside: Xml) -> Xml:
    """Return fragments enclosed by a bookmark; ``number`` is unique in the document."""
    return Xml(f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inside}<w:bookmarkEnd w:id="{number}"/>')


HEADINGS = "2"
"""The numbering of the base template for headings; annexes and the like do not ask for it."""


def numbered(level: int, numbering: str = HEADINGS) -> Xml:
    """Return what gives a heading the next number of its level, counted from 0."""
    return Xml(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>')
