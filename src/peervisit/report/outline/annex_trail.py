"""For the team only: each peer's desk review and own level on every indicator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from peervisit.model.levels import DeskReview, Judgement
from peervisit.report.outline import provisional
from peervisit.report.outline.blocks import Block, Cell, Column, Inline, Paragraph, Row, Table
from peervisit.report.outline.inline import cell, lines, plain
from peervisit.report.outline.scope import Scope

T = TypeVar("T", DeskReview, Judgement)


def trail(s: Scope) -> tuple[Block, ...]:
    """Return the annex."""
    _ = s.t.gettext
    desk = [one for one in s.data.desk_review.values() if one.indicator in s.data.benchmark.by_id]
    own = [one for one in s.data.judgement.values() if one.indicator in s.data.benchmark.by_id]
    blocks: list[Block] = []
    if desk:
        blocks.append(_desk(s, _sorted(s, desk)))
    if own:
        blocks.append(_own(s, _sorted(s, own)))
    return tuple(blocks) or (
        Paragraph(plain(_("No desk review and no level of a single peer has been handed in.")), "empty"),
    )


def _sorted(s: Scope, found: Iterable[T]) -> list[T]:
    place = {code: n for n, code in enumerate(s.data.benchmark.by_id)}
    return sorted(found, key=lambda one: place[one.indicator])


def _desk(s: Scope, found: list[DeskReview]) -> Table:
    _ = s.t.gettext
    return Table(
        _("Desk reviews"),
        _("What each peer expected of each indicator before the visit."),
        (
            Column(_("Indicator"), 1.3),
            Column(_("Peer"), 0.7),
            Column(_("Level"), 1.3),
            Column(_("Known, unknown, suspected"), 5),
        ),
        tuple(_desk_row(s, one) for one in found),
    )


def _desk_row(s: Scope, one: DeskReview) -> Row:
    _ = s.t.gettext
    parts = (
        (_("We know"), one.known),
        (_("We don't know"), one.unknown),
        (_("We suspect"), one.suspected),
        (_("Ask"), one.questions),
    )
    told: list[Inline] = [s.labelled(label, " ".join(lines(s.free(text)))) for label, text in parts if text]
    return Row((*_head(s, one), Cell(tuple(told))))


def _own(s: Scope, found: list[Judgement]) -> Table:
    _ = s.t.gettext
    return Table(
        _("Levels of the peers"),
        _("The level that each peer gave before and after discussion, and why."),
        (
            Column(_("Indicator"), 1.3),
            Column(_("Peer"), 0.7),
            Column(_("Level"), 1.3),
            Column(_("When, and why"), 5),
        ),
        tuple(
            Row(
                (
                    *_head(s, one),
                    cell(plain(s.label(one.round), "quiet"), s.text(one, "rationale"), s.cite(one.evidence)),
                )
            )
            for one in found
        ),
    )


def _head(s: Scope, one: DeskReview | Judgement) -> tuple[Cell, Cell, Cell]:
    return (
        cell(s.link("indicator", one.indicator)),
        cell(plain(one.member)),
        cell(s.level(one.level, s.t.gettext("no level")) + provisional.mark(s, one.kind, one.code)),
    )
