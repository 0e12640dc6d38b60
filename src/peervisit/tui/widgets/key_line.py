"""The last line: the seven keys worth knowing here. Textual's own footer costs a third of the start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from peervisit.i18n import _
from peervisit.tui.commands import Command

MOST = 7


class KeyLine(Widget):
    """Keys and what they do, as many as fit; each can be clicked."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key"}
    DEFAULT_CSS = """
    KeyLine {
        height: 1; background: $panel; color: $muted;
        & > .keys--key { color: $accent; background: $panel; text-style: bold; }
    }
    """

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self.commands = [command for command in commands if command.footer][:MOST]

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        segments: list[Segment] = []
        for _command, key, label in self._parts():
            segments.append(Segment(f" {key}", self.get_component_rich_style("keys--key")))
            segments.append(Segment(f" {label} ", self.rich_style))
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _parts(self) -> list[tuple[Command, str, str]]:
        keymap: dict[str, str] = getattr(self.app, "keymap", {})
        found: list[tuple[Command, str, str]] = []
        room = self.size.width
        for command in self.commands:
            key, label = command.shown_key(keymap.get(command.id)), _(command.label)
            room -= cell_len(key + label) + 3
            if room < 0:
                break
            found.append((command, key, label))
        return found

    async def _on_click(self, event: events.Click) -> None:
        left = 0
        for command, key, label in self._parts():
            left += cell_len(key + label) + 3
            if event.x < left:
                await self.app.run_action(command.run, default_namespace=self.screen)
                return
