"""Conflicts: graded, called by a lasting number, brought together, and settled one by one or all at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peervisit.errors import PeervisitError, RecordError, UnknownCodeError
from peervisit.service import conflicts, records, settling, steps
from peervisit.service.three_way import combine, has_clashes, sentences
from peervisit.store.catalogue import DELETED
from peervisit.store.log import Change
from tests.service.test_merging import Laptops

BASE = "The council meets monthly. It has no budget. Minutes are public."


@pytest.fixture
def laptops(tmp_path: Path) -> Iterator[Laptops]:
    """Return two laptops with a copy each of one review."""
    both = Laptops(tmp_path)
    yield both
    both.one.close()
    both.two.close()


def _statements(laptops: Laptops, one: str, two: str, base: str = BASE) -> conflicts.Conflict:
    records.edit(laptops.one, "evidence", "BK-E01", {"statement": base})
    laptops.together()
    return laptops.apart("evidence", "BK-E01", {"statement": one}, {"statement": two})


# Long texts


def test_changes_in_different_sentences_come_together() -> None:
    """What each changed is taken, and what both left stands once."""
    one = BASE.replace("monthly", "weekly")
    two = BASE + " Nobody reads them."

    assert (one + " Nobody reads them.", True) == (
        (both := combine(BASE, [one, two])).text,
        both.clean,
    )


def test_additions_in_one_place_are_all_kept() -> None:
    """Two who both went on writing at the end have both their sentences kept, in order."""
    assert "A.\nB.\nC.\nD." == combine("A.", ["A.\nB.", "A.\nC.", "A.\nD."]).text


def test_the_same_sentence_changed_by_two_is_shown_twice() -> None:
    """Where two contradict each other both stand, marked, and nothing else is touched."""
    both = combine(BASE, [BASE.replace("monthly", "weekly"), BASE.replace("monthly", "yearly")])

    assert 1 == both.clashes
    assert has_clashes(both.text)
    assert "⟦1⟧The council meets weekly.⟦2⟧The council meets yearly.⟦⟧ It has no budget." in both.text


def test_texts_without_a_common_beginning_stand_side_by_side() -> None:
    """Texts that were written apart from the start are never mixed."""
    both = combine(None, ["one", "two"])

    assert ("⟦1⟧one\n⟦2⟧two\n⟦⟧", 1) == (both.text, both.clashes)


_WORDS = st.lists(st.sampled_from(["Yes.", "No!", "Why?", "a", "\n", " ", "3.5", "…"]), max_size=8).map(
    "".join
)


@given(base=_WORDS, one=_WORDS)
def test_what_one_alone_changed_is_taken(base: str, one: str) -> None:
    """If only one changed the text, the result is that version, whoever comes first."""
    assert not base or one == combine(base, [one, base]).text == combine(base, [base, one]).text


@given(base=_WORDS, one=_WORDS, other=_WORDS)
def test_no_sentence_that_was_added_is_lost(base: str, one: str, other: str) -> None:
    """Every sentence that one of them has and the text before had not is in the result."""
    text = combine(base, [one, other]).text
    for version in (one, other):
        for sentence in set(sentences(version)) - set(sentences(base)):
            assert sentence in text


# Grades


def test_both_sides_say_who_and_when(laptops: Laptops) -> None:
    """A conflict on a text has both versions, what they started from, and both brought together."""
    found = _statements(laptops, BASE.replace("monthly", "weekly"), BASE + " Nobody reads them.")

    assert ("same-field", BASE) == (found.grade, found.base)
    assert {"AR", "BK"} == {version.author for version in found.versions}
    assert all(version.at for version in found.versions)
    assert found.combined is not None
    assert BASE.replace("monthly", "weekly") + " Nobody reads them." == found.combined.text


def test_the_value_both_started_from_after_many_changes(laptops: Laptops) -> None:
    """What both started from is found behind long lines of changes, quickly."""
    records.edit(laptops.one, "evidence", "BK-E01", {"statement": BASE})
    laptops.together()
    for number in range(50):
        records.edit(laptops.one, "evidence", "BK-E01", {"statement": f"one {number}"})
        records.edit(laptops.two, "evidence", "BK-E01", {"statement": f"two {number}"})
    laptops.together()
    (found,) = conflicts.conflicts(laptops.one)

    assert (BASE, {"one 49", "two 49"}) == (found.base, {version.value for version in found.versions})


def test_short_fields_are_not_brought_together(laptops: Laptops) -> None:
    """A choice or a short text is one or the other."""
    found = laptops.apart("document", "AR-D01", {"title": "Plan A"}, {"title": "Plan B"})

    assert found.combined is None


def test_edited_and_deleted_says_what_was_edited(laptops: Laptops) -> None:
    """Whoever decides whether a record goes sees what was written into it."""
    records.edit(laptops.one, "document", "AR-D01", {"title": "Budget 2026"})
    records.remove(laptops.two, "document", "AR-D01")
    laptops.together()
    (found,) = conflicts.conflicts(laptops.one)
    keep, delete = found.versions

    assert ("edit-and-delete", [("title", "Budget 2026")]) == (
        found.grade,
        [(edit.field, edit.value) for edit in keep.edits],
    )
    assert (0, "AR", 1, "BK") == (keep.value, keep.author, delete.value, delete.author)


def test_of_a_newer_version(laptops: Laptops) -> None:
    """What only a newer peervisit knows is listed as such; a version can be taken, nothing else written."""
    for number, value in enumerate("ab", 1):
        change = Change(
            f"{number:016x}", 1, f"2026-05-12T09:0{number}:00.000Z-0000", "BK", "hologram", "H1", "x", value
        )
        with laptops.one.transaction() as log:
            log.apply([change])
    (found,) = conflicts.conflicts(laptops.one)

    assert "unknown" == found.grade
    with pytest.raises(RecordError, match="take one of the versions"):
        conflicts.settle(laptops.one, *found.name, "c")
    conflicts.settle(laptops.one, *found.name, "a")
    assert [] == conflicts.conflicts(laptops.one)


def test_other_fields_of_one_record_are_worth_a_look(laptops: Laptops) -> None:
    """Two who changed different fields at once are not in conflict; where both is known, it is noticed."""
    records.edit(laptops.two, "evidence", "BK-E01", {"remarks": "odd"})
    records.edit(laptops.one, "evidence", "BK-E01", {"confidence": "high"})
    laptops.together()
    (one,) = settling.notices(laptops.one)
    settling.looked_at(laptops.one, one)

    assert ([], [], []) == (
        conflicts.conflicts(laptops.one),
        settling.notices(laptops.two),
        settling.notices(laptops.one),
    )
    assert (("confidence",), "AR", ("remarks",), "BK") == (
        one.fields,
        one.author,
        one.came_fields,
        one.came_author,
    )


def test_changes_made_in_knowledge_of_each_other_are_not_noticed(laptops: Laptops) -> None:
    """Whoever had the other's change before them when they wrote is not told of it."""
    records.edit(laptops.two, "evidence", "BK-E01", {"remarks": "odd"})
    laptops.together()
    records.edit(laptops.one, "evidence", "BK-E01", {"confidence": "high"})
    laptops.together()

    assert ([], []) == (settling.notices(laptops.one), settling.notices(laptops.two))


