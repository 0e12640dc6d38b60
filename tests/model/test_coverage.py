"""The coverage board, and whose voices were not heard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from peervisit.model.coverage import COLUMNS, Row, board, thin_indicators, voices
from peervisit.model.data import ReviewData
from peervisit.model.programme import Question
from tests.builders import (
    SHIPPED,
    a_review,
    agreed,
    claimed,
    document,
    heard,
    interview,
    people,
    person,
    read,
    seen,
    shipped_benchmark,
)

A, B = people("civil-society", 2)
PAPER = document("AR-D1")


def row(data: ReviewData, indicator: str = "PX-1") -> Row:
    """Return the row of one indicator."""
    return next(one for one in board(data) if one.indicator == indicator)


def test_empty_board() -> None:
    """Before anything is known every indicator is thin, in the benchmark's order."""
    assert thin_indicators(a_review()) == ["PX-1", "PY-1", "QX-1", "QY-1"]


def test_cells() -> None:
    """Evidence stands in the column of each group that said it, else of its channel."""
    items = [
        heard("AR-E1", "AR-I1", "AR-I3"),
        read("AR-E2", "AR-D1"),
        seen("AR-E3"),
        claimed("AR-E4"),
    ]
    cells = row(a_review(A, person("AR-I3", "media"), PAPER, *items)).cells

    assert {column: cell.evidence for column, cell in cells.items()} == {
        "civil-society": ("AR-E1",),
        "media": ("AR-E1",),
        "read": ("AR-E2",),
        "seen": ("AR-E3",),
        "claimed": ("AR-E4",),
    }
    assert list(cells) == [column for column in COLUMNS if column in cells]


def test_cell_counts_sources_and_directions() -> None:
    """A cell counts independent sources and says in which direction they point."""
    contrary = heard("AR-E2", "AR-I1", direction="contradicts")
    items = [heard("AR-E1", "AR-I1"), contrary, heard("AR-E3", "AR-I2")]
    cell = row(a_review(A, B, *items)).cells["civil-society"]

    assert (cell.strength.evidence, cell.strength.sources) == (3, 2)
    assert cell.strength.directions == {"supports": 2, "contradicts": 1}


def test_thin_first() -> None:
    """What has fewer sources comes first, then fewer channels, then more open questions."""
    items = [
        heard("AR-E1", "AR-I1"),
        read("AR-E2", "AR-D1"),
        heard("AR-E3", "AR-I1", on="QX-1"),
    ]
    asked = Question(code="AR-Q1", text="Why?", indicators=["QY-1"])
    rows = board(a_review(A, PAPER, asked, *items))

    assert [one.indicator for one in rows] == ["QY-1", "PY-1", "QX-1", "PX-1"]
    assert [one.thin for one in rows] == [True, True, True, False]


def test_what_is_lacking() -> None:
    """A row says whether sources, channels or a user's voice are lacking."""
    two_heard = [heard("AR-E1", "AR-I1"), heard("AR-E2", "AR-I2")]
    on_users = [heard("AR-E3", "AR-I1", on="QY-1"), read("AR-E4", "AR-D1", on="QY-1")]
    data = a_review(A, B, PAPER, *two_heard, *on_users)

    assert row(data).lacks == ("channels",)
    assert row(data, "QY-1").lacks == ("voice",)
    assert row(data, "PY-1").lacks == ("sources", "channels")


@pytest.mark.parametrize(("level", "thin"), [("skipped", False), ("open", True), ("par", True)])
def test_settled_is_not_thin(level: str, thin: bool) -> None:
    """What the team settled as not assessed needs no more evidence."""
    assert thin == ("PX-1" in thin_indicators(a_review(agreed(level))))


@pytest.mark.parametrize(
    ("status", "still_open"),
    [(None, True), ("open", True), ("left-open", True), ("answered", False), ("dropped", False)],
)
def test_open_questions(status: Any, still_open: bool) -> None:
    """A row lists the questions on it that are still open."""
    data = a_review(Question(code="AR-Q1", text="Why?", indicators=["PX-1"], status=status))

    assert (("AR-Q1",) if still_open else ()) == row(data).open_questions


def test_withdrawn_is_off_the_board() -> None:
    """Withdrawn evidence is not on the board."""
    assert row(a_review(A, heard("AR-E1", "AR-I1", withdrawn=True))).evidence == ()


def test_voices() -> None:
    """Groups, levels of government and genders of which nobody was met yet are named."""
    who = [
        person("AR-I1", "civil-society", governance="local", gender="woman"),
        person("AR-I2", "migrant-organisation", governance="local", gender="woman"),
        person("AR-I3", "business", governance="national", gender="man"),
        person("AR-I4", "media", withdrawn=True),
    ]
    found = voices(a_review(*who, interview("AR-N1", "AR-I1", "AR-I2", "AR-I4")))

    assert found.groups.not_yet == ("business",)
    assert found.governance.not_yet == ("national",)
    assert (found.gender.listed, found.gender.met) == ({"woman": 2, "man": 1}, {"woman": 2})
    assert found.migrants_met == 1
    assert "media" in found.not_listed
    assert "business" not in found.not_listed


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_benchmarks(path: Path) -> None:
    """The board has each indicator of every shipped benchmark once."""
    benchmark = shipped_benchmark(path)
    on = benchmark.indicators[0].id
    items = [heard("AR-E1", "AR-I1", on=on), read("AR-E2", "AR-D1", on=on)]
    data = a_review(A, PAPER, *items, benchmark=benchmark)

    assert sorted(benchmark.by_id) == sorted(one.indicator for one in board(data))
    assert row(data, on).strength.sources == 2
