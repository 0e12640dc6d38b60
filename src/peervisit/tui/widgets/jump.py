"""Going to a record by its code."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from peervisit.i18n import N_, _
from peervisit.tui.commands import Command
from peervisit.tui.screens.base import Dialog

CANCEL = Command("jump.cancel", "escape", N_("Back"), N_("Stay here."))


class JumpScreen(Dialog[None]):
    """One line to type a code into."""

    USER_COMMANDS = (CANCEL,)
    DEFAULT_CSS = """
    JumpScreen > .dialog { max-width: 60; }
    JumpScreen Input, JumpScreen Input:focus { border: none; height: 1; padding: 0; }
    """

    def compose(self) -> ComposeResult:
        """Make the line."""
        with Vertical(classes="dialog") as box:
            box.border_title = _("Go to code")
            yield Input(placeholder=_("such as GG-AMB-1 or AR-E14"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open the record, or say that there is none."""
        code = event.value.strip()
        if not code:
            return
        self.dismiss()
        if not self.main.open_code(code):
            self.main.say(_("nothing here has the code {code}").format(code=code[:40]), bad=True)

    def action_cancel(self) -> None:
        """Stay where one was."""
        self.dismiss()
