"""What is drawn line by line: only what is on the screen costs anything, however long the whole is."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

ROLES = ("muted", "strong", "heading", "accent", "low", "mid", "high", "open", "good", "bad", "found")


class LineView(ScrollView, can_focus=True):
    """A scrolling view of lines, with the roles in which text can stand."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"line--{role}" for role in ROLES),
        "line--cursor",
        "line--cursor-blurred",
    }
    DEFAULT_CSS = """
    LineView {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        height: 1fr;
        background: $background;
        color: $foreground;
        & > .line--muted { color: $muted; }
        & > .line--strong { text-style: bold; }
        & > .line--heading { color: $primary; text-style: bold; }
        & > .line--accent { color: $accent; }
        & > .line--low { color: $error; }
        & > .line--mid { color: $foreground; }
        & > .line--high { color: $success; }
        & > .line--open { color: $warning; }
        & > .line--good { color: $success; }
        & > .line--bad { color: $error; }
        & > .line--found { color: $accent; text-style: bold underline; }
        & > .line--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        & > .line--cursor-blurred {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
        }
    }
    """

    def role(self, name: str) -> Style:
        """Return the style of a role."""
        return self.get_component_rich_style(f"line--{name}") if name else self.rich_style

    def set_lines(self, count: int) -> None:
        """Say how many lines there are, without laying the screen out again."""
        size = Size(1, count)
        if size != self.virtual_size:
            self.set_reactive(LineView.virtual_size, size)
            self._scroll_update(size)
        self.refresh()

    def blank(self, width: int) -> Strip:
        """Return an empty line."""
        return Strip([Segment(" " * width, self.rich_style)], width)
