"""Invitations, copies made from them, and members who leave; statements in any order."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from peervisit.errors import CannotUnlockError, ChangeFileError, ForgedChangesError, PeervisitError
from peervisit.service import records, reviews
from peervisit.store.review_file import ReviewFile
from peervisit.sync import keys, team
from peervisit.sync.keyring import Keyring
from peervisit.sync.keys import OwnKeys
from tests.sync.laptops import Laptops


def joined(laptops: Laptops, name: str, by: str, invitation: dict[str, Any]) -> None:
    """Make a copy from the keys of an invitation and a pack."""
    host = laptops.open[by]
    statements = laptops.ring(by).statements()
    with ReviewFile.create(laptops.folder / f"{name}.peervisit") as copy:
        ring = Keyring(copy)
        with copy.transaction() as log:
            copy.connection.execute(
                "UPDATE meta SET value = ? WHERE key = 'review_id'", (host.meta("review_id"),)
            )
            team.accept(ring, invitation, statements)
            log.apply(host.log.changes())
    laptops.start(name, invitation["member"])


def everywhere(laptops: Laptops, *names: str) -> None:
    """Everybody named gives everybody a pack, twice."""
    for giver in (*names, *names):
        for taker in names:
            if taker != giver:
                laptops.takes(taker, laptops.pack(giver))


class TestInvitations:
    """Copies made from an invitation."""

    def test_two_laptops(self, laptops: Laptops) -> None:
        """One invitation joined on two laptops makes two copies, each with keys of its own, both trusted."""
        invitation = team.invite(laptops.ring("AR"), "BK")
        for name in ("BK-1", "BK-2"):
            joined(laptops, name, "AR", invitation)
            records.add(laptops.open[name], "document", {"title": f"from {name}"}, code=f"BK-D{name[-1]}1")
        everywhere(laptops, "AR", "BK-1", "BK-2")

        assert len({laptops.ring(name).device for name in ("AR", "BK-1", "BK-2")}) == 3
        for name in ("AR", "BK-1", "BK-2"):
            assert laptops.titles(name) == {"from BK-1", "from BK-2"}

    def test_invited_by_one_who_was_invited(self, laptops: Laptops) -> None:
        """Trust goes on from copy to copy."""
        joined(laptops, "BK", "AR", team.invite(laptops.ring("AR"), "BK"))
        joined(laptops, "CD", "BK", team.invite(laptops.ring("BK"), "CD"))
        laptops.writes("CD", "Plan")
        laptops.takes("AR", laptops.pack("CD"))

        assert laptops.titles("AR") == {"Plan"}

    def test_no_root_key(self, laptops: Laptops) -> None:
        """An invitation does not hold what the first copy signs with."""
        invitation = team.invite(laptops.ring("AR"), "BK")
        first = laptops.ring("AR").box.rows("seed")["seed"]

        assert first not in str(invitation)

    def test_made_up(self, laptops: Laptops) -> None:
        """An invitation that nobody of the team made opens nothing."""
        invitation = team.invite(laptops.ring("AR"), "BK") | {"seed": "11" * 32}
        with pytest.raises(CannotUnlockError, match="nobody of the team vouches"):
            joined(laptops, "BK", "AR", invitation)

        assert not (laptops.folder / "BK.peervisit").exists() or not laptops.open.get("BK")

    def test_for_another_member(self, laptops: Laptops) -> None:
        """The keys of BK's invitation vouch for no copy of anybody else's."""
        invitation = team.invite(laptops.ring("AR"), "BK")
        joined(laptops, "BK", "AR", invitation)
        ring = laptops.ring("BK")
        host = OwnKeys.of(bytes.fromhex(invitation["seed"]), "", "BK")
        ring.circle.vouch(host, OwnKeys.of(b"x" * 32, "", "CD"))
        laptops.ring("AR").learn(ring.statements())

        assert OwnKeys.of(b"x" * 32, "", "CD").public not in {
            copy.key for copy in laptops.ring("AR").copies()
        }

    def test_signs_nothing_else(self, laptops: Laptops) -> None:
        """What an invitation's key signs are copies, not changes."""
        invitation = team.invite(laptops.ring("AR"), "BK")
        host = OwnKeys.of(bytes.fromhex(invitation["seed"]), "", "BK")
        from peervisit.sync.keyring import Signature

        with pytest.raises(ForgedChangesError):
            laptops.ring("AR").check(Signature(host.public, keys.sign(host.signing, b"x")), b"x")


