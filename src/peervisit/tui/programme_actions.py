"""What the keys of the programme do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from peervisit.i18n import _, ngettext, short_day
from peervisit.store.read import Row
from peervisit.tui import moving
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.options import Option, options_for
from peervisit.tui.plain import one_line
from peervisit.tui.programme_reading import Programme, pair_of, times
from peervisit.tui.said import said
from peervisit.tui.widgets.field_form import open_form
from peervisit.tui.widgets.picker import Picker
from peervisit.tui.widgets.text_dialogs import LineDialog

if TYPE_CHECKING:
    from peervisit.tui.screens.base import ReviewScreen
    from peervisit.tui.widgets.slot_grid import SlotGrid

    Base = ReviewScreen
else:
    Base = object

QUARTER = 15


class ProgrammeActions(Base):
    """Moving, swapping, cancelling and filling slots, and giving questions and people a place."""

    programme: Programme
    grid: SlotGrid

    # The slot under the cursor

    @property
    def slot(self) -> Row | None:
        """Return the slot under the cursor."""
        return self.programme.slots.get(self.grid.code or "")

    def _needed(self) -> Row | None:
        row = self.slot
        if row is None:
            self.main.say(_("first go to a slot"))
        return row

    def _edit_slot(self, code: str, fields: dict[str, Any]) -> None:
        from peervisit.service import records

        if fields:
            records.edit(self.review, "slot", code, fields)
            self.wrote()

    def _open(self, code: str) -> None:
        if code in self.programme.slots:
            open_form(self.main, "slot", code)
        elif code in self.programme.questions:
            self._choose_slots(code)
        elif code in self.programme.people:
            self._choose_slot_for_person(code)

    def action_edit(self) -> None:
        """Change every field of what is under the cursor."""
        code = self.grid.code or ""
        for kind, rows in (
            ("slot", self.programme.slots),
            ("question", self.programme.questions),
            ("stakeholder", self.programme.people),
        ):
            if code in rows:
                open_form(self.main, kind, code)

    def action_begin(self) -> None:
        """Begin the interview, or open its note."""
        from peervisit.service import visit
        from peervisit.tui.screens.notes import NoteScreen

        row = self._needed()
        if row is not None:
            new = row["code"] not in self.programme.interviews
            code = visit.begin(self.review, row["code"])
            if new:
                self.wrote()
            self.main.go("interview")
            self.main.push_screen(NoteScreen(code))

    def action_add(self) -> None:
        """Add a slot, on the day of the one under the cursor and after it."""
        row = self.slot
        numbers = [one["number"] for one in self.programme.slots.values() if isinstance(one["number"], int)]
        preset: dict[str, Any] = {"number": max(numbers, default=0) + 1}
        if row is not None:
            preset |= {
                name: row[name]
                for name in ("day", "pair", "lead", "note_taker", "room", "language")
                if row[name]
            }
            preset |= {"start": row["end"]} if row["end"] else {}
        else:
            first = (self.review.row("review", "review") or {}).get("starts_on")
            preset |= {"day": first} if first and not self.programme.slots else {}
            if self.grid.code in self.programme.people:
                preset["stakeholders"] = [self.grid.code]
        open_form(self.main, "slot", preset=preset, on_saved=self._added)

    def _added(self, code: str) -> None:
        self.refresh_if_stale()
        self.grid.go_to(code)

    def action_move(self) -> None:
        """Ask for another time."""
        row = self._needed()
        if row is not None:
            title = _("Move {code}: {now}").format(
                code=row["code"], now=f"{short_day(row['day'])} {times(row)}"
            )
            hint = _("14:30 · 14:30-15:30 · 13 14:30 · 13/05/2026 · +15")
            self.main.push_screen(
                LineDialog(title, hint), said(self.main, lambda typed: self._move(row, typed))
            )

    def _move(self, row: Row, typed: str | None) -> None:
        if typed:
            self._change(row["code"], lambda held: moving.moved(held, typed))

    def action_later(self) -> None:
        """Move a quarter of an hour later."""
        self._shift(QUARTER)

    def action_earlier(self) -> None:
        """Move a quarter of an hour earlier."""
        self._shift(-QUARTER)

    def _shift(self, by: int) -> None:
        row = self._needed()
        if row is not None:
            self._change(row["code"], lambda held: moving.later(held, by))

    def action_next_day(self) -> None:
        """Move to the next day."""
        self._shift_day(1)

    def action_day_before(self) -> None:
        """Move to the day before."""
        self._shift_day(-1)

    def _shift_day(self, by: int) -> None:
        row = self._needed()
        if row is not None:
            self._change(row["code"], lambda held: moving.other_day(held, by))

    def _change(self, code: str, how: Callable[[Row], dict[str, Any]]) -> None:
        """Change a slot, and remember how, for another."""
        self._edit_slot(code, how(self.programme.slots[code]))
        self.main.did("slot", lambda codes: self._change(codes[0], how))

    def chosen(self, kind: str) -> list[str]:
        """Return the slot under the cursor."""
        return [self.grid.code] if kind == "slot" and self.slot and self.grid.code else []

    def action_fill(self) -> None:
        """Choose who and what fills the slot."""
        row = self._needed()
        if row is None:
            return
        told = self.programme
        options = [
            *(Option(code, one_line(told.questions[code]["text"]), _("question")) for code in told.homeless),
            *(Option(code, one_line(told.people[code]["role"]), _("person")) for code in told.unmet),
        ]
        if not options:
            self.main.say(_("every open question and every person has a slot"))
            return
        picker = Picker(_("Fill {code} with…").format(code=row["code"]), options, several=True)
        self.main.push_screen(picker, said(self.main, lambda chosen: self._fill(row["code"], chosen)))

    def _fill(self, slot: str, chosen: dict[str, str] | None) -> None:
        from peervisit.service import visit

        if chosen:
            people = [code for code in chosen if code in self.programme.people]
            questions = [code for code in chosen if code in self.programme.questions]
            visit.fill(self.review, slot, people=people, questions=questions)
            self.wrote()

    def action_exchange(self) -> None:
        """Choose the slot to change places with."""
        row = self._needed()
        if row is None:
            return
        options = [option for option in self._slot_options() if option.code != row["code"]]
        picker = Picker(_("{code} changes places with…").format(code=row["code"]), options)
        self.main.push_screen(picker, said(self.main, lambda chosen: self._exchange(row["code"], chosen)))

    def _exchange(self, slot: str, chosen: dict[str, str] | None) -> None:
        from peervisit.service import visit

        for other in chosen or ():
            visit.exchange(self.review, slot, other)
            self.wrote()

    def action_swap(self) -> None:
        """Swap lead and note-taker."""
        from peervisit.service import visit

        row = self._needed()
        if row is not None:
            visit.swap(self.review, "slot", row["code"])
            self.wrote()

    def action_cancel(self) -> None:
        """Cancel the slot, or plan it again."""
        from peervisit.service import visit

        row = self._needed()
        if row is not None:
            off = visit.cancel(self.review, row["code"])
            self.wrote()
            says = keyed(_("{code} cancelled; <app.undo> undoes")) if off else _("{code} planned again")
            self.main.say(says.format(code=row["code"]))

    def action_delete(self) -> None:
        """Delete a slot or a question."""
        from peervisit.service import records

        code = self.grid.code or ""
        kind = (
            "slot" if code in self.programme.slots else "question" if code in self.programme.questions else ""
        )
        if kind:
            records.remove(self.review, kind, code)
            self.wrote()
            self.main.say(keyed(_("{code} deleted; <app.undo> brings it back")).format(code=code))

    # Questions, people, focus

    def action_questions(self) -> None:
        """Choose what is asked in the slot."""
        row = self._needed()
        if row is None:
            return
        held = self.programme.questions_of(row["code"])
        picker = Picker(
            _("Ask in {code}").format(code=row["code"]), self._fitting(row, held), several=True, chosen=held
        )
        self.main.push_screen(picker, said(self.main, lambda chosen: self._assign(row["code"], chosen)))

    def _fitting(self, row: Row, held: list[str]) -> list[Option]:
        """Return the questions asked here, then those that these people can answer, then the rest."""
        people = (self.programme.people.get(code) for code in row["stakeholders"])
        groups = {one["group"] for one in people if one}
        focus = set(row["focus"])

        def rank(code: str) -> int:
            one = self.programme.questions[code]
            if code in held:
                return 0
            return 1 if groups & set(one["groups"]) or focus & set(one["indicators"]) else 2

        open_ones = [
            code
            for code, one in self.programme.questions.items()
            if one["status"] in (None, "open") or code in held
        ]
        notes = {0: _("asked here"), 1: _("fits"), 2: ""}
        return [
            Option(code, one_line(self.programme.questions[code]["text"] or ""), notes[rank(code)])
            for code in sorted(open_ones, key=rank)
        ]

    def _assign(self, slot: str, chosen: dict[str, str] | None) -> None:
        from peervisit.service import visit

        if chosen is not None:
            visit.assign(self.review, slot, chosen)
            self.wrote()

    def _choose_slots(self, question: str) -> None:
        held = self.programme.questions[question]["slots"]
        picker = Picker(
            _("Ask {code} in…").format(code=question), self._slot_options(), several=True, chosen=held
        )
        self.main.push_screen(picker, said(self.main, lambda chosen: self._put(question, chosen)))

    def _put(self, question: str, chosen: dict[str, str] | None) -> None:
        from peervisit.service import records

        if chosen is not None:
            records.edit(self.review, "question", question, {"slots": list(chosen)})
            self.wrote()

    def _choose_slot_for_person(self, person: str) -> None:
        picker = Picker(_("Meet {code} in…").format(code=person), self._slot_options())
        self.main.push_screen(picker, said(self.main, lambda chosen: self._meet(person, chosen)))

    def _meet(self, person: str, chosen: dict[str, str] | None) -> None:
        from peervisit.service import records

        for slot in chosen or ():
            records.link(self.review, "slot", slot, "stakeholders", person)
            self.wrote()

    def _slot_options(self) -> list[Option]:
        return [
            Option(row["code"], f"{short_day(day)} {times(row)} {one_line(row['title'] or '')}", pair_of(row))
            for day, rows in self.programme.days.items()
            for row in rows
            if row["status"] != "cancelled"
        ]

    def action_choose_focus(self) -> None:
        """Choose the focus indicators."""
        self._choose("focus", _("Focus of {code}"), "indicator")

    def action_choose_people(self) -> None:
        """Choose who is met."""
        self._choose("stakeholders", _("People in {code}"), "stakeholder")

    def _choose(self, field: str, title: str, kind: str) -> None:
        row = self._needed()
        if row is None:
            return

        def take(chosen: dict[str, str] | None) -> None:
            if chosen is not None:
                self._edit_slot(row["code"], {field: list(chosen)})

        options = options_for(self.review, self.benchmark, kind)
        self.main.push_screen(
            Picker(title.format(code=row["code"]), options, several=True, chosen=row[field]),
            said(self.main, take),
        )

    def action_ask(self) -> None:
        """Add a question."""
        preset = {"slots": [self.slot["code"]]} if self.slot else {}
        open_form(self.main, "question", preset=preset, on_saved=self._added)

    def action_collect(self) -> None:
        """Take the questions of the desk reviews."""
        from peervisit.service import visit

        made = visit.collect_questions(self.review)
        self.wrote()
        said = (
            keyed(
                ngettext(
                    "{n} question taken from the desk reviews; <app.undo> undoes",
                    "{n} questions taken from the desk reviews; <app.undo> undoes",
                    len(made),
                )
            )
            if made
            else _("no new question in the desk reviews")
        )
        self.main.say(said.format(n=len(made)))
