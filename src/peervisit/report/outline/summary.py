"""The summary, two pages: strengths, challenges, first recommendations, levels at a glance."""

from __future__ import annotations

import re

from peervisit.model.choices import ConclusionType
from peervisit.model.levels_summary import matrix
from peervisit.model.synthesis import Conclusion, Recommendation
from peervisit.report.outline import provisional
from peervisit.report.outline.blocks import Block, Bullets, Inline, Paragraph, Section
from peervisit.report.outline.inline import between, fill, paragraphs, plain
from peervisit.report.outline.order import by_priority, for_summary, in_order
from peervisit.report.outline.overview import asked_width, at_a_glance, counts, needs_width
from peervisit.report.outline.scope import Scope

MOST = 5
"""The most strengths, challenges and recommendations that the summary holds."""

_LONG = 240
_SENTENCE = re.compile(r"(?<=[.!?…])\s")


def summary(s: Scope) -> Section:
    """Return the chapter."""
    _ = s.t.gettext
    glance = Section(
        _("Levels at a glance"),
        "part:levels",
        (*_levels_in_conflict(s), *at_a_glance(s)),
        numbered=False,
        listed=False,
        wide=needs_width(s),
        asks=asked_width(s),
    )
    return Section(
        _("Summary"),
        "part:summary",
        (
            *paragraphs(s.text(s.data.review, "summary"), "lead"),
            *provisional.of_terms(s, "summary"),
            *_in_numbers(s),
            *_conclusions(s, "strength", _("Strengths"), "part:strengths"),
            *_conclusions(s, "challenge", _("Challenges"), "part:challenges"),
            *_recommendations(s),
            # Before anything is decided a picture of nothing would only take room.
            *((glance,) if any(one.level for one in s.data.consensus.values()) else ()),
        ),
    )


def _levels_in_conflict(s: Scope) -> tuple[Block, ...]:
    found = [code for code in s.data.benchmark.by_id if s.provisional("consensus", code)]
    words = s.t.gettext("Provisional: two copies of the review still disagree on")
    text = s.labelled(words, s.links("indicator", found))
    return (Paragraph(text, "alert"),) if text else ()


def _in_numbers(s: Scope) -> tuple[Block, ...]:
    _ = s.t.gettext
    whole = matrix(s.data).whole
    blocks: list[Block] = []
    if not any(whole.levels[level.id] for level in s.data.benchmark.assessed):
        words = _("The team has not agreed on any level yet; what follows is preliminary.")
        levels = s.data.benchmark.levels
        waiting = whole.undecided or any(n and levels[one].open for one, n in whole.levels.items())
        if whole.indicators and not waiting:
            words = _("The team gave no indicator a level; annex D says why.")
        blocks.append(Paragraph(plain(words), "empty"))
    if whole.undecided < whole.indicators:
        pattern = s.t.ngettext(
            "Of {number} indicator: {levels}.", "Of {number} indicators: {levels}.", whole.indicators
        )
        told = between(list(counts(s, whole)), ", ")
        blocks.append(Paragraph(fill(pattern, number=str(whole.indicators), levels=told)))
    return tuple(blocks)


def _conclusions(s: Scope, kind: ConclusionType, title: str, anchor: str) -> tuple[Block, ...]:
    found = for_summary([one for one in in_order(s.data.conclusion.values()) if one.type == kind], MOST)
    if not found:
        return ()
    items = tuple(_conclusion(s, one) for one in found)
    return (Section(title, anchor, (Bullets(items),), numbered=False, listed=False),)


def _conclusion(s: Scope, one: Conclusion) -> Inline:
    return _told(s.one_line(one, "title"), s.one_line(one, "text")) + _where(s, "conclusion", one.code)


def _recommendations(s: Scope) -> tuple[Block, ...]:
    _ = s.t.gettext
    found = for_summary(by_priority(s.data.recommendation.values()), MOST)
    if not found:
        return ()
    items = tuple(_recommendation(s, one) for one in found)
    title = _("First recommendations")
    return (Section(title, "part:first", (Bullets(items),), numbered=False, listed=False),)


def _recommendation(s: Scope, one: Recommendation) -> Inline:
    addressee = s.one_line(one, "addressee").rstrip(".")
    to_whom = fill(s.t.gettext(" For: {addressee}."), addressee=addressee)
    title = s.one_line(one, "title")
    return (
        (plain(_ended(title), "strong") if title else _told("", s.one_line(one, "text")))
        + (to_whom if one.addressee else ())
        + _where(s, "recommendation", one.code)
    )


def _told(title: str, text: str) -> Inline:
    """Return the title and as much of the text as a summary bears: all of it, or its first sentence."""
    shown = text if len(text) <= _LONG else _SENTENCE.split(text)[0]
    if not title:
        return plain(shown)
    if len(shown) > _LONG:
        return plain(title, "strong")
    return between([plain(_ended(title), "strong"), plain(shown)], " ")


def _ended(title: str) -> str:
    """Return a title as a sentence: with a full stop, unless it ends in a sign of its own."""
    return title if title.endswith((".", "?", "!", "…")) else f"{title}."


def _where(s: Scope, kind: str, code: str) -> Inline:
    return plain(" (") + s.link(kind, code) + plain(")") + provisional.mark(s, kind, code)
