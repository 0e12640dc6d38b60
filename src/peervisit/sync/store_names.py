"""What is called what in a shared store: ``<review>/<device>/<number>-<32 hex of sha256>.pvc``.

Lower-case ASCII only, so that every kind of storage keeps the names apart and as they are. Whatever else
lies there, such as copies that a cloud client made, is none of ours and is passed over.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

MARKER = "review.json"
_DEVICE = re.compile(r"[0-9a-f]{16}")
_FILE = re.compile(r"(\d{6,12})-([0-9a-f]{32})\.pvc")
_REVIEW = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, order=True)
class StoredFile:
    """One change file of a store: the copy that put it there, and its name."""

    device: str
    name: str

    @property
    def number(self) -> int:
        """The number that its name begins with."""
        return int(self.name.partition("-")[0])

    @property
    def shown(self) -> str:
        """What to call it in a message: enough of its path to find it."""
        return f"{self.device}/{self.name}"

    def holds(self, content: bytes) -> bool:
        """Whether this is the content that the name promises."""
        return _fingerprint(content) == self.name.partition("-")[2].partition(".")[0]


def name_for(number: int, content: bytes) -> str:
    """Return the name of a change file."""
    return f"{number:06d}-{_fingerprint(content)}.pvc"


def is_change_file(name: str) -> bool:
    """Whether a name is one of ours."""
    return _FILE.fullmatch(name) is not None


def is_device(name: str) -> bool:
    """Whether a folder is one that a copy of a review writes in."""
    return _DEVICE.fullmatch(name) is not None


def is_review(name: str) -> bool:
    """Whether a folder is that of a review."""
    return _REVIEW.fullmatch(name) is not None


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]
