"""Undo, redo and history, whatever was done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from peervisit.service import conflicts, evidence, exchange, levels, merging, people, records, steps, visit
from peervisit.store.review_file import ReviewFile
from tests.service.world import as_lines, filled

Deed = Callable[[ReviewFile], object]

MANY = [
    "\n".join(as_lines([{"kind": "document", "code": f"AR-D{n}", "title": f"Plan {n}"}])) for n in range(50)
]
DISPUTED = (
    '{"kind": "document", "code": "AR-D77", "title": "A", "_conflicts": {"title": ["A", "B"]}, "author": "C"}'
)
DEEDS: dict[str, Deed] = {
    "add": lambda review: records.add(review, "document", {"title": "Plan"}),
    "edit": lambda review: records.edit(review, "document", "AR-D01", {"title": "Plan", "public": True}),
    "edit a set": lambda review: records.edit(review, "evidence", "BK-E01", {"stakeholders": ["BK-I01"]}),
    "remove": lambda review: records.remove(review, "document", "AR-D01"),
    "link": lambda review: records.link(review, "evidence", "BK-E01", "indicators", "GG-AMB-1", "supports"),
    "put": lambda review: records.put(review, "consensus", "GG-AMB-1", {"level": "par"}),
    "agree": lambda review: levels.agree(review, "GG-AMB-1", {"level": "below"}),
    "override": lambda review: levels.override(review, "R03", "GG-AMB-1", "Late.", "AR"),
    "evidence": lambda review: evidence.log_evidence(review, {"statement": "x", "interview": "BK-N01"}),
    "withdraw": lambda review: people.withdraw(review, "AR-I01"),
    "confirm": lambda review: people.confirm(review, "BK-N01", "AR"),
    "interview": lambda review: visit.record(review, {"slot": "AR-S01", "language": "it"}),
    "import": lambda review: exchange.import_lines(review, MANY),
    "import a conflict": lambda review: exchange.import_lines(review, [DISPUTED]),
    "import and replace": lambda review: exchange.import_lines(
        review, ['{"kind": "document", "code": "AR-D01", "title": "New", "indicators": ["GG-AMB-1"]}']
    ),
    "add under an old code": lambda review: records.add(review, "document", {"title": "N"}, code="AR-D99"),
}
"""Everything that can be undone, by name."""


@pytest.fixture
def review(tmp_path: Path) -> ReviewFile:
    """Return a review with a record of each kind, and a document, D99, that was deleted."""
    opened = filled(tmp_path / "visit.peervisit")
    opened.log.author = "AR"
    records.edit(opened, "evidence", "BK-E01", {"stakeholders": ["AR-I01"]})
    records.add(opened, "document", {"title": "Old", "author": "City"}, code="AR-D99")
    records.remove(opened, "document", "AR-D99")
    return opened


@pytest.mark.parametrize("deed", DEEDS)
def test_undone_and_done_again(review: ReviewFile, deed: str) -> None:
    """One undo takes back one deed whole, redo does it again, and again."""
    with review:
        before = review.digest()
        DEEDS[deed](review)
        after = review.digest()
        assert before != after

        for _round in range(2):
            undone = steps.undo(review)

            assert undone is not None
            assert (0, before) == (undone.kept, review.digest())

            done = steps.undo(review, redo=True)

            assert done is not None
            assert (0, after) == (done.kept, review.digest())


@pytest.mark.parametrize("deed", DEEDS)
def test_undone_in_another_session(review: ReviewFile, deed: str) -> None:
    """What was done is undone after closing and opening, too."""
    with review:
        before = review.digest()
        DEEDS[deed](review)
        after = review.digest()
    with ReviewFile.open(review.path) as again:
        steps.undo(again)

        assert before == again.digest()
    with ReviewFile.open(review.path) as again:
        steps.undo(again, redo=True)

        assert after == again.digest()


def test_all_of_it(review: ReviewFile) -> None:
    """Everything done is undone one by one, back to the beginning, and done again to the end."""
    with review:
        digests = [review.digest()]
        for deed in DEEDS.values():
            deed(review)
            digests.append(review.digest())
        backwards = []
        for _step in digests[1:]:
            steps.undo(review)
            backwards.append(review.digest())
        forwards = []
        for _step in digests[1:]:
            steps.undo(review, redo=True)
            forwards.append(review.digest())

        assert digests[-2::-1] == backwards
        assert digests[1:] == forwards
        assert steps.undo(review, redo=True) is None


def test_nothing_to_undo(tmp_path: Path) -> None:
    """A copy on which nothing was done has nothing to undo, whatever it holds."""
    with filled(tmp_path / "a.peervisit") as one, merging.make_copy(one, tmp_path / "b.peervisit") as two:
        assert steps.undo(two) is None
        assert steps.undo(one, redo=True) is None


def test_a_new_deed_ends_redo(review: ReviewFile) -> None:
    """After something new, what was undone before cannot be done again."""
    with review:
        records.edit(review, "document", "AR-D01", {"title": "A"})
        steps.undo(review)
        records.edit(review, "document", "AR-D02", {"title": "B"})

        assert steps.undo(review, redo=True) is None


def test_history_of_a_record(review: ReviewFile) -> None:
    """History tells who changed what, from what to what, deletion and return included."""
    with review:
        records.edit(review, "document", "AR-D01", {"title": "Plan"})
        records.remove(review, "document", "AR-D01")
        steps.undo(review)
        told = [
            (entry.author, entry.field, entry.before, entry.after, entry.deleted)
            for entry in steps.history(review, "AR-D01")
        ]

    assert [
        (None, "title", (), "x", None),
        ("AR", "title", ("x",), "Plan", None),
        ("AR", "_deleted", (), 1, True),
        ("AR", "_deleted", (), 0, False),
    ] == told


def test_history_limited(review: ReviewFile) -> None:
    """The newest entries are told, oldest of them first."""
    with review:
        for title in "ABC":
            records.edit(review, "document", "AR-D01", {"title": title})
        told = [entry.after for entry in steps.history(review, "AR-D01", limit=2)]

    assert ["B", "C"] == told


def test_steps_in_words(review: ReviewFile) -> None:
    """What undo would take back is said in words, with the code."""
    with review:
        records.edit(review, "document", "AR-D01", {"title": "A"})

        assert "edit document AR-D01" == steps.upcoming(review)
        steps.undo(review)
        assert "edit document AR-D01" == steps.upcoming(review, redo=True)


def test_a_settlement_with_a_third_text(tmp_path: Path) -> None:
    """Undoing and redoing a settlement opens and ends the conflict each time."""
    with filled(tmp_path / "a.peervisit") as one, merging.make_copy(one, tmp_path / "b.peervisit") as two:
        for review, title in ((one, "A"), (two, "B")):
            records.edit(review, "document", "AR-D01", {"title": title})
        merging.take_from(one, two.path)
        before = one.digest()
        conflicts.settle(one, "document", "AR-D01", "title", "C")
        after = one.digest()
        told = []
        for redo in (False, True, False, True):
            done = steps.undo(one, redo=redo)
            assert done is not None
            told.append((done.kept, one.digest()))

    assert [(0, before), (0, after)] * 2 == told
