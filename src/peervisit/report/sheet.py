"""What a report needs while it is being set: styles, bookmarks, numbers that run through."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from docx.document import Document

from peervisit.report.outline.blocks import Block, Outline, Paragraph, Section, Table
from peervisit.word.footnotes import Footnotes
from peervisit.word.page import Pages
from peervisit.word.paragraphs import HEADINGS
from peervisit.word.xml import NONE, Xml

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


def bookmark_names(outline: Outline, taken: Iterable[str] = ()) -> dict[str, str]:
    """Return a bookmark name for each anchor: letters and figures only, each once whatever the case.

    ``taken`` are the names that a template uses already.
    """
    names: dict[str, str] = {}
    taken = {name.casefold() for name in taken}
    for number, anchor in enumerate(anchors(outline)):
        kind, _, code = anchor.partition(":")
        name = (kind + _NOT_PLAIN.sub("", code))[:_LONGEST]
        if name == kind or name.casefold() in taken:
            name = f"{name[: _LONGEST - 8]}n{number}"
        taken.add(name.casefold())
        names.setdefault(anchor, name)
    return names


@dataclass(frozen=True, slots=True)
class House:
    """What setting a document depends on beside its styles: on a template, much is the template's own."""

    numbering: str = HEADINGS
    """The numbering of headings."""
    unnumbered: Xml = NONE
    """What takes the number from a heading whose style would give it one."""
    bullet: Xml = NONE
    """What makes a paragraph of a list, where the style alone does not."""
    breaks: Xml = NONE
    """What puts a chapter on a new page, where the style alone does not."""
    keep: Xml = NONE
    """What keeps headings and captions with what follows, where the styles alone may not."""
    cover: bool = True
    """Whether the title page is ours."""
    first_drawing: int = 0
    """The highest number of a drawing of the template."""


@dataclass
class Sheet:
    """The state of one document being set."""

    document: Document
    outline: Outline
    paper: Pages
    styles: Mapping[str, str]
    levels: Mapping[str, str]
    names: Mapping[str, str]
    notes: Footnotes
    house: House = House()
    pages: Mapping[str, str] | None = None
    """The page on which each bookmark stands, where somebody counted."""
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
