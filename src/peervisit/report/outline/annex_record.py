"""Annexes B, C and E: the programme by role, the documents, the log of the factual check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from peervisit.model.attribution import SourceName
from peervisit.model.people import Stakeholder
from peervisit.model.programme import Document, Slot
from peervisit.model.synthesis import Comment
from peervisit.report.outline import dates, provisional
from peervisit.report.outline.blocks import Block, Column, Inline, Paragraph, Row, Table
from peervisit.report.outline.inline import between, capital, cell, lines, plain
from peervisit.report.outline.scope import Scope, anchor


def described(s: Scope, source: SourceName) -> str:
    """Return what may be said of one person, in one line."""
    known = [source.name, source.role, source.organisation]
    words = ", ".join(s.free(part) for part in known if part) or (
        s.group(source.group) if source.group else ""
    )
    return f"{source.code} {words}".strip() if source.code else words


def people(s: Scope, found: Iterable[Stakeholder | None]) -> str:
    """Return what may be said of several people, each description once."""
    names = [source for one in found if one is not None and (source := s.who.person(one))]
    words = dict.fromkeys(text for one in names if (text := described(s, one)))
    return s.t.gettext("; ").join(words)


def programme(s: Scope) -> tuple[Block, ...]:
    """Return annex B."""
    _ = s.t.gettext
    slots = [one for one in s.data.slot.values() if one.status != "cancelled"]
    if not slots:
        return (Paragraph(plain(_("No programme is on record.")), "empty"),)
    slots.sort(key=lambda one: (one.day or "9", one.start or "99:99", one.number or 0))
    focused = any(one.focus for one in slots)
    columns = [
        Column(_("Day"), 1.5),
        Column(_("Time"), 1.45),
        Column(_("What"), 2.2 if s.team else 1.4),
        Column(_("With whom"), 4.2),
        *([Column(_("Focus"), 2)] if focused else []),
    ]
    table = Table(
        _("Programme of the visit"),
        _("Each part of the programme with its time and, as far as consent allows, with whom it was."),
        tuple(columns),
        tuple(_slot(s, one, focused=focused) for one in slots),
    )
    return (table,)


def _slot(s: Scope, one: Slot, *, focused: bool) -> Row:
    _ = s.t.gettext
    time = "–".join(part for part in (one.start, one.end) if part)
    met = people(s, (s.data.stakeholder.get(code) for code in one.stakeholders))
    # The title of a slot often is a name: it stays with the team (ours).
    title = s.free(one.title) if s.team else ""
    unnamed = _("not to be told")
    nobody = "–" if one.type in ("buffer", "debrief") else _("nobody on record")
    pair = s.labelled(_("Pair"), s.free(one.pair)) if s.team else ()
    return Row(
        (
            cell(s.day(one.day) or plain(_("no day yet"), "quiet")),
            cell(time, provisional.mark(s, "slot", one.code)),
            cell(capital(s.label(one.type)), title, pair),
            cell(capital(met) or plain(unnamed if one.stakeholders else nobody, "quiet")),
            *((cell(s.links("indicator", one.focus)),) if focused else ()),
        ),
        anchor("slot", one.code),
    )


def documents(s: Scope) -> tuple[Block, ...]:
    """Return annex C."""
    _ = s.t.gettext
    received = s.data.documents_read()
    shown = [one for one in received if s.team or one.public or one.host]
    hidden = len(received) - len(shown)
    blocks: list[Block] = []
    if shown:
        blocks.append(
            Table(
                _("Documents that the team read"),
                _("Each document with its author, date and kind."),
                (
                    Column(_("Number"), 1.1),
                    Column(_("Title"), 3.8),
                    Column(_("Author"), 2),
                    Column(_("Date"), 1.45),
                    Column(_("Kind"), 1.3),
                ),
                tuple(_document(s, one) for one in shown),
            )
        )
    if hidden and not shown:
        words = s.t.ngettext(
            "The one document that the team read was given in confidence.",
            "The {number} documents that the team read were given in confidence.",
            hidden,
        )
        blocks.append(Paragraph(plain(words.format(number=s.number(hidden)))))
    elif hidden:
        words = s.t.ngettext(
            "One further document was given to the team in confidence.",
            "{number} further documents were given to the team in confidence.",
            hidden,
        )
        blocks.append(Paragraph(plain(capital(words.format(number=s.number(hidden))))))
    return tuple(blocks) or (Paragraph(plain(_("No document is on record.")), "empty"),)


def _document(s: Scope, one: Document) -> Row:
    return Row(
        (
            cell(plain(one.code, "strong") + provisional.mark(s, "document", one.code)),
            cell(s.text(one, "title") or plain(s.t.gettext("no title"), "quiet"), s.text(one, "remarks")),
            cell(s.text(one, "author")),
            cell(_date(s, one.dated)),
            cell(s.label(one.type)),
        ),
        anchor("document", one.code),
    )


def _date(s: Scope, printed: str | None) -> str:
    if printed and len(printed) == 7:
        return dates.month(s.t, printed)
    return s.day(printed) if printed and len(printed) == 10 else s.free(printed)


def factual_check(s: Scope) -> tuple[Block, ...]:
    """Return annex E."""
    _ = s.t.gettext
    if not s.data.comment:
        return (Paragraph(plain(_("The city has not commented on the draft yet.")), "empty"),)
    counted = Counter(one.status or "open" for one in s.data.comment.values())
    told = [
        (s.label(status), counted[status]) for status in ("accepted", "declined", "open") if counted[status]
    ]
    numbers = [s.labelled(word if n else capital(word), str(count)) for n, (word, count) in enumerate(told)]
    lead = plain(_("The city corrects facts; the levels are the team’s.") + " ")
    lead += between(numbers, ", ") + plain(".")
    table = Table(
        _("Comments of the city and what became of them"),
        _("Each comment with who made it, when, on what, and the answer of the team."),
        (
            Column(_("Number"), 1),
            Column(_("About"), 1.3),
            Column(_("Comment"), 4),
            Column(_("Answer of the team"), 3.4),
        ),
        tuple(_comment(s, one) for one in s.data.comment.values()),
    )
    return (Paragraph(lead), table)


def _comment(s: Scope, one: Comment) -> Row:
    _ = s.t.gettext
    received = between(
        [plain(s.free(one.author), "quiet"), plain(s.day(one.received_at), "quiet")], ", ", "quiet"
    )
    return Row(
        (
            cell(plain(one.code, "strong") + provisional.mark(s, "comment", one.code)),
            cell(_about(s, one.about)),
            cell(s.text(one, "text"), received),
            cell(
                plain(capital(s.label(one.status or "open")), "strong"),
                *(s.labelled(_("Correction"), line) for line in lines(s.text(one, "correction"))),
                *(s.labelled(_("Reason"), line) for line in lines(s.text(one, "reason"))),
            ),
        ),
        anchor("comment", one.code),
    )


def _about(s: Scope, code: str | None) -> Inline:
    for kind in ("conclusion", "recommendation", "practice", "context"):
        if code and code in getattr(s.data, kind):
            return s.link(kind, code)
    known = s.data.benchmark.find(code) if code else None
    if known:
        return s.link("indicator", known)
    if code and s.may_show(code):
        return s.link("evidence", code)
    return plain(s.free(code))
