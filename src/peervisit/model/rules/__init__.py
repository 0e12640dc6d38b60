"""The rules of evidence R01-R17: they warn, and a peer may override one with a recorded reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from peervisit.i18n import N_
from peervisit.model.data import ReviewData
from peervisit.model.rules.evidence import (
    r01_note_first,
    r02_citing,
    r05_independence,
    r06_host_documents,
    r07_contrary,
)
from peervisit.model.rules.factual_check import r15_comments
from peervisit.model.rules.finding import Finding
from peervisit.model.rules.interviews import r10_confirmed, r11_attribution, r12_quotes
from peervisit.model.rules.levels import (
    r03_sources,
    r04_channels,
    r08_more_information,
    r09_individual_first,
    r16_conflict,
)
from peervisit.model.rules.privacy import r13_personal_data, r14_team_only, r17_withdrawal

__all__ = ["CHECKS", "RULES", "Finding", "check", "findings_for", "unmet"]

RULES: dict[str, str] = {
    "R01": N_("Fact and judgement are separate records: note first, judge later."),
    "R02": N_("Every conclusion cites evidence; every recommendation cites a conclusion."),
    "R03": N_("A level rests on as many independent sources as the benchmark asks for."),
    "R04": N_(
        "Sources come through two channels; a level away from the middle has one outside the unit "
        "responsible, an indicator on users a migrant's or a user's voice."
    ),
    "R05": N_(
        "One workshop, one unit's colleagues or one person twice is one source; the host's claim is none."
    ),
    "R06": N_("A host document stands as fact unless contradicted; a level still needs other sources."),
    "R07": N_("Contrary evidence is answered in the rationale."),
    "R08": N_("No “more information needed” survives the visit: a level, or not assessed with a reason."),
    "R09": N_("Individual levels first, then consensus; dissent stays on record."),
    "R10": N_("Both peers of the pair confirm an interview record the same day."),
    "R11": N_("The report points to people as the attribution rule and their consent allow."),
    "R12": N_("Verbatim quotes only with permission."),
    "R13": N_("Personal data: information, basis, names apart, retention date, deletion."),
    "R14": N_("Team-only remarks never leave the team edition."),
    "R15": N_("Each comment of the host is accepted, or declined with a reason."),
    "R16": N_("A conflict of interest is declared, and that peer does not judge that indicator."),
    "R17": N_("Who withdraws takes the evidence along, and what rested on it is re-opened."),
}
"""Each rule in one line, for help."""

CHECKS: tuple[Callable[[ReviewData], Iterator[Finding]], ...] = (
    r01_note_first,
    r02_citing,
    r03_sources,
    r04_channels,
    r05_independence,
    r06_host_documents,
    r07_contrary,
    r08_more_information,
    r09_individual_first,
    r10_confirmed,
    r11_attribution,
    r12_quotes,
    r13_personal_data,
    r14_team_only,
    r15_comments,
    r16_conflict,
    r17_withdrawal,
)
"""The rules in order."""


def check(data: ReviewData) -> list[Finding]:
    """Return what the rules find, by rule, kind and code, with what a peer has overridden marked as such.

    Each rule reports only what is due in the phase the review is in. An override of what nobody finds is
    harmless.
    """
    overrides = {(one.rule, one.subject): code for code, one in data.override.items()}
    found = [
        replace(finding, overridden=overrides.get((finding.rule, finding.code)))
        for rule in CHECKS
        for finding in rule(data)
    ]
    return sorted(found, key=lambda finding: finding.order)


def unmet(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that nobody has overridden."""
    return [finding for finding in findings if finding.overridden is None]


def findings_for(findings: Iterable[Finding], kind: str, code: str) -> list[Finding]:
    """Return the findings on one record."""
    return [finding for finding in findings if (finding.kind, finding.code) == (kind, code)]
