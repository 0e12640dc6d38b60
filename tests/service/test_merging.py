"""Copies brought together, what they disagree on, and settling it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from peervisit.errors import OtherReviewError, RecordError, UnknownCodeError
from peervisit.service import conflicts, merging, records, reviews, steps
from peervisit.store.log import Value
from peervisit.store.review_file import ReviewFile
from tests.service.world import filled, new


class Laptops:
    """Two laptops with a copy each of one review, and one clock: what is done later is newer."""

    def __init__(self, folder: Path) -> None:
        self.one = filled(folder / "one.peervisit")
        self.two = merging.make_copy(self.one, folder / "two.peervisit")
        self.one.log.author, self.two.log.author = "AR", "BK"
        seconds = count()
        # Long after anything that the machine's own clock has stamped on the way here.
        start = datetime(2100, 1, 1, tzinfo=UTC)
        for review in (self.one, self.two):
            review.now = review.log.now = lambda: start + timedelta(seconds=next(seconds))

    def together(self) -> None:
        """Bring both up to date with each other."""
        merging.take_from(self.one, self.two.path)
        merging.take_from(self.two, self.one.path)

    def apart(
        self, kind: str, code: str, first: dict[str, Any], second: dict[str, Any]
    ) -> conflicts.Conflict:
        """Change a record apart and bring the copies together; return the one conflict on the first."""
        records.edit(self.one, kind, code, first)
        records.edit(self.two, kind, code, second)
        self.together()
        (found,) = conflicts.conflicts(self.one)
        return found


@pytest.fixture
def laptops(tmp_path: Path) -> Any:
    """Return the two laptops."""
    both = Laptops(tmp_path)
    yield both
    both.one.close()
    both.two.close()


def test_both_ways(laptops: Laptops) -> None:
    """After a merge both ways both hold the same, whoever wrote what."""
    records.add(laptops.one, "document", {"title": "Plan"})
    records.add(laptops.two, "document", {"title": "Budget"})
    records.edit(laptops.two, "evidence", "BK-E01", {"indicators": {"GG-AMB-1": "supports"}})
    laptops.together()

    assert laptops.one.digest() == laptops.two.digest()
    assert {"AR-D03", "BK-D01"} <= laptops.one.rows("document").keys()


def test_different_entries_of_a_set(laptops: Laptops) -> None:
    """Two who add different entries to a set do not disagree."""
    for review, indicator in ((laptops.one, "GG-AMB-1"), (laptops.two, "GG-AMB-2")):
        records.link(review, "evidence", "BK-E01", "indicators", indicator, "supports")
    laptops.together()

    assert [] == conflicts.conflicts(laptops.one)
    assert {"GG-AMB-1", "GG-AMB-2"} == laptops.one.rows("evidence")["BK-E01"]["indicators"].keys()


def test_nothing_new(laptops: Laptops) -> None:
    """What is known already is taken in once."""
    records.add(laptops.two, "document", {"title": "Budget"})
    first = merging.take_from(laptops.one, laptops.two.path)
    before = laptops.one.digest()
    second = merging.take_from(laptops.one, laptops.two.path)

    assert first.applied.new
    assert 0 == second.applied.new
    assert before == laptops.one.digest()


def test_another_review(laptops: Laptops, tmp_path: Path) -> None:
    """A copy of another review is refused, and nothing of it is taken in."""
    before = laptops.one.digest()
    reviews.create(tmp_path / "lyon.peervisit", city="Lyon", benchmark="inti-cities").close()
    with pytest.raises(OtherReviewError, match=r"lyon\.peervisit: of another review"):
        merging.take_from(laptops.one, tmp_path / "lyon.peervisit")

    assert before == laptops.one.digest()


def test_copied_by_hand(tmp_path: Path) -> None:
    """A file copied by hand and worked on in both places loses nothing."""
    one = tmp_path / "one.peervisit"
    filled(one).close()
    two = tmp_path / "two.peervisit"
    two.write_bytes(one.read_bytes())
    for path, title in ((one, "A"), (two, "B")):
        with reviews.open_review(path, member="AR") as review:
            records.add(review, "document", {"title": title}, code=f"AR-D1{title}")
    with reviews.open_review(one) as review:
        merging.take_from(review, two)

        assert {"AR-D1A", "AR-D1B"} <= review.rows("document").keys()


def test_side_by_side(laptops: Laptops) -> None:
    """A conflict shows both versions, by whom, and what both started from; both laptops list the same."""
    found = laptops.apart("document", "AR-D01", {"title": "Plan A"}, {"title": "Plan B"})
    values = {(version.value, version.author) for version in found.versions}

    assert {("Plan A", "AR"), ("Plan B", "BK")} == values
    assert ("document", "AR-D01", "Title", "x") == (found.kind, found.code, found.title, found.base)
    assert laptops.one.digest() == laptops.two.digest()
    assert 1 == merging.count_conflicts(laptops.two)


@pytest.mark.parametrize("value", ["Plan A", "Plan B", "Both, in a row."])
def test_settled(laptops: Laptops, value: str) -> None:
    """A conflict is settled with one version or another text, on both laptops."""
    laptops.apart("document", "AR-D01", {"title": "Plan A"}, {"title": "Plan B"})
    conflicts.settle(laptops.one, "document", "AR-D01", "title", value)
    laptops.together()

    assert 0 == merging.count_conflicts(laptops.one) == merging.count_conflicts(laptops.two)
    assert value == laptops.two.rows("document")["AR-D01"]["title"]
    assert laptops.one.digest() == laptops.two.digest()


def test_settled_and_undone(laptops: Laptops) -> None:
    """Undoing a settlement opens the conflict again; redoing settles it."""
    laptops.apart("document", "AR-D01", {"title": "Plan A"}, {"title": "Plan B"})
    before = laptops.one.digest()
    conflicts.settle(laptops.one, "document", "AR-D01", "title", "Plan C")
    after = laptops.one.digest()
    steps.undo(laptops.one)
    undone = laptops.one.digest()
    steps.undo(laptops.one, redo=True)

    assert before == undone
    assert after == laptops.one.digest()


@pytest.mark.parametrize(
    ("kind", "code", "first", "second", "field", "value"),
    [
        ("consensus", "GG-AMB-1", {"level": "par"}, {"level": "below"}, "level", "perfect"),
        ("evidence", "BK-E01", {"nature": "fact"}, {"nature": "opinion"}, "nature", "gossip"),
        ("evidence", "BK-E01", {"statement": "A"}, {"statement": "B"}, "statement", " "),
        ("evidence", "BK-E01", {"document": "AR-D01"}, {"document": "AR-D02"}, "document", "NO-D1"),
        (
            "evidence",
            "BK-E01",
            {"indicators": {"GG-AMB-1": "supports"}},
            {"indicators": {"GG-AMB-1": "contradicts"}},
            "indicators.GG-AMB-1",
            "maybe",
        ),
        ("slot", "AR-S01", {"number": 1}, {"number": 2}, "number", "first"),
    ],
)
def test_settled_with_what_cannot_be(
    laptops: Laptops,
    kind: str,
    code: str,
    first: dict[str, Any],
    second: dict[str, Any],
    field: str,
    value: Value,
) -> None:
    """A conflict is not settled with a value that the field cannot hold."""
    for review in (laptops.one, laptops.two):
        if kind == "consensus" and review is laptops.one:
            records.add(review, kind, {"rationale": "x"}, code=code)
            laptops.together()
    laptops.apart(kind, code, first, second)
    before = laptops.one.digest()
    with pytest.raises(RecordError):
        conflicts.settle(laptops.one, kind, code, field, value)

    assert before == laptops.one.digest()


def test_settled_with_a_hostile_text(laptops: Laptops) -> None:
    """A text that settles a conflict is cleaned like any other."""
    laptops.apart("evidence", "BK-E01", {"remarks": "A"}, {"remarks": "B"})
    conflicts.settle(laptops.one, "evidence", "BK-E01", "remarks", "\x1b[31m \ud800")

    assert "␛[31m �" == laptops.one.rows("evidence")["BK-E01"]["remarks"]


def test_no_such_conflict(laptops: Laptops) -> None:
    """What is not in conflict cannot be settled."""
    with pytest.raises(UnknownCodeError, match="document AR-D01: no open conflict on 'title'"):
        conflicts.settle(laptops.one, "document", "AR-D01", "title", "x")


@pytest.mark.parametrize(("value", "there"), [(0, True), (1, False)])
def test_edited_and_deleted(laptops: Laptops, value: int, there: bool) -> None:
    """What one deleted while another worked on it stays until somebody keeps it or deletes it."""
    records.remove(laptops.one, "document", "AR-D01")
    records.edit(laptops.two, "document", "AR-D01", {"title": "Worked on"})
    laptops.together()
    (found,) = conflicts.conflicts(laptops.one)
    shown = laptops.one.exists("document", "AR-D01")
    conflicts.settle(laptops.one, "document", "AR-D01", "_deleted", value)
    laptops.together()

    assert shown
    assert "edit-and-delete" == found.grade
    assert ("BK", "AR") == (found.versions[0].author, found.versions[1].author)
    assert there is laptops.two.exists("document", "AR-D01")
    assert laptops.one.digest() == laptops.two.digest()
    assert 0 == merging.count_conflicts(laptops.two)


def test_edited_and_deleted_settled_with_a_text(laptops: Laptops) -> None:
    """An edit against a deletion takes one of two answers."""
    records.remove(laptops.one, "document", "AR-D01")
    records.edit(laptops.two, "document", "AR-D01", {"title": "Worked on"})
    laptops.together()
    with pytest.raises(RecordError, match="keep the record, or delete it"):
        conflicts.settle(laptops.one, "document", "AR-D01", "_deleted", "Plan")


def test_the_same_on_both(laptops: Laptops) -> None:
    """Two who enter the same do not disagree."""
    for review in (laptops.one, laptops.two):
        records.edit(review, "document", "AR-D01", {"title": "Plan"})
    laptops.together()

    assert [] == conflicts.conflicts(laptops.one)
    assert laptops.one.digest() == laptops.two.digest()


def test_a_copy_of_an_empty_review(tmp_path: Path) -> None:
    """A teammate's copy of a new review holds the same, under the same identity of the review."""
    with new(tmp_path / "a.peervisit") as one, merging.make_copy(one, tmp_path / "b.peervisit") as two:
        assert one.digest() == two.digest()
        assert one.meta("review_id") == two.meta("review_id")


