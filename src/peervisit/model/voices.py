"""Who was met, who said what, and what no longer counts because somebody withdrew."""

from __future__ import annotations

from collections import Counter

from peervisit.model.data import ReviewData
from peervisit.model.levels import Evidence
from peervisit.model.people import Stakeholder
from peervisit.model.programme import InterviewRecord


def who_was_there(data: ReviewData, interview: InterviewRecord) -> tuple[str, ...]:
    """Return the codes of the people in an interview: as recorded, else as the slot planned them."""
    if interview.stakeholders or interview.slot is None:
        return tuple(interview.stakeholders)
    slot = data.slot.get(interview.slot)
    return tuple(slot.stakeholders) if slot else ()


def speaker_codes(data: ReviewData, item: Evidence) -> tuple[str, ...]:
    """Return the codes of those who may have said it: the named speakers, else all who were there."""
    if item.stakeholders:
        return tuple(item.stakeholders)
    interview = data.interview.get(item.interview or "")
    return who_was_there(data, interview) if interview else ()


def speakers(data: ReviewData, item: Evidence) -> tuple[Stakeholder, ...]:
    """Return those who may have said it and have not withdrawn (R17)."""
    known = (data.stakeholder.get(code) for code in speaker_codes(data, item))
    return tuple(person for person in known if person is not None and not person.withdrawn)


def is_void(data: ReviewData, item: Evidence) -> bool:
    """Whether the evidence no longer counts: withdrawn itself, or everybody who said it withdrew (R17)."""
    if item.withdrawn:
        return True
    codes = speaker_codes(data, item)
    if not codes:
        return False
    known = (data.stakeholder.get(code) for code in codes)
    return all(person is not None and person.withdrawn for person in known)


def people_met(data: ReviewData) -> dict[str, Stakeholder]:
    """Return, by code, the people in the interview records who have not withdrawn."""
    codes = {code for record in data.interview.values() for code in who_was_there(data, record)}
    return {
        code: person for code, person in data.stakeholder.items() if code in codes and not person.withdrawn
    }


def group_of(person: Stakeholder) -> str:
    """Return the person's group, ``other`` where none is recorded."""
    return person.group or "other"


def count_by_group(data: ReviewData) -> dict[str, int]:
    """Return how many people of each group were met, for the groups of which anybody was."""
    return dict(Counter(group_of(person) for person in people_met(data).values()))
