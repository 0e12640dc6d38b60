"""The handout of the feedback meeting: what the team tells the host on the last day, on two pages."""

from __future__ import annotations

from collections.abc import Iterable

from peervisit.model.levels_summary import missing
from peervisit.model.synthesis import Conclusion
from peervisit.report.outline import dates
from peervisit.report.outline.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Inline,
    Lines,
    Outline,
    Paragraph,
    Row,
    Section,
    Table,
)
from peervisit.report.outline.cover import title
from peervisit.report.outline.findings import place
from peervisit.report.outline.inline import between, cell, plain
from peervisit.report.outline.mandate import in_numbers
from peervisit.report.outline.order import by_priority, for_summary, in_order
from peervisit.report.outline.overview import table_of_levels
from peervisit.report.outline.scope import Scope
from peervisit.report.papers.paper import paper

EACH, FIRST, MOST = 2, 5, 2
"""The strengths and challenges told of each pillar; the recommendations and good practices told at
all; the indicators told that were not assessed."""


def handout(s: Scope) -> Outline:
    """Return the handout, for everybody in the meeting: nothing that consent does not allow."""
    _ = s.t.gettext
    review = s.data.review
    sections = (
        Section(_("Why we meet"), "part:why", _why(s), numbered=False),
        Section(_("Levels at a glance"), "part:levels", _levels(s), numbered=False),
        Section(_("What we found"), "part:found", _found(s), numbered=False),
        Section(_("First recommendations"), "part:first", _recommendations(s), numbered=False),
        Section(_("Good practices"), "part:practices", _practices(s), numbered=False),
        Section(_("What was not assessed"), "part:missing", _missing(s), numbered=False),
        Section(_("What happens next"), "part:next", _next(s), numbered=False),
        Section(_("What the peers take home"), "part:home", (Lines(2),), numbered=False),
    )
    return paper(
        s,
        _("Feedback meeting"),
        title(s),
        (
            s.free(review.theme) or s.words(s.data.benchmark.theme),
            between_words(
                _("Meeting of {day}").format(day=s.day(review.feedback_on)) if review.feedback_on else "",
                dates.days(s.t, review.starts_on, review.ends_on),
                _("visit of {days}"),
            ),
            _("Preliminary, from critical friends: levels and words may still change until the report."),
        ),
        tuple(section for section in sections if section.blocks),
    )


def between_words(meeting: str, days: str, pattern: str) -> str:
    """Return the line of dates: the meeting, and the visit that it closes."""
    return " · ".join(part for part in (meeting, pattern.format(days=days) if days else "") if part)


def _why(s: Scope) -> tuple[Block, ...]:
    _ = s.t.gettext
    purpose = _(
        "The team tells the city what it heard, read and saw, and asks what it got wrong. "
        "There is time for questions on every point."
    )
    rule = _("People are referred to by group; nobody is quoted by name.")
    return (
        Paragraph(plain(f"{purpose} {rule}")),
        Paragraph(plain(in_numbers(s, _("What follows rests on {what}.")))),
    )


def _levels(s: Scope) -> tuple[Block, ...]:
    if not any(s.agreed(one.id) for one in s.data.benchmark.indicators):
        words = s.t.gettext("The team has not agreed on any level yet; what follows is preliminary.")
        return (Paragraph(plain(words), "empty"),)
    return (table_of_levels(s),)


def _found(s: Scope) -> tuple[Block, ...]:
    _ = s.t.gettext
    told = [one for one in in_order(s.data.conclusion.values()) if one.type]
    if not told:
        return (Paragraph(plain(_("The team has not written down any conclusion yet.")), "empty"),)
    rows = []
    benchmark = s.data.benchmark
    where = {one.code: place(s, one.tiers, one.indicators)[0] for one in told}
    for tier, _inside in benchmark.chapters():
        here = [one for one in told if where[one.code] == tier.id]
        if here:
            rows.append(_row(s, s.words(tier.name), here))
    across = [one for one in told if where[one.code] is None]
    if across:
        rows.append(_row(s, _("Across"), across))
    first = s.words(benchmark.tier_names[benchmark.tier_kinds[0]])
    table = Table(
        _("Strengths, challenges, and a question back"),
        _("For each {part}: up to two strengths, up to two challenges, and room for a question.").format(
            part=first.lower()
        ),
        (
            Column(first, 1.25),
            Column(_("Strengths"), 2.3),
            Column(_("Challenges"), 2.3),
            Column(_("Our question to you"), 1.4),
        ),
        tuple(rows),
    )
    return (table,)


def _row(s: Scope, name: str, here: list[Conclusion]) -> Row:
    return Row(
        (
            cell(plain(name, "strong")),
            _told(s, (one for one in here if one.type == "strength")),
            _told(s, (one for one in here if one.type == "challenge")),
            Cell(()),
        )
    )


def _told(s: Scope, found: Iterable[Conclusion]) -> Cell:
    chosen = for_summary(list(found), EACH)
    if not chosen:
        return cell(plain("–", "quiet"))
    return Cell(tuple(plain(s.one_line(one, "title") or s.one_line(one, "text")) for one in chosen))


def _recommendations(s: Scope) -> tuple[Block, ...]:
    found = for_summary(by_priority(s.data.recommendation.values()), FIRST)
    if not found:
        return (Paragraph(plain(s.t.gettext("The team has not made any recommendation yet.")), "empty"),)
    return (Bullets(tuple(_advice(s, one.code) for one in found)),)


def _advice(s: Scope, code: str) -> Inline:
    one = s.data.recommendation[code]
    words = s.one_line(one, "title") or s.one_line(one, "text")
    whom = s.one_line(one, "addressee")
    tail = between([plain(whom), plain(s.label(one.horizon))], ", ")
    return between([plain(words, "strong"), tail], " – ", "quiet")


def _practices(s: Scope) -> tuple[Block, ...]:
    found = in_order(s.data.practice.values())[:FIRST]
    items = tuple(plain(s.one_line(one, "title") or s.one_line(one, "text")) for one in found)
    return (Bullets(items),) if items else ()


def _missing(s: Scope) -> tuple[Block, ...]:
    _ = s.t.gettext
    found = missing(s.data)
    settled = [s.heading(s.data.benchmark.by_id[code]) for code in found.not_assessed]
    left = len(found.open) + len(found.undecided)
    blocks: list[Block] = []
    if settled:
        shown = settled[:MOST]
        if len(settled) > MOST:
            more = s.t.ngettext("and one more", "and {number} more", len(settled) - MOST)
            shown.append(more.format(number=s.number(len(settled) - MOST)))
        blocks.append(Bullets(tuple(plain(one) for one in shown)))
    if left:
        words = s.t.ngettext(
            "On one indicator the team has no level yet.",
            "On {number} indicators the team has no level yet.",
            left,
        )
        blocks.append(Paragraph(plain(words.format(number=s.number(left)))))
    return tuple(blocks)


def _next(s: Scope) -> tuple[Block, ...]:
    _ = s.t.gettext
    review = s.data.review
    known = (
        (_("Draft report"), review.draft_on),
        (_("End of the factual check by the city"), review.factual_check_until),
        (_("Response of the city due"), review.response_due),
        (_("Progress review"), review.progress_review_on),
    )
    dated = tuple(s.labelled(label, s.day(value)) for label, value in known if value)
    if not dated:
        return (Paragraph(plain(_("The next steps have not been agreed yet.")), "empty"),)
    return (Bullets(dated),)
