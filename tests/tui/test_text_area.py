"""Typing draws only what it changes, and what is on the screen is always what the text says."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets.text_area import Selection

from peervisit.tui.autosave import GAP, Autosave
from peervisit.tui.widgets.note_area import NoteArea
from peervisit.tui.widgets.plain_text_area import PlainTextArea

WORDS = ("the mayor", " ", "said", "\n", "été", "(no) [", "家族 ", "a longer sentence about housing ", "\t")


class Page(App[None]):
    """One text on a small screen, as the note has it or as a form has it."""

    def __init__(self, area: PlainTextArea) -> None:
        super().__init__()
        self.area = area

    def compose(self) -> ComposeResult:
        """Show the text alone."""
        yield self.area


def note() -> NoteArea:
    """Return a note in which every line with a mayor in it became evidence."""
    return NoteArea(lambda line: "mayor" in line, lambda: None, placeholder="Type what is said.")


def drawn(area: PlainTextArea) -> list[str]:
    """Return the lines on the screen, with their looks."""
    strips = area.render_lines(area.size.region)
    return [str([(segment.text, segment.style) for segment in strip]) for strip in strips]


async def act(pilot: Pilot[None], area: PlainTextArea, dice: random.Random) -> None:
    """Do something to the text that people do to texts."""
    row = dice.randrange(area.document.line_count)
    place = (row, dice.randint(0, len(area.document.get_line(row))))
    match dice.randrange(8):
        case 0 | 1 | 2:
            area.insert(dice.choice(WORDS))
        case 3:
            area.move_cursor(place, select=dice.random() < 0.5)
        case 4:
            area.delete(*sorted((place, area.cursor_location)))
        case 5:
            await pilot.press(dice.choice(("backspace", "enter", "ctrl+z", "ctrl+y", "x", "up", "end")))
        case 6:
            area.selection = Selection(place, area.cursor_location)
        case _:
            area.replace(dice.choice(WORDS), *sorted((place, area.cursor_location)))


@pytest.mark.parametrize("seed", range(6))
async def test_screen_says_what_the_text_says(seed: int) -> None:
    """Whatever is typed, taken out, selected and undone: every line stands there as if drawn anew."""
    dice = random.Random(seed)
    area = note() if seed % 2 else PlainTextArea(placeholder="In the words that were used.")
    async with Page(area).run_test(size=(30, 8)) as pilot:
        area.focus()
        for _turn in range(60):
            await act(pilot, area, dice)
            await pilot.pause()
            shown = drawn(area)
            area._line_cache.clear()
            area.refresh()

            assert shown == drawn(area), area.text
            assert area.text or "Type" in str(shown) or "In the words" in str(shown)


@pytest.mark.parametrize("make", [note, PlainTextArea], ids=["note", "form"])
async def test_key_draws_its_paragraph(make: type[PlainTextArea], monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter, and a step of the cursor, draw the lines of their paragraphs, not everything in view."""
    drawings: Counter[int] = Counter()
    area = make()
    draw = area.render_line

    def counted(y: int) -> Strip:
        drawings[y] += 1
        return draw(y)

    monkeypatch.setattr(area, "render_line", counted)
    async with Page(area).run_test(size=(40, 10)) as pilot:
        area.focus()
        area.load_text("\n".join(f"line {number}" for number in range(8)))
        area.move_cursor((3, 6))
        await pilot.pause()
        drawings.clear()
        await pilot.press("x")
        await pilot.pause()

        assert set(drawings) == {3}

        drawings.clear()
        await pilot.press("down")
        await pilot.pause()

        assert set(drawings) == {3, 4}


async def test_cursor_stays_in_view() -> None:
    """The line that is typed is on the screen, also when a new one begins below the last."""
    area = note()
    async with Page(area).run_test(size=(30, 6)) as pilot:
        area.focus()
        for number in range(30):
            area.insert(f"line {number}, which is longer than the screen is wide\n")
            await pilot.pause()

            assert 0 <= area.cursor_screen_offset.y < 6
        await pilot.press("ctrl+z")
        await pilot.pause()

        assert 0 <= area.cursor_screen_offset.y < 6


class Clock:
    """A clock that stands still until it is told to go on, for the timers of a text that is kept."""

    def __init__(self) -> None:
        self.now = 100.0
        self.rings = 0.0

    def set_timer(self, seconds: float, _look: object) -> Clock:
        """Remember when somebody wants to look again."""
        self.rings = self.now + seconds
        return self


def typing(monkeypatch: pytest.MonkeyPatch, between: float) -> list[tuple[float, float]]:
    """Type half a minute without a pause; return when the text was kept, and how long after a key."""
    clock, kept = Clock(), list[tuple[float, float]]()
    monkeypatch.setattr("peervisit.tui.autosave.monotonic", lambda: clock.now)

    def keep() -> bool:
        kept.append((clock.now, clock.now - autosave._last))
        return True

    autosave = Autosave(clock, keep)
    for number in range(int(30 / between)):
        key = 100.0 + between * number
        while autosave._timer is not None and clock.rings < key:
            clock.now = clock.rings
            autosave._look()
        clock.now = key
        autosave.touched()
    return kept


@pytest.mark.parametrize("between", [0.03, 0.06, 0.11, 0.25, 0.7])
def test_kept_between_two_keys(monkeypatch: pytest.MonkeyPatch, between: float) -> None:
    """Who types on has it kept every five seconds at least, and between two keys where there is time."""
    kept = typing(monkeypatch, between)
    times = [100.0, *(at for at, _after in kept)]

    assert times[-1] > 123.0
    assert all(later - earlier < 5.0 for earlier, later in pairwise(times))
    assert between < GAP or all(after >= GAP - 0.011 for _at, after in kept)


@pytest.mark.parametrize("width", range(9, 25))
def test_no_line_breaks_at_a_space_that_forbids_it(width: int) -> None:
    """The colon of a French sentence stays with the word before it, wherever the line ends."""
    area = PlainTextArea("Le comité siège\u202f: jamais. Le comité dit\u00a0: non.")
    area.wrapped_document.wrap(width)
    lines = area.wrapped_document.get_sections(0)

    assert len(lines) > 1
    assert not [line for line in lines if line.startswith(":")]


async def test_the_whole_text_has_a_beginning_and_an_end() -> None:
    """Ctrl with Home and End go to the beginning and the end of the text, with Shift they select to there."""
    area = note()
    async with Page(area).run_test(size=(40, 10)) as pilot:
        area.load_text("one\ntwo\nthree")
        await pilot.press("ctrl+end", "!", "ctrl+home", "-", "ctrl+shift+end")

        assert ("-one\ntwo\nthree!", "one\ntwo\nthree!") == (area.text, area.selected_text)
