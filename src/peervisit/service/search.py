"""Finding words in everything that was written, and in the statements of the benchmark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peervisit.i18n import current
from peervisit.model.benchmark import in_language
from peervisit.model.text import clean_line, fold
from peervisit.service.benchmarks import benchmark_of
from peervisit.service.visibility import hidden
from peervisit.store.review_file import ReviewFile
from peervisit.store.search import SEARCHED, find

KINDS = ("indicator", *SEARCHED)
"""The kinds that are searched."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that holds the words, and the place where it does."""

    kind: str
    code: str
    excerpt: str


def search(review: ReviewFile, words: str, *, kinds: tuple[str, ...] = (), limit: int = 50) -> list[Hit]:
    """Return what holds every word (the last may be a beginning), the best first, indicators at the head.

    Whoever looks does not find what they may not see yet (R09).
    """
    words = clean_line(words)
    found = list(_indicators(review, words)) if not kinds or "indicator" in kinds else []
    recorded = tuple(kind for kind in kinds if kind != "indicator")
    if recorded or not kinds:
        unseen = hidden(review, review.log.author)
        rows = find(review.connection, words, kinds=recorded, limit=limit + len(unseen), ranked=True)
        found += [
            Hit(row["kind"], row["code"], _plain(row["excerpt"]))
            for row in rows
            if (row["kind"], row["code"]) not in unseen
        ]
    return found[:limit]


def _indicators(review: ReviewFile, words: str) -> Iterator[Hit]:
    wanted = fold(words).split()
    if not wanted:
        return
    for indicator in benchmark_of(review).indicators:
        spoken = " ".join((indicator.id, *indicator.aliases, *indicator.statement.values()))
        if all(word in fold(spoken) for word in wanted):
            yield Hit("indicator", indicator.id, in_language(indicator.statement, current()))


def _plain(excerpt: str) -> str:
    return clean_line(excerpt.replace("\x01", "").replace("\x02", ""))
