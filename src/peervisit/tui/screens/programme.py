"""The programme of the visit: the pairs' slots beside each other, clashes, and what has no slot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from textual.widget import Widget

from peervisit.i18n import N_, _, current, labelled, ngettext
from peervisit.store.read import Row
from peervisit.tui import moving
from peervisit.tui.commands import Command
from peervisit.tui.commands.programme import PROGRAMME
from peervisit.tui.options import Option, options_for
from peervisit.tui.plain import fit, one_line
from peervisit.tui.programme_reading import (
    STATUS,
    Programme,
    blocks_of_time,
    clash_text,
    day_title,
    pair_of,
    read_programme,
    times,
)
from peervisit.tui.said import said
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.screens.records import label_of, section, titled
from peervisit.tui.widgets.detail import Block, Detail
from peervisit.tui.widgets.field_form import open_form
from peervisit.tui.widgets.picker import Picker
from peervisit.tui.widgets.slot_grid import Cell, GridLine, SlotGrid
from peervisit.tui.widgets.split import Split
from peervisit.tui.widgets.text_dialogs import LineDialog

QUARTER = 15
SIDE_BY_SIDE = 100
"""Columns of the terminal from which parallel slots stand beside each other."""


class ProgrammeScreen(ReviewScreen):
    """Every slot in order of time, and under them what has none yet."""

    PLACE: ClassVar[str] = "programme"
    AUTO_FOCUS = "SlotGrid"
    HELP = N_(
        "The days of the visit. ! marks a clash: somebody, an interpreter or a room needed twice at a time. "
        "Below the days stands what has no slot yet; Enter there chooses one."
    )
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = PROGRAMME
    DEFAULT_CSS = """
    ProgrammeScreen.-medium Split { layout: vertical; }
    ProgrammeScreen.-medium Split > .list { width: 100%; height: 1fr; }
    ProgrammeScreen.-medium Split > .detail {
        width: 100%; height: 12; border-left: none; border-top: hkey $border-blurred;
    }
    ProgrammeScreen.-narrow Split > .detail { height: 7; }
    """

    def body(self) -> Iterable[Widget]:
        """Make the grid and what is under the cursor in full."""
        self.programme = Programme()
        self.grid = SlotGrid(
            on_highlight=self._show,
            on_open=self._open,
            empty=_("No programme yet.\nn adds the first slot, d takes the questions of the desk reviews."),
            classes="list",
        )
        self.detail = Detail(on_open=self.main.open_code, classes="detail")
        yield Split(self.grid, self.detail)

    # Showing

    def refresh_data(self) -> None:
        """Read the programme and show it."""
        self.programme = read_programme(self.review)
        self._wide = self.main.size.width >= SIDE_BY_SIDE
        self.grid.show(list(self._lines()))

    _wide = False

    def on_resize(self) -> None:
        """Put slots beside each other, or under each other."""
        if self.is_mounted and (self.main.size.width >= SIDE_BY_SIDE) != self._wide:
            self.refresh_data()

    def note(self) -> str:
        """Say how many slots there are, and how many clashes."""
        clashes = len(self.programme.found)
        said = _("{n} slots").format(n=len(self.programme.slots))
        return said + " · " + _("! {n} clashes").format(n=clashes) if clashes else said

    def _lines(self) -> Iterator[GridLine]:
        for day, rows in self.programme.days.items():
            yield GridLine(day_title(day))
            yield from self._day(rows)
        yield from self._listed(
            _("Clashes"), ((one.second, clash_text(one)) for one in self.programme.found), "bad", "!"
        )
        questions = ((code, self._question_line(code)) for code in self.programme.homeless)
        yield from self._listed(_("Open questions without a slot"), questions, "", "?")
        people = ((code, self._person_line(code)) for code in self.programme.unmet)
        yield from self._listed(_("People without a slot"), people, "", "@")

    def _day(self, rows: list[Row]) -> Iterator[GridLine]:
        pairs = self.programme.pairs
        for group in blocks_of_time(rows):
            if not self._wide or len(pairs) < 2:
                for row in group:
                    yield from (
                        _two_lines((self._cell(row),))
                        if self._wide
                        else (GridLine(cells=(self._cell(row),)),)
                    )
                continue
            lanes = [[row for row in group if row["pair"] == pair] for pair in pairs]
            for row in group:
                if row["pair"] not in pairs:
                    yield from _two_lines((self._cell(row),))
            for n in range(max(len(lane) for lane in lanes)):
                yield from _two_lines(tuple(self._cell(lane[n]) if n < len(lane) else None for lane in lanes))

    def _listed(
        self, title: str, found: Iterable[tuple[str, str]], role: str, mark: str
    ) -> Iterator[GridLine]:
        rows = list(found)
        if rows:
            yield GridLine(labelled(title, len(rows)), "bad" if role == "bad" else "heading")
        for code, text in rows:
            # A clash is named by its slot, but is not that slot's own line.
            yield (
                GridLine(text, "bad")
                if role == "bad"
                else GridLine(cells=(Cell(code, f"{mark} {code}  {one_line(text)}", role=role),))
            )

    def _question_line(self, code: str) -> str:
        row = self.programme.questions[code]
        return f"{row['text'] or ''} {' '.join(row['indicators'])}"

    def _person_line(self, code: str) -> str:
        row = self.programme.people[code]
        return " · ".join(
            str(one) for one in (row["role"], row["organisation"], label_of(row["group"])) if one
        )

    def _cell(self, row: Row) -> Cell:
        clash = "! " if self.programme.clashes_of(row["code"]) else ""
        title = one_line(row["title"] or label_of(row["type"]) or row["code"])
        glyph = STATUS.get(row["status"] or "", "·")
        asked = len(self.programme.questions_of(row["code"]))
        tail = [
            " ".join(row["stakeholders"]),
            _("{n} focus").format(n=len(row["focus"])) if row["focus"] else "",
            ngettext("{n} question", "{n} questions", asked).format(n=asked) if asked else "",
            one_line(row["room"]),
        ]
        off = row["status"] == "cancelled"
        role = "muted" if off else "bad" if clash else ""
        pair = pair_of(row)
        if self._wide:
            first = f"{times(row)} {glyph} {clash}{title}"
            return Cell(row["code"], first, " · ".join(one for one in (pair, *tail) if one), role)
        return Cell(
            row["code"],
            f"{times(row):<11} {fit(pair, 7)} {glyph} {clash}{title} {' '.join(row['stakeholders'])}",
            role=role,
        )

    def _show(self, code: str) -> None:
        if code in self.programme.slots:
            self.detail.show(self._slot_blocks(self.programme.slots[code]))
        elif code in self.programme.questions:
            self.detail.show(self._question_blocks(self.programme.questions[code]))
        elif code in self.programme.people:
            self.detail.show([Block(self._person_line(code), label=f"{code}  ", code=code)])
        else:
            self.detail.show([])

    def _slot_blocks(self, row: Row) -> Iterator[Block]:
        status = f"{STATUS.get(row['status'] or '', '·')} {label_of(row['status'])}"
        yield Block(f"{times(row)}  {row['title'] or ''}", "strong", label=f"{row['code']}  ")
        for clash in self.programme.clashes_of(row["code"]):
            yield Block(clash_text(clash, row["code"]), "bad", label="! ", label_role="bad")
        room = [status, label_of(row["type"]), pair_of(row), row["room"], row["language"], row["interpreter"]]
        yield Block(" · ".join(one for one in room if one), "muted")
        for code in row["stakeholders"]:
            yield Block(
                self._person_line(code) if code in self.programme.people else "", label=f"{code}  ", code=code
            )
        interview = self.programme.interviews.get(row["code"])
        if interview:
            yield Block(_("note begun: b opens it"), label=f"{interview}  ", code=interview)
        asked = (self._asked(code) for code in self.programme.questions_of(row["code"]))
        yield from section(_("Questions"), asked)
        yield from section(_("Focus indicators"), (self._indicator(code) for code in row["focus"]))
        yield from titled(_("Team-only remarks"), row["remarks"])

    def _asked(self, code: str) -> Block:
        row = self.programme.questions[code]
        return Block(row["text"] or "", label=f"{code} {label_of(row['status'])}  ")

    def _indicator(self, code: str) -> Block:
        known = self.benchmark.by_id.get(code)
        return Block(one_line(known.heading(current())) if known else "", label=f"{code}  ", code=code)

    def _question_blocks(self, row: Row) -> Iterator[Block]:
        yield Block(row["text"] or "", "strong", label=f"{row['code']}  ")
        yield from titled(_("Asked by"), row["asked_by"])
        yield from titled(_("To whom"), row["to_whom"])
        yield from titled(_("Groups that can answer"), ", ".join(label_of(one) for one in row["groups"]))
        yield from (self._indicator(code) for code in row["indicators"])
        yield Block(_("Enter chooses the slots in which it is asked."), "muted")

    def reveal(self, kind: str, code: str) -> None:
        """Put the cursor on a slot or a question without one."""
        if not self.grid.go_to(code) and code in self.programme.questions:
            open_form(self.main, "question", code)
        self.grid.focus()

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
        numbers = [one["number"] for one in self.programme.slots.values() if one["number"]]
        preset: dict[str, Any] = {"number": max(numbers, default=0) + 1}
        if row is not None:
            preset |= {
                name: row[name]
                for name in ("day", "pair", "lead", "note_taker", "room", "language")
                if row[name]
            }
            preset |= {"start": row["end"]} if row["end"] else {}
        open_form(self.main, "slot", preset=preset, on_saved=self._added)

    def _added(self, code: str) -> None:
        self.refresh_if_stale()
        self.grid.go_to(code)

    def action_move(self) -> None:
        """Ask for another time."""
        row = self._needed()
        if row is not None:
            title = _("Move {code}: {now}").format(code=row["code"], now=f"{row['day'] or ''} {times(row)}")
            hint = _("14:30 · 14:30-15:30 · 13 14:30 · 2026-05-13 · +15")
            self.main.push_screen(
                LineDialog(title, hint), said(self.main, lambda typed: self._move(row, typed))
            )

    def _move(self, row: Row, typed: str | None) -> None:
        if typed:
            self._edit_slot(row["code"], moving.moved(row, typed))

    def action_later(self) -> None:
        """Move a quarter of an hour later."""
        self._shift(QUARTER)

    def action_earlier(self) -> None:
        """Move a quarter of an hour earlier."""
        self._shift(-QUARTER)

    def _shift(self, by: int) -> None:
        row = self._needed()
        if row is not None:
            self._edit_slot(row["code"], moving.later(row, by))

    def action_next_day(self) -> None:
        """Move to the next day."""
        self._shift_day(1)

    def action_day_before(self) -> None:
        """Move to the day before."""
        self._shift_day(-1)

    def _shift_day(self, by: int) -> None:
        row = self._needed()
        if row is not None:
            self._edit_slot(row["code"], moving.other_day(row, by))

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
            said = _("{code} cancelled; u undoes") if off else _("{code} planned again")
            self.main.say(said.format(code=row["code"]))

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
            self.main.say(_("{code} deleted; u brings it back").format(code=code))

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
            Option(row["code"], f"{day} {times(row)} {one_line(row['title'] or '')}", pair_of(row))
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
            _("{n} questions taken from the desk reviews; u undoes")
            if made
            else _("no new question in the desk reviews")
        )
        self.main.say(said.format(n=len(made)))


def _two_lines(cells: tuple[Cell | None, ...]) -> Iterator[GridLine]:
    yield GridLine(cells=cells)
    yield GridLine(cells=cells, second=True)
