"""The digest: equal exactly when two copies hold the same."""

from __future__ import annotations

from itertools import permutations

import pytest

from peervisit.store.log import Value
from peervisit.store.private import save_draft, seal
from peervisit.store.review_file import ReviewFile
from tests.store.copies import Copy


def test_empty_reviews_are_equal(anna: Copy, ben: Copy) -> None:
    """Two reviews that hold nothing have the same digest, a SHA-256 in hexadecimal."""
    assert (anna.digest(), 64) == (ben.digest(), len(anna.digest()))


def test_content_counts_and_history_does_not(anna: Copy, ben: Copy) -> None:
    """Who wrote it, when and in how many steps makes no difference."""
    anna.write("title", "A")
    anna.write("title", "B")
    anna.write("theme", "T")
    ben.watch.forward(days=300)
    ben.write("theme", "T")
    ben.write("title", "B")

    assert anna.digest() == ben.digest()


@pytest.mark.parametrize(
    ("name", "value"), [("title", "b"), ("theme", "B"), ("title", "B "), ("indicators.X", 1), ("new", "x")]
)
def test_any_difference_counts(anna: Copy, ben: Copy, name: str, value: Value) -> None:
    """A different value, field, entry or unknown field gives another digest."""
    anna.write("title", "B")
    ben.write("title", "B")
    ben.write(name, value)

    assert anna.digest() != ben.digest()


def test_text_and_number_differ(anna: Copy, ben: Copy) -> None:
    """The text '1' is not the number 1."""
    anna.write("title", 1)
    ben.write("title", "1")

    assert anna.digest() != ben.digest()


def test_an_emptied_field_counts_as_none(anna: Copy, ben: Copy) -> None:
    """A field that was filled and emptied again is the same as one never filled."""
    anna.write("title", "A")
    ben.write("title", "A")
    ben.write("theme", "T")
    ben.write("theme", None)

    assert anna.digest() == ben.digest()


def test_every_side_of_a_conflict_counts(anna: Copy, ben: Copy) -> None:
    """A copy that knows both values of a conflict differs from those that know one."""
    anna.write("title", "A")
    ben.write("title", "B")
    apart = {anna.digest(), ben.digest()}
    anna.take(ben)
    ben.take(anna)

    assert anna.digest() == ben.digest()
    assert anna.digest() not in apart


def test_a_conflict_with_emptiness_counts(anna: Copy, ben: Copy) -> None:
    """A field that one emptied while another rewrote it is a conflict in the digest too."""
    anna.write("title", "A")
    ben.take(anna)
    anna.write("title", None)
    ben.write("title", "B")
    alone = ben.digest()
    ben.take(anna)
    anna.take(ben)

    assert anna.digest() == ben.digest()
    assert alone != ben.digest()


def test_like_numbers_of_two_types() -> None:
    """Heads 1 and 1.0 give one digest, whichever copy was first."""
    writers = [Copy("X"), Copy("Y"), Copy("Z")]
    values: list[Value] = [1, 1.0, "1"]
    for writer, value in zip(writers, values, strict=True):
        writer.write("title", value)
    found = set()
    for order in permutations(writers):
        copy = Copy("AR")
        copy.take(*order)
        found.add(copy.digest())
    fewer = Copy("AR")
    fewer.take(writers[0], writers[2])

    assert 1 == len(found)
    assert fewer.digest() not in found


def test_what_stays_local_does_not_count(review: ReviewFile) -> None:
    """Drafts, sealed records, settings and backups are not part of what is shared."""
    before = review.digest()
    with review.transaction() as log:
        save_draft(log.connection, "AR", "evidence", "E1", "statement", "half a sen", "2026-05-12T09:00:00Z")
        seal(log.connection, "AR", "judgement", "X/AR/before", {"level": "par"}, "2026-05-12T09:00:00Z")
    review.set_local("me", "AR")
    review.back_up()

    assert before == review.digest()
