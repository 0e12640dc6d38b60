"""Paper, sections, and what stands at the head and foot of each page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from peervisit.word.paragraphs import paragraph
from peervisit.word.runs import field, run, tab
from peervisit.word.xml import NONE, Xml

HEADER, FOOTER = "rIdHeader", "rIdFooter"
WIDE_HEADER, WIDE_FOOTER = "rIdWideHeader", "rIdWideFooter"
"""The relationships of the base template to its headers and footers, upright and landscape."""


class Pages(Protocol):
    """The pages that a document is set on: those of the kit, or those of a section of a template."""

    @property
    def text_width(self) -> int:
        """The width between the margins of an upright page, in twips."""
        ...

    @property
    def wide_text_width(self) -> int:
        """The width between the margins of a landscape page, in twips."""
        ...

    def section(self, *, wide: bool = False, first: bool = False) -> Xml:
        """Return the properties of a section that ends."""
        ...


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of paper in twips, upright."""

    width: int
    height: int
    side: int = 1304
    top: int = 1474
    bottom: int = 1304

    @property
    def text_width(self) -> int:
        """The width between the margins of an upright page."""
        return self.width - 2 * self.side

    @property
    def wide_text_width(self) -> int:
        """The width between the margins of a landscape page."""
        return self.height - 2 * self.side

    def section(self, *, wide: bool = False, first: bool = False) -> Xml:
        """Return the properties of a section that ends."""
        return section(self, wide=wide, first=first)


PAPERS = {"a4": Paper(11906, 16838), "letter": Paper(12240, 15840)}


def section(paper: Paper, *, wide: bool = False, first: bool = False) -> Xml:
    """Return the properties of a section; the first page of the ``first`` one has no header or footer."""
    head, foot = (WIDE_HEADER, WIDE_FOOTER) if wide else (HEADER, FOOTER)
    width, height = (paper.height, paper.width) if wide else (paper.width, paper.height)
    turned = ' w:orient="landscape"' if wide else ""
    return Xml(
        f'<w:sectPr><w:headerReference w:type="default" r:id="{head}"/>'
        f'<w:footerReference w:type="default" r:id="{foot}"/><w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        f'<w:pgMar w:top="{paper.top}" w:right="{paper.side}" w:bottom="{paper.bottom}" '
        f'w:left="{paper.side}" w:header="680" w:footer="567" w:gutter="0"/>'
        f"{'<w:titlePg/>' if first else ''}</w:sectPr>"
    )


_CHARACTER = 78
"""About the width of a character of a header, in twips."""

STOPS = (9298, 14230)
"""Where the styles of headers and footers have their right tab stop: the text width of A4, both ways."""


def _stop(width: int) -> Xml:
    """Return the tab stop at the right margin, where the paper is not that of the styles."""
    if width in STOPS:
        return NONE
    cleared = "".join(f'<w:tab w:val="clear" w:pos="{stop}"/>' for stop in STOPS)
    return Xml(f'<w:tabs>{cleared}<w:tab w:val="right" w:pos="{width}"/></w:tabs>')


def fitting(lefts: Sequence[str], right: str, width: int = STOPS[0]) -> str:
    """Return the first of several texts that fits one line of a header with another at the right margin.

    Where none does, the last is cut at a word, with an ellipsis: a header of two lines is torn apart.
    """
    room = width // _CHARACTER - len(right) - 3
    found = next((one for one in lefts if one and len(one) <= room), None)
    if found is not None:
        return found
    cut = next((one for one in reversed(lefts) if one), "")[: max(room - 2, 8)]
    return f"{cut.rsplit(' ', 1)[0].rstrip(' ,;:-')}\u00a0\u2026"


def header(style: str, left: str, right: str, width: int = STOPS[0]) -> Xml:
    """Return the paragraph of a header: two texts, one at each margin, ``width`` twips apart."""
    return paragraph(style, Xml(run(left) + tab() + run(right)), first=_stop(width))


def footer(style: str, left: str, page_of: str, width: int = STOPS[0]) -> Xml:
    """Return the paragraph of a footer; ``page_of`` is such as ``Page {page} of {pages}``."""
    fields = {"page": field("PAGE", "1"), "pages": field("NUMPAGES", "1")}
    pieces = [run(left), tab()]
    rest = page_of
    while rest:
        before, brace, after = rest.partition("{")
        if before:
            pieces.append(run(before))
        name, _, rest = after.partition("}") if brace else ("", "", "")
        if name:
            pieces.append(fields[name])
    return paragraph(style, Xml("".join(pieces)), first=_stop(width))
