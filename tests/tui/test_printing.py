"""Printing from the app: what somebody asks for lies beside the review, and the screen says so."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from peervisit.service import merging, records, reviews
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


@pytest.mark.parametrize("language", ["en/fr", "../..", "FR-ch", "Norvanian"])
async def test_any_word_can_stand_for_the_language(opened: Opened, path: Path, language: str) -> None:
    """Whatever somebody wrote as the language of the review, the report screen names a file beside it."""
    with reviews.open_review(path, member="AR") as review:
        records.edit(review, "review", "review", {"language": language})
    async with opened(path) as pilot:
        await pilot.press("R")
        await pilot.pause()
        target = pilot.app.screen.target()  # type: ignore[attr-defined]

        assert path.with_name(f"aldermere-host-{'fr' if language == 'FR-ch' else 'en'}.docx") == target


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


async def test_papers_take_the_template_of_the_report(opened: Opened, path: Path) -> None:
    """What is printed from the report screen stands on the template chosen there."""
    template = write_template(path.with_name("t.dotx"), words("House of paper") + words("[[report]]"))
    async with opened(path) as pilot:
        await pilot.press("R")
        await pilot.pause()
        pilot.app.screen.template = template  # type: ignore[attr-defined]
        await pilot.press("p", "enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

        assert "House of paper" in everything(path.with_name("aldermere-handout-en.docx"))


async def test_a_final_report_says_what_is_open(opened: Opened, path: Path, tmp_path: Path) -> None:
    """The screen says once that conflicts are open, and the account names each with what settles it."""
    with reviews.open_review(path) as review:
        records.edit(review, "review", "review", {"status": "final"})
        records.add(review, "conclusion", {"text": "Jobs."}, code="AR-C1")
        copy = tmp_path / "copy.peervisit"
        merging.make_copy(review, copy).close()
        with reviews.open_review(copy, member="JN") as other:
            records.edit(other, "conclusion", "AR-C1", {"text": "Work."})
        records.edit(review, "conclusion", "AR-C1", {"text": "Employment."})
        merging.take_from(review, copy)
    async with opened(path) as pilot:
        await pilot.press("R", "w")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        said = [str(one.message) for one in pilot.app._notifications if "written and" in str(one.message)]
        account = pilot.app.screen.detail.text  # type: ignore[attr-defined]

    assert [
        "written and checked: aldermere-host-en.docx; 1 conflict is open in this final report (X)"
    ] == said
    assert "1 conflict to settle (X)" in account
    assert "1  conclusion AR-C1, Text: peervisit resolve " in account
