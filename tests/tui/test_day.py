"""A visit day at 80x24 in French: what somebody saw who lived one through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import cast

import pytest
from textual import events
from textual.pilot import Pilot

from peervisit import i18n
from peervisit.service import records
from peervisit.store.review_file import ReviewFile
from peervisit.tui.app import PeervisitApp
from peervisit.tui.opening import open_for_screens
from peervisit.tui.plain import wrapped
from peervisit.tui.screens.history import HistoryScreen
from peervisit.tui.settings import Settings
from peervisit.tui.widgets.detail import _pieces
from peervisit.tui.widgets.field_form import open_form

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


@pytest.fixture
def french() -> Iterator[None]:
    """The screens speak French."""
    i18n.use("fr")
    yield
    i18n.use("en")


def _shown(pilot: Pilot[int]) -> str:
    """Return what is on the screen, one line a row."""
    return "\n".join(strip.text.rstrip() for strip in pilot.app.screen._compositor.render_strips())


async def test_an_empty_list_says_all_of_what_to_do(opened: Opened) -> None:
    """What to do next is wrapped, not cut, where the list is narrow."""
    async with opened(None, size=(50, 24)) as pilot:
        shown = _shown(pilot)

    assert "to try." in shown


@pytest.mark.usefixtures("french")
async def test_choices_show_words_without_codes(opened: Opened, path: Path) -> None:
    """A closed list shows what people call things; the program's own words are nowhere."""
    async with opened(path) as pilot:
        open_form(cast("PeervisitApp", pilot.app), "member", "AR", only=("roles",))
        await pilot.pause()
        closed = _shown(pilot)
        await pilot.press("enter")
        await pilot.pause()
        listed = _shown(pilot)

    assert "pair" in closed
    assert "peer" not in closed
    assert "responsable d’équipe" in listed
    assert "team-leader" not in listed


@pytest.mark.usefixtures("french")
async def test_a_new_review_says_what_each_benchmark_is_about(opened: Opened) -> None:
    """The benchmarks to choose from have names, not ids alone."""
    async with opened(None) as pilot:
        await pilot.press("n", "tab", "tab", "tab", "enter")
        await pilot.pause()
        shown = _shown(pilot)

    assert "inti-cities   Gouvernance de l’intégration" in shown


@pytest.mark.usefixtures("french")
async def test_a_slot_takes_days_and_times_as_they_are_written(
    opened: Opened, path: Path, stored: ReviewFile
) -> None:
    """A French date and ``9h`` are kept; what is neither is refused in the words of the form."""
    async with opened(path) as pilot:
        open_form(cast("PeervisitApp", pilot.app), "slot", only=("day", "start", "end"))
        await pilot.pause()
        await pilot.press(*"25/11/2026", "ctrl+n", *"9h", "ctrl+n", *"dix", "ctrl+s")
        await pilot.pause()
        refused = " ".join(_shown(pilot).split())
        await pilot.press("ctrl+u", *"10h30", "ctrl+s")
        await pilot.pause()

    assert "Fin" in refused
    assert "end" not in refused
    assert "14:30" in refused
    (slot,) = stored.rows("slot").values()
    assert ("2026-11-25", "09:00", "10:30") == (slot["day"], slot["start"], slot["end"])


async def test_one_slot_is_counted_as_one(opened: Opened, path: Path) -> None:
    """One is not many."""
    with ReviewFile.open(path) as review:
        records.add(review, "slot", {"day": "2026-05-12", "start": "09:00", "title": "Hall"})
    async with opened(path) as pilot:
        await pilot.press("V")
        await pilot.pause()
        shown = _shown(pilot)

    assert "1 slot " in shown


async def test_a_message_covers_neither_the_state_nor_the_keys(path: Path, tmp_path: Path) -> None:
    """What is said stands above the two lines at the foot of the screen, without empty lines of its own."""
    settings = Settings.load(tmp_path / "config", tmp_path / "state", tmp_path / "data")
    app = PeervisitApp(open_for_screens(path), settings)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        foot = _shown(pilot).split("\n")[-2:]
        app.say("a word")
        await pilot.pause()
        lines = _shown(pilot).split("\n")
    app.close_review()

    assert "a word" in lines[-3]
    assert foot == lines[-2:]


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize("place", ["J", "C"])
async def test_every_level_has_its_key_on_the_screen(opened: Opened, path: Path, place: str) -> None:
    """At 80 columns the keys stand in the status line, and with the words beside the list."""
    async with opened(path) as pilot:
        await pilot.press(place)
        await pilot.pause()
        lines = _shown(pilot).split("\n")

    for key, glyph in (("1/n", "▼"), ("2/", "●"), ("3/", "▲"), ("4/", "○")):
        assert key in lines[-2]
        assert glyph in lines[-2].partition(key)[2][:3]
    assert "▲ au-dessus" in " ".join(lines[10:-2])


@pytest.mark.usefixtures("french")
async def test_history_speaks_of_values_as_the_forms_do(opened: Opened, path: Path) -> None:
    """A level, a choice and a moment stand in the history in words and by the clock on the wall."""
    async with opened(path) as pilot:
        await pilot.press("C", "3", "H")
        await pilot.pause()
        shown = _shown(pilot)
        screen = cast("HistoryScreen", pilot.app.screen)
        entry = next(one for one in screen.entries if one.field == "level")

    assert "above" == entry.after
    assert "▲ au-dessus" in shown
    assert "above" not in shown
    assert "T00:" not in shown
    assert "Z" not in shown


