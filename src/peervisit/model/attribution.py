"""What may be said of the people and documents behind a statement, in which edition (R11, R12, R14).

Everything here decides before a word of a report is written, so that what must not be said is never there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from peervisit.model import choices, groups, voices
from peervisit.model.data import ReviewData
from peervisit.model.fields import Record
from peervisit.model.kinds import fields_of
from peervisit.model.levels import Evidence
from peervisit.model.people import Stakeholder
from peervisit.model.programme import Document

Edition = Literal["host", "team"]

WEAKEST_FIRST: tuple[choices.Attribution, ...] = ("background", "group", "role", "named")
"""The levels of attribution, from what says the least of a person."""

_FOR_THE_TEAM = frozenset({"interview", "question", "desk_review", "judgement", "debrief"})
"""The kinds whose texts stay with the team: notes that say who said what, and thoughts on the way (ours)."""

_SAID_OF_PEOPLE = frozenset({"name", "role", "organisation"})


def weakest(levels: Iterable[choices.Attribution]) -> choices.Attribution:
    """Return the level that says the least."""
    return min(levels, key=WEAKEST_FIRST.index)


@dataclass(frozen=True, slots=True)
class SourceName:
    """What may be said of one person in one edition; None is what may not be said."""

    level: choices.Attribution
    group: str | None
    """The group after merging: a key for :func:`peervisit.model.groups.label`."""
    role: str | None
    organisation: str | None
    name: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class Attributed:
    """How one evidence item may appear in one edition."""

    shown: bool
    """Whether the statement may appear; whether or not, it counts in the strength of the evidence."""
    as_quote: bool
    """Whether it may stand as a verbatim quote; else it is told as reported speech (R12)."""
    level: choices.Attribution
    """The weakest of all that apply; ``named`` where no person said it and nothing lowers it."""
    sources: tuple[SourceName, ...]
    """The people who said it; in the host's edition each description once, however many they were."""
    document: str | None
    """Code of the document, if it may be cited. A document that is neither public nor the host's own is
    cited in the team edition only, since who handed it over could be told from it (ours)."""


_WITHHELD = Attributed(shown=False, as_quote=False, level="background", sources=(), document=None)


