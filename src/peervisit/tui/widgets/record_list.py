"""The list of records that every main screen is built around."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from peervisit.i18n import _
from peervisit.tui.commands import Command, bindings
from peervisit.tui.commands.everywhere import LIST, MARK
from peervisit.tui.levels import Styled
from peervisit.tui.plain import fit, one_line, wrapped
from peervisit.tui.widgets.line_view import LineView
from peervisit.tui.widgets.rows import Column, Item, ListRows, Rows, widths

OnCode = Callable[[str], object]


class RecordList(LineView):
    """Rows with a cursor; whoever shows them is told directly, in the same key, where the cursor is."""

    USER_COMMANDS: tuple[Command, ...] = (*LIST, MARK)
    BINDINGS = bindings(USER_COMMANDS)

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        on_highlight: OnCode | None = None,
        on_open: OnCode | None = None,
        empty: str = "",
        titles: bool = True,
        marks: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.columns = columns
        self.rows: Rows = ListRows()
        self.cursor = 0
        self.marked: set[str] = set()
        self.empty = empty
        self._on_highlight, self._on_open = on_highlight, on_open
        self._titles, self._marks = titles, marks
        self._strips: dict[tuple[int, int], Strip] = {}
        self._widths: list[int] = []
        self._width = 0

    # What is shown

    @property
    def code(self) -> str | None:
        """Return the code under the cursor."""
        return self.rows[self.cursor].code if 0 <= self.cursor < len(self.rows) else None

    @property
    def codes(self) -> list[str]:
        """Return the marked codes in order, or the one under the cursor."""
        marked = [(self.rows.find(code), code) for code in self.marked]
        if marked:
            return [code for place, code in sorted((p, c) for p, c in marked if p is not None)]
        return [self.code] if self.code is not None else []

    def show(self, rows: Rows | Sequence[Item], *, keep_place: bool = True) -> None:
        """Show rows; the cursor stays on its code if that is still there, else near its place."""
        kept = self.code if keep_place else None
        self.cursor = self.cursor if keep_place else 0
        self.rows = ListRows(rows) if isinstance(rows, (list, tuple)) else rows  # type: ignore[assignment]
        self.marked = {code for code in self.marked if self.rows.find(code) is not None}
        place = self.rows.find(kept) if kept is not None else None
        self._strips.clear()
        self.set_lines(len(self.rows) + self._titles)
        self.cursor = self._row_near(self.cursor if place is None else place, 1)
        self._keep_in_view()
        self._tell()

    def go_to(self, code: str) -> bool:
        """Put the cursor on a code; False where it is not in the list."""
        place = self.rows.find(code)
        if place is not None:
            self._move(place)
        return place is not None

    def unmark(self) -> None:
        """Take all marks away."""
        self.marked.clear()
        self.repaint()

    def repaint(self) -> None:
        """Draw every line again."""
        self._strips.clear()
        self.refresh()

    # Moving

    def action_up(self) -> None:
        """Go one line up."""
        self._move(self._row_near(self.cursor - 1, -1))

    def action_down(self) -> None:
        """Go one line down."""
        self._move(self._row_near(self.cursor + 1, 1))

    def action_page_up(self) -> None:
        """Go one page up."""
        self._move(self._row_near(self.cursor - self._page, 1))

    def action_page_down(self) -> None:
        """Go one page down."""
        self._move(self._row_near(self.cursor + self._page, -1))

    def action_first(self) -> None:
        """Go to the first line."""
        self._move(self._row_near(0, 1))

    def action_last(self) -> None:
        """Go to the last line."""
        self._move(self._row_near(len(self.rows) - 1, -1))

    def action_open(self) -> None:
        """Open what is under the cursor."""
        if self.code is not None and self._on_open is not None:
            self._on_open(self.code)

    def action_mark(self) -> None:
        """Mark or unmark the line, and go on to the next."""
        if self.code is None or not self._marks:
            return
        self.marked ^= {self.code}
        self._draw_again(self.cursor)
        self.action_down()

    def _on_click(self, event: events.Click) -> None:  # type: ignore[override]
        place = self._row_at(event.y)
        if place is None:
            return
        again = place == self.cursor and event.chain > 1
        self._move(place)
        if again:
            self.action_open()

    def on_focus(self) -> None:
        """Show the cursor brightly."""
        self.repaint()

    def on_blur(self) -> None:
        """Show the cursor dimly."""
        self.repaint()

    def on_resize(self) -> None:
        """Give the columns their widths anew."""
        self._keep_in_view()

    def notify_style_update(self) -> None:
        """Draw again in the colours of another theme."""
        super().notify_style_update()
        self._strips.clear()

    @property
    def _page(self) -> int:
        return max(1, self.size.height - self._titles - 1)

    def _row_near(self, place: int, step: int) -> int:
        """Return the row nearest to a place that is no heading: in one direction, else in the other."""
        last = len(self.rows) - 1
        if last < 0:
            return 0
        place = min(max(place, 0), last)
        for way in (step, -step):
            one = place
            while 0 <= one <= last:
                if not self.rows[one].heading:
                    return one
                one += way
        return place

    def _row_at(self, y: int) -> int | None:
        if self._titles and y == 0:
            return None
        place = y - self._titles + self.scroll_offset.y
        if not 0 <= place < len(self.rows) or self.rows[place].heading:
            return None
        return place

    def _move(self, place: int) -> None:
        if place == self.cursor:
            return
        before, self.cursor = self.cursor, place
        if not self._keep_in_view():
            self._draw_again(before)
            self._draw_again(place)
        self._tell()

    def _tell(self) -> None:
        if self._on_highlight is not None:
            self._on_highlight(self.code or "")

    def _draw_again(self, place: int) -> None:
        for state in (0, 1, 2):
            self._strips.pop((place, state), None)
        self.refresh_line(place + self._titles)

    def _keep_in_view(self) -> bool:
        height = self.size.height - self._titles
        if height <= 0:
            return False
        top = self.scroll_offset.y
        wanted = min(max(top, self.cursor - height + 1), self.cursor)
        if wanted == 1 and self.rows[0].heading:
            wanted = 0
        if wanted != top:
            self.scroll_to(y=wanted, animate=False)
            return True
        return False

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line of what is in view."""
        width = self.scrollable_size.width
        if width != self._width:
            self._width = width
            self._widths = widths(self.columns, max(1, width - 2), self._gap)
            self._strips.clear()
        if self._titles and y == 0:
            return self._title_strip(width)
        if not len(self.rows):
            return self._empty_strip(y - self._titles, width)
        place = y - self._titles + self.scroll_offset.y
        if place >= len(self.rows):
            return self.blank(width)
        state = 0 if place != self.cursor else 2 if self.has_focus else 1
        strip = self._strips.get((place, state))
        if strip is None:
            if len(self._strips) > 2000:
                self._strips.clear()
            strip = self._strips[place, state] = self._draw(self.rows[place], state, width)
        return strip

    @property
    def _gap(self) -> int:
        return 2 if self.size.width >= 100 else 1

    def _title_strip(self, width: int) -> Strip:
        style = self.role("muted")
        cells = [
            fit(_(column.title), size)
            for column, size in zip(self.columns, self._widths, strict=True)
            if size
        ]
        return Strip([Segment(fit("  " + (" " * self._gap).join(cells), width), style)], width)

    def _empty_strip(self, y: int, width: int) -> Strip:
        room = max(10, width - 4)
        lines = [line for part in self.empty.split("\n") for line in wrapped(part, room)]
        text = lines[y - 1] if 0 < y <= len(lines) else ""
        return Strip([Segment(fit("  " + text, width), self.role("muted"))], width)

    def _draw(self, item: Item, state: int, width: int) -> Strip:
        base = self.role(("", "cursor-blurred", "cursor")[state])
        if item.heading:
            text = " ".join(_text(cell) for cell in item.cells)
            return Strip([Segment(fit(" " + text, width), self.role("heading"))], width)
        mark = "✓" if item.code in self.marked else " "
        segments = [Segment(("›" if state else " ") + mark, base)]
        first = True
        for cell, column, size in zip(item.cells, self.columns, self._widths, strict=False):
            if not size:
                continue
            if not first:
                segments.append(Segment(" " * self._gap, base))
            text = self.indented(item, one_line(_text(cell))) if first else one_line(_text(cell))
            segments.append(Segment(fit(text, size), self._cell_style(cell, column, state, base)))
            first = False
        return Strip(segments).adjust_cell_length(width, base)

    def indented(self, item: Item, text: str) -> str:
        """Return the first cell as it stands at the depth of its row."""
        return "  " * item.depth + text

    def _cell_style(self, cell: Cell, column: Column, state: int, base: Style) -> Style:
        role = cell.role if isinstance(cell, Styled) else column.role
        return self.role(role) if role and not state else base


Cell = str | Styled


def _text(cell: Cell) -> str:
    return cell.text if isinstance(cell, Styled) else cell
