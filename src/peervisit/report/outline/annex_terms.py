"""Annex F: the words of the method, and the levels."""

from __future__ import annotations

from peervisit.model.text import fold
from peervisit.report.outline.blocks import Block, Bullets, Inline, Paragraph
from peervisit.report.outline.inline import plain
from peervisit.report.outline.scope import Scope


def terms(s: Scope) -> tuple[Block, ...]:
    """Return the annex."""
    _ = s.t.gettext
    known = (
        (_("Channel"), _("The way something became known: heard, read, seen, or claimed by the city.")),
        (_("Conclusion"), _("A strength or a challenge that the evidence shows.")),
        (_("Confidence"), _("How sure the team is of a level, given the evidence.")),
        (_("Context factor"), _("Something about the city that explains a finding and changes no level.")),
        (_("Desk review"), _("What each peer, alone and before the visit, made of the self-assessment.")),
        (_("Dissent"), _("The view of somebody of the team who does not share the agreed level.")),
        (_("Evidence"), _("One statement of what was heard, read or seen, with its source.")),
        (_("Independent source"), _("People or documents that do not speak for one another.")),
        (_("Indicator"), _("One statement of the benchmark that the city is held against.")),
        (_("Self-assessment"), _("What the city says of itself on each indicator before the visit.")),
    )
    marks = [mark for level in s.data.benchmark.levels if (mark := s.mark(level))]
    scale: tuple[Inline, ...] = tuple((mark, *plain(f"  {_meaning(s, mark.level)}")) for mark in marks)
    numbers = _(
        "Numbers such as AR-E14 name one record each: the letters before the hyphen are the initials "
        "of whoever "
        "of the team recorded it; E stands for evidence, C for conclusion, R for recommendation."
    )
    return (
        Paragraph(plain(_("The levels of the scale")), "item"),
        Bullets(scale),
        Paragraph(plain(_("Words")), "item"),
        Bullets(tuple(s.labelled(word, meaning) for word, meaning in sorted(known, key=_in_order))),
        Paragraph(plain(_("Numbers")), "item"),
        Paragraph(plain(numbers)),
    )


def _in_order(known: tuple[str, str]) -> str:
    return fold(known[0])


def _meaning(s: Scope, level: str) -> str:
    _ = s.t.gettext
    benchmark = s.data.benchmark
    known = benchmark.levels[level]
    place = benchmark.position(level)
    if known.open:
        return _("The team cannot judge yet.")
    if place is None:
        return _("Nothing is judged here, and the report says why.")
    if place == 0:
        return _("The least of the levels.")
    if place == len(benchmark.assessed) - 1:
        return _("The best of the levels.")
    return _("Between the least and the best.")
