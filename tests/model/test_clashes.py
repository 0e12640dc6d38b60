"""How long a slot takes, and what is needed in two places at once."""

from __future__ import annotations

from typing import Any

import pytest

from peervisit.model.clashes import Clash, clashes, span


def slot(code: str, **fields: Any) -> dict[str, Any]:
    """Return a slot of one day."""
    empty = dict.fromkeys(("end", "status", "room", "lead", "note_taker", "interpreter"))
    return {"code": code, "day": "2026-05-12", "stakeholders": [], **empty, **fields}


@pytest.mark.parametrize(
    ("fields", "minutes"),
    [
        ({"end": "10:00"}, 60),
        ({"end": "10:00", "interpreter": "NT"}, 60),
        ({}, 60),
        ({"interpreter": "NT"}, 90),
        ({"end": "08:00", "interpreter": "NT"}, 90),
    ],
)
def test_an_interpreted_slot_is_longer_where_nobody_planned_its_end(
    fields: dict[str, str], minutes: int
) -> None:
    """What was planned holds; without an end it is an hour, and half an hour more with an interpreter."""
    assert (540, 540 + minutes) == span(slot("S1", start="09:00", **fields))


def test_the_longer_hour_clashes_with_the_next() -> None:
    """A pair that waits for an interpreter is not free when the hour is over."""
    first = slot("S1", start="09:00", lead="AR", interpreter="NT")
    second = slot("S2", start="10:15", lead="AR")

    assert [Clash("S1", "S2", "peer", "AR")] == clashes([first, second])
    assert [] == clashes([{**first, "interpreter": None}, second])
