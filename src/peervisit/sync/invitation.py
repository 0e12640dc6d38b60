"""An invitation: every change there is and the keys of a new copy, locked with a passphrase.

It is a change file with one object before the header (decision 006). Without the extra ``[secure]`` it is
not locked, and then it carries no keys.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from peervisit.errors import CannotUnlockError, ChangeFileError
from peervisit.i18n import _
from peervisit.store.change import Change
from peervisit.store.review_file import ReviewFile
from peervisit.sync import keys, team
from peervisit.sync.changefile import ChangeFile, WrittenFile, read_changes, write_changes
from peervisit.sync.keyring import Keyring
from peervisit.sync.runs import keep_signature
from peervisit.sync.streams import LOCKED_BYTES

VERSION = 1
_ZLIB = b"\x78"
_MALFORMED = (KeyError, TypeError, ValueError, AttributeError)


@contextmanager
def vouched_for(review: ReviewFile, member: str, passphrase: str | None) -> Iterator[dict[str, Any]]:
    """Vouch for an invitation while its file is written; yield what it begins with.

    Where no file comes of it, nobody can have joined with it, and it is taken back.
    """
    preface: dict[str, Any] = {"peervisit": "invitation", "version": VERSION, "member": member}
    if passphrase is None:
        yield preface
        return
    ring = Keyring(review)
    given = team.invite(ring, member)
    try:
        yield preface | given
    except BaseException:
        team.take_back(ring, given)
        raise


def write_invitation(
    out: BinaryIO, review: ReviewFile, preface: dict[str, Any], passphrase: str | None
) -> WrittenFile:
    """Write an invitation, locked with the passphrase; without one, neither locked nor signed.

    ``preface`` is what :func:`vouched_for` yields.

    Raises:
        ChangeFileError: the files of this review are locked, and here they cannot be.
    """
    ring = Keyring(review)
    if passphrase is None:
        return write_changes(out, review, ring, preface=preface)

    def lock(plain: BinaryIO, locked: BinaryIO) -> None:
        locked.write(keys.lock_with_passphrase(plain.read(), passphrase))

    return write_changes(out, review, ring, lock=lock, preface=preface)


def needs_passphrase(path: Path) -> bool:
    """Whether an invitation is locked with a passphrase.

    Raises:
        CannotUnlockError: it is no invitation: a pack, perhaps, locked with the key of the team.
    """
    with path.open("rb") as source:
        head, _rest = keys.peeked(source)
    plain = head.startswith(_ZLIB)
    if not plain and not keys.has_passphrase(head):
        raise CannotUnlockError(_not_one(path.name))
    return keys.has_passphrase(head)


class Invitation:
    """An invitation that is open: what a new copy is made from."""

    def __init__(self, path: Path, passphrase: str | None = None) -> None:
        """Read an invitation whole and unlock it; nothing of it reaches the disk.

        Raises:
            CannotUnlockError: it is locked with another passphrase, or the extra is missing.
            OSError: it cannot be read.
        """
        self.name = path.name
        if path.stat().st_size > LOCKED_BYTES:
            raise CannotUnlockError(_not_one(self.name))
        self._content = path.read_bytes()
        if passphrase is None:
            return
        unlocked = keys.unlock_with_passphrase(self._content, passphrase)
        if unlocked is None:
            raise CannotUnlockError(
                _("{file}: not its passphrase, or damaged on its way; nothing was made").format(
                    file=self.name
                )
            )
        self._content = unlocked

    def fill(self, copy: ReviewFile) -> str:
        """Fill a new review file, and say that it is used by the member it is for; return the member.

        Raises:
            ChangeFileError: the file is no invitation, is damaged, or nobody vouches for it.
        """
        ring = Keyring(copy)
        opened = read_changes(BytesIO(self._content), ring, name=self.name, unlock=shutil.copyfileobj)
        given = self._given(opened)
        member = str(given["member"])
        with copy.transaction():
            copy.connection.execute(
                "UPDATE meta SET value = ? WHERE key = 'review_id'", (opened.header.review,)
            )
            if "seed" in given:
                try:
                    team.accept(ring, given, opened.statements)
                except _MALFORMED as error:
                    raise ChangeFileError(_not_one(self.name)) from error
            copy.log.apply(_changes(copy, opened))
            copy.set_local("me", member)
        return member

    def _given(self, opened: ChangeFile) -> dict[str, Any]:
        given = opened.preface or {}
        version = given.get("version")
        if given.get("peervisit") != "invitation" or not isinstance(given.get("member"), str):
            raise ChangeFileError(_not_one(self.name))
        if type(version) is not int or version > VERSION:
            raise ChangeFileError(
                _("{file}: written by a newer peervisit; update peervisit, then join").format(file=self.name)
            )
        return given


def _changes(copy: ReviewFile, opened: ChangeFile) -> Iterator[Change]:
    # Not as a merge: there is nothing before it to which a copy could go back.
    for section in opened.sections():
        keep_signature(copy, section.run)
        yield from section.changes


def _not_one(name: str) -> str:
    return _("{file}: not an invitation; nothing was made; a pack is taken in with 'peervisit merge'").format(
        file=name
    )
