"""Benchmarks: those that come with the program, those in files, and the one that a review is held against."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from peervisit.errors import BenchmarkError
from peervisit.i18n import _
from peervisit.model.benchmark import Benchmark, in_language
from peervisit.store.review_file import ReviewFile


def shipped() -> list[str]:
    """Return the ids of the benchmarks that come with the program."""
    from peervisit.exchange.benchmark_file import shipped as ids

    return ids()


def themes(language: str) -> dict[str, str]:
    """Return the ids of the benchmarks that come with the program, each with what it is about."""
    from peervisit.exchange.benchmark_file import shipped_themes

    return {name: in_language(theme, language) for name, theme in shipped_themes().items()}


def load(name: str) -> tuple[Benchmark, str]:
    """Return a benchmark and its canonical JSON, by id or by the path of a file.

    Raises:
        BenchmarkError: there is none of that name, or the file has mistakes (each with line and path).
    """
    from peervisit.exchange.benchmark_file import load_benchmark_file, shipped_path

    if name in shipped():
        return load_benchmark_file(shipped_path(name))
    path = Path(name)
    if path.exists():
        return load_benchmark_file(path)
    raise BenchmarkError(
        _("no benchmark '{name}'; there are {ids}, or give the path of a file").format(
            name=path.name, ids=", ".join(shipped())
        )
    )


def benchmark_of(review: ReviewFile) -> Benchmark:
    """Return the benchmark that the review is held against.

    Raises:
        BenchmarkError: the review has none yet.
    """
    row = review.connection.execute(
        "SELECT content FROM benchmark WHERE content IS NOT NULL "
        "ORDER BY code = (SELECT benchmark FROM review) DESC LIMIT 1"
    ).fetchone()
    if row is None:
        raise BenchmarkError(
            _("{file}: has no benchmark yet; import one with 'peervisit import'").format(
                file=review.path.name
            )
        )
    return _read(row[0])


@lru_cache(maxsize=4)
def _read(content: str) -> Benchmark:
    return Benchmark.from_json(content)
