"""A change is written as one line in one way, however it is put together."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peervisit.store import log_rows, migrations
from peervisit.store.change import Change

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
KEYS = st.tuples(TEXTS, st.integers(1, 2**53))
CHANGES = st.builds(
    Change,
    session=TEXTS,
    seq=st.integers(1, 2**53),
    clock=TEXTS,
    author=st.none() | TEXTS,
    kind=TEXTS,
    record=TEXTS,
    field=TEXTS,
    value=TEXTS | st.none() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False),
    parents=st.lists(KEYS, max_size=2).map(tuple),
)


@given(CHANGES)
def test_its_line_is_what_the_encoder_of_json_writes(change: Change) -> None:
    """Put together by hand or not: copies must agree on every letter, because it is signed."""
    assert change.as_json() == json.dumps(list(change), ensure_ascii=False, separators=(",", ":"))


@given(CHANGES)
def test_its_line_reads_back_as_the_same_change(change: Change) -> None:
    """Nothing is lost on the way, neither its value nor whether that is a number."""
    again = Change.from_json(change.as_json())
    assert again == change
    assert type(again.value) is type(change.value)


@pytest.fixture(scope="module")
def log() -> Iterator[sqlite3.Connection]:
    """A review file in memory."""
    with closing(sqlite3.connect(":memory:")) as connection:
        migrations.migrate(connection)
        yield connection


@given(CHANGES)
def test_its_line_is_the_same_when_read_from_the_log(log: sqlite3.Connection, change: Change) -> None:
    """Whether whoever writes a file makes changes of the rows first, or not."""
    log.executescript("DELETE FROM change; DELETE FROM change_parent; DELETE FROM head")
    log_rows.insert(log, [change._replace(parents=tuple(dict.fromkeys(change.parents)))])

    found = log_rows.lines(log, change.session, change.seq, change.seq)

    assert [(change.seq, one.as_json()) for one in log_rows.read(log)] == found
