"""What is read on the screens: hints in every theme, why a list is empty, signs that need no colour."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from peervisit.service import merging, records, reviews
from peervisit.tui import themes
from peervisit.tui.app import PeervisitApp
from peervisit.tui.commands.palette import Palette
from peervisit.tui.plain import drawn, fit, seen
from peervisit.tui.settings import Settings
from peervisit.tui.widgets.detail import Detail
from peervisit.tui.widgets.field_form import open_form
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.tick_box import TickBox
from tests.tui.conftest import Opened
from tests.tui.test_frame import _contrast


def lines(pilot: Pilot[int]) -> list[str]:
    """Return what stands on the screen, line by line."""
    strips = pilot.app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


def hints_that_do_not_read(pilot: Pilot[int]) -> set[str]:
    """Return what stands at a contrast under 4.5 in the lines that one types in."""
    strips = pilot.app.screen._compositor.render_strips()
    low: set[str] = set()
    for one in pilot.app.screen.query(Input).results(), pilot.app.screen.query(TextArea).results():
        for widget in one:
            area = widget.region
            for y in range(max(0, area.y), min(area.bottom, len(strips))):
                cells = strips[y].crop(area.x, area.right)
                low |= {cell.text for cell in cells if cell.text.strip() and _contrast(cell.style) < 4.5}
    return low


async def test_hints_read_in_every_line(opened: Opened, path: Path) -> None:
    """What a line says before anything is typed stands at a contrast of 4.5 or more in every theme."""
    async with opened(path, (120, 40)) as pilot:
        app = cast("PeervisitApp", pilot.app)
        found: dict[tuple[str, str], set[str]] = {}

        async def look(name: str) -> None:
            for theme in themes.THEMES:
                app.theme = theme.name
                await pilot.pause()
                found[name, theme.name] = hints_that_do_not_read(pilot)

        for name, keys in (
            ("find", "F"),
            ("filter", "escape E slash"),
            ("picker", "escape l"),
            ("palette", "escape ctrl+p"),
        ):
            await pilot.press(*keys.split())
            await pilot.pause()
            assert any(one.placeholder for one in app.screen.query(Input)), name
            await look(name)
        await pilot.press("escape")
        open_form(app, "stakeholder")
        await pilot.pause()
        await look("form")

        assert {} == {name: low for name, low in found.items() if low}


@pytest.mark.parametrize("key", ["E", "P", "S", "J"])
async def test_a_filter_that_hides_everything_says_so(opened: Opened, path: Path, key: str) -> None:
    """A list that the words typed have emptied does not say that there is nothing yet."""
    with reviews.open_review(path, member="AR") as review:
        records.add(review, "conclusion", {"title": "Plans are made", "type": "strength", "text": "x"})
    async with opened(path, (80, 24)) as pilot:
        await pilot.press(key, "slash", *"zzz")
        await pilot.pause()
        listing = pilot.app.screen.query_one(RecordList)

        assert not len(listing.rows)
        assert "holds these words" in listing.empty.replace("\n", " ")
        assert "yet" not in listing.empty
        assert any("holds these words" in line for line in lines(pilot))

        await pilot.press("escape")
        await pilot.pause()

        assert len(listing.rows)


async def test_find_says_what_to_do(opened: Opened, path: Path) -> None:
    """Before anything is typed it says where to type, after that it says that nothing holds the words."""
    async with opened(path, (80, 24)) as pilot:
        await pilot.press("F")
        await pilot.pause()
        before = "\n".join(lines(pilot))
        await pilot.press(*"zzzz")
        await pilot.pause()
        after = "\n".join(lines(pilot))

        assert "Type words above" in before
        assert "Nothing holds all these words" in after
        assert "Type words above" not in after


async def test_find_takes_other_words_when_one_comes_back(opened: Opened, path: Path) -> None:
    """The words of the last time stand there, and the first letter typed takes their place."""
    async with opened(path, (80, 24)) as pilot:
        await pilot.press("F", *"plan", "escape")
        await pilot.pause()
        await pilot.press("F")
        await pilot.pause()
        line = pilot.app.screen.query_one(Input)

        assert "plan" == line.value

        await pilot.press(*"money")

        assert "money" == line.value


async def test_settings_are_read_whole(opened: Opened, path: Path) -> None:
    """No name of a setting is cut off at 80 columns."""
    async with opened(path, (80, 24)) as pilot:
        cast("PeervisitApp", pilot.app).action_settings()
        await pilot.pause()
        box = [line for line in lines(pilot) if "│" in line]

        assert [] == [line for line in box if "…" in line.partition("│")[2].rpartition("│")[0]]


async def test_a_tick_shows_without_colour(opened: Opened, path: Path) -> None:
    """Whether a box is ticked is read from its sign."""
    async with opened(path, (80, 24)) as pilot:
        await pilot.press("Y", "e")
        await pilot.pause()
        before = "\n".join(lines(pilot))
        pilot.app.screen.query_one(TickBox).toggle()
        await pilot.pause()
        after = "\n".join(lines(pilot))

        assert ("[ ]" in before, "[✓]" in before) == (True, False)
        assert ("[ ]" in after, "[✓]" in after) == (False, True)


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (120, 40)])
async def test_what_is_said_is_read_to_its_end(tmp_path: Path, size: tuple[int, int]) -> None:
    """However long an error is, its last words, which say what to do, are on the screen."""
    app = PeervisitApp(None, Settings.load(tmp_path, tmp_path, tmp_path))
    async with app.run_test(size=size, notifications=True) as pilot:
        for count in (1, 4, 11, 13, 15, 17, 24, 25):
            app.clear_notifications()
            await pilot.pause()
            app.say(" ".join(f"w{n:02}" + "x" * (n * 7 % 5) for n in range(count)) + "END", bad=True)
            await pilot.pause()
            text = "\n".join(lines(pilot))

            assert ("w00" in text, "END" in text) == (True, True), count


async def test_the_palette_says_in_our_words_that_nothing_fits(opened: Opened, path: Path) -> None:
    """Nothing of Textual's own English is left in it."""
    async with opened(path, (80, 24)) as pilot:
        await pilot.press("ctrl+p", *"zqzq")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        palette = cast("Palette", pilot.app.screen)
        palette._stop_no_matches_countdown()
        palette._say_that_nothing_fits("zqzq")
        await pilot.pause()
        text = "\n".join(lines(pilot))

        assert "No command fits." in text


