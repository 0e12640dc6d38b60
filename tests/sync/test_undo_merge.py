"""Undoing a whole merge: as if it had never been, without losing a word that was written since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from peervisit.store.review_file import ReviewFile
from peervisit.sync.merge import bring_back, take_back
from tests.sync.trio import made_anew, shown, take, trio

CODES = ("D1", "D2")
FIELDS: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("title", ("a", "b", "plan", None)),
    ("author", ("a", "b", None)),
    ("public", (0, 1, None)),
    ("indicators.GG-AMB-1", (1, None)),
)

Write = tuple[str, str, str, Any]
"""What to do, to which record, in which field, with which value."""

TITLE_A: Write = ("edit", "D1", "title", "a")
TITLE_B: Write = ("edit", "D1", "title", "b")
AUTHOR: Write = ("edit", "D1", "author", "a")
DELETE: Write = ("delete", "D1", "", "a")

_edits = st.sampled_from(FIELDS).flatmap(
    lambda field: st.tuples(
        st.just("edit"), st.sampled_from(CODES), st.just(field[0]), st.sampled_from(field[1])
    )
)
_others = st.tuples(
    st.sampled_from(("delete", "restore", "settle")),
    st.sampled_from(CODES),
    st.just(""),
    st.sampled_from("ab"),
)
writes = st.lists(_edits | _edits | _others, max_size=6)


def write(review: ReviewFile, what: Sequence[Write]) -> None:
    """Write to a copy, as its member."""
    for action, code, field, value in what:
        with review.transaction() as log:
            if action == "edit":
                log.record("document", code, [(field, value)])
            elif action == "delete" and review.exists("document", code):
                log.delete("document", code)
            elif action == "restore" and not review.exists("document", code) and _is_known(review, code):
                log.restore("document", code)
            elif action == "settle":
                _settle(review, code, value)


def _is_known(review: ReviewFile, code: str) -> bool:
    return bool(review.log.heads("document", code, "_deleted"))


def _settle(review: ReviewFile, code: str, value: str) -> None:
    row = review.connection.execute("SELECT field FROM conflict WHERE record = ?", (code,)).fetchone()
    if row:
        review.log.settle("document", code, row[0], int(value == "a") if row[0] == "_deleted" else value)


def own_words(review: ReviewFile) -> set[tuple[str, str, Any]]:
    """Return the values that the member of a copy wrote and that are open now."""
    rows = review.connection.execute(
        "SELECT h.record, h.field, c.value FROM head AS h "
        "JOIN change AS c ON c.session = h.session AND c.seq = h.seq "
        "WHERE c.author = 'AR' AND h.kind = 'document'"
    )
    return {tuple(row) for row in rows}


def disputed(review: ReviewFile) -> set[tuple[Any, ...]]:
    """Return what is in conflict."""
    return {tuple(row) for row in review.connection.execute("SELECT kind, record, field FROM conflict")}


@settings(max_examples=60)
@given(writes, writes, writes, writes)
def test_as_if_it_had_never_been(
    first: list[Write], second: list[Write], third: list[Write], shared: list[Write]
) -> None:
    """Everything that the copy shows is as before the merge, and after redoing it as after the merge."""
    with trio() as (anna, ben, carla):
        write(anna, shared)
        take(ben, anna)
        write(ben, second)
        take(carla, ben)
        write(carla, third)
        write(anna, first)
        before, digest = shown(anna), anna.digest()
        number = take(anna, carla)
        merged, digest_merged = shown(anna), anna.digest()
        if number is None:
            return
        take_back(anna, number)
        undone, digest_undone = shown(anna), anna.digest()
        bring_back(anna, number)

        assert (before, digest) == (undone, digest_undone)
        assert (merged, digest_merged) == (shown(anna), anna.digest())
        assert 0 == anna.connection.execute("SELECT count(*) FROM set_aside_change").fetchone()[0]


@settings(max_examples=60)
@given(writes, writes, writes, writes)
@example([TITLE_A], [TITLE_A], [TITLE_B, DELETE], [])
@example([TITLE_A, DELETE], [TITLE_A], [TITLE_B, DELETE], [])
@example([TITLE_A, DELETE], [TITLE_A], [AUTHOR, DELETE], [])
def test_what_was_written_since_stays(
    first: list[Write], second: list[Write], since: list[Write], later: list[Write]
) -> None:
    """A word written here after the merge is still open, or waits with its record; nothing dangles."""
    with trio() as (anna, ben, carla):
        write(anna, first)
        take(carla, anna)
        write(ben, second)
        open_before = disputed(anna)
        number = take(anna, ben)
        write(anna, since)
        words, digest, open_since = own_words(anna), anna.digest(), disputed(anna)
        take(carla, anna)
        if number is None:
            return
        out = take_back(anna, number)
        vanished = {code for kind, code in out.vanished if kind == "document"}
        left = {word for word in words if word[0] not in vanished}

        for code, field, value in left - own_words(anna):
            # Everything that stands in the field is the same value, or nothing does where it was emptied.
            held = {head.value for head in anna.log.heads("document", code, field)}
            assert held == {value} or not (held or value)
        assert not any(anna.exists(kind, code) for kind, code in out.vanished)
        assert disputed(anna) <= open_before | open_since
        assert made_anew(anna) == shown(anna)
        missing = anna.connection.execute(
            "SELECT count(*) FROM change_parent AS p WHERE NOT EXISTS (SELECT 1 FROM change AS c "
            "WHERE c.session = p.parent_session AND c.seq = p.parent_seq)"
        ).fetchone()[0]
        assert 0 == missing

        take(anna, ben)
        assert digest == anna.digest()
        assert made_anew(anna) == shown(anna)

        # And all copies come together as ever.
        write(anna, later)
        take(carla, anna)
        take(anna, carla)
        assert carla.digest() == anna.digest()