# Numbers


def test_a_number_stays_with_its_conflict(laptops: Laptops) -> None:
    """When one conflict is settled the others keep their numbers, and the number is not given again."""
    for code, title in (("AR-D01", "A"), ("AR-D02", "B")):
        records.edit(laptops.one, "document", code, {"title": f"{title} one"})
        records.edit(laptops.two, "document", code, {"title": f"{title} two"})
    laptops.together()
    first, second = conflicts.conflicts(laptops.one)
    conflicts.settle(laptops.one, *first.name, "x")

    assert [second] == conflicts.conflicts(laptops.one)
    assert second == conflicts.find(laptops.one, second.number) == conflicts.named(laptops.one, second.name)
    with pytest.raises(UnknownCodeError, match="is settled already"):
        conflicts.find(laptops.one, first.number)
    with pytest.raises(UnknownCodeError, match="no conflict has the number 99"):
        conflicts.find(laptops.one, 99)


def test_a_conflict_whose_versions_changed_has_another_number(laptops: Laptops) -> None:
    """Nobody settles versions that they have not seen: the old number says which the new one is."""
    found = laptops.apart("document", "AR-D01", {"title": "Plan A"}, {"title": "Plan B"})
    records.edit(laptops.two, "document", "AR-D01", {"title": "Plan C"})
    laptops.together()
    (now,) = conflicts.conflicts(laptops.one)

    assert now.number != found.number
    with pytest.raises(UnknownCodeError, match=f"has other versions.*number {now.number} now"):
        conflicts.find(laptops.one, found.number)


