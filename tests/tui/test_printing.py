"""Printing from the app: what somebody asks for lies beside the review, and the screen says so."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.report.reading import everything
from tests.tui.conftest import Opened
from tests.tui.visiting import plan
from tests.word.templates import words, write_template

pytestmark = pytest.mark.asyncio


async def test_the_handout_is_written_beside_the_review(opened: Opened, path: Path) -> None:
    """The keys p and Enter write the handout."""
    async with opened(path) as pilot:
        await pilot.press("R", "p", "enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

        assert zipfile.is_zipfile(path.with_name("aldermere-handout-en.docx"))


async def test_the_report_takes_a_template(opened: Opened, path: Path) -> None:
    """The key m takes a template, the account says what it has, and w writes the report on it."""
    template = write_template(path.with_name("t.dotx"), words("House of [[city]]") + words("[[report]]"))
    async with opened(path) as pilot:
        await pilot.press("R", "m")
        await pilot.pause()
        pilot.app.screen.query_one("Input").value = str(template)  # type: ignore[attr-defined]
        await pilot.press("enter")
        await pilot.pause()
        said = pilot.app.screen.detail.text  # type: ignore[attr-defined]
        await pilot.press("w")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

        assert "title page: the template’s own" in said
        assert "House of Aldermere" in everything(path.with_name("aldermere-host-en.docx"))


async def test_the_guide_of_a_slot(opened: Opened, path: Path) -> None:
    """The key g on a slot writes its guide."""
    plan(path)
    async with opened(path) as pilot:
        await pilot.press("V", "g")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

        assert 1 == len(list(path.parent.glob("aldermere-guide-*.docx")))
