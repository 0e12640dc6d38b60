"""What a field holds, as people say it."""

from __future__ import annotations

from datetime import datetime

import pytest

from peervisit.i18n import short_moment, use
from peervisit.model.kinds import fields_of
from peervisit.service.benchmarks import load
from peervisit.service.words import value_in_words
from peervisit.tui.record_text import in_words


@pytest.mark.parametrize(
    "moment", ["2026-05-13T19:20:00", "2026-05-13T19:20", "2026-05-13T19:20:00.125"], ids=str
)
def test_a_moment_is_told_as_a_clock_shows_it(moment: str) -> None:
    """A moment that was written down on the clock on the wall is told as one, not as it is kept."""
    spec = fields_of("evidence")["recorded_at"]

    assert in_words(load("inti-cities")[0], spec, moment) == "13/05/2026 19:20"


def test_a_moment_of_another_zone_is_told_by_the_clock_here() -> None:
    """As the app itself notes moments, with the zone, also within a mapping; never as it is kept."""
    here = datetime.fromisoformat("2026-05-13T19:20:05+02:00").astimezone()
    benchmark = load("inti-cities")[0]
    one = in_words(benchmark, fields_of("evidence")["recorded_at"], "2026-05-13T19:20:05+02:00")
    pair = in_words(benchmark, fields_of("interview")["confirmed"], {"AR": "2026-05-13T17:20:05Z"})

    assert (one, pair) == (short_moment(here), f"AR: {short_moment(here)}")
    assert value_in_words(benchmark, "interview", "started", "2026-05-13T17:20:05Z") == short_moment(here)


def test_a_link_has_its_colon_as_the_language_writes_it() -> None:
    """In French a space stands before the colon between an indicator and what evidence does to it."""
    spec = fields_of("evidence")["indicators"]
    use("fr")

    assert in_words(load("inti-cities")[0], spec, {"GG-AMB-1": "contradicts"}) == "GG-AMB-1\u00a0: contredit"
