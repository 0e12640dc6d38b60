"""The readable tables: one for each kind, in step with the log, plain to anybody with SQLite."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import pytest

from peervisit.exchange.benchmark_file import load_benchmark_file, shipped_path
from peervisit.model.kinds import KINDS, fields_of
from peervisit.store.projection import project
from peervisit.store.read import natural, next_number
from peervisit.store.review_file import ReviewFile
from peervisit.store.search import find
from tests.store.copies import Copy


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_table(review: ReviewFile, kind: str) -> None:
    """Each field of a kind has a column, a column in ``person``, or a table of entries."""
    known = review.catalogue[kind]
    specs = fields_of(kind)
    expected = (
        {name for name, spec in specs.items() if not spec.items and not spec.personal},
        {name for name, spec in specs.items() if spec.personal},
        {name: bool(spec.items.value) for name, spec in specs.items() if spec.items},
    )

    assert expected == (known.columns, known.personal, known.items)


def test_there_are_no_tables_of_other_kinds(review: ReviewFile) -> None:
    """Every table of records belongs to a kind of the method."""
    assert set(KINDS) == set(review.catalogue)


@pytest.mark.parametrize("kind", KINDS)
def test_columns_fit_their_fields(review: ReviewFile, kind: str) -> None:
    """Numbers and truth values are in INTEGER columns, everything else in TEXT."""
    expected = {
        name: spec.column for name, spec in fields_of(kind).items() if not spec.items and not spec.personal
    }
    info = review.connection.execute(f"PRAGMA table_info([{kind}])").fetchall()

    assert expected == {row["name"]: row["type"] for row in info if row["name"] != "code"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_comes_back(review: ReviewFile, kind: str) -> None:
    """A value in every field of a kind is read back as it was written."""
    values: dict[str, Any] = {}
    flat: list[tuple[str, Any]] = []
    for name, spec in fields_of(kind).items():
        if spec.items is None:
            values[name] = 1 if spec.column == "INTEGER" else json.dumps({"tiers": []})
            flat.append((name, values[name]))
        else:
            entries = {"a": "x", "b.c": "y"} if spec.items.value else {"a": 1, "b.c": 1}
            values[name] = entries if spec.items.value else list(entries)
            flat += [(f"{name}.{item}", value) for item, value in entries.items()]

    with review.transaction() as log:
        log.record(kind, "Z1", flat)

    assert {"code": "Z1", **values} == review.row(kind, "Z1")


def test_names_of_people_stand_in_one_table(review: ReviewFile) -> None:
    """A name is in ``person`` and in no other readable table, nor in the search index."""
    with review.transaction() as log:
        log.record("stakeholder", "I1", [("name", "Zofia Nowak"), ("contact", "zofia@x.pl")])

    found = {
        table
        for (table,) in review.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if "Zofia" in repr([tuple(row) for row in review.connection.execute(f"SELECT * FROM [{table}]")])
    }

    assert {"person", "change"} == found


def test_a_deleted_person_leaves_the_table_of_names(review: ReviewFile) -> None:
    """Deleting somebody takes the name out of ``person``."""
    with review.transaction() as log:
        log.record("stakeholder", "I1", [("name", "Zofia Nowak")])
        log.delete("stakeholder", "I1")

    assert 0 == review.connection.execute("SELECT count(*) FROM person").fetchone()[0]


def test_tables_can_be_made_again_from_the_log(review: ReviewFile) -> None:
    """The tables hold nothing that the log does not: emptied, they fill up with the same."""
    with review.transaction() as log:
        for number in range(3):
            values = [("title", "A"), ("indicators.X", 1), ("remarks", None)]
            log.record("conclusion", f"C{number}", values)  # type: ignore[arg-type]
        log.record("evidence", "E1", [("statement", "été"), ("indicators.X", "supports")])
        log.delete("conclusion", "C2")
    before = {kind: review.rows(kind) for kind in KINDS}, review.digest()
    with review.transaction() as log:
        touched = [tuple(row) for row in log.connection.execute("SELECT DISTINCT kind, record FROM change")]
        for table in (
            "conclusion",
            "conclusion_indicators",
            "evidence",
            "evidence_indicators",
            "search_entry",
        ):
            log.connection.execute(f"DELETE FROM [{table}]")
        project(log.connection, log.catalogue, dict.fromkeys(touched))

    assert before == ({kind: review.rows(kind) for kind in KINDS}, review.digest())
    assert ["E1"] == [row["code"] for row in find(review.connection, "ete")]


def test_the_benchmark_fills_tables(review: ReviewFile) -> None:
    """The indicators, tiers and levels of the review's benchmark are tables to join with."""
    held, text = load_benchmark_file(shipped_path("inti-cities"))
    with review.transaction() as log:
        log.record("benchmark", held.id, [("version", held.version), ("content", text)])
        log.record("consensus", "GG-AMB-1", [("level", "par")])

    row = review.connection.execute(
        "SELECT i.statement, l.symbol FROM consensus AS c "
        "JOIN indicator AS i ON i.code = c.code JOIN level AS l ON l.code = c.level"
    ).fetchone()

    assert (held.by_id["GG-AMB-1"].statement["en"], held.levels["par"].symbol) == tuple(row)


