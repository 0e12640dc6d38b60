"""Footnotes: a part of their own, with the lines above them, and a mark in the text for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from docx.document import Document
from lxml import etree

from peervisit.word.xml import DECLARATIONS, NAMESPACES, Xml, joined, qn

_ID = qn("w:id")
_END = "</w:footnotes>"


@dataclass(slots=True)
class Footnotes:
    """The footnotes of one document, in the order of their marks."""

    text_style: str
    mark_style: str
    first: int = 1
    """The number of the first one in the part: a template may have footnotes of its own."""
    made: list[Xml] = field(default_factory=list)

    def add(self, inside: Xml) -> Xml:
        """Add a footnote and return its mark for the text."""
        number = self.first + len(self.made)
        mark = f'<w:r><w:rPr><w:rStyle w:val="{self.mark_style}"/></w:rPr>'
        self.made.append(
            Xml(
                f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{self.text_style}"/></w:pPr>'
                f'{mark}<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>{inside}</w:p>'
                "</w:footnote>"
            )
        )
        return Xml(f'{mark}<w:footnoteReference w:id="{number}"/></w:r>')

    def put_into(self, document: Document) -> None:
        """Write the footnotes into their part of the package."""
        if not self.made:
            return
        part = footnotes_part(document)
        root = etree.fromstring(part.blob)
        wrapped = f"<w:footnotes {DECLARATIONS}>{joined(self.made)}{_END}"
        parser = etree.XMLParser(huge_tree=True, resolve_entities=False)
        for one in etree.fromstring(wrapped.encode(), parser):
            root.append(one)
        part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001


def footnotes_part(document: Document) -> Any:
    """Return the part that holds the footnotes of a document; the base template has one."""
    kind = f"{NAMESPACES['r']}/footnotes"
    return next(rel.target_part for rel in document.part.rels.values() if rel.reltype == kind)


def first_free(document: Document) -> int:
    """Return the number of the next footnote of a document."""
    root = etree.fromstring(footnotes_part(document).blob)
    numbers = [int(one.get(_ID) or 0) for one in root.findall("w:footnote", NAMESPACES)]
    return max(numbers, default=0) + 1
