"""Groups of people large enough that nobody can be picked out (R11).

The groups of the method are the leaves of a tree of sides. Where fewer than three people of a group were
met, the small groups of one side become one; if they are still fewer than three, they take in the smallest
other group of that side, and only then go up to the next side. Every group that is left has three people
at least, so no count can be had by subtracting one group from another. The tree is ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from peervisit.i18n import N_
from peervisit.model import choices

ENOUGH = 3
"""The people that hide one of them (R11)."""

EVERYBODY = "people-met"
OTHERS = "others-met"

TREE: dict[str, tuple[str, ...]] = {
    EVERYBODY: ("public-side", "civil-society-side", "economy-side"),
    "public-side": ("municipal-side", "other-government", "public-service-provider"),
    "municipal-side": ("elected-politician", "integration-unit", "municipal-department"),
    "civil-society-side": (
        "civil-society",
        "migrant-organisation",
        "migrant-or-user",
        "faith-community",
    ),
    "economy-side": ("business", "social-partner", "education-research", "media", "other"),
}
"""Each side with what it consists of."""

LABELS: dict[str, str] = {
    EVERYBODY: N_("people met"),
    OTHERS: N_("other people met"),
    "public-side": N_("public authorities and services"),
    "municipal-side": N_("municipal side"),
    "civil-society-side": N_("civil society side"),
    "economy-side": N_("business, social partners, education and others"),
}
"""What each side is called in English, for the catalogue."""


def label(group: str) -> str:
    """Return what a group, or a side that groups were merged into, is called in English."""
    return LABELS.get(group) or choices.LABELS.get(group, group)


@dataclass(slots=True)
class _Side:
    """The groups of one side that stand, by name, and the small ones that are left over."""

    standing: dict[str, frozenset[str]] = field(default_factory=dict)
    left: frozenset[str] = frozenset()


def leaves(group: str) -> Iterator[str]:
    """Yield the groups of the method that a side consists of; a group consists of itself."""
    if group not in TREE:
        yield group
        return
    for part in TREE[group]:
        yield from leaves(part)


def merge(met: Mapping[str, int]) -> dict[str, str]:
    """Return, for every group of the method, the group or side that may be named (R11)."""
    whole = _sort_out(EVERYBODY, met)
    named = {leaf: name for name, block in whole.standing.items() for leaf in block}
    if len(whole.standing) > 1:
        named = {leaf: OTHERS if name == EVERYBODY else name for leaf, name in named.items()}
    return named | dict.fromkeys(whole.left, EVERYBODY)


def _sort_out(side: str, met: Mapping[str, int]) -> _Side:
    if side not in TREE:
        alone = frozenset({side})
        return _Side({side: alone}) if met.get(side, 0) >= ENOUGH else _Side(left=alone)
    found = _Side()
    for part in TREE[side]:
        inner = _sort_out(part, met)
        found.standing |= inner.standing
        found.left |= inner.left
    return _pooled(side, found, met)


def _pooled(side: str, found: _Side, met: Mapping[str, int]) -> _Side:
    """Make one group of the side's left-overs, with the smallest standing group if they are too few."""
    people = _people(found.left, met)
    if 0 < people < ENOUGH and found.standing:
        smallest = min(found.standing, key=lambda name: (_people(found.standing[name], met), name))
        found.left |= found.standing.pop(smallest)
        people = _people(found.left, met)
    if people >= ENOUGH:
        found.standing[side] = found.left
        found.left = frozenset()
    return found


def _people(block: frozenset[str], met: Mapping[str, int]) -> int:
    return sum(met.get(leaf, 0) for leaf in block)
