"""Dialogs to type into: one line, or a text of its own that is kept while it is typed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, TextArea

from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _
from peervisit.tui.autosave import Autosave
from peervisit.tui.commands import Command
from peervisit.tui.note_keeping import NoteKeeper, both
from peervisit.tui.screens.base import Dialog
from peervisit.tui.status import local_time
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.plain_text_area import PlainTextArea

CANCEL = Command("line.cancel", "escape", N_("Back"), N_("Change nothing."), footer=True)
DONE = Command("text.done", "escape,ctrl+s", N_("Done"), N_("Keep the text and go back."), footer=True)


class LineDialog(Dialog[str | None]):
    """One line; gives back what was typed, None for nothing."""

    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (CANCEL,)
    DEFAULT_CSS = """
    LineDialog Input, LineDialog Input:focus { border: none; height: 1; padding: 0; background: $panel; }
    """

    def __init__(self, title: str, hint: str = "", typed: str = "") -> None:
        super().__init__()
        self._title, self._hint, self._typed = title, hint, typed

    def compose(self) -> ComposeResult:
        """Make the line."""
        with Vertical(classes="dialog") as box:
            box.border_title = self._title.replace("[", "\\[")
            yield Input(self._typed, placeholder=self._hint, select_on_focus=False)
            yield KeyLine([CANCEL])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give back the line."""
        self.dismiss(event.value.strip() or None)

    def action_cancel(self) -> None:
        """Change nothing."""
        self.dismiss(None)


class TextDialog(Dialog[bool]):
    """A text field of an interview record, in front of the note; every way out keeps it."""

    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (DONE,)
    DEFAULT_CSS = """
    TextDialog > .dialog { height: 14; }
    TextDialog PlainTextArea, TextDialog PlainTextArea:focus { height: 1fr; max-height: 100%; }
    """

    def __init__(self, interview: str, field: str, title: str, hint: str = "") -> None:
        super().__init__()
        self._interview, self._field, self._title, self._hint = interview, field, title, hint

    def compose(self) -> ComposeResult:
        """Make the text."""
        self._keeper = NoteKeeper(self.review, self._interview, self._field)
        self._autosave = Autosave(self, self._keep)
        draft = self._keeper.take_over()
        text = self._keeper.base
        if draft is not None:
            text = (
                both(text, draft.text, _("[draft of {time}]").format(time=local_time(draft.at)))
                if draft.outdated
                else draft.text
            )
        unsaved = self.main.unsaved.take(self._keeper.name)
        text = text if unsaved is None else unsaved
        self._area = PlainTextArea(text, placeholder=self._hint)
        self._area.read_only = self.review.read_only
        with Vertical(classes="dialog") as box:
            box.border_title = self._title.replace("[", "\\[")
            yield self._area
            yield KeyLine([DONE])

    def on_mount(self) -> None:
        """Type after what is there; what could not be kept before is tried again soon."""
        if self._area.text != self._keeper.base:
            self._autosave.touched()
        self._area.move_cursor(self._area.document.end)

    def on_text_area_changed(self, _event: TextArea.Changed) -> None:
        """Keep a draft soon."""
        self._autosave.touched()

    def _keep(self) -> bool:
        if self.review.read_only:
            return True
        try:
            self._keeper.keep(self._area.text)
        except PeervisitError as error:
            text = self._area.text
            self.main.unsaved.hold(self._keeper.name, text, lambda: self._keeper.keep(text))
            self.main.say(str(error), bad=True)
            return False
        self.main.unsaved.take(self._keeper.name)
        return True

    def keep_draft(self) -> None:
        """Keep what was typed when the app is left."""
        self._autosave.flush()

    def on_screen_suspend(self) -> None:
        """Keep what was typed when somebody goes elsewhere."""
        self._autosave.flush()

    def action_done(self) -> None:
        """Make the text an entry and go back."""
        self._autosave.flush()
        changed = not self.review.read_only and self._keeper.enter(self._area.text)
        self.dismiss(changed)
        if changed:
            self.main.wrote()
