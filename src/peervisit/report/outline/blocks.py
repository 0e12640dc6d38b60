"""What a report is made of: runs, paragraphs, tables, charts, sections. Nothing here knows Word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from peervisit.word.colours import LevelLook

Look = Literal["plain", "strong", "emphasis", "quiet", "label", "reference"]
Kind = Literal["body", "lead", "standard", "note", "empty", "quote", "levels", "item", "alert", "small"]


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of one look; ``target`` is the anchor that they jump to."""

    text: str
    look: Look = "plain"
    target: str | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A level of the scale: always symbol and word."""

    level: str
    symbol: str
    word: str

    @property
    def text(self) -> str:
        """The mark as a person reads it."""
        return f"{self.symbol} {self.word}"


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its mark stands where it stands, its words at the foot of the page."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """What a reader of the line sees: nothing."""
        return ""


Inline: TypeAlias = "tuple[Run | Mark | Note, ...]"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``anchor`` names it for links."""

    runs: Inline
    kind: Kind = "body"
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without order."""

    items: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading and its share of the width."""

    title: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """The paragraphs of a cell; ``level`` gives it the tint of that level."""

    paragraphs: tuple[Inline, ...]
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; ``anchor`` names it for links."""

    cells: tuple[Cell, ...]
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption, and a description for those who cannot see it."""

    caption: str
    description: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    kind: Literal["plain", "matrix"] = "plain"
    room: bool = False
    """Whether rows leave room for somebody to write in."""
    bare: bool = False
    """Whether the heading above says already what the caption would; screen readers still get it."""


@dataclass(frozen=True, slots=True)
class Series:
    """The bars of one level: one value for each category of the chart."""

    level: str
    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Stacked bars that count levels; the same numbers always stand in a table beside it."""

    caption: str
    description: str
    axis: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it; sections within it are one level deeper."""

    title: str
    anchor: str
    blocks: tuple[Block, ...]
    numbered: bool = True
    listed: bool = True
    """Whether it stands in the contents list."""
    wide: bool = False
    """Whether it needs landscape pages; for chapters only."""
    asks: float = 0
    """The width that its tables ask for, in characters; on paper that is narrower upright it stands wide."""
    code: str | None = None
    """What stands before the title, such as the indicator's code."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Ruled lines for somebody to write on by hand."""

    count: int


Block: TypeAlias = "Paragraph | Bullets | Table | Chart | Section | Lines"


@dataclass(frozen=True, slots=True)
class Cover:
    """The title page."""

    kicker: str
    title: str
    subtitle: str
    status: str
    lines: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands at the head of a short document in the place of a title page."""

    kicker: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Furniture:
    """The words around the text: contents list, header, footer, captions."""

    contents: str
    header_left: str
    header_right: str
    footer_left: str
    page_of: str
    table: str
    figure: str
    header_short: str = ""
    """What stands at the head instead of ``header_left`` where that is too long for one line."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole document."""

    title: str
    language: str
    cover: Cover | Masthead
    """A title page, followed by the contents list; or a masthead, for what has a page or two."""
    sections: tuple[Section, ...]
    levels: tuple[LevelLook, ...]
    furniture: Furniture
    wide: bool = False
    """Whether all pages are landscape."""
