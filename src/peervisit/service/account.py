"""A short account of a review: what there is, the levels, what is thin, which rules are not met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from peervisit.i18n import _, current, labelled, ngettext
from peervisit.model.benchmark import in_language
from peervisit.model.coverage import thin_indicators
from peervisit.model.data import ReviewData
from peervisit.model.rules import RULES, check, unmet
from peervisit.model.voices import people_met
from peervisit.service.snapshot import snapshot
from peervisit.store.review_file import ReviewFile


@dataclass(frozen=True, slots=True)
class Account:
    """The figures of a review; levels by tier of the first kind, in the order of the benchmark."""

    city: str
    interviews: int
    people: int
    documents: int
    evidence: int
    void: int
    levels: dict[str, dict[str, int]]
    thin: list[str]
    rules: dict[str, int]
    overridden: int
    conflicts: int
    conclusions: int
    recommendations: int
    practices: int


def account_of(review: ReviewFile) -> Account:
    """Return the account of a review."""
    return account(snapshot(review))


def account(data: ReviewData) -> Account:
    """Return the account of a review in memory."""
    found = check(data)
    open_findings = unmet(found)
    void = sum(1 for one in data.evidence.values() if one.withdrawn)
    return Account(
        city=data.review.city or "",
        interviews=len(data.interview),
        people=len(people_met(data)),
        documents=len(data.documents_read()),
        evidence=len(data.evidence) - void,
        void=void,
        levels=_levels(data),
        thin=list(thin_indicators(data)),
        rules=dict(sorted(Counter(one.rule for one in open_findings).items())),
        overridden=len(found) - len(open_findings),
        conflicts=len(data.conflicts),
        conclusions=len(data.conclusion),
        recommendations=len(data.recommendation),
        practices=len(data.practice),
    )


def _levels(data: ReviewData) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for tier, indicators in data.benchmark.chapters():
        counts = dict.fromkeys((*data.benchmark.levels, ""), 0)
        for indicator in indicators:
            agreed = data.consensus.get(indicator.id)
            level = agreed.level if agreed and agreed.level in data.benchmark.levels else ""
            counts[level or ""] += 1
        found[tier.id] = counts
    return found


def lines(review: ReviewFile, told: Account) -> Iterator[str]:
    """Yield the account in the language of the interface."""
    from peervisit.service.benchmarks import benchmark_of

    benchmark = benchmark_of(review)
    language = current()
    yield told.city
    yield (
        "  "
        + ngettext("{n} interview record", "{n} interview records", told.interviews).format(n=told.interviews)
        + ", "
        + ngettext("{n} person met", "{n} people met", told.people).format(n=told.people)
    )
    evidence, documents = told.evidence, told.documents
    yield "  " + ", ".join(
        (
            ngettext(
                "{n} item of evidence ({void} withdrawn)",
                "{n} items of evidence ({void} withdrawn)",
                evidence,
            ).format(n=evidence, void=told.void),
            ngettext("{n} document", "{n} documents", documents).format(n=documents),
        )
    )
    yield "  " + ", ".join(
        (
            ngettext("{n} conclusion", "{n} conclusions", told.conclusions).format(n=told.conclusions),
            ngettext("{n} recommendation", "{n} recommendations", told.recommendations).format(
                n=told.recommendations
            ),
            ngettext("{n} good practice", "{n} good practices", told.practices).format(n=told.practices),
        )
    )
    yield ""
    yield _("Levels")
    for tier, counts in told.levels.items():
        parts = [
            f"{level.symbol} {in_language(level.name, language)} {counts[level.id]}"
            for level in benchmark.scale
            if counts[level.id]
        ]
        if counts[""]:
            parts.append(_("· no level yet {n}").format(n=counts[""]))
        name = in_language(benchmark.tiers_by_id[tier].name, language)
        yield labelled(f"  {name}", ", ".join(parts))
    yield ""
    yield labelled(_("Thin"), _some(told.thin) if told.thin else _("nothing"))
    yield ""
    if told.rules:
        yield _("Rules not met (they warn, they do not block)")
        for rule, count in told.rules.items():
            yield f"  {rule} {count:>3}  {_(RULES[rule])}"
    else:
        yield _("All rules are met.")
    if told.overridden:
        yield "  " + ngettext(
            "{n} finding set aside with a reason", "{n} findings set aside with a reason", told.overridden
        ).format(n=told.overridden)
    if told.conflicts:
        yield ngettext(
            "{n} conflict to settle: peervisit conflicts",
            "{n} conflicts to settle: peervisit conflicts",
            told.conflicts,
        ).format(n=told.conflicts)


def _some(codes: list[str], limit: int = 12) -> str:
    shown = ", ".join(codes[:limit])
    if len(codes) <= limit:
        return shown
    return _("{codes} and {n} more").format(codes=shown, n=len(codes) - limit)
