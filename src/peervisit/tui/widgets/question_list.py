"""The questions of an interview: what is still to ask, and ticking it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from peervisit.i18n import N_, _, current
from peervisit.tui import note_reading
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.levels import Styled
from peervisit.tui.said import said
from peervisit.tui.screens.base import Dialog
from peervisit.tui.widgets.detail import GAP, Block, Detail
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item
from peervisit.tui.widgets.text_dialogs import LineDialog

ASK = Command("question.ask", "enter", N_("Ask"), N_("Put it into the note and go on typing."), footer=True)
ANSWERED = Command("question.answered", "a", N_("Answered"), N_("It was answered."), footer=True)
LEFT = Command("question.left-open", "l", N_("Left open"), N_("It was asked and stays open."), footer=True)
AGAIN = Command("question.reopen", "o", N_("To ask"), N_("It is still to be asked."))
NEW = Command("question.add", "n", N_("New"), N_("Add a question to this slot."), footer=True)
CANCEL = Command("question.cancel", "escape,ctrl+o", N_("Back"), N_("Go back to the note."), footer=True)
GUIDING = "guiding "
"""Begins the code of a guiding question of the benchmark, which is no record until it is asked."""


class QuestionList(Dialog[str | None]):
    """Questions planned for the slot, open ones about its focus, and the benchmark's own on each indicator.

    Gives back the words of the question that is asked now.
    """

    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (ASK, ANSWERED, LEFT, NEW, AGAIN, CANCEL)
    HELP = N_(
        "What is still to ask. <question.ask> puts the question into the note; "
        "<question.answered> and <question.left-open> tick it."
    )
    DEFAULT_CSS = """
    QuestionList > .dialog { height: 80%; }
    QuestionList RecordList, QuestionList Detail { background: $surface; }
    QuestionList Detail { height: 6; border-top: hkey $border-blurred; }
    """

    def __init__(self, interview: str, slot: str | None, focus: Sequence[str] = ()) -> None:
        super().__init__()
        self._interview, self._slot, self._focus = interview, slot, focus

    def compose(self) -> ComposeResult:
        """Make the list, and the question under the cursor in full."""
        self.list = RecordList(
            [
                Column("", 2),
                Column(N_("Question"), share=1),
                Column(N_("Indicators"), 12, from_width=60, role="muted"),
            ],
            on_highlight=self._show,
            on_open=lambda _code: self.action_ask(),
            empty=keyed(_("Nothing is planned to be asked.\n<question.add> adds a question.")),
        )
        self.detail = Detail()
        self.detail.can_focus = False
        with Vertical(classes="dialog") as box:
            box.border_title = _("To ask")
            yield self.list
            yield self.detail
            yield KeyLine(self.USER_COMMANDS)

    def on_mount(self) -> None:
        """Show the questions, the cursor on the first that is still to ask."""
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
        items += [self._item(code) for code in others]
        guiding = list(self._guiding())
        if guiding:
            items.append(Item("", (_("Guiding questions of the benchmark"),), heading=True))
        self.list.show([*items, *guiding])

    def _guiding(self) -> Iterator[Item]:
        """Yield the guiding questions on the focus that were not asked here yet."""
        asked = {row["text"] for row in self.rows.values()}
        self.guiding: dict[str, tuple[str, str]] = {}
        for indicator in self._focus:
            known = self.benchmark.by_id.get(indicator)
            for place, text in enumerate(known.listed("questions", current()) if known else ()):
                if text not in asked:
                    code = f"{GUIDING}{indicator} {place}"
                    self.guiding[code] = (text, indicator)
                    yield Item(code, (Styled("·", "muted"), text, indicator))

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
        still = (code for code, row in self.rows.items() if row["status"] in (None, "open"))
        code = next(still, None) or next(iter(self.guiding), None)
        if code is not None:
            self.list.go_to(code)

    def _show(self, code: str) -> None:
        row = self.rows.get(code)
        if row is None:
            text, indicator = self.guiding.get(code, ("", ""))
            self.detail.show([Block(text, "strong"), Block(indicator, "muted")] if text else [])
            return
        asked = " · ".join(str(one) for one in (row["asked_by"], row["to_whom"], *row["indicators"]) if one)
        self.detail.show(
            [Block(row["text"] or "", "strong"), Block(asked, "muted"), GAP, Block(row["answer"] or "")]
        )

    # Asking and ticking

    def action_ask(self) -> None:
        """Put the question into the note; one that had no slot is this slot's from now on."""
        code = self.list.code
        if code in self.guiding:
            self._keep_guiding(code, "open")
            self.dismiss(self.guiding[code][0])
        elif code:
            if self._slot and self._slot not in self.rows[code]["slots"]:
                self._keep(code, self.rows[code]["status"] or "open")
            self.dismiss(self.rows[code]["text"] or "")

    def action_answered(self) -> None:
        """Say that it was answered, and go back to the note."""
        self._tick("answered")

    def action_left_open(self) -> None:
        """Say that it stays open, and go back to the note."""
        self._tick("left-open")

    def action_reopen(self) -> None:
        """Say that it is still to be asked."""
        self._tick("open")

    def _tick(self, status: str) -> None:
        code = self.list.code
        if not code:
            return
        if code in self.guiding:
            self._keep_guiding(code, status)
        else:
            self._keep(code, status)
        if status == "open":
            self._read()
        else:
            self.dismiss(None)

    def _keep(self, code: str, status: str) -> None:
        from peervisit.service import visit

        visit.tick(self.review, code, status, self._slot)
        self.main.wrote()

    def _keep_guiding(self, code: str, status: str) -> None:
        from peervisit.service import visit

        text, indicator = self.guiding[code]
        visit.ask(self.review, text, slot=self._slot, indicator=indicator, status=status)
        self.main.wrote()

    def action_add(self) -> None:
        """Add a question."""
        self.main.push_screen(
            LineDialog(_("New question"), _("what should be asked; Enter keeps it")),
            said(self.main, self._added),
        )

    def _added(self, text: str | None) -> None:
        from peervisit.service import visit

        if text:
            code = visit.ask(self.review, text, slot=self._slot)
            self.main.wrote()
            self._read()
            self.list.go_to(code)

    def action_cancel(self) -> None:
        """Go back to the note."""
        self.dismiss(None)
