"""What the frame promises: a lean start, crash reports without words, colours that read, commands."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from itertools import chain
from pathlib import Path
from typing import cast

import pytest
from textual.color import Color
from textual.pilot import Pilot
from textual.theme import Theme

import peervisit
from peervisit.errors import PeervisitError
from peervisit.tui import themes
from peervisit.tui.app import PeervisitApp
from peervisit.tui.crash import report_of
from peervisit.tui.places import PLACES
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.widgets.detail import Block, Detail
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item, PagedRows, widths
from peervisit.tui.widgets.tree_list import TreeList

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]

_OPENING = """
import asyncio, sys
from pathlib import Path
from peervisit.tui.app import PeervisitApp
from peervisit.tui.opening import open_for_screens
from peervisit.tui.settings import Settings
async def main():
    folder = Path(sys.argv[2])
    app = PeervisitApp(open_for_screens(Path(sys.argv[1])), Settings.load(folder, folder, folder))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.place == "overview"
        print(*(name for name in ("pydantic", "sqlite_utils", "docx", "lxml", "yaml") if name in sys.modules))
    app.close_review()
asyncio.run(main())
"""


def test_the_first_screen_loads_only_what_it_needs(path: Path, tmp_path: Path) -> None:
    """Opening the overview loads no record classes, no table maker and no Word library."""
    where = str(Path(peervisit.__file__).parents[1])
    run = subprocess.run(
        [sys.executable, "-c", _OPENING, str(path), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": where},
    )

    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == ""


async def test_an_error_for_people_is_said_not_fatal(
    opened: Opened, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be done is answered in one line, brackets and all, and the app goes on."""

    def refuse(_app: PeervisitApp) -> None:
        raise PeervisitError("the file [/] is locked")

    monkeypatch.setattr(PeervisitApp, "action_undo", refuse)
    async with opened(path) as pilot:
        await pilot.press("u")
        await pilot.pause()

        assert pilot.app.is_running
        assert "the file [/] is locked" in [one.message for one in pilot.app._notifications]


