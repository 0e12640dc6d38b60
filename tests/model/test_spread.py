"""Where levels lie apart: between peers, from the host's own, and from the desk review."""

from __future__ import annotations

from pathlib import Path

import pytest

from peervisit.model.spread import change, gap, spread
from tests.builders import SHIPPED, a_review, agreed, desk, judged, self_assessed, shipped_benchmark


@pytest.mark.parametrize(
    ("levels", "span", "discuss"),
    [
        ([], None, False),
        (["par"], 0, False),
        (["par", "par"], 0, False),
        (["below", "above"], 2, True),
        (["par", "open"], 0, True),
        (["open", "open"], None, True),
        (["skipped", "skipped"], None, False),
        (["skipped", "par"], 0, True),
    ],
)
def test_spread(levels: list[str], span: int | None, discuss: bool) -> None:
    """Peers who differ, or ask for more information, must talk."""
    found = spread(a_review(*(judged(f"M{n}", level) for n, level in enumerate(levels))), "PX-1")

    assert (span, discuss) == (found.span, found.discuss)
    assert levels == list(found.levels.values())


def test_spread_by_round() -> None:
    """First levels, levels after discussion and the desk review are kept apart."""
    data = a_review(judged("AR", "below"), judged("AR", "par", when="after"), desk("AR", "above"))

    assert spread(data, "PX-1").levels == {"AR": "below"}
    assert spread(data, "PX-1", "after").levels == {"AR": "par"}
    assert spread(data, "PX-1", "desk_review").levels == {"AR": "above"}
    assert spread(data, "PY-1").levels == {}


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        ("above", "below", -2),
        ("par", "par", 0),
        ("below", "par", 1),
        (None, "par", None),
        ("par", "open", None),
        ("skipped", "par", None),
    ],
)
def test_gap(theirs: str | None, ours: str, expected: int | None) -> None:
    """The gap counts positions from the host's own level to the team's."""
    assert expected == gap(a_review(self_assessed(level=theirs), agreed(ours)), "PX-1")


def test_gap_without_either() -> None:
    """Without a self-assessment or a consensus there is no gap."""
    assert gap(a_review(agreed("par")), "PX-1") is None
    assert gap(a_review(self_assessed()), "PX-1") is None


@pytest.mark.parametrize(
    ("first", "ours", "expected"),
    [
        (["below", "par"], "above", 1),
        (["below", "par"], "par", 0),
        (["par", "above"], "below", -1),
        (["below", "above"], "par", 0),
        (["open", "par"], "above", 1),
        (["open"], "above", None),
        ([], "par", None),
        (["par"], "open", None),
    ],
)
def test_change(first: list[str], ours: str, expected: int | None) -> None:
    """The change counts positions outside the range of the desk reviews."""
    reviews = [desk(f"M{n}", level) for n, level in enumerate(first)]

    assert expected == change(a_review(*reviews, agreed(ours)), "PX-1")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_benchmarks(path: Path) -> None:
    """On every shipped scale the ends lie as far apart as there are assessed levels."""
    benchmark = shipped_benchmark(path)
    on, low, high = benchmark.indicators[0].id, benchmark.assessed[0].id, benchmark.assessed[-1].id
    apart = len(benchmark.assessed) - 1
    data = a_review(
        self_assessed(on, high),
        desk("AR", high, on),
        judged("AR", low, on),
        judged("BK", high, on),
        agreed(low, on),
        benchmark=benchmark,
    )

    assert apart == spread(data, on).span
    assert -apart == gap(data, on) == change(data, on)
