"""The form of any kind: drafts, errors beside the field, choosing by typing, text as people type it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import cast

import pytest
from textual import events
from textual.pilot import Pilot

from peervisit.model.kinds import KINDS
from peervisit.service import records
from peervisit.store import private
from peervisit.store.review_file import ReviewFile
from peervisit.tui.app import PeervisitApp
from peervisit.tui.widgets.field_form import FieldForm, open_form
from peervisit.tui.widgets.fields import FieldRow
from peervisit.tui.widgets.picker import Picker

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


async def _open(pilot: Pilot[int], kind: str, code: str | None = None) -> FieldForm:
    open_form(cast("PeervisitApp", pilot.app), kind, code)
    await pilot.pause()
    form = pilot.app.screen
    assert isinstance(form, FieldForm)
    return form


def _shown(form: FieldForm) -> str:
    """Return what the form shows at this moment."""
    return "\n".join(strip.text for strip in form._compositor.render_strips())


def _row(form: FieldForm, name: str) -> FieldRow:
    return next(row for row in form.query(FieldRow) if row.spec.name == name)


async def test_what_was_typed_is_a_draft_until_saved(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """Escape keeps what was typed as a draft, which is offered again and becomes an entry when saved."""
    async with opened(path) as pilot:
        await _open(pilot, "evidence")
        await pilot.press(*"Half a sen", "escape")
        await pilot.pause()

        assert stored.rows("evidence", "statement LIKE 'Half%'") == {}
        assert len(private.drafts(stored.connection, "AR")) == 1
        form = await _open(pilot, "evidence")

        assert _row(form, "statement").read() == "Half a sen"
        await pilot.press(*"tence", "ctrl+s")
        await pilot.pause()

    assert ["Half a sentence"] == [
        row["statement"] for row in stored.rows("evidence", "statement LIKE 'Half%'").values()
    ]
    assert private.drafts(stored.connection, "AR") == []


async def test_a_draft_can_be_dropped(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """One key shows what is saved instead of the draft."""
    async with opened(path) as pilot:
        await _open(pilot, "evidence", "AR-E01")
        await pilot.press(*" Not", "escape")
        await pilot.pause()
        form = await _open(pilot, "evidence", "AR-E01")
        await pilot.press("ctrl+r")
        await pilot.pause()

        assert _row(form, "statement").read() == "The plan has a budget line."
    assert private.drafts(stored.connection) == []


async def test_quitting_keeps_what_was_typed(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """Leaving the app with a form open loses nothing."""
    async with opened(path) as pilot:
        await _open(pilot, "evidence")
        await pilot.press(*"In haste", "ctrl+q")
        await pilot.pause()

    assert ['"In haste"'] == [row["value"] for row in private.drafts(stored.connection, "AR")]


async def test_an_error_stands_beside_its_field(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """A date of the wrong form keeps the form open, and nothing is stored until it is right."""
    before = stored.digest()
    async with opened(path) as pilot:
        form = await _open(pilot, "review", "review")
        _row(form, "starts_on").box.focus()
        await pilot.press(*"next week", "ctrl+s")
        await pilot.pause()

        assert pilot.app.screen is form
        assert _row(form, "starts_on").has_class("-wrong")
        assert before == stored.digest()
        await pilot.press(*["backspace"] * 9, *"2026-03-02", "ctrl+s")
        await pilot.pause()
    row = stored.row("review", "review")

    assert row is not None
    assert row["starts_on"] == "2026-03-02"


async def test_what_is_needed_is_asked_for(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """An item of evidence without a statement is not kept."""
    before = stored.digest()
    async with opened(path) as pilot:
        form = await _open(pilot, "evidence")
        await pilot.press("ctrl+s")
        await pilot.pause()

        assert _row(form, "statement").has_class("-wrong")

    assert before == stored.digest()


async def test_codes_are_chosen_by_typing_a_part_of_the_words(
    opened: Opened, path: Path, stored: ReviewFile
) -> None:
    """Typing on a field of codes opens the list; Enter takes what fits."""
    async with opened(path) as pilot:
        form = await _open(pilot, "evidence")
        await pilot.press(*"Classes are full.")
        _row(form, "stakeholders").box.focus()
        await pilot.press(*"school")
        await pilot.pause()

        assert isinstance(pilot.app.screen, Picker)
        await pilot.press("enter")
        await pilot.pause()
        _row(form, "indicators").box.focus()
        await pilot.press(*"gg-lea-2")
        await pilot.pause()
        await pilot.press("ctrl+t", "ctrl+t", "enter")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
    row = next(iter(stored.rows("evidence", "statement = 'Classes are full.'").values()))

    assert ["AR-I01"] == row["stakeholders"]
    assert {"GG-LEA-2": "contradicts"} == row["indicators"]


async def test_several_are_marked_and_unmarked(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """Tab marks and goes on, so that several codes are chosen in one go."""
    async with opened(path) as pilot:
        form = await _open(pilot, "question")
        await pilot.press(*"How many?")
        _row(form, "indicators").box.focus()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press(*"GG-LEA-1", "tab", *"GG-RES-2", "tab", "enter")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()

    assert ["GG-LEA-1", "GG-RES-2"] == next(iter(stored.rows("question").values()))["indicators"]


async def test_spaces_that_do_not_break_are_let_in(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """A no-break space typed before a French colon is kept, and accents are stored composed."""
    async with opened(path) as pilot:
        await _open(pilot, "evidence")
        for char in "Oui\u202f: e\u0301te\u0301":
            pilot.app.screen.focused.post_message(events.Key(char, char))  # type: ignore[union-attr]
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()

    assert len(stored.rows("evidence", "statement = ?", "Oui\u202f: été")) == 1


async def test_every_character_of_a_keyboard_is_text(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """A field of one line lets in what a text does: no-break and wide spaces, and what joins letters."""
    title = (
        "Oui\u202f: «\u00a0été\u00a0» \u5bb6\u3000\u65cf \u0645\u06cc\u200c\u062e \U0001f469\u200d\U0001f467"
    )
    async with opened(path) as pilot:
        form = await _open(pilot, "slot")
        _row(form, "title").box.focus()
        await pilot.pause()
        for char in title + "\x07\u202e":
            pilot.app.screen.focused.post_message(events.Key(char, char))  # type: ignore[union-attr]
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()

    assert [title] == [row["title"] for row in stored.rows("slot").values()]


async def test_opening_a_form_again_keeps_the_same_screen(opened: Opened, path: Path) -> None:
    """A form is made once for its kind: the second opening only fills it."""
    async with opened(path) as pilot:
        first = await _open(pilot, "evidence")
        await pilot.press("escape")
        await pilot.pause()

        assert first is await _open(pilot, "evidence", "AR-E02")
        assert _row(first, "statement").read() == "No money."


async def test_nothing_of_one_record_is_left_in_the_next(
    opened: Opened, path: Path, stored: ReviewFile
) -> None:
    """A form that is filled anew shows and saves only the record it is about, edits left undone or not."""
    first, second = stored.row("evidence", "AR-E01"), stored.row("evidence", "AR-E02")
    async with opened(path) as pilot:
        form = await _open(pilot, "evidence", "AR-E01")
        await pilot.press(*" Not")
        for name in ("stakeholders", "sensitive", "confidence"):
            _row(form, name).box.focus()
            await pilot.press("enter")
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()
        edited = {row.spec.name: row.read() for row in form.query(FieldRow)}
        await pilot.press("escape")
        await pilot.pause()
        assert await _open(pilot, "evidence", "AR-E02") is form
        await pilot.pause()

        assert first is not None
        assert second is not None
        assert {"stakeholders", "confidence"} <= {name for name in edited if edited[name] != first[name]}
        assert all((row.read() or None) == (second[row.spec.name] or None) for row in form.query(FieldRow))
        assert not form.query(".-wrong")
        assert "Not" not in _shown(form)
        await pilot.press("ctrl+z", *" Never.", "ctrl+s")
        await pilot.pause()
        assert await _open(pilot, "evidence") is form
        await pilot.pause()

        assert all(row.is_empty for row in form.query(FieldRow))
        await pilot.press("escape")

    assert stored.row("evidence", "AR-E01") == first
    assert stored.row("evidence", "AR-E02") == {**second, "statement": "No money. Never."}


async def test_a_field_grows_and_shrinks_with_what_the_next_record_holds(opened: Opened, path: Path) -> None:
    """A form is laid out anew where the next record needs more lines, or fewer."""
    async with opened(path, (80, 24)) as pilot:
        form = await _open(pilot, "evidence", "AR-E01")
        box = _row(form, "indicators").box
        one = box.size.height
        review = cast("PeervisitApp", pilot.app).review
        await pilot.press("escape")
        records.edit(
            review, "evidence", "AR-E02", {"indicators": {"GG-AMB-1": "supports", "GG-LEA-2": "context"}}
        )
        records.edit(review, "evidence", "AR-E02", {"statement": "line\n" * 8})
        await _open(pilot, "evidence", "AR-E02")
        await pilot.pause()
        tall = (box.size.height, _row(form, "statement").box.size.height)
        await pilot.press("escape")
        await _open(pilot, "evidence", "AR-E01")
        await pilot.pause()

        assert box.size.height == one < tall[0]
        assert tall[1] > _row(form, "statement").box.size.height


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"benchmark"}])
async def test_every_kind_has_a_form(opened: Opened, path: Path, kind: str) -> None:
    """The method's description of any kind is enough to make its form."""
    code = {"judgement": "GG-AMB-1/AR/before", "desk_review": "GG-AMB-1/AR"}.get(kind)
    async with opened(path) as pilot:
        form = await _open(pilot, kind, code)

        assert form.query(FieldRow)


async def test_hostile_text_is_kept_and_shown(
    opened: Opened, path: Path, stored: ReviewFile, hostile: str
) -> None:
    """Whatever is pasted is stored readable, shown, and opened again without being read as markup."""
    async with opened(path) as pilot:
        form = await _open(pilot, "evidence")
        row = _row(form, "statement")
        row.load(hostile)
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        code = max(stored.rows("evidence"))

        assert code == "AR-E03"
        again = await _open(pilot, "evidence", code)

        assert _row(again, "statement").read() == stored.rows("evidence")[code]["statement"]
    kept = stored.rows("evidence")[code]["statement"]

    assert kept
    assert "\x1b" not in kept
