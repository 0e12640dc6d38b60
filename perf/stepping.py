"""One step down in the long lists with the detail beside them, and opening a form or a dossier again.

Against a bare list drawn line by line, and for opening against a key of that list. All in a pseudo-terminal,
on the review ten times as large as the sample. Asked: the last change at most 2 times the floor.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from bench import large
from bench.terminal import OURS, Program, apart, forget_place, keys_of, ratio, running

ROUNDS, KEYS, ASKED = 5, 24, 2.0
DOWN = b"\x1b[B"
BARE = """
from rich.segment import Segment
from textual.app import App
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
class Lines(ScrollView, can_focus=True):
    BINDINGS = [("down", "down", "")]
    at = 0
    def on_mount(self):
        self.virtual_size = Size(120, 4000)
    def render_line(self, y):
        style = self.rich_style.chain(self.rich_style)
        mark = ">" if y == self.at else " "
        text = f"{mark} {y} what somebody said in an interview"
        return Strip([Segment(text.ljust(self.size.width), style)])
    def action_down(self):
        self.at += 1
        self.refresh()
class Bare(App):
    def compose(self):
        yield Lines()
Bare().run()
"""
PLACES = {"evidence log": b"E", "indicators": b"I", "coverage board": b"B"}


def again(program: Program, keys: bytes, back: bytes) -> float:
    """Return the milliseconds of opening something, not counting the first time."""
    found = []
    for _time in range(8):
        found.append(program.press(keys) * 1000)
        program.settle(0.2)
        program.send(back)
        program.settle(0.3)
    return statistics.median(found[2:])


def main() -> int:
    """Measure and print; 1 where anything takes longer than asked."""
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        apart(folder)
        review = large.large(folder)
        bare = folder / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        for _round in range(ROUNDS):
            with running([str(bare)]) as program:
                program.settle(0.5)
                found.setdefault("floor", []).append(statistics.median(keys_of(program, [DOWN] * KEYS)))
            forget_place(folder)
            with running(["-c", OURS, str(review)]) as program:
                program.wait_for("Aldermere, Norvania")
                program.settle()
                for place, key in PLACES.items():
                    program.send(key)
                    program.settle(0.8)
                    keys_of(program, [DOWN] * 3)
                    found.setdefault(place, []).append(statistics.median(keys_of(program, [DOWN] * KEYS)))
                program.send(b"E")
                program.settle(0.5)
                found.setdefault("opening a form again", []).append(again(program, b"e", b"\x1b"))
                program.send(b"B")
                program.settle(0.5)
                found.setdefault("opening a dossier again", []).append(again(program, b"\r", b"\x1b"))
    bad = False
    floor = found.pop("floor")
    for place, times in found.items():
        value = ratio(times, floor)
        bad |= value > ASKED
        print(
            f"{place}: {value:.2f} times a bare list drawn by lines (asked {ASKED}); "
            f"{statistics.median(times):.1f} ms against {statistics.median(floor):.1f} ms"
        )
    if bad:
        print("slower than asked for", file=sys.stderr)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
