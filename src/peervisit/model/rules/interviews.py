"""Rules on what people say and what may be said of them: R10, R11, R12."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, tzinfo

from peervisit.i18n import N_
from peervisit.model.attribution import WEAKEST_FIRST, Attributor
from peervisit.model.data import ReviewData
from peervisit.model.levels import Evidence
from peervisit.model.programme import InterviewRecord
from peervisit.model.rules.finding import Finding, listed, phase
from peervisit.model.rules.texts import REPORTED, Names, Passage, passages, wording
from peervisit.model.text import fold
from peervisit.model.voices import is_void, speakers


def r10_confirmed(data: ReviewData) -> Iterator[Finding]:
    """Both peers of the pair confirm an interview record the same day (R10).

    Due once the interview has ended: its end is recorded, its slot is done, or the visit is over.
    """
    for code, interview in data.interview.items():
        slot = data.slot.get(interview.slot or "")
        over = interview.ended or (slot and slot.status == "done") or phase(data) >= 6
        if not over:
            continue
        pair = _pair(data, interview)
        if len(pair) < 2:
            message = N_("interview {code} does not name the two peers who must confirm it")
            yield Finding("R10", "interview", code, message, {"code": code})
        missing = [member for member in pair if member not in interview.confirmed]
        if missing:
            message = N_("interview {code} is not confirmed by {members}")
            params = {"code": code, "members": listed(missing)}
            yield Finding("R10", "interview", code, message, params)
        yield from _late(data, interview, pair)


def _pair(data: ReviewData, interview: InterviewRecord) -> list[str]:
    slot = data.slot.get(interview.slot or "")
    lead = interview.lead or (slot.lead if slot else None)
    notes = interview.note_taker or (slot.note_taker if slot else None)
    return [member for member in dict.fromkeys((lead, notes)) if member]


def _late(data: ReviewData, interview: InterviewRecord, pair: list[str]) -> Iterator[Finding]:
    held = _held_on(data, interview)
    if held is None:
        return
    day, zone = held
    for member in pair:
        moment = interview.confirmed.get(member)
        if moment and _day(moment, zone) > day:
            message = N_("{member} confirmed interview {code} on {day}, not the same day")
            params = {"code": interview.code, "member": member, "day": str(_day(moment, zone))}
            yield Finding("R10", "interview", interview.code, message, params)


def _held_on(data: ReviewData, interview: InterviewRecord) -> tuple[date, tzinfo | None] | None:
    moment = interview.ended or interview.started
    if moment:
        held = datetime.fromisoformat(moment)
        return held.date(), held.tzinfo
    slot = data.slot.get(interview.slot or "")
    return (date.fromisoformat(slot.day), None) if slot and slot.day else None


def _day(moment: str, zone: tzinfo | None) -> date:
    """Return the day of a moment where the interview was held."""
    found = datetime.fromisoformat(moment)
    return (found.astimezone(zone) if zone and found.tzinfo else found).date()


def r11_attribution(data: ReviewData) -> Iterator[Finding]:
    """The report points to people as the attribution rule and their consent allow (R11).

    The report itself never says more, and merges small groups. Reported is what people must settle: no rule
    agreed, a level asked for without consent or beyond it, and a name within a text for the host.
    """
    if data.review.attribution is None and data.interview:
        message = N_("the review has no attribution rule; people are pointed to by group")
        yield Finding("R11", "review", data.review.code, message)
    for code, person in data.stakeholder.items():
        if person.attribution in ("named", "role") and person.consent != "given":
            message = N_("{code} may be pointed to by name or role only with consent on record")
            yield Finding("R11", "stakeholder", code, message, {"code": code})
    attributor = Attributor(data, "host")
    for item in data.evidence.values():
        yield from _beyond(data, attributor, item)
    yield from _names_for_the_host(data, attributor)


def _beyond(data: ReviewData, attributor: Attributor, item: Evidence) -> Iterator[Finding]:
    if item.attribution is None or is_void(data, item):
        return
    wanted = WEAKEST_FIRST.index(item.attribution)
    less = [
        person.code
        for person in speakers(data, item)
        if WEAKEST_FIRST.index(attributor.level(person)) < wanted
    ]
    if less:
        message = N_("{code} asks for more attribution than {people} allow; it is shown as they allow")
        params = {"code": item.code, "people": listed(less)}
        yield Finding("R11", "evidence", item.code, message, params)


def _names_for_the_host(data: ReviewData, attributor: Attributor) -> Iterator[Finding]:
    names = Names(data)
    for passage in passages(data, REPORTED):
        if passage.team_only:
            continue
        people = [
            code
            for code in names.found_in(passage.text)
            if attributor.level(data.stakeholder[code]) != "named"
        ]
        if people:
            message = N_("“{field}” of {code} holds the name of {people}, who may not be named")
            yield _about(passage, "R11", message, people=listed(people))


def _about(passage: Passage, rule: str, message: str, **params: str) -> Finding:
    values = {"code": passage.code, "field": passage.title, **params}
    return Finding(rule, passage.kind, passage.code, message, values)


def r12_quotes(data: ReviewData) -> Iterator[Finding]:
    """Verbatim quotes only with permission (R12).

    A public document may be quoted like any publication (ours). A quote that is not permitted is also looked
    for, word for word, in what the team writes for the host.
    """
    barred = [item for item in data.evidence.values() if _is_barred(data, item)]
    for item in barred:
        message = N_("{code} is a verbatim quote without permission; the host's report leaves it out")
        yield Finding("R12", "evidence", item.code, message, {"code": item.code})
    for passage in passages(data, tuple(kind for kind in REPORTED if kind != "evidence")):
        if not passage.team_only:
            yield from _quoting(passage, barred)


def _is_barred(data: ReviewData, item: Evidence) -> bool:
    document = data.document.get(item.document or "")
    published = document is not None and document.public and item.quote_permitted is None
    return bool(item.quote) and not item.quote_permitted and not published and not is_void(data, item)


def _quoting(passage: Passage, barred: list[Evidence]) -> Iterator[Finding]:
    text = fold(passage.text) if barred else ""
    for item in barred:
        words = wording(item.statement)
        if words and words in text:
            message = N_("“{field}” of {code} repeats {evidence} word for word without permission")
            yield _about(passage, "R12", message, evidence=item.code)
