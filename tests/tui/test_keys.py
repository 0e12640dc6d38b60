"""The key budget, counted by pressing it; the page of the keys; and the file of keys of one's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from peervisit.errors import PeervisitError
from peervisit.i18n import _, use
from peervisit.store.review_file import ReviewFile
from peervisit.tui import key_budget, key_file
from peervisit.tui.commands.command import key_name
from peervisit.tui.key_budget import ACTS, Act
from peervisit.tui.screens.notes import NoteScreen
from peervisit.tui.widgets.detail import Detail
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.note_area import NoteArea
from peervisit.tui.widgets.record_list import RecordList
from tests.tui.conftest import Opened
from tests.tui.visiting import begin, in_note, only, plan, typed

ROOT = Path(__file__).parents[2]


class Counting:
    """A pilot that counts the keys of an act, its words aside."""

    def __init__(self, pilot: Pilot[int]) -> None:
        self.pilot = pilot

    async def do(self, act: Act) -> int:
        """Do an act as the page says; return how many keys were pressed."""
        await self.pilot.press(*act.keys)
        if act.words:
            await typed(self.pilot, act.words)
        await self.pilot.press(*act.after)
        await self.pilot.pause()
        return len(act.keys) + len(act.after)


async def test_key_budget(path: Path, opened: Opened, stored: ReviewFile) -> None:
    """Every act of an interview is done within its keys, leaves the note in front, and is stored."""
    plan(path)
    code = begin(path, "AR-I07", "AR-I08")
    acts = {act.name: act for act in ACTS}
    async with opened(path, (120, 40)) as pilot:
        screen = await in_note(pilot, code)
        counting = Counting(pilot)

        async def do(name: str) -> None:
            act = acts.pop(name)

            assert await counting.do(act) <= act.most, name
            assert isinstance(pilot.app.screen, NoteScreen), name

        def evidence(text: str) -> dict[str, Any]:
            return only(stored, "evidence", interview=code, statement=text)

        await typed(pilot, "The plan is old")
        await do("line")
        assert evidence("The plan is old")["channel"] == "heard"

        await do("link-focus")
        await do("link-any")
        links = evidence("The plan is old")["indicators"]
        assert links == {"GG-LEA-1": "supports", "GG-AMB-2": "supports"}

        checks: dict[str, Callable[[dict[str, Any]], bool]] = {
            "nature": lambda row: row["nature"] == "opinion",
            "channel": lambda row: row["channel"] == "seen",
            "direction": lambda row: set(row["indicators"].values()) == {"contradicts"},
            "speaker": lambda row: row["stakeholders"] == ["AR-I08"],
            "quote": lambda row: bool(row["quote"]) and not row["quote_permitted"],
            "quote-permitted": lambda row: bool(row["quote"] and row["quote_permitted"]),
            "good-practice": lambda row: bool(row["good_practice"]),
            "follow-up": lambda row: bool(row["follow_up"]),
        }
        for name, holds in checks.items():
            await do(name)

            assert holds(evidence("The plan is old")), name

        await typed(pilot, "\nno money left")
        await pilot.press(*["shift+left"] * 10)
        await do("selection")
        assert evidence("money left")["stakeholders"] == ["AR-I08"]

        await do("again")
        assert evidence("money left")["follow_up"]
        await do("link-against")
        assert evidence("money left")["indicators"] == {"GG-LEA-1": "contradicts"}
        await do("undo-act")
        assert evidence("money left")["indicators"] == {}

        await pilot.press("end")
        await do("ask")
        assert screen.area.text.endswith("\n? Who chairs the group?\n")
        assert stored.rows("question")["AR-Q01"]["slots"] == ["AR-S01"]
        await do("left-open")
        assert stored.rows("question")["AR-Q01"]["status"] == "left-open"
        asked = len(stored.rows("question"))
        await do("answered")  # the next is a guiding question of the benchmark
        rows = stored.rows("question")
        assert len(rows) == asked + 1
        assert [row["status"] for row in rows.values()].count("answered") == 1

        await do("stamp")
        assert screen.area.text.splitlines()[-1].startswith("[")
        await do("remark")
        assert stored.rows("interview")[code]["remarks"] == "careful"
        await do("promise")
        assert only(stored, "document", promised_in=code)["title"] == "the budget"
        await do("roles")
        row = stored.rows("interview")[code]
        assert (row["lead"], row["note_taker"]) == ("AR", "JN")
        await do("side")
        assert not screen.pane.display

        await typed(pilot, "xyz")
        await pilot.press("ctrl+s")
        await do("undo-words")
        assert not screen.area.text.endswith("xyz")

    assert not acts, "not counted"


async def test_undoing_an_act_leaves_the_words(path: Path, opened: Opened, stored: ReviewFile) -> None:
    """The last act is undone although the note was made an entry since, and the words stay."""
    plan(path)
    code = begin(path)
    async with opened(path) as pilot:
        screen = await in_note(pilot, code)
        await typed(pilot, "Kept words")
        await pilot.press("ctrl+n", "ctrl+s", "ctrl+b", "u")
        await pilot.pause()

        assert screen.area.text == "Kept words"
        assert not stored.rows("evidence", "interview = ?", code)

        await pilot.press("escape")
        await pilot.pause()

        assert stored.rows("interview")[code]["notes"] == "Kept words"


async def test_signs_turn_in_the_list_of_indicators(path: Path, opened: Opened, stored: ReviewFile) -> None:
    """In the list of several indicators a sign says which way, and is no part of the words."""
    async with opened(path) as pilot:
        await pilot.press("E")
        await pilot.pause()
        await pilot.press("l")
        await pilot.pause()
        await pilot.press("minus")
        await pilot.pause()
        assert pilot.app.screen.query_one(Input).value == ""
        await pilot.press("enter")
        await pilot.pause()

        assert stored.rows("evidence")["AR-E01"]["indicators"] == {"GG-AMB-1": "contradicts"}


def test_page_is_in_step() -> None:
    """The page of the keys says what the code does."""
    page = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")

    assert key_budget.page() == page, "python -m peervisit.tui.key_budget docs/keys.md"


def test_usual_keys_are_in_order(tmp_path: Path) -> None:
    """A file with every command on its usual keys is right, and stays as it is when written again."""
    file = tmp_path / "keys.json"
    count = key_file.write(file)
    found = key_file.read(file)

    assert [] == [str(one) for one in found.wrong]
    assert count == len(found.keys) == len(key_file.every())
    assert file.read_text(encoding="utf-8") == key_file.template(found.keys)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('{\n\n"note.tak": "f13"}', 3, "did you mean note.take"),
        ('{"zzz": "f13"}', 1, "no such command"),
        ('{\n"note.link": "ctrl+quatsch"}', 2, "no key 'ctrl+quatsch'"),
        ('{\n"note.link": "hyperactive+x"}', 2, "no key"),
        ('{\n"go.people": "I"}', 2, "go.indicators has the key 'I'"),
        ('{\n"go.people": "f13",\n"note.stamp": "f13"}', 2, "note.stamp has the key 'f13'"),
        ('{\n"evidence.link": "down"}', 2, "down has the key 'down'"),
        ('{\n"note.take": "e"}', 2, "a text needs the key 'e'"),
        ('{\n"note.take": "ctrl+z"}', 2, "a text needs the key 'ctrl+z'"),
        ('{\n"form.save": "é"}', 2, "a text needs"),
        ('{\n"note.take": 3}', 2, "the keys are one text"),
        ('{"note.take": "f13",\n"note.take": "f11"}', 2, "twice"),
        ('{\n"note.take": }', 2, "no JSON"),
        ("[]", 1, "one object"),
    ],
)
def test_wrong_lines_are_named(tmp_path: Path, text: str, line: int, says: str) -> None:
    """What is wrong in the file of keys is said with its line, and left out."""
    file = tmp_path / "keys.json"
    file.write_text(text, encoding="utf-8")
    found = key_file.read(file)

    assert [line] == [one.line for one in found.wrong][:1]
    assert says in str(found.wrong[0])
    with pytest.raises(PeervisitError, match="nothing was written"):
        key_file.write(file)


def test_keys_as_people_write_them(tmp_path: Path) -> None:
    """Signs stand for themselves, and upper case of ctrl does not matter."""
    file = tmp_path / "keys.json"
    file.write_text('{"records.filter": "&,Ctrl+Y", "list.mark": "comma", "app.undo": ""}', encoding="utf-8")
    found = key_file.read(file)

    assert not found.wrong
    assert found.keys == {"records.filter": "ampersand,ctrl+y", "list.mark": "comma", "app.undo": ""}


async def test_app_starts_with_a_wrong_file(
    path: Path, opened: Opened, stored: ReviewFile, tmp_path: Path
) -> None:
    """The right lines hold, in every place that shows or takes a key; the first wrong one is said."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "keys.json").write_text(
        '{"go.evidence": "z", "go.nowhere": "y",\n"records.delete": "f13"}', encoding="utf-8"
    )
    async with opened(path, (120, 40)) as pilot:
        said = [str(one.message) for one in pilot.app._notifications]
        assert any("line 1: there is no such command" in one and "--check" in one for one in said)
        await pilot.press("z")
        await pilot.pause()
        await pilot.press("f13")
        await pilot.pause()

        assert ["AR-E02"] == list(stored.rows("evidence"))


