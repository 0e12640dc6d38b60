"""The programme as a grid: parallel slots side by side where there is room, else a line each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from peervisit.i18n import _
from peervisit.tui.commands import Command, bindings
from peervisit.tui.commands.programme import GRID
from peervisit.tui.plain import fit, one_line
from peervisit.tui.widgets.line_view import LineView

OnCode = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one slot, question or person shows: a first line, a second line, and their roles."""

    code: str
    first: str
    second: str = ""
    role: str = ""
    second_role: str = "muted"


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line on the screen: a heading, or one of the lines of cells beside each other."""

    heading: str = ""
    role: str = "heading"
    cells: tuple[Cell | None, ...] = ()
    second: bool = False


class SlotGrid(LineView):
    """Lines of cells with a cursor on one cell; whoever shows it is told where the cursor is."""

    USER_COMMANDS: tuple[Command, ...] = GRID
    BINDINGS = bindings(GRID)

    def __init__(
        self, *, on_highlight: OnCode, on_open: OnCode, empty: str = "", classes: str | None = None
    ) -> None:
        super().__init__(classes=classes)
        self.lines: Sequence[GridLine] = ()
        self.code: str | None = None
        self._on_highlight, self._on_open, self.empty = on_highlight, on_open, empty

    def show(self, lines: Sequence[GridLine]) -> None:
        """Show lines; the cursor stays on its code, or near its place."""
        before = self._place()
        self.lines = lines
        self.set_lines(len(lines))
        if self._place() is None:
            self._land(min(before[0], len(lines) - 1) if before else 0)
        self._in_view()
        self._on_highlight(self.code or "")

    def go_to(self, code: str) -> bool:
        """Put the cursor on a code; False where it is not here."""
        known = any(cell and cell.code == code for line in self.lines for cell in line.cells)
        if known:
            self._to(code)
        return known

    def _land(self, near: int) -> None:
        order = sorted(range(len(self.lines)), key=lambda place: abs(place - near))
        found = (self._nearest(self.lines[place], 0) for place in order)
        cell = next((one for one in found if one), None)
        self.code = cell.code if cell else None

    def _place(self) -> tuple[int, int] | None:
        for y, line in enumerate(self.lines):
            for x, cell in enumerate(line.cells):
                if cell is not None and cell.code == self.code and not line.second:
                    return y, x
        return None

    @staticmethod
    def _nearest(line: GridLine, column: int) -> Cell | None:
        if line.second:
            return None
        found = [(abs(x - column), x) for x, cell in enumerate(line.cells) if cell]
        return line.cells[min(found)[1]] if found else None

    # Moving

    def _to(self, code: str) -> None:
        if code != self.code:
            self.code = code
            self._in_view()
            self.refresh()
            self._on_highlight(code)

    def _step(self, way: int, count: int = 1) -> None:
        here = self._place()
        if here is None:
            return
        y, x = here
        last = None
        while count and 0 <= y + way < len(self.lines):
            y += way
            cell = self._nearest(self.lines[y], x)
            if cell is not None:
                last, count = cell, count - 1
        if last is not None:
            self._to(last.code)

    def _side(self, way: int) -> None:
        here = self._place()
        if here is None:
            return
        y, x = here
        cells = self.lines[y].cells
        x += way
        while 0 <= x < len(cells):
            cell = cells[x]
            if cell is not None:
                self._to(cell.code)
                return
            x += way

    def action_up(self) -> None:
        """Go one slot up."""
        self._step(-1)

    def action_down(self) -> None:
        """Go one slot down."""
        self._step(1)

    def action_left(self) -> None:
        """Go to the pair at the left."""
        self._side(-1)

    def action_right(self) -> None:
        """Go to the pair at the right."""
        self._side(1)

    def action_page_up(self) -> None:
        """Go one page up."""
        self._step(-1, max(1, self.size.height // 2))

    def action_page_down(self) -> None:
        """Go one page down."""
        self._step(1, max(1, self.size.height // 2))

    def action_first(self) -> None:
        """Go to the first slot."""
        self._step(-1, len(self.lines))

    def action_last(self) -> None:
        """Go to the last."""
        self._step(1, len(self.lines))

    def action_open(self) -> None:
        """Open what is under the cursor."""
        if self.code:
            self._on_open(self.code)

    def _on_click(self, event: events.Click) -> None:  # type: ignore[override]
        y = event.y + self.scroll_offset.y
        if not 0 <= y < len(self.lines) or not self.lines[y].cells:
            return
        cells = self.lines[y].cells
        cell = cells[min(len(cells) - 1, event.x * len(cells) // max(1, self.size.width))]
        if cell is not None:
            again = cell.code == self.code and event.chain > 1
            self._to(cell.code)
            if again:
                self.action_open()

    def _in_view(self) -> None:
        here, height = self._place(), self.size.height
        if here is None or height <= 0:
            return
        y = here[0]
        top = self.scroll_offset.y
        lead = 1 if y and self.lines[y - 1].heading else 0
        wanted = min(max(top, y - height + 2), max(0, y - lead))
        if wanted != top:
            self.scroll_to(y=wanted, animate=False)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._in_view()

    def on_focus(self) -> None:
        """Show the cursor brightly."""
        self.refresh()

    def on_blur(self) -> None:
        """Show the cursor dimly."""
        self.refresh()

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line of what is in view."""
        width = self.scrollable_size.width
        place = y + self.scroll_offset.y
        if not self.lines:
            words = self.empty.split("\n")
            return Strip(
                [
                    Segment(
                        fit("  " + (words[y - 1] if 0 < y <= len(words) else ""), width), self.role("muted")
                    )
                ]
            )
        if place >= len(self.lines):
            return self.blank(width)
        line = self.lines[place]
        if not line.cells:
            return Strip([Segment(fit(" " + one_line(line.heading), width), self.role(line.role))], width)
        return self._draw(line, width)

    def _draw(self, line: GridLine, width: int) -> Strip:
        count = len(line.cells)
        edges = [width * n // count for n in range(count + 1)]
        segments = []
        for cell, left, right in zip(line.cells, edges, edges[1:], strict=False):
            room = right - left
            if cell is None:
                segments.append(Segment(" " * room, self.rich_style))
                continue
            text = cell.second if line.second else cell.first
            mark = "›" if cell.code == self.code and not line.second else " "
            lead = "  " if line.second else " "
            segments.append(Segment(fit(mark + lead + text, room - 1) + " ", self._style(cell, line)))
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _style(self, cell: Cell, line: GridLine) -> Style:
        if cell.code == self.code:
            return self.role("cursor" if self.has_focus else "cursor-blurred")
        return self.role(cell.second_role if line.second else cell.role)

    @property
    def text(self) -> str:
        """Return all that is shown, for tests."""
        return "\n".join(
            line.heading
            or "  |  ".join(
                (cell.second if line.second else cell.first) if cell else "" for cell in line.cells
            )
            for line in self.lines
        ) or _(self.empty)
