"""Rules on levels: R03, R04, R08, R09, R16."""

from __future__ import annotations

from collections.abc import Iterator

from peervisit.i18n import N_
from peervisit.model.data import ReviewData
from peervisit.model.levels import Consensus, Judgement
from peervisit.model.rules.finding import Finding, listed, phase
from peervisit.model.sources import Strength, evidence_by_indicator, strength

_LEADING = frozenset({"team-leader", "lead-expert"})


def _resting(data: ReviewData) -> Iterator[tuple[Consensus, list[str], list[str]]]:
    """Yield each assessed consensus, the evidence its level rests on, and all evidence on the indicator.

    The level rests on the evidence it cites; where it cites none, on what speaks for or against the
    indicator (ours; R01 says that nothing is cited).
    """
    on_indicator = evidence_by_indicator(data)
    for code, consensus in data.consensus.items():
        if data.benchmark.position(consensus.level) is None:
            continue
        known = on_indicator.get(code, [])
        speaking = [one for one in known if data.evidence[one].indicators[code] != "context"]
        cited = [*consensus.evidence_for, *consensus.evidence_against]
        yield consensus, list(consensus.evidence_for) if cited else speaking, [*known, *cited]


def r03_sources(data: ReviewData) -> Iterator[Finding]:
    """A level rests on at least as many independent sources as the benchmark asks for (R03)."""
    asked = data.benchmark.sources_asked
    for consensus, resting, _ in _resting(data):
        sources = strength(data, resting).sources
        if sources < asked:
            message = N_("the level on {code} rests on too few independent sources: {sources} of {asked}")
            params = {"code": consensus.code, "sources": str(sources), "asked": str(asked)}
            yield Finding("R03", "consensus", consensus.code, message, params)


def r04_channels(data: ReviewData) -> Iterator[Finding]:
    """Sources come through two channels, from outside the unit responsible, and from users (R04).

    A source outside the unit is asked for when the level is away from the middle; where a scale has no
    level in the middle, for every level. A user's voice may also be one that the level goes against (ours).
    """
    for consensus, resting, around in _resting(data):
        found = strength(data, resting, consensus.code)
        for message in _lacking(data, consensus, found):
            yield Finding("R04", "consensus", consensus.code, message, {"code": consensus.code})
        indicator = data.benchmark.by_id.get(consensus.code)
        if indicator and indicator.concerns_users and not strength(data, around).migrant_voice:
            message = N_("{code} concerns users, and no migrant or user was heard on it")
            yield Finding("R04", "consensus", consensus.code, message, {"code": consensus.code})


def _lacking(data: ReviewData, consensus: Consensus, found: Strength) -> Iterator[str]:
    if found.independent_channels < 2:
        yield N_("the sources for the level on {code} come through fewer than two channels")
    if not found.outside and not data.benchmark.is_middle(consensus.level):
        yield N_("the level on {code} has no source outside the unit responsible")


def r08_more_information(data: ReviewData) -> Iterator[Finding]:
    """No "more information needed" survives the visit: a level, or not assessed with a reason (R08).

    Once the team judges (phase 6), an open consensus is reported, and an indicator without one on which
    somebody still asks for more; from the synthesis (phase 7) every indicator without a level (ours).
    """
    for code, consensus in data.consensus.items():
        level = data.benchmark.levels.get(consensus.level or "")
        if level and level.open and phase(data) >= 6:
            message = N_("{code} still needs more information")
            yield Finding("R08", "consensus", code, message, {"code": code})
        elif level and level.needs_reason and not (consensus.reason or consensus.rationale):
            message = N_("{code} is not assessed, and no reason is given")
            yield Finding("R08", "consensus", code, message, {"code": code})
    if (data.review.phase or 0) >= 6:
        yield from _undecided(data)


def _undecided(data: ReviewData) -> Iterator[Finding]:
    open_levels = {level.id for level in data.benchmark.scale if level.open}
    asking = {one.indicator for one in data.desk_review.values() if one.level in open_levels}
    asking |= {one.indicator for one in data.judgement.values() if one.level in open_levels}
    for code in data.benchmark.by_id:
        consensus = data.consensus.get(code)
        if consensus and consensus.level:
            continue
        if code in asking or (data.review.phase or 0) >= 7:
            message = N_("{code} has neither a level nor a reason why it was not assessed")
            yield Finding("R08", "consensus", code, message, {"code": code})


def conflicted(data: ReviewData, member: str, indicator: str) -> bool:
    """Whether a member has declared a conflict of interest on an indicator (R16)."""
    known = data.member.get(member)
    if known is None:
        return False
    return any((data.benchmark.find(code) or code) == indicator for code in known.conflicts)


def judging_peers(data: ReviewData) -> list[str]:
    """Return the peers, and whoever leads or guides the team and has given levels of their own too (ours)."""
    gave = {judgement.member for judgement in data.judgement.values()}
    return [
        code
        for code, member in data.member.items()
        if "peer" in member.roles or (code in gave and not _LEADING.isdisjoint(member.roles))
    ]


def r09_individual_first(data: ReviewData) -> Iterator[Finding]:
    """Individual levels first, then consensus; dissent stays on record (R09).

    Ours: a peer who kept another level after the discussion is in dissent; one who gave another level only
    before it may have been persuaded.
    """
    peers = judging_peers(data)
    first = {(j.indicator, j.member) for j in data.judgement.values() if j.round == "before" and j.level}
    for code, consensus in data.consensus.items():
        if not consensus.level:
            continue
        missing = [peer for peer in peers if (code, peer) not in first and not conflicted(data, peer, code)]
        if missing:
            message = N_("{code} was agreed before these peers gave a level of their own: {members}")
            params = {"code": code, "members": listed(missing)}
            yield Finding("R09", "consensus", code, message, params)
    for judgement in data.judgement.values():
        yield from _out_of_turn(data, judgement)


def _out_of_turn(data: ReviewData, judgement: Judgement) -> Iterator[Finding]:
    consensus = data.consensus.get(judgement.indicator)
    if consensus is None or not consensus.level:
        return
    params = {"code": judgement.indicator, "member": judgement.member}
    if judgement.round == "before":
        decided = consensus.decided_on
        if decided and judgement.judged_at and judgement.judged_at[:10] > decided:
            message = N_("{member} gave a first level on {code} after the team had agreed")
            yield Finding("R09", "judgement", judgement.code, message, params)
    elif judgement.level not in (None, consensus.level) and judgement.member not in consensus.dissent:
        message = N_("{member} kept another level on {code}, and no dissent is on record")
        yield Finding("R09", "consensus", consensus.code, message, params)


def r16_conflict(data: ReviewData) -> Iterator[Finding]:
    """A conflict of interest is declared, and that peer does not judge that indicator (R16)."""
    message = N_("{member} has declared a conflict of interest and judged {code}")
    for judgement in data.judgement.values():
        if conflicted(data, judgement.member, judgement.indicator):
            params = {"member": judgement.member, "code": judgement.indicator}
            yield Finding("R16", "judgement", judgement.code, message, params)
    for code, consensus in data.consensus.items():
        for member in consensus.decided_by:
            if conflicted(data, member, code):
                yield Finding("R16", "consensus", code, message, {"member": member, "code": code})
