"""Rules on evidence and what is built on it: R01, R02, R05, R06, R07."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peervisit.i18n import N_
from peervisit.model.data import ReviewData
from peervisit.model.levels import Consensus, Evidence, Judgement
from peervisit.model.rules.finding import Finding, listed
from peervisit.model.sources import (
    channel_of,
    counting,
    evidence_by_indicator,
    independent_sources,
)


def r01_note_first(data: ReviewData) -> Iterator[Finding]:
    """Fact and judgement are separate records: note first, judge later (R01).

    Whether a statement is worded as a judgement only people can tell. What shows is ours: evidence without
    nature or source once something rests on it, a level whose facts are not recorded as evidence, and
    evidence noted after the judgement that rests on it.
    """
    used = _used(data)
    for item in data.evidence.values():
        if not item.withdrawn:
            yield from _bare_evidence(item, item.code in used)
    for judgement in data.judgement.values():
        yield from _judged_first(data, judgement)
    for consensus in data.consensus.values():
        yield from _agreed_first(data, consensus)


def _used(data: ReviewData) -> set[str]:
    lists: list[Iterable[str]] = [one.evidence for one in data.judgement.values()]
    lists += [one.evidence_for for one in data.consensus.values()]
    lists += [one.evidence_against for one in data.consensus.values()]
    lists += [one.evidence for one in data.conclusion.values()]
    return {code for codes in lists for code in codes}


def _bare_evidence(item: Evidence, used: bool) -> Iterator[Finding]:
    sourced = bool(item.interview or item.stakeholders or item.document or item.self_assessment)
    without_source = not sourced and channel_of(item) != "seen"
    if without_source and (used or item.nature is None):
        message = N_("{code} says neither who said it nor where it was read or seen")
        yield Finding("R01", "evidence", item.code, message, {"code": item.code})
    if used and item.nature is None:
        message = N_("{code} does not say whether it is fact, figure, opinion or observation")
        yield Finding("R01", "evidence", item.code, message, {"code": item.code})


def _judged_first(data: ReviewData, judgement: Judgement) -> Iterator[Finding]:
    if judgement.rationale and not judgement.evidence:
        message = N_("the rationale of {code} cites no evidence")
        yield Finding("R01", "judgement", judgement.code, message, {"code": judgement.code})
    later = _noted_after(data, judgement.evidence, judgement.judged_at)
    if later:
        yield _later("judgement", judgement.code, later)


def _agreed_first(data: ReviewData, consensus: Consensus) -> Iterator[Finding]:
    if _is_assessed(data, consensus) and not consensus.evidence_for:
        message = N_("the level on {code} cites no evidence")
        yield Finding("R01", "consensus", consensus.code, message, {"code": consensus.code})
    cited = [*consensus.evidence_for, *consensus.evidence_against]
    later = _noted_after(data, cited, consensus.decided_on)
    if later:
        yield _later("consensus", consensus.code, later)


def _later(kind: str, code: str, later: list[str]) -> Finding:
    message = N_("{evidence} was noted after {code} was judged")
    return Finding("R01", kind, code, message, {"code": code, "evidence": listed(later)})


def _noted_after(data: ReviewData, codes: Iterable[str], moment: str | None) -> list[str]:
    """Return the evidence recorded on a later day: laptop clocks do not agree on more (ours)."""
    if moment is None:
        return []
    return [
        code
        for code in codes
        if (item := data.evidence.get(code)) and (item.recorded_at or "")[:10] > moment[:10]
    ]


def _is_assessed(data: ReviewData, consensus: Consensus) -> bool:
    return data.benchmark.position(consensus.level) is not None


def r02_citing(data: ReviewData) -> Iterator[Finding]:
    """Every conclusion cites evidence; every recommendation cites a conclusion (R02)."""
    for code, conclusion in data.conclusion.items():
        if not any(cited in data.evidence for cited in conclusion.evidence):
            message = N_("conclusion {code} cites no evidence")
            yield Finding("R02", "conclusion", code, message, {"code": code})
    for code, recommendation in data.recommendation.items():
        if not any(cited in data.conclusion for cited in recommendation.conclusions):
            message = N_("recommendation {code} rests on no conclusion")
            yield Finding("R02", "recommendation", code, message, {"code": code})


def r05_independence(data: ReviewData) -> Iterator[Finding]:
    """One workshop, one unit's colleagues or one person twice is one source; a claim is none (R05)."""
    for code, consensus in data.consensus.items():
        items = counting(data, consensus.evidence_for)
        if not items or not _is_assessed(data, consensus):
            continue
        sources = len(independent_sources(data, [item.code for item in items]))
        if all(channel_of(item) == "claimed" for item in items):
            message = N_("the level on {code} rests on the host's own claims alone")
            yield Finding("R05", "consensus", code, message, {"code": code})
        elif len(items) >= data.benchmark.sources_asked > sources:
            message = N_("the {count} items for {code} come from fewer independent sources: {sources}")
            params = {"code": code, "count": str(len(items)), "sources": str(sources)}
            yield Finding("R05", "consensus", code, message, params)


def r06_host_documents(data: ReviewData) -> Iterator[Finding]:
    """What a host document says stands as fact; a level still needs other sources (R06).

    Ours: a document that the team has not received cannot stand as fact.
    """
    for code, consensus in data.consensus.items():
        items = counting(data, consensus.evidence_for)
        if items and _is_assessed(data, consensus) and all(_host_says(data, item) for item in items):
            message = N_("the level on {code} rests on the host's documents alone")
            yield Finding("R06", "consensus", code, message, {"code": code})
    for item in data.evidence.values():
        document = data.document.get(item.document or "")
        if document and document.status in ("wanted", "promised", "refused") and not item.withdrawn:
            message = N_("{code} rests on document {document}, which the team has not received")
            params = {"code": item.code, "document": document.code}
            yield Finding("R06", "evidence", item.code, message, params)


def _host_says(data: ReviewData, item: Evidence) -> bool:
    document = data.document.get(item.document or "")
    return channel_of(item) == "read" and document is not None and bool(document.host)


def r07_contrary(data: ReviewData) -> Iterator[Finding]:
    """Contrary evidence is answered in the rationale (R07).

    Ours: under a level above the middle what contradicts the indicator is contrary, below it what supports
    it; such evidence that the consensus does not mention is reported too.
    """
    on_indicator = evidence_by_indicator(data)
    for code, consensus in data.consensus.items():
        against = counting(data, consensus.evidence_against)
        if against and not consensus.outweighed:
            message = N_("the rationale on {code} does not say why {evidence} was outweighed")
            yield Finding("R07", "consensus", code, message, _citing(code, (i.code for i in against)))
        silent = _passed_over(data, consensus, on_indicator.get(code, []))
        if silent:
            message = N_("the level on {code} passes over contrary evidence: {evidence}")
            yield Finding("R07", "consensus", code, message, _citing(code, silent))


def _citing(code: str, evidence: Iterable[str]) -> dict[str, str]:
    return {"code": code, "evidence": listed(evidence)}


def _passed_over(data: ReviewData, consensus: Consensus, on_indicator: list[str]) -> list[str]:
    position = data.benchmark.position(consensus.level)
    if position is None or data.benchmark.is_middle(consensus.level):
        return []
    low = position < len(data.benchmark.assessed) / 2
    contrary = "supports" if low else "contradicts"
    mentioned = {*consensus.evidence_for, *consensus.evidence_against}
    return [
        code
        for code in on_indicator
        if code not in mentioned and data.evidence[code].indicators[consensus.code] == contrary
    ]
