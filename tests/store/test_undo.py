"""Undo and redo: steps are reversed by new changes, and never at the cost of what others did since."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervisit.store import undo
from peervisit.store.log import ChangeLog, Value
from peervisit.store.review_file import ReviewFile
from tests.store.copies import Copy, Watch


def write(review: ReviewFile, *values: tuple[str, Value], code: str = "C1", label: str = "step") -> None:
    """Write fields of one conclusion as one step."""
    with review.transaction(label) as log:
        log.record("conclusion", code, values)


def title(review: ReviewFile, code: str = "C1") -> object:
    """Return the title of a conclusion, or None where it is not there."""
    row = review.row("conclusion", code)
    return row["title"] if row else None


def test_undo_and_redo_a_value(review: ReviewFile) -> None:
    """A changed value goes back to what it was, and forward again."""
    write(review, ("title", "A"))
    write(review, ("title", "B"))
    seen = []

    review.undo()
    seen.append(title(review))
    review.undo(redo=True)
    seen.append(title(review))

    assert ["A", "B"] == seen


def test_undo_says_what_it_undid(review: ReviewFile) -> None:
    """Undo returns the label of the step, and nothing that was left alone."""
    write(review, ("title", "A"), label="edit conclusion C1")

    assert ("edit conclusion C1", []) == review.undo()


def test_nothing_to_undo(review: ReviewFile) -> None:
    """With no step done or undone, undo and redo return nothing."""
    assert (None, None) == (review.undo(), review.undo(redo=True))


def test_undo_of_a_new_record(review: ReviewFile) -> None:
    """A record that the step made is deleted; redo brings it back whole."""
    write(review, ("title", "A"), ("indicators.X", 1))
    before = review.digest()
    seen = []

    review.undo()
    seen.append(review.rows("conclusion"))
    review.undo(redo=True)

    assert ([{}], before) == (seen, review.digest())


def test_undo_of_a_deletion(review: ReviewFile) -> None:
    """A deleted record comes back; redo deletes it again."""
    write(review, ("title", "A"))
    with review.transaction("delete") as log:
        log.delete("conclusion", "C1")
    seen = []

    review.undo()
    seen.append(title(review))
    review.undo(redo=True)
    seen.append(title(review))

    assert ["A", None] == seen


def test_a_step_of_many_changes(review: ReviewFile) -> None:
    """Everything of one step goes back together, a field that it wrote twice included."""
    write(review, ("title", "A"), ("theme", "T"))
    before = review.digest()
    with review.transaction("many") as log:
        log.record("conclusion", "C1", [("title", "B")])
        log.record("conclusion", "C1", [("title", "C"), ("theme", None)])
        log.record("conclusion", "C2", [("title", "new")])

    review.undo()

    assert before == review.digest()


def test_undo_of_an_entry_of_a_set(review: ReviewFile) -> None:
    """An indicator that was added goes, one that was taken away comes back."""
    write(review, ("indicators.X", 1))
    write(review, ("indicators.X", None), ("indicators.Y", 1))

    review.undo()

    row = review.row("conclusion", "C1")
    assert row is not None
    assert ["X"] == row["indicators"]


def test_undo_of_a_settlement(review: ReviewFile) -> None:
    """A settled conflict is open again, with both values."""
    anna, ben = Copy("AR"), Copy("BK")
    anna.write("title", "A")
    ben.write("title", "B")
    with review.transaction() as log:
        log.apply([*anna.changes(), *ben.changes()])
    before = review.digest()
    with review.transaction("settle") as log:
        log.settle("conclusion", "C1", "title", "both")

    review.undo()

    assert {"A", "B"} == {head.value for head in review.log.heads("conclusion", "C1", "title")}
    assert before == review.digest()


def test_undo_leaves_alone_what_others_built_on(review: ReviewFile) -> None:
    """A value that somebody changed since is not taken back; undo says which."""
    write(review, ("title", "A"))
    write(review, ("title", "B"), ("theme", "T"))
    ben = Copy("BK", Watch(review.now().replace(year=2027)))
    ben.log.apply(review.log.changes())
    ben.write("title", "C")
    with review.transaction() as log:
        log.apply(ben.changes())

    undone = review.undo()

    assert undone is not None
    assert (["title"], "C") == ([change.field for change in undone[1]], title(review))


def test_undo_leaves_alone_a_new_record_that_others_edited(review: ReviewFile) -> None:
    """A record made in the step and edited by somebody else since is not deleted."""
    write(review, ("title", "A"))
    ben = Copy("BK")
    ben.log.apply(review.log.changes())
    ben.write("theme", "T")
    with review.transaction() as log:
        log.apply(ben.changes())

    undone = review.undo()

    assert undone is not None
    assert (["title"], "A") == ([change.field for change in undone[1]], title(review))


def test_undo_leaves_alone_what_others_deleted(review: ReviewFile) -> None:
    """A value in a record that somebody deleted since is not put back, and the record stays deleted."""
    write(review, ("title", "A"))
    write(review, ("title", "B"))
    ben = Copy("BK")
    ben.log.apply(review.log.changes())
    ben.log.delete("conclusion", "C1")
    with review.transaction() as log:
        log.apply(ben.changes())

    undone = review.undo()

    assert undone is not None
    assert (["title"], None) == ([change.field for change in undone[1]], title(review))


def test_a_new_step_forgets_what_could_be_redone(review: ReviewFile) -> None:
    """After undo and a new entry there is nothing to redo."""
    write(review, ("title", "A"))
    review.undo()
    write(review, ("title", "B"))

    assert review.undo(redo=True) is None


def test_steps_outlive_the_session(review: ReviewFile, path: Path, watch: Watch) -> None:
    """What was done before closing can be undone after opening again."""
    write(review, ("title", "A"))
    write(review, ("title", "B"))
    review.close()

    with ReviewFile.open(path, author="AR", now=watch) as again:
        again.undo()

        assert "A" == title(again)


def test_what_comes_from_others_is_no_step(review: ReviewFile, ben: Copy) -> None:
    """Changes taken in from another copy are not undone by undo."""
    ben.write("title", "B")
    with review.transaction() as log:
        log.apply(ben.changes())

    assert (None, "B") == (review.undo(), title(review))


def test_the_outermost_transaction_names_the_step(review: ReviewFile) -> None:
    """Steps within a step are one step, and the label of the outer one counts."""
    with review.transaction("outer"):
        review.name_step("inner")
        write(review, ("title", "A"), label="inner")
        write(review, ("theme", "T"), label="inner")

    undone = review.undo()

    assert undone is not None
    assert ("outer", {}) == (undone[0], review.rows("conclusion"))


def test_a_failed_step_is_no_step(review: ReviewFile) -> None:
    """A step that was rolled back can neither be seen nor undone."""
    with pytest.raises(KeyError), review.transaction("bad") as log:
        log.record("conclusion", "C1", [("title", "A")])
        raise KeyError

    assert (None, {}) == (review.undo(), review.rows("conclusion"))


def test_old_steps_are_forgotten(review: ReviewFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the newest steps are kept."""
    monkeypatch.setattr(undo, "KEPT", 3)
    for number in range(5):
        write(review, ("title", f"{number}"))

    undone = [review.undo() for _time in range(4)]

    assert (3, "1") == (len([step for step in undone if step]), title(review))


