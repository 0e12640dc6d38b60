"""A chapter for each pillar or key factor: standard, table of indicators, findings, judgements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from peervisit.model.benchmark import Indicator, Tier
from peervisit.model.levels_summary import matrix
from peervisit.model.synthesis import Conclusion, GoodPractice, Recommendation
from peervisit.report.outline import provisional
from peervisit.report.outline.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Inline,
    Paragraph,
    Row,
    Section,
    Table,
)
from peervisit.report.outline.findings import Place, conclusion, place
from peervisit.report.outline.indicator import indicator
from peervisit.report.outline.inline import between, cell, plain
from peervisit.report.outline.order import by_priority, in_order
from peervisit.report.outline.scope import Scope, anchor
from peervisit.report.outline.tally import Tally, strength_words

FEW = 20
"""A benchmark without a second kind of tier lists its indicators in the contents up to this number."""


@dataclass(slots=True)
class _Here:
    conclusions: list[Conclusion] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    practices: list[GoodPractice] = field(default_factory=list)


def chapters(s: Scope, tally: Tally) -> Iterator[Section]:
    """Yield the chapters, and last what belongs to none of them."""
    places = _places(s)
    for tier, inside in s.data.benchmark.chapters():
        if inside or (tier.id, None) in places:
            yield _chapter(s, tally, tier, inside, places)
    across = places.get((None, None))
    if across and across.conclusions:
        title = s.t.gettext("Findings across the benchmark")
        yield Section(title, "part:across", _told(s, across))


def _places(s: Scope) -> dict[Place, _Here]:
    found: dict[Place, _Here] = {}
    for one in in_order(s.data.conclusion.values()):
        found.setdefault(place(s, one.tiers, one.indicators), _Here()).conclusions.append(one)
    for advice in by_priority(s.data.recommendation.values()):
        rests = [s.data.conclusion[code] for code in advice.conclusions if code in s.data.conclusion]
        tiers = [] if advice.indicators else [tier for one in rests for tier in one.tiers]
        codes = advice.indicators or [code for one in rests for code in one.indicators]
        found.setdefault(place(s, tiers, codes), _Here()).recommendations.append(advice)
    for practice in in_order(s.data.practice.values()):
        found.setdefault(place(s, (), practice.indicators), _Here()).practices.append(practice)
    return found


def _chapter(
    s: Scope, tally: Tally, tier: Tier, inside: Sequence[Indicator], places: dict[Place, _Here]
) -> Section:
    standard = (Paragraph(plain(s.words(tier.standard)), "standard"),) if tier.standard else ()
    blocks: tuple[Block, ...] = (
        *standard,
        *((_counted(s, tier), _table(s, tally, tier, inside)) if inside else ()),
        *_told(s, places.get((tier.id, None))),
        *_sections(s, tally, tier, inside, places),
    )
    return Section(s.words(tier.name), anchor("tier", tier.id), blocks)


def _counted(s: Scope, tier: Tier) -> Paragraph:
    found = matrix(s.data).by_row[tier.id]
    marks: list[Inline] = [
        (mark, *plain(f"\u00a0{count}", "strong"))
        for level, count in found.levels.items()
        if count and (mark := s.mark(level))
    ]
    if found.undecided:
        words = s.t.gettext("no level yet")
        marks.append((*plain(words, "quiet"), *plain(f"\u00a0{found.undecided}", "strong")))
    words = s.t.ngettext("One indicator", "{number} indicators", found.indicators)
    return Paragraph(s.labelled(words.format(number=found.indicators), between(marks, "    ")))


def _table(s: Scope, tally: Tally, tier: Tier, inside: Sequence[Indicator]) -> Table:
    _ = s.t.gettext
    name = s.words(tier.name)
    rows = tuple(_row(s, tally, one) for one in inside)
    longest = max(len(word) for level in s.data.benchmark.assessed for word in s.words(level.name).split())
    wide = max(1.0 + 0.047 * longest, 1.2)
    return Table(
        _("{tier}: indicators and levels").format(tier=name),
        _("Each indicator with the team’s level, the city’s own, and the strength of the evidence."),
        (
            Column(_("Code"), 1.25),
            Column(_("Indicator"), 3.7),
            Column(_("Team"), wide),
            Column(_("Self-assessment"), max(wide, 1.4)),
            Column(_("Evidence"), 1.5),
        ),
        rows,
    )


def _row(s: Scope, tally: Tally, one: Indicator) -> Row:
    _ = s.t.gettext
    claimed = s.data.self_assessment.get(one.id)
    agreed = s.agreed(one.id)
    team = s.level(agreed, _("no level yet"))
    team += provisional.mark(s, "consensus", one.id)
    return Row(
        (
            cell(s.link("indicator", one.id)),
            cell(s.heading(one)),
            Cell((team,), agreed),
            cell(
                s.level(claimed.level if claimed else None, _("none"))
                + provisional.mark(s, "self_assessment", one.id)
            ),
            cell(strength_words(s, tally.strength[one.id])),
        ),
        None if tally.told(one.id) else anchor("indicator", one.id),
    )


def _sections(
    s: Scope, tally: Tally, tier: Tier, inside: Sequence[Indicator], places: dict[Place, _Here]
) -> Iterator[Section]:
    told: set[str] = set()
    listed = len(s.data.benchmark.indicators) <= FEW
    for section, found in s.data.benchmark.sections(tier.id):
        told.update(one.id for one in found)
        known = [one for one in found if tally.told(one.id)]
        here = places.get((tier.id, section.id)) if section else None
        if section is None:
            yield from (indicator(s, tally, one, listed=listed) for one in known)
        elif known or here:
            yield _section(s, tally, tier, section, known, here)
    rest = [one for one in inside if one.id not in told and tally.told(one.id)]
    if rest:
        blocks = tuple(indicator(s, tally, one, listed=False) for one in rest)
        yield Section(s.t.gettext("Other indicators"), anchor("other", tier.id), blocks)


def _section(
    s: Scope,
    tally: Tally,
    chapter: Tier,
    section: Tier,
    found: Sequence[Indicator],
    here: _Here | None,
) -> Section:
    told = _told(s, here)
    inside = tuple(indicator(s, tally, one, listed=False) for one in found)
    # The standard is told with the first chapter in which the dimension occurs.
    new = next(iter(s.data.benchmark.of_tier(section.id))).tiers[0] == chapter.id
    about = (Paragraph(plain(s.words(section.standard)), "standard"),) if section.standard and new else ()
    return Section(
        s.words(section.name), anchor("section", f"{chapter.id}/{section.id}"), (*about, *told, *inside)
    )


def _told(s: Scope, here: _Here | None) -> tuple[Block, ...]:
    """Return what was found in one place: conclusions, and links to what follows from them."""
    if here is None:
        return ()
    _ = s.t.gettext
    blocks: list[Block] = [block for one in here.conclusions for block in conclusion(s, one)]
    if here.recommendations:
        blocks.append(Paragraph(plain(_("We recommend")), "item"))
        blocks.append(Bullets(tuple(_pointer(s, "recommendation", one) for one in here.recommendations)))
    if here.practices:
        blocks.append(Paragraph(plain(_("Good practice to share")), "item"))
        blocks.append(Bullets(tuple(_pointer(s, "practice", one) for one in here.practices)))
    return tuple(blocks)


def _pointer(s: Scope, kind: str, one: Recommendation | GoodPractice) -> Inline:
    words = s.one_line(one, "title") or s.one_line(one, "text")
    return (
        plain(words) + plain(" (") + s.link(kind, one.code) + plain(")") + provisional.mark(s, kind, one.code)
    )
