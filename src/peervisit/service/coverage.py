"""The coverage board for screen and command: what is known on what from whom, and what tomorrow asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from peervisit.i18n import N_, _, labelled
from peervisit.model.coverage import COLUMNS, Balance, Cell, Row, Voices, board, voices
from peervisit.model.data import ReviewData
from peervisit.model.groups import label, leaves
from peervisit.model.levels import Evidence
from peervisit.model.programme import Slot
from peervisit.model.sources import evidence_by_indicator, independent_sources, strength
from peervisit.model.voices import group_of, people_met
from peervisit.service import records
from peervisit.service.snapshot import around, snapshot
from peervisit.store.review_file import ReviewFile

FOLDED: dict[str, tuple[str, ...]] = {
    "municipal-side": tuple(leaves("municipal-side")),
    "public-side": ("other-government", "public-service-provider"),
    "civil-society-side": tuple(leaves("civil-society-side")),
    "economy-side": tuple(leaves("economy-side")),
}
"""The sides that stand for the groups where there is no room for all; ``public-side`` without the city."""

LACKS = {
    "sources": N_("too few independent sources"),
    "channels": N_("only one channel"),
    "voice": N_("no migrant or user heard"),
}
"""What makes an indicator thin, in words."""

MET = ("planned", "confirmed", None)
"""The states of a slot that is still to come."""


@dataclass(frozen=True)
class Coverage:
    """The board, the voices, and which indicators each pair and each day deals with."""

    data: ReviewData
    rows: tuple[Row, ...]
    """Thin first."""
    today: str

    @cached_property
    def folded(self) -> dict[str, dict[str, Cell]]:
        """Indicator to side to what the groups of the side contribute together."""
        return {row.indicator: dict(self._sides(row)) for row in self.rows}

    def _sides(self, row: Row) -> Iterator[tuple[str, Cell]]:
        for side, groups in FOLDED.items():
            cells = [row.cells[group] for group in groups if group in row.cells]
            codes = tuple(dict.fromkeys(code for cell in cells for code in cell.evidence))
            if len(cells) == 1:
                yield side, cells[0]
            elif cells:
                yield side, Cell(codes, strength(self.data, codes, row.indicator))

    @cached_property
    def voices(self) -> Voices:
        """Whose voices were heard."""
        return voices(self.data)

    @cached_property
    def by_pair(self) -> dict[str, frozenset[str]]:
        """Pair to the indicators that it has in focus, or has brought evidence on."""
        return _dealt_with(self.data, lambda slot: slot.pair or "", lambda item: pair_of(self.data, item))

    @cached_property
    def by_day(self) -> dict[str, frozenset[str]]:
        """Day of the visit to the indicators in focus on it, or on which it brought evidence."""
        found = _dealt_with(self.data, lambda slot: slot.day or "", lambda item: day_of(self.data, item))
        return {day: found.get(day, frozenset()) for day in visit_days(self.data)}

    @cached_property
    def evening(self) -> str:
        """The day whose debrief holds the focus for the next day of the visit."""
        return evening(self.data, self.today)

    @cached_property
    def next_day(self) -> str:
        """The next day of the visit, empty where there is none."""
        return next((day for day in visit_days(self.data) if day > self.evening), "")

    @cached_property
    def focus(self) -> tuple[str, ...]:
        """The focus list for the next day."""
        held = self.data.debrief.get(self.evening)
        return tuple(held.focus) if held else ()

    @cached_property
    def coming(self) -> list[Slot]:
        """The slots of the next day in which something can be asked."""
        found = [
            slot
            for slot in self.data.slot.values()
            if self.next_day and slot.day == self.next_day and slot.status in MET and slot.type != "debrief"
        ]
        return sorted(found, key=lambda slot: (slot.start or "99", slot.pair or "", slot.code))

    def people_to_ask(self, indicator: str) -> list[str]:
        """Return the people who can tell about an indicator and were not met yet."""
        met = people_met(self.data)
        return [
            code
            for code, person in self.data.stakeholder.items()
            if indicator in person.indicators and code not in met and not person.withdrawn
        ]

    def not_met(self, group: str) -> list[str]:
        """Return the people of a group on the stakeholder list who were not met yet."""
        met = people_met(self.data)
        return [
            code
            for code, person in self.data.stakeholder.items()
            if group_of(person) == group and code not in met and not person.withdrawn
        ]


def coverage(review: ReviewFile) -> Coverage:
    """Return the coverage of a review as it is now."""
    data = snapshot(review)
    return Coverage(data, tuple(board(data)), today_of(review))


def sources_on(review: ReviewFile, indicators: Iterable[str]) -> dict[str, int]:
    """Return how many independent sources (R05) speak to each of some indicators, in their order."""
    wanted = list(indicators)
    data = around(review, wanted)
    found = evidence_by_indicator(data)
    return {code: len(independent_sources(data, found.get(code, ()))) for code in wanted}


def today_of(review: ReviewFile) -> str:
    """Return the day it is, on the clock on the wall."""
    return review.now().astimezone().strftime("%Y-%m-%d")


def visit_days(data: ReviewData) -> list[str]:
    """Return the days of the programme in order."""
    return sorted({slot.day for slot in data.slot.values() if slot.day and slot.status != "cancelled"})


def evening(data: ReviewData, today: str) -> str:
    """Return the day that is debriefed: the latest of the visit, and before the visit the day before it."""
    days = visit_days(data)
    if not days:
        return today
    reached = [day for day in days if day <= today]
    return reached[-1] if reached else (date.fromisoformat(days[0]) - timedelta(days=1)).isoformat()


def day_of(data: ReviewData, item: Evidence) -> str:
    """Return the day on which evidence was recorded, else that of its interview, as written down there."""
    if item.recorded_at:
        return str(item.recorded_at)[:10]
    return day_of_interview(data, item.interview or "")


def day_of_interview(data: ReviewData, code: str) -> str:
    """Return the day on which an interview was held: that of its slot, else when it began."""
    interview = data.interview.get(code)
    slot = data.slot.get((interview.slot if interview else None) or "")
    if slot and slot.day:
        return slot.day
    return str(interview.started)[:10] if interview and interview.started else ""


def pair_of(data: ReviewData, item: Evidence) -> str:
    """Return the pair that brought evidence: that of the slot, else of who recorded it."""
    interview = data.interview.get(item.interview or "")
    slot = data.slot.get((interview.slot if interview else None) or "")
    member = data.member.get(item.recorded_by or "")
    return (slot.pair if slot else None) or (member.pair if member else None) or ""


def _dealt_with(data: ReviewData, of_slot: Any, of_item: Any) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for slot in data.slot.values():
        if slot.status != "cancelled" and (name := of_slot(slot)):
            found.setdefault(name, set()).update(slot.focus)
    for item in data.evidence.values():
        if not item.withdrawn and (name := of_item(item)):
            found.setdefault(name, set()).update(item.indicators)
    return {name: frozenset(found[name]) for name in sorted(found)}


# Acting


def put_on_focus(review: ReviewFile, day: str, indicators: Iterable[str]) -> bool:
    """Put indicators on the focus list of a day's debrief, which is for the next day of the visit.

    Where all of them are on it they are taken off; return whether they are on it now.
    """
    wanted = list(dict.fromkeys(indicators))
    row = review.row("debrief", day)
    held = list(row["focus"]) if row else []
    on = not set(wanted) <= set(held)
    left = [one for one in held if one not in wanted]
    records.put(review, "debrief", day, {"focus": [*left, *wanted] if on else left})
    return on


def ask_in(review: ReviewFile, slots: Iterable[str], indicators: Iterable[str]) -> None:
    """Put indicators into the focus of slots, beside what is there."""
    wanted = list(indicators)
    with review.transaction():
        for slot in slots:
            review.name_step(f"edit slot {slot}")
            for indicator in wanted:
                records.link(review, "slot", slot, "focus", indicator)


# In words


def signs(directions: Mapping[str, int]) -> str:
    """Return the directions as one glyph: + for, − against, ± both, = only context."""
    pro, contra = directions.get("supports"), directions.get("contradicts")
    if pro and contra:
        return "±"
    return "+" if pro else "−" if contra else "=" if directions.get("context") else ""


def cell_text(cell: Cell | None) -> str:
    """Return independent sources and direction in three characters; what is no source shows the direction."""
    if cell is None:
        return ""
    return f"{cell.strength.sources or ''}{signs(cell.strength.directions)}"


def column_label(column: str) -> str:
    """Return what a column is called."""
    return _(label(column))


def lacks_text(row: Row) -> str:
    """Return what an indicator lacks: the voices are missing too where there is nothing at all."""
    if row.lacks and not row.evidence:
        return _("no evidence yet")
    return ", ".join(_(LACKS[one]) for one in row.lacks)


def as_data(found: Coverage, *, thin: bool = False) -> dict[str, Any]:
    """Return the coverage for programs."""
    return {
        "indicators": [_row_data(row) for row in found.rows if row.thin or not thin],
        "voices": asdict(found.voices),
        "focus": {"day": found.next_day, "indicators": list(found.focus)},
    }


def _row_data(row: Row) -> dict[str, Any]:
    return {
        "indicator": row.indicator,
        "sources": row.strength.sources,
        "channels": dict(row.strength.channels),
        "directions": dict(row.strength.directions),
        "open_questions": list(row.open_questions),
        "lacks": list(row.lacks),
        "cells": {
            name: {
                "sources": cell.strength.sources,
                "directions": dict(cell.strength.directions),
                "evidence": list(cell.evidence),
            }
            for name, cell in row.cells.items()
        },
    }


def table_rows(found: Coverage, *, thin: bool = False) -> Iterator[tuple[str, ...]]:
    """Yield the board as lines of a table, thin first, under a line of titles."""
    yield _("Indicator"), _("Sources"), _("Channels"), _("Open questions"), _("Lacks"), _("From")
    for row in found.rows:
        if row.thin or not thin:
            told = row.strength
            by_group = (f"{column_label(c)} {cell_text(row.cells[c])}" for c in COLUMNS if c in row.cells)
            numbers = (str(told.sources), str(told.independent_channels), str(len(row.open_questions)))
            yield row.indicator, *numbers, lacks_text(row) or "–", ", ".join(by_group) or "–"


def voices_lines(found: Coverage) -> Iterator[str]:
    """Yield who was heard and who was not."""
    told = found.voices
    yield _("Voices: people met, of those on the stakeholder list")
    yield from _balance_lines(_("Groups"), told.groups)
    for group in told.not_listed:
        yield labelled(f"  ! {column_label(group)}", _("nobody is on the list"))
    yield from _balance_lines(_("Levels of government"), told.governance)
    yield from _balance_lines(_("Balance (where given)"), told.gender)
    yield labelled("  " + _("Migrants, users and their organisations met"), told.migrants_met)


def _balance_lines(title: str, balance: Balance) -> Iterator[str]:
    yield f" {title}"
    for kind, listed in balance.listed.items():
        met = balance.met.get(kind, 0)
        yield labelled(f"  {'●' if met else '!'} {column_label(kind)}", f"{met}/{listed}")
