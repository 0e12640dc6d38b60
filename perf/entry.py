"""One entry committed, against a bare commit of the same words.

The floor is one INSERT of the statement and a COMMIT, in a file set up alike (write-ahead log, full
sync). An entry is a whole evidence item: checked, in the change log, the readable tables and the search
index, and an undo step. Asked: at most 3 ms in the median.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from peervisit.service import records, reviews

ROUNDS = 400
STATEMENT = "The advisory committee met four times last year, and its minutes are public. " * 4


def median_ms(*steps: Callable[[int], object]) -> list[float]:
    """Return the median time of each step in milliseconds; they take turns, so that both see one machine."""
    times: list[list[float]] = [[] for _step in steps]
    for number in range(ROUNDS):
        for step, found in zip(steps, times, strict=True):
            start = time.perf_counter()
            step(number)
            found.append((time.perf_counter() - start) * 1000)
    return [statistics.median(found) for found in times]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        bare = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
        bare.execute("PRAGMA journal_mode = WAL")
        bare.execute("PRAGMA synchronous = FULL")
        bare.execute("CREATE TABLE entry (code TEXT PRIMARY KEY, statement TEXT)")
        with reviews.create(Path(folder) / "a.peervisit", city="Lyon", benchmark="inti-cities") as review:
            records.add(review, "member", {"name": "Anna"}, code="AR")
            review.log.author = "AR"

            def entry(number: int) -> None:
                records.add(
                    review,
                    "evidence",
                    {
                        "statement": f"{number} {STATEMENT}",
                        "nature": "fact",
                        "channel": "read",
                        "indicators": {"GG-AMB-1": "supports"},
                        "recorded_by": "AR",
                    },
                )

            def floor(number: int) -> None:
                bare.execute("BEGIN IMMEDIATE")
                bare.execute("INSERT INTO entry VALUES (?, ?)", (str(number), f"{number} {STATEMENT}"))
                bare.execute("COMMIT")

            ours, least = median_ms(entry, floor)
        bare.close()
    print(f"one entry: {ours:.2f} ms, bare commit {least:.2f} ms, ratio {ours / least:.1f}")
    if ours > 3:
        print("slower than the 3 ms asked for", file=sys.stderr)


if __name__ == "__main__":
    main()
