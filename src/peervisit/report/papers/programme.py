"""The programme of the visit on paper: for the team with people, pairs and rooms, for the host by role."""

from __future__ import annotations

from peervisit.model.programme import Slot
from peervisit.report.outline import dates
from peervisit.report.outline.annex_record import people
from peervisit.report.outline.blocks import Block, Column, Inline, Outline, Paragraph, Row, Section, Table
from peervisit.report.outline.cover import title
from peervisit.report.outline.inline import between, capital, cell, plain
from peervisit.report.outline.scope import Scope
from peervisit.report.papers.paper import paper


def programme(s: Scope) -> Outline:
    """Return the programme, a table for each day."""
    _ = s.t.gettext
    slots = [one for one in s.data.slot.values() if one.status != "cancelled"]
    slots.sort(key=lambda one: (one.day or "9", one.start or "99:99", one.number or 0))
    days = dict.fromkeys(one.day or "" for one in slots)
    sections = tuple(_day(s, day, [one for one in slots if (one.day or "") == day]) for day in days)
    if not sections:
        empty: tuple[Block, ...] = (Paragraph(plain(_("No programme is on record.")), "empty"),)
        sections = (Section(_("Programme of the visit"), "day:none", empty, numbered=False),)
    return paper(
        s,
        _("Programme of the visit"),
        title(s),
        (dates.days(s.t, s.data.review.starts_on, s.data.review.ends_on), s.free(s.data.review.theme)),
        sections,
        wide=s.team,
    )


def _day(s: Scope, day: str, slots: list[Slot]) -> Section:
    _ = s.t.gettext
    name = s.day(day) if day else _("No day yet")
    heads = [Column(_("Time"), 1.1), Column(_("What"), 1.9 if s.team else 1.3), Column(_("With whom"), 4)]
    if s.team:
        # A room often is somebody's office, as the title of a slot often is a name: both stay with the team.
        heads.insert(2, Column(_("Where"), 1.2))
        heads += [Column(_("Pair"), 1.7), Column(_("Focus"), 1.7)]
    table = Table(
        _("Programme of {day}").format(day=name),
        _("Each part of the programme with its time and, as far as consent allows, with whom it was."),
        tuple(heads),
        tuple(_row(s, one) for one in slots),
    )
    return Section(name, f"day:{day or 'none'}", (table,), numbered=False)


def _row(s: Scope, one: Slot) -> Row:
    _ = s.t.gettext
    time = "–".join(part for part in (one.start, one.end) if part)
    met = people(s, (s.data.stakeholder.get(code) for code in one.stakeholders))
    nobody = _("not to be told") if one.stakeholders else ""
    cells = [
        cell(plain(time or "–", "strong"), plain(one.code, "quiet") if s.team else None),
        cell(capital(s.label(one.type)), s.free(one.title) if s.team else None),
        cell(capital(met) or plain(nobody, "quiet"), _words(s, one)),
    ]
    if s.team:
        cells.insert(2, cell(s.free(one.room)))
        cells += [cell(_pair(s, one)), cell(", ".join(one.focus))]
    return Row(tuple(cells))


def _words(s: Scope, one: Slot) -> Inline:
    _ = s.t.gettext
    if not s.team:
        # A rare language, or an interpreter, can point to the one person who needs it.
        return ()
    return between(
        [
            s.labelled(_("Language"), s.free(one.language)),
            s.labelled(_("Interpreter"), s.free(one.interpreter)),
        ],
        " · ",
        "quiet",
    )


def _pair(s: Scope, one: Slot) -> Inline:
    _ = s.t.gettext
    parts = ((_("Pair"), one.pair), (_("leads"), one.lead), (_("notes"), one.note_taker))
    return between([s.labelled(label, s.free(value)) for label, value in parts if value], " · ")
