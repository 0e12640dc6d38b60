"""The line that says who is writing, that it is saved, when the last backup was, and what disagrees."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from peervisit.i18n import _
from peervisit.tui.plain import fit, one_line
from peervisit.tui.widgets.roles import Roles

WIDE = 110
"""Columns from which the state of syncing is said in full."""


@dataclass(frozen=True, slots=True)
class Status:
    """What the status bar shows."""

    member: str = ""
    saved: str = ""
    backup: str = ""
    conflicts: str = ""
    sync: str = ""
    sync_short: str = ""
    note: str = ""
    """What the screen itself wants to say, such as how many are shown."""


class StatusBar(Roles, Widget):
    """One line above the keys."""

    DEFAULT_CSS = """
    StatusBar {
        height: 1; background: $surface; color: $muted;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.status = Status()

    def show(self, status: Status) -> None:
        """Show a status."""
        if status != self.status:
            self.status = status
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the line: what the screen says at the left, the state of the file at the right."""
        status, width = self.status, self.size.width
        right: list[Segment] = []
        for text, name in (
            (status.conflicts, "alarm"),
            (status.sync if width >= WIDE else status.sync_short, ""),
            (status.member, ""),
            (status.backup, ""),
            (status.saved, "good"),
        ):
            if text:
                style = self.role(name)
                right += [Segment("  ", self.role("")), Segment(one_line(text), style)]
        room = width - sum(cell_len(segment.text) for segment in right) - 2
        note = Segment(fit(one_line(status.note), max(0, room)), self.role("mid"))
        strip = Strip([Segment(" ", self.role("")), note, *right])
        return strip.adjust_cell_length(width, self.role(""))


def saved_text(at: str) -> str:
    """Return the words that say that everything is kept."""
    words = _("saved {time}").format(time=at) if at else _("all saved")
    return f"✓ {words}"
