"""Many histories: ``python -m tests.simulation.soak [--first SEED] [--count NUMBER] [--jobs NUMBER]``.

Each history follows from its seed, which is printed when it fails: ``--first SEED --count 1`` plays it again.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from multiprocessing import get_context

from tests.simulation.histories import History

LENGTHS = (30, 60, 60, 120)
LAPTOPS = (2, 3, 3, 4, 5)


def play(seed: int) -> tuple[int, int, str]:
    """Play one history; return its seed, how many changes were written, and what is broken if anything."""
    history = History(seed, LAPTOPS[seed % len(LAPTOPS)])
    try:
        history.run(LENGTHS[seed % len(LENGTHS)])
    except Exception as error:
        # Whatever goes wrong in one history, the others are played.
        return seed, len(history.oracle.written), f"{type(error).__name__}: {error}"
    return seed, len(history.oracle.written), ""


def results(seeds: range, jobs: int) -> Iterator[tuple[int, int, str]]:
    """Yield the results in order of the seeds."""
    if jobs == 1:
        yield from map(play, seeds)
        return
    with get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap(play, seeds, chunksize=10)


def main() -> int:
    """Play the histories and say what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--count", type=int, default=10_000, help="how many histories")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at a time")
    given = parser.parse_args()
    seeds = range(given.first, given.first + given.count)
    start, changes, failed = time.monotonic(), 0, []
    for number, (seed, written, broken) in enumerate(results(seeds, given.jobs), 1):
        changes += written
        if broken:
            failed.append(seed)
            print(f"seed {seed}: {broken}", flush=True)
        if not number % 500:
            print(f"{number} histories to seed {seed}, {changes} changes, {len(failed)} failed", flush=True)
    taken = time.monotonic() - start
    print(f"{len(seeds)} histories, {changes} changes, {len(failed)} failed, {taken:.0f} s")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
