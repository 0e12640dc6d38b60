"""A program in a pseudo-terminal, timed from outside: what counts is when its bytes arrive."""

from __future__ import annotations

import compileall
import fcntl
import os
import pty
import random
import re
import select
import signal
import statistics
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import peervisit

ROWS, COLUMNS = 36, 120
QUIET = 0.03
"""Seconds without a byte after which a change on the screen is over."""
OURS = "import sys; from peervisit.cli import main; sys.exit(main(sys.argv[1:]))"

_ESCAPES = re.compile(
    rb"\x1b\[[0-9;?<>=$ ]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()=>][A-Za-z0-9]?"
)


class Program:
    """A running program; ``keys`` are sent as a terminal sends them."""

    def __init__(self, arguments: Sequence[str], size: tuple[int, int] = (COLUMNS, ROWS)) -> None:
        self.begun = time.perf_counter()
        self.process, self._terminal = pty.fork()
        if self.process == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", PEERVISIT_LANGUAGE="en")
            os.execv(sys.executable, [sys.executable, *arguments])
        self.last = 0.0
        self.said = bytearray()
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def read(self, seconds: float) -> bool:
        """Read what comes within so many seconds; whether anything came."""
        if not select.select([self._terminal], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._terminal, 1 << 16)
        except OSError:
            return False
        self.said += data
        self.last = time.perf_counter()
        return bool(data)

    @property
    def text(self) -> str:
        """Return what was written since the last :meth:`forget`, without its colours and movements."""
        return _ESCAPES.sub(b"", bytes(self.said)).decode("utf-8", "replace")

    def forget(self) -> None:
        """Begin a new text."""
        self.said.clear()

    def wait_for(self, words: str, limit: float = 30.0) -> float:
        """Read until the words were written; return when.

        Raises:
            TimeoutError: they never came.
        """
        end = time.perf_counter() + limit
        while words not in self.text:
            if time.perf_counter() > end:
                raise TimeoutError(f"{words!r} never came; the last was {self.text[-300:]!r}")
            self.read(0.05)
        return self.last

    def settle(self, quiet: float = 0.25, limit: float = 20.0) -> None:
        """Read until nothing comes any more."""
        end = time.perf_counter() + limit
        while self.read(quiet) and time.perf_counter() < end:
            pass

    def press(self, keys: bytes, limit: float = 2.0) -> float:
        """Press a key; return the seconds until its last change on the screen."""
        sent = time.perf_counter()
        os.write(self._terminal, keys)
        if not self.read(limit):
            return limit
        while self.read(QUIET):
            pass
        return self.last - sent

    def send(self, keys: bytes) -> None:
        """Press keys without looking."""
        os.write(self._terminal, keys)

    def memory(self) -> float:
        """Return the megabytes that the program holds (Linux; elsewhere 0)."""
        status = Path(f"/proc/{self.process}/status")
        if not status.exists():
            return 0.0
        found = re.search(r"VmRSS:\s+(\d+)", status.read_text(encoding="ascii"))
        return int(found.group(1)) / 1024 if found else 0.0

    def kill(self) -> None:
        """End it at once, as a battery that is pulled would."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self._terminal)


@contextmanager
def running(arguments: Sequence[str], size: tuple[int, int] = (COLUMNS, ROWS)) -> Iterator[Program]:
    """Run a program and end it afterwards."""
    program = Program(arguments, size)
    try:
        yield program
    finally:
        program.kill()


def apart(folder: Path) -> None:
    """Keep settings, state and reviews of this run in a folder of its own, and compile what is not yet.

    An installed package is compiled, and so is what it is compared with.
    """
    compileall.compile_dir(Path(peervisit.__file__).parent, quiet=2)
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        os.environ[name] = str(folder)


def forget_place(folder: Path) -> None:
    """Let the next start open the overview, not where the last one was left."""
    for kept in folder.rglob("left.json"):
        kept.unlink()


def keys_of(program: Program, keys: Sequence[bytes]) -> list[float]:
    """Press keys at irregular moments, as people do; return the milliseconds of each to its last change."""
    dice = random.Random(3)
    found = []
    for key in keys:
        program.settle(dice.uniform(0.06, 0.12), 0.12)
        found.append(program.press(key) * 1000)
    return found


def taking_turns(rounds: int, **cases: Callable[[], float]) -> dict[str, list[float]]:
    """Run each case once a round, in another order each time; the first round does not count."""
    dice = random.Random(5)
    found: dict[str, list[float]] = {name: [] for name in cases}
    for number in range(rounds + 1):
        for name in dice.sample(list(cases), len(cases)):
            value = cases[name]()
            if number:
                found[name].append(value)
    return found


def ratio(ours: Sequence[float], floor: Sequence[float]) -> float:
    """Return the median of the ratios of each round."""
    return statistics.median(own / least for own, least in zip(ours, floor, strict=True))


def p95(values: Sequence[float]) -> float:
    """Return the value that 95 of 100 stay below."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]
