"""100,000 field changes taken in, against a bare executemany of the same rows.

The floor writes the finished rows of the change log into one table of a file set up alike (write-ahead
log, full sync). Three ways in: an import of records as JSON lines, with every check; the change log,
record by record; and a merge of another copy's changes. Asked: at most 8 times the floor.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from peervisit.model.flat import flat
from peervisit.service import exchange, merging, reviews
from peervisit.store.review_file import ReviewFile

RECORDS = 10_000
ROUNDS = 3
INDICATORS = ("GG-AMB-1", "GG-AMB-2")


def lines() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield evidence items by code, ten field changes each."""
    for number in range(RECORDS):
        yield (
            f"AR-E{number:05d}",
            {
                "statement": f"Statement {number}: the committee met, and its minutes are public.",
                "nature": "fact",
                "channel": "read",
                "page": str(number % 90),
                "confidence": "high",
                "quote": False,
                "first_hand": True,
                "recorded_at": "2026-05-12T14:03:22Z",
                "indicators": dict.fromkeys(INDICATORS, "supports"),
            },
        )


def seconds(step: Callable[[], object]) -> float:
    """Return how long a step takes."""
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def new(folder: Path, name: str) -> ReviewFile:
    """Return a new review."""
    return reviews.create(folder / f"{name}.peervisit", city="Lyon", benchmark="inti-cities")


def by_import(folder: Path, name: str) -> float:
    """Import the records from a file."""
    source = folder / "records.jsonl"
    if not source.exists():
        with source.open("w", encoding="utf-8") as stream:
            for code, fields in lines():
                stream.write(json.dumps({"kind": "evidence", "code": code, **fields}) + "\n")
    with new(folder, name) as review:
        return seconds(lambda: exchange.import_from(review, source))


def by_log(folder: Path, name: str) -> float:
    """Write the records into the change log one after the other, in one transaction."""

    def write() -> None:
        with review.transaction() as log:
            for code, fields in lines():
                log.record("evidence", code, flat("evidence", fields))

    with new(folder, name) as review:
        return seconds(write)


def by_merge(folder: Path, name: str, full: Path) -> float:
    """Merge a copy that holds the changes into one that does not."""
    with new(folder, name) as review, ReviewFile.open(full, read_only=True) as other:
        review.connection.execute(
            "UPDATE meta SET value = ? WHERE key = 'review_id'", (other.meta("review_id"),)
        )
        return seconds(lambda: merging.take_from(review, full))


def bare(folder: Path, name: str, rows: list[tuple[Any, ...]]) -> float:
    """Write the rows of the change log with one executemany."""
    connection = sqlite3.connect(folder / f"{name}.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(
        "CREATE TABLE change (session TEXT, seq INTEGER, clock TEXT, author TEXT, kind TEXT, record TEXT, "
        "field TEXT, value, PRIMARY KEY (session, seq)) WITHOUT ROWID"
    )

    def write() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        connection.execute("COMMIT")

    taken = seconds(write)
    connection.close()
    return taken


def main() -> None:
    """Measure and print."""
    times: dict[str, list[float]] = {}
    rows: list[tuple[Any, ...]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(ROUNDS):
            times.setdefault("import", []).append(by_import(folder, f"import{number}"))
            times.setdefault("change log", []).append(by_log(folder, f"log{number}"))
            full = folder / f"log{number}.peervisit"
            times.setdefault("merge", []).append(by_merge(folder, f"merge{number}", full))
            with ReviewFile.open(full, read_only=True) as review:
                rows = [
                    tuple(row)
                    for row in review.connection.execute("SELECT * FROM change WHERE kind = 'evidence'")
                ]
            times.setdefault("floor", []).append(bare(folder, f"bare{number}", rows))
    least = statistics.median(times.pop("floor"))
    print(f"{len(rows)} field changes, bare executemany {least:.2f} s")
    for way, taken in times.items():
        ours = statistics.median(taken)
        print(f"{way}: {ours:.2f} s, ratio {ours / least:.1f}")
        if ours > 8 * least:
            print(f"{way}: slower than the 8 times asked for", file=sys.stderr)


if __name__ == "__main__":
    main()
