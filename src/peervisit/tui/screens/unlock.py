"""Asking for the passphrase of a locked review before it is opened."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Label

from peervisit.errors import PeervisitError, WrongPassphraseError
from peervisit.i18n import N_, _
from peervisit.store import passphrases
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.plain import plain
from peervisit.tui.safe_app import LockedReviewError
from peervisit.tui.screens.base import Dialog
from peervisit.tui.widgets.fields import Problem
from peervisit.tui.widgets.key_line import KeyLine

OPEN = Command("open.unlock", "enter", N_("Open"), N_("Open the review."), footer=True)
CANCEL = Command("open.leave-locked", "escape", N_("Back"), N_("Open nothing."), footer=True)


class UnlockScreen(Dialog[None]):
    """One line for the passphrase, which it does not show."""

    AUTO_FOCUS = "Input"
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (OPEN, CANCEL)
    HELP = N_("The review is locked. Whoever locked it knows the passphrase; nobody else can give it to you.")
    DEFAULT_CSS = """
    UnlockScreen Label { color: $muted; }
    UnlockScreen Input, UnlockScreen Input:focus {
        border: none; height: 1; padding: 0 1; background: $panel;
    }
    UnlockScreen .error { color: $error; height: auto; }
    """

    def __init__(self, path: Path, member: str | None = None) -> None:
        super().__init__()
        self._path, self._as = path, member

    def compose(self) -> ComposeResult:
        """Make the line."""
        with Vertical(classes="dialog") as box:
            box.border_title = plain(_("Locked review"))
            yield Label(plain(_("Passphrase of {file}").format(file=self._path.name)))
            yield Input(password=True)
            yield Problem()
            yield KeyLine(self.USER_COMMANDS)

    def on_input_submitted(self) -> None:
        """Open with what was typed, or say calmly that it does not fit."""
        self.action_unlock()

    def action_unlock(self) -> None:
        """Open the review."""
        from peervisit.tui.opening import open_for_screens

        line = self.query_one(Input)
        words, line.value = line.value, ""
        if not words:
            return
        passphrases.remember(self._path, words)
        try:
            review = open_for_screens(self._path, self._as)
        except (LockedReviewError, WrongPassphraseError):
            passphrases.forget(self._path)
            self.query_one(Problem).say(
                keyed(_("This passphrase does not open it. Try again, or <open.leave-locked>."))
            )
            return
        except PeervisitError as error:
            passphrases.forget(self._path)
            self.query_one(Problem).say(str(error))
            return
        self.dismiss()
        self.main.use(review)

    def action_leave_locked(self) -> None:
        """Open nothing."""
        self.dismiss()