@pytest.mark.parametrize("taken", [0, 1])
@pytest.mark.parametrize("first", ["one", "two"])
def test_settling_is_undone_and_done_again(laptops: Laptops, first: str, taken: int) -> None:
    """Whichever version was taken, undo opens the conflict again and redo settles it as it was."""
    for name in sorted(("one", "two"), key=lambda name: name != first):
        records.edit(getattr(laptops, name), "document", "AR-D01", {"title": f"Plan {name}"})
    laptops.together()
    (conflict,) = conflicts.conflicts(laptops.one)
    disputed = laptops.one.digest()
    conflicts.settle(laptops.one, *conflict.name, conflict.versions[taken].value)
    settled = laptops.one.digest()

    for _round in range(2):
        steps.undo(laptops.one)
        assert disputed == laptops.one.digest()
        steps.undo(laptops.one, redo=True)
        assert settled == laptops.one.digest()


# All at once


@pytest.fixture
def three(laptops: Laptops) -> Laptops:
    """Return the laptops with a title, a statement and a deletion in conflict."""
    records.edit(laptops.one, "evidence", "BK-E01", {"statement": BASE})
    laptops.together()
    records.edit(laptops.one, "evidence", "BK-E01", {"statement": BASE + " One."})
    records.edit(laptops.two, "evidence", "BK-E01", {"statement": BASE + " Two."})
    records.edit(laptops.one, "document", "AR-D01", {"title": "A"})
    records.edit(laptops.two, "document", "AR-D01", {"title": "B"})
    records.edit(laptops.one, "document", "AR-D02", {"title": "C"})
    records.remove(laptops.two, "document", "AR-D02")
    laptops.together()
    return laptops


def test_all_of_a_kind_that_is_none(three: Laptops) -> None:
    """A kind that is misspelt settles nothing, and does not say that nothing was open."""
    before = three.one.digest()
    with pytest.raises(PeervisitError, match="unknown kind; there are review, "):
        settling.settle_all(three.one, "theirs", member="AR", kinds=["documents"])

    assert before == three.one.digest()


def test_mine_and_theirs(three: Laptops) -> None:
    """All conflicts take one side, in one step that undo takes back whole, on both copies."""
    before = three.one.digest()
    settling.settle_all(three.one, "theirs", member="AR")
    title = three.one.rows("document")["AR-D01"]["title"]
    after = three.one.digest()

    assert ("B", False, []) == (title, three.one.exists("document", "AR-D02"), conflicts.conflicts(three.one))
    steps.undo(three.one)
    assert before == three.one.digest()
    steps.undo(three.one, redo=True)
    assert after == three.one.digest()
    three.together()
    assert after == three.two.digest()


@pytest.mark.parametrize("take", ["mine", "keep"])
def test_keeping_is_undone_to_the_dispute(three: Laptops, take: str) -> None:
    """Undoing that a record is kept brings back that somebody had deleted it: a person decides again."""
    before = three.one.digest()
    settling.settle_all(three.one, take, member="AR", grade="edit-and-delete")
    kept = three.one.digest()
    steps.undo(three.one)

    assert (before, True) == (three.one.digest(), three.one.exists("document", "AR-D02"))
    assert ("document", "AR-D02", DELETED) in {one.name for one in conflicts.conflicts(three.one)}
    steps.undo(three.one, redo=True)
    assert kept == three.one.digest()


