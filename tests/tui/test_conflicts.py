"""Conflicts in the app: side by side, one version, both together, another text, all at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from peervisit.service import conflicts, merging, records, reviews
from peervisit.store.review_file import ReviewFile
from peervisit.tui.conflict_text import marked
from peervisit.tui.screens.conflicts import ConflictsScreen
from peervisit.tui.widgets.plain_text_area import PlainTextArea

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]

BASE = "The plan has a budget line."


@pytest.fixture
def disputed(path: Path, tmp_path: Path) -> Path:
    """A review with a statement and a deletion in conflict, and a record that is worth a look."""
    copy = tmp_path / "copy.peervisit"
    with reviews.open_review(path) as review:
        records.add(review, "document", {"title": "Plan"}, code="AR-D01")
        records.add(review, "document", {"title": "Budget"}, code="AR-D02")
        merging.make_copy(review, copy).close()
        with reviews.open_review(copy, member="JN") as other:
            records.edit(other, "evidence", "AR-E01", {"statement": BASE + " Nobody reads it."})
            records.edit(other, "document", "AR-D01", {"title": "Plan 2"})
            records.edit(other, "document", "AR-D02", {"author": "City"})
        records.edit(review, "evidence", "AR-E01", {"statement": "In 2025: " + BASE})
        records.remove(review, "document", "AR-D01")
        records.edit(review, "document", "AR-D02", {"title": "Budget 2026"})
        merging.take_from(review, copy)
    return path


def _screen(pilot: Pilot[int]) -> ConflictsScreen:
    return cast("ConflictsScreen", pilot.app.screen)


def _left(stored: ReviewFile) -> list[str]:
    return [one.code for one in conflicts.conflicts(stored)]


async def _at(pilot: Pilot[int], place: int) -> None:
    await pilot.press("X")
    await pilot.pause()
    await pilot.press(*["down"] * place)
    await pilot.pause()


def test_words_that_differ_are_marked() -> None:
    """Runs of words that the other version has not stand between signs, not only in colour."""
    assert "The council meets ⟨weekly⟩." == marked("The council meets weekly.", "The council meets yearly.")
    assert "Same." == marked("Same.", "Same.")


async def test_values_are_said_in_words(opened: Opened, path: Path, tmp_path: Path) -> None:
    """Choices, truth values and levels are said as everywhere, and which consent counts meanwhile."""
    copy = tmp_path / "copy.peervisit"
    with reviews.open_review(path) as review:
        records.put(review, "consensus", "GG-AMB-1", {"level": "below"})
        merging.make_copy(review, copy).close()
        with reviews.open_review(copy, member="JN") as other:
            records.edit(other, "stakeholder", "AR-I01", {"consent": "not-asked"})
            records.edit(other, "evidence", "AR-E01", {"sensitive": False})
            records.edit(other, "consensus", "GG-AMB-1", {"level": "above"})
        records.edit(review, "stakeholder", "AR-I01", {"consent": "given"})
        records.edit(review, "evidence", "AR-E01", {"sensitive": True})
        records.edit(review, "consensus", "GG-AMB-1", {"level": "par"})
        merging.take_from(review, copy)
    said: list[str] = []
    async with opened(path, (80, 24)) as pilot:
        await _at(pilot, 0)
        for _place in range(3):
            said.append(_screen(pilot).detail.text)
            await pilot.press("down")
            await pilot.pause()
    text = "\n".join(said)

    assert all(words in text for words in ("not asked yet", "yes", "▲ above", "▼ below"))
    assert "until then reports follow: not asked yet" in text
    assert "not-asked" not in text


async def test_side_by_side_where_there_is_room(opened: Opened, disputed: Path) -> None:
    """At 120 columns the versions stand beside each other; at 80 one below the other."""
    async with opened(disputed, (120, 40)) as pilot:
        await _at(pilot, 1)
        screen = _screen(pilot)

        assert (True, False) == (screen.left.size.width > 40, screen.detail.display)
        assert screen.left.region.y == screen.right.region.y
        assert "JN" in screen.left.text + screen.right.text
        assert "both together" in screen.left.text
    async with opened(disputed, (80, 24)) as pilot:
        await _at(pilot, 1)
        screen = _screen(pilot)

        assert (0, True) == (screen.left.size.width, screen.detail.display)
        assert "⟨In 2025: ⟩" in screen.detail.text.replace("⟨In 2025:⟩ ", "⟨In 2025: ⟩")
        assert "⟨Nobody reads it.⟩" in screen.detail.text


async def test_both_together(
    opened: Opened, disputed: Path, stored: ReviewFile, size: tuple[int, int]
) -> None:
    """Merging opens both texts brought together; what is settled is what stands there when it is said."""
    async with opened(disputed, size) as pilot:
        await _at(pilot, 1)
        await pilot.press("m")
        await pilot.pause()
        area = pilot.app.screen.query_one(PlainTextArea)

        assert "In 2025: The plan has a budget line. Nobody reads it." == area.text
        area.move_cursor(area.document.end)
        await pilot.press(*" Yet", "escape")
        await pilot.pause()
        assert 2 == len(_left(stored))
        await pilot.press("m")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()

        assert ["AR-D01"] == _left(stored)
        expected = "In 2025: The plan has a budget line. Nobody reads it. Yet"
        assert expected == stored.rows("evidence")["AR-E01"]["statement"]


async def test_something_else(opened: Opened, disputed: Path, stored: ReviewFile) -> None:
    """Another text settles a conflict; marks of a clash are refused, and the text stays."""
    async with opened(disputed) as pilot:
        await _at(pilot, 1)
        await pilot.press("e")
        await pilot.pause()
        area = pilot.app.screen.query_one(PlainTextArea)
        area.text = "⟦1⟧a⟦2⟧b⟦⟧"
        await pilot.press("ctrl+s")
        await pilot.pause()

        assert 2 == len(_left(stored))
        pilot.app.screen.query_one(PlainTextArea).text = "A third."
        await pilot.press("ctrl+s")
        await pilot.pause()

        assert "A third." == stored.rows("evidence")["AR-E01"]["statement"]


async def test_all_of_a_sort(opened: Opened, disputed: Path, stored: ReviewFile) -> None:
    """All conflicts of one sort are settled by one rule, and undo opens them again."""
    async with opened(disputed) as pilot:
        await _at(pilot, 0)

        assert "keep the record" in _screen(pilot).detail.text
        assert "Plan 2" in _screen(pilot).detail.text
        await pilot.press("a")
        await pilot.pause()
        await pilot.press(*"keep", "enter")
        await pilot.pause()

        assert ["AR-E01"] == _left(stored)
        assert stored.exists("document", "AR-D01")
        await pilot.press("u")
        await pilot.pause()

        assert ["AR-D01", "AR-E01"] == _left(stored)


async def test_worth_a_look(opened: Opened, disputed: Path) -> None:
    """What two changed at once in different fields stands below, until somebody has looked."""
    async with opened(disputed) as pilot:
        await _at(pilot, 2)
        screen = _screen(pilot)

        assert "look document AR-D02" == screen.list.code
        assert all(words in screen.detail.text for words in ("AR and JN", "Budget 2026", "City"))
        await pilot.press("d")
        await pilot.pause()

        assert {} == screen.noticed
