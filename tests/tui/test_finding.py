"""Finding words, following history, settling conflicts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import cast

from textual.pilot import Pilot

from peervisit.service import merging, records, reviews
from peervisit.store.review_file import ReviewFile
from peervisit.tui.app import PeervisitApp
from peervisit.tui.widgets.detail import Detail
from peervisit.tui.widgets.record_list import RecordList

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


def _codes(pilot: Pilot[int]) -> list[str]:
    rows = pilot.app.screen.query(RecordList).first().rows
    return [rows[place].code for place in range(len(rows))]


async def test_words_are_found_as_one_types(opened: Opened, path: Path, size: tuple[int, int]) -> None:
    """A part of a word finds the record, and Enter twice opens it on its screen."""
    async with opened(path, size) as pilot:
        await pilot.press("F")
        await pilot.pause()
        await pilot.press(*"budg")
        await pilot.pause()

        assert ["evidence AR-E01"] == _codes(pilot)
        assert "The plan has a budget line." in pilot.app.screen.query_one(Detail).text
        await pilot.press("enter", "enter")
        await pilot.pause()

        assert cast("PeervisitApp", pilot.app).place == "evidence"


async def test_names_are_not_found(opened: Opened, path: Path) -> None:
    """Searching never leads to somebody's name."""
    async with opened(path) as pilot:
        await pilot.press("F")
        await pilot.pause()
        await pilot.press(*"Rossi")
        await pilot.pause()

        assert [] == _codes(pilot)


async def test_history_says_who_changed_what(opened: Opened, path: Path) -> None:
    """The newest change stands first, with what was there before beside it."""
    with reviews.open_review(path) as review:
        records.edit(review, "evidence", "AR-E02", {"statement": "Some money."})
    async with opened(path) as pilot:
        await pilot.press("H")
        await pilot.pause()
        text = pilot.app.screen.query_one(Detail).text

        assert "AR-E02" in text
        assert "Some money." in text
        assert "No money." in text


async def test_a_conflict_is_settled_with_one_of_its_versions(
    opened: Opened, path: Path, stored: ReviewFile, tmp_path: Path
) -> None:
    """Both versions stand side by side; one key settles the conflict, and undo opens it again."""
    copy = tmp_path / "copy.peervisit"
    with reviews.open_review(path) as review:
        merging.make_copy(review, copy).close()
        records.edit(review, "evidence", "AR-E01", {"statement": "Mine."})
        with reviews.open_review(copy, member="JN") as other:
            records.edit(other, "evidence", "AR-E01", {"statement": "Theirs."})
        merging.take_from(review, copy)
    async with opened(path) as pilot:
        await pilot.press("X")
        await pilot.pause()
        text = pilot.app.screen.query_one(Detail).text

        assert "⟨Mine⟩." in text
        assert "⟨Theirs⟩." in text
        first = stored.rows("evidence")["AR-E01"]["statement"]
        await pilot.press("f")
        await pilot.pause()

        assert [] == _codes(pilot)
        assert first == stored.rows("evidence")["AR-E01"]["statement"]
        await pilot.press("u")
        await pilot.pause()

        assert ["evidence AR-E01 statement"] == _codes(pilot)