def test_records_are_in_natural_order(review: ReviewFile) -> None:
    """Code E9 comes before E14."""
    with review.transaction() as log:
        for code in ("AR-E14", "AR-E9", "AR-E100", "BK-E1"):
            log.record("evidence", code, [("statement", "x")])

    assert ["AR-E9", "AR-E14", "AR-E100", "BK-E1"] == list(review.rows("evidence"))


@pytest.mark.parametrize("code", ["AR-E²", "①", "E٣", "E" + "9" * 119])
def test_odd_digits_in_codes(code: str) -> None:
    """Digits that are not counted with, and very long numbers, sort like any other text."""
    assert sorted([code, "A", "B2"], key=natural)


def test_next_number_skips_what_is_no_number(review: ReviewFile) -> None:
    """The next code counts from the highest number there ever was, whatever else was used as a code."""
    with review.transaction() as log:
        for code in ("AR-E7", "AR-E²", "AR-Ex", "BK-E99"):
            log.record("evidence", code, [("statement", "x")])
        log.delete("evidence", "AR-E7")

    assert 8 == next_number(review.connection, "evidence", "AR-E")


def test_conditions_narrow_what_is_read(review: ReviewFile) -> None:
    """Reading by a condition gives those records with all their entries."""
    with review.transaction() as log:
        log.record("evidence", "E1", [("statement", "x"), ("channel", "heard"), ("indicators.X", "supports")])
        log.record("evidence", "E2", [("statement", "y"), ("channel", "read"), ("indicators.X", "context")])

    rows = review.rows("evidence", "channel = ?", "read")

    assert {"E2": {"X": "context"}} == {code: row["indicators"] for code, row in rows.items()}


def test_another_program_can_read_along(review: ReviewFile) -> None:
    """While the file is open, plain SQLite reads what was written."""
    with review.transaction() as log:
        log.record("conclusion", "C1", [("title", "A")])

    other = sqlite3.connect(review.path)
    row = other.execute("SELECT code, title FROM conclusion").fetchone()
    other.close()

    assert ("C1", "A") == row


def test_a_conflict_settled_leaves_the_list(anna: Copy, ben: Copy) -> None:
    """Writing the other side's value ends a conflict, and the list says so at once."""
    anna.write("title", "A")
    ben.watch.forward(seconds=1)
    ben.write("title", "B")
    anna.take(ben)

    anna.write("title", "A")

    assert set() == anna.conflicts()


def test_fields_without_a_column_do_not_disturb(anna: Copy) -> None:
    """Entries of a field that is no set, and values of a set as a whole, stay in the log only."""
    anna.log.record("conclusion", "C1", [("title.x", 1), ("indicators", "y"), ("title", "A")])

    assert ("A", 3) == (anna.shown("title"), len(anna.changes()))
