"""100,000 field changes taken in, against a bare executemany of the same rows, and the memory it takes.

The floor writes the finished rows of the change log into one table of a file set up alike (write-ahead
log, full sync). Four ways in: an import of records as JSON lines, with every check; the change log,
record by record; a merge of another copy's changes; and a merge of five changes for each field. Asked: an
import at most 8 times the floor, a merge at most 6 times, and no more memory for more changes.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from peervisit.model.flat import flat
from peervisit.service import exchange, reviews
from peervisit.store.change import Change
from peervisit.store.review_file import ReviewFile

RECORDS = 10_000
ROUNDS = 3
ASKED = {"import": 8, "change log": 8, "merge": 6, "merge of edits": 6}
FEW, MANY = 50_000, 200_000
"""How many changes are merged to compare the memory; the fewer are enough to fill what is held."""

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
    """Merge what another copy holds into one that does not."""
    with new(folder, name) as review, ReviewFile.open(full, read_only=True) as other:
        return seconds(lambda: merge(review, other.log.changes()))


def by_edits(folder: Path, name: str) -> float:
    """Merge five changes for each of the fields, each replacing the one before."""
    changes = list(edits(RECORDS * 10))
    with new(folder, name) as review:
        return seconds(lambda: merge(review, changes))


def merge(review: ReviewFile, changes: Iterable[Change]) -> None:
    """Take in changes, in one transaction."""
    with review.transaction() as log:
        log.apply(changes)


def edits(count: int) -> Iterator[Change]:
    """Yield changes of a fifth as many fields, two to a record, field by field in rounds."""
    session, fields = "e" * 16, count // 5
    for number in range(count):
        field = number % fields
        parents = ((session, number + 1 - fields),) if number >= fields else ()
        clock = f"2026-05-12T09:{number // 60_000:02d}:{number // 1000 % 60:02d}.{number % 1000:03d}Z-0000"
        name, code = ("statement", "remarks")[field % 2], f"AR-E{field // 2:05d}"
        value = f"Huit mots de texte en français, version {number}."
        yield Change(session, number + 1, clock, "AR", "evidence", code, name, value, parents)


def peak(count: int) -> float:
    """Return the peak memory in MB of a process that merges so many changes."""
    command = [sys.executable, __file__, str(count)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def merge_alone(count: int) -> None:
    """Merge so many changes and print the peak memory of the process in MB."""
    with tempfile.TemporaryDirectory() as name, new(Path(name), "merge") as review:
        merge(review, edits(count))
    with Path("/proc/self/status").open(encoding="ascii") as status:
        print(next(int(line.split()[1]) / 1000 for line in status if line.startswith("VmHWM")))


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
            times.setdefault("merge of edits", []).append(by_edits(folder, f"edits{number}"))
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
        if ours > ASKED[way] * least:
            print(f"{way}: slower than the {ASKED[way]} times asked for", file=sys.stderr)
    if sys.platform == "linux":
        few, many = peak(FEW), peak(MANY)
        print(
            f"peak memory: {few:.0f} MB for {FEW} changes, {many:.0f} MB for {MANY}, ratio {many / few:.2f}"
        )


if __name__ == "__main__":
    merge_alone(int(sys.argv[1])) if len(sys.argv) > 1 else main()
