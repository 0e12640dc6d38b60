"""What the programme screen says: the lines of its grid, and everything about what is under the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from peervisit.i18n import _, current, labelled, ngettext
from peervisit.store.read import Row
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.plain import fit, one_line
from peervisit.tui.programme_reading import (
    STATUS,
    Programme,
    alone,
    blocks_of_time,
    clash_text,
    day_title,
    pair_of,
    times,
)
from peervisit.tui.screens.records import label_of, section, titled
from peervisit.tui.widgets.detail import Block
from peervisit.tui.widgets.slot_grid import Cell, GridLine

if TYPE_CHECKING:
    from peervisit.model.benchmark import Benchmark


class ProgrammeText:
    """The programme in words, side by side where it is ``wide``."""

    def __init__(self, programme: Programme, benchmark: Benchmark, *, wide: bool) -> None:
        self.programme, self.benchmark, self._wide = programme, benchmark, wide

    def lines(self) -> Iterator[GridLine]:
        """Yield the days, the clashes, and what has no slot."""
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
        clash = "! " if self.programme.clashes_of(row["code"]) or alone(row) else ""
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

    def blocks(self, code: str) -> Iterator[Block]:
        """Yield everything about a slot, a question or a person."""
        if code in self.programme.slots:
            yield from self._slot_blocks(self.programme.slots[code])
        elif code in self.programme.questions:
            yield from self._question_blocks(self.programme.questions[code])
        elif code in self.programme.people:
            yield Block(self._person_line(code), label=f"{code}  ", code=code)

    def _slot_blocks(self, row: Row) -> Iterator[Block]:
        status = f"{STATUS.get(row['status'] or '', '·')} {label_of(row['status'])}"
        yield Block(f"{times(row)}  {row['title'] or ''}", "strong", label=f"{row['code']}  ")
        for clash in self.programme.clashes_of(row["code"]):
            yield Block(clash_text(clash, row["code"]), "bad", label="! ", label_role="bad")
        if alone(row):
            said = _("{who} leads and takes the notes: a pair has two members").format(who=row["lead"])
            yield Block(said, "bad", label="! ", label_role="bad")
        room = [status, label_of(row["type"]), pair_of(row), row["room"], row["language"], row["interpreter"]]
        yield Block(" · ".join(one for one in room if one), "muted")
        for code in row["stakeholders"]:
            yield Block(
                self._person_line(code) if code in self.programme.people else "", label=f"{code}  ", code=code
            )
        interview = self.programme.interviews.get(row["code"])
        if interview:
            yield Block(
                keyed(_("note begun: <programme.begin> opens it")), label=f"{interview}  ", code=interview
            )
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
        yield Block(keyed(_("<list.open> chooses the slots in which it is asked.")), "muted")


def _two_lines(cells: tuple[Cell | None, ...]) -> Iterator[GridLine]:
    yield GridLine(cells=cells)
    yield GridLine(cells=cells, second=True)