def _part_ways(
    path: Path, copy: Path, kind: str, code: str, one: dict[str, Any], two: dict[str, Any]
) -> None:
    with reviews.open_review(path, member="AR") as review:
        merging.make_copy(review, copy).close()
        with reviews.open_review(copy, member="JN") as other:
            records.edit(other, kind, code, two)
        records.edit(review, kind, code, one)
        merging.take_from(review, copy)


async def test_a_person_in_conflict_is_marked(opened: Opened, path: Path, tmp_path: Path) -> None:
    """The list marks the person, and beside it stands what copies disagree on and which version counts."""
    given, refused = {"consent": "given"}, {"consent": "refused"}
    _part_ways(path, tmp_path / "copy.peervisit", "stakeholder", "AR-I01", given, refused)
    async with opened(path, (80, 24)) as pilot:
        await pilot.press("P")
        await pilot.pause()
        text = pilot.app.screen.query_one(".detail", Detail).text

        assert any("AR-I01" in line and "! head of the school" in line for line in lines(pilot))
        assert "! in conflict: Consent (X)" in text
        assert "the version that says the least" in text


async def test_a_member_in_conflict_is_marked(opened: Opened, path: Path, tmp_path: Path) -> None:
    """Who is writing marks a member on whom copies disagree."""
    _part_ways(path, tmp_path / "copy.peervisit", "member", "JN", {"name": "Jan N."}, {"name": "J. Nowak"})
    async with opened(path, (80, 24)) as pilot:
        await pilot.press("w")
        await pilot.pause()

        assert any("JN" in line and "! J" in line for line in lines(pilot))


ODD = {
    "\u202eevil\u202c": "evil",
    "\u2066iso\u2069": "iso",
    "👩\u200d👩\u200d👧": "👩👩👧",
    "❤\ufe0f": "❤",
    "\U0001f3f4\U000e0067\U000e007f": "\U0001f3f4",
    "Z\u0351\u034f\u0334": "Z\u0351\u0334",
    "می\u200cخواهم": "می\u200cخواهم",
    "क्\u200dष": "क्ष",
    "a\u200db": "ab",
    "so\u00adft": "soft",
    "\u206aold\u206f \ufff9notes\ufffb": "old notes",
    "👍\U0001f3fd": "👍",
    "from 🇫🇷": "from FR",
    "a\u3164b\u115f": "ab",
    "Z" + "\u0301" * 30: "Z" + "\u0301" * 4,
    "\x1b]52;c;ZXZpbA==\x07": "␛]52;c;ZXZpbA==␇",
    "\x9b31m\x00": "\ufffd31m␀",
    "e\u0301": "e\u0301",
    "שלום": "שלום",
}


@pytest.mark.parametrize("odd", list(ODD))
def test_lines_are_as_wide_on_every_terminal(odd: str) -> None:
    """What turns a line around or has no certain width is not drawn; letters of every script are."""
    assert ODD[odd] == seen(odd)
    assert 12 == cell_len(fit(f"a {odd} b", 12)) == sum(map(cell_len, fit(f"a {odd} b", 12)))


EDITED = {
    "abc \u202egnp.exe\u202c": "abc gnp.exe",
    "\x1b]52;c;ZXZpbA==\x07": "]52;c;ZXZpbA==",
    "👨\u200d👩\u200d👧 at home": "👨 at home",
    "1\ufe0f\u20e3 ❤\ufe0f 👍\U0001f3fd": "1  ❤  👍",
    "so\u00adft\ufeff": "so-ft",
    "🇫🇷 or 🇩🇪": "FR or DE",
    "Z" + "\u0301" * 30: "Z" + "\u0301" * 4,
    "می\u200cخواهم": "می\u200cخواهم",
    "déjà vu, cet été": "déjà vu, cet été",
}


@pytest.mark.parametrize("odd", list(EDITED))
def test_what_is_edited_is_drawn_in_its_cells(odd: str) -> None:
    """In a text that is laid out already, what is left undrawn moves nothing."""
    assert EDITED[odd] == drawn(odd)
    assert cell_len(odd) == cell_len(drawn(odd))
