"""From the command to the first usable screen of the complete sample, against a bare Textual app.

Both run in a real pseudo-terminal, taking turns. A screen is usable once it has answered a key: the time
counted runs from starting the process to the last byte of the answer. Prints the median ratio of the rounds.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

ROUNDS = 11
ROWS, COLUMNS = 36, 120
QUIET = 0.05
"""Seconds without a byte after which a screen counts as painted."""

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    BINDINGS = [("down", "answer", "")]
    def compose(self):
        self.text = Static("ready")
        yield self.text
    def action_answer(self):
        self.text.update("answered")
Bare().run()
"""
OURS = "import sys; from peervisit.cli import main; sys.exit(main([sys.argv[1]]))"


def started(arguments: list[str]) -> tuple[int, int]:
    """Start a program in a terminal of its own; return its process and the terminal."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", PEERVISIT_LANGUAGE="en")
        os.execv(sys.executable, [sys.executable, *arguments])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    return process, terminal


def read_until_quiet(terminal: int, limit: float = 20.0) -> float:
    """Read until the screen rests; return when the last byte came."""
    end = time.perf_counter() + limit
    last = 0.0
    while time.perf_counter() < end:
        ready, _write, _error = select.select([terminal], [], [], QUIET if last else limit)
        if not ready:
            break
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        if b"\x1b[?1;0c" not in data and b"\x1b[c" in data:
            os.write(terminal, b"\x1b[?62;c")
        if len(data) > 200 or last:
            last = time.perf_counter()
    return last


def usable(arguments: list[str]) -> float:
    """Return the seconds from starting a program until it has painted and answered a key."""
    begin = time.perf_counter()
    process, terminal = started(arguments)
    painted = read_until_quiet(terminal)
    asked = time.perf_counter()
    os.write(terminal, b"\x1b[B")
    answered = read_until_quiet(terminal, 2.0)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    os.close(terminal)
    return (painted - begin) + max(0.0, answered - asked)


def main() -> None:
    """Measure and print."""
    from peervisit.samples import sample_path
    from peervisit.service import exchange, reviews

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.peervisit"
        os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = os.environ["XDG_DATA_HOME"] = folder
        with reviews.create(path, city="Aldermere", benchmark="inti-cities") as review:
            exchange.import_from(review, sample_path("aldermere.jsonl"))
            reviews.use_as(review, "AR")
            review.back_up()
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        ratios, ours, floors = [], [], []
        for round_number in range(ROUNDS + 1):
            floor = usable([str(bare)])
            own = usable(["-c", OURS, str(path)])
            if round_number:
                ratios.append(own / floor)
                ours.append(own)
                floors.append(floor)
    print(f"first usable screen of the sample: {statistics.median(ratios):.2f} times a bare Textual app")
    own_ms, floor_ms = statistics.median(ours) * 1000, statistics.median(floors) * 1000
    print(f"  {own_ms:.0f} ms against {floor_ms:.0f} ms, {ROUNDS} rounds; asked: at most 1.8")


if __name__ == "__main__":
    main()
