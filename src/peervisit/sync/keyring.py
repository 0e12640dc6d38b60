"""What a copy of the review locks, signs and checks its change files with (decision 006)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import BinaryIO

from peervisit.errors import AfterLeavingError, CannotUnlockError, ChangeFileError, ForgedChangesError
from peervisit.i18n import _
from peervisit.store.review_file import ReviewFile
from peervisit.sync import keys
from peervisit.sync.circle import Circle
from peervisit.sync.keybox import Keybox
from peervisit.sync.trust import Copy


@dataclass(frozen=True, slots=True)
class Signature:
    """Who vouches for a section: the public key and the signature, both in hexadecimal."""

    key: str
    signature: str


@dataclass(slots=True)
class Keyring:
    """The keys of one open copy. Without the extra ``[secure]`` it locks and signs nothing."""

    review: ReviewFile
    box: Keybox = field(init=False, repr=False)
    circle: Circle = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Read nothing yet: the keys are loaded when they are first needed."""
        self.box = Keybox(self.review)
        self.circle = Circle(self.review, self.box)

    @property
    def device(self) -> str:
        """The number of this copy in the hands of whoever uses it: 16 hexadecimal digits."""
        return self.box.own().device

    @property
    def locks(self) -> bool:
        """Whether what this copy writes is locked."""
        return keys.available()

    @property
    def signs(self) -> bool:
        """Whether files of this review were ever signed and locked: then none may be written otherwise."""
        return not self.circle.is_empty

    @property
    def warning(self) -> str | None:
        """What to tell whoever makes a file that is not locked; None where it is."""
        if self.locks:
            return None
        return _(
            "not locked and not signed: whoever gets the file can read it; "
            "to lock files from now on: pip install 'peervisit[secure]'"
        )

    def lock(self, plain: BinaryIO, out: BinaryIO) -> None:
        """Write what ``plain`` holds to ``out``, locked for the team.

        Raises:
            ChangeFileError: the files of this review are locked and the extra is missing, or whoever uses
                this copy has left.
        """
        if self.locks:
            self.circle.prepare()
            self.refuse_if_left()
            keys.lock(plain, out, self.circle.recipients())
        elif self.signs:
            raise ChangeFileError(
                _(
                    "{file}: the files of this review are locked, and here they cannot be: "
                    "pip install 'peervisit[secure]'"
                ).format(file=self.review.path.name)
            )
        else:
            shutil.copyfileobj(plain, out)

    def unlock(self, locked: BinaryIO, out: BinaryIO) -> None:
        """Write to ``out`` what a locked file holds; ``out`` may be any object with ``write``.

        A file that is not locked is copied as it is: the signatures in it say whether it counts.

        Raises:
            CannotUnlockError: this copy has no key that fits, or the extra is missing.
            ChangeFileError: the file was cut short or altered.
        """
        head, whole = keys.peeked(locked)
        if keys.has_passphrase(head):
            raise CannotUnlockError(
                _("locked with a passphrase, as an invitation is: 'peervisit join' makes a copy from it")
            )
        if keys.is_locked(head):
            keys.unlock(whole, out, self.box.identities() if self.locks else [])
        else:
            shutil.copyfileobj(whole, out)

    def sign(self, data: bytes) -> Signature | None:
        """Sign with this copy's key; None where this copy has none."""
        if not self.locks:
            return None
        own = self.box.own()
        return Signature(own.public, keys.sign(own.signing, data))

    def check(self, signature: Signature | None, data: bytes) -> str | None:
        """Return the device that signed; None for an unsigned section of a team that signs nothing.

        Raises:
            ForgedChangesError: nobody signed, the data were altered, or nobody vouched for whoever signed.
            AfterLeavingError: it was signed by a copy of a member who had left.
            CannotUnlockError: the extra that checks signatures is missing.
        """
        if signature is None or not self.locks:
            self._check_unsigned(signature)
            return None
        trust = self.circle.trust
        if not trust.knows(signature.key):
            if trust.reaches(signature.key) and keys.is_signed(signature.key, signature.signature, data):
                raise AfterLeavingError(
                    _(
                        "signed by a copy ({key}…) for which only a member vouched who has left; "
                        "nothing was taken in; invite whoever uses it anew"
                    ).format(key=signature.key[:8])
                )
            raise ForgedChangesError(
                _(
                    "signed by a copy that nobody of the team vouched for ({key}…); nothing was taken in"
                ).format(key=signature.key[:8])
            )
        copy = trust.copies.get(signature.key)
        if not keys.is_signed(signature.key, signature.signature, data):
            raise ForgedChangesError(
                _("altered since it was signed, or not signed by {copy}; nothing was taken in").format(
                    copy=called(copy)
                )
            )
        if not trust.covers(signature.key, *_last_of(data)):
            raise AfterLeavingError(
                _(
                    "signed by {copy} after its member had left the review; nothing was taken in; "
                    "if somebody else sent it, give them a pack of yours first, then ask for a new one"
                ).format(copy=called(copy))
            )
        return copy.device if copy is not None else signature.key[:16]

    def statements(self) -> list[str]:
        """Return every statement known here, in the order of their ids."""
        if self.locks:
            self.circle.prepare()
        return [one.content for one in self.circle.known()]

    def learn(self, statements: Iterable[str]) -> int:
        """Take in statements that are properly signed; return how many are new."""
        return self.circle.learn(statements) if self.locks else 0

    def copies(self) -> list[Copy]:
        """Return the copies that somebody vouched for, invitations and those of members who left too."""
        if not self.locks:
            return []
        return sorted(self.circle.trust.copies.values(), key=lambda copy: (copy.member or "", copy.device))

    def identities(self) -> dict[str, str]:
        """Return the review's identities that this copy has, by recipient, the one in use first."""
        if not self.locks:
            return {}
        self.circle.prepare()
        found = self.box.of_review()
        order = [str(one.body["recipient"]) for one in self.circle.trust.lockings()]
        return {one: found[one] for one in dict.fromkeys([*order, *found]) if one in found}

    def knows(self, key: str) -> bool:
        """Whether somebody of the team vouched for whoever signs with a key; for those who left too."""
        return self.circle.trust.knows(key)

    def who_left(self) -> dict[str, str | None]:
        """Return the copies of members who have left with their members."""
        return self.circle.trust.devices_that_left()

    def refuse_if_left(self) -> None:
        """Refuse what nobody would take in.

        Raises:
            ChangeFileError: whoever uses this copy has left the review.
        """
        if self.circle.has_left():
            raise ChangeFileError(
                _("{file}: whoever uses this copy has left the review; nobody would take it in").format(
                    file=self.review.path.name
                )
            )

    def _check_unsigned(self, signature: Signature | None) -> None:
        if not self.signs:
            return
        if signature is None:
            raise ForgedChangesError(
                _(
                    "not signed, in a review whose copies sign; nothing was taken in; whoever made it "
                    "needs: pip install 'peervisit[secure]'"
                )
            )
        raise CannotUnlockError(
            _("signed, and here signatures cannot be checked: pip install 'peervisit[secure]'")
        )


def called(copy: Copy | None) -> str:
    """Return what to call a copy: its number and the initials of its member."""
    if copy is None:
        return _("the copy that made the review")
    if copy.member is None:
        return _("copy {device}").format(device=copy.device)
    return _("copy {device} of {member}").format(device=copy.device, member=copy.member)


def _last_of(data: bytes) -> tuple[str, int]:
    """Return the session and the number of the last change that was signed."""
    try:
        session, seq, *_rest = json.loads(data.rstrip(b"\n").rpartition(b"\n")[2])
    except (ValueError, TypeError):
        return "", 0
    return str(session), seq if type(seq) is int else 0