async def test_what_a_key_did_to_another_line_is_said(opened: Opened, path: Path) -> None:
    """The chips are of the line of the cursor; what was done to the last evidence is said beside them."""
    with ReviewFile.open(path) as review:
        records.add(review, "slot", {"day": "2026-05-12", "start": "09:00", "title": "Hall"})
    async with opened(path) as pilot:
        await pilot.press("V", "b")
        await pilot.pause()
        await pilot.press(*"A plan", "ctrl+n", "enter", *"Next", "ctrl+b", "o")
        await pilot.pause()
        shown = _shown(pilot)

    assert "AR-E03: opinion" in shown


@pytest.mark.usefixtures("french")
async def test_a_form_is_headed_in_words(opened: Opened, path: Path) -> None:
    """The round of a judgement stands in the title as people call it."""
    async with opened(path) as pilot:
        await pilot.press("J", "3", "e")
        await pilot.pause()
        title = _shown(pilot).split("\n")[0]

    assert "before" not in title
    assert "avant la discussion" in title


@pytest.mark.parametrize("word", ["a word of thirty characters, or", "w" * 70])
async def test_a_title_keeps_clear_of_the_state(opened: Opened, path: Path, word: str) -> None:
    """However long the title is, a space stands between it and the state."""
    with ReviewFile.open(path) as review:
        records.add(review, "slot", {"day": "2026-05-12", "start": "09:00", "title": word * 2})
    async with opened(path) as pilot:
        await pilot.press("V", "b", *"typed")
        await pilot.pause()
        title = _shown(pilot).split("\n")[0]

    assert "… " in title


async def test_a_line_of_decomposed_accents_is_evidence_once(
    opened: Opened, path: Path, stored: ReviewFile
) -> None:
    """The line that became evidence is known again, though the file keeps it composed."""
    with ReviewFile.open(path) as review:
        records.add(review, "slot", {"day": "2026-05-12", "start": "09:00", "title": "Hall"})
    async with opened(path) as pilot:
        await pilot.press("V", "b")
        await pilot.pause()
        pilot.app.screen.post_message(
            events.Paste("l\u2019e\u0301te\u0301 a\u0300 l\u2019ho\u0302tel\u00a0: oui")
        )
        await pilot.pause()
        await pilot.press("ctrl+n", "ctrl+n")
        await pilot.pause()
        shown = _shown(pilot)

    assert "● AR-E03" in shown
    statements = [row["statement"] for row in stored.rows("evidence").values()]
    assert ["l\u2019été à l\u2019hôtel\u00a0: oui"] == [one for one in statements if "tel" in one]


async def test_evidence_is_linked_by_a_short_code_and_by_nothing_that_fits_not(
    opened: Opened, path: Path, stored: ReviewFile
) -> None:
    """``gr1`` finds GG-RES-1; where nothing fits, Enter takes nothing and the words stay."""
    async with opened(path) as pilot:
        await pilot.press("E", "space", "space", "l", *"gr1x", "enter")
        await pilot.pause()
        before = [row["indicators"] for row in stored.rows("evidence").values()]
        await pilot.press("backspace", "enter")
        await pilot.pause()

    assert [{"GG-AMB-1": "supports"}, {"GG-AMB-1": "contradicts"}] == before
    assert [
        {"GG-AMB-1": "supports", "GG-RES-1": "supports"},
        {"GG-AMB-1": "contradicts", "GG-RES-1": "supports"},
    ] == [row["indicators"] for row in stored.rows("evidence").values()]


async def test_an_empty_form_is_not_left_without_a_word(opened: Opened, path: Path) -> None:
    """Saving a form in which nothing stands says so, and the form stays."""
    async with opened(path) as pilot:
        open_form(cast("PeervisitApp", pilot.app), "stakeholder")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        shown = _shown(pilot)

    assert "nothing is filled in yet" in shown.split("\n")[0]
    assert "^s" in shown


async def test_a_new_slot_is_for_the_person_under_the_cursor(
    opened: Opened, path: Path, stored: ReviewFile
) -> None:
    """On somebody who has no slot, the key for a new slot makes one for them."""
    async with opened(path) as pilot:
        await pilot.press("V", "n", "ctrl+s")
        await pilot.pause()

    assert [["AR-I01"]] == [row["stakeholders"] for row in stored.rows("slot").values()]


def test_hints_fit_their_line() -> None:
    """What is said in an empty line of a form is not cut off at 80 columns."""
    from peervisit.model.kinds import KINDS, fields_of

    lines = [
        spec.hint
        for kind in KINDS
        for spec in fields_of(kind).values()
        if kind != "form" and not (spec.long or spec.items or spec.ref or spec.choices or spec.boolean)
    ]

    assert [] == [hint for hint in lines if len(hint) > 50]


@pytest.mark.usefixtures("french")
async def test_commands_are_found_without_their_accents(opened: Opened, path: Path) -> None:
    """Who types ``reglages`` means the settings."""
    async with opened(path) as pilot:
        await pilot.press("ctrl+p", *"reglages")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        shown = _shown(pilot)

    assert "Réglages" in shown


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_no_line_ends_at_a_space_that_forbids_it(space: str) -> None:
    """French marks stay with their words, in texts and in what an empty list says."""
    text = f"Le soir d’un jour, «{space}peervisit tonight{space}» affiche la même chose{space}: tout"

    lines = [line for width in range(16, 60) for line in (*wrapped(text, width), *_pieces(text, width))]
    assert [] == [line for line in lines if line.endswith(("«", "tonight", "chose"))]
    assert [] == [line for line in lines if line.startswith(("»", ":"))]
