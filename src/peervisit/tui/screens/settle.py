"""Writing what settles a conflict: both versions brought together, or something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from peervisit.i18n import N_
from peervisit.tui.commands import Command
from peervisit.tui.screens.base import Dialog
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.plain_text_area import PlainTextArea

if TYPE_CHECKING:
    from peervisit.service.conflicts import Conflict

SETTLE = Command(
    "settle.done", "ctrl+s", N_("Settle"), N_("Settle the conflict with this text."), footer=True
)
BACK = Command(
    "settle.back",
    "escape",
    N_("Back"),
    N_("Leave the conflict open; what was typed is there again next time."),
    footer=True,
)


class SettleDialog(Dialog[str | None]):
    """A text to write; it gives back what was typed and not taken, None once the conflict is settled."""

    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (SETTLE, BACK)
    DEFAULT_CSS = """
    SettleDialog > .dialog { height: 80%; }
    SettleDialog PlainTextArea, SettleDialog PlainTextArea:focus { height: 1fr; max-height: 100%; }
    """

    def __init__(self, one: Conflict, text: str) -> None:
        super().__init__()
        self._one, self._text = one, text

    def compose(self) -> ComposeResult:
        """Make the text."""
        self._area = PlainTextArea(self._text)
        with Vertical(classes="dialog") as box:
            box.border_title = f"{self._one.code}  {self._one.title}".replace("[", "\\[")
            yield self._area
            yield KeyLine([SETTLE, BACK])

    def action_done(self) -> None:
        """Settle the conflict; what is not acceptable is said, and the text stays."""
        from peervisit.service.conflicts import settle

        text = self._area.text
        value: str | int = text
        if any(isinstance(version.value, int) for version in self._one.versions) and text.strip().isdigit():
            value = int(text)
        settle(self.review, *self._one.name, value)
        self.dismiss(None)

    def action_back(self) -> None:
        """Leave it open."""
        self.dismiss(self._area.text)
