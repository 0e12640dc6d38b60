"""One line of chips: what was understood of the line of the note, or what it became."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from peervisit.tui.levels import Styled
from peervisit.tui.plain import fit, one_line
from peervisit.tui.widgets.roles import Roles


class ChipLine(Roles, Widget):
    """Chips at the left, each in brackets, and a word at the right."""

    DEFAULT_CSS = """
    ChipLine {
        height: 1; background: $surface; color: $foreground;
    }
    """

    chips: Sequence[Styled] = ()
    word = ""

    def show(self, chips: Sequence[Styled], word: str = "") -> None:
        """Show chips and a word."""
        if (chips, word) != (self.chips, self.word):
            self.chips, self.word = chips, word
            self.refresh()

    @property
    def text(self) -> str:
        """Return all that is shown, for tests."""
        return " ".join([*(chip.text for chip in self.chips), self.word]).strip()

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        width = self.size.width
        word = f" {one_line(self.word)} " if self.word else ""
        room = width - min(cell_len(word), width // 2 if self.chips else width - 1)
        segments = [Segment(" ")]
        used = 1
        for chip in self.chips:
            text = f"{one_line(chip.text)[:200]}"
            text = fit(text, min(cell_len(text), max(0, room - used - 3)))
            if not text:
                break
            style = self.role(chip.role)
            segments += [Segment(text, style), Segment("  ")]
            used += cell_len(text) + 2
        segments.append(Segment(" " * max(0, room - used)))
        segments.append(Segment(fit(word, width - max(room, used)), self.role("muted")))
        return Strip(segments).adjust_cell_length(width, self.role("")).apply_style(self.role(""))