async def test_texts_show_the_keys_of_ones_own(path: Path, opened: Opened, tmp_path: Path) -> None:
    """Empty states, placeholders, help and messages name the keys that the file gives, on each screen."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "keys.json").write_text(
        '{"records.add": "z", "documents.attach": "q", "note.take": "f11", "app.undo": "y"}', encoding="utf-8"
    )
    plan(path)
    code = begin(path, "AR-I07", "AR-I08")
    async with opened(path, (120, 40)) as pilot:
        await pilot.press("D")
        await pilot.pause()
        empty = pilot.app.screen.query_one(RecordList).empty
        await pilot.press("E", "x")
        await pilot.pause()
        said = [str(one.message) for one in pilot.app._notifications]
        await pilot.press("question_mark")
        await pilot.pause()
        helped = pilot.app.screen.query_one(Detail).text
        await pilot.press("escape")
        screen = await in_note(pilot, code)
        hint = str(screen.query_one(NoteArea).placeholder)

    assert "No documents yet.\nz adds one that you have or want." == empty
    assert any("y brings it back" in one for one in said)
    assert "y brings it back" in helped
    assert "Type what is said. F11 takes the line as evidence." == hint


async def test_help_stays_in_the_line_of_keys(path: Path, opened: Opened) -> None:
    """However narrow, the last key of the line is the one that leads to all others."""
    async with opened(path, (40, 24)) as pilot:
        await pilot.press("I")
        await pilot.pause()

        assert pilot.app.screen.query_one(KeyLine)._parts()[-1][0].id == "app.help"


async def test_the_line_of_keys_names_no_key_that_was_taken_away(
    opened: Opened, path: Path, tmp_path: Path
) -> None:
    """A command left without a key is not on the line with the key that does nothing any more."""
    (tmp_path / "config").mkdir(exist_ok=True)
    keys = '{"records.edit": "", "records.add": "z"}'
    (tmp_path / "config" / "keys.json").write_text(keys, encoding="utf-8")
    async with opened(path, (80, 24)) as pilot:
        await pilot.press("P")
        await pilot.pause()
        shown = {command.id: key for command, key, _label in pilot.app.screen.query_one(KeyLine)._parts()}

        assert "records.edit" not in shown
        assert "z" == shown["records.add"]


def test_a_key_is_called_as_it_is_written_on_the_keyboard() -> None:
    """The names of keys are words of the language; signs and function keys are the same everywhere."""
    use("fr")
    written = [key_name(key) for key in ("end", "ctrl+home", "enter", "f8", "full_stop", "ctrl+n", "é")]

    assert written == [_("End"), "^" + _("Home"), "⏎", "F8", ".", "^n", "é"]
    assert key_name("end") == "Fin"
