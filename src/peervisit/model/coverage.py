"""The coverage board: what is known on each indicator from whom, thin first, and who has not been heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from peervisit.model.benchmark import Indicator
from peervisit.model.data import ReviewData
from peervisit.model.groups import EVERYBODY, leaves
from peervisit.model.people import Stakeholder
from peervisit.model.sources import (
    MIGRANT_VOICES,
    Strength,
    channel_of,
    evidence_by_indicator,
    strength,
)
from peervisit.model.voices import group_of, people_met, speakers

COLUMNS: tuple[str, ...] = (*leaves(EVERYBODY), "read", "seen", "claimed")
"""The columns of the board: the groups of people, and the channels that have no speaker."""

_OPEN = frozenset({None, "open", "left-open"})


@dataclass(frozen=True, slots=True)
class Cell:
    """What one group, or one channel without a speaker, contributes to one indicator."""

    evidence: tuple[str, ...]
    strength: Strength


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator on the board."""

    indicator: str
    cells: Mapping[str, Cell]
    """Column to cell, for the columns that hold anything."""
    evidence: tuple[str, ...]
    strength: Strength
    open_questions: tuple[str, ...]
    lacks: tuple[str, ...]
    """What makes it thin: ``sources``, ``channels`` (R03, R04), ``voice`` (a migrant's or a user's)."""

    @property
    def thin(self) -> bool:
        """Whether the evidence does not suffice yet."""
        return bool(self.lacks)


def board(data: ReviewData) -> list[Row]:
    """Return the board, thin indicators first: fewest sources, then fewest channels, most open questions.

    What the team has settled as not assessed is never thin.
    """
    on_indicator = evidence_by_indicator(data)
    asked = _open_questions(data)
    rows = [
        _row(data, indicator, on_indicator[indicator.id], asked.get(indicator.id, ()))
        for indicator in data.benchmark.indicators
    ]
    return sorted(rows, key=_thin_first)


def thin_indicators(data: ReviewData) -> list[str]:
    """Return the indicators whose evidence does not suffice yet, the thinnest first."""
    return [row.indicator for row in board(data) if row.thin]


def _thin_first(row: Row) -> tuple[bool, int, int, int]:
    found = row.strength
    return not row.thin, found.sources, found.independent_channels, -len(row.open_questions)


def _open_questions(data: ReviewData) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for question in data.question.values():
        for indicator in question.indicators if question.status in _OPEN else ():
            found[indicator] = (*found.get(indicator, ()), question.code)
    return found


def _row(data: ReviewData, indicator: Indicator, codes: list[str], asked: tuple[str, ...]) -> Row:
    columns: dict[str, list[str]] = {}
    for code in codes:
        for column in _columns_of(data, code):
            columns.setdefault(column, []).append(code)
    found = strength(data, codes, indicator.id)
    return Row(
        indicator=indicator.id,
        cells={
            column: Cell(tuple(columns[column]), strength(data, columns[column], indicator.id))
            for column in COLUMNS
            if column in columns
        },
        evidence=tuple(codes),
        strength=found,
        open_questions=asked,
        lacks=tuple(_lacks(data, indicator, found)),
    )


def _columns_of(data: ReviewData, code: str) -> list[str]:
    item = data.evidence[code]
    channel = channel_of(item)
    if channel in ("read", "seen", "claimed"):
        return [channel]
    return list(dict.fromkeys(group_of(person) for person in speakers(data, item)))


def _lacks(data: ReviewData, indicator: Indicator, found: Strength) -> Iterable[str]:
    consensus = data.consensus.get(indicator.id)
    level = data.benchmark.levels.get((consensus.level if consensus else None) or "")
    if level and not level.assessed and not level.open:
        return
    if found.sources < data.benchmark.sources_asked:
        yield "sources"
    if found.independent_channels < 2:
        yield "channels"
    if indicator.concerns_users and not found.migrant_voice:
        yield "voice"


@dataclass(frozen=True, slots=True)
class Balance:
    """How many people there are of each kind: those on the stakeholder list, and those met."""

    listed: Mapping[str, int]
    met: Mapping[str, int]

    @property
    def not_yet(self) -> tuple[str, ...]:
        """The kinds on the stakeholder list of which nobody was met yet."""
        return tuple(kind for kind in self.listed if not self.met.get(kind))


@dataclass(frozen=True, slots=True)
class Voices:
    """Whose voices were heard, and whose were not (UNITES, chapter 5)."""

    groups: Balance
    governance: Balance
    gender: Balance
    """Of those who gave it; only for balance."""
    not_listed: tuple[str, ...]
    """The groups of the method of which nobody is even on the stakeholder list."""
    migrants_met: int
    """Migrants, users and people of migrant organisations who were met."""


def voices(data: ReviewData) -> Voices:
    """Return whose voices were heard and whose were not; who withdrew is left out."""
    listed = [person for person in data.stakeholder.values() if not person.withdrawn]
    met = list(people_met(data).values())
    groups = Balance(_counted(map(group_of, listed)), _counted(map(group_of, met)))
    return Voices(
        groups=groups,
        governance=Balance(_by(listed, "governance"), _by(met, "governance")),
        gender=Balance(_by(listed, "gender"), _by(met, "gender")),
        not_listed=tuple(group for group in leaves(EVERYBODY) if group not in groups.listed),
        migrants_met=sum(groups.met.get(group, 0) for group in MIGRANT_VOICES),
    )


def _by(people: Iterable[Stakeholder], field: str) -> dict[str, int]:
    return _counted(value for person in people if (value := getattr(person, field)))


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())
