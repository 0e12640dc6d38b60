"""The city in context: what explains the findings and never changes a level."""

from __future__ import annotations

from peervisit.model.synthesis import ContextFactor
from peervisit.report.outline import provisional
from peervisit.report.outline.blocks import Block, Paragraph, Section
from peervisit.report.outline.inline import between, plain
from peervisit.report.outline.order import in_order
from peervisit.report.outline.scope import Scope, anchor
from peervisit.report.outline.sourcing import sources


def context(s: Scope) -> Section | None:
    """Return the chapter, or None where the team recorded no context."""
    _ = s.t.gettext
    if not s.data.context:
        return None
    lead = _("What follows helps to read the findings. It explains them and changes no level.")
    known = s.data.benchmark.factors
    groups: dict[str, list[ContextFactor]] = {factor: [] for factor in known}
    for one in in_order(s.data.context.values()):
        groups.setdefault(one.factor if one.factor in known else "", []).append(one)
    sections = tuple(
        Section(
            s.words(known[factor].name) if factor else _("Other factors"),
            anchor("factor", factor or "other"),
            tuple(block for one in found for block in _factor(s, one)),
            listed=False,
        )
        for factor, found in groups.items()
        if found
    )
    return Section(_("The city in context"), "part:context", (Paragraph(plain(lead), "lead"), *sections))


def _factor(s: Scope, one: ContextFactor) -> tuple[Block, ...]:
    _ = s.t.gettext
    first, *rest = s.typed(one, "text") or (Paragraph(()),)
    trail = between(
        [
            s.labelled(_("Sources"), sources(s, one.evidence)),
            s.labelled(_("Evidence"), s.cite(one.evidence)),
            s.labelled(_("Explains"), s.links("indicator", one.indicators)),
        ],
        "   ",
    )
    return (
        Paragraph(first.runs, "body", anchor("context", one.code)),
        *rest,
        *provisional.note(s, "context", one.code),
        *((Paragraph(trail, "small"),) if trail else ()),
    )
