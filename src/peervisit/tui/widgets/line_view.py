"""What is drawn line by line: only what is on the screen costs anything, however long the whole is."""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from peervisit.tui.widgets.roles import Roles


class LineView(Roles, ScrollView, can_focus=True):
    """A scrolling view of lines, with the roles in which text can stand."""

    DEFAULT_CSS = """
    LineView {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        height: 1fr;
        background: $background;
        color: $foreground;
    }
    """

    def set_lines(self, count: int, *, redraw: bool = True) -> None:
        """Say how many lines there are, without laying the screen out again.

        Without ``redraw`` only the scrollbar changes: what is in view stays as it is.
        """
        size = Size(1, count)
        if size != self.virtual_size:
            self.set_reactive(LineView.virtual_size, size)
            self._scroll_update(size)
        if redraw:
            self.refresh()

    def blank(self, width: int) -> Strip:
        """Return an empty line."""
        return Strip([Segment(" " * width, self.role(""))], width)
