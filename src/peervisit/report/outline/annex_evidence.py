"""The list of the evidence that may appear in this edition: what each number in the text stands for."""

from __future__ import annotations

from peervisit.model.levels import Evidence
from peervisit.model.sources import channel_of
from peervisit.report.outline import provisional
from peervisit.report.outline.annex_record import described
from peervisit.report.outline.blocks import Block, Cell, Column, Inline, Paragraph, Row, Table
from peervisit.report.outline.inline import between, cell, fill, lines, plain
from peervisit.report.outline.scope import Scope, anchor

_QUOTES = ("“", "”", "„", "«", "»", '"')
_DIRECTIONS = {"supports": "+\u00a0", "contradicts": "−\u00a0", "context": ""}


def evidence(s: Scope) -> tuple[Block, ...]:
    """Return the annex."""
    _ = s.t.gettext
    if not s.data.evidence:
        return (Paragraph(plain(_("No evidence is on record.")), "empty"),)
    if not s.shown_evidence:
        return (Paragraph(plain(_("No evidence may be shown in this edition.")), "empty"),)
    lead = _(
        "Before an indicator, + means that the evidence supports it, − that it contradicts it; "
        "without a sign it tells of the context."
    )
    table = Table(
        _("The evidence"),
        _("Each piece of evidence with its source and the indicators that it speaks to."),
        (
            Column(_("Number"), 1.1),
            Column(_("What was heard, read or seen"), 5),
            Column(_("Source"), 2.4),
            Column(_("Indicators"), 1.5),
        ),
        tuple(_row(s, s.data.evidence[code]) for code in s.shown_evidence),
    )
    return (Paragraph(plain(lead)), table)


def _row(s: Scope, item: Evidence) -> Row:
    remarks = [s.labelled(s.t.gettext("Team only"), text) for text in lines(s.text(item, "remarks"))]
    return Row(
        (
            cell(plain(item.code, "strong") + provisional.mark(s, "evidence", item.code)),
            Cell((*_statement(s, item), *remarks)),
            cell(_source(s, item), plain(_nature(s, item), "quiet")),
            cell(_indicators(s, item)),
        ),
        anchor("evidence", item.code),
    )


def _statement(s: Scope, item: Evidence) -> tuple[Inline, ...]:
    _ = s.t.gettext
    language = s.spoken(item)
    found = [plain(line, lang=language) for line in lines(s.text(item, "statement"))]
    if not item.quote or not found:
        return tuple(found)
    if s.attributed(item.code).as_quote:
        begin, _words, end = _("“{words}”").partition("{words}")
        if not found[0][0].text.startswith(_QUOTES):
            found[0] = plain(begin) + found[0]
        if not found[-1][-1].text.rstrip(". ").endswith(_QUOTES):
            found[-1] = found[-1] + plain(end)
        return tuple(found)
    return (fill(_("Reported in substance: {words}"), words=found[0]), *found[1:])


def _source(s: Scope, item: Evidence) -> Inline:
    _ = s.t.gettext
    found = s.attributed(item.code)
    parts = [plain(text) for one in found.sources if (text := described(s, one))]
    if found.document:
        page = plain(f", {s.page(item.page)}") if item.page else ()
        title = s.link("document", found.document) + page
        parts.append(title)
    elif item.document:
        parts.append(plain(_("a document given in confidence")))
    if item.self_assessment:
        parts.append(fill(_("self-assessment on {indicator}"), indicator=_about(s, item.self_assessment)))
    if s.team and item.recorded_by:
        parts.append(plain(_("recorded by {member}").format(member=item.recorded_by), "quiet"))
    return between(parts, _("; "))


def _about(s: Scope, code: str) -> Inline:
    return s.link("indicator", code) if code in s.data.benchmark.by_id else plain(code)


def _nature(s: Scope, item: Evidence) -> str:
    first_hand = s.t.gettext("first-hand") if item.first_hand else ""
    return ", ".join(part for part in (s.label(channel_of(item)), s.label(item.nature), first_hand) if part)


def _indicators(s: Scope, item: Evidence) -> Inline:
    known = [(code, way) for code, way in item.indicators.items() if code in s.data.benchmark.by_id]
    return between([plain(_DIRECTIONS[way]) + s.link("indicator", code) for code, way in known], ", ")
