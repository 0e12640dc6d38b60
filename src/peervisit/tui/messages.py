"""What parts of the screens tell each other when a direct call is not possible."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from peervisit.service.merging import MergeReport, Unmerged
    from peervisit.service.syncing import SyncReport
    from peervisit.sync.changefile import WrittenFile


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


@dataclass
class ReportWritten(Message):
    """The background worker has written a report; ``failure`` says why it could not."""

    path: Path
    lines: list[str]
    failure: str
    provisional: int = 0
    """How many conflicts are open in a final report."""


@dataclass
class InvitationMade(Message):
    """The background worker has written an invitation; ``passphrase`` is one that was made for it."""

    path: Path
    member: str
    passphrase: str | None
    failure: str


@dataclass
class RestoredReview(Message):
    """The background worker has brought back a backup; ``aside`` is the file as it was, if there was one."""

    path: Path
    aside: Path | None
    failure: str


@dataclass
class JoinedReview(Message):
    """The background worker has made a copy from an invitation; ``failure`` says why it could not."""

    path: Path
    member: str
    failure: str


@dataclass
class CopiesTogether(Message):
    """The background worker has looked into a pack, merged, undone a merge or packed; or why it could not."""

    report: MergeReport | None = None
    trial: bool = False
    undone: Unmerged | None = None
    packed: tuple[Path, WrittenFile, list[str]] | None = None
    failure: str = ""

    @property
    def changed(self) -> bool:
        """Whether the review may have changed."""
        return (self.report is not None and not self.trial) or self.undone is not None


@dataclass
class SyncEnded(Message):
    """The background sync has ended; ``failure`` says why it did not come to its end."""

    path: Path
    report: SyncReport | None
    failure: str
    is_away: bool = False
    asked: bool = False
