"""Locking with a passphrase in a program of its own, so that nothing else stands still.

Working out the key takes seconds by design, and the library lets no other thread run meanwhile: in the app
no key would be taken and nothing drawn. Passphrase and content go through pipes, never through arguments,
the environment or a file.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import Literal

Task = Literal["encrypt", "decrypt"]

REFUSED = 3
"""What the program ends with when the passphrase is another one, or the content was altered."""

PROGRAM = f"""
import sys
import pyrage
task, size = sys.argv[1], int(sys.argv[2])
words = sys.stdin.buffer.read(size).decode("utf-8")
try:
    made = getattr(pyrage.passphrase, task)(sys.stdin.buffer.read(), words)
except (pyrage.DecryptError, OSError):
    sys.exit({REFUSED})
sys.stdout.buffer.write(made)
sys.stdout.buffer.flush()
"""


class RefusedError(Exception):
    """The passphrase is another one, or the content was altered."""


def wanted() -> bool:
    """Whether something else would stand still: on the main thread nobody waits but whoever asked."""
    return threading.current_thread() is not threading.main_thread()


def run(task: Task, content: bytes, passphrase: str) -> bytes | None:
    """Lock or unlock content; None where no such program can be started here.

    Raises:
        RefusedError: the passphrase does not unlock the content.
    """
    if getattr(sys, "frozen", False) or not sys.executable:
        return None
    words = passphrase.encode("utf-8")
    command = [sys.executable, "-P", "-c", PROGRAM, task, str(len(words))]
    try:
        done = subprocess.run(
            command,
            input=words + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except OSError:
        return None
    if done.returncode == REFUSED:
        raise RefusedError
    return done.stdout if done.returncode == 0 and done.stdout else None
