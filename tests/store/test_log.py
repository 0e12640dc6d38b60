"""The change log: nothing that was written gets lost, whatever way the changes travel."""

from __future__ import annotations

from itertools import permutations

import pytest

from peervisit.errors import ForkError
from peervisit.store import arrivals
from peervisit.store.catalogue import DELETED
from peervisit.store.log import Change
from peervisit.store.review_file import ReviewFile
from tests.store.copies import Copy


def test_a_value_written_is_shown(anna: Copy) -> None:
    """What is written stands in the readable table, in the log with its author, and in no conflict."""
    anna.write("title", "A plan")

    change = anna.changes()[0]

    assert ("A plan", "AR", 1, set()) == (anna.shown("title"), change.author, change.seq, anna.conflicts())


def test_a_change_names_what_it_replaces(anna: Copy) -> None:
    """A second value replaces the first, and says so."""
    anna.write("title", "A")
    anna.write("title", "B")

    first, second = anna.changes()

    assert ((first.session, first.seq),) == second.parents
    assert ["B"] == anna.values("title")


def test_the_same_value_again_is_no_change(anna: Copy) -> None:
    """Writing what stands there already leaves no trace."""
    anna.write("title", "A")
    anna.write("title", "A")

    assert 1 == len(anna.changes())


def test_a_field_given_twice_takes_the_last(anna: Copy) -> None:
    """A field that is given twice in one entry gets the last value, and disputes nothing with itself."""
    anna.log.record("conclusion", "C1", [("title", "A"), ("title", "B")])

    assert ("B", set()) == (anna.shown("title"), anna.conflicts())


def test_numbers_and_texts_differ(anna: Copy) -> None:
    """The text '1' and the number 1 are different values."""
    anna.write("position", 1)
    anna.write("position", "1")

    assert 2 == len(anna.changes())


def test_entries_of_a_set_are_changes_of_their_own(anna: Copy, ben: Copy) -> None:
    """Two people who add different indicators to one record do not disagree."""
    anna.write("indicators.GG-AMB-1", 1)
    ben.write("indicators.GG-AMB-2", 1)
    anna.take(ben)

    rows = anna.connection.execute("SELECT item FROM conclusion_indicators ORDER BY item").fetchall()

    assert (["GG-AMB-1", "GG-AMB-2"], set()) == ([row[0] for row in rows], anna.conflicts())


def test_an_entry_of_a_set_taken_away(anna: Copy) -> None:
    """An entry whose value is nothing is gone from the table and stays in the log."""
    anna.write("indicators.GG-AMB-1", 1)
    anna.write("indicators.GG-AMB-1", None)

    count = anna.connection.execute("SELECT count(*) FROM conclusion_indicators").fetchone()[0]

    assert (0, 2) == (count, len(anna.changes()))


def test_two_values_are_a_conflict(anna: Copy, ben: Copy) -> None:
    """Two values written apart are both kept and listed; the one with the newer clock is shown."""
    anna.write("title", "A")
    ben.watch.forward(seconds=1)
    ben.write("title", "B")
    anna.take(ben)
    ben.take(anna)

    assert [{("conclusion", "C1", "title")}] * 2 == [anna.conflicts(), ben.conflicts()]
    assert [["B", "A"]] * 2 == [anna.values("title"), ben.values("title")]
    assert anna.digest() == ben.digest()


def test_the_same_value_from_two_is_no_conflict(anna: Copy, ben: Copy) -> None:
    """Two people who write the same do not disagree, and one later change replaces both."""
    anna.write("title", "A")
    ben.write("title", "A")
    anna.take(ben)
    assert set() == anna.conflicts()

    anna.write("title", "B")

    assert ["B"] == anna.values("title")


def test_typing_does_not_settle_a_conflict(anna: Copy, ben: Copy) -> None:
    """A change replaces what its author saw; the other side of a conflict stays open."""
    anna.write("title", "A")
    ben.watch.forward(seconds=1)
    ben.write("title", "B")
    anna.take(ben)
    anna.write("title", "C")

    assert (["C", "A"], {("conclusion", "C1", "title")}) == (anna.values("title"), anna.conflicts())


def test_settling_ends_a_conflict_everywhere(anna: Copy, ben: Copy) -> None:
    """A change that replaces every head ends the conflict on each copy that gets it."""
    anna.write("title", "A")
    ben.write("title", "B")
    anna.take(ben)
    anna.log.settle("conclusion", "C1", "title", "A and B")
    ben.take(anna)

    assert [(["A and B"], set())] * 2 == [(one.values("title"), one.conflicts()) for one in (anna, ben)]


