"""The first line of a form: what is being edited, and whether it is kept."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from peervisit.tui.plain import fit, one_line
from peervisit.tui.widgets.roles import Roles


class TitleLine(Roles, Widget):
    """A title at the left, a state at the right."""

    DEFAULT_CSS = """
    TitleLine {
        height: 1; background: $panel; color: $primary; text-style: bold;
    }
    """

    _title = ""
    _state = ""

    def show(self, title: str, state: str = "") -> None:
        """Show a title."""
        shown = (one_line(title), one_line(state))
        if shown != (self._title, self._state):
            self._title, self._state = shown
            self.refresh()

    def state(self, state: str) -> None:
        """Show another state."""
        self.show(self._title, state)

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        width = self.size.width
        # The state says whether what was typed is saved: the title gives way to it.
        most = max(width // 2, width - 26)
        state = fit(self._state, min(cell_len(self._state), most)) if self._state else ""
        room = max(1, width - cell_len(state) - 2)
        return Strip(
            [
                Segment(" " + fit(self._title, room - 1) + " ", self.role("")),
                Segment(state + " ", self.role("accent")),
            ]
        ).adjust_cell_length(width, self.role(""))
