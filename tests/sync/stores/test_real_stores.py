"""The same visit over every kind of store, each a real server."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.sync.stores.conftest import KINDS
from tests.sync.stores.copies import Team, note, statements, sync_at


@pytest.mark.parametrize("kind", KINDS)
def test_three_copies_come_together(kind: str, team: Team, address_of: Callable[[str], str]) -> None:
    """Three copies that write apart hold the same after two rounds, over any kind of store."""
    address = address_of(kind)
    second, third = team.another("BK"), team.another("CN")
    note(team.first, "The plan has a budget line.")
    note(second, "Nobody knows the plan. « Personne ne le connaît » 🏙")
    note(third, "x" * 300_000)

    for _round in range(2):
        for copy in team.copies:
            assert sync_at(copy, address, begin=True).failure is None

    assert {team.first.digest()} == {copy.digest() for copy in team.copies}
    assert 3 == len(statements(third))
    last = sync_at(second, address)
    assert (0, 0, 0, []) == (last.files_taken, last.files_sent, last.waiting, last.troubles)
