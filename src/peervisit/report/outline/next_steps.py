"""Next steps, and the development plan for the host to fill in."""

from __future__ import annotations

from peervisit.model.synthesis import DevelopmentAction
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
from peervisit.report.outline.inline import cell, plain
from peervisit.report.outline.order import by_priority
from peervisit.report.outline.scope import Scope


def next_steps(s: Scope) -> Section:
    """Return the chapter with the dates that are known."""
    _ = s.t.gettext
    review = s.data.review
    known = (
        (_("End of the factual check by the city"), review.factual_check_until),
        (_("Response of the city due"), review.response_due),
        (_("Progress review"), review.progress_review_on),
        (_("End of the keeping of personal data"), review.retention_until),
    )
    dated = tuple(s.labelled(label, s.day(value)) for label, value in known if value)
    blocks: list[Block] = [*s.typed(review, "next_steps"), *provisional.of_terms(s, "next_steps")]
    if dated:
        blocks.append(Bullets(dated))
    if not blocks:
        blocks.append(Paragraph(plain(_("The next steps have not been agreed yet.")), "empty"))
    return Section(_("Next steps"), "part:next", tuple(blocks))


def plan(s: Scope) -> Section | None:
    """Return the development plan: what the host answered so far, and room for the rest."""
    _ = s.t.gettext
    if not s.data.recommendation and not s.data.action:
        return None
    rows: list[Row] = []
    actions = list(s.data.action.values())
    for one in by_priority(s.data.recommendation.values()):
        mine = [action for action in actions if action.recommendation == one.code]
        rows += [_row(s, one.code, action) for action in mine] or [_row(s, one.code, None)]
    known = s.data.recommendation
    rows += [_row(s, None, action) for action in actions if (action.recommendation or "") not in known]
    lead = _(
        "For the city to fill in: what it makes of each recommendation, who does what by when, "
        "and how one will see that it worked."
    )
    return Section(
        _("Development plan"), "part:plan", (Paragraph(plain(lead)), _table(s, tuple(rows))), wide=True
    )


def _table(s: Scope, rows: tuple[Row, ...]) -> Table:
    _ = s.t.gettext
    return Table(
        _("Development plan"),
        _("One row for each recommendation, with room for the answer of the city."),
        (
            Column(_("Recommendation"), 2.5),
            Column(_("Response"), 1.2),
            Column(_("Objective and measure"), 3),
            Column(_("Owner"), 1.4),
            Column(_("Start and end"), 1.3),
            Column(_("Measure of success"), 2),
            Column(_("Status"), 1.2),
        ),
        rows,
        room=True,
    )


def _mark(s: Scope, recommendation: str) -> Inline:
    return provisional.mark(s, "recommendation", recommendation)


def _row(s: Scope, recommendation: str | None, one: DevelopmentAction | None) -> Row:
    known = s.data.recommendation.get(recommendation or "")
    title = s.one_line(known, "title") or s.one_line(known, "text") if known else ""
    first = (
        cell(s.link("recommendation", recommendation), plain(title) + _mark(s, recommendation))
        if recommendation
        else cell("")
    )
    if one is None:
        return Row((first, *(Cell(()) for _column in range(6))))
    return Row(
        (
            first,
            cell(s.label(one.response), s.text(one, "reason"), provisional.mark(s, "action", one.code)),
            cell(s.text(one, "objective"), s.text(one, "measure"), s.text(one, "budget")),
            cell(s.text(one, "owner")),
            cell(s.day(one.start), s.day(one.end)),
            cell(s.text(one, "success")),
            cell(s.label(one.status), s.text(one, "progress")),
        )
    )