_FIELDS = st.sampled_from(["title", "theme", "indicators.X", "indicators.Y"])
_WRITES = st.tuples(st.sampled_from(["C1", "C2"]), _FIELDS, st.sampled_from(["a", "b", None]))
_STEPS = st.lists(st.lists(st.one_of(_WRITES, st.sampled_from(["-C1", "-C2"])), max_size=4), max_size=6)


def _step(log: ChangeLog, actions: list[str | tuple[str, str, str | None]]) -> None:
    """Do one step as services do: nothing is deleted or edited that is not there."""
    alive = {row[0] for row in log.connection.execute("SELECT code FROM conclusion")}
    for action in actions:
        if isinstance(action, tuple):
            code, name, value = action
            if code not in alive and log.heads("conclusion", code, "_deleted"):
                log.restore("conclusion", code)
            log.record("conclusion", code, [(name, value)])
            alive.add(code)
        elif action[1:] in alive:
            log.delete("conclusion", action[1:])
            alive.discard(action[1:])


@settings(max_examples=100)
@given(steps=_STEPS)
def test_undo_goes_all_the_way_back_and_forward(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[str | tuple[str, str, str | None]]]
) -> None:
    """Undoing every step passes through the same contents in reverse, redoing goes forward again."""
    path = tmp_path_factory.mktemp("undo") / "a.peervisit"
    with ReviewFile.create(path, author="AR", now=Watch()) as review:
        forward = [review.digest()]
        for actions in steps:
            before = review.log.seq
            with review.transaction("step") as log:
                _step(log, actions)
            if review.log.seq > before:
                forward.append(review.digest())
        back = [review.digest()]
        while review.undo():
            back.append(review.digest())
        again = [review.digest()]
        while review.undo(redo=True):
            again.append(review.digest())

    assert forward == back[::-1]
    assert forward == again
