"""The backups of a review that is not open, and bringing one back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Label

from peervisit.errors import DamagedFileError, NotAReviewError, PeervisitError
from peervisit.i18n import N_, _, short_moment
from peervisit.tui.commands import Command
from peervisit.tui.messages import RestoredReview
from peervisit.tui.plain import plain
from peervisit.tui.screens.base import Dialog
from peervisit.tui.widgets.fields import Problem
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item

if TYPE_CHECKING:
    from peervisit.service.keeping import Backup

RESTORE = Command(
    "backups.restore", "enter", N_("Restore"), N_("Bring back the backup under the cursor."), footer=True
)
BACK = Command("backups.back", "escape", N_("Back"), N_("Bring back nothing."), footer=True)

COLUMNS = (Column(N_("Made"), 16), Column(N_("Why"), share=1), Column(N_("Size"), 10))


def offered_for(path: Path, error: PeervisitError) -> BackupsScreen | None:
    """Return the backups of a review that is damaged; None where there are none, or it is sound."""
    from peervisit.service import keeping

    damaged = isinstance(error, (DamagedFileError, NotAReviewError))
    return BackupsScreen(path, str(error)) if damaged and keeping.backups_of(path) else None


class BackupsScreen(Dialog[None]):
    """The backups of one review, newest first; a locked one asks for its passphrase above them."""

    AUTO_FOCUS = "RecordList"
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (RESTORE, BACK)
    HELP = N_("A backup is the whole review as it was then. The file as it is now stays beside it, renamed.")
    DEFAULT_CSS = """
    BackupsScreen Label { color: $muted; }
    BackupsScreen RecordList { height: auto; min-height: 4; max-height: 12; }
    BackupsScreen Input, BackupsScreen Input:focus {
        border: none; height: 1; padding: 0 1; background: $panel;
    }
    BackupsScreen .error { color: $error; height: auto; }
    """

    def __init__(self, path: Path, problem: str = "") -> None:
        super().__init__()
        self._path, self._problem, self._busy = path, problem, False

    def compose(self) -> ComposeResult:
        """Make the list, and for a locked review the line of its passphrase."""
        with Vertical(classes="dialog") as box:
            box.border_title = plain(_("Backups of {file}").format(file=self._path.name))
            yield Label(plain(_("The file as it is now stays beside it, under another name.")))
            yield from self._passphrase()
            yield RecordList(
                COLUMNS,
                on_open=lambda _code: self.action_restore(),
                empty=_("There is no backup yet. The first is made when something is entered."),
            )
            yield Problem()
            yield KeyLine(self.USER_COMMANDS)

    def _passphrase(self) -> Iterable[Widget]:
        from peervisit.service import keeping

        if keeping.needs_passphrase(self._path):
            yield Label(plain(_("Passphrase of {file}").format(file=self._path.name)))
            yield Input(password=True)

    def on_mount(self) -> None:
        """Show the backups; begin with the passphrase where one is needed."""
        from peervisit.service import keeping

        self.query_one(RecordList).show([_item(one) for one in keeping.told(self._path)])
        for line in self.query(Input):
            line.focus()
        if self._problem:
            self.query_one(Problem).say(self._problem)

    def on_input_submitted(self) -> None:
        """Go on to the list: which backup is brought back is chosen there."""
        self.query_one(RecordList).focus()

    def action_restore(self) -> None:
        """Bring the backup under the cursor back, in the background: it is looked through first."""
        code = self.query_one(RecordList).code
        if code is None or self._busy:
            return
        self._busy = True
        self.query_one(Problem).say(_("looking through the backup…"))
        words = next((line.value for line in self.query(Input)), "")
        self._restore(Path(code), words)

    def action_back(self) -> None:
        """Bring back nothing; what is being brought back is opened first."""
        if not self._busy:
            self.dismiss()

    @work(thread=True, exclusive=True, exit_on_error=False, group="restore")
    def _restore(self, backup: Path, words: str) -> None:
        from peervisit.service import keeping
        from peervisit.store import passphrases

        try:
            if words:
                passphrases.remember(self._path, words)
            aside = keeping.restore(self._path, backup).aside
        except Exception as error:
            if words:
                passphrases.forget(self._path)
            self.post_message(RestoredReview(self._path, None, self.main.failure_of(error)))
            return
        self.post_message(RestoredReview(self._path, aside, ""))

    def on_restored_review(self, event: RestoredReview) -> None:
        """Open the review as it was then, or say why nothing was brought back."""
        from peervisit.tui.opening import open_for_screens

        self._busy = False
        if event.failure:
            self.query_one(Problem).say(event.failure)
            return
        self.dismiss()
        self.main.use(open_for_screens(event.path))
        if event.aside is not None:
            self.main.say(_("the file as it was is kept as {file}").format(file=event.aside.name))


def _item(backup: Backup) -> Item:
    size = _("{n} kB").format(n=-(-backup.size // 1000))
    return Item(str(backup.path), (short_moment(backup.made_at.astimezone()), backup.reason, size))
