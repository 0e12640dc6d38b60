"""The review: mandate, benchmark, team, dates, whom we met, limits, and how levels were decided."""

from __future__ import annotations

from peervisit.model.people import Member
from peervisit.report.outline import dates, provisional
from peervisit.report.outline.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Inline,
    Note,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
)
from peervisit.report.outline.inline import between, capital, cell, plain
from peervisit.report.outline.scope import Scope
from peervisit.report.outline.sourcing import enumeration

HOST_SIDE = frozenset({"host-coordinator", "self-assessment-author"})


def the_review(s: Scope) -> Section:
    """Return the chapter."""
    _ = s.t.gettext
    parts = (
        (_("Mandate"), "part:mandate", _mandate(s)),
        (_("How the review was done"), "part:how", _how(s)),
        (_("The benchmark"), "part:benchmark", _benchmark(s)),
        (_("The team"), "part:team", _team(s)),
        (_("Whom we met"), "part:met", _met(s)),
        (_("How levels were decided"), "part:decided", _decided(s)),
        (_("How people are referred to"), "part:attribution", _attribution(s)),
        (_("Limits of this review"), "part:limits", _limits(s)),
    )
    sections = tuple(Section(title, anchor, blocks) for title, anchor, blocks in parts if blocks)
    return Section(_("The review"), "part:review", sections)


def _mandate(s: Scope) -> tuple[Block, ...]:
    return (*s.typed(s.data.review, "mandate"), *provisional.of_terms(s, "mandate"))


def _how(s: Scope) -> tuple[Block, ...]:
    _ = s.t.gettext
    review = s.data.review
    known = (
        (_("Kind of review"), s.label(review.mode)),
        (_("Theme"), s.free(review.theme)),
        (_("Visit"), dates.days(s.t, review.starts_on, review.ends_on)),
        (_("Terms agreed on"), s.day(review.agreed_on)),
        (_("Host coordinator has seen a preview on"), s.day(review.previewed_on)),
        (_("Feedback meeting"), s.day(review.feedback_on)),
        (_("Publication"), " ".join(s.free(review.publication).split())),
    )
    told = in_numbers(s)
    facts = tuple(s.labelled(label, value) for label, value in known if value)
    return (
        *((Paragraph(plain(told)),) if told else ()),
        *((Bullets(facts),) if facts else ()),
    )


def in_numbers(s: Scope, pattern: str = "") -> str:
    """Return what the report rests on, counted in one sentence, or in the sentence given."""
    ngettext = s.t.ngettext
    done = len(s.data.interview)
    people = sum(s.who.groups_met().values())
    documents = len(s.data.documents_read())
    parts = [
        words.format(number=s.number(count))
        for count, words in (
            (done, ngettext("one interview or workshop", "{number} interviews and workshops", done)),
            (people, ngettext("one person met", "{number} people met", people)),
            (documents, ngettext("one document read", "{number} documents read", documents)),
            (
                len(s.data.evidence),
                ngettext(
                    "one piece of evidence recorded",
                    "{number} pieces of evidence recorded",
                    len(s.data.evidence),
                ),
            ),
        )
        if count
    ]
    if not parts:
        return s.t.gettext("Nothing of the visit is on record yet.")
    return (pattern or s.t.gettext("This report rests on {what}.")).format(what=enumeration(s.t, parts))


def _benchmark(s: Scope) -> tuple[Block, ...]:
    _ = s.t.gettext
    benchmark = s.data.benchmark
    source = benchmark.publication
    published = ", ".join(str(source[key]) for key in ("title", "publisher", "year") if source.get(key))
    number = len(benchmark.indicators)
    said = s.t.ngettext(
        "The city was held against the benchmark “{title}” (version {version}), which has one indicator.",
        "The city was held against the benchmark “{title}” (version {version}), "
        "which has {number} indicators.",
        number,
    ).format(title=s.words(benchmark.title), version=benchmark.version, number=number)
    note = (Note((Run(published),)),) if published else ()
    return (
        Paragraph((*plain(said), *note)),
        *((Paragraph(plain(s.words(benchmark.note)), "small"),) if benchmark.note else ()),
        Paragraph(s.labelled(_("Levels"), between([(m,) for m in _scale(s)], "   "))),
    )


def _scale(s: Scope) -> Inline:
    return tuple(mark for level in s.data.benchmark.levels if (mark := s.mark(level)))


