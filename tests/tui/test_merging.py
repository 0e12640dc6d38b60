"""Bringing copies together in the app: what people do there is what the file then holds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from peervisit.service import merging, records, reviews
from peervisit.store.review_file import ReviewFile
from peervisit.tui.screens.merging import MergingScreen

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]

pytestmark = pytest.mark.asyncio


@pytest.fixture
def colleague(path: Path, tmp_path: Path) -> Path:
    """A colleague's copy, in which JN wrote one document."""
    copy = tmp_path / "copy of JN.peervisit"
    with ReviewFile.open(path) as review:
        merging.make_copy(review, copy).close()
    with reviews.open_review(copy, member="JN") as other:
        records.add(other, "document", {"title": "Budget [b]2026"})
    return copy


async def settled(pilot: Pilot[int]) -> str:
    """Wait for the worker, and return what the screen says."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    screen = cast(MergingScreen, pilot.app.screen)
    return "\n".join(f"{block.label}{block.text}" for block in screen.detail._blocks)


async def typed(pilot: Pilot[int], words: str) -> str:
    """Type into the line that is open, and return what comes of it."""
    pilot.app.screen.query_one(Input).value = words
    await pilot.press("enter")
    return await settled(pilot)


async def test_look_then_take_then_undo_then_bring_back(
    opened: Opened, path: Path, colleague: Path, stored: ReviewFile, size: tuple[int, int]
) -> None:
    """The key l shows what would come, t takes it in, x takes it out again, r brings it back."""
    async with opened(path, size) as pilot:
        before = stored.digest()
        await pilot.press("M", "l")
        said = await typed(pilot, f"'{colleague}'")

        assert "JN" in said
        assert "1 change taken in" not in said
        assert before == stored.digest()

        await pilot.press("t")
        said = await settled(pilot)

        assert ["JN-D01"] == list(stored.rows("document"))
        assert "taken in" in said
        assert "before-merge" in said

        await pilot.press("x")
        said = await settled(pilot)

        assert before == stored.digest()
        assert "set aside" in said

        await pilot.press("r")
        await settled(pilot)

        assert ["JN-D01"] == list(stored.rows("document"))


async def test_nothing_new(opened: Opened, path: Path, colleague: Path, stored: ReviewFile) -> None:
    """A pack seen before says so, and there is nothing to take in."""
    with ReviewFile.open(path) as review:
        merging.take_from(review, colleague)
    async with opened(path) as pilot:
        await pilot.press("M", "l")
        said = await typed(pilot, str(colleague))
        await pilot.press("t")
        await settled(pilot)

        assert "Nothing new" in said
        assert 1 == len(merging.merges(stored))


async def test_pack(opened: Opened, path: Path, colleague: Path, tmp_path: Path) -> None:
    """The key p writes a pack under the name typed, which a colleague can take in."""
    target = tmp_path / "für Jan.pvc"
    async with opened(path) as pilot:
        await pilot.press("M", "p")
        said = await typed(pilot, str(target))

    assert "packed" in said
    with ReviewFile.open(colleague) as other:
        assert 0 == merging.merge(other, [target]).new


@pytest.mark.parametrize("key", ["t", "x", "r"])
async def test_nothing_to_act_on(opened: Opened, path: Path, stored: ReviewFile, key: str) -> None:
    """Without a pack or a merge under the cursor the keys say so and change nothing."""
    async with opened(path) as pilot:
        before = stored.digest()
        await pilot.press("M", key)
        await settled(pilot)

        assert pilot.app.screen.is_attached
        assert before == stored.digest()


@pytest.mark.parametrize("name", ["missing.pvc", "notes.txt", "."])
async def test_no_pack(opened: Opened, path: Path, tmp_path: Path, stored: ReviewFile, name: str) -> None:
    """What is no pack is refused in one line, which stays to be read."""
    (tmp_path / "notes.txt").write_text("Notes", encoding="utf-8")
    async with opened(path) as pilot:
        before = stored.digest()
        await pilot.press("M", "l")
        said = await typed(pilot, str(tmp_path / name))

        assert said
        assert 1 == len(said.splitlines())
        assert before == stored.digest()
