"""Where the levels on an indicator lie apart: the peers', the host's, and before and after the visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from peervisit.model.data import ReviewData


@dataclass(frozen=True, slots=True)
class Spread:
    """The peers' levels on one indicator, one for each member who gave any."""

    indicator: str
    levels: Mapping[str, str | None]
    span: int | None
    """Positions between the least and the best level; None if nobody gave an assessed level."""
    discuss: bool
    """Whether the team must talk: the levels differ, or somebody asks for more information (ours)."""


def spread(
    data: ReviewData, indicator: str, of: Literal["before", "after", "desk_review"] = "before"
) -> Spread:
    """Return the spread of the peers' own levels before or after discussion, or of the desk reviews."""
    if of == "desk_review":
        levels = {o.member: o.level for o in data.desk_review.values() if o.indicator == indicator}
    else:
        levels = {
            one.member: one.level
            for one in data.judgement.values()
            if one.indicator == indicator and one.round == of
        }
    positions = [p for level in levels.values() if (p := data.benchmark.position(level)) is not None]
    return Spread(
        indicator=indicator,
        levels=levels,
        span=max(positions) - min(positions) if positions else None,
        discuss=len(set(levels.values())) > 1 or any(_is_open(data, level) for level in levels.values()),
    )


def gap(data: ReviewData, indicator: str) -> int | None:
    """Return by how many positions the team's level lies above the host's own (below: negative).

    None where either of them is not an assessed level.
    """
    claimed = data.self_assessment.get(indicator)
    theirs = data.benchmark.position(claimed.level) if claimed else None
    ours = _agreed(data, indicator)
    return None if ours is None or theirs is None else ours - theirs


def change(data: ReviewData, indicator: str) -> int | None:
    """Return by how many positions the team's level moved from the desk review (down: negative).

    The desk review is the range of the peers' levels; within it nothing changed (ours). None where either
    has no assessed level: what was open before the visit was found out, not changed.
    """
    first = spread(data, indicator, "desk_review").levels.values()
    positions = [p for level in first if (p := data.benchmark.position(level)) is not None]
    agreed = _agreed(data, indicator)
    if agreed is None or not positions:
        return None
    return max(agreed - max(positions), 0) + min(agreed - min(positions), 0)


def _agreed(data: ReviewData, indicator: str) -> int | None:
    consensus = data.consensus.get(indicator)
    return data.benchmark.position(consensus.level) if consensus else None


def _is_open(data: ReviewData, level: str | None) -> bool:
    known = data.benchmark.levels.get(level or "")
    return known is not None and known.open
