"""What can be brought together with a review: a pack, or another copy of the review itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Protocol

from peervisit.errors import ChangeFileError, OtherReviewError
from peervisit.i18n import _
from peervisit.locations import SUFFIX
from peervisit.store import header
from peervisit.store.review_file import ReviewFile
from peervisit.sync import team
from peervisit.sync.changefile import Room, Section, named, read_changes
from peervisit.sync.keyring import Keyring, Signature
from peervisit.sync.runs import changes_of, runs, signed_bytes
from peervisit.sync.streams import in_an_archive

PACK_SUFFIX = ".pvc"

_SQLITE = b"SQLite format 3\0"
_AGE = b"age-encryption.org/"
_ZLIB = b"\x78\xda"
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")


class Incoming(Protocol):
    """Something that holds changes, and says by which copy it was made, and when."""

    @property
    def name(self) -> str:
        """What the file is called."""

    @property
    def device(self) -> str | None:
        """The copy that made it, where that is known."""

    @property
    def made(self) -> str | None:
        """When it was made, where that is known."""

    def sections(self) -> Iterator[Section]:
        """Take in the statements, then yield every section once its signature was checked."""


@dataclass(slots=True)
class ReviewCopy:
    """Another copy of the review, as it lies there."""

    other: ReviewFile
    other_keys: Keyring
    keys: Keyring

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.other.path.name

    @property
    def device(self) -> str | None:
        """The number of the copy."""
        return self.other_keys.device

    @property
    def made(self) -> str | None:
        """Nothing: the copy is as it is now."""
        return None

    def sections(self) -> Iterator[Section]:
        """Take in the statements, then yield every section once its signature was checked.

        What nobody has signed yet is signed with the keys of the other copy. Where those are not vouched
        for, and this copy has never signed anything, it is taken in all the same, and vouched for by this
        copy: it was given the whole file.
        """
        team.meet(self.keys, self.other_keys)
        self.keys.learn(self.other_keys.statements())
        review_id = str(self.other.meta("review_id"))
        for found in runs(self.other, None):
            changes = changes_of(self.other, found)
            data = signed_bytes(review_id, [change.as_json() for change in changes])
            run, device = found, None
            if found.signature is not None:
                with named(self.name):
                    device = self.keys.check(found.signature, data)
            elif signature := self.other_keys.sign(data):
                device = self._vouched(signature, data)
                run = replace(found, signature=signature if device else None)
            yield Section(run, device, changes)

    def _vouched(self, signature: Signature, data: bytes) -> str | None:
        known = self.keys.signs or self.keys.knows(signature.key)
        with named(self.name):
            return self.keys.check(signature, data) if known else None


@contextmanager
def opened(review: ReviewFile, keys: Keyring, path: Path, room: Room | None = None) -> Iterator[Incoming]:
    """Open a pack, or another copy of the review; ``room`` is for what was checked of packs.

    Raises:
        ChangeFileError: it is neither, is damaged, of another review, or cannot be read.
        ReviewFileError: it is a review file that cannot be used.
    """
    if not is_review_file(path):
        with _readable(path) as source:
            if source.read(4).startswith(_ARCHIVES):
                raise in_an_archive(path.name)
            source.seek(0)
            found = read_changes(source, keys, review.meta("review_id"), name=path.name, room=room)
        yield found
        return
    if review.path.exists() and path.samefile(review.path):
        raise ChangeFileError(_("{file}: this is the review itself").format(file=path.name))
    with ReviewFile.open(path, read_only=True, now=review.now) as other:
        if review.meta("review_id") != other.meta("review_id"):
            raise OtherReviewError(
                _("{file}: of another review; nothing was taken in").format(file=path.name)
            )
        yield ReviewCopy(other, Keyring(other), keys)


@contextmanager
def _readable(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as source:
            yield source
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ChangeFileError(
            _("{file}: cannot be read: {reason}").format(file=path.name, reason=reason)
        ) from error


def is_review_file(path: Path) -> bool:
    """Whether a file is, or by its name should be, a review file rather than a pack."""
    if header.is_open(path):
        return True
    with _readable(path) as source:
        head = source.read(len(_SQLITE))
    if head.startswith((_AGE, _ZLIB)):
        return False
    if path.suffix.lower() == PACK_SUFFIX and head != _SQLITE:
        return False  # A pack that is damaged in its first bytes, not a review behind a passphrase.
    return head == _SQLITE or path.suffix.lower() == SUFFIX or header.read(path).locked
