"""The matrix of levels and what is missing in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from peervisit.model.levels_summary import matrix, missing
from tests.builders import SHIPPED, a_review, agreed, self_assessed, shipped_benchmark


def test_cells() -> None:
    """Each cell counts the levels of its pillar and dimension, every level of the scale in order."""
    found = matrix(a_review(agreed("above"), agreed("open", "QY-1")))

    assert found.cells["P", "X"].levels == {"below": 0, "par": 0, "above": 1, "open": 0, "skipped": 0}
    assert found.cells["P", "Y"].undecided == 1
    assert found.cells["Q", "Y"].levels["open"] == 1


def test_rows_and_whole() -> None:
    """Pillars and the whole are counts of levels too; there is no total score."""
    found = matrix(a_review(agreed("above"), agreed("below", "PY-1")))

    assert [tier.id for tier in found.rows] == ["P", "Q"]
    assert [tier.id if tier else None for tier in found.columns] == ["X", "Y"]
    assert (found.by_row["P"].undecided, found.by_row["Q"].undecided) == (0, 2)
    assert (found.whole.levels["above"], found.whole.levels["below"], found.whole.indicators) == (1, 1, 4)


def test_self_assessment() -> None:
    """The host's own levels make a matrix as well."""
    data = a_review(self_assessed(level="above"), agreed("below"))

    assert matrix(data, "self_assessment").whole.levels["above"] == 1
    assert matrix(data).whole.levels["above"] == 0


def test_missing() -> None:
    """What has no assessed level is told apart by why."""
    found = missing(a_review(agreed("par"), agreed("open", "PY-1"), agreed("skipped", "QX-1")))

    assert (found.undecided, found.open, found.not_assessed) == (("QY-1",), ("PY-1",), ("QX-1",))


def test_unknown_level_is_undecided() -> None:
    """A level that the benchmark does not know is no level."""
    data = a_review(agreed("excellent"))

    assert matrix(data).cells["P", "X"].undecided == 1
    assert missing(data).undecided[0] == "PX-1"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_benchmarks(path: Path) -> None:
    """With every shipped benchmark each indicator is in one cell, and columns are there if tiers are."""
    benchmark = shipped_benchmark(path)
    data = a_review(agreed(benchmark.assessed[0].id, benchmark.indicators[0].id), benchmark=benchmark)
    found = matrix(data)

    assert len(benchmark.indicators) == sum(cell.indicators for cell in found.cells.values())
    assert len(benchmark.indicators) == found.whole.indicators
    assert (len(benchmark.tier_kinds) == 1) == (found.columns == (None,))
    assert len(missing(data).undecided) == len(benchmark.indicators) - 1
