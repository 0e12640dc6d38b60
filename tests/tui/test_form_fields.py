"""The fields of a form: days and moments as people write them, choices, and what cannot be."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from peervisit.i18n import short_moment
from peervisit.service import records
from peervisit.store.review_file import ReviewFile
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.picker import Picker
from tests.tui.test_form import _open, _row, _shown

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


async def test_the_cursor_stands_behind_what_a_form_shows(
    opened: Opened, path: Path, stored: ReviewFile
) -> None:
    """In a form that is opened again typing goes on behind the value, wherever the cursor stood before."""
    with ReviewFile.open(path) as review:
        short = records.add(review, "slot", {"title": "At", "start": "09:00"})
        long = records.add(review, "slot", {"title": "At the town hall"})
    async with opened(path) as pilot:
        await _open(pilot, "slot", short)
        await pilot.press("tab", *" 9", "escape")
        await pilot.pause()
        await _open(pilot, "slot", long)
        await pilot.press("tab", *" too", "ctrl+s")
        await pilot.pause()

    assert [row["title"] for row in stored.rows("slot", f"code = '{long}'").values()] == [
        "At the town hall too"
    ]


@pytest.mark.parametrize(
    ("kind", "fields", "typed"),
    [
        ("slot", {"start": "10:00", "end": "11:00"}, {"end": "9h"}),
        ("review", {"starts_on": "2026-11-24"}, {"ends_on": "23/11/2026"}),
    ],
)
async def test_an_end_before_its_start_stands_beside_its_field(
    opened: Opened,
    path: Path,
    stored: ReviewFile,
    kind: str,
    fields: dict[str, str],
    typed: dict[str, str],
) -> None:
    """What ends before it starts is not kept; the form says so beside the end."""
    with ReviewFile.open(path) as review:
        code = "review" if kind == "review" else records.add(review, kind, fields)
        records.edit(review, kind, code, fields)
    before = stored.digest()
    async with opened(path) as pilot:
        form = await _open(pilot, kind, code)
        (name, text), *_rest = typed.items()
        _row(form, name).load("")
        _row(form, name).box.focus()
        await pilot.press(*text, "ctrl+s")
        await pilot.pause()

        assert "lies before the start" in _shown(form)
        assert pilot.app.screen is form
    assert before == stored.digest()


async def test_words_for_nobody_stand_beside_their_field(
    opened: Opened, path: Path, stored: ReviewFile
) -> None:
    """A dissent without initials stays in the form, which says how a line begins."""
    async with opened(path) as pilot:
        form = await _open(pilot, "consensus", "GG-AMB-1")
        _row(form, "dissent").box.focus()
        await pilot.press(*"Too low", "ctrl+s")
        await pilot.pause()
        said = _shown(form)
        await pilot.press("home", *"JN : ", "ctrl+s")
        await pilot.pause()

    assert "one a line, such as JN: words" in said
    assert [{"JN": "Too low"}] == [row["dissent"] for row in stored.rows("consensus").values()]


async def test_the_language_of_the_report_is_chosen(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """Only a language in which the program writes can be kept; one from elsewhere stays as it is."""
    async with opened(path) as pilot:
        form = await _open(pilot, "review", "review")
        row = _row(form, "language")
        row.load("de")
        kept = row.read()
        row.box.focus()
        await pilot.press(*"fran", "enter", "ctrl+s")
        await pilot.pause()

    assert kept == "de"
    assert ["fr"] == [row["language"] for row in stored.rows("review").values()]


async def test_the_review_is_called_the_review(opened: Opened, path: Path) -> None:
    """The form of the terms has a title for people: its code is the program's."""
    async with opened(path) as pilot:
        form = await _open(pilot, "review", "review")

        assert _shown(form).splitlines()[0].split() == ["Review"]


async def test_a_moment_is_shown_and_typed_as_people_write_it(
    opened: Opened, path: Path, stored: ReviewFile
) -> None:
    """The beginning of an interview reads like a date and a time; its end is typed like that too."""
    with ReviewFile.open(path) as review:
        began = "2026-05-12T14:30:25+00:00"
        code = records.add(review, "interview", {"started": began})
    async with opened(path) as pilot:
        form = await _open(pilot, "interview", code)
        shown = _row(form, "started").read()
        _row(form, "ended").box.focus()
        await pilot.press(*f"{shown[:10]} 23h", "ctrl+s")
        await pilot.pause()
    row = stored.rows("interview")[code]

    assert shown == short_moment(datetime.fromisoformat(began).astimezone())
    assert row["started"] == began
    assert short_moment(datetime.fromisoformat(row["ended"]).astimezone()) == f"{shown[:10]} 23:00"


async def test_only_a_field_can_be_left_empty(opened: Opened, path: Path) -> None:
    """A list that asks what to do offers no 'none'; one from which a field is filled does."""
    async with opened(path) as pilot:
        await pilot.press("R", "s")
        await pilot.pause()
        asked = pilot.app.screen
        assert isinstance(asked, Picker)
        keys = str(asked.query_one(KeyLine).render_line(0).text)
        await pilot.press("ctrl+r")
        await pilot.pause()

        assert asked is pilot.app.screen
        assert "None" not in keys
        await pilot.press("escape")
        await pilot.pause()
        await _open(pilot, "slot")
        await pilot.press(*["tab"] * 6, "enter")
        await pilot.pause()

        assert "None" in pilot.app.screen.query_one(KeyLine).render_line(0).text