def _team(s: Scope) -> tuple[Block, ...]:
    _ = s.t.gettext
    members = s.data.member.values()
    if not members:
        return (Paragraph(plain(_("The members of the team are not on record.")), "empty"),)
    rows = tuple(Row(_member(s, one)) for one in members)
    columns = (
        Column(_("Initials"), 0.7),
        Column(_("Name"), 1.6),
        Column(_("From"), 1.8),
        Column(_("Part in the review"), 2),
    )
    description = _("The members of the team and of the host’s side, with their part in the review.")
    return (Table(_("The team"), description, columns, rows),)


def _member(s: Scope, one: Member) -> tuple[Cell, ...]:
    _ = s.t.gettext
    from_where = ", ".join(part for part in (s.free(one.organisation), s.free(one.city)) if part)
    roles = ", ".join(s.label(role) for role in one.roles)
    hidden = not s.team and bool(HOST_SIDE & set(one.roles))
    name = "" if hidden else s.text(one, "name")
    return (
        cell(plain(one.code, "strong")),
        cell(name or plain(_("not given"), "quiet")),
        cell(from_where),
        cell(roles),
    )


def _met(s: Scope) -> tuple[Block, ...]:
    _ = s.t.gettext
    met = s.who.groups_met()
    if not met:
        return (Paragraph(plain(_("No interview is on record, so nobody is listed here.")), "empty"),)
    rows = tuple(Row((cell(capital(s.group(group))), cell(str(count)))) for group, count in met.items())
    table = Table(
        _("People met, by group"),
        _("How many people of each group the team met."),
        (Column(_("Group"), 4), Column(_("People"))),
        rows,
    )
    if s.team:
        return (table,)
    note = _(
        "Groups of which fewer than three people were met are counted together with others, "
        "so that nobody can be picked out."
    )
    return (table, Paragraph(plain(note), "small"))


def _decided(s: Scope) -> tuple[Block, ...]:
    _ = s.t.gettext
    benchmark = s.data.benchmark
    asked = s.t.ngettext(
        "A level rests on at least one independent source; people of one unit, or of one workshop, "
        "count as one, and the city’s own claim does not count.",
        "A level rests on at least {number} independent sources; people of one unit, or of one workshop, "
        "count as one, and the city’s own claim does not count.",
        benchmark.sources_asked,
    ).format(number=s.number(benchmark.sources_asked))
    together = _(
        "The team agreed on each level together. Where somebody kept another view, the report says so."
    )
    if not s.data.consensus:
        together = _("The team has not agreed on any level yet.")
    elif s.data.judgement:
        together = _(
            "Each peer first gave a level alone, with the facts behind it; the team then agreed on one level "
            "together. Where somebody kept another view, the report says so."
        )
    texts = (
        together,
        asked,
        _("The report compares nobody with other cities: it gives no total score and no ranking."),
    )
    return tuple(Paragraph(plain(text)) for text in texts)


def _attribution(s: Scope) -> tuple[Block, ...]:
    _ = s.t.gettext
    rule = {
        "named": _("People are named where they agreed to it, and otherwise referred to by role or group."),
        "role": _("People are referred to by role where they agreed to it, and otherwise by group."),
        "background": _("What people said informs the levels; the report does not point to them."),
    }.get(
        s.data.review.attribution or "group",
        _("People are referred to by the group that they belong to, never by name."),
    )
    texts = [rule, _("Words are quoted only with permission.")]
    withheld = sum(not item.withdrawn for item in s.data.evidence.values()) - len(s.shown_evidence)
    if withheld and not s.team:
        texts.append(
            _("Some of what the team learnt was given in confidence. It counted, and is not repeated here.")
        )
    # One paragraph: a sentence of its own may stand alone on a page.
    return (Paragraph(plain(" ".join(texts))),)


def _limits(s: Scope) -> tuple[Block, ...]:
    _ = s.t.gettext
    blocks: list[Block] = [
        *s.typed(s.data.review, "limits"),
        *provisional.of_terms(s, "limits"),
        *provisional.listed(s),
    ]
    if s.data.unread:
        words = s.t.ngettext(
            "One field of the review was written by a newer version of the program and is left out.",
            "{number} fields of the review were written by a newer version of the program and are left out.",
            len(s.data.unread),
        )
        blocks.append(Paragraph(plain(words.format(number=len(s.data.unread))), "alert"))
    if s.team:
        blocks += [
            Paragraph(s.labelled(_("Team only"), one.runs), "alert")
            for one in s.typed(s.data.review, "remarks")
        ]
    return tuple(blocks)
