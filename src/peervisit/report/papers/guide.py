"""The guide for one interview: whom the pair meets, what is known by now, what to ask, and room for notes."""

from __future__ import annotations

from collections.abc import Iterable

from peervisit.model.programme import Question, Slot
from peervisit.report.outline.annex_record import described
from peervisit.report.outline.blocks import (
    Block,
    Bullets,
    Column,
    Inline,
    Lines,
    Outline,
    Paragraph,
    Row,
    Section,
    Table,
)
from peervisit.report.outline.inline import between, capital, cell, lines, plain, plain_text
from peervisit.report.outline.scope import Scope
from peervisit.report.papers.paper import paper, short

HEARD = 4
"""The latest pieces of evidence that are told of one indicator."""
BOX = "☐\u00a0"
_OPEN = (None, "open", "left-open")


def guide(s: Scope, slot: Slot) -> Outline:
    """Return the guide for a slot of the programme, for the pair alone."""
    _ = s.t.gettext
    time = "–".join(part for part in (slot.start, slot.end) if part)
    when = ", ".join(part for part in (s.day(slot.day), time, s.free(slot.room)) if part)
    sections = (
        Section(_("Whom we meet"), "part:met", _people(s, slot), numbered=False),
        Section(_("Opening words"), "part:opening", _opening(s), numbered=False),
        Section(_("Questions to ask"), "part:questions", _questions(s, slot), numbered=False),
        Section(_("Focus"), "part:focus", tuple(_focus(s, slot)), numbered=False),
        Section(_("Before leaving"), "part:closing", _closing(s), numbered=False),
    )
    return paper(
        s,
        _("Interview guide"),
        s.free(slot.title) or capital(s.label(slot.type)) or slot.code,
        (when, _who(s, slot), _tongue(s, slot)),
        tuple(section for section in sections if section.blocks),
    )


def _said(s: Scope, label: str, words: str) -> str:
    return plain_text(s.labelled(label, words))


def _who(s: Scope, slot: Slot) -> str:
    _ = s.t.gettext
    parts = (
        (_("Pair"), slot.pair),
        (_("leads"), slot.lead),
        (_("takes the notes"), slot.note_taker),
    )
    return " · ".join(_said(s, label, s.free(value)) for label, value in parts if value)


def _tongue(s: Scope, slot: Slot) -> str:
    _ = s.t.gettext
    parts = ((_("Language"), slot.language), (_("Interpreter"), slot.interpreter))
    return " · ".join(_said(s, label, s.free(value)) for label, value in parts if value)


def _people(s: Scope, slot: Slot) -> tuple[Block, ...]:
    _ = s.t.gettext
    known = [s.data.stakeholder[code] for code in slot.stakeholders if code in s.data.stakeholder]
    met = [(one, source) for one in known if (source := s.who.person(one))]
    if not met:
        return (Paragraph(plain(_("Nobody is on record for this slot yet.")), "empty"),)
    rows = tuple(
        Row(
            (
                # The pair has to know whom it meets; the report will say less.
                cell(plain(s.free(one.name) or one.code, "strong"), plain(one.code, "quiet")),
                cell(
                    ", ".join(part for part in (s.free(one.role), s.free(one.organisation)) if part)
                    or described(s, source)
                ),
                cell(s.group(one.group) if one.group else plain(_("no group yet"), "quiet")),
                cell(s.label(one.consent) or plain(_("to be asked"), "quiet")),
                cell(s.label(s.who.level(one))),
            )
        )
        for one, source in met
    )
    columns = (
        Column(_("Name"), 1.6),
        Column(_("Role and organisation"), 2.6),
        Column(_("Group"), 1.5),
        Column(_("Consent"), 1.3),
        Column(_("Referred to"), 1.2),
    )
    described_as = _("Each person with role, group, consent, and how the report may refer to them.")
    return (Table(_("Whom we meet"), described_as, columns, rows),)


