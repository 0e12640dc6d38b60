"""The questions of an interview: what is still to ask, and ticking it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from peervisit.i18n import N_, _
from peervisit.tui import note_reading
from peervisit.tui.commands import Command
from peervisit.tui.levels import Styled
from peervisit.tui.said import said
from peervisit.tui.screens.base import Dialog
from peervisit.tui.widgets.detail import GAP, Block, Detail
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item
from peervisit.tui.widgets.text_dialogs import LineDialog

ANSWERED = Command("question.answered", "a,enter", N_("Answered"), N_("It was answered."), footer=True)
LEFT = Command("question.left-open", "l", N_("Left open"), N_("It was asked and stays open."), footer=True)
AGAIN = Command("question.reopen", "o", N_("To ask"), N_("It is still to be asked."), footer=True)
NEW = Command("question.add", "n", N_("New"), N_("Add a question to this slot."), footer=True)
CANCEL = Command("question.cancel", "escape,ctrl+o", N_("Back"), N_("Go back to the note."), footer=True)


class QuestionList(Dialog[None]):
    """Questions planned for the slot, then open ones about its focus that no slot has."""

    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (ANSWERED, LEFT, AGAIN, NEW, CANCEL)
    DEFAULT_CSS = """
    QuestionList > .dialog { height: 80%; }
    QuestionList RecordList, QuestionList Detail { background: $surface; }
    QuestionList Detail { height: 6; border-top: hkey $border-blurred; }
    """

    def __init__(self, interview: str, slot: str | None) -> None:
        super().__init__()
        self._interview, self._slot = interview, slot

    def compose(self) -> ComposeResult:
        """Make the list, and the question under the cursor in full."""
        self.list = RecordList(
            [
                Column("", 2),
                Column(N_("Question"), share=1),
                Column(N_("Indicators"), 12, from_width=60, role="muted"),
            ],
            on_highlight=self._show,
            on_open=lambda _code: self.action_answered(),
            empty=_("Nothing is planned to be asked.\nn adds a question."),
        )
        self.detail = Detail()
        self.detail.can_focus = False
        with Vertical(classes="dialog") as box:
            box.border_title = _("To ask")
            yield self.list
            yield self.detail
            yield KeyLine(self.USER_COMMANDS)

    def on_mount(self) -> None:
        """Show the questions, the cursor on the first that is open."""
        self._read()
        self._to_next()
        self.list.focus()

    def _read(self) -> None:
        found = note_reading.read_sitting(self.review, self._interview)
        self.rows = found.questions if found else {}
        planned = [code for code, row in self.rows.items() if self._slot in row["slots"]]
        items = [self._item(code) for code in planned]
        others = [code for code in self.rows if code not in planned]
        if others:
            items.append(Item("", (_("Open elsewhere, on the focus of this slot"),), heading=True))
        self.list.show([*items, *(self._item(code) for code in others)])

    def _item(self, code: str) -> Item:
        row = self.rows[code]
        mark = note_reading.ticked(row)
        role = "" if mark == "○" else "muted"
        return Item(
            code,
            (
                Styled(mark, "good" if mark == "✓" else ""),
                Styled(row["text"] or "", role),
                " ".join(row["indicators"]),
            ),
        )

    def _to_next(self) -> None:
        code = next((code for code, row in self.rows.items() if row["status"] in (None, "open")), None)
        if code is not None:
            self.list.go_to(code)

    def _show(self, code: str) -> None:
        row = self.rows.get(code)
        if row is None:
            self.detail.show([])
            return
        asked = " · ".join(str(one) for one in (row["asked_by"], row["to_whom"], *row["indicators"]) if one)
        self.detail.show(
            [Block(row["text"] or "", "strong"), Block(asked, "muted"), GAP, Block(row["answer"] or "")]
        )

    # Ticking

    def action_answered(self) -> None:
        """Say that it was answered."""
        self._tick("answered")

    def action_left_open(self) -> None:
        """Say that it stays open."""
        self._tick("left-open")

    def action_reopen(self) -> None:
        """Say that it is still to be asked."""
        self._tick("open")

    def _tick(self, status: str) -> None:
        from peervisit.service import records

        code = self.list.code
        if not code:
            return
        fields: dict[str, object] = {"status": status}
        if self._slot and self._slot not in self.rows[code]["slots"]:
            fields["slots"] = [*self.rows[code]["slots"], self._slot]
        records.edit(self.review, "question", code, fields)
        self.main.wrote()
        self._read()
        if status != "open":
            self._to_next()

    def action_add(self) -> None:
        """Add a question."""
        self.main.push_screen(
            LineDialog(_("New question"), _("what should be asked; Enter keeps it")),
            said(self.main, self._added),
        )

    def _added(self, text: str | None) -> None:
        from peervisit.service import records

        if text:
            fields: dict[str, object] = {"text": text, "status": "open", "asked_by": self.member}
            if self._slot:
                fields["slots"] = [self._slot]
            code = records.add(
                self.review, "question", {key: value for key, value in fields.items() if value}
            )
            self.main.wrote()
            self._read()
            self.list.go_to(code)

    def action_cancel(self) -> None:
        """Go back to the note."""
        self.dismiss()
