"""What the screens read of the review, by small queries and without the record classes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from peervisit.i18n import _
from peervisit.store.review_file import ReviewFile

Counts = dict[str, int]


@dataclass
class Standing:
    """What stands on each indicator: levels by code, and evidence by direction."""

    host: dict[str, str] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    team: dict[str, str] = field(default_factory=dict)
    evidence: dict[str, Counter[str]] = field(default_factory=dict)


def standing(review: ReviewFile) -> Standing:
    """Return what stands on each indicator."""
    run = review.connection.execute
    found = Standing()
    for code, level in run("SELECT code, level FROM self_assessment"):
        found.answered.add(code)
        if level:
            found.host[code] = level
    for code, level in run("SELECT code, level FROM consensus WHERE level IS NOT NULL"):
        found.team[code] = level
    for code, direction, count in run(
        "SELECT i.item, i.value, count(*) FROM evidence_indicators AS i "
        "JOIN evidence AS e ON e.code = i.evidence WHERE e.withdrawn IS NOT 1 GROUP BY 1, 2"
    ):
        found.evidence.setdefault(code, Counter())[direction or "context"] = count
    return found


def count(review: ReviewFile, sql: str, *values: object) -> int:
    """Return the one number that a query counts."""
    return int(review.connection.execute(sql, values).fetchone()[0] or 0)


def choice(value: str | None) -> str:
    """Return a stored choice in the language of the interface."""
    from peervisit.model.choices import LABELS

    return _(LABELS.get(value, value)) if value else ""


def evidence_cell(counts: Counter[str] | None) -> str:
    """Return how much evidence supports, contradicts, and gives context."""
    if not counts:
        return "–"
    signs = (("supports", "+"), ("contradicts", "−"), ("context", "·"))
    return " ".join(f"{sign}{counts[name]}" for name, sign in signs if counts[name])
