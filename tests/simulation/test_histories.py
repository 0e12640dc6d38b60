"""Whatever laptops do and however it travels: nothing is lost, everybody ends with the same."""

from __future__ import annotations

import pytest

from peervisit.errors import PeervisitError
from tests.simulation.histories import History
from tests.simulation.mutants import MUTANTS
from tests.simulation.oracle import BrokenError

SEEDS = 60
ENOUGH = 60
"""How many histories a defect may take to be found."""

LAPTOPS, DAYS, CHANGES = 5, 3, 20_000


@pytest.mark.parametrize("group", range(4))
def test_small_histories(group: int) -> None:
    """Short histories in which three people meet on few records all the time."""
    for seed in range(group, SEEDS, 4):
        History(seed).run(60)


@pytest.mark.parametrize("defect", MUTANTS)
def test_the_oracle_finds(defect: str) -> None:
    """Each seeded defect is found by one of the histories."""
    with pytest.MonkeyPatch.context() as patch:
        MUTANTS[defect](patch)
        for seed in range(ENOUGH):
            try:
                History(seed).run(60, check_every=5)
            except (PeervisitError, BrokenError):
                return
    pytest.fail("not found")


def test_a_whole_visit() -> None:
    """Five laptops, three days, 20,000 changes, random routes: everybody ends with all of it."""
    history = History(2026, LAPTOPS)
    for _day in range(DAYS):
        history.day(CHANGES // DAYS // LAPTOPS)
    for laptop in history.laptops:
        laptop.reopen()
    history.gather()

    assert CHANGES <= len(history.oracle.written)
