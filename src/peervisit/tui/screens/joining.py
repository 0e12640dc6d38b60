"""Joining a review: the invitation, its passphrase, and where one's copy goes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Label

from peervisit import locations
from peervisit.i18n import N_, _
from peervisit.tui.commands import Command
from peervisit.tui.messages import JoinedReview
from peervisit.tui.plain import plain
from peervisit.tui.screens.base import Dialog
from peervisit.tui.widgets.fields import Problem
from peervisit.tui.widgets.key_line import KeyLine

JOIN = Command(
    "join.make", "ctrl+s", N_("Join"), N_("Make your copy of the review and open it."), footer=True
)
CANCEL = Command("join.cancel", "escape", N_("Back"), N_("Make nothing."), footer=True)


class JoinScreen(Dialog[None]):
    """Three lines: the invitation, its passphrase, the file to make."""

    AUTO_FOCUS = "#invitation"
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (JOIN, CANCEL)
    HELP = N_("A teammate who has the review makes an invitation for you and tells you its passphrase.")
    DEFAULT_CSS = """
    JoinScreen Label { color: $muted; }
    JoinScreen Input, JoinScreen Input:focus { border: none; height: 1; padding: 0 1; background: $panel; }
    JoinScreen .error { color: $error; height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._busy = self._own_name = False

    def compose(self) -> ComposeResult:
        """Make the lines."""
        with Vertical(classes="dialog") as box:
            box.border_title = _("Join a review")
            yield from self._line(
                "invitation", _("Invitation"), _("path of the file that a teammate gave you")
            )
            yield from self._line("passphrase", _("Its passphrase"), password=True)
            yield from self._line("file", _("Your copy"))
            yield Problem()
            yield KeyLine(self.USER_COMMANDS)

    def on_mount(self) -> None:
        """Propose a file."""
        self.query_one("#file", Input).value = self._proposed("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Name the copy after the invitation until somebody names it otherwise."""
        if event.input.id == "invitation" and not self._own_name:
            self.query_one("#file", Input).value = self._proposed(event.value)
        elif event.input.id == "file":
            self._own_name = event.value != self._proposed(self._text("invitation"))

    def on_input_submitted(self) -> None:
        """Go on to the next line, or join from the last."""
        if getattr(self.focused, "id", None) == "file":
            self.action_make()
        else:
            self.focus_next()

    def action_make(self) -> None:
        """Make the copy in the background: its passphrase takes seconds by design."""
        if self._busy:
            return
        path = locations.named_as_review(self._text("file"))
        if path.parent == self.main.settings.data:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._busy = True
        self.query_one(Problem).say(_("unlocking it takes a few seconds…"))
        words = self.query_one("#passphrase", Input).value
        invitation = locations.meant(self._text("invitation"))
        self._join(invitation, path, words)

    def action_cancel(self) -> None:
        """Make nothing; what is being made is opened first."""
        if not self._busy:
            self.dismiss()

    @work(thread=True, exclusive=True, exit_on_error=False, group="join")
    def _join(self, invitation: Path, path: Path, words: str) -> None:
        from peervisit.service import sharing

        try:
            locked = sharing.needs_passphrase(invitation)
            joined = sharing.join(invitation, path, words if locked else None)
        except Exception as error:
            self.post_message(JoinedReview(path, "", self.main.failure_of(error)))
            return
        self.post_message(JoinedReview(joined.path, joined.member, ""))

    def on_joined_review(self, event: JoinedReview) -> None:
        """Open the copy, or say why there is none."""
        from peervisit.tui.opening import open_for_screens

        self._busy = False
        if event.failure:
            self.query_one(Problem).say(event.failure)
            return
        self.dismiss()
        self.main.use(open_for_screens(event.path))
        self.main.say(_("this copy is {code}'s").format(code=event.member))

    def _line(self, name: str, label: str, hint: str = "", *, password: bool = False) -> Iterable[Widget]:
        yield Label(plain(label))
        yield Input(placeholder=hint, id=name, password=password)

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    def _proposed(self, invitation: str) -> str:
        stem = Path(invitation.strip().strip("'\"")).stem or "review"
        return str(self.main.settings.data / f"{stem}{locations.SUFFIX}")
