"""Conclusions: what the team found, where it comes from, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable

from peervisit.model.synthesis import Conclusion
from peervisit.report.outline import provisional
from peervisit.report.outline.blocks import Block, Paragraph
from peervisit.report.outline.inline import between, plain
from peervisit.report.outline.scope import Scope, anchor
from peervisit.report.outline.sourcing import sources

Place = tuple[str | None, str | None]
"""Chapter and section in which something is told; None for across them."""


def place(s: Scope, tiers: Iterable[str], indicators: Iterable[str]) -> Place:
    """Return where the report tells something: where its tiers say, else where its indicators lie."""
    benchmark = s.data.benchmark
    kinds = benchmark.tier_kinds
    named = [benchmark.tiers_by_id[tier] for tier in tiers if tier in benchmark.tiers_by_id]
    known = [benchmark.by_id[code] for code in indicators if code in benchmark.by_id]
    first = [tier.id for tier in named if tier.tier == kinds[0]] or [one.tiers[0] for one in known]
    if not first:
        return None, None
    if len(set(first)) > 1 and not known:
        return None, None
    chapter = first[0]
    inside = {tier for one in benchmark.of_tier(chapter) for tier in one.tiers[1:]}
    second = [tier.id for tier in named if tier.id in inside]
    second = second or [tier for one in known if chapter in one.tiers for tier in one.tiers[1:]]
    return chapter, second[0] if len(set(second)) == 1 else None


def conclusion(s: Scope, one: Conclusion) -> tuple[Block, ...]:
    """Return a conclusion with its sources, its evidence numbers and what follows from it."""
    _ = s.t.gettext
    kind = {"strength": _("Strength"), "challenge": _("Challenge")}.get(one.type or "", _("Conclusion"))
    head = between(
        [plain(kind, "label"), plain(s.one_line(one, "title")), plain(one.code, "quiet")], " · ", "quiet"
    )
    return (
        Paragraph(head, "item", anchor("conclusion", one.code)),
        *provisional.note(s, "conclusion", one.code),
        *s.typed(one, "text"),
        *_trail(s, one),
        *(Paragraph(s.labelled(_("Team only"), each.runs), "alert") for each in s.typed(one, "remarks")),
    )


def _trail(s: Scope, one: Conclusion) -> tuple[Block, ...]:
    _ = s.t.gettext
    follows = [r.code for r in s.data.recommendation.values() if one.code in r.conclusions]
    said = sources(s, one.evidence)
    parts = [
        s.labelled(_("Sources"), said),
        s.labelled(_("Evidence"), s.cite(one.evidence)),
        s.labelled(_("Indicators"), s.links("indicator", one.indicators)),
        s.labelled(_("Context"), s.links("context", one.context)),
        s.labelled(_("Recommendations"), s.links("recommendation", follows)),
    ]
    if one.evidence and not said:
        parts[0] = plain(_("The evidence for this was given in confidence."), "quiet")
    elif not one.evidence:
        parts[0] = plain(_("No evidence is cited for this conclusion."), "quiet")
    return (Paragraph(between(parts, "   "), "small"),)
