"""What counts as one source, and how strong the evidence on an indicator is (R03-R06)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from peervisit.model import choices
from peervisit.model.data import ReviewData
from peervisit.model.levels import Evidence
from peervisit.model.packing import disjoint
from peervisit.model.people import Stakeholder
from peervisit.model.text import fold
from peervisit.model.voices import is_void, speakers

TOGETHER = frozenset({"workshop", "focus-group"})
"""The kinds of slot in which everybody present is one source (R05)."""

MIGRANT_VOICES = frozenset({"migrant-or-user", "migrant-organisation"})
"""The groups whose people speak as, or for, migrants and users (R04)."""


def channel_of(item: Evidence) -> choices.Channel | None:
    """Return the channel of an evidence item: as recorded, else as its source tells."""
    if item.channel:
        return item.channel
    if item.document:
        return "read"
    if item.interview or item.stakeholders:
        return "heard"
    return "claimed" if item.self_assessment else None


def counting(data: ReviewData, codes: Iterable[str]) -> list[Evidence]:
    """Return the evidence behind the codes that has not been voided (R17), each once."""
    found = (data.evidence.get(code) for code in dict.fromkeys(codes))
    return [item for item in found if item is not None and not is_void(data, item)]


def independent_sources(data: ReviewData, evidence_codes: Iterable[str]) -> list[frozenset[str]]:
    """Return the evidence codes of each independent source (R05), in the order given.

    One workshop or focus group is one source, and so are the people of one unit, one person however often
    met, and one document. What the host claims of itself is none, and neither is a statement without a
    source. Ours: two people who were once heard together and are each heard alone are still two; what the
    peers saw in one place is one source, whoever showed it to them; somebody of an interview, nobody says
    who, may be anybody who was there.
    """
    return _grouped({item.code: _traits(data, item) for item in counting(data, evidence_codes)})


def _grouped(traits: Mapping[str, frozenset[str]]) -> list[frozenset[str]]:
    chosen = disjoint(found for found in traits.values() if found)
    members: dict[frozenset[str], list[str]] = {}
    for code, found in traits.items():
        home = next((source for source in chosen if source & found), None)
        if home is not None:
            members.setdefault(home, []).append(code)
    return [frozenset(one) for one in members.values()]


def _traits(data: ReviewData, item: Evidence) -> frozenset[str]:
    """Return what makes two evidence items one source when they have it in common."""
    channel = channel_of(item)
    if channel == "claimed":
        return frozenset()
    if channel == "seen":
        return frozenset({f"seen {item.interview or ''}"})
    if item.document and (channel == "read" or not (item.interview or item.stakeholders)):
        return frozenset({f"document {item.document}"})
    return _heard(data, item)


def _heard(data: ReviewData, item: Evidence) -> frozenset[str]:
    interview = data.interview.get(item.interview or "")
    slot = data.slot.get((interview.slot if interview else None) or "")
    people = {_person(one) for one in speakers(data, item)}
    if interview and slot and slot.type in TOGETHER:
        named = people if item.stakeholders else set()
        return frozenset({f"slot {slot.code}", *named})
    if item.interview and not item.stakeholders:
        people.add(f"interview {item.interview}")
    return frozenset(people)


def _person(person: Stakeholder) -> str:
    return f"unit {fold(person.unit)}" if person.unit else f"person {person.code}"


def channels(data: ReviewData, evidence_codes: Iterable[str]) -> frozenset[choices.Channel]:
    """Return the channels through which the sources come; what the host claims is not one (R04)."""
    return _channels([item for item in counting(data, evidence_codes) if _traits(data, item)])


def _channels(sourced: Iterable[Evidence]) -> frozenset[choices.Channel]:
    found = {channel_of(item) for item in sourced}
    return frozenset(channel for channel in found if channel and channel != "claimed")


def is_outside(data: ReviewData, item: Evidence, indicator: str | None) -> bool:
    """Whether an evidence item comes from outside the unit responsible (R04).

    Ours: inside are the integration unit, whoever's unit or organisation the self-assessment names as
    responsible, and the host's own documents. What the peers saw for themselves is outside.
    """
    return bool(_traits(data, item)) and _comes_from_outside(data, item, _responsible(data, indicator))


def _comes_from_outside(data: ReviewData, item: Evidence, responsible: frozenset[str]) -> bool:
    channel = channel_of(item)
    if channel == "seen":
        return True
    document = data.document.get(item.document or "")
    if document is not None and channel == "read":
        return not document.host and fold(document.author or "") not in responsible
    return any(not _is_inside(person, responsible) for person in speakers(data, item))


def _responsible(data: ReviewData, indicator: str | None) -> frozenset[str]:
    claimed = data.self_assessment.get(indicator or "")
    return frozenset({fold(claimed.responsible)} if claimed and claimed.responsible else ())


def _is_inside(person: Stakeholder, responsible: frozenset[str]) -> bool:
    belongs = {fold(name) for name in (person.unit, person.organisation) if name}
    return person.group == "integration-unit" or bool(belongs & responsible)


def is_migrant_voice(data: ReviewData, item: Evidence) -> bool:
    """Whether a migrant, a user or a migrant organisation said it (R04)."""
    heard = channel_of(item) == "heard"
    return heard and any(person.group in MIGRANT_VOICES for person in speakers(data, item))


@dataclass(frozen=True, slots=True)
class Strength:
    """How strong the evidence is: counts only, never a score."""

    evidence: int
    sources: int
    """Independent sources (R05)."""
    channels: Mapping[str, int]
    """Evidence items by channel, the host's claims among them."""
    independent_channels: int
    """How many channels the sources come through: the host's claims are none (R04)."""
    directions: Mapping[str, int]
    outside: bool
    """Whether any of it comes from outside the unit responsible."""
    migrant_voice: bool


def strength(data: ReviewData, evidence_codes: Iterable[str], indicator: str | None = None) -> Strength:
    """Return how strong the evidence is, for an indicator if one is given; what is voided is left out."""
    items = counting(data, evidence_codes)
    traits = {item.code: _traits(data, item) for item in items}
    sourced = [item for item in items if traits[item.code]]
    responsible = _responsible(data, indicator)
    by_channel: Counter[str] = Counter(channel for item in items if (channel := channel_of(item)))
    by_direction: Counter[str] = Counter(
        item.indicators[indicator] for item in items if indicator and indicator in item.indicators
    )
    return Strength(
        evidence=len(items),
        sources=len(_grouped(traits)),
        channels=dict(by_channel),
        independent_channels=len(_channels(sourced)),
        directions=dict(by_direction),
        outside=any(_comes_from_outside(data, item, responsible) for item in sourced),
        migrant_voice=any(is_migrant_voice(data, item) for item in items),
    )


def evidence_by_indicator(data: ReviewData) -> dict[str, list[str]]:
    """Return, for every indicator, the codes of the evidence on it that has not been voided."""
    found: dict[str, list[str]] = {indicator: [] for indicator in data.benchmark.by_id}
    for item in data.evidence.values():
        if not is_void(data, item):
            for indicator in item.indicators:
                found.setdefault(indicator, []).append(item.code)
    return found
