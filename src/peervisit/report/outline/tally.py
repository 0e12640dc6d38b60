"""What is counted once and told in many places: evidence, desk reviews and strength by indicator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from peervisit.model.sources import Strength, evidence_by_indicator, strength
from peervisit.report.outline.blocks import Inline
from peervisit.report.outline.inline import plain
from peervisit.report.outline.scope import Scope


@dataclass(frozen=True, slots=True)
class Tally:
    """Indicator to what is known about it."""

    evidence: Mapping[str, tuple[str, ...]]
    strength: Mapping[str, Strength]
    desk: Mapping[str, tuple[str, ...]]
    """The levels that the peers expected before the visit."""
    named: frozenset[str]
    """The indicators on which there is anything to tell beyond a row of a table."""

    def told(self, indicator: str) -> bool:
        """Whether an indicator has a section of its own; else its row in the chapter's table says it all."""
        return indicator in self.named


def tally(s: Scope) -> Tally:
    """Count everything once."""
    evidence = {code: tuple(found) for code, found in evidence_by_indicator(s.data).items()}
    desk: dict[str, list[str]] = {}
    for one in s.data.desk_review.values():
        if one.level:
            desk.setdefault(one.indicator, []).append(one.level)
    return Tally(
        evidence,
        {code: strength(s.data, found, code) for code, found in evidence.items()},
        {code: tuple(levels) for code, levels in desk.items()},
        frozenset(_named(s)) | {code for code, found in evidence.items() if found},
    )


def _named(s: Scope) -> Iterator[str]:
    for code, claimed in s.data.self_assessment.items():
        if claimed.level or claimed.answer or claimed.no_data:
            yield code
    yield from s.data.consensus
    for kind in ("conclusion", "recommendation", "practice", "context"):
        for one in getattr(s.data, kind).values():
            yield from one.indicators


def strength_words(s: Scope, found: Strength) -> Inline:
    """Return how strong the evidence is, such as ``3 sources through 2 channels``."""
    _ = s.t.gettext
    ngettext = s.t.ngettext
    if not found.evidence:
        return plain(_("no evidence"), "quiet")
    if not found.sources:
        return plain(_("only the city’s claim"), "quiet")
    counted = ngettext("{number} source", "{number} sources", found.sources).format(number=found.sources)
    through = ngettext(
        "through {number} channel", "through {number} channels", found.independent_channels
    ).format(number=found.independent_channels)
    return plain(f"{counted} {through}")
