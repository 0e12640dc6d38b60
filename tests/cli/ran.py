"""What one run of the command line leaves behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Ran:
    """What one command left behind: its exit status, its data, its messages."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return the data as a program reads it."""
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """Return the one line that says what is wrong; fails where there are more, or none."""
        (line,) = self.err.splitlines()
        return line


Peervisit = Callable[..., Ran]