def test_nothing_local_is_copied(laptops: Laptops, tmp_path: Path) -> None:
    """Who uses the copy, drafts and steps to undo stay on the laptop."""
    reviews.use_as(laptops.one, "AR")
    records.add(laptops.one, "document", {"title": "Plan"})
    with merging.make_copy(laptops.one, tmp_path / "three.peervisit") as three:
        assert three.local("me") is None
        assert steps.undo(three) is None


def test_steps_of_others_are_not_undone(laptops: Laptops) -> None:
    """Undo takes back what was done on this copy, never what came from another."""
    records.add(laptops.one, "document", {"title": "Mine"}, code="AR-D10")
    records.add(laptops.two, "document", {"title": "Theirs"}, code="BK-D10")
    laptops.together()
    steps.undo(laptops.one)

    assert {"BK-D10"} == laptops.one.rows("document").keys() & {"AR-D10", "BK-D10"}


def test_undo_keeps_a_colleagues_later_change(laptops: Laptops) -> None:
    """What a colleague changed since stays, and is counted."""
    records.edit(laptops.one, "document", "AR-D01", {"title": "Mine", "author": "City"})
    laptops.together()
    records.edit(laptops.two, "document", "AR-D01", {"title": "Theirs"})
    laptops.together()
    done = steps.undo(laptops.one)
    row = laptops.one.rows("document")["AR-D01"]

    assert done is not None
    assert 1 == done.kept
    assert ("Theirs", None) == (row["title"], row["author"])


def test_closed_between(tmp_path: Path) -> None:
    """A merge reads another's file as it stands, closed or open, and writes nothing into it."""
    one, two = filled(tmp_path / "one.peervisit"), tmp_path / "two.peervisit"
    merging.make_copy(one, two).close()
    with ReviewFile.open(two, author="BK") as other:
        records.add(other, "document", {"title": "Budget"})
    before = two.read_bytes()
    merging.take_from(one, two)
    one.close()

    assert before == two.read_bytes()
