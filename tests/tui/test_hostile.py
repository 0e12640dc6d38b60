"""Odd text in every field of every kind, and pasted into every line that one can type in."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from peervisit.errors import PeervisitError
from peervisit.model.kinds import KINDS, fields_of
from peervisit.model.text import clean
from peervisit.service import records, reviews
from peervisit.store.review_file import ReviewFile
from peervisit.tui.app import PeervisitApp
from peervisit.tui.key_file import contexts
from peervisit.tui.screens.closing import ClosingScreen
from peervisit.tui.screens.dossier import show_dossier
from peervisit.tui.screens.notes import NoteScreen
from peervisit.tui.widgets.field_form import FieldForm, open_form
from tests.tui.conftest import GROUPS, Opened
from tests.tui.visiting import begin, plan

TEXTS = {name: text for name, text in GROUPS.items() if name != "long"}
TEXTS["all at once"] += " a\u00a0b\u202fc ‏عربى"
FREE = (
    "evidence",
    "document",
    "stakeholder",
    "slot",
    "question",
    "conclusion",
    "recommendation",
    "practice",
    "context",
)


@pytest.fixture(params=list(TEXTS.values()), ids=list(TEXTS))
def odd(request: pytest.FixtureRequest) -> str:
    """What people paste, all of it."""
    return str(request.param)


def fill(path: Path, odd: str) -> str:
    """Put the text into every field that takes it; return the code of an interview."""
    plan(path)
    code = begin(path)
    with reviews.open_review(path, member="AR") as review:
        review.log.author = "AR"
        for kind in FREE:
            made = records.add(review, kind, _needed(kind, odd))
            _everywhere(review, kind, made, odd)
        for kind, held in (("interview", code), ("review", "review"), ("member", "JN"), ("slot", "AR-S01")):
            _everywhere(review, kind, held, odd)
        records.put(review, "consensus", "GG-AMB-1", {"rationale": odd})
        records.put(review, "self_assessment", "GG-AMB-1", {"answer": odd})
        fields = {"statement": odd, "interview": code, "indicators": {"GG-AMB-1": "supports"}}
        records.add(review, "evidence", fields)
    return code


def _free(kind: str) -> list[str]:
    """Return the fields of a kind into which one can type anything."""
    specs = fields_of(kind).items()
    return [name for name, spec in specs if not (spec.ref or spec.items or spec.choices or spec.boolean)]


def _needed(kind: str, odd: str) -> dict[str, Any]:
    specs = fields_of(kind)
    needed: dict[str, Any] = {name: odd for name in _free(kind) if specs[name].required}
    if "indicators" in specs:
        needed["indicators"] = {"GG-AMB-1": "supports"} if kind == "evidence" else ["GG-AMB-1"]
    return {**needed, KINDS[kind].main: odd} if KINDS[kind].main in _free(kind) else needed


def _everywhere(review: ReviewFile, kind: str, code: str, odd: str) -> None:
    for name in _free(kind):
        with suppress(PeervisitError):  # a day, a number or a moment
            records.edit(review, kind, code, {name: odd})


async def paste(pilot: Pilot[int], text: str) -> None:
    """Paste as a terminal does."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


async def test_every_form_shows_it(path: Path, opened: Opened, odd: str) -> None:
    """The form of every kind comes up on such a record and holds what is stored."""
    code = fill(path, odd)
    async with opened(path, (80, 24)) as pilot:
        main = cast("PeervisitApp", pilot.app)
        for kind in (*FREE, "interview", "review", "member", "self_assessment", "consensus"):
            rows = main.review.rows(kind)
            held = {"interview": code, "review": "review"}.get(kind) or list(rows)[-1]
            open_form(main, kind, held)
            await pilot.pause()
            form = main.screen

            assert isinstance(form, FieldForm), kind
            for area in form.query(TextArea):
                assert area.text in {str(one or "") for one in rows[held].values()}, kind
            await pilot.press("escape")
            await pilot.pause()


async def test_every_dialog_shows_it(path: Path, opened: Opened, odd: str) -> None:
    """Note, inbox, questions, one key, pickers, dossier, help and palette come up, and are left again."""
    code = fill(path, odd)
    async with opened(path, (80, 24)) as pilot:
        main = cast("PeervisitApp", pilot.app)
        main.go("interview")
        await pilot.pause()
        main.push_screen(NoteScreen(code))
        await pilot.pause()
        for keys in (
            "ctrl+b escape",
            "ctrl+o down escape",
            "ctrl+r escape",
            "ctrl+l down escape",
            "f8 f8",
            "f1 escape",
        ):
            await pilot.press(*keys.split())
            await pilot.pause()
            assert isinstance(main.screen, NoteScreen), keys
        await pilot.press("escape")
        main.push_screen(ClosingScreen(code))
        await pilot.pause()
        await pilot.press("a", "down", "space", "b", "escape", "l", "escape", "escape")
        await pilot.pause()
        for place, keys in (
            ("evidence", "l escape o escape slash escape"),
            ("programme", "q escape f escape p escape i escape s escape m escape"),
            ("coverage", "v v o escape"),
            ("people", "slash escape"),
            ("judging", "down"),
        ):
            main.go(place)
            await pilot.pause()
            await pilot.press(*keys.split())
            await pilot.pause()
            assert main.place == place, place
        show_dossier(main, "GG-AMB-1")
        await pilot.pause()
        await pilot.press("right", "left", "f1", "escape", "ctrl+p", "escape", "escape")
        await pilot.pause()

        assert main.is_running


