"""The clock: always forward, near the laptop's time, sortable as text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peervisit.store.clock import later, moment, stamp, tick

NOW = datetime(2026, 5, 12, 14, 3, 22, 123_456, tzinfo=UTC)
MOMENTS = st.datetimes(
    min_value=datetime(1, 1, 2),  # noqa: DTZ001 -- hypothesis adds the zone
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def test_stamp_is_readable() -> None:
    """A clock value is the time in UTC, to the millisecond, and a counter."""
    assert "2026-05-12T14:03:22.123Z-0000" == stamp(NOW)


def test_stamp_is_in_utc() -> None:
    """The laptop's time zone makes no difference."""
    here = NOW.astimezone(timezone(timedelta(hours=-7)))

    assert stamp(NOW) == stamp(here)


def test_tick_counts_within_a_millisecond() -> None:
    """A second entry within one millisecond gets the next counter."""
    assert "2026-05-12T14:03:22.123Z-0001" == tick(NOW, stamp(NOW))


def test_tick_follows_a_clock_that_is_ahead() -> None:
    """After a change from a laptop whose clock is ahead, the next clock value is later still."""
    ahead = stamp(NOW + timedelta(days=400))

    assert f"{ahead[:-4]}0001" == tick(NOW, ahead)


def test_a_full_counter_moves_the_time() -> None:
    """When the counter is used up, the time goes on by a millisecond."""
    assert "2026-05-12T14:03:22.124Z-0000" == later(stamp(NOW), "2026-05-12T14:03:22.123Z-ffff")


@pytest.mark.parametrize("latest", ["9999-12-31T23:59:59.999Z-ffff", "zzzz", "9999-99-99T99:99:99.999Z-ffff"])
def test_no_clock_stops_an_entry(latest: str) -> None:
    """However wrong the clock of another laptop is, an entry can be made after it."""
    assert latest < later(stamp(NOW), latest)


def test_moment_is_to_the_second() -> None:
    """What people see of a clock value is the time to the second."""
    assert "2026-05-12T14:03:22Z" == moment(stamp(NOW))


@given(first=MOMENTS, second=MOMENTS)
def test_order_of_text_is_order_of_time(first: datetime, second: datetime) -> None:
    """Clock values always sort as their times do, down to the millisecond."""
    earlier, after = sorted((first, second))

    assert stamp(earlier) <= stamp(after)


@given(now=MOMENTS, seen=st.lists(MOMENTS, max_size=4), times=st.integers(1, 5))
def test_ticks_always_go_forward(now: datetime, seen: list[datetime], times: int) -> None:
    """Each tick is later than everything seen, whatever the laptop's time is."""
    clocks = [stamp(one) for one in seen]
    for _time in range(times):
        clocks.append(tick(now, *clocks))

    assert clocks[-1] == max(clocks)
    assert len(clocks[len(seen) :]) == len(set(clocks[len(seen) :]))
