"""What parts of the screens tell each other when a direct call is not possible."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class Wrote(Message):
    """Something was written to the review."""


@dataclass
class BackedUp(Message):
    """The background worker has tried to make a backup; ``failure`` says why it could not."""

    failure: str | None = None


@dataclass
class FieldChanged(Message):
    """Somebody changed a field of a form."""

    name: str
