"""Copies that join the team, and members who leave it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from peervisit.errors import CannotUnlockError, PeervisitError
from peervisit.i18n import _
from peervisit.store.change import Change
from peervisit.store.review_file import ReviewFile
from peervisit.sync import keys
from peervisit.sync.keybox import OPENER, SEED
from peervisit.sync.keyring import Keyring
from peervisit.sync.keys import OwnKeys
from peervisit.sync.runs import changes_of, keep_signature, runs, signed_bytes
from peervisit.sync.trust import Copy


def invite(ring: Keyring, member: str) -> dict[str, Any]:
    """Vouch for an invitation; return the keys that it carries, for JSON."""
    circle = ring.circle
    with ring.review.transaction():
        circle.prepare()
        ring.refuse_if_left()
        seed = secrets.token_hex(32)
        made = OwnKeys.of(bytes.fromhex(seed), "", member)
        before = sorted(leave.id for leave in circle.trust.leaves if leave.body["member"] == member)
        circle.vouch(ring.box.own(), made, after=before, invitation=True)
        circle.prepare()
    return {
        "member": member,
        "seed": seed,
        "roots": sorted(ring.box.roots()),
        "identities": sorted(ring.box.of_review().values()),
    }


def take_back(ring: Keyring, given: dict[str, Any]) -> None:
    """Vouch no longer for an invitation of which no file was written."""
    ring.circle.take_back(OwnKeys.of(bytes.fromhex(given["seed"]), "", str(given["member"])).public)


def accept(ring: Keyring, given: dict[str, Any], statements: Iterable[str]) -> None:
    """Make a new copy one of the review, with the keys and statements of an invitation.

    Raises:
        CannotUnlockError: nobody of the team vouches for the invitation, or its member has left.
        ValueError: the keys are none (or KeyError, TypeError).
    """
    member, box, circle = str(given["member"]), ring.box, ring.circle
    with ring.review.transaction():
        invitation = OwnKeys.of(bytes.fromhex(given["seed"]), "", member)
        box.take_over(map(str, given["roots"]), map(str, given["identities"]), member)
        box.keep(OPENER + invitation.recipient, keys.age_identity(invitation.unlocking))
        circle.learn(statements)
        host = circle.trust.copies.get(invitation.public)
        if host is None or host.left or not host.invitation:
            raise CannotUnlockError(
                _("nobody of the team vouches for this invitation; ask for a new one; nothing was made")
            )
        circle.vouch(invitation, box.base(), after=circle.trust.after(invitation.public))


def fill(review: ReviewFile, copy: ReviewFile) -> None:
    """Fill a new file with everything in the log of a review, and with keys of its own."""
    ring = Keyring(review)
    with copy.transaction():
        copy.connection.execute(
            "UPDATE meta SET value = ? WHERE key = 'review_id'", (review.meta("review_id"),)
        )
        _endow(ring, Keyring(copy))
        copy.log.apply(_signed_changes(ring, copy))


def _endow(ring: Keyring, other: Keyring) -> None:
    if not ring.locks:
        ring.box.split_off(other.box)
        other.circle.keep(ring.circle.known())
        return
    ring.circle.prepare()
    ring.circle.vouch(ring.box.own(), other.box.base())
    other.box.take_over(ring.box.roots(), ring.box.of_review().values())
    other.circle.learn(ring.statements())


def _signed_changes(ring: Keyring, copy: ReviewFile) -> Iterator[Change]:
    review_id = str(copy.meta("review_id"))
    for run in runs(ring.review, None):
        changes = changes_of(ring.review, run)
        data = signed_bytes(review_id, [change.as_json() for change in changes])
        keep_signature(copy, replace(run, signature=run.signature or ring.sign(data)))
        yield from changes


def leave(ring: Keyring, member: str) -> tuple[list[Copy], bool]:
    """End the trust in what a member's copies sign from now on, and make a new key without them.

    Returns:
        The copies and invitations of the member that end, and whether one of them has its keys in common
        with a copy that stays, because the file was copied by hand.

    Raises:
        PeervisitError: this copy is the member's own, or no copy of theirs is known.
    """
    ring.circle.prepare()
    ring.refuse_if_left()
    theirs = {key: copy for key, copy in ring.circle.trust.copies.items() if copy.member == member}
    ending = [copy for copy in theirs.values() if not copy.left]
    if ring.box.own().member == member:
        raise PeervisitError(
            _("{code} uses this copy; do it on the copy of somebody who stays").format(code=member)
        )
    if theirs and not ending:
        raise PeervisitError(_("{code} has left already; nothing was changed").format(code=member))
    if not ending:
        raise PeervisitError(
            _(
                "no copy of {code} is known here; if {code} works on a file copied by hand, only a new "
                "review file, made from an export, shuts it out; nothing was changed"
            ).format(code=member)
        )
    ended = ring.circle.trust.with_their_files(set(theirs))
    ring.circle.end(member, ended)
    return ending, any(copy.of and copy.by not in ended for copy in ending)


def meet(ring: Keyring, other: Keyring) -> None:
    """Before a review file is taken in whole: come to the keys of a copy that was made without ours.

    Two copies of a file from before there were keys each begin a chain of trust of their own. Once a copy
    has signed anything, or heard of one that has, it takes up with no other chain.
    """
    strange = ring.locks and other.box.rows(SEED) and not other.box.roots() <= ring.box.roots()
    if strange and not ring.signs:
        roots = ring.box.roots() | other.box.roots()
        identities = ring.box.of_review() | other.box.of_review()
        ring.circle.prepare()
        ring.box.take_over(roots, identities.values())