def test_only_some(three: Laptops) -> None:
    """A rule that does not fit leaves the conflict open and says why; a look changes nothing."""
    before = three.one.digest()
    look = settling.settle_all(three.one, "merge", member="AR", dry_run=True)
    unchanged = three.one.digest()
    done = settling.settle_all(three.one, "merge", member="AR")

    assert before == unchanged
    assert look == done
    assert [True, True, False] == [one.reason is not None for one in done]
    assert BASE + " Two. One." == three.one.rows("evidence")["BK-E01"]["statement"]
    assert 2 == len(conflicts.conflicts(three.one))


def test_of_a_grade_or_kind(three: Laptops) -> None:
    """All of one grade, or of one kind of record, are settled, and no other."""
    settling.settle_all(three.one, "delete", member="AR", grade="edit-and-delete")
    settling.settle_all(three.one, "newest", member="AR", kinds=["document"])

    assert [("evidence", "BK-E01", "statement")] == [one.name for one in conflicts.conflicts(three.one)]


def test_no_text_for_all(three: Laptops) -> None:
    """A text or a number is for one conflict."""
    with pytest.raises(PeervisitError, match="take one of newest"):
        settling.settle_all(three.one, "1", member="AR")


def test_marks_of_a_clash_do_not_get_in(laptops: Laptops) -> None:
    """A text in which somebody still has to choose settles nothing."""
    found = _statements(laptops, BASE.replace("monthly", "weekly"), BASE.replace("monthly", "yearly"))
    assert found.combined is not None
    with pytest.raises(RecordError, match="still has places marked"):
        conflicts.settle(laptops.one, *found.name, found.combined.text)
    with pytest.raises(RecordError, match="contradict each other"):
        settling.value_for(found, "merge", "AR")


@pytest.mark.parametrize(("said", "taken"), [("yes", ["GG-AMB-1"]), ("no", []), ("nothing", []), ("x", None)])
def test_an_entry_is_there_or_not(laptops: Laptops, said: str, taken: list[str] | None) -> None:
    """Whether an entry is in a set is settled by yes or no; another text is refused, not taken for yes."""
    records.add(laptops.one, "conclusion", {"text": "A", "indicators": ["GG-AMB-1"]}, code="AR-C07")
    laptops.together()
    records.edit(laptops.one, "conclusion", "AR-C07", {"indicators": []})
    records.edit(laptops.two, "conclusion", "AR-C07", {"indicators": []})
    records.edit(laptops.two, "conclusion", "AR-C07", {"indicators": ["GG-AMB-1"]})
    laptops.together()
    name = ("conclusion", "AR-C07", "indicators.GG-AMB-1")
    if taken is None:
        with pytest.raises(RecordError, match="has not the right form"):
            conflicts.settle(laptops.one, *name, said)
        return
    conflicts.settle(laptops.one, *name, said)

    assert taken == laptops.one.rows("conclusion")["AR-C07"]["indicators"]
    assert [] == conflicts.conflicts(laptops.one)


def test_nobodys_version(laptops: Laptops) -> None:
    """Whose version is 'mine' must be clear."""
    found: Any = laptops.apart("document", "AR-D01", {"title": "Plan A"}, {"title": "Plan B"})
    for member in (None, "CM"):
        with pytest.raises(RecordError, match="nobody can tell"):
            settling.value_for(found, "mine", member)


def test_brought_back_and_deleted_again(laptops: Laptops) -> None:
    """One brings a record back that another deletes again: listed, and settled either way."""
    records.remove(laptops.one, "document", "AR-D01")
    laptops.together()
    for review in (laptops.one, laptops.two):
        with review.transaction() as log:
            log.restore("document", "AR-D01")
    records.remove(laptops.two, "document", "AR-D01")
    laptops.together()
    (found,) = conflicts.conflicts(laptops.one)
    conflicts.settle(laptops.one, *found.name, 1)
    laptops.together()

    assert ("edit-and-delete", "AR", ()) == (found.grade, found.versions[0].author, found.versions[0].edits)
    assert not laptops.two.exists("document", "AR-D01")
    assert [] == conflicts.conflicts(laptops.two)
