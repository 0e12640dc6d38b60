"""What a field holds, as people say it."""

from __future__ import annotations

import pytest

from peervisit.i18n import use
from peervisit.model.kinds import fields_of
from peervisit.service.benchmarks import load
from peervisit.tui.record_text import in_words


@pytest.mark.parametrize(
    "moment", ["2026-05-13T19:20:00", "2026-05-13T19:20", "2026-05-13T19:20:00.125"], ids=str
)
def test_a_moment_is_told_as_a_clock_shows_it(moment: str) -> None:
    """A moment that was written down on the clock on the wall is told as one, not as it is kept."""
    spec = fields_of("evidence")["recorded_at"]

    assert in_words(load("inti-cities")[0], spec, moment) == "13/05/2026 19:20"


def test_a_link_has_its_colon_as_the_language_writes_it() -> None:
    """In French a space stands before the colon between an indicator and what evidence does to it."""
    spec = fields_of("evidence")["indicators"]
    use("fr")

    assert in_words(load("inti-cities")[0], spec, {"GG-AMB-1": "contradicts"}) == "GG-AMB-1\u00a0: contredit"
