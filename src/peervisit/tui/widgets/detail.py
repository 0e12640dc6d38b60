"""The read-only text beside or below a list: everything about what is under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer

from peervisit.i18n import N_
from peervisit.tui.commands import Command, bindings
from peervisit.tui.plain import breaks, fit, seen
from peervisit.tui.widgets.line_view import LineView

DETAIL = (
    Command("detail.up", "up", N_("Up"), N_("Scroll up, or go to the record above.")),
    Command("detail.down", "down", N_("Down"), N_("Scroll down, or go to the record below.")),
    Command("detail.page-up", "pageup", N_("Page up"), N_("Scroll one page up.")),
    Command("detail.page-down", "pagedown,space", N_("Page down"), N_("Scroll one page down.")),
    Command("detail.first", "home", N_("First"), N_("Go to the beginning.")),
    Command("detail.last", "end", N_("Last"), N_("Go to the end.")),
    Command("detail.open", "enter", N_("Open"), N_("Open the record under the cursor.")),
)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: its role, its indent, what stands before it, and the code of the record it shows."""

    text: str
    role: str = ""
    indent: int = 0
    label: str = ""
    code: str = ""
    label_role: str = "muted"


GAP = Block("")
LATER = 0.25
"""Seconds until what is below the screen is read and wrapped: not between two keys of somebody who walks."""
HANG = 14
"""Labels up to this width have the text hang beside them; text under a longer one begins further left."""


@dataclass(frozen=True, slots=True)
class _Line:
    label: str
    text: str
    block: Block