class TestLeaving:
    """A member who leaves."""

    @pytest.fixture
    def three(self, laptops: Laptops) -> Laptops:
        """Return a team of three laptops that hold the same."""
        for name in ("BK", "CD"):
            laptops.copy(name)
        laptops.writes("BK", "early")
        everywhere(laptops, "AR", "BK", "CD")
        return laptops

    def test_refused_by_name(self, three: Laptops) -> None:
        """What their copy signs afterwards is refused by name, and what it signed before stays."""
        team.leave(three.ring("AR"), "BK")
        three.writes("BK", "late")
        with pytest.raises(ForgedChangesError, match=r"copy \w{16} of BK after its member had left"):
            three.takes("AR", three.pack("BK"))

        assert three.titles("AR") == {"early"}

    def test_cannot_read_what_follows(self, three: Laptops) -> None:
        """Files from then on do not open for them; for the others they do, the first time too."""
        team.leave(three.ring("AR"), "BK")
        three.writes("AR", "secret")
        pack = three.pack("AR")
        with pytest.raises(CannotUnlockError):
            three.takes("BK", pack)
        three.takes("CD", pack)
        three.writes("CD", "answer")
        with pytest.raises(CannotUnlockError):
            three.takes("BK", three.pack("CD"))
        three.takes("AR", three.pack("CD"))

        assert three.titles("AR") == three.titles("CD") == {"early", "secret", "answer"}
        assert next(iter(three.ring("AR").identities())) == next(iter(three.ring("CD").identities()))

    def test_old_files_stay_readable(self, three: Laptops) -> None:
        """A pack from before opens after the key has changed."""
        pack = three.pack("CD")
        team.leave(three.ring("AR"), "BK")
        three.pack("AR")
        three.takes("AR", pack)

    def test_what_somebody_had_taken_in_stays(self, three: Laptops) -> None:
        """What CD got from BK before CD knew reaches AR by way of CD, once CD knows."""
        three.writes("BK", "in between")
        team.leave(three.ring("AR"), "BK")
        three.takes("CD", three.pack("BK"))
        with pytest.raises(ForgedChangesError, match="after its member had left"):
            three.takes("AR", three.pack("CD"))
        three.takes("CD", three.pack("AR"))
        three.takes("AR", three.pack("CD"))

        assert three.titles("AR") == three.titles("CD") == {"early", "in between"}
        three.writes("BK", "late")
        for name in ("AR", "CD"):
            with pytest.raises(ForgedChangesError):
                three.takes(name, three.pack("BK"))

    def test_copies_they_invited(self, three: Laptops) -> None:
        """Copies for which they vouched before stay; those they make up afterwards do not count."""
        joined(three, "EF", "BK", team.invite(three.ring("BK"), "EF"))
        three.writes("EF", "plan")
        three.takes("AR", three.pack("EF"))
        team.leave(three.ring("AR"), "BK")
        three.writes("EF", "more")
        three.takes("AR", three.pack("EF"))
        invitation = team.invite(three.ring("BK"), "EF")
        joined(three, "EF-2", "BK", invitation)
        three.writes("EF-2", "no")
        with pytest.raises(ForgedChangesError, match="a member vouched who has left"):
            three.takes("AR", three.pack("EF-2"))

        assert three.titles("AR") == {"early", "plan", "more"}

    def test_heard_by_one_who_leaves_later(self, three: Laptops) -> None:
        """What CD had from BK stays when CD leaves too, for whoever had it from CD before."""
        three.copy("EF")
        everywhere(three, "AR", "BK", "CD", "EF")
        three.writes("BK", "in between")
        team.leave(three.ring("AR"), "BK")
        three.takes("CD", three.pack("BK"))
        three.ring("CD").learn(three.ring("AR").statements())
        three.takes("EF", three.pack("CD"))
        team.leave(three.ring("AR"), "CD")
        three.takes("EF", three.pack("AR"))
        three.takes("AR", three.pack("EF"))

        assert three.titles("AR") == three.titles("EF") == {"early", "in between"}

    def test_coming_back(self, three: Laptops) -> None:
        """A new invitation makes a copy that counts; the old one stays ended."""
        team.leave(three.ring("AR"), "BK")
        joined(three, "BK-2", "AR", team.invite(three.ring("AR"), "BK"))
        three.writes("BK-2", "back")
        three.takes("AR", three.pack("BK-2"))
        three.writes("BK", "old")
        with pytest.raises(ForgedChangesError):
            three.takes("AR", three.pack("BK"))

        assert three.titles("AR") == {"early", "back"}

    def test_laptop_that_joined_unknown_to_whoever_ended_it(self, three: Laptops) -> None:
        """Somebody invited elsewhere comes to the new key by way of whoever invited them."""
        joined(three, "EF", "CD", team.invite(three.ring("CD"), "EF"))
        team.leave(three.ring("AR"), "BK")
        three.takes("CD", three.pack("AR"))
        three.takes("EF", three.pack("CD"))
        three.writes("EF", "here")
        three.takes("AR", three.pack("EF"))
        three.writes("AR", "welcome")
        three.takes("EF", three.pack("AR"))

        assert three.titles("EF") == three.titles("AR") == {"early", "here", "welcome"}

    def test_two_leave_at_once(self, three: Laptops) -> None:
        """Two members ended on two laptops, each without the other: neither reads what comes after both."""
        three.copy("EF")
        everywhere(three, "AR", "BK", "CD", "EF")
        team.leave(three.ring("AR"), "BK")
        team.leave(three.ring("CD"), "EF")
        three.takes("CD", three.pack("AR"))
        three.writes("CD", "between us")
        pack = three.pack("CD")
        for name in ("BK", "EF"):
            with pytest.raises(CannotUnlockError):
                three.takes(name, pack)
        three.takes("AR", pack)

        assert three.titles("AR") == {"early", "between us"}

    def test_each_other(self, three: Laptops) -> None:
        """When two end each other, at least one is out, and all others agree once they have met."""
        team.leave(three.ring("BK"), "CD")
        team.leave(three.ring("CD"), "BK")
        first, second = three.ring("BK").statements(), three.ring("CD").statements()
        three.copy_by_hand("AR", "AR-2", "AR")
        for name, order in (("AR", (first, second)), ("AR-2", (second, first))):
            for statements in order:
                three.ring(name).learn(statements)
        # Until neither has news for the other: what one vouches for on the way is news to the other.
        while sum(
            three.ring(name).learn(three.ring(other).statements())
            for name, other in (("AR", "AR-2"), ("AR-2", "AR"))
        ):
            pass
        states = [
            {copy.key: (copy.member, copy.left) for copy in three.ring(name).copies()}
            for name in ("AR", "AR-2")
        ]
        left = dict(states[0].values())

        assert states[0] == states[1]
        assert any(left[member] for member in ("BK", "CD"))
        assert not left["AR"]

    def test_nobody_else_in_their_file(self, three: Laptops) -> None:
        """Once BK is out, what BK's file makes up for others who might use it does not count either."""
        team.leave(three.ring("AR"), "BK")
        reviews.use_as(three.open["BK"], "EF")
        three.writes("BK", "late")
        with pytest.raises(ForgedChangesError):
            three.takes("AR", three.pack("BK"))

    def test_file_that_two_use(self, three: Laptops) -> None:
        """BK leaves; EF, who used the same laptop, goes on."""
        reviews.use_as(three.open["BK"], "EF")
        three.writes("BK", "by EF")
        three.takes("AR", three.pack("BK"))
        team.leave(three.ring("AR"), "BK")
        three.writes("BK", "more")
        three.takes("AR", three.pack("BK"))

        assert three.titles("AR") == {"early", "by EF", "more"}

    def test_oneself(self, three: Laptops) -> None:
        """Nobody ends their own part on their own copy: nobody could tell the others."""
        with pytest.raises(PeervisitError, match="BK uses this copy"):
            team.leave(three.ring("BK"), "BK")

    def test_nobody_known(self, three: Laptops) -> None:
        """A member without a copy cannot be shut out of anything, and nothing changes."""
        before = three.ring("AR").statements()
        with pytest.raises(PeervisitError, match="no copy of EF is known"):
            team.leave(three.ring("AR"), "EF")

        assert before == three.ring("AR").statements()

    def test_whoever_left_is_told(self, three: Laptops) -> None:
        """A copy that learned of its own end makes no more files."""
        team.leave(three.ring("AR"), "BK")
        three.ring("BK").learn(three.ring("AR").statements())
        with pytest.raises(ChangeFileError, match="has left the review"):
            three.ring("BK").lock(BytesIO(b""), BytesIO())
