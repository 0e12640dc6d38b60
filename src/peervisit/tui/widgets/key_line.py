"""The last line: the seven keys worth knowing here. Textual's own footer costs a third of the start."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from peervisit.i18n import _
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import shown_key
from peervisit.tui.widgets.roles import Roles

MOST = 7


class KeyLine(Roles, Widget):
    """Keys and what they do, as many as fit; each can be clicked."""

    DEFAULT_CSS = """
    KeyLine {
        height: 1; background: $panel; color: $muted;
    }
    """

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self.commands = [command for command in commands if command.footer][:MOST]

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        segments: list[Segment] = []
        for _command, key, label in self._parts():
            segments.append(Segment(f" {key}", self.role("key")))
            segments.append(Segment(f" {label} ", self.role("")))
        return Strip(segments).adjust_cell_length(self.size.width, self.role(""))

    def _parts(self) -> list[tuple[Command, str, str]]:
        shown = ((command, shown_key(command)) for command in self.commands)
        # What somebody left without a key is in the palette; its old key does nothing.
        found = [(command, key, _(command.label)) for command, key in shown if key]
        # The last one leads to all the others: help, or the way back. What is left out is before it.
        while len(found) > 1 and sum(_room(part) for part in found) > self.size.width:
            del found[-2]
        return found

    async def _on_click(self, event: events.Click) -> None:
        left = 0
        for command, key, label in self._parts():
            left += cell_len(key + label) + 3
            if event.x < left:
                await self.app.run_action(command.run, default_namespace=self.screen)
                return


def _room(part: tuple[Command, str, str]) -> int:
    return cell_len(part[1] + part[2]) + 3
