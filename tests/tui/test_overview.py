"""The overview says the whole of what it says, at every size."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from peervisit import i18n
from peervisit.model.phases import DONE_WHEN, PHASES
from peervisit.service import records
from peervisit.store.review_file import ReviewFile
from peervisit.tui.app import PeervisitApp
from peervisit.tui.screens.overview import OverviewScreen, _terms
from peervisit.tui.settings import changed_at

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]

LONG = {
    "city": "Villeneuve-Saint-Georges-sur-Mer",
    "country": "France",
    "mode": "peer-review",
    "starts_on": "2026-11-24",
    "ends_on": "2026-11-26",
}


@pytest.mark.parametrize("columns", [80, 100, 160])
async def test_what_ends_a_phase_is_not_cut_off(opened: Opened, path: Path, columns: int) -> None:
    """City, dates and phase fit into the lines there are for them, in every language and phase."""
    with ReviewFile.open(path) as review:
        records.edit(review, "review", "review", LONG)
    async with opened(path, (columns, 40)) as pilot:
        screen = cast("PeervisitApp", pilot.app).screen
        assert isinstance(screen, OverviewScreen)
        try:
            for language in i18n.languages():
                i18n.use(language)
                for phase in range(len(PHASES)):
                    screen.terms.show(_terms({**LONG, "phase": phase}, columns - 2))

                    assert (language, phase, True) == (
                        language,
                        phase,
                        len(screen.terms._lines) <= screen.terms.size.height,
                    )
        finally:
            i18n.use("en")
    assert len(PHASES) == len(DONE_WHEN)


def test_a_review_was_changed_when_its_log_was(tmp_path: Path) -> None:
    """After a crash the newest lies in the log beside the file: the list of reviews says when that was."""
    path, log = tmp_path / "a.peervisit", tmp_path / "a.peervisit-wal"
    path.write_bytes(b"file")
    os.utime(path, (1000, 1000))
    log.write_bytes(b"")
    os.utime(log, (3000, 3000))
    empty = changed_at(path)
    log.write_bytes(b"change")
    os.utime(log, (2000, 2000))

    assert (1000, 2000) == (empty, changed_at(path))
