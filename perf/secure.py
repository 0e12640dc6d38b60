"""Everyday commands on a locked review, against the same commands on the same review left plain.

Each is measured from the start of the process to its end, as a person waits for it; plain and locked take
turns, in an order that changes. The quickest run of each counts: whatever else the machine does only adds.
The processor time is printed too: the key is worked out while the program loads, which needs a second core.
Asked: at most 1.6 times, for each command.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from peervisit.samples import sample_path
from peervisit.service import exchange, locking, reviews

ROUNDS = 12
LIMIT = 1.6
SAY = ("--statement", "The budget line is empty.", "--channel", "seen", "--as", "AR")
COMMANDS: dict[str, tuple[str, ...]] = {
    "evidence list": ("evidence", "list", "FILE"),
    "show": ("show", "FILE"),
    "search": ("search", "FILE", "housing"),
    "evidence add": ("evidence", "add", "FILE", *SAY),
    "digest": ("digest", "FILE"),
}


def milliseconds(command: tuple[str, ...], path: Path, *options: str) -> tuple[float, float]:
    """Return how long one command takes, from spawn to exit, and how much of the processor."""
    words = [str(path) if word == "FILE" else word for word in command]
    before, start = os.times(), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "peervisit", *words, *options],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PEERVISIT_LANGUAGE": "en"},
    )
    took, after = time.perf_counter() - start, os.times()
    used = sum(after[2:4]) - sum(before[2:4])
    return took * 1000, used * 1000


def main() -> int:
    """Measure and print."""
    slow = []
    with tempfile.TemporaryDirectory() as name:
        plain, locked, words = (Path(name) / one for one in ("plain.peervisit", "locked.peervisit", "words"))
        with reviews.create(plain, city="Aldermere", benchmark="inti-cities") as review:
            exchange.import_from(review, sample_path("aldermere.jsonl"))
        shutil.copyfile(plain, locked)
        words.write_text("four words nobody guesses", encoding="utf-8")
        locking.secure(locked, words.read_text(encoding="utf-8"))
        for said, command in COMMANDS.items():
            times: dict[Path, list[tuple[float, float]]] = {plain: [], locked: []}
            for number in range(ROUNDS + 1):
                for path in (plain, locked) if number % 2 else (locked, plain):
                    options = ("--passphrase-file", str(words)) if path is locked else ()
                    times[path].append(milliseconds(command, path, *options))
            # The first is not counted: it makes the hourly backup, and reads the program from disk.
            least, ours = (
                [min(one[place] for one in times[path][1:]) for place in (0, 1)] for path in (plain, locked)
            )
            ratio = ours[0] / least[0]
            print(
                f"{said:<14} plain {least[0]:4.0f} ms, locked {ours[0]:4.0f} ms, ratio {ratio:.2f}; "
                f"processor {least[1]:.0f} and {ours[1]:.0f} ms"
            )
            if ratio > LIMIT:
                slow.append(said)
    if slow:
        print(f"more than {LIMIT} times: {', '.join(slow)}", file=sys.stderr)
    return bool(slow)


if __name__ == "__main__":
    sys.exit(main())
