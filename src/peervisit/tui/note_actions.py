"""What the keys of the note do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from peervisit.i18n import _
from peervisit.store.read import Row
from peervisit.tui import evidence_actions as acts
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.options import Option
from peervisit.tui.said import said
from peervisit.tui.widgets.field_form import open_form
from peervisit.tui.widgets.one_key import Choice, OneKey
from peervisit.tui.widgets.picker import Picker
from peervisit.tui.widgets.text_dialogs import LineDialog, TextDialog

if TYPE_CHECKING:
    from peervisit.tui.autosave import Autosave
    from peervisit.tui.note_reading import Sitting
    from peervisit.tui.screens.base import ReviewScreen
    from peervisit.tui.tokens import Line
    from peervisit.tui.widgets.note_area import NoteArea

    Base = ReviewScreen
else:
    Base = object


class NoteActions(Base):
    """Evidence, links, questions, remarks and the rest, each without leaving the note."""

    code: str
    last: str | None
    last_indicator: str | None
    again: str
    order: list[str]
    speakers: list[str]
    word: str
    sitting: Sitting
    area: NoteArea
    autosave: Autosave

    if TYPE_CHECKING:

        def understood(self, text: str) -> Line:
            """Return a line as the program understands it."""

        def evidence_of(self, text: str) -> str | None:
            """Return the evidence that a line became."""

        def show_chips(self) -> None:
            """Show what is known of the line."""

        def show_pane(self) -> None:
            """Show the side."""

        def enter_note(self) -> None:
            """Turn the note into one change."""

    # Evidence

    def action_take(self) -> None:
        """Take the line or the selection as evidence; a second time, say that it was."""
        text, _place = self.area.meant()
        held = self.evidence_of(text)
        if held is not None:
            self.last = held
            self._say_word(_("{code} already").format(code=held))
            return
        line = self.understood(text)
        if not line.statement:
            self._say_word(_("type a line first"))
            return
        from peervisit.service import visit

        self.last = visit.take(self.review, self.code, line.statement, self._inherited(line))
        self.last_indicator = next(reversed(line.indicators), self.last_indicator)
        self.wrote()
        self._say_word(_("{code} taken").format(code=self.last))

    def _inherited(self, line: Line) -> dict[str, Any]:
        """Return the fields of new evidence: what the line says, and who spoke last."""
        here = self.sitting.here
        if line.stakeholders:
            self.speakers = line.stakeholders
        spoke = self.speakers or (here if len(here) == 1 else [])
        return {"stakeholders": spoke, **line.fields()} if spoke else line.fields()

    def _target(self) -> str | None:
        """Return the evidence of the line of the cursor, or else the last."""
        text, _place = self.area.meant()
        code = self.evidence_of(text) or self.last
        if code is None or code not in self.sitting.evidence:
            code = next(reversed(self.sitting.evidence), None)
        if code is None:
            self._say_word(keyed(_("no evidence yet: <note.take> takes the line")))
        return code

    def _say_word(self, word: str) -> None:
        self.word = word
        self.show_chips()

    def action_link(self) -> None:
        """Link the evidence of the line, or else the last, to an indicator."""
        code = self._target()
        if code is not None:
            row = self.sitting.evidence[code]
            acts.ask_for_link(self.main, [code], row, self.order, self.last_indicator, self._linked)

    def _linked(self, indicator: str, direction: str) -> None:
        self.last_indicator = indicator
        self.again = f"link:{indicator}:{direction}"
        self._say_done(self._target(), self.again)

    def flags_of(self, row: Row) -> Iterator[str]:
        """Yield what is said of an item of evidence, in words."""
        from peervisit.tui.reading import choice

        if row["nature"]:
            yield choice(row["nature"])
        for name in acts.FLAGS_KEY:
            if row[name]:
                yield acts.flag_label(name)

    # One key more

    def action_about(self) -> None:
        """Show the keys for this evidence and for this interview."""
        text, _place = self.area.meant()
        code = self.evidence_of(text) or self.last
        row = self.sitting.evidence.get(code or "")
        choices = acts.evidence_choices(row, self.sitting.people, self.sitting.here) if row else []
        if row and self.again:
            again = _("again: {what}").format(what=acts.in_words(self.again))
            choices.insert(1, Choice(self.again, ".", again))
        about = f"{code}  {row['statement']}" if row else ""
        main = self.main
        main.push_screen(
            OneKey(_("One key"), [*choices, *self._interview_choices()], about),
            said(main, lambda name: self._do(code, name)),
        )

    def _interview_choices(self) -> list[Choice]:
        return [
            Choice("", "", _("This interview")),
            Choice("run:promise", "d", _("document promised…")),
            Choice("run:remark", "r", _("team-only remark…")),
            Choice("run:messages", "k", _("key messages…")),
            Choice("run:speaker", "w", _("who is speaking…")),
            Choice(
                "run:swap", "t", _("swap lead and note-taker") if self._in_pair else _("take the notes over")
            ),
            Choice("run:take_back", "u", _("undo the last action")),
            Choice("run:close", "c", _("close the interview…")),
        ]

    def _do(self, code: str | None, name: str | None) -> None:
        if name is None:
            return
        what, _colon, value = name.partition(":")
        if what == "run":
            getattr(self, f"action_{value}")()
        elif what == "edit" and code:
            open_form(self.main, "evidence", code)
        elif code and acts.apply(self.main, [code], name):
            if what == "who":
                self.speakers = [value]
            self.again = name
            self._say_done(code, name)

    def _say_done(self, code: str | None, name: str) -> None:
        """Say what was done where the chips do not show it: they are of the line of the cursor."""
        text, _place = self.area.meant()
        shown = code is None or self.evidence_of(text) == code
        self._say_word("" if shown else f"{code}: {acts.in_words(name)}")

    # The rest

    def action_stamp(self) -> None:
        """Put the time at the beginning of the line."""
        time = self.review.now().astimezone().strftime("%H:%M")
        self.area.at_line_start(f"[{time}] ")

    def action_ask(self) -> None:
        """Show the questions of this slot."""
        from peervisit.tui.widgets.question_list import QuestionList

        questions = QuestionList(self.code, self.sitting.row["slot"], self.order)
        self.main.push_screen(questions, said(self.main, self._asked))

    def _asked(self, text: str | None) -> None:
        if text:
            self.area.add_line(f"? {text}")

    def action_speaker(self) -> None:
        """Choose who is speaking."""
        people = self.sitting.people
        codes = [*self.sitting.here, *(code for code in people if code not in self.sitting.here)]
        options = [Option(code, people[code]["role"] or "") for code in codes if code in people]
        self.main.push_screen(Picker(_("Who is speaking?"), options, none=True), self._speaks)

    def _speaks(self, chosen: dict[str, str] | None) -> None:
        if chosen is not None:
            self.speakers = list(chosen)
            said = (
                acts.who(self.sitting.people, self.speakers[0])
                if self.speakers
                else _("nobody in particular")
            )
            self._say_word(_("speaking: {who}").format(who=said))

    def action_remark(self) -> None:
        """Write what only the team sees."""
        hint = _("never leaves the team edition")
        self.main.push_screen(TextDialog(self.code, "remarks", _("Team-only remark"), hint))

    def action_messages(self) -> None:
        """Write the key messages."""
        hint = _("three or four sentences, one a line")
        self.main.push_screen(TextDialog(self.code, "key_messages", _("Key messages"), hint))

    def action_promise(self) -> None:
        """Keep a document that was promised."""
        typed = " ".join(self.area.selected_text.split())[:200]
        dialog = LineDialog(_("Document promised"), _("its title; Enter keeps it"), typed)
        self.main.push_screen(dialog, said(self.main, self._promised))

    def _promised(self, title: str | None) -> None:
        from peervisit.service import visit

        if title:
            code = visit.promise(self.review, self.code, title)
            self.wrote()
            self._say_word(_("{code} promised").format(code=code))

    def action_swap(self) -> None:
        """Swap lead and note-taker; who is neither takes the notes over."""
        from peervisit.service import visit

        if self._in_pair:
            visit.swap(self.review, "interview", self.code)
        elif self.member:
            visit.take_over(self.review, self.code, self.member)
        self.wrote()
        row = self.sitting.row
        self._say_word(
            _("{lead} leads, {notes} takes notes").format(
                lead=row["lead"] or "–", notes=row["note_taker"] or "–"
            )
        )

    @property
    def _in_pair(self) -> bool:
        row = self.sitting.row
        return not self.member or self.member in (row["lead"], row["note_taker"])

    def action_take_back(self) -> None:
        """Undo the last action on this copy; the words of the note, which ctrl+z undoes, stay."""
        from peervisit.service import steps

        while steps.only_of(self.review, "interview", self.code, "notes"):
            # The note that was made an entry meanwhile: its words stay here and become one again.
            steps.undo(self.review)
            self.autosave.pending = True
        self.main.action_undo()
        self.autosave.flush()

    def action_save(self) -> None:
        """Make the note an entry now."""
        self.enter_note()

    def action_pane(self) -> None:
        """Show or fold away the side."""
        self.toggle_class("-shown" if self.has_class("-narrow") else "-folded")
        self.call_after_refresh(self.show_pane)

    def action_close(self) -> None:
        """Go to closing the interview."""
        from peervisit.tui.screens.closing import ClosingScreen

        self.enter_note()
        self.main.push_screen(ClosingScreen(self.code))
