"""Annexes A to F, the list of the evidence, and for the team the trail of how levels came about."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from peervisit.report.outline.annex_evidence import evidence
from peervisit.report.outline.annex_levels import levels, not_assessed
from peervisit.report.outline.annex_record import documents, factual_check, programme
from peervisit.report.outline.annex_terms import terms
from peervisit.report.outline.annex_trail import trail
from peervisit.report.outline.blocks import Block, Section
from peervisit.report.outline.scope import Scope
from peervisit.report.outline.tally import Tally


def annexes(s: Scope, tally: Tally) -> Iterator[Section]:
    """Yield the annexes in order."""
    _ = s.t.gettext
    parts: list[tuple[str, str, Callable[[], tuple[Block, ...]], bool]] = [
        ("A", _("All indicators"), lambda: levels(s, tally), True),
        ("B", _("Programme of the visit"), lambda: programme(s), False),
        ("C", _("Documents"), lambda: documents(s), False),
        ("D", _("What was not assessed, and why"), lambda: not_assessed(s), False),
        ("E", _("Log of the factual check"), lambda: factual_check(s), False),
        ("F", _("Glossary and method"), lambda: terms(s), False),
        ("G", _("The evidence"), lambda: evidence(s), False),
    ]
    if s.team:
        parts.append(("H", _("How levels came about (team only)"), lambda: trail(s), False))
    for letter, title, blocks, wide in parts:
        name = _("Annex {letter}. {title}").format(letter=letter, title=title)
        yield Section(name, f"annex:{letter}", blocks(), numbered=False, wide=wide)