class Attributor:
    """Applies the review's attribution rule, and what each person consented to, for one edition.

    The host's edition says of nobody more than they allow: the weakest of the review's rule, the person's own
    wish and the evidence item's level holds, and of several speakers the weakest (R11). The team edition is
    the full trail: codes, roles and organisations always, a name only where the level is ``named``; its
    groups are not merged.
    """

    def __init__(self, data: ReviewData, edition: Edition) -> None:
        self.data = data
        self.edition = edition
        self._met = voices.count_by_group(data)
        self._merged = groups.merge(self._met)
        self._counts = self.groups_met()
        self._disputed = {(kind, code, field.partition(".")[0]) for kind, code, field in data.conflicts}

    @property
    def _team(self) -> bool:
        return self.edition == "team"

    def merged_group(self, group: str) -> str:
        """Return the group or side that may be named for a group; the team edition merges nothing."""
        return group if self._team else self._merged.get(group, groups.EVERYBODY)

    def groups_met(self) -> dict[str, int]:
        """Return how many people were met of each group that may be named, in the method's order."""
        counts: Counter[str] = Counter()
        for group in groups.leaves(groups.EVERYBODY):
            counts[self.merged_group(group)] += self._met.get(group, 0)
        return {group: count for group, count in counts.items() if count}

    def level(self, item: Stakeholder) -> choices.Attribution:
        """Return how far the report may point to a person.

        The review's rule holds unless the person asked for less; without either it is ``group`` (R11). Ours:
        a role or a name needs consent on record; a role in a group of which fewer than three people were met
        needs that this person agreed to it, not only that the review's rule says so.
        """
        wishes = [level for level in (self.data.review.attribution, item.attribution) if level]
        level = weakest(wishes) if wishes else "group"
        alone = self._met.get(voices.group_of(item), 0) < groups.ENOUGH
        agreed = item.consent == "given" and (not alone or item.attribution in ("role", "named"))
        return level if agreed else weakest((level, "group"))

    def person(self, item: Stakeholder) -> SourceName | None:
        """Return what may be said of a person, or None if they may not be mentioned.

        Somebody who withdrew is mentioned nowhere; somebody who refused consent not in the host's edition.
        """
        return self._source(item, self.level(item)) if self._mentioned(item) else None

    def evidence(self, item: Evidence) -> Attributed:
        """Return how an evidence item may appear.

        What is withdrawn appears nowhere (R17). The host's edition withholds what anybody among its
        speakers did not consent to or gave as background only, and what was said by somebody of whom there
        is no record. Ours: what is flagged as sensitive appears there by group only, when the speakers are
        among three people or more; never as a quote, and not from a document. A verbatim quote that may not
        be quoted is withheld whole (R12). So is, ours, what copies disagree on who said it.
        """
        if voices.is_void(self.data, item):
            return _WITHHELD
        people = voices.speakers(self.data, item)
        level = self._level_of(item, people)
        if not self._team and not self._may_show(item, people, level):
            return _WITHHELD
        # Told in other words it would need somebody to find those words: what is stored is verbatim (R12).
        if not self._team and item.quote and not self._may_quote(item, level):
            return _WITHHELD
        sources = tuple(dict.fromkeys(self._source(person, level) for person in people))
        return Attributed(
            shown=True,
            as_quote=self._may_quote(item, level),
            level=level,
            sources=sources,
            document=self._citable(item.document),
        )

    def text(self, record: Record, field: str) -> str | None:
        """Return the text of a field if it may appear in this edition, else None.

        Team-only remarks never leave the team edition (R14), nor do notes, questions and first levels; a
        statement follows :meth:`evidence`, and what is said of a person follows :meth:`person`.
        """
        value = getattr(record, field)
        if value is None or not self._may_read(record, field):
            return None
        if isinstance(record, Stakeholder) and field in _SAID_OF_PEOPLE:
            source = self.person(record)
            value = getattr(source, field) if source else None
        return None if value is None else str(value)

    def _may_read(self, record: Record, field: str) -> bool:
        if isinstance(record, Evidence) and not self.evidence(record).shown:
            return False
        if isinstance(record, Stakeholder) and field == "contact":
            return False
        if self._team:
            return True
        if isinstance(record, Stakeholder):
            return field in _SAID_OF_PEOPLE
        if record.kind in _FOR_THE_TEAM:
            return False
        if isinstance(record, Document) and self._citable(record.code) is None:
            return False
        known = fields_of(record.kind).get(field)
        return known is None or not known.team_only

    def _mentioned(self, item: Stakeholder) -> bool:
        return not item.withdrawn and (self._team or item.consent != "refused")

    def _source(self, item: Stakeholder, level: choices.Attribution) -> SourceName:
        by_role = self._team or level in ("role", "named")
        hidden = level == "background" and not self._team
        return SourceName(
            level=level,
            group=None if hidden else self.merged_group(voices.group_of(item)),
            role=item.role if by_role else None,
            organisation=item.organisation if by_role else None,
            name=item.name if level == "named" else None,
            code=item.code if self._team else None,
        )

    def _level_of(self, item: Evidence, people: Iterable[Stakeholder]) -> choices.Attribution:
        levels = [self.level(person) for person in people] or ["named"]
        if item.attribution:
            levels.append(item.attribution)
        if item.sensitive:
            levels.append("group")
        return weakest(levels)

    def _may_show(self, item: Evidence, people: tuple[Stakeholder, ...], level: choices.Attribution) -> bool:
        everybody = len(people) == len(voices.speaker_codes(self.data, item))
        if level == "background" or not everybody or not all(map(self._mentioned, people)):
            return False
        if self._speakers_disputed(item):
            return False
        return not item.sensitive or self._hidden_among_others(people)

    def _speakers_disputed(self, item: Evidence) -> bool:
        disputed = self._disputed
        if ("evidence", item.code, "stakeholders") in disputed:
            return True
        if item.stakeholders:
            return False
        interview = self.data.interview.get(item.interview or "")
        slot = self.data.slot.get(interview.slot or "") if interview else None
        names = [("evidence", item.code, "interview")]
        if interview is not None:
            names.append(("interview", interview.code, "stakeholders"))
        if interview is not None and not interview.stakeholders:
            names.append(("interview", interview.code, "slot"))
            names += [("slot", slot.code, "stakeholders")] if slot else []
        return any(name in disputed for name in names)

    def _hidden_among_others(self, people: tuple[Stakeholder, ...]) -> bool:
        merged = {self.merged_group(voices.group_of(person)) for person in people}
        return bool(merged) and all(self._counts.get(group, 0) >= groups.ENOUGH for group in merged)

    def _may_quote(self, item: Evidence, level: choices.Attribution) -> bool:
        if not item.quote or item.sensitive or level == "background":
            return False
        document = self.data.document.get(item.document or "")
        published = document is not None and bool(document.public) and item.quote_permitted is not False
        return bool(item.quote_permitted) or published

    def cites(self, document: str) -> bool:
        """Whether a document may be named in this edition."""
        return self._citable(document) is not None

    def _citable(self, code: str | None) -> str | None:
        document = self.data.document.get(code or "")
        if document is None:
            return None
        return document.code if self._team or document.public or document.host else None
