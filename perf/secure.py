"""Everyday commands on a locked review, against the same commands on the same review left plain.

Each is measured from the start of the process to its end, as a person waits for it; plain and locked take
turns, in an order that changes. Asked: at most 1.6 times, for each command.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from peervisit.service import exchange, locking, reviews
from peervisit.samples import sample_path

ROUNDS = 15
LIMIT = 1.6
SAY = ("--statement", "The budget line is empty.", "--channel", "seen", "--as", "AR")
COMMANDS: dict[str, tuple[str, ...]] = {
    "evidence list": ("evidence", "list", "FILE"),
    "show": ("show", "FILE"),
    "show INDICATOR": ("show", "FILE", "GG-AMB-1"),
    "search": ("search", "FILE", "housing"),
    "evidence add": ("evidence", "add", "FILE", *SAY),
    "history": ("history", "FILE"),
    "check": ("check", "FILE"),
    "digest": ("digest", "FILE"),
}


def seconds(command: tuple[str, ...], path: Path, *options: str) -> float:
    """Return how long one command takes, from spawn to exit."""
    words = [str(path) if word == "FILE" else word for word in command]
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "peervisit", *words, *options],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PEERVISIT_LANGUAGE": "en"},
    )
    return time.perf_counter() - start


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
            times: dict[Path, list[float]] = {plain: [], locked: []}
            for number in range(ROUNDS + 1):
                for path in (plain, locked) if number % 2 else (locked, plain):
                    options = ("--passphrase-file", str(words)) if path is locked else ()
                    times[path].append(seconds(command, path, *options))
            # The first is not counted: it makes the hourly backup, and reads the program from disk.
            least, ours = (statistics.median(times[path][1:]) for path in (plain, locked))
            ratio = ours / least
            print(f"{said:<16} plain {least * 1000:4.0f} ms, locked {ours * 1000:4.0f} ms, ratio {ratio:.2f}")
            if ratio > LIMIT:
                slow.append(said)
    if slow:
        print(f"more than {LIMIT} times: {', '.join(slow)}", file=sys.stderr)
    return bool(slow)


if __name__ == "__main__":
    sys.exit(main())
