"""Finding words in everything that was written, and in the statements of the benchmark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peervisit.i18n import current
from peervisit.model.benchmark import in_language
from peervisit.model.text import clean_line, fold
from peervisit.service.benchmarks import benchmark_of
from peervisit.service.visibility import hidden
from peervisit.store.pages import ATTACHMENT, page_of
from peervisit.store.review_file import ReviewFile
from peervisit.store.search import SEARCHED, find

__all__ = ["KINDS", "Hit", "as_typed", "document_of", "page_of", "search"]

KINDS = ("indicator", *SEARCHED, ATTACHMENT)
"""The kinds that are searched; an attachment is a page of a file that lies on this laptop."""


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
        found += _recorded(review, words, recorded, limit, ranked=True, marked=False)
    return found[:limit]


def as_typed(review: ReviewFile, words: str, *, limit: int, ranked: bool) -> list[Hit]:
    """Return the records that hold the words, newest first or best first, for looking on at each key.

    In the excerpts the words found stand between U+0001 and U+0002.
    """
    return list(_recorded(review, words, (), limit, ranked=ranked, marked=True))


def _recorded(
    review: ReviewFile, words: str, kinds: tuple[str, ...], limit: int, *, ranked: bool, marked: bool
) -> list[Hit]:
    # Nobody finds what they may not see yet.
    unseen = hidden(review, review.log.author)
    most, typing = limit + len(unseen), marked and not ranked
    rows = find(review.connection, words, kinds=kinds, limit=most, ranked=ranked, typing=typing)
    found = [
        Hit(row["kind"], row["code"], row["excerpt"] if marked else _plain(row["excerpt"]))
        for row in rows
        if (row["kind"], row["code"]) not in unseen
    ]
    return found[:limit]


def document_of(kind: str, code: str) -> tuple[str, str]:
    """Return the record that a find belongs to: of a page, its document."""
    return ("document", page_of(code)[0]) if kind == ATTACHMENT else (kind, code)


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
