"""A small dialog in which one key decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip

from peervisit.i18n import N_
from peervisit.tui.commands import Command
from peervisit.tui.plain import fit, one_line
from peervisit.tui.screens.base import Dialog
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.line_view import LineView

CANCEL = Command("one-key.cancel", "escape,ctrl+b", N_("Back"), N_("Change nothing."), footer=True)
AZERTY = "&é\"'(-è_çà"
"""What the keys of the digits 1 to 9 and 0 give without Shift on a French keyboard."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One key: what it stands for, its words, and whether that holds already; a title has no key."""

    name: str
    key: str
    label: str
    held: bool = False


class OneKey(Dialog[str | None]):
    """Gives back the name of the choice whose key was pressed; None for none of them."""

    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (CANCEL,)
    DEFAULT_CSS = """
    OneKey > .dialog { max-width: 84; max-height: 100%; }
    OneKey _Choices { height: auto; background: $surface; overflow-y: hidden; }
    """

    def __init__(self, title: str, choices: Sequence[Choice], about: str = "") -> None:
        super().__init__()
        self._title, self._choices, self._about = title, choices, about

    def compose(self) -> ComposeResult:
        """Make the two columns of keys."""
        with Vertical(classes="dialog") as box:
            box.border_title = self._title.replace("[", "\\[")
            yield _Choices(self._choices, self._about)
            yield KeyLine([CANCEL])

    def on_key(self, event: events.Key) -> None:
        """Take the choice of the key."""
        found = self._find(event.character or "")
        if found is not None:
            event.prevent_default().stop()
            self.dismiss(found)

    def _find(self, character: str) -> str | None:
        keys = {choice.key: choice.name for choice in self._choices if choice.key}
        if character not in keys and character in AZERTY and character:
            character = "1234567890"[AZERTY.index(character)]
        return keys.get(character)

    def action_cancel(self) -> None:
        """Change nothing."""
        self.dismiss(None)


class _Choices(LineView):
    """The keys, their words, and a mark on what holds already; each can be clicked."""

    def __init__(self, choices: Sequence[Choice], about: str) -> None:
        super().__init__()
        self._about = about
        groups: list[list[Choice]] = []
        for choice in choices:
            if not choice.key or not groups:
                groups.append([])
            groups[-1].append(choice)
        self._lines: list[tuple[Choice, ...]] = []
        for group in groups:
            head, rest = ([group[0]], group[1:]) if not group[0].key else ([], group)
            self._lines += [tuple(head)] if head else []
            half = (len(rest) + 1) // 2
            self._lines += [
                (rest[n], *((rest[n + half],) if n + half < len(rest) else ())) for n in range(half)
            ]

    def on_mount(self) -> None:
        """Take the height that is needed."""
        self.styles.height = len(self._lines) + bool(self._about)

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width = self.size.width
        if self._about and y == 0:
            return Strip([Segment(fit(one_line(self._about), width), self.role("strong"))], width)
        place = y - bool(self._about)
        if place >= len(self._lines):
            return self.blank(width)
        return self._draw(self._lines[place], width)

    def _draw(self, line: tuple[Choice, ...], width: int) -> Strip:
        if not line[0].key:
            return Strip([Segment(fit(line[0].label, width), self.role("heading"))], width)
        segments: list[Segment] = []
        half = width // 2
        for choice in line:
            mark = "✓ " if choice.held else "  "
            key = f" {choice.key} "
            label = fit(mark + one_line(choice.label), half - cell_len(key) - 1)
            role = "good" if choice.held else ""
            segments += [Segment(key, self.role("accent")), Segment(label + " ", self.role(role))]
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _on_click(self, event: events.Click) -> None:  # type: ignore[override]
        place = event.y - bool(self._about)
        if 0 <= place < len(self._lines):
            line = self._lines[place]
            choice = line[min(len(line) - 1, event.x * 2 // max(1, self.size.width))]
            if choice.key and isinstance(self.screen, OneKey):
                self.screen.dismiss(choice.name)
