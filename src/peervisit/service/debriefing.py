"""The evening debrief of one day: what is new, what contradicts, what is thin, and tomorrow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _, current, labelled, long_day, ngettext, short_day
from peervisit.model.coverage import board
from peervisit.model.data import ReviewData
from peervisit.model.levels import Evidence
from peervisit.model.programme import InterviewRecord, Slot
from peervisit.model.voices import group_of, is_void, speakers
from peervisit.service import coverage
from peervisit.service.snapshot import snapshot
from peervisit.store.review_file import ReviewFile

TITLES = {
    "contradictions": N_("Contradictions: heard for and against today"),
    "follow_ups": N_("To follow up"),
    "unconfirmed": N_("Records not confirmed by both of the pair"),
    "thin": N_("Thin: the evidence does not suffice yet"),
    "focus": N_("Focus for tomorrow"),
    "programme": N_("Tomorrow's programme"),
    "documents": N_("Documents promised, not here yet"),
}
"""The sections in the order of the evening; the new evidence stands apart, by pair."""

NOTHING = N_("nothing")
SIGNS = {"supports": "+", "contradicts": "−", "context": "="}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: the record it stands for, what it says, and a word more."""

    code: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Debriefing:
    """Everything that the team talks about in the evening of a day."""

    day: str
    next_day: str
    """Empty where the visit ends with this day."""
    days: tuple[str, ...]
    notes: str
    tomorrow: str
    sections: dict[str, tuple[Entry, ...]]
    """By the names in ``TITLES``."""
    new: dict[str, tuple[Entry, ...]]
    """The new evidence by pair."""


def debriefing(review: ReviewFile, day: str | None = None) -> Debriefing:
    """Return the debriefing of a day, without one of the latest day of the visit.

    Raises:
        PeervisitError: what is given is no day.
    """
    return debriefing_of(snapshot(review), day or "", coverage.today_of(review))


def debriefing_of(data: ReviewData, day: str, today: str) -> Debriefing:
    """Return the debriefing of a day of a review in memory.

    Raises:
        PeervisitError: what is given is no day.
    """
    day = _checked(day) if day else coverage.evening(data, today)
    planned = coverage.visit_days(data)
    next_day = next((one for one in planned if one > day), "")
    held = data.debrief.get(day)
    new = [one for one in data.evidence.values() if coverage.day_of(data, one) == day]
    new = [one for one in new if not is_void(data, one)]
    return Debriefing(
        day=day,
        next_day=next_day,
        days=tuple(sorted({*planned, *data.debrief, day})),
        notes=(held.notes if held else None) or "",
        tomorrow=(held.tomorrow if held else None) or "",
        sections={
            "contradictions": tuple(_contradictions(data, new)),
            "follow_ups": tuple(_evidence(data, one) for one in new if one.follow_up),
            "unconfirmed": tuple(_unconfirmed(data, day)),
            "thin": tuple(_thin(data)),
            "focus": tuple(_indicator(data, code) for code in (held.focus if held else ())),
            "programme": tuple(_programme(data, next_day)),
            "documents": tuple(
                Entry(one.code, one.title or "", one.promised_in or "")
                for one in data.document.values()
                if one.status == "promised"
            ),
        },
        new=_by_pair(data, new),
    )


def _checked(day: str) -> str:
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise PeervisitError(_("a day is written as 2026-05-12")) from None


