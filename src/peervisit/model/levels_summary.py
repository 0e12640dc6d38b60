"""The matrix of levels, pillar by dimension: counts only, no total score and no ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from peervisit.model.benchmark import Indicator, Tier
from peervisit.model.data import ReviewData

Whose = Literal["consensus", "self_assessment"]


@dataclass(frozen=True, slots=True)
class LevelCounts:
    """How many indicators have each level."""

    levels: Mapping[str, int]
    """Level id to count, every level of the scale in its order."""
    undecided: int
    """Indicators on which there is no level at all."""

    @property
    def indicators(self) -> int:
        """How many indicators there are."""
        return sum(self.levels.values()) + self.undecided


@dataclass(frozen=True, slots=True)
class Matrix:
    """The levels of a review by the benchmark's first kind of tier and its second."""

    rows: tuple[Tier, ...]
    """The tiers of the first kind that hold an indicator."""
    columns: tuple[Tier | None, ...]
    """The second kind of tier; one None where there is none, or for indicators that have none."""
    cells: Mapping[tuple[str, str | None], LevelCounts]
    """Ids of row and column to counts; only the cells that hold an indicator."""
    by_row: Mapping[str, LevelCounts]
    whole: LevelCounts


@dataclass(frozen=True, slots=True)
class Missing:
    """The indicators that have no assessed level, by why."""

    undecided: tuple[str, ...]
    open: tuple[str, ...]
    """More information is still needed."""
    not_assessed: tuple[str, ...]
    """Settled as not assessed."""


def matrix(data: ReviewData, whose: Whose = "consensus") -> Matrix:
    """Return the matrix of the team's levels, or of the host's own."""
    chosen = _levels(data, whose)
    groups: dict[tuple[str, str | None], list[Indicator]] = {}
    for indicator in data.benchmark.indicators:
        groups.setdefault(_place(data, indicator), []).append(indicator)
    rows = tuple(tier for tier, inside in data.benchmark.chapters() if inside)
    return Matrix(
        rows=rows,
        columns=_columns(data, {column for _, column in groups}),
        cells={place: _count(data, chosen, inside) for place, inside in groups.items()},
        by_row={row.id: _count(data, chosen, data.benchmark.of_tier(row.id)) for row in rows},
        whole=_count(data, chosen, data.benchmark.indicators),
    )


def missing(data: ReviewData, whose: Whose = "consensus") -> Missing:
    """Return the indicators that have no assessed level, in the benchmark's order."""
    chosen = _levels(data, whose)
    undecided: list[str] = []
    still_open: list[str] = []
    settled: list[str] = []
    for indicator in data.benchmark.by_id:
        level = data.benchmark.levels.get(chosen.get(indicator) or "")
        if level is None:
            undecided.append(indicator)
        elif not level.assessed:
            (still_open if level.open else settled).append(indicator)
    return Missing(tuple(undecided), tuple(still_open), tuple(settled))


def _levels(data: ReviewData, whose: Whose) -> dict[str, str | None]:
    if whose == "consensus":
        return {code: one.level for code, one in data.consensus.items()}
    return {code: one.level for code, one in data.self_assessment.items()}


def _place(data: ReviewData, indicator: Indicator) -> tuple[str, str | None]:
    kinds = data.benchmark.tier_kinds
    second = kinds[1] if len(kinds) > 1 else None
    tiers = data.benchmark.tiers_by_id
    return indicator.tiers[0], next((t for t in indicator.tiers if tiers[t].tier == second), None)


def _columns(data: ReviewData, used: set[str | None]) -> tuple[Tier | None, ...]:
    named = [tier for tier in data.benchmark.tiers if tier.id in used]
    return (*named, None) if None in used else tuple(named)


def _count(
    data: ReviewData, chosen: Mapping[str, str | None], indicators: Iterable[Indicator]
) -> LevelCounts:
    found = Counter(chosen.get(indicator.id) for indicator in indicators)
    levels = {level.id: found.pop(level.id, 0) for level in data.benchmark.scale}
    return LevelCounts(levels, undecided=sum(found.values()))
