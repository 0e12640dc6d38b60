"""Attacks that must all fail, and defects of ours each of which must let one of them succeed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from peervisit.errors import PeervisitError
from peervisit.service import reviews
from peervisit.sync import circle, keybox, keyring, keys, team, trust
from peervisit.sync.keyring import Keyring, Signature
from peervisit.sync.keys import OwnKeys
from peervisit.sync.runs import signed_bytes
from peervisit.sync.statements import Statement, make
from tests.sync.laptops import Laptops

DATA = signed_bytes("r", ['["s",1,"c"]', '["s",9,"c"]'])
STRANGER = OwnKeys.of(b"nobody of the team at all, 32 by", "", "BK")


class Attackers:
    """A team of three, of whom BK is ended on AR's laptop; each method is one thing that must not work."""

    def __init__(self, folder: Path) -> None:
        self.team = Laptops(folder)
        for name in ("BK", "CD"):
            self.team.copy(name)
            self.team.ring("AR").learn(self.team.ring(name).statements())
        self.invitation = team.invite(self.team.ring("AR"), "EF")
        self.bk, self.cd = self.team.ring("BK").box.own(), self.team.ring("CD").box.own()
        team.leave(self.team.ring("AR"), "BK")
        self.ar = Keyring(self.team.open["AR"])
        (self.leave,) = self.ar.circle.trust.leaves

    def signed(self, own: OwnKeys, data: bytes = DATA) -> Signature:
        """Sign in somebody's name."""
        return Signature(own.public, keys.sign(own.signing, data))

    def said(self, own: OwnKeys, what: str, **body: object) -> Statement:
        """Make a statement in somebody's name."""
        review_id = str(self.team.open["AR"].meta("review_id"))
        return make(review_id, own.signing, own.public, what, "2026-05-12T09:00:00Z", dict(body))

    def copy_by(self, own: OwnKeys, of: OwnKeys, member: str, **more: object) -> Statement:
        """Vouch for a copy in somebody's name."""
        body = {"device": of.device, "member": member, "key": of.public, "recipient": of.recipient}
        return self.said(own, "copy", **body, **more)

    # Attacks

    def altered(self) -> None:
        """What CD signed, with one letter changed."""
        self.ar.check(self.signed(self.cd), DATA.replace(b"c", b"d", 1))

    def by_a_stranger(self) -> None:
        """Well signed, by nobody."""
        self.ar.check(self.signed(STRANGER), DATA)

    def by_nobody(self) -> None:
        """Not signed at all."""
        self.ar.check(None, DATA)

    def late(self) -> None:
        """Signed by BK, of which nothing was there when BK left."""
        self.ar.check(self.signed(self.bk), DATA)

    def by_a_copy_made_up_late(self) -> None:
        """BK vouches for a copy after leaving."""
        self.ar.learn([self.copy_by(self.bk, STRANGER, "CD").content])
        self.ar.check(self.signed(STRANGER), DATA)

    def brought_along_with_the_news(self) -> None:
        """CD, who has not heard of the leaving, hears of it together with a copy that BK made up since."""
        late = self.copy_by(self.bk, STRANGER, "CD")
        ring = Keyring(self.team.open["CD"])
        ring.learn([*self.ar.statements(), late.content])
        self.ar.learn(ring.statements())
        ring.check(self.signed(STRANGER), DATA)

    def vouched_for_by_oneself(self) -> None:
        """A stranger vouches for a copy of their own."""
        self.ar.learn([self.copy_by(STRANGER, STRANGER, "CD").content])
        self.ar.check(self.signed(STRANGER), DATA)

    def statement_in_a_false_name(self) -> None:
        """A stranger's copy, vouched for in CD's name with a signature that is not CD's."""
        forged = self.copy_by(STRANGER, STRANGER, "CD")
        self.ar.learn([forged.content.replace(STRANGER.public, self.cd.public, 1)])
        self.ar.check(self.signed(STRANGER), DATA)

    def invitation_for_somebody_else(self) -> None:
        """EF's invitation vouches for a copy of AR."""
        host = OwnKeys.of(bytes.fromhex(self.invitation["seed"]), "", "EF")
        self.ar.learn([self.copy_by(host, STRANGER, "AR").content])
        self.ar.check(self.signed(STRANGER), DATA)

    def signed_by_an_invitation(self) -> None:
        """EF's invitation signs changes itself."""
        host = OwnKeys.of(bytes.fromhex(self.invitation["seed"]), "", "EF")
        self.ar.check(self.signed(host), DATA)

    def kept_by_whoever_left(self) -> None:
        """BK states, after leaving, that BK's own late changes were there before."""
        kept = self.said(self.bk, "kept", leave=self.leave.id, sessions={"s": 9}, statements=[])
        self.ar.learn([kept.content])
        self.ar.check(self.signed(self.bk), DATA)

    def ended_by_whoever_left(self) -> None:
        """BK ends CD's part after leaving; CD must still be believed."""
        ends = self.said(self.bk, "leave", member="CD", keys=[self.cd.public], sessions={}, statements=[])
        self.ar.learn([ends.content])
        try:
            self.ar.check(self.signed(self.cd), DATA)
        except PeervisitError:
            return
        raise PeervisitError("CD is still believed")

    def key_of_whoever_left(self) -> None:
        """BK hands out a key after leaving, and the others lock with it."""
        made = OwnKeys.of(b"a key that BK knows, 32 bytes...", "", None)
        body = {"recipient": made.recipient, "number": 99, "wrapped": {}, "without": [self.leave.id]}
        self.ar.learn([self.said(self.bk, "key", **body).content])
        if made.recipient not in self.ar.circle.recipients():
            raise PeervisitError("another key locks")


