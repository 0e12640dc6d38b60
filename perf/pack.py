"""A pack of 10,000 changes against the same JSON under zstd, and merging 100,000 from a pack.

The JSON is the lines of the changes themselves, without the headers, keys and signatures that a pack also
holds; zstd runs at its usual level. Merging is everything that the command does: unlocking, checking every
signature, looking at what is new, the backup, taking it in with readable tables and search, the account by
author. Its floor is one ``executemany`` of the finished rows of the change log. Asked: a pack at most 1.5
times the size; no more memory for four times the changes.
"""

from __future__ import annotations

import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from peervisit.samples import sample_path
from peervisit.service import exchange, merging, reviews
from peervisit.store.review_file import ReviewFile

CHANGES = 10_000
FEW, MANY = 50_000, 200_000
"""How many changes are packed and merged to compare the memory; the fewer are enough to fill what is held."""
MERGED = 100_000
ASKED_SIZE = 1.5
ASKED_MEMORY = 1.25
ROUNDS = 3


def words() -> list[str]:
    """Return the words of the sample visit, as often as they are in it."""
    text = sample_path("aldermere.jsonl").read_text(encoding="utf-8")
    return [word for word in text.split() if word.isalpha()]


def filled(path: Path, count: int) -> ReviewFile:
    """Make a review with so many changes: notes of evidence in the words of the sample visit."""
    review = reviews.create(path, city="Genoa", benchmark="inti-cities")
    dice, pool = random.Random(count), words()
    for first in range(0, count, 500):
        # As in a visit: many sessions, some hundred changes in each.
        review.close()
        review = reviews.open_review(path)
        review.log.author = dice.choice(("AR", "BK", "CD"))
        with review.transaction() as log, log.gathering():
            for number in range(first, first + 500, 5):
                statement = " ".join(dice.choices(pool, k=dice.randrange(6, 25)))
                values = [
                    ("statement", statement),
                    ("nature", dice.choice(("fact", "opinion", "figure"))),
                    ("channel", dice.choice(("heard", "read"))),
                    (f"indicators.GG-AMB-{dice.randrange(1, 9)}", "supports"),
                    ("recorded_at", f"2026-05-12T14:{number % 60:02d}:22Z"),
                ]
                log.record("evidence", f"{log.author}-E{number}", values)
    return review


def size(folder: Path) -> bool:
    """Compare the size of a pack with the same JSON under zstd."""
    import zstandard

    with filled(folder / "size.peervisit", CHANGES) as review:
        _path, packed = merging.pack(review, folder / "size.pvc")
        lines = "\n".join(change.as_json() for change in review.log.changes()).encode()
    floor = len(zstandard.compress(lines))
    with reviews.create(folder / "visit.peervisit", city="Genoa", benchmark="inti-cities") as review:
        with sample_path("aldermere.jsonl").open("rb") as stream:
            exchange.import_lines(review, stream)
        _path, sample = merging.pack(review, folder / "visit.pvc")
        other = "\n".join(change.as_json() for change in review.log.changes()).encode()
    floor_of_sample = len(zstandard.compress(other))
    print(
        f"pack of {packed.changes} changes: {packed.size:,} bytes, the JSON {len(lines):,}, "
        f"under zstd {floor:,}: {packed.size / floor:.2f} times (asked: {ASKED_SIZE})"
    )
    print(
        f"pack of the sample visit, {sample.changes} changes: {sample.size:,} bytes, under zstd "
        f"{floor_of_sample:,}: {sample.size / floor_of_sample:.2f} times"
    )
    return max(packed.size / floor, sample.size / floor_of_sample) <= ASKED_SIZE


def speed(folder: Path) -> None:
    """Compare merging a pack with the bare rows."""
    with filled(folder / "many.peervisit", MERGED) as review:
        rows = [change[:8] for change in review.log.changes()]
        start = time.perf_counter()
        merging.pack(review, folder / "many.pvc")
        packing = time.perf_counter() - start
    ratios = []
    for number in range(ROUNDS):
        path = folder / f"target-{number}.peervisit"
        with ReviewFile.open(folder / "many.peervisit") as source:
            _empty_copy(source, path)
        start = time.perf_counter()
        bare = sqlite3.connect(folder / f"bare-{number}.db", isolation_level=None)
        bare.execute("PRAGMA journal_mode = WAL")
        bare.execute("PRAGMA synchronous = FULL")
        bare.execute("CREATE TABLE change (a, b, c, d, e, f, g, h, PRIMARY KEY (a, b)) WITHOUT ROWID")
        bare.execute("BEGIN")
        bare.executemany("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        bare.execute("COMMIT")
        bare.close()
        floor = time.perf_counter() - start
        start = time.perf_counter()
        with ReviewFile.open(path) as review:
            merging.merge(review, [folder / "many.pvc"])
        ratios.append(((time.perf_counter() - start) / floor, time.perf_counter() - start, floor))
    ratio, taken, floor = sorted(ratios)[ROUNDS // 2]
    print(f"packing {MERGED:,} changes: {packing:.2f} s")
    print(f"merging them, all told: {taken:.2f} s, bare rows {floor:.2f} s: {ratio:.1f} times")


def _empty_copy(source: ReviewFile, path: Path) -> None:
    """Make a copy of the review with its keys and none of its changes."""
    from peervisit.service.merging import make_copy

    copy = make_copy(source, path)
    copy.close()
    with sqlite3.connect(path) as raw:
        kinds = [
            "change",
            "change_parent",
            "head",
            "conflict",
            "signature",
            "search_entry",
            "person",
            "evidence",
        ]
        for table in [*kinds, "evidence_indicators", "merge_step", "merge_run"]:
            raw.execute(f"DELETE FROM [{table}]")
    raw.close()


def memory(folder: Path) -> bool:
    """Compare the memory that packing and merging take for few and for many changes."""
    good = True
    for what in ("pack", "merge"):
        used = []
        for count in (FEW, MANY):
            path = folder / f"{what}-{count}.peervisit"
            with filled(folder / f"source-{what}-{count}.peervisit", count) as review:
                merging.pack(review, folder / f"{what}-{count}.pvc")
                _empty_copy(review, path)
            command = [sys.executable, __file__, what, str(path), str(folder / f"{what}-{count}.pvc")]
            if what == "pack":
                command[3:] = [
                    str(folder / f"source-{what}-{count}.peervisit"),
                    str(folder / f"again-{count}.pvc"),
                ]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            used.append(int(done.stdout.split()[-1]) / 1024)
        ratio = used[1] / used[0]
        good = good and ratio <= ASKED_MEMORY
        print(
            f"{what}: {used[0]:.0f} MB at the most for {FEW:,} changes, {used[1]:.0f} MB for {MANY:,}: "
            f"{ratio:.2f} times (asked: {ASKED_MEMORY})"
        )
    return good


def alone(what: str, path: Path, pack: Path) -> None:
    """Pack or merge in a process of its own, and print the most memory that it took, in kilobytes."""
    with ReviewFile.open(path) as review:
        if what == "pack":
            merging.pack(review, pack)
        else:
            assert merging.merge(review, [pack]).new
    print(_most_memory())


def _most_memory() -> int:
    status = Path("/proc/self/status")
    if status.exists():
        # Of this program alone: the other number begins with that of whoever started it.
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if "VmHWM" in line)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> int:
    """Measure, and say whether what is asked was met."""
    if len(sys.argv) == 4:
        alone(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        good = size(folder)
        speed(folder)
        good = memory(folder) and good
    return not good


if __name__ == "__main__":
    sys.exit(main())
