"""One line of chips: what was understood of the line of the note, or what it became."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from peervisit.tui.levels import Styled
from peervisit.tui.plain import fit, one_line

_ROLES = ("muted", "good", "bad", "open", "accent", "strong")


class ChipLine(Widget):
    """Chips at the left, each in brackets, and a word at the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"chip--{role}" for role in _ROLES}
    DEFAULT_CSS = """
    ChipLine {
        height: 1; background: $surface; color: $foreground;
        & > .chip--muted { color: $muted; background: $surface; }
        & > .chip--good { color: $success; background: $surface; }
        & > .chip--bad { color: $error; background: $surface; }
        & > .chip--open { color: $warning; background: $surface; }
        & > .chip--accent { color: $accent; background: $surface; }
        & > .chip--strong { background: $surface; text-style: bold; }
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
        room = width - min(cell_len(word), width // 2)
        segments = [Segment(" ")]
        used = 1
        for chip in self.chips:
            text = f"{one_line(chip.text)[:200]}"
            text = fit(text, min(cell_len(text), max(0, room - used - 3)))
            if not text:
                break
            style = self.get_component_rich_style(f"chip--{chip.role}") if chip.role else self.rich_style
            segments += [Segment(text, style), Segment("  ")]
            used += cell_len(text) + 2
        segments.append(Segment(" " * max(0, room - used)))
        segments.append(
            Segment(fit(word, width - max(room, used)), self.get_component_rich_style("chip--muted"))
        )
        return Strip(segments).adjust_cell_length(width, self.rich_style).apply_style(self.rich_style)
