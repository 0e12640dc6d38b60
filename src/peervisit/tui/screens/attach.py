"""Tying a file to a document record."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from peervisit import locations
from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _
from peervisit.service import attachments
from peervisit.service.attachments import Attached
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.screens.base import Dialog
from peervisit.tui.widgets.fields import Problem

CANCEL = Command("attach.cancel", "escape", N_("Back"), N_("Attach nothing."))


class AttachScreen(Dialog[Attached]):
    """One line for the path of the file; gives what came of attaching it."""

    USER_COMMANDS = (CANCEL,)
    DEFAULT_CSS = """
    AttachScreen Input, AttachScreen Input:focus {
        border: none; height: 1; padding: 0 1; background: $panel;
    }
    AttachScreen .error { color: $error; height: auto; }
    """

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code

    def compose(self) -> ComposeResult:
        """Make the line."""
        with Vertical(classes="dialog") as box:
            box.border_title = _("File of {code}").format(code=self.code)
            box.border_subtitle = keyed(_("enter: attach · <attach.cancel>: back"))
            yield Input(placeholder=_("path of the file, typed, pasted or dropped here"))
            yield Problem()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Attach the file, or say why not."""
        if not event.value.strip():
            return
        try:
            made = attachments.attach(self.main.review, self.code, locations.meant(event.value))
        except PeervisitError as error:
            self.query_one(Problem).say(str(error))
            return
        self.dismiss(made)

    def action_cancel(self) -> None:
        """Attach nothing."""
        self.dismiss(None)
