"""Who has a copy of the review: inviting, joining, and leaving."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from peervisit.errors import MissingExtraError, PeervisitError, ReviewFileError
from peervisit.i18n import _, ngettext
from peervisit.service.passphrases import tidied
from peervisit.service.reviews import open_review, require_member
from peervisit.store.clock import Now, utc_now
from peervisit.store.review_file import ReviewFile
from peervisit.sync import invitation as invitations
from peervisit.sync import keys, team
from peervisit.sync.beside import written_whole
from peervisit.sync.keyring import Keyring
from peervisit.sync.trust import Copy

ENDING = ".invitation"

_NOT_ON_A_STICK = re.compile(
    r'[<>:"|?*\\\x00-\x1f]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)', re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Shared:
    """An invitation that was made: where it is, and how many changes are in it."""

    path: Path
    changes: int
    locked: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """A copy that was made from an invitation: where it is, whose it is, and what is in it."""

    path: Path
    member: str
    city: str
    changes: int
    counts: dict[str, int]
    """Kind of record to how many there are."""


@dataclass(frozen=True, slots=True)
class Left:
    """What ended when a member left: copies and invitations, and which of them cannot be told apart."""

    member: str
    copies: int
    invitations: int
    by_hand: bool
    """Whether a copy of theirs was made by hand, so that it has the keys of a copy that stays."""


def can_lock() -> bool:
    """Whether files can be locked here: whether the extra ``[secure]`` is installed."""
    return keys.available()


def share(review: ReviewFile, member: str, out: Path, passphrase: str | None) -> Shared:
    """Write a teammate's invitation: everything in the log, and the keys of a copy of their own.

    Args:
        review: this copy.
        member: initials of the teammate.
        out: the file to write; in a folder, it is given a name.
        passphrase: what locks it; None where the extra is missing, for one that is not locked.

    Raises:
        UnknownCodeError: there is no such member.
        PeervisitError: the file exists or cannot be written, or files of this review must be locked.
    """
    require_member(review, member)
    path = _target(review, member, out)
    words = tidied(passphrase) if passphrase is not None else None
    with invitations.vouched_for(review, member, words) as preface, written_whole(path) as file:
        written = invitations.write_invitation(file, review, preface, words)
    return Shared(path, written.changes, words is not None)


def share_file(review: Path, member: str, out: Path, passphrase: str | None) -> Shared:
    """Write an invitation from a review file that others may have open; for a thread of its own.

    Raises:
        PeervisitError: as :func:`share`, or the review cannot be opened.
    """
    with open_review(review) as opened:
        return share(opened, member, out, passphrase)


def invitation_name(review: ReviewFile, member: str) -> str:
    """Return a name for an invitation that any stick can hold."""
    return f"{_plain(_city(review)) or 'review'}-{_plain(member)}{ENDING}"


def needs_passphrase(invitation: Path) -> bool:
    """Whether an invitation is locked with a passphrase.

    Raises:
        MissingExtraError: it is, and the extra that unlocks it is missing.
        PeervisitError: it is no invitation, or cannot be read.
    """
    with _read_in_plain_words(invitation):
        locked = invitations.needs_passphrase(invitation)
    if locked and not can_lock():
        # Before anybody types a passphrase for nothing.
        raise MissingExtraError(
            _("{file}: locked; to work with locked files: pip install 'peervisit[secure]'").format(
                file=invitation.name
            )
        )
    return locked


def join(
    invitation: Path,
    path: Path,
    passphrase: str | None = None,
    *,
    file_passphrase: str | None = None,
    now: Now = utc_now,
) -> Joined:
    """Make a copy of the review from an invitation, whole or not at all; it is its member's own.

    Args:
        invitation: the file that a teammate made.
        path: the review file to make.
        passphrase: what unlocks the invitation.
        file_passphrase: what locks the review file itself, if anything.
        now: the clock.

    Raises:
        CannotUnlockError: the passphrase is another one, or the extra is missing.
        ReviewFileError: a file of that name exists, or cannot be written.
        ChangeFileError: it is no invitation, or damaged.
    """
    if path.exists():
        raise ReviewFileError(_("{file}: exists already; choose another name").format(file=path.name))
    with _read_in_plain_words(invitation):
        opened = invitations.Invitation(invitation, tidied(passphrase) if passphrase is not None else None)
    member = ""

    def fill(copy: ReviewFile) -> None:
        nonlocal member
        member = opened.fill(copy)
        require_member(copy, member)

    with ReviewFile.create(path, now=now, fill=fill, passphrase=file_passphrase) as copy:
        return _joined(copy, member)


def copies(review: ReviewFile) -> list[Copy]:
    """Return the copies of the review that were ever vouched for; of members who left, too."""
    return Keyring(review).copies()


def has_copy(review: ReviewFile) -> dict[str, str]:
    """Return who has a copy: initials to ``copy``, ``invited`` or ``left``."""
    found: dict[str, str] = {}
    order = {"left": 0, "invited": 1, "copy": 2}
    for copy in copies(review):
        if copy.member is None:
            continue
        state = "left" if copy.left else "invited" if copy.invitation else "copy"
        if order[state] >= order.get(found.get(copy.member, "left"), 0):
            found[copy.member] = state
    return found


def leave(review: ReviewFile, member: str) -> Left:
    """End a member's part in the review: what their copies sign from now on is refused.

    What follows is locked with a new key. What they had already stays with them.

    Raises:
        UnknownCodeError: there is no such member.
        PeervisitError: this copy is theirs, no copy of theirs is known, or the extra is missing.
    """
    require_member(review, member)
    if not can_lock():
        raise PeervisitError(
            _("only locked files can be kept from somebody: pip install 'peervisit[secure]'")
        )
    ended, by_hand = team.leave(Keyring(review), member)
    invited = sum(copy.invitation for copy in ended)
    return Left(member, len(ended) - invited, invited, by_hand)


def told(left: Left) -> list[str]:
    """Return what to tell whoever ended a member's part: what is so now, and what it cannot undo."""
    lines = [
        _("{code} has left: {copies} and {invitations} ended; files from now on have a new key").format(
            code=left.member,
            copies=ngettext("{n} copy", "{n} copies", left.copies).format(n=left.copies),
            invitations=ngettext("{n} invitation", "{n} invitations", left.invitations).format(
                n=left.invitations
            ),
        ),
        _("what {code} had until now stays readable to them, and what they wrote stays in the review").format(
            code=left.member
        ),
        _(
            "tell the others with a pack or a sync; until they have it, they still take in what {code} sends"
        ).format(code=left.member),
    ]
    if left.by_hand:
        lines.append(
            _(
                "a copy of {code} is a file copied by hand, with the keys of its original: "
                "what follows can be read with it; begin a new file from an export to end that"
            ).format(code=left.member)
        )
    return lines


