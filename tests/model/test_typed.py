"""Days and times as people type them."""

from __future__ import annotations

from datetime import datetime

import pytest

from peervisit.errors import RecordError
from peervisit.model.validate import validated
from peervisit.tui.moving import moved


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-05",
        "5/11/2026",
        "05.11.2026",
        "5-11-2026",
        "2026/11/5",
        " 05/11/2026 ",
        "5/11/26",
        "05.11.26",
    ],
)
def test_days(typed: str) -> None:
    """A day is taken as Europeans write it, and kept in one form."""
    assert {"day": "2026-11-05"} == validated("slot", "AR-S01", {"day": typed})


@pytest.mark.parametrize("typed", ["9h", "9 h", "9h00", "9:00", "09:00", "9.00", "9H", "9", "09", "0900"])
def test_times(typed: str) -> None:
    """A time is taken as people write it, and kept in one form."""
    assert {"start": "09:00"} == validated("slot", "AR-S01", {"start": typed})


@pytest.mark.parametrize("typed", ["5/11/2026 9h", "05.11.26  09:00", "2026-11-05 9h00", "2026-11-05T09:00"])
def test_moments(typed: str) -> None:
    """A day and a time are taken as people write them, by the clock on the wall."""
    kept = validated("interview", "AR-N01", {"started": typed})["started"]

    assert datetime(2026, 11, 5, 9, 0).astimezone() == datetime.fromisoformat(kept).astimezone()


def test_a_day_is_enough_of_a_moment() -> None:
    """Nobody notes at what time a letter came."""
    kept = validated("comment", "AR-K01", {"text": "Too low.", "received_at": "5/11/26"})

    assert "2026-11-05" == kept["received_at"]


@pytest.mark.parametrize(
    ("field", "typed", "example"),
    [
        ("day", "31/2/2026", "12/05/2026"),
        ("day", "5/11", "12/05/2026"),
        ("day", "5/11-2026", "12/05/2026"),
        ("day", "5-11-26", "12/05/2026"),
        ("start", "25", "14:30"),
        ("start", "930", "14:30"),
        ("start", "25h", "14:30"),
        ("start", "9h5", "14:30"),
        ("start", "9h75", "14:30"),
    ],
)
def test_what_is_none_is_refused_with_an_example(field: str, typed: str, example: str) -> None:
    """A refusal shows how it is written, and does not repeat what was typed."""
    with pytest.raises(RecordError) as refused:
        validated("slot", "AR-S01", {field: typed})

    assert f"slot AR-S01: field '{field}' has not the right form; such as {example}" == str(refused.value)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("14h", {"start": "14:00", "end": "15:00"}),
        ("14h-15h30", {"start": "14:00", "end": "15:30"}),
        ("14h30 – 16.00", {"start": "14:30", "end": "16:00"}),
        ("13/05 9h", {"day": "2026-05-13", "start": "09:00", "end": "10:00"}),
        ("13/05/26", {"day": "2026-05-13"}),
        ("13/05/2026 9h", {"day": "2026-05-13", "start": "09:00", "end": "10:00"}),
    ],
)
def test_moving_a_slot(typed: str, fields: dict[str, str]) -> None:
    """A slot is moved with the same words."""
    assert fields == moved({"day": "2026-05-12", "start": "10:00", "end": "11:00"}, typed)