def test_a_conflict_of_three(anna: Copy, ben: Copy, carla: Copy) -> None:
    """Three values stay three, whoever meets whom first."""
    for copy, value in ((anna, "A"), (ben, "B"), (carla, "C")):
        copy.write("title", value)
    ben.take(carla)
    anna.take(ben)

    assert {"A", "B", "C"} == set(anna.values("title"))


def test_deleting_removes_from_sight_only(anna: Copy) -> None:
    """A deleted record is in no table and in no digest, and wholly in the log."""
    empty = anna.digest()
    anna.write("title", "A")
    anna.log.delete("conclusion", "C1")

    assert (None, empty, 2) == (anna.shown("title"), anna.digest(), len(anna.changes()))


def test_restoring_brings_everything_back(anna: Copy) -> None:
    """A record that was deleted comes back with all fields and entries."""
    anna.log.record("conclusion", "C1", [("title", "A"), ("indicators.GG-AMB-1", 1)])
    before = anna.tables()["conclusion"], anna.digest()
    anna.log.delete("conclusion", "C1")
    anna.log.restore("conclusion", "C1")

    assert before == (anna.tables()["conclusion"], anna.digest())


def test_editing_against_deleting_is_a_conflict(anna: Copy, ben: Copy) -> None:
    """A record that one deletes while another edits it stays in sight, as a conflict."""
    anna.write("title", "A")
    ben.take(anna)
    anna.log.delete("conclusion", "C1")
    ben.write("title", "B")
    anna.take(ben)
    ben.take(anna)

    assert [("B", {("conclusion", "C1", DELETED)})] * 2 == [
        (one.shown("title"), one.conflicts()) for one in (anna, ben)
    ]
    assert anna.digest() == ben.digest()


@pytest.mark.parametrize(("deleted", "expected"), [(1, None), (0, "B")])
def test_settling_a_deletion(anna: Copy, ben: Copy, deleted: int, expected: str | None) -> None:
    """A disputed deletion is settled either way, on both copies."""
    anna.write("title", "A")
    ben.take(anna)
    anna.log.delete("conclusion", "C1")
    ben.write("title", "B")
    anna.take(ben)
    anna.log.settle("conclusion", "C1", DELETED, deleted)
    ben.take(anna)

    assert [(expected, set())] * 2 == [(one.shown("title"), one.conflicts()) for one in (anna, ben)]


def test_applying_twice_changes_nothing(anna: Copy, ben: Copy) -> None:
    """Changes that are here already are counted as known and do no harm."""
    anna.write("title", "A")
    ben.take(anna)
    before = ben.tables()

    applied = ben.log.apply(anna.changes() * 2)

    assert (0, 2, before) == (applied.new, applied.known, ben.tables())


def test_every_order_of_arrival_is_the_same(anna: Copy, ben: Copy) -> None:
    """Whatever order five changes arrive in, the copy is the same, and nothing is left waiting."""
    anna.write("title", "A")
    ben.take(anna)
    ben.write("title", "B")
    anna.write("title", "C")
    anna.take(ben)
    anna.log.settle("conclusion", "C1", "title", "D")
    anna.log.delete("conclusion", "C1")
    seen = set()

    for order in permutations(anna.changes()):
        copy = Copy("CM")
        held = [copy.log.apply([change]).held for change in order][-1]
        seen.add((copy.digest(), repr(copy.tables()), held))

    assert {(anna.digest(), repr(anna.tables()), 0)} == seen


def test_a_change_waits_for_what_it_has_seen(anna: Copy, ben: Copy) -> None:
    """A change that comes before the one it replaces is held, and taken in once that one is here."""
    anna.write("title", "A")
    anna.write("title", "B")
    first, second = anna.changes()

    early = ben.log.apply([second])
    then = ben.log.apply([first])

    assert (0, 1, 2, 0, "B") == (early.new, early.held, then.new, then.held, ben.shown("title"))