def show_keys(review: ReviewFile) -> list[tuple[str, str]]:
    """Return the identities of the review with their recipients, the one in use first.

    Whoever has them can read every file of the review, with the program ``age`` too.

    Raises:
        PeervisitError: the extra is missing.
    """
    if not can_lock():
        raise PeervisitError(
            _("the files of this review are not locked here: pip install 'peervisit[secure]'")
        )
    return list(Keyring(review).identities().items())


def _target(review: ReviewFile, member: str, out: Path) -> Path:
    path = out / invitation_name(review, member) if out.is_dir() else out
    if _NOT_ON_A_STICK.search(path.name):
        raise PeervisitError(
            _(
                "{file}: no name for a stick or for Windows; use letters, digits, dashes and dots; "
                "nothing was made"
            ).format(file=path.name)
        )
    if path.exists():
        raise PeervisitError(_("{file}: exists already; choose another name").format(file=path.name))
    if not path.parent.is_dir():
        raise PeervisitError(_("{folder}: no such folder").format(folder=path.parent))
    return path


def _city(review: ReviewFile) -> str:
    row = review.row("review", "review") or {}
    return str(row.get("city") or "")


def _plain(text: str) -> str:
    import unicodedata

    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")[:40]


def _joined(copy: ReviewFile, member: str) -> Joined:
    count = copy.connection.execute("SELECT count(*) FROM change").fetchone()[0]
    kinds = ("member", "stakeholder", "interview", "document", "evidence")
    counts = {kind: len(copy.rows(kind)) for kind in kinds}
    return Joined(copy.path, member, _city(copy), int(count), counts)


@contextmanager
def _read_in_plain_words(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise PeervisitError(_("{file}: no such file").format(file=path.name)) from error
    except OSError as error:
        raise PeervisitError(
            _("{file}: cannot be read ({reason})").format(file=path.name, reason=error.strerror)
        ) from error
