"""Annex A, every indicator with everybody's level and its evidence, and annex D, what was not assessed."""

from __future__ import annotations

from collections.abc import Sequence

from peervisit.model.benchmark import Indicator
from peervisit.model.levels_summary import missing
from peervisit.report.outline import provisional
from peervisit.report.outline.blocks import Block, Cell, Column, Inline, Paragraph, Row, Table
from peervisit.report.outline.indicator import before
from peervisit.report.outline.inline import cell, fill, plain
from peervisit.report.outline.scope import Scope
from peervisit.report.outline.tally import Tally

CHANNELS = ("heard", "read", "seen", "claimed")


def levels(s: Scope, tally: Tally) -> tuple[Block, ...]:
    """Return annex A."""
    _ = s.t.gettext
    heads = {"heard": _("Heard"), "read": _("Read"), "seen": _("Seen"), "claimed": _("Claimed")}
    lead = _(
        "The last columns count the evidence by channel: what was heard in interviews, read in documents, "
        "seen on site, or claimed by the city; and the independent sources it comes from."
    )
    table = Table(
        _("All indicators: levels and evidence"),
        _("Each indicator with the self-assessment, the desk review, the team’s level and its evidence."),
        (
            Column(_("Code"), 1.3),
            Column(_("Indicator"), 4),
            Column(_("Self-assessment"), 1.35),
            Column(_("Desk review"), 1.7),
            Column(_("Team"), 1.35),
            *(Column(heads[channel], 0.9) for channel in CHANNELS),
            Column(_("Sources"), 0.95),
        ),
        tuple(_row(s, tally, one) for one in s.data.benchmark.indicators),
    )
    return (Paragraph(plain(lead)), table)


def _row(s: Scope, tally: Tally, one: Indicator) -> Row:
    _ = s.t.gettext
    claimed = s.data.self_assessment.get(one.id)
    agreed = s.agreed(one.id)
    found = tally.strength[one.id]
    numbers = [found.channels.get(channel, 0) for channel in CHANNELS]
    return Row(
        (
            cell(s.link("indicator", one.id)),
            cell(s.heading(one)),
            cell(
                s.level(claimed.level if claimed else None, _("none"))
                + provisional.mark(s, "self_assessment", one.id)
            ),
            cell(before(s, tally, one.id) or plain(_("none"), "quiet")),
            Cell((s.level(agreed, _("no level yet")) + provisional.mark(s, "consensus", one.id),), agreed),
            *(_number(number) for number in numbers),
            _number(found.sources),
        )
    )


def _number(value: int) -> Cell:
    return cell(plain(str(value), "plain" if value else "quiet"))


def not_assessed(s: Scope) -> tuple[Block, ...]:
    """Return annex D."""
    _ = s.t.gettext
    found = missing(s.data)
    codes = (*found.not_assessed, *found.open)
    if not codes and not found.undecided:
        return (Paragraph(plain(_("Every indicator was assessed.")), "empty"),)
    if len(s.data.benchmark.indicators) == len(found.undecided):
        return (Paragraph(plain(_("The team has not agreed on any level yet.")), "empty"),)
    table = Table(
        _("Indicators without an assessed level"),
        _("Each indicator that has no assessed level, with the reason."),
        (Column(_("Code"), 1.2), Column(_("Indicator"), 4), Column(_("Level"), 1.6), Column(_("Why"), 3)),
        tuple(_without(s, code) for code in s.data.benchmark.by_id if code in codes),
    )
    return (*((table,) if codes else ()), *_undecided(s, found.undecided))


def _undecided(s: Scope, codes: Sequence[str]) -> tuple[Block, ...]:
    """Return one sentence on what the team has not decided: there is no reason to tell of each."""
    if not codes:
        return ()
    pattern = s.t.ngettext(
        "On one indicator the team has not agreed on a level yet: {indicators}.",
        "On {number} indicators the team has not agreed on a level yet: {indicators}.",
        len(codes),
    )
    return (Paragraph(fill(pattern, number=s.number(len(codes)), indicators=s.links("indicator", codes))),)


def _without(s: Scope, code: str) -> Row:
    _ = s.t.gettext
    agreed = s.data.consensus.get(code)
    why: str | Inline = (s.text(agreed, "reason") or s.text(agreed, "rationale")) if agreed else ""
    if not why:
        why = plain(_("No reason is on record."), "quiet")
    return Row(
        (
            cell(s.link("indicator", code)),
            cell(s.heading(s.data.benchmark.by_id[code])),
            cell(s.level(s.agreed(code), _("no level yet")) + provisional.mark(s, "consensus", code)),
            cell(why),
        )
    )
