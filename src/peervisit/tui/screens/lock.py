"""The screen lock: nothing of the review is on the screen, and no key does anything but unlock."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from peervisit.i18n import _
from peervisit.store import passphrases
from peervisit.tui.plain import plain
from peervisit.tui.screens.base import Ours
from peervisit.tui.widgets.fields import Problem


class LockScreen(Ours, ModalScreen[None]):
    """Blank but for how to unlock it: with the passphrase of the file, or with Enter where it has none."""

    BINDINGS: ClassVar = []
    DEFAULT_CSS = """
    LockScreen { align: center middle; background: $background; }
    LockScreen > Vertical { width: 60; max-width: 90%; height: auto; }
    LockScreen Static { text-align: center; width: 1fr; color: $muted; }
    LockScreen Input, LockScreen Input:focus {
        border: none; height: 1; padding: 0 1; background: $panel; margin-top: 1;
    }
    LockScreen .error { color: $error; height: auto; }
    LockScreen ToastRack { display: none; }
    """

    asks = False
    """Whether a passphrase unlocks it."""

    def compose(self) -> ComposeResult:
        """Say how to unlock it, and nothing else."""
        self.asks = self.main.has_review and self.review.secure
        with Vertical():
            yield Static(plain(_("peervisit is locked")))
            if self.asks:
                yield Static(
                    plain(_("What was typed is saved. Type the passphrase of the file, then Enter."))
                )
                yield Input(password=True)
                yield Problem()
            else:
                yield Static(
                    plain(_("What was typed is saved. Enter shows it again; other keys do nothing."))
                )

    def on_key(self, event: events.Key) -> None:
        """Let no key through but Enter; where a passphrase is asked for, those that type it."""
        if self.asks:
            return
        event.stop()
        event.prevent_default()
        if event.key == "enter":
            self.dismiss()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Unlock with the passphrase of the file."""
        words, event.input.value = event.input.value, ""
        if not words:
            return
        if passphrases.is_of(self.review.path, words):
            self.dismiss()
        else:
            self.query_one(Problem).say(_("This is not the passphrase."))