async def test_a_crash_report_holds_nobodys_words(
    opened: Opened, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an error in the program the report names places in the code, and no value."""

    def fail(_app: PeervisitApp) -> None:
        interviewee = "Fatima Secret"
        raise ValueError(interviewee)

    monkeypatch.setattr(PeervisitApp, "action_undo", fail)
    with pytest.raises(ValueError, match="Fatima"):
        async with opened(path) as pilot:
            await pilot.press("u")
            await pilot.pause()
    reports = list((tmp_path / "state" / "crashes").glob("*.txt"))
    text = reports[0].read_text(encoding="utf-8")

    assert len(reports) == 1
    assert "ValueError" in text
    assert "Fatima" not in text
    assert str(Path.home()) not in text


def test_a_chain_of_errors_is_reported_whole() -> None:
    """The error behind an error is in the report, its message is not."""
    last = RuntimeError("Anna")
    last.__cause__ = KeyError("Fatima")
    text = report_of(last)

    assert "KeyError" in text
    assert "RuntimeError" in text
    assert "Fatima" not in text
    assert "Anna" not in text


ROLES = ("foreground", "primary", "secondary", "accent", "success", "warning", "error")
GROUNDS = ("background", "surface", "panel")


@pytest.mark.parametrize("theme", themes.THEMES, ids=lambda theme: theme.name)
def test_every_role_reads_on_every_ground(theme: Theme) -> None:
    """The contrast of each colour of text on each background is at least 4.5."""
    texts = [getattr(theme, role) for role in ROLES] + [theme.variables["muted"]]
    low = [
        (text, ground)
        for text in texts
        for ground in GROUNDS
        if _ratio(Color.parse(text), Color.parse(getattr(theme, ground))) < 4.5
    ]
    for part in ("", "-blurred"):
        cursor = (theme.variables[f"block-cursor{part}-{side}"] for side in ("foreground", "background"))
        text, ground = (Color.parse(colour) for colour in cursor)
        low += [] if _ratio(text, ground) >= 4.5 else [(part, "cursor")]

    assert [] == low


async def test_rendered_cells_read(opened: Opened, path: Path) -> None:
    """On the screens themselves no text stands at a contrast under 4.5."""
    async with opened(path, (120, 40)) as pilot:
        app = cast("PeervisitApp", pilot.app)
        for theme in themes.THEMES:
            app.theme = theme.name
            for place in ("overview", "indicators", "history"):
                app.go(place)
                await pilot.pause()
                low = {
                    (segment.text, str(segment.style))
                    for segment in chain.from_iterable(app.screen._compositor.render_strips())
                    if segment.text.strip(" ▏▔▁█░▃▄▅▆▇") and _contrast(segment.style) < 4.5
                }

                assert set() == low, f"{theme.name} {place}"


def _contrast(style: object) -> float:
    colour, ground = getattr(style, "color", None), getattr(style, "bgcolor", None)
    if colour is None or ground is None:
        return 21.0
    return _ratio(Color.from_rich_color(colour), Color.from_rich_color(ground))


def _ratio(text: Color, ground: Color) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""
    lighter, darker = sorted((_luminance(text), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


async def test_each_command_is_declared_once(opened: Opened, path: Path) -> None:
    """Ids are unique where a command works, keys do not clash, and every command explains itself."""
    async with opened(path, (120, 40)) as pilot:
        app = cast("PeervisitApp", pilot.app)
        for place in PLACES:
            app.go(place.name)
            await pilot.pause()
            commands = list(app.commands_of(app.screen))
            own = [one for one in cast("ReviewScreen", app.screen).USER_COMMANDS if one.keys]
            keys = [key for one in own if one.id != "list.open" for key in one.keys.split(",")]

            assert len({one.id for one in commands}) == len(commands), place.name
            assert len(set(keys)) == len(keys), place.name
            assert all(one.label and one.help.endswith(".") for one in commands), place.name


async def test_the_palette_runs_commands(opened: Opened, path: Path) -> None:
    """Every command is found by its label, and runs where one was."""
    async with opened(path) as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press(*"Indicators")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()

        assert cast("PeervisitApp", pilot.app).place == "indicators"


async def test_help_lists_what_can_be_done_here(opened: Opened, path: Path, size: tuple[int, int]) -> None:
    """The question mark shows the keys of the screen one is on."""
    async with opened(path, size) as pilot:
        await pilot.press("I")
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.pause()
        text = pilot.app.screen.query_one(Detail).text

        assert "Add evidence on this indicator." in text
        assert "Overview" in text


async def test_keys_can_be_remapped(opened: Opened, path: Path, tmp_path: Path) -> None:
    """A file of keys gives a command another key."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "keys.json").write_text('{"go.indicators": "z"}', encoding="utf-8")
    async with opened(path) as pilot:
        await pilot.press("z")
        await pilot.pause()

        assert cast("PeervisitApp", pilot.app).place == "indicators"


async def test_a_backup_is_made_and_proved(opened: Opened, path: Path) -> None:
    """The command makes a verified backup beside the review, and its time is on the screen."""
    async with opened(path) as pilot:
        app = cast("PeervisitApp", pilot.app)
        app.action_backup()
        await pilot.pause()

        assert app.review.local("backup_at")
        assert "backup" in app.screen.query_one("StatusBar").status.backup  # type: ignore[attr-defined]
    assert len(list(path.with_name(f"{path.name}.backups").glob("*.peervisit"))) == 1


# The parts


def test_columns_share_what_is_left() -> None:
    """Fixed columns keep their width, the others fill the line exactly, hidden ones take nothing."""
    columns = (Column("", 10), Column("", share=1), Column("", share=2, from_width=60), Column("", 4))

    assert [10, 24, 0, 4] == widths(columns, 40, 1)
    assert sum(widths(columns, 120, 2)) == 120 - 3 * 2


def test_paged_rows_are_fetched_a_page_at_a_time() -> None:
    """Of fifty thousand rows only the page in view is read."""
    asked: list[int] = []

    def fetch(codes: list[str]) -> list[Item]:
        asked.append(len(codes))
        return [Item(code, (code,)) for code in codes]

    rows = PagedRows([f"E{n}" for n in range(50_000)], fetch)  # type: ignore[arg-type]

    assert rows[40_010].code == "E40010"
    assert rows.find("E7") == 7
    assert [100] == asked


async def test_folding_hides_a_branch_and_finding_unfolds_it(opened: Opened, path: Path) -> None:
    """A folded branch hides its indicators until one of them is gone to."""
    async with opened(path) as pilot:
        await pilot.press("I")
        await pilot.pause()
        tree = pilot.app.screen.query_one(TreeList)
        whole = len(tree.rows)
        await pilot.press("left")
        await pilot.pause()

        assert len(tree.rows) < whole
        assert tree.go_to("GG-AMB-2")
        assert tree.code == "GG-AMB-2"
        assert len(tree.rows) == whole


async def test_marks_make_a_batch(opened: Opened, path: Path) -> None:
    """Space marks, and what is marked is what a command acts on, in order."""
    async with opened(path) as pilot:
        listing = RecordList([Column("", share=1)], marks=True)
        await pilot.app.screen.mount(listing)
        listing.show([Item(code, (code,)) for code in ("a", "b", "c")])
        listing.focus()
        await pilot.press("end", "space", "home", "space")

        assert ["a", "c"] == listing.codes


async def test_long_words_are_wrapped(opened: Opened, path: Path, hostile: str) -> None:
    """Text of any length and script is shown within the width there is."""
    async with opened(path) as pilot:
        detail = Detail()
        await pilot.app.screen.mount(detail)
        detail.show([Block(hostile, label="Statement: ")])
        await pilot.pause()
        width = detail.scrollable_size.width

        assert all(detail.render_line(y).cell_length == width for y in range(5))