def _by_pair(data: ReviewData, new: list[Evidence]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for one in new:
        found.setdefault(coverage.pair_of(data, one), []).append(_evidence(data, one))
    return {pair: tuple(found[pair]) for pair in sorted(found)}


def _evidence(data: ReviewData, item: Evidence) -> Entry:
    links = [f"{SIGNS.get(way, '?')}{code}" for code, way in item.indicators.items()]
    groups = dict.fromkeys(coverage.column_label(group_of(one)) for one in speakers(data, item))
    says = [*links, *groups] if links else [_("not linked"), *groups]
    return Entry(item.code, item.statement, " ".join(links) if links and not groups else ", ".join(says))


def _contradictions(data: ReviewData, new: list[Evidence]) -> Iterator[Entry]:
    for one in data.benchmark.indicators:
        sides = {
            way: [item.code for item in new if item.indicators.get(one.id) == way]
            for way in ("supports", "contradicts")
        }
        if all(sides.values()):
            told = [f"{SIGNS[way]} {', '.join(codes)}" for way, codes in sides.items()]
            yield Entry(one.id, one.heading(current()), "  ".join(told))


def _unconfirmed(data: ReviewData, day: str) -> Iterator[Entry]:
    for code, interview in data.interview.items():
        held = coverage.day_of_interview(data, code)
        missing = [one for one in _pair(data, interview) if one not in interview.confirmed]
        if held and held <= day and missing:
            slot = data.slot.get(interview.slot or "")
            yield Entry(
                code, (slot.title if slot else None) or "", labelled(short_day(held), ", ".join(missing))
            )


def _pair(data: ReviewData, interview: InterviewRecord) -> list[str]:
    slot = data.slot.get(interview.slot or "")
    pair = (
        interview.lead or (slot.lead if slot else None),
        interview.note_taker or (slot.note_taker if slot else None),
    )
    return list(dict.fromkeys(one for one in pair if one))


def _thin(data: ReviewData) -> Iterator[Entry]:
    for row in board(data):
        if row.thin:
            heading = data.benchmark.by_id[row.indicator].heading(current())
            asked = len(row.open_questions)
            note = coverage.lacks_text(row)
            if asked:
                words = ngettext("{n} open question", "{n} open questions", asked).format(n=asked)
                note = _("{what}; {more}").format(what=note, more=words)
            yield Entry(row.indicator, heading, note)


def _indicator(data: ReviewData, code: str) -> Entry:
    known = data.benchmark.by_id.get(code)
    return Entry(code, known.heading(current()) if known else "")


def _programme(data: ReviewData, day: str) -> Iterator[Entry]:
    slots = [one for one in data.slot.values() if day and one.day == day and one.status != "cancelled"]
    for slot in sorted(slots, key=lambda one: (one.start or "99", one.pair or "", one.code)):
        yield Entry(slot.code, f"{_times(slot)}  {slot.title or ''}".strip(), _details(data, slot))


def _times(slot: Slot) -> str:
    return f"{slot.start or ''}–{slot.end or ''}" if slot.start or slot.end else _("no time")


def _details(data: ReviewData, slot: Slot) -> str:
    asked = sum(
        slot.code in question.slots and question.status in (None, "open")
        for question in data.question.values()
    )
    two = "/".join(one for one in (slot.lead, slot.note_taker) if one)
    parts = [
        " ".join(one for one in (slot.pair, two) if one),
        slot.room or "",
        ngettext("{n} open question", "{n} open questions", asked).format(n=asked) if asked else "",
        " ".join(slot.focus),
    ]
    return " · ".join(part for part in parts if part)


# In words


def pair_title(pair: str, count: int) -> str:
    """Return who brought how much new evidence."""
    who = _("Pair {pair}").format(pair=pair) if pair else _("Without a pair")
    return labelled(who, ngettext("{n} new item", "{n} new items", count).format(n=count))


def titles(told: Debriefing) -> Iterator[tuple[str, str]]:
    """Yield name and title of each section, with how much is in it."""
    for name, title in TITLES.items():
        count = len(told.sections[name])
        words = _(title)
        if name == "programme" and told.next_day:
            words = f"{words} ({long_day(told.next_day)})"
        yield name, labelled(words, count or _(NOTHING))


def lines(told: Debriefing) -> Iterator[str]:
    """Yield the debriefing as text, one line an entry."""
    yield _("Debrief of {day}").format(day=long_day(told.day))
    for title, text in (
        (_("What we heard today"), told.notes),
        (_("What we change tomorrow"), told.tomorrow),
    ):
        if text:
            yield ""
            yield title
            yield from (f"  {line}" for line in text.splitlines())
    for name, title in titles(told):
        yield ""
        yield title
        yield from map(_line, told.sections[name])
    for pair, entries in told.new.items():
        yield ""
        yield pair_title(pair, len(entries))
        yield from map(_line, entries)
    if not told.new:
        yield ""
        yield _("No new evidence on this day.")


def write(told: Debriefing, target: Path) -> None:
    """Write the debriefing as text, to print or to send within the team.

    Raises:
        PeervisitError: the file cannot be written.
    """
    text = "\n".join(lines(told)) + "\n"
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise PeervisitError(_("{file}: cannot be written").format(file=target.name)) from error


def _line(entry: Entry) -> str:
    text = " ".join(entry.text.split())
    return f"  {entry.code}  {text}" + (f"  [{entry.note}]" if entry.note else "")


def as_data(told: Debriefing) -> dict[str, Any]:
    """Return the debriefing for programs."""
    found = asdict(told)
    return {
        **{name: found[name] for name in ("day", "next_day", "days", "notes", "tomorrow")},
        **found["sections"],
        "new": found["new"],
    }