def _opening(s: Scope) -> tuple[Block, ...]:
    _ = s.t.gettext
    review = s.data.review
    kept = s.day(review.retention_until)
    reference = {
        "named": _("The report names you only if you agree to it."),
        "role": _("The report refers to you by your role if you agree, and otherwise by your group."),
        "background": _("The report does not point to you at all."),
    }.get(
        review.attribution or "group",
        _("The report refers to you by the group that you belong to, never by name."),
    )
    words = (
        _("We are colleagues from other cities, here as critical friends: we do not inspect anybody."),
        _("Taking part is free. You may leave a question out, and stop at any time."),
        _("One of us takes notes; nothing is recorded. {reference}").format(reference=reference),
        _("We quote your words only if you allow it, quote by quote."),
        _("You may withdraw what you said later; we then take it out, and look again at what rested on it.")
        + (" " + _("What we keep about you is deleted after {day}.").format(day=kept) if kept else ""),
    )
    asked = (
        _("Informed"),
        _("Agrees to take part"),
        _("By group"),
        _("By role"),
        _("By name"),
        _("Quotes allowed"),
    )
    return (
        Bullets(tuple(plain(one) for one in words)),
        Paragraph(plain("    ".join(f"{BOX}{one}" for one in asked))),
    )


def _questions(s: Scope, slot: Slot) -> tuple[Block, ...]:
    mine = [one for one in s.data.question.values() if slot.code in one.slots and one.status in _OPEN]
    blocks: list[Block] = []
    for one in mine:
        blocks += [Paragraph(_question(s, one), "item"), Lines(2)]
    return tuple(blocks)


def _question(s: Scope, one: Question) -> Inline:
    words = " ".join(lines(s.free(one.text)))
    codes = plain(f"{one.code} ", "quiet")
    on = plain(f"  ({', '.join(one.indicators)})", "quiet") if one.indicators else ()
    return (*plain(BOX), *codes, *plain(words), *on)


def _focus(s: Scope, slot: Slot) -> Iterable[Block]:
    for code in slot.focus:
        known = s.data.benchmark.by_id.get(code)
        if known is None:
            continue
        blocks: list[Block] = []
        statement = s.words(known.statement)
        if statement != s.heading(known):
            blocks.append(Paragraph(plain(statement)))
        blocks += _known(s, code)
        asked = known.listed("questions", s.language)
        if asked:
            blocks.append(Paragraph(plain(s.t.gettext("To ask"), "label"), "item"))
            blocks.append(Bullets(tuple(plain(one) for one in asked)))
        blocks.append(Lines(4))
        yield Section(s.heading(known), f"focus:{code}", tuple(blocks), numbered=False, code=code)


def _known(s: Scope, code: str) -> list[Block]:
    """Return what is known of an indicator before the interview: the city, the peers, the evidence."""
    _ = s.t.gettext
    blocks: list[Block] = []
    claimed = s.data.self_assessment.get(code)
    if claimed:
        says = between(
            [
                s.level(claimed.level),
                plain(short(s.one_line(claimed, "answer"))),
                plain(_("no data")) if claimed.no_data else (),
            ],
            " – ",
        )
        if says:
            blocks.append(Paragraph(s.labelled(_("The city says"), says)))
    for label, field in (
        (_("We know"), "known"),
        (_("We don't know"), "unknown"),
        (_("We suspect"), "suspected"),
    ):
        told = [
            " ".join(lines(s.free(getattr(one, field))))
            for one in s.data.desk_review.values()
            if one.indicator == code and getattr(one, field)
        ]
        if told:
            blocks.append(Paragraph(s.labelled(label, short(" / ".join(dict.fromkeys(told))))))
    heard = [one for one in s.data.evidence.values() if code in one.indicators and s.may_show(one.code)]
    if heard:
        count = s.t.ngettext("One piece of evidence so far", "{number} pieces of evidence so far", len(heard))
        words = capital(count.format(number=s.number(len(heard))))
        if len(heard) > HEARD:
            words = s.t.gettext("{evidence}, of which the latest").format(evidence=words)
        blocks.append(Paragraph(s.introduced(words), "small"))
        blocks.append(
            Bullets(
                tuple(
                    plain(short(s.one_line(one, "statement"))) + plain(f" [{one.code}]", "quiet")
                    for one in heard[-HEARD:]
                )
            )
        )
    return blocks


def _closing(s: Scope) -> tuple[Block, ...]:
    _ = s.t.gettext
    asked = (
        _("What did we not ask that we should have?"),
        _("Whom else should we meet?"),
        _("Which documents were promised, by when?"),
        _("Read back the main points. Thank them; say when the report comes."),
    )
    return (*(Paragraph(plain(BOX + one)) for one in asked), Lines(3))
