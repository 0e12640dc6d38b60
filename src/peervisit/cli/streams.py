"""What is printed reaches a terminal without anything that a terminal acts on."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

from peervisit.model.text import visible

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns the order of the letters around, so that one reads another thing than is there."""


class PlainStream:
    """A stream to which everything that is printed goes, controls as pictures of them."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self._to_people = stream.isatty()

    def write(self, text: str) -> int:
        """Write text; for a terminal also without the signs that turn a line around."""
        safe = visible(text)
        if self._to_people and not safe.isascii():
            safe = _TURNING.sub("", safe)
        self.stream.write(safe)
        return len(text)

    def __getattr__(self, name: str) -> Any:
        """Return what the stream itself has."""
        return getattr(self.stream, name)


@contextmanager
def plain_streams() -> Iterator[None]:
    """Print through :class:`PlainStream` inside."""
    before = sys.stdout, sys.stderr
    for stream in before:
        _speak_utf8(stream)
    # A stream that was closed before the start is None, and print() goes nowhere.
    sys.stdout, sys.stderr = (cast("TextIO", PlainStream(one)) if one else one for one in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


@contextmanager
def bare_streams() -> Iterator[None]:
    """Print as it is inside: the app draws, and escape sequences are its own."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (getattr(stream, "stream", stream) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def _speak_utf8(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
