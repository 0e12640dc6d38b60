"""When the terminal goes away: what is being typed is kept before the program ends."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress

_SIGNALS = ("SIGHUP", "SIGTERM")


def keep_before_ending(keep: Callable[[], None], leave: Callable[[], None]) -> None:
    """Call ``keep``, then ``leave``, when the terminal is closed or the system stops; not on Windows."""

    def ending() -> None:
        forget()
        try:
            keep()
        finally:
            leave()

    with suppress(NotImplementedError, RuntimeError, ValueError):
        loop = asyncio.get_running_loop()
        for name in _SIGNALS:
            if hasattr(signal, name):
                loop.add_signal_handler(getattr(signal, name), ending)


def forget() -> None:
    """Let the system end the program as it always does."""
    with suppress(NotImplementedError, RuntimeError, ValueError):
        loop = asyncio.get_running_loop()
        for name in _SIGNALS:
            if hasattr(signal, name):
                loop.remove_signal_handler(getattr(signal, name))
