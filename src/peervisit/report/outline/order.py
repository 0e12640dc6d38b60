"""The order in which the report tells things, and which of them stand in the summary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from peervisit.model.synthesis import Recommendation


class Placed(Protocol):
    """A record that the team can put in a place of its own."""

    @property
    def position(self) -> int | None:
        """Its place, if the team gave it one."""
        ...


class Chosen(Placed, Protocol):
    """A record that the team can put into the summary."""

    @property
    def summary(self) -> bool | None:
        """Whether the team chose it."""
        ...


P = TypeVar("P", bound=Placed)
C = TypeVar("C", bound=Chosen)

_PRIORITY = {"high": 0, "medium": 1, None: 2, "low": 3}


def in_order(records: Iterable[P]) -> list[P]:
    """Return records by their position, those without one last, in order of code."""
    return sorted(records, key=lambda one: one.position if one.position is not None else 10**6)


def by_priority(records: Iterable[Recommendation]) -> list[Recommendation]:
    """Return recommendations by position, then by priority, recommendations before suggestions."""
    placed = in_order(records)
    return sorted(
        placed,
        key=lambda one: (
            one.position is None,
            one.position or 0,
            one.type == "suggestion",
            _PRIORITY[one.priority],
        ),
    )


def for_summary(records: Sequence[C], most: int) -> list[C]:
    """Return those that the team chose for the summary, else the first ones."""
    chosen = [one for one in records if one.summary]
    return list((chosen or records)[:most])
