"""One indicator: its level, how it differs from what was expected, the judgement and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from peervisit.model.benchmark import Indicator
from peervisit.model.levels import Consensus
from peervisit.model.programme import Document
from peervisit.model.spread import gap
from peervisit.report.outline import provisional
from peervisit.report.outline.blocks import Block, Inline, Note, Paragraph, Run, Section
from peervisit.report.outline.inline import between, fill, plain
from peervisit.report.outline.scope import Scope, anchor
from peervisit.report.outline.sourcing import sources
from peervisit.report.outline.tally import Tally

QUOTES = 2
"""The most quotes that one indicator shows."""


def indicator(s: Scope, tally: Tally, one: Indicator, *, listed: bool) -> Section:
    """Return the section on one indicator."""
    agreed = s.data.consensus.get(one.id)
    statement = s.words(one.statement)
    told = (Paragraph(plain(statement)),) if s.heading(one) != statement else ()
    return Section(
        s.heading(one),
        anchor("indicator", one.id),
        (
            *told,
            Paragraph(_levels(s, tally, one, agreed), "levels"),
            *(provisional.alert(s) if s.unsettled(one.id) else ()),
            *_judgement(s, tally, one, agreed),
            *_differences(s, tally, one, agreed),
            *_follow_up(s, one),
        ),
        numbered=False,
        listed=listed,
        code=one.id,
    )


def _levels(s: Scope, tally: Tally, one: Indicator, agreed: Consensus | None) -> Inline:
    _ = s.t.gettext
    claimed = s.data.self_assessment.get(one.id)
    host = s.level(claimed.level) if claimed else ()
    if claimed and not host and claimed.no_data:
        host = plain(_("no data"))
    parts = [
        s.labelled(_("Team"), s.level(agreed.level if agreed else None, _("no level yet"))),
        s.labelled(_("Self-assessment"), host),
        s.labelled(_("Desk review"), before(s, tally, one.id)),
        s.labelled(_("Confidence"), s.label(agreed.confidence if agreed else None)),
    ]
    return between(parts, "    ")


def before(s: Scope, tally: Tally, code: str) -> Inline:
    """Return the levels that the peers expected before the visit, with how many expected each."""
    counted = Counter(tally.desk.get(code, ()))
    parts: list[Inline] = []
    for level in s.data.benchmark.levels:
        mark = s.mark(level)
        if mark and counted[level]:
            parts.append((mark, *plain(f"\u00a0×\u00a0{counted[level]}")) if counted[level] > 1 else (mark,))
    return between(parts, ", ")


def _judgement(s: Scope, tally: Tally, one: Indicator, agreed: Consensus | None) -> tuple[Block, ...]:
    _ = s.t.gettext
    codes = tally.evidence.get(one.id, ())
    blocks: list[Block] = []
    if agreed is not None:
        blocks += s.typed(agreed, "rationale")
        level = s.data.benchmark.levels.get(agreed.level or "")
        if agreed.reason and level is not None and not level.assessed:
            blocks.append(Paragraph(s.labelled(_("Why it was not assessed"), s.one_line(agreed, "reason"))))
    blocks += _rests_on(s, codes, agreed)
    if agreed is not None:
        blocks += _disagreement(s, one, codes, agreed)
        blocks += _dissent(s, agreed)
        blocks += [
            Paragraph(s.labelled(_("Team only"), each.runs), "alert") for each in s.typed(agreed, "remarks")
        ]
    return tuple(blocks)


def _rests_on(s: Scope, codes: tuple[str, ...], agreed: Consensus | None) -> list[Block]:
    _ = s.t.gettext
    # What was deleted since stays named in the record, and is nowhere to be shown.
    named = tuple(code for code in agreed.evidence_for if code in s.data.evidence) if agreed else ()
    for_it = named or codes
    said, cited = sources(s, for_it), s.cite(for_it)
    if not for_it:
        return [Paragraph(plain(_("No evidence on this indicator is on record.")), "empty")]
    if not cited:
        return [Paragraph(plain(_("What is known here was given in confidence.")), "empty")]
    pattern = _("Evidence from {sources} {numbers}.") if said else _("Evidence {numbers}.")
    told = fill(pattern, sources=said, numbers=cited) + _documents(s, for_it)
    blocks: list[Block] = [Paragraph(told, "small")]
    others = [code for code in codes if code not in for_it and not _against(agreed, code)]
    if further := s.cite(others):
        blocks.append(Paragraph(s.labelled(_("See also"), further), "small"))
    return blocks + _quotes(s, for_it)


def _documents(s: Scope, codes: Iterable[str]) -> Inline:
    """Return a footnote that names the documents behind evidence, as far as they may be cited."""
    pages: dict[str, list[str]] = {}
    for code in codes:
        item = s.data.evidence[code]
        cited = s.attributed(code).document if s.may_show(code) else None
        if cited:
            pages.setdefault(cited, []).extend([s.page(item.page)] if item.page else [])
    named = [_document(s, s.data.document[code], pages[code]) for code in pages]
    return (Note((Run(s.t.gettext("; ").join(named)),)),) if named else ()


def _document(s: Scope, one: Document, pages: Iterable[str]) -> str:
    title = s.one_line(one, "title") or one.code
    known = [title, s.one_line(one, "author"), s.free(one.dated)[:4]]
    return ", ".join(part for part in (*known, *dict.fromkeys(pages)) if part)


def _against(agreed: Consensus | None, code: str) -> bool:
    return agreed is not None and code in agreed.evidence_against


def _quotes(s: Scope, codes: tuple[str, ...]) -> list[Block]:
    pattern = s.t.gettext("“{words}” ({source}, {number})")
    found: list[Block] = []
    for code in codes:
        if not s.may_show(code) or not s.attributed(code).as_quote or len(found) == QUOTES:
            continue
        words = " ".join(s.text(s.data.evidence[code], "statement").split()).strip('“”"«» ')
        by = sources(s, [code]) or s.label("other")
        said = plain(words, lang=s.spoken(s.data.evidence[code]))
        filled = fill(pattern, words=said, source=by, number=s.link("evidence", code))
        found.append(Paragraph(filled, "quote"))
    return found


def _disagreement(s: Scope, one: Indicator, codes: tuple[str, ...], agreed: Consensus) -> list[Block]:
    _ = s.t.gettext
    against = list(agreed.evidence_against)
    if not against and agreed.level:
        # Nobody weighed it in the consensus: the directions that were recorded still tell of it.
        ways = {c: s.data.evidence[c].indicators.get(one.id) for c in codes}
        against = [c for c in codes if ways[c] == "contradicts" and c not in agreed.evidence_for]
        # Where everything speaks against the indicator, nobody disagrees with anybody.
        against = against if "supports" in ways.values() or agreed.evidence_for else []
    cited, said = s.cite(against), sources(s, against)
    parts: list[Inline] = []
    if cited and said:
        parts.append(
            fill(
                _("Sources disagree: evidence to the contrary comes from {sources} {numbers}."),
                sources=said,
                numbers=cited,
            )
        )
    if outweighed := s.one_line(agreed, "outweighed"):
        # Where the evidence may not be shown, the reader has to be told what the answer is an answer to.
        label = _("Where sources disagree")
        parts.append(plain(outweighed) if parts else s.labelled(label, outweighed))
    return [Paragraph(between(parts, " "))] if parts else []


def _dissent(s: Scope, agreed: Consensus) -> list[Block]:
    _ = s.t.gettext
    found: list[Block] = []
    for member, opinion in agreed.dissent.items():
        label = _("Dissent of {member}").format(member=member) if s.team else _("Dissent of one of the team")
        found.append(Paragraph(s.labelled(label, s.of_the_team(" ".join(s.free(opinion).split())))))
    return found


def _differences(s: Scope, tally: Tally, one: Indicator, agreed: Consensus | None) -> tuple[Block, ...]:
    _ = s.t.gettext
    texts: list[str] = []
    apart = gap(s.data, one.id)
    if apart is not None and apart < 0:
        texts.append(_("The city placed itself higher than the team does."))
    elif apart is not None and apart > 0:
        texts.append(_("The city placed itself lower than the team does."))
    texts += _moved(s, tally, one, agreed)
    changed = s.of_the_team(s.one_line(agreed, "change")) if agreed is not None else ""
    since = s.labelled(_("Since the desk review"), changed)
    told = (plain(" ".join(texts)), since)
    return tuple(Paragraph(runs) for runs in told if runs)


def _moved(s: Scope, tally: Tally, one: Indicator, agreed: Consensus | None) -> list[str]:
    position = s.data.benchmark.position
    here = position(agreed.level) if agreed else None
    expected = [p for level in tally.desk.get(one.id, ()) if (p := position(level)) is not None]
    if here is None or not expected or min(expected) <= here <= max(expected):
        return []
    _ = s.t.gettext
    if here > max(expected):
        return [_("Before the visit, the peers had expected less.")]
    return [_("Before the visit, the peers had expected more.")]


def _follow_up(s: Scope, one: Indicator) -> tuple[Block, ...]:
    _ = s.t.gettext
    parts = [
        s.labelled(_("Conclusions"), s.links("conclusion", _naming(s, "conclusion", one.id))),
        s.labelled(_("Recommendations"), s.links("recommendation", _naming(s, "recommendation", one.id))),
        s.labelled(_("Good practices"), s.links("practice", _naming(s, "practice", one.id))),
        s.labelled(_("Context"), s.links("context", _naming(s, "context", one.id))),
    ]
    trail = between(parts, "   ")
    return (Paragraph(trail, "small"),) if trail else ()


def _naming(s: Scope, kind: str, code: str) -> list[str]:
    return [one.code for one in getattr(s.data, kind).values() if code in one.indicators]
