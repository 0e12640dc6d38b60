"""Recommendations: what should be done, by whom, how soon, and what each rests on."""

from __future__ import annotations

from peervisit.model.synthesis import Recommendation
from peervisit.report.outline import provisional
from peervisit.report.outline.blocks import Block, Column, Inline, Paragraph, Row, Section, Table
from peervisit.report.outline.inline import between, cell, plain
from peervisit.report.outline.order import by_priority
from peervisit.report.outline.scope import Scope, anchor


def recommendations(s: Scope) -> Section:
    """Return the chapter."""
    _ = s.t.gettext
    found = by_priority(s.data.recommendation.values())
    blocks: tuple[Block, ...]
    if found:
        blocks = (_overview(s, found), *(block for one in found for block in _recommendation(s, one)))
    else:
        blocks = (Paragraph(plain(_("The team has not made any recommendation yet.")), "empty"),)
    return Section(_("Recommendations"), "part:recommendations", blocks)


def _overview(s: Scope, found: list[Recommendation]) -> Table:
    _ = s.t.gettext
    rows = tuple(
        Row(
            (
                cell(s.link("recommendation", one.code)),
                cell(plain(_name(s, one)) + provisional.mark(s, "recommendation", one.code)),
                cell(s.one_line(one, "addressee") or plain(_("open"), "quiet")),
                cell(s.label(one.priority) or plain(_("open"), "quiet")),
                cell(s.label(one.horizon) or plain(_("open"), "quiet")),
            )
        )
        for one in found
    )
    return Table(
        _("The recommendations"),
        _(
            "Each recommendation with its addressee, its priority, and whether it is a quick win or "
            "long haul."
        ),
        (
            Column(_("Number"), 1.1),
            Column(_("What"), 4),
            Column(_("By whom"), 1.9),
            Column(_("Priority"), 1),
            Column(_("Horizon"), 1.1),
        ),
        rows,
    )


def _name(s: Scope, one: Recommendation) -> str:
    return s.one_line(one, "title") or s.one_line(one, "text")


def _recommendation(s: Scope, one: Recommendation) -> tuple[Block, ...]:
    _ = s.t.gettext
    kind = s.label(one.type) or _("recommendation")
    title = s.one_line(one, "title")
    head = between(
        [plain(one.code, "label"), plain(title or kind), plain(kind, "quiet") if title else ()],
        " · ",
        "quiet",
    )
    facts = between(
        [
            s.labelled(_("By whom"), s.one_line(one, "addressee")),
            s.labelled(_("Priority"), s.label(one.priority)),
            s.labelled(_("Effort"), s.label(one.effort)),
            s.labelled(_("Horizon"), s.label(one.horizon)),
            s.labelled(_("A city that can help"), s.one_line(one, "peer_city")),
        ],
        "   ",
    )
    return (
        Paragraph(head, "item", anchor("recommendation", one.code)),
        *provisional.note(s, "recommendation", one.code),
        *s.typed(one, "text"),
        *((Paragraph(facts, "small"),) if facts else ()),
        Paragraph(_rests_on(s, one), "small"),
        *(Paragraph(s.labelled(_("Team only"), each.runs), "alert") for each in s.typed(one, "remarks")),
    )


def _rests_on(s: Scope, one: Recommendation) -> Inline:
    _ = s.t.gettext
    codes = [
        c for name in one.conclusions if name in s.data.conclusion for c in s.data.conclusion[name].evidence
    ]
    trail = between(
        [
            s.labelled(_("Rests on"), s.links("conclusion", one.conclusions)),
            s.labelled(_("Indicators"), s.links("indicator", one.indicators)),
            s.labelled(_("Evidence"), s.cite(dict.fromkeys(codes))),
        ],
        "   ",
    )
    return trail or plain(_("It cites no conclusion."), "quiet")
