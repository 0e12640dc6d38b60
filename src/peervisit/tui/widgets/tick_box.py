"""A box to tick that shows by its sign, not only by its colour, whether it is ticked."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Checkbox


class TickBox(Checkbox):
    """``[✓]`` or ``[ ]`` before its words."""

    DEFAULT_CSS = """
    TickBox, TickBox:focus { border: none; padding: 0; background: $surface; }
    TickBox > .toggle--button, TickBox.-on > .toggle--button { color: $foreground; background: $surface; }
    """

    @property
    def _button(self) -> Content:
        return Content.styled("[✓]" if self.value else "[ ]", self.get_visual_style("toggle--button"))
