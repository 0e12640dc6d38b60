"""Making and opening reviews, and what this copy remembers of who uses it."""

from __future__ import annotations

from pathlib import Path

from peervisit.errors import RecordError
from peervisit.i18n import _
from peervisit.model.benchmark import in_language
from peervisit.model.flat import flat
from peervisit.model.validate import validated
from peervisit.service import benchmarks
from peervisit.service.opening import open_review, require_member
from peervisit.store.clock import Now, utc_now
from peervisit.store.review_file import ReviewFile

__all__ = ["create", "open_review", "require_member", "use_as"]


def create(
    path: Path,
    *,
    city: str,
    benchmark: str,
    country: str | None = None,
    theme: str | None = None,
    mode: str = "peer-review",
    language: str = "en",
    now: Now = utc_now,
    passphrase: str | None = None,
) -> ReviewFile:
    """Make a review file with its terms and its benchmark, and return it open; locked with a passphrase.

    Raises:
        MissingExtraError: it is to be locked, and SQLCipher is not installed.
        BenchmarkError: there is no such benchmark, or its file has mistakes.
        RecordError: a term is not acceptable.
        ReviewFileError: the file exists or cannot be written.
    """
    held, content = benchmarks.load(benchmark)
    terms = validated(
        "review",
        "review",
        {
            "city": city,
            "country": country,
            "theme": theme or in_language(held.theme, language) or None,
            "mode": mode,
            "benchmark": held.id,
            "benchmark_version": held.version,
            "language": language,
            "phase": 0,
            "attribution": "group",
            "status": "draft",
            "version": "0.1",
        },
    )
    if not terms["city"]:
        raise RecordError(_("the host city is missing"))

    def fill(review: ReviewFile) -> None:
        with review.transaction() as log:
            log.record("benchmark", held.id, [("version", held.version), ("content", content)])
            log.record("review", "review", flat("review", terms))

    return ReviewFile.create(path, now=now, fill=fill, passphrase=passphrase)


def use_as(review: ReviewFile, member: str) -> None:
    """Remember that this copy is used by a member.

    Raises:
        UnknownCodeError: there is no such member.
    """
    require_member(review, member)
    review.set_local("me", member)
    review.log.author = member
