"""Word forms in the app: making one, seeing what came back of it, settling, taking in, undoing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from peervisit.i18n import short_day
from peervisit.service import records, reviews
from peervisit.service.conflicts import conflicts
from peervisit.service.forms import make_form
from peervisit.store.review_file import ReviewFile
from peervisit.tui.screens.intake import IntakeScreen
from tests.forms.hands import Hand, cells, typed, write
from tests.tui.conftest import HOSTILE

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]

pytestmark = pytest.mark.asyncio


@pytest.fixture
def form(path: Path) -> Hand:
    """Return the self-assessment as it was sent."""
    with reviews.open_review(path, member="AR") as review:
        make_form(review, "self-assessment", path.with_name("form.docx"))
    return Hand(path.with_name("form.docx"))


async def take_in(pilot: Pilot[int], path: Path) -> None:
    """Go to the forms and give the path of one that came back."""
    await pilot.press("W", "i")
    await pilot.pause()
    # All but the end as one paste: a path is long, and each key is drawn.
    pilot.app.screen.query_one(Input).value = str(path)[:-5]
    await pilot.press("end", *str(path)[-5:], "enter")
    await pilot.pause()


async def test_a_form_is_made(opened: Opened, path: Path, stored: ReviewFile, size: tuple[int, int]) -> None:
    """Which form, for whom, in which language, where: four steps, each with the likely answer ready."""
    async with opened(path, size) as pilot:
        await pilot.press("W", "n")
        await pilot.pause()
        await pilot.press(*"desk", "enter")
        await pilot.pause()
        await pilot.press(*"JN", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
    (row,) = stored.rows("form").values()

    assert ("desk-review", "JN", "en") == (row["type"], row["member"], row["language"])
    assert ["GG-AMB-1", "GG-AMB-2"] == list(Hand(path.with_name("aldermere-desk-review-JN-en.docx")).rows)[:2]


async def test_what_is_clear_is_taken_and_undone(
    opened: Opened, path: Path, stored: ReviewFile, form: Hand, size: tuple[int, int]
) -> None:
    """The plan is seen first and nothing is stored; t takes it, u takes it back."""
    form.answer("GG-AMB-1", "Explanation", "We [do].")
    form.answer("GG-AMB-2", "Level", "▲")
    filled = form.save()
    async with opened(path, size) as pilot:
        await take_in(pilot, filled)
        shown = isinstance(pilot.app.screen, IntakeScreen)
        before = stored.rows("self_assessment")
        await pilot.press("t")
        await pilot.pause()
        taken = stored.rows("self_assessment")
        await pilot.press("u")
        await pilot.pause()

        assert (True, {}) == (shown, before)
        assert ("We [do].", "above") == (taken["GG-AMB-1"]["answer"], taken["GG-AMB-2"]["level"])
        assert {} == stored.rows("self_assessment")


async def test_a_question_is_settled(
    opened: Opened, path: Path, stored: ReviewFile, form: Hand, size: tuple[int, int]
) -> None:
    """Enter on a question offers its choices; what was chosen is taken with the rest."""
    form.answer("GG-AMB-1", "Level", "so so")
    write(cells(form.rows["GG-AMB-2"])[3], typed("Whose?"))
    write(cells(form.rows["GG-AMB-2"])[0], typed("?"))
    filled = form.save()
    async with opened(path, size) as pilot:
        await take_in(pilot, filled)
        await pilot.press("home", "enter")
        await pilot.pause()
        await pilot.press(*"below", "enter")
        await pilot.pause()
        await pilot.press("home", "enter")
        await pilot.pause()
        await pilot.press(*"GG-LEA-1", "enter")
        await pilot.pause()
        await pilot.press("t")
        await pilot.pause()
    rows = stored.rows("self_assessment")

    assert ("below", "Whose?") == (rows["GG-AMB-1"]["level"], rows["GG-LEA-1"]["answer"])


async def test_what_a_form_says_is_told_in_words(opened: Opened, path: Path, form: Hand) -> None:
    """A level has its name, a new document its title, a day its usual form; an answer stands as typed."""
    form.answer("GG-AMB-1", "Level", "▼")
    form.answer("GG-AMB-1", "Explanation", "+12 posts")
    form.answer("GG-AMB-1", "Documents", "Budget of the Port")
    filled = form.save()
    async with opened(path, (120, 40)) as pilot:
        await take_in(pilot, filled)
        screen = pilot.app.screen
        assert isinstance(screen, IntakeScreen)
        assert screen.plan is not None
        rows = screen.list.rows
        said = [str(rows[place].cells) for place in range(len(rows))]
        day = short_day(screen.plan.issued_on)

        assert any("▼ below" in line for line in said)
        assert any("+12 posts" in line for line in said)
        assert any("Budget of the Port" in line for line in said)
        assert day in str(screen.query_one(".dialog").border_title)


async def test_escape_takes_nothing(opened: Opened, path: Path, stored: ReviewFile, form: Hand) -> None:
    """Looking changes nothing."""
    form.answer("GG-AMB-1", "Explanation", "We do.")
    filled = form.save()
    async with opened(path) as pilot:
        await take_in(pilot, filled)
        await pilot.press("escape")
        await pilot.pause()

        assert not isinstance(pilot.app.screen, IntakeScreen)
        assert {} == stored.rows("self_assessment")
        assert {} == stored.rows("form")["AR-F01"]["returned"]


async def test_a_conflict_is_kept(opened: Opened, path: Path, stored: ReviewFile, form: Hand) -> None:
    """What was changed since the form was sent stands as a conflict on the screen of conflicts."""
    with reviews.open_review(path, member="JN") as review:
        records.add(review, "self_assessment", {"answer": "A peer's."}, code="GG-AMB-1")
    form.answer("GG-AMB-1", "Explanation", "The host's.")
    filled = form.save()
    async with opened(path) as pilot:
        await take_in(pilot, filled)
        await pilot.press("t")
        await pilot.pause()

        assert {"A peer's.", "The host's."} == {one.value for one in conflicts(stored)[0].versions}


async def test_a_file_that_is_none_is_refused(opened: Opened, path: Path, tmp_path: Path) -> None:
    """A file that is no form is said in one line; the app goes on."""
    (tmp_path / "letter.docx").write_bytes(b"Dear all")
    async with opened(path) as pilot:
        await take_in(pilot, tmp_path / "letter.docx")

        assert not isinstance(pilot.app.screen, IntakeScreen)
        assert any("letter.docx: is not a Word document" in one.message for one in pilot.app._notifications)


async def test_hostile_answers_are_shown(opened: Opened, path: Path, form: Hand) -> None:
    """Whatever somebody typed into a form can be looked at, line by line."""
    rows = form.rows
    for (code, row), words in zip(rows.items(), HOSTILE.values(), strict=False):
        write(cells(row)[2], typed(words))
        form.answer(code, "Explanation", words)
    filled = form.save()
    async with opened(path) as pilot:
        await take_in(pilot, filled)
        screen = pilot.app.screen
        await pilot.press(*["down"] * (2 * len(HOSTILE)))
        await pilot.pause()

        plan = screen.plan if isinstance(screen, IntakeScreen) else None

        assert screen is pilot.app.screen
        assert plan is not None
        assert len(HOSTILE) == len(plan.questions) == len(plan.taken)


async def test_a_place_that_cannot_be_written(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """A folder that is not there is said in one line; no form is recorded, and the app goes on."""
    async with opened(path) as pilot:
        await pilot.press("W", "n")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("home", *"/no/such/", "enter")
        await pilot.pause()

        assert any("no such folder" in one.message for one in pilot.app._notifications)
        assert {} == stored.rows("form")
        assert pilot.app.is_running


async def test_a_day_that_is_none_is_asked_again(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """A choice that is not acceptable is said, and the question stays open."""
    with reviews.open_review(path, member="AR") as review:
        records.add(review, "recommendation", {"title": "Do it", "text": "Do it soon."}, code="AR-R01")
        make_form(review, "response", path.with_name("response.docx"))
    form = Hand(path.with_name("response.docx"))
    form.answer_at("AR-R01", 6, "some day")
    filled = form.save()
    async with opened(path, (120, 40)) as pilot:
        await take_in(pilot, filled)
        for typed_day in ("soon", "2027-03-31"):
            await pilot.press("home", "enter")
            await pilot.pause()
            await pilot.press(*typed_day, "enter")
            await pilot.pause()
        await pilot.press("t")
        await pilot.pause()

        assert any("YYYY-MM-DD" in one.message for one in pilot.app._notifications)
        assert ["2027-03-31"] == [row["end"] for row in stored.rows("action").values()]
