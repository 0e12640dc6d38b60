"""A real pseudo-terminal with the program in it, read through pyte."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyte

import peervisit

PATIENCE = 30.0
_WHERE = Path(peervisit.__file__).parents[1]


class Terminal:
    """A program in a terminal of a given size."""

    def __init__(self, arguments: Sequence[str], columns: int, lines: int) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        ours = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(_WHERE)}
        self._program = subprocess.Popen(
            [sys.executable, "-m", "peervisit", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**os.environ, **ours},
            start_new_session=True,
        )
        os.close(slave)

    @property
    def text(self) -> str:
        """Return what is on the screen."""
        return "\n".join(self._screen.display)

    def press(self, keys: str) -> None:
        """Send keys as a terminal does."""
        os.write(self._master, keys.encode())

    def wait_for(self, words: str) -> None:
        """Read until the words are on the screen."""
        until = time.monotonic() + PATIENCE
        while words not in self.text:
            assert time.monotonic() < until, f"{words!r} never came:\n{self.text}"
            self._read(0.05)

    def wait_for_end(self) -> int:
        """Read until the program has ended; return its exit status."""
        until = time.monotonic() + PATIENCE
        while self._program.poll() is None:
            assert time.monotonic() < until, f"still running:\n{self.text}"
            self._read(0.05)
        self._read(0.05)
        return self._program.returncode

    def close(self) -> None:
        """End the program if need be, and the terminal."""
        if self._program.poll() is None:
            self._program.kill()
            self._program.wait()
        os.close(self._master)

    def _read(self, seconds: float) -> None:
        ready, _, _ = select.select([self._master], [], [], seconds)
        if ready:
            with contextlib.suppress(OSError):  # the other end is closed
                self._stream.feed(os.read(self._master, 65536))


@contextlib.contextmanager
def running(*arguments: str, columns: int = 80, lines: int = 24) -> Iterator[Terminal]:
    """Run peervisit with the arguments in a terminal."""
    terminal = Terminal(arguments, columns, lines)
    try:
        yield terminal
    finally:
        terminal.close()