async def test_it_is_pasted_into_every_line(path: Path, opened: Opened, odd: str) -> None:
    """Filters, jumps, finds and pickers take it as words, find nothing or something, and go on."""
    fill(path, odd)
    async with opened(path, (80, 24)) as pilot:
        main = cast("PeervisitApp", pilot.app)
        for place, key in (
            ("evidence", "l"), ("evidence", "slash"), ("indicators", "slash"), ("coverage", "slash"),
            ("people", "slash"), ("programme", "m"), ("search", ""), ("overview", "colon"),
            ("overview", "ctrl+p"),
        ):  # fmt: skip
            main.go(place)
            await pilot.pause()
            await pilot.press(*[key] if key else [])
            await pilot.pause()
            await pilot.pause()
            assert isinstance(main.focused, Input), (place, key)
            await paste(pilot, odd)
            await pilot.press("enter", "escape", "escape")
            await pilot.pause()

        assert main.is_running


async def test_it_is_pasted_into_the_note(path: Path, opened: Opened, stored: ReviewFile, odd: str) -> None:
    """Pasted into the note it is kept, letter for letter but for what no text may hold."""
    plan(path)
    code = begin(path)
    async with opened(path, (80, 24)) as pilot:
        main = cast("PeervisitApp", pilot.app)
        main.go("interview")
        await pilot.pause()
        screen = NoteScreen(code)
        main.push_screen(screen)
        await pilot.pause()
        await paste(pilot, odd)
        held: Any = screen.area.text
        await pilot.press("ctrl+n", "ctrl+s")
        await pilot.pause()

        assert stored.rows("interview")[code]["notes"] == clean(held)
        assert held.replace("\r\n", "\n").splitlines() == odd.replace("\r\n", "\n").splitlines()


def test_every_screen_is_known() -> None:
    """The list of the commands knows every screen and every dialog: what is new belongs into these tests."""
    assert {"NoteScreen", "ClosingScreen", "QuestionList", "Picker", "OneKey", "FieldForm"} <= {
        context.name for context in contexts()
    }


ACTING = "\x1b]52;c;ZXZpbA==\x07\x1b[2J\x9b31m\x00 abc \u202egnp.exe\u202c \u2066iso\u2069 👨\u200d👩"


async def test_nothing_that_a_terminal_acts_on_is_drawn(path: Path, opened: Opened) -> None:
    """What another copy sent uncleaned is drawn as pictures in a list and left out in a form."""
    with reviews.open_review(path, member="AR") as review, review.transaction() as log:
        log.record("evidence", "AR-E01", [("statement", ACTING), ("remarks", ACTING)])
    async with opened(path, (120, 40)) as pilot:
        main = cast("PeervisitApp", pilot.app)
        main.go("evidence")
        await pilot.pause()
        listed = _drawn(pilot)
        open_form(main, "evidence", "AR-E01")
        await pilot.pause()
        edited = _drawn(pilot)
        main.say(ACTING, bad=True)
        await pilot.pause()
        said = _drawn(pilot)

        assert "␛]52;c;ZXZpbA==␇" in listed
        assert "abc gnp.exe iso" in edited
        assert "gnp.exe" in said
        assert all(char.isprintable() or char == "\n" for char in listed + edited + said)


async def test_no_number_is_needed_where_one_belongs(path: Path, opened: Opened) -> None:
    """Phase, number and place may hold anything in another copy: the keys that count on still work."""
    plan(path)
    with reviews.open_review(path, member="AR") as review:
        one = records.add(review, "conclusion", {"title": "One", "text": "x", "indicators": ["GG-AMB-1"]})
        records.add(review, "conclusion", {"title": "Two", "text": "x", "indicators": ["GG-AMB-1"]})
        with review.transaction() as log:
            log.record("review", "review", [("phase", "abc")])
            log.record("slot", "AR-S01", [("number", "abc")])
            log.record("conclusion", one, [("position", "abc")])
    async with opened(path, (80, 24)) as pilot:
        main = cast("PeervisitApp", pilot.app)
        await pilot.press("p", "V", "n", "escape", "S", "minus", "plus")
        await pilot.pause()

        assert "synthesis" == main.place
        assert 1 == main.review.rows("review")["review"]["phase"]


def _drawn(pilot: Pilot[int]) -> str:
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in strips)
