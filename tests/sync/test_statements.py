"""Statements of keys: in any order the same, and nobody is trusted without a chain."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peervisit.sync import team
from peervisit.sync.keys import OwnKeys
from peervisit.sync.statements import Statement, make, parse
from peervisit.sync.trust import Trust
from tests.sync.laptops import Laptops


class Cast:
    """Keys of a few laptops, and statements that they make about each other, for one review."""

    def __init__(self) -> None:
        self.own = {name: OwnKeys.of(name.encode() * 8, "", name) for name in "ABCDE"}
        self.statements: list[Statement] = []
        self.vouch("A", "A")

    def make(self, by: str, what: str, body: dict[str, Any]) -> Statement:
        """Make a statement and keep it."""
        own = self.own[by]
        made = make("r", own.signing, own.public, what, "2026-05-12T09:00:00Z", body)
        self.statements.append(made)
        return made

    def vouch(self, by: str, whom: str, **more: Any) -> None:
        """Vouch for a copy."""
        own = self.own[whom]
        body = {"device": own.device, "member": whom, "key": own.public, "recipient": own.recipient}
        self.make(by, "copy", body | more)

    def leave(self, by: str, whom: str, known: list[str], sessions: dict[str, int]) -> Statement:
        """End a member's part."""
        return self.make(by, "leave", {"member": whom, "statements": known, "sessions": sessions})


def judged(statements: list[Statement], cast: Cast) -> Any:
    """Return all that anybody asks of a set of statements."""
    trust = Trust(statements, [cast.own["A"].public])
    covered = {
        (name, number): trust.covers(own.public, f"s{name}", number)
        for name, own in cast.own.items()
        for number in (1, 2, 3)
    }
    return trust.copies, trust.leaves, trust.lockings(), covered


names = st.sampled_from("ABCDE")
acts = st.lists(
    st.tuples(st.sampled_from(["copy", "leave", "kept", "key"]), names, names, st.integers(0, 3)), max_size=12
)


@given(acts, st.randoms(use_true_random=False))
def test_any_order(played: list[tuple[str, str, str, int]], dice: random.Random) -> None:
    """Whatever statements there are, their order and repetition change nothing that follows from them."""
    cast = Cast()
    leaves: list[Statement] = []
    for what, by, whom, number in played:
        known = [one.id for one in cast.statements if one.by == cast.own[whom].public][:number]
        if what == "copy":
            cast.vouch(by, whom, after=[leave.id for leave in leaves][:number])
        elif what == "leave":
            leaves.append(cast.leave(by, whom, known, {f"s{whom}": number}))
        elif what == "kept" and leaves:
            body = {
                "leave": leaves[number % len(leaves)].id,
                "statements": known,
                "sessions": {f"s{whom}": 3},
            }
            cast.make(by, "kept", body)
        else:
            cast.make(by, "key", {"recipient": f"age1{by}", "number": number, "wrapped": {}})
    shuffled = [*cast.statements, *dice.sample(cast.statements, len(cast.statements) // 2)]
    dice.shuffle(shuffled)

    assert judged(cast.statements, cast) == judged(shuffled, cast)


@given(acts)
def test_nobody_trusted_without_a_chain(played: list[tuple[str, str, str, int]]) -> None:
    """Whoever is trusted was vouched for by somebody who is trusted, back to the root."""
    cast = Cast()
    for what, by, whom, number in played:
        if what == "leave":
            cast.leave(by, whom, [], {f"s{whom}": number})
        else:
            cast.vouch(by, whom)
    trust = Trust(cast.statements, [cast.own["A"].public])
    vouched = {(one.body["key"], one.by) for one in cast.statements if one.what == "copy"}
    reached = {cast.own["A"].public}
    while more := {key for key, by in vouched if by in reached} - reached:
        reached |= more

    assert set(trust.copies) <= reached


class TestStatements:
    """Statements as they travel."""

    def test_forged(self, laptops: Laptops) -> None:
        """A statement that was altered, or signed by a stranger, is not learned."""
        laptops.copy("BK")
        ring = laptops.ring("AR")
        before = ring.statements()
        genuine = [parse(one) for one in laptops.ring("BK").statements()]
        altered = [
            one.content.replace('"member":"BK"', '"member":"CD"')
            for one in genuine
            if one and one.what == "copy"
        ]
        cast = Cast()

        assert ring.learn([one for one in altered if one not in before]) == 0
        assert ring.learn([one.content for one in cast.statements]) == 0
        assert ring.learn(["", "{}", "[]", "{", '{"statement":1}', "é" * 100]) == 0
        assert before == ring.statements()

    def test_of_a_newer_version(self, laptops: Laptops) -> None:
        """A statement of a kind that this version does not know is kept and passed on."""
        laptops.copy("BK")
        bk = laptops.ring("BK")
        own = bk.box.own()
        made = make(
            str(laptops.open["BK"].meta("review_id")), own.signing, own.public, "seal", "2026", {"new": [1]}
        )
        ring = laptops.ring("AR")

        assert ring.learn([*bk.statements(), made.content]) == 2
        assert made.content in ring.statements()
        laptops.pack("AR")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"device": "\x1b[31m"},
            {"device": 7},
            {"member": "a name with spaces"},
            {"member": ["BK"]},
            {"key": "00"},
            {"recipient": "me"},
            {"of": ["x"]},
            {"when": "\x07"},
        ],
        ids=str,
    )
    def test_hostile(self, laptops: Laptops, wrong: dict[str, Any]) -> None:
        """What a colleague signed that is no statement is not learned, so that it is shown to nobody."""
        laptops.copy("BK")
        own, bk = laptops.ring("BK").box.own(), laptops.ring("BK")
        laptops.ring("AR").learn(bk.statements())
        other = OwnKeys.of(b"y" * 32, "", "CD")
        body = {"device": other.device, "member": "CD", "key": other.public, "recipient": other.recipient}
        review_id = str(laptops.open["BK"].meta("review_id"))
        made = make(review_id, own.signing, own.public, "copy", "2026-05-12T09:00:00Z", body | wrong)
        if "when" in wrong:
            made = make(review_id, own.signing, own.public, "copy", wrong["when"], body)

        assert laptops.ring("AR").learn([made.content]) == 0

    def test_recipient_of_nobody(self, laptops: Laptops) -> None:
        """A recipient that only looks like one keeps nobody from locking."""
        laptops.copy("BK")
        laptops.copy("CD")
        bk = laptops.ring("BK")
        own = bk.box.own()
        for what, body in (
            ("key", {"recipient": "age1" + "q" * 58, "number": 99, "wrapped": {}}),
            (
                "copy",
                {"device": "0" * 16, "member": "EF", "key": "0" * 64, "recipient": "age1" + "q" * 58},
            ),
        ):
            made = make(
                str(laptops.open["BK"].meta("review_id")), own.signing, own.public, what, "2026", body
            )
            bk.learn([made.content])
        laptops.ring("AR").learn([*bk.statements(), *laptops.ring("CD").statements()])
        team.leave(laptops.ring("AR"), "CD")
        laptops.takes("BK", laptops.pack("AR"))
        laptops.takes("AR", laptops.pack("BK"))
