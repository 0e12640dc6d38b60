"""Random histories of a team whose members leave: those who stay agree, and lose nothing they ever held."""

from __future__ import annotations

import random
import secrets
from pathlib import Path

import pytest

from peervisit.errors import ChangeFileError, ForgedChangesError, PeervisitError
from peervisit.service import records
from peervisit.sync import team
from tests.sync.laptops import Laptops

NAMES = ("AR", "BK", "CD", "EF")


class History:
    """Four laptops; what was ever seen on each, and who was ended by whom."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.dice = random.Random(seed)
        self.team = Laptops(folder)
        for name in NAMES[1:]:
            self.team.copy(name)
        self.seen: dict[str, set[str]] = {name: set() for name in NAMES}
        self.written = 0

    def step(self) -> None:
        """Let one thing happen."""
        one, other = self.dice.sample(NAMES, 2)
        act = self.dice.choice(("write", "write", "give", "give", "give", "give", "end"))
        if act == "write":
            self.written += 1
            title = f"{one} {self.written}"
            records.add(self.team.open[one], "document", {"title": title}, code=f"{one}-D{self.written:03}")
            self.seen[one].add(title)
        elif act == "give":
            self.give(one, other)
        elif self.dice.random() < 0.5:
            try:
                team.leave(self.team.ring(one), other)
            except PeervisitError:
                return

    def give(self, one: str, other: str) -> bool:
        """Let a pack go from one to the other; return whether it was taken in."""
        try:
            self.team.takes(other, self.team.pack(one))
        except ChangeFileError:
            return False
        self.seen[other] |= self.team.titles(one)
        return True

    def staying(self) -> list[str]:
        """Return who stays, as everybody who is told everything sees it.

        A copy for which only somebody who left had vouched, unheard by the others, ends with them.
        """
        learned = 1
        while learned:
            everything = [one for name in NAMES for one in self.team.ring(name).statements()]
            learned = sum(self.team.ring(name).learn(everything) for name in NAMES)
        believed = {copy.key for copy in self.team.ring("AR").copies() if not copy.left}
        return [name for name in NAMES if self.team.ring(name).box.own().public in believed]


@pytest.mark.parametrize("seed", [3, 8, 132, 227, 324, 329])
def test_those_who_stay(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is written, given and ended, and when: those who stay come to hold the same, and all of it."""
    chance = random.Random(-seed)
    monkeypatch.setattr(secrets, "token_hex", lambda size: chance.randbytes(size).hex())
    monkeypatch.setattr(secrets, "token_bytes", chance.randbytes)
    history = History(tmp_path, seed)
    for _turn in range(30):
        history.step()
    staying = history.staying()
    for _round in range(3):
        for one in staying:
            for other in staying:
                if one != other:
                    assert history.give(one, other), (one, other)
    held = {title for name in staying for title in history.seen[name]}

    assert staying
    for name in staying:
        assert history.team.titles(name) == held
    for gone in set(NAMES) - set(staying):
        records.add(history.team.open[gone], "document", {"title": "late"}, code=f"{gone}-D999")
        for name in staying:
            with pytest.raises(ForgedChangesError if _packs(history, gone) else ChangeFileError):
                history.team.takes(name, history.team.pack(gone))
    history.team.close()


def _packs(history: History, name: str) -> bool:
    """Whether a copy still makes packs: one that learned of its own end does not."""
    try:
        history.team.pack(name)
    except ChangeFileError:
        return False
    return True
