"""The largest choice of sets of which no two share a member."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_EXACT = 24
"""Sets that overlap, directly or through others, up to which the answer is exact."""

Neighbours = Mapping[int, frozenset[int]]


def disjoint(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Return as many sets as possible of which no two share a member, in the order given.

    A set that holds another whole can always give way to it. Of more than 24 sets that hang together,
    those that overlap the fewest are taken first, which may be one or two short of the most possible.
    """
    distinct = list(dict.fromkeys(sets))
    small = [one for one in distinct if not any(other < one for other in distinct)]
    neighbours = {
        n: frozenset(m for m, other in enumerate(small) if m != n and one & other)
        for n, one in enumerate(small)
    }
    chosen: set[int] = set()
    for part in _parts(neighbours):
        chosen |= _exact(part, neighbours) if len(part) <= _EXACT else _greedy(part, neighbours)
    return [small[n] for n in sorted(chosen)]


def _parts(neighbours: Neighbours) -> list[frozenset[int]]:
    found: list[frozenset[int]] = []
    seen: set[int] = set()
    for start in neighbours:
        if start in seen:
            continue
        part, waiting = {start}, [start]
        while waiting:
            fresh = neighbours[waiting.pop()] - part
            part |= fresh
            waiting += fresh
        seen |= part
        found.append(frozenset(part))
    return found


def _exact(part: frozenset[int], neighbours: Neighbours) -> frozenset[int]:
    if not part:
        return frozenset()
    least = min(part, key=lambda n: (len(neighbours[n] & part), n))
    with_least = _exact(part - neighbours[least] - {least}, neighbours) | {least}
    if len(neighbours[least] & part) <= 1:
        return with_least
    without = _exact(part - {least}, neighbours)
    return without if len(without) > len(with_least) else with_least


def _greedy(part: frozenset[int], neighbours: Neighbours) -> frozenset[int]:
    chosen: set[int] = set()
    while part:
        least = min(part, key=lambda n: (len(neighbours[n] & part), n))
        chosen.add(least)
        part = part - neighbours[least] - {least}
    return frozenset(chosen)
