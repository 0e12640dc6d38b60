"""Evidence, people and documents: what people do on these screens is what the file then holds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from hashlib import sha256
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from peervisit.service import records, reviews
from peervisit.store.review_file import ReviewFile
from peervisit.tui.widgets.detail import Detail

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]

pytestmark = pytest.mark.asyncio


async def test_evidence_is_linked_to_an_indicator(
    opened: Opened, path: Path, stored: ReviewFile, size: tuple[int, int]
) -> None:
    """l, a part of the code and Enter link the item under the cursor."""
    async with opened(path, size) as pilot:
        await pilot.press("E", "end", "l")
        await pilot.press(*"PW-EVA-4", "enter")
        await pilot.pause()

        assert {"GG-AMB-1", "PW-EVA-4"} == set(stored.rows("evidence")["AR-E02"]["indicators"])


async def test_marked_evidence_is_flagged_at_once_and_undone_at_once(
    opened: Opened, path: Path, stored: ReviewFile
) -> None:
    """Space marks, g flags everything marked as one step, u takes the step back."""
    async with opened(path) as pilot:
        await pilot.press("E", "home", "space", "space", "g")
        await pilot.pause()

        assert [1, 1] == [row["good_practice"] for row in stored.rows("evidence").values()]

        await pilot.press("u")
        await pilot.pause()

        assert [None, None] == [row["good_practice"] for row in stored.rows("evidence").values()]


async def test_deleted_evidence_comes_back(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """The key x deletes what is under the cursor, u brings it back."""
    async with opened(path) as pilot:
        await pilot.press("E", "home", "x")
        await pilot.pause()

        assert ["AR-E02"] == list(stored.rows("evidence"))

        await pilot.press("u")
        await pilot.pause()

        assert ["AR-E01", "AR-E02"] == list(stored.rows("evidence"))


async def test_filter_hides_and_says_so(opened: Opened, path: Path) -> None:
    """/ filters as one types; the status line says how many are shown."""
    async with opened(path) as pilot:
        await pilot.press("E", "slash", *"budget", "enter")
        await pilot.pause()
        screen = pilot.app.screen

        assert "1 of 2 shown" == screen.note()  # type: ignore[attr-defined]


async def test_only_shows_one_channel(opened: Opened, path: Path) -> None:
    """The key o chooses what is shown only, and everything again."""
    async with opened(path) as pilot:
        await pilot.press("E", "o", *"channel:read", "enter")
        await pilot.pause()

        assert 0 == len(pilot.app.screen.list.rows)  # type: ignore[attr-defined]

        await pilot.press("o", "home", "enter")
        await pilot.pause()

        assert 2 == len(pilot.app.screen.list.rows)  # type: ignore[attr-defined]


async def test_withdrawal_voids_what_only_this_person_said(
    opened: Opened, path: Path, stored: ReviewFile
) -> None:
    """The key w on a person voids their evidence (R17); u brings it back."""
    with reviews.open_review(path) as review:
        records.edit(review, "evidence", "AR-E01", {"stakeholders": ["AR-I01"]})
    async with opened(path) as pilot:
        await pilot.press("P", "home", "w")
        await pilot.pause()

        assert 1 == stored.rows("evidence")["AR-E01"]["withdrawn"]
        assert 1 == stored.rows("stakeholder")["AR-I01"]["withdrawn"]

        await pilot.press("u")
        await pilot.pause()

        assert stored.rows("evidence")["AR-E01"]["withdrawn"] is None


async def test_person_is_added_by_the_form(
    opened: Opened, path: Path, stored: ReviewFile, size: tuple[int, int]
) -> None:
    """The key n opens an empty form, ctrl+s keeps it, and the list stands on the new record."""
    async with opened(path, size) as pilot:
        await pilot.press("P", "n")
        await pilot.pause()
        await pilot.press(*"Zoe", "ctrl+s")
        await pilot.pause()

        assert "Zoe" == stored.rows("stakeholder")["AR-I02"]["name"]
        assert "AR-I02" == pilot.app.screen.list.code  # type: ignore[attr-defined]


async def test_documents_are_noted_as_received(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """The key r notes that the marked documents came today."""
    with reviews.open_review(path) as review:
        for title in ("Budget", "Minutes"):
            records.add(review, "document", {"title": title, "status": "wanted"})
    async with opened(path) as pilot:
        await pilot.press("D", "home", "space", "space", "r")
        await pilot.pause()
        rows = stored.rows("document").values()

        assert ["received", "received"] == [row["status"] for row in rows]
        assert all(row["received_on"] for row in rows)


async def test_the_date_of_a_document_is_told_as_people_write_it(opened: Opened, path: Path) -> None:
    """A whole day has the order of the language; a year or a month stands as somebody wrote it."""
    with reviews.open_review(path) as review:
        for title, dated in (("A budget", "2023-03-22"), ("A charter", "2019")):
            records.add(review, "document", {"title": title, "dated": dated})
    async with opened(path) as pilot:
        await pilot.press("D", "home")
        await pilot.pause()
        told = []
        for _document in range(2):
            told.append(pilot.app.screen.query_one(Detail).text)
            await pilot.press("down")
            await pilot.pause()

        assert any("A budget" in text and "22/03/2023" in text for text in told)
        assert any("A charter" in text and "Date: 2019" in text for text in told)


async def test_a_file_is_attached_to_a_document(
    opened: Opened, path: Path, stored: ReviewFile, tmp_path: Path, size: tuple[int, int]
) -> None:
    """The key a asks for a path; name and hash are in the record, and a wrong path is said."""
    sent = tmp_path / "budget.txt"
    sent.write_text("figures", encoding="utf-8")
    with reviews.open_review(path) as review:
        records.add(review, "document", {"title": "Budget"})
    async with opened(path, size) as pilot:
        await pilot.press("D", "a")
        await pilot.press(*"gone.pdf", "enter")
        await pilot.pause()

        assert stored.rows("document")["AR-D01"]["sha256"] is None

        pilot.app.screen.query_one(Input).value = str(sent)
        await pilot.press("enter")
        await pilot.pause()

        row = stored.rows("document")["AR-D01"]
        assert ("budget.txt", "received") == (row["link"], row["status"])
        assert sha256(b"figures").hexdigest() == row["sha256"]