class Detail(LineView):
    """Paragraphs wrapped to the width there is; those that stand for a record can be opened."""

    USER_COMMANDS: tuple[Command, ...] = DETAIL
    BINDINGS = bindings(DETAIL)
    DEFAULT_CSS = """
    Detail { padding: 0 1; background: $surface; }
    """

    def __init__(
        self,
        *,
        on_open: Callable[[str], object] | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._blocks: list[Block] = []
        self._rest: Iterator[Block] | None = None
        self._later: Timer | None = None
        self._lines: list[_Line] = []
        self._on_open = on_open
        self._width = 0
        self._cursor: int | None = None

    @property
    def code(self) -> str:
        """Return the code of the record under the cursor, or nothing."""
        on = self._cursor is not None and self._cursor < len(self._lines)
        return self._lines[self._cursor or 0].block.code if on else ""

    @property
    def text(self) -> str:
        """Return all that is shown, for copying and for tests."""
        self._take(everything=True)
        return "\n".join(block.label + block.text for block in self._blocks)

    def show(self, blocks: Iterable[Block], *, keep_place: bool = False) -> None:
        """Show paragraphs, from the beginning unless the place is kept.

        What does not fit on the screen is read and wrapped a moment later, when nobody waits for it.
        """
        if not keep_place:
            self._cursor = None
            self.scroll_to(y=0, animate=False)
        self._blocks, self._lines = [], []
        self._rest = iter(blocks)
        self._width = self.scrollable_size.width
        self._take(everything=keep_place or self._width <= 0)

    @property
    def place(self) -> tuple[int, int | None]:
        """How far it is scrolled, and the line of the record under the cursor."""
        return int(self.scroll_offset.y), self._cursor

    def go_back(self, place: tuple[int, int | None]) -> None:
        """Go back to a place, after the same was shown anew."""
        self._take(everything=True)
        row, cursor = place
        self._cursor = cursor if cursor is not None and cursor < len(self._lines) else None
        self.scroll_to(y=row, animate=False)

    def on_resize(self) -> None:
        """Wrap anew."""
        if self.scrollable_size.width != self._width:
            self._lay_out()

    def _lay_out(self) -> None:
        self._take(everything=True)
        self._width = self.scrollable_size.width
        if self._width > 0:
            self._lines = [line for block in self._blocks for line in _wrapped(block, self._width)]
            self.set_lines(len(self._lines))

    def _take(self, *, everything: bool) -> None:
        """Take paragraphs until the screen is full, or all of them."""
        if self._later is not None:
            self._later.stop()
            self._later = None
        if self._rest is None:
            return
        enough = self.size.height + 1
        in_view = everything and len(self._lines) > enough
        for block in self._rest:
            self._blocks.append(block)
            if self._width > 0:
                self._lines += _wrapped(block, self._width)
            if not everything and len(self._lines) > enough:
                self._later = self.set_timer(LATER, self._take_rest)
                break
        else:
            self._rest = None
        if self._later is not None:
            # How long the scrollbar is to be is known when the rest is here.
            self.refresh()
        elif self._width > 0:
            self.set_lines(len(self._lines), redraw=not in_view)

    def _take_rest(self) -> None:
        if self.is_attached and getattr(self.app, "has_review", True):
            self._take(everything=True)

    # Moving

    def on_focus(self) -> None:
        """Show the cursor."""
        self._take(everything=True)
        if self._cursor is None:
            self._cursor = self._next_record(self.scroll_offset.y, 1)
        self.refresh()

    def action_up(self) -> None:
        """Go to the record above if it is in view, else scroll."""
        self._step(-1)

    def action_down(self) -> None:
        """Go to the record below if it is in view, else scroll."""
        self._step(1)

    def action_page_up(self) -> None:
        """Scroll one page up."""
        self._scroll(-max(1, self.size.height - 1))

    def action_page_down(self) -> None:
        """Scroll one page down."""
        self._scroll(max(1, self.size.height - 1))

    def action_first(self) -> None:
        """Go to the beginning."""
        self._scroll(-len(self._lines))

    def action_last(self) -> None:
        """Go to the end."""
        self._scroll(len(self._lines))

    def action_open(self) -> None:
        """Open the record under the cursor."""
        if self.code and self._on_open is not None:
            self._on_open(self.code)

    def _on_click(self, event: events.Click) -> None:  # type: ignore[override]
        place = event.y + self.scroll_offset.y
        if 0 <= place < len(self._lines) and self._lines[place].block.code:
            self._cursor = place
            self.refresh()
            if event.chain > 1:
                self.action_open()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def _scroll(self, by: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + by, animate=False)

    def _step(self, way: int) -> None:
        here = self._cursor
        top, height = self.scroll_offset.y, self.size.height
        start = here + way if here is not None else (top if way > 0 else top + height - 1)
        block = self._lines[here].block if here is not None and here < len(self._lines) else None
        found = self._next_record(start, way, block)
        if found is None or not top - 1 <= found <= top + height:
            self._scroll(way)
            return
        self._cursor = found
        if not top <= found < top + height:
            self._scroll(way)
        self.refresh()

    def _next_record(self, start: int, way: int, other_than: Block | None = None) -> int | None:
        place = start
        while 0 <= place < len(self._lines):
            block = self._lines[place].block
            if block.code and block is not other_than:
                while place > 0 and self._lines[place - 1].block is block:
                    place -= 1
                return place
            place += way
        return None

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines in view, wrapped anew where there is another width by now."""
        if self.scrollable_size.width != self._width:
            self._lay_out()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one line of what is in view."""
        width = self._width
        place = y + self.scroll_offset.y
        if place >= len(self._lines):
            return self.blank(width)
        line = self._lines[place]
        block = line.block
        under = self._cursor is not None and self._cursor < len(self._lines)
        if self.has_focus and under and block.code and block is self._lines[self._cursor or 0].block:
            return Strip([Segment(fit(line.label + line.text, width), self.role("cursor"))], width)
        label = Segment(line.label, self.role(block.label_role))
        return Strip([label, Segment(line.text, self.role(block.role))]).adjust_cell_length(
            width, self.role("")
        )


@lru_cache(maxsize=2000)
def _wrapped(block: Block, width: int) -> list[_Line]:
    """Return the lines of a block: the label before the first, the others under the text or the indent."""
    indent = min(block.indent, max(0, width - 10))
    label = " " * indent + seen(block.label)
    text = seen(block.text)
    lead = cell_len(label)
    hang = lead if lead <= HANG else indent + 4
    if lead > width // 2:
        return [_Line(label, "", block), *_hung(text, block, width, hang)]
    first, rest = _first_line(text.expandtabs(4), max(8, width - lead))
    return [_Line(label, first, block), *(_hung(rest, block, width, hang) if rest is not None else ())]


def _hung(text: str, block: Block, width: int, hang: int) -> list[_Line]:
    return [
        _Line(" " * hang, piece, block)
        for paragraph in text.expandtabs(4).split("\n")
        for piece in _pieces(paragraph, max(8, width - hang))
    ]


def _first_line(text: str, width: int) -> tuple[str, str | None]:
    """Return what fits on the first line, and the rest of the text, None where there is none."""
    paragraph, newline, rest = text.partition("\n")
    cuts = [] if len(paragraph) <= width and paragraph.isascii() else breaks(paragraph, width)
    if not cuts:
        return paragraph, rest if newline else None
    return paragraph[: cuts[0]].rstrip(" "), paragraph[cuts[0] :] + newline + rest


def _pieces(text: str, width: int) -> list[str]:
    """Return the text cut into lines of at most so many cells, at spaces where there are any."""
    if len(text) <= width and text.isascii():
        return [text]
    edges = [0, *breaks(text, width), len(text)]
    return [text[start:end].rstrip(" ") for start, end in pairwise(edges)]