def test_large_deliveries_in_any_order(anna: Copy, ben: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    """A delivery of many batches, newest first, leaves nothing waiting."""
    monkeypatch.setattr(arrivals, "BATCH", 3)
    for number in range(20):
        anna.write("title", f"title {number}")

    applied = ben.log.apply(reversed(anna.changes()))

    assert (20, 0, "title 19") == (applied.new, applied.held, ben.shown("title"))


def test_one_identity_with_two_contents_stops(anna: Copy, ben: Copy) -> None:
    """A change that arrives with another content than the one here stops loudly."""
    anna.write("title", "A")
    ben.take(anna)
    forged = anna.changes()[0]._replace(value="B")

    with pytest.raises(ForkError):
        ben.log.apply([forged])


def test_a_fork_among_those_held(anna: Copy, ben: Copy) -> None:
    """A fork is found also while the first of the two is still waiting."""
    anna.write("title", "A")
    anna.write("title", "B")
    second = anna.changes()[1]
    ben.log.apply([second])

    with pytest.raises(ForkError):
        ben.log.apply([second._replace(value="C")])


def test_the_order_in_which_replaced_changes_are_named_is_no_fork(anna: Copy, ben: Copy) -> None:
    """A change that arrives twice with its parents in another order is the same change."""
    anna.write("title", "A")
    ben.write("title", "B")
    anna.take(ben)
    anna.log.settle("conclusion", "C1", "title", "C")
    settled = anna.changes()[-1]
    turned = settled._replace(parents=tuple(reversed(settled.parents)))

    applied = Copy("CM").log.apply([*ben.changes(), *anna.changes()[:-1], turned, settled, turned])

    assert 3 == applied.new


def test_unknown_kinds_and_fields_are_passed_on(anna: Copy, ben: Copy, carla: Copy) -> None:
    """What a newer version writes is kept, counted in the digest and passed on, though not shown."""
    clock = "2027-01-01T00:00:00.000Z-0000"
    news = [
        Change("f" * 16, 1, clock, "ZZ", "hologram", "H1", "depth", 3.5),
        Change("f" * 16, 2, clock, "ZZ", "conclusion", "C1", "hologram", "x"),
        Change("f" * 16, 3, clock, "ZZ", "conclusion", "C1", "holograms.a", 1),
    ]
    anna.write("title", "A")
    anna.log.apply(news)
    ben.take(anna)
    carla.take(ben)

    assert (4, "A", anna.digest()) == (len(carla.changes()), carla.shown("title"), carla.digest())


def test_changes_travel_as_lines(anna: Copy, ben: Copy) -> None:
    """A change written as a line of a change file and read back is the same change."""
    anna.write("title", "Ł’été 😀\n\u2028")
    ben.write("title", 'B "quoted"')
    anna.take(ben)
    anna.log.settle("conclusion", "C1", "title", None)
    expected = anna.changes()

    assert expected == [Change.from_json(change.as_json()) for change in expected]


def test_a_failed_write_leaves_nothing_behind(review: ReviewFile) -> None:
    """What could not be written is forgotten: the next entry neither fails nor brings it back."""
    with pytest.raises(UnicodeEncodeError), review.transaction() as log:
        log.record("conclusion", "C1", [("title", "\ud800")])

    with review.transaction() as log:
        log.record("conclusion", "C2", [("title", "A")])

    assert ["C2"] == list(review.rows("conclusion"))


def test_gathered_entries_are_written_together(review: ReviewFile) -> None:
    """An import that gathers its entries holds the same as one that writes them one by one."""
    with review.transaction() as log, log.gathering():
        for number in range(5):
            log.record("conclusion", f"C{number}", [("title", "A"), ("indicators.GG-AMB-1", 1)])
            log.record("conclusion", f"C{number}", [("title", "B")])
    single = Copy("AR")
    for number in range(5):
        single.log.record("conclusion", f"C{number}", [("title", "A"), ("indicators.GG-AMB-1", 1)])
        single.write("title", "B", f"C{number}")

    assert single.digest() == review.digest()


def test_a_failed_import_leaves_nothing_behind(review: ReviewFile) -> None:
    """Entries that were gathered and then given up are not written later."""
    with pytest.raises(KeyError), review.transaction() as log, log.gathering():
        log.record("conclusion", "C1", [("title", "A")])
        raise KeyError
    with review.transaction() as log:
        log.record("conclusion", "C2", [("title", "B")])

    assert ["C2"] == list(review.rows("conclusion"))


def test_nothing_written_leaves_no_trace(review: ReviewFile) -> None:
    """A session that writes nothing is nowhere in the log."""
    with review.transaction(label="look"):
        pass

    assert 0 == review.connection.execute("SELECT count(*) FROM change").fetchone()[0]
    assert review.undo() is None


def test_records_known_to_be_new_are_written_as_any_others(review: ReviewFile) -> None:
    """Asked once of which records the log holds something, whoever writes many reads none of the others."""
    with review.transaction() as log:
        log.record("conclusion", "C1", [("title", "A")])
        log.delete("conclusion", "C1")
    with review.transaction() as log, log.gathering():
        log.record("conclusion", "C2", [("title", "B")])
        known = log.codes("conclusion")
        for code in {"C3", "C4"} - known:
            log.record_first("conclusion", code, [("title", code), ("title", "the last counts")])
        log.record("conclusion", "C3", [("title", "D")])

    assert {"C1", "C2"} == known
    found = {code: row["title"] for code, row in review.rows("conclusion").items()}
    assert {"C2": "B", "C3": "D", "C4": "the last counts"} == found
    assert 0 == review.connection.execute("SELECT count(*) FROM conflict").fetchone()[0]
