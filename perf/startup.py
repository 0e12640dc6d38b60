"""From the command to the first usable screen, and the memory held there, against a bare Textual app.

All run in a real pseudo-terminal, taking turns. A screen is usable once it has answered a key: the time
counted runs from starting the process to the last byte of the answer. Asked: at most 1.5 times on the
complete sample and 1.6 on the review ten times as large; memory at most 1.4 and 1.6 times.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from bench import large
from bench.terminal import OURS, apart, ratio, running, taking_turns

ROUNDS = 11
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
ASKED = {"sample": (1.5, 1.4), "large": (1.6, 1.6)}


class Start:
    """Starts one program again and again."""

    def __init__(self, arguments: list[str], ready: str) -> None:
        self._arguments, self._ready = arguments, ready
        self.memory: list[float] = []

    def __call__(self) -> float:
        """Return the seconds from starting the program until it has painted and answered a key."""
        with running(self._arguments) as program:
            painted = program.wait_for(self._ready) - program.begun
            program.settle(0.05)
            answered = program.press(b"\x1b[B")
            program.settle(0.3, 0.6)
            self.memory.append(program.memory())
            return painted + answered


def main() -> int:
    """Measure and print; 1 where something takes longer than asked."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        apart(folder)
        bare = folder / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        cases = {"bare": Start([str(bare)], "ready")}
        for which, path in (("sample", large.small(folder)), ("large", large.large(folder))):
            cases[which] = Start(["-c", OURS, str(path)], "Aldermere, Norvania")
        found = taking_turns(ROUNDS, **cases)
    bad = False
    for which, (time_asked, memory_asked) in ASKED.items():
        times = ratio(found[which], found["bare"])
        held = ratio(cases[which].memory, cases["bare"].memory) if all(cases["bare"].memory) else 0.0
        ours, floor = (statistics.median(found[one]) * 1000 for one in (which, "bare"))
        print(f"{which}: usable after {times:.2f} times a bare Textual app (asked {time_asked}); ", end="")
        print(f"{ours:.0f} ms against {floor:.0f} ms, {ROUNDS} rounds")
        print(f"{which}: holds {held:.2f} times its memory (asked {memory_asked}); ", end="")
        print(f"{statistics.median(cases[which].memory):.0f} MB")
        bad |= times > time_asked or held > memory_asked
    if bad:
        print("more than asked for", file=sys.stderr)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
