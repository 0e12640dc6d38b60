"""Rules on personal data, team-only remarks and withdrawal: R13, R14, R17."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from peervisit.i18n import N_
from peervisit.model.data import ReviewData
from peervisit.model.fields import Record
from peervisit.model.people import Stakeholder
from peervisit.model.rules.finding import Finding, listed
from peervisit.model.rules.texts import REPORTED, WORKING, Names, passages, wording
from peervisit.model.text import fold
from peervisit.model.voices import is_void, speaker_codes, who_was_there


def r13_personal_data(data: ReviewData) -> Iterator[Finding]:
    """Personal data: information given, basis recorded, names kept apart, retention date, deletion (R13).

    Due for the review once anybody is on the stakeholder list, for a person once they were met. Ours: what
    is flagged as sensitive is not attributed beyond the group, and the names of those who withdrew go.
    """
    if data.stakeholder:
        yield from _terms(data)
    met = {code for one in data.interview.values() for code in who_was_there(data, one)}
    for code, person in data.stakeholder.items():
        yield from _person(data, person, code in met)
    for item in data.evidence.values():
        if item.sensitive and item.attribution in ("named", "role") and not item.withdrawn:
            message = N_("{code} is sensitive and asks to be attributed by name or role")
            yield Finding("R13", "evidence", item.code, message, {"code": item.code})
    yield from _names_in_notes(data)


def _terms(data: ReviewData) -> Iterator[Finding]:
    review = data.review
    if not review.retention_until:
        message = N_("no date is set until which personal data are kept")
        yield Finding("R13", "review", review.code, message)
    elif review.ends_on and review.retention_until < review.ends_on:
        message = N_("personal data are to be kept until {day}, before the visit ends")
        yield Finding("R13", "review", review.code, message, {"day": review.retention_until})
    if not review.legal_basis and not all(one.legal_basis for one in data.stakeholder.values()):
        message = N_("no legal basis for personal data is recorded")
        yield Finding("R13", "review", review.code, message)


def _person(data: ReviewData, person: Stakeholder, met: bool) -> Iterator[Finding]:
    params = {"code": person.code}
    if person.withdrawn:
        if person.name or person.contact:
            message = N_("{code} has withdrawn; name and contact are still kept")
            yield Finding("R13", "stakeholder", person.code, message, params)
        return
    if not met:
        return
    if not person.informed_on:
        message = N_("{code} was met; no date says when information on personal data was given")
        yield Finding("R13", "stakeholder", person.code, message, params)
    elif person.informed_on > _first_met(data, person.code):
        message = N_("{code} was informed about personal data only after being met")
        yield Finding("R13", "stakeholder", person.code, message, params)
    if person.consent in (None, "not-asked"):
        message = N_("{code} was met; consent is not recorded")
        yield Finding("R13", "stakeholder", person.code, message, params)


def _first_met(data: ReviewData, code: str) -> str:
    """Return the first day on which a person was met, or a day after all others where none is recorded."""
    days = []
    for interview in data.interview.values():
        if code in who_was_there(data, interview):
            slot = data.slot.get(interview.slot or "")
            days.append(interview.started or interview.ended or (slot.day if slot else None))
    return min((day[:10] for day in days if day), default="9999-12-31")


def _names_in_notes(data: ReviewData) -> Iterator[Finding]:
    names = Names(data)
    remarks = (one for one in passages(data, REPORTED) if one.team_only)
    for passage in (*passages(data, WORKING), *remarks):
        people = names.found_in(passage.text)
        if people:
            message = N_("“{field}” of {code} holds the name of {people}; write the code instead")
            params = {"code": passage.code, "field": passage.title, "people": listed(people)}
            yield Finding("R13", passage.kind, passage.code, message, params)


def r14_team_only(data: ReviewData) -> Iterator[Finding]:
    """Team-only remarks never leave the team edition (R14): none is repeated in a text for the host."""
    every = (*REPORTED, "interview", "stakeholder", "document", "slot")
    remarks = [
        (passage, words)
        for passage in passages(data, every)
        if passage.team_only and (words := wording(passage.text))
    ]
    if not remarks:
        return
    for passage in passages(data, REPORTED):
        if passage.team_only:
            continue
        text = fold(passage.text)
        for remark, words in remarks:
            if words in text:
                message = N_("“{field}” of {code} repeats a team-only remark of {remark}")
                params = {"code": passage.code, "field": passage.title, "remark": remark.code}
                yield Finding("R14", passage.kind, passage.code, message, params)


def r17_withdrawal(data: ReviewData) -> Iterator[Finding]:
    """An interviewee may withdraw: the evidence is voided, and what rested on it is re-opened (R17)."""
    gone = {code for code, person in data.stakeholder.items() if person.withdrawn}
    for item in data.evidence.values():
        people = [code for code in speaker_codes(data, item) if code in gone]
        if people and not item.withdrawn:
            message = N_("{people} has withdrawn and said, or may have said, {code}: void it")
            yield Finding("R17", "evidence", item.code, message, _params(item.code, people))
    for code, interview in data.interview.items():
        there = who_was_there(data, interview)
        if there and gone.issuperset(there) and (interview.notes or interview.key_messages):
            message = N_("{people} has withdrawn; the notes of {code} are still kept")
            yield Finding("R17", "interview", code, message, _params(code, there))
    yield from _resting_on_void(data)


def _params(code: str, people: Iterable[str]) -> dict[str, str]:
    return {"code": code, "people": listed(people)}


_RESTING = {
    "judgement": ("evidence",),
    "consensus": ("evidence_for", "evidence_against"),
    "context": ("evidence",),
    "conclusion": ("evidence",),
    "practice": ("evidence",),
}
"""The kinds that cite evidence, and the fields in which they do."""


def _resting_on_void(data: ReviewData) -> Iterator[Finding]:
    void = {code for code, item in data.evidence.items() if is_void(data, item)}
    for kind, fields in _RESTING.items() if void else ():
        records: Mapping[str, Record] = getattr(data, kind)
        for code, record in records.items():
            cited = [one for field in fields for one in getattr(record, field) if one in void]
            if cited:
                message = N_("{code} rests on withdrawn evidence ({evidence}): look at it again")
                params = {"code": code, "evidence": listed(dict.fromkeys(cited))}
                yield Finding("R17", kind, code, message, params)
