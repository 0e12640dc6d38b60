"""Opening a review by its path."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from peervisit import locations
from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.safe_app import LockedReviewError
from peervisit.tui.screens.base import Dialog
from peervisit.tui.widgets.fields import Problem

CANCEL = Command("open.cancel", "escape", N_("Back"), N_("Open nothing."))


class OpenPathScreen(Dialog[None]):
    """One line to type or paste a path into."""

    USER_COMMANDS = (CANCEL,)
    DEFAULT_CSS = """
    OpenPathScreen Input, OpenPathScreen Input:focus {
        border: none; height: 1; padding: 0 1; background: $panel;
    }
    OpenPathScreen .error { color: $error; height: auto; }
    """

    def compose(self) -> ComposeResult:
        """Make the line."""
        with Vertical(classes="dialog") as box:
            box.border_title = _("Open a file")
            box.border_subtitle = keyed(_("enter: open · <open.cancel>: back"))
            yield Input(placeholder=_("path of a .peervisit file"))
            yield Problem()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open the file, or say why not."""
        from peervisit.tui.opening import open_for_screens

        if not event.value.strip():
            return
        path = locations.meant(event.value)
        try:
            review = open_for_screens(path)
        except LockedReviewError:
            self.dismiss()
            raise
        except OSError as error:  # a name that is too long, for one
            self.query_one(Problem).say(error.strerror or type(error).__name__)
            return
        except PeervisitError as error:
            from peervisit.tui.screens.backups import offered_for

            if (backups := offered_for(path, error)) is not None:
                self.app.switch_screen(backups)
            else:
                self.query_one(Problem).say(str(error))
            return
        self.dismiss()
        self.main.use(review)

    def action_cancel(self) -> None:
        """Open nothing."""
        self.dismiss()
