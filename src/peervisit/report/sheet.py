"""What a report needs while it is being set: styles, bookmarks, numbers that run through."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from docx.document import Document

from peervisit.report.outline.blocks import Block, Outline, Paragraph, Section, Table
from peervisit.word.page import Paper

_NOT_PLAIN = re.compile("[^A-Za-z0-9]")
_LONGEST = 36
"""Word takes 40 characters in the name of a bookmark."""


def anchors(outline: Outline) -> Iterator[str]:
    """Yield the anchors of an outline in order."""

    def of(block: Block) -> Iterator[str]:
        if isinstance(block, Section):
            yield block.anchor
            for inner in block.blocks:
                yield from of(inner)
        elif isinstance(block, Paragraph) and block.anchor:
            yield block.anchor
        elif isinstance(block, Table):
            yield from (row.anchor for row in block.rows if row.anchor)

    for section in outline.sections:
        yield from of(section)


def bookmark_names(outline: Outline) -> dict[str, str]:
    """Return a bookmark name for each anchor: letters and figures only, each once whatever the case."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for number, anchor in enumerate(anchors(outline)):
        kind, _, code = anchor.partition(":")
        name = (kind + _NOT_PLAIN.sub("", code))[:_LONGEST]
        if name == kind or name.casefold() in taken:
            name = f"{name[: _LONGEST - 8]}n{number}"
        taken.add(name.casefold())
        names.setdefault(anchor, name)
    return names


@dataclass
class Sheet:
    """The state of one report being set."""

    document: Document
    outline: Outline
    paper: Paper
    styles: Mapping[str, str]
    levels: Mapping[str, str]
    names: Mapping[str, str]
    wide: bool = False
    after_table: bool = False
    bookmarks: int = 0
    counted: dict[str, int] = field(default_factory=dict)
    chapters: list[int] = field(default_factory=lambda: [0, 0])

    @property
    def width(self) -> int:
        """The width of the text in twips."""
        return self.paper.wide_text_width if self.wide else self.paper.text_width

    def next(self, what: str) -> int:
        """Return the next number of what is counted through the report."""
        self.counted[what] = self.counted.get(what, 0) + 1
        return self.counted[what]

    def heading_number(self, depth: int) -> str:
        """Return the number that Word will give to the next numbered heading."""
        if depth > len(self.chapters):
            return ""
        self.chapters[depth - 1] += 1
        self.chapters[depth:] = [0] * (len(self.chapters) - depth)
        return ".".join(str(number) for number in self.chapters[:depth])