ATTACKS: tuple[Callable[[Attackers], None], ...] = (
    Attackers.altered,
    Attackers.by_a_stranger,
    Attackers.by_nobody,
    Attackers.late,
    Attackers.brought_along_with_the_news,
    Attackers.by_a_copy_made_up_late,
    Attackers.vouched_for_by_oneself,
    Attackers.statement_in_a_false_name,
    Attackers.invitation_for_somebody_else,
    Attackers.signed_by_an_invitation,
    Attackers.kept_by_whoever_left,
    Attackers.ended_by_whoever_left,
    Attackers.key_of_whoever_left,
)


@pytest.fixture
def attackers(tmp_path: Path) -> Iterator[Attackers]:
    """Return the team, and those against it."""
    found = Attackers(tmp_path)
    yield found
    found.team.close()


def succeeding(attackers: Attackers) -> list[str]:
    """Return the names of the attacks that succeed."""
    found = []
    for attack in ATTACKS:
        try:
            attack(attackers)
        except PeervisitError:
            continue
        found.append(attack.__name__)
    return found


def test_every_attack_fails(attackers: Attackers) -> None:
    """None of them comes through, one after the other on the same laptop."""
    assert succeeding(attackers) == []


def yes(*_given: object, **_named: object) -> bool:
    """Agree with everything."""
    return True


def no(*_given: object, **_named: object) -> bool:
    """Agree with nothing."""
    return False


def none(*_given: object, **_named: object) -> list[Statement]:
    """Find nothing."""
    return []


MUTANTS: dict[str, tuple[object, str, object]] = {
    "signatures of changes and statements are not checked": (keys, "is_signed", yes),
    "signatures of statements are not checked": (Statement, "is_genuine", yes),
    "whoever signed may sign anything": (trust.Trust, "covers", yes),
    "unsigned changes are believed": (keyring.Keyring, "_check_unsigned", no),
    "every statement counts": (trust.Trust, "counts", yes),
    "nobody ever leaves": (trust.Trust, "_ends", none),
    "an invitation is a copy": (trust.Trust, "_is_invitation", no),
    "an invitation vouches for anybody": (trust, "_is_of_invitation", yes),
    "whoever has left is believed on what was there": (
        trust.Trust,
        "_kept",
        lambda self, leave: [
            one for one in self._all if one.what == "kept" and one.body["leave"] == leave.id
        ],
    ),
    "whatever is here when the news come is vouched for": (
        circle.Circle,
        "_traces",
        lambda self, ended, *_known: {
            "sessions": {},
            "statements": [one.id for one in self.trust.made_by(ended)],
        },
    ),
    "statements of strangers are roots": (
        keybox.Keybox,
        "roots",
        lambda self: frozenset((self.base().public, STRANGER.public)),
    ),
}


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=list(MUTANTS))
def test_every_defect_is_found(
    attackers: Attackers, mutant: tuple[object, str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With any one of the checks switched off, some attack comes through."""
    where, name, instead = mutant
    monkeypatch.setattr(where, name, instead)

    assert succeeding(attackers)


def test_attackers_know_the_review(attackers: Attackers) -> None:
    """The attacks are made with what insiders have: the same signatures count from whoever may sign."""
    assert attackers.ar.check(attackers.signed(attackers.cd), DATA) == attackers.cd.device
    with reviews.open_review(attackers.team.folder / "BK.peervisit") as review:
        assert Keyring(review).check(attackers.signed(attackers.bk), DATA) == attackers.bk.device
