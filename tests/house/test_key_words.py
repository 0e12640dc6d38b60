"""Keys in texts: each is named by its command, so that it follows the file of keys of one's own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import peervisit
from peervisit.tui import key_file
from peervisit.tui.commands import key_words
from peervisit.tui.commands.key_words import NAMED, keyed

SOURCE = Path(peervisit.__file__).parent
CATALOGUES = sorted(SOURCE.glob("locale/*/LC_MESSAGES/peervisit.po"))
MARKERS = {"_", "N_", "ngettext"}
LITERAL = re.compile(
    r"\^[a-z]\b|(?i:\bctrl\+\w)|\bF(?:[1-9]|1[0-2])\b|[⏎␣]"
    r"|\b(?:Enter|Escape|Space|[Ee]sc|enter(?=:)|space(?= \w+s\b))\b"
    r"|(?<![\w’'#@{<./+-])[b-zB-HJ-Z](?![\w’'>/.+-])"
    r"|(?:^|[;:.,(]\s|\n)a(?= (?:attaches|adds|takes|opens|shows|brings|writes|ticks)\b)|\(a\)"
)
"""A key as people read it: with ctrl, a function key, a key with a name, a letter that stands alone."""

ENDS = "a field of one line ends with Enter"
LOCKED = "a locked screen has no commands"
FIXED = {
    "Undo the last action; ctrl+z undoes typing.": "a text edits itself with ctrl+z",
    "its title; Enter keeps it": ENDS,
    "what should be asked; Enter keeps it": ENDS,
    "enter: open · <open.cancel>: back": ENDS,
    "enter: attach · <attach.cancel>: back": ENDS,
    "What was typed is saved. Type the passphrase of the file, then Enter.": LOCKED,
    "What was typed is saved. Enter shows it again; other keys do nothing.": LOCKED,
    "No indicator fits.\n<coverage.only> shows everything; esc in the filter takes the words away.": (
        "the line of the filter is left with esc whatever the file says"
    ),
    "No indicator holds these words.\nesc in the filter shows all.": "as above",
    "No record holds these words.\nesc in the filter shows all.": "as above",
}
"""The texts that name a key which no file can change, and why."""


def texts() -> Iterator[tuple[str, ast.Call, bool, str]]:
    """Yield file, call, whether it stands in ``keyed(...)``, and text of each marked text of the screens."""
    for path in sorted(SOURCE.joinpath("tui").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        inside = {
            id(child)
            for call in calls
            if getattr(call.func, "id", "") == "keyed"
            for argument in call.args
            for child in ast.walk(argument)
        }
        for call in calls:
            if getattr(call.func, "id", "") in MARKERS:
                for argument in call.args[:2]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield path.name, call, id(call) in inside, argument.value


def test_no_text_names_a_key() -> None:
    """A text names the command, ``<people.add>``, and not the key that it has by default."""
    found = [(name, text) for name, _call, _inside, text in texts() if LITERAL.search(text)]

    assert [] == [one for one in found if one[1] not in FIXED]
    assert set(FIXED) == {text for _name, text in found}


@pytest.mark.parametrize(
    "text",
    ["Nothing yet.\nn adds one.", "see Y", "press ^n", "e: say why", "undo (u)", "no file; a attaches one"],
)
def test_a_key_is_noticed(text: str) -> None:
    """What the rule above looks for is found in the ways in which texts used to name keys."""
    assert LITERAL.search(text)


def test_every_name_is_a_command() -> None:
    """No text names a command that is not there."""
    named = {name for *_rest, text in texts() for name in NAMED.findall(text)}

    assert named
    assert set() == named - set(key_file.every())


def test_names_are_shown_as_keys() -> None:
    """Who shows a text that names a command puts the key there: ``keyed(_(...))``."""
    shown = [(name, text) for name, call, inside, text in texts()
             if NAMED.search(text) and call.func.id != "N_" and not inside]  # type: ignore[attr-defined]  # fmt: skip

    assert [] == shown


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_translations_name_the_same_commands(path: Path) -> None:
    """A translation shows the keys that the text shows, in whatever order."""
    with path.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    for message in messages:
        ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
        told = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        for text in told:
            assert sorted(NAMED.findall(str(ids[0]))) == sorted(NAMED.findall(str(text))) or not text


def test_keys_of_ones_own_are_shown() -> None:
    """The first key that the file gives stands in the text; without a key, the way through the palette."""
    text = "<note.take> takes the line, <app.undo> undoes."
    try:
        usual = keyed(text)
        key_words.use({"note.take": "f11,ctrl+n", "app.undo": ""})
        own = keyed(text)
        key_words.use({"app.palette": "ctrl+o", "app.undo": ""})
        moved = keyed(text)
    finally:
        key_words.use({})

    assert "^n takes the line, u undoes." == usual
    assert "F11 takes the line, ^p Undo undoes." == own
    assert "^n takes the line, ^o Undo undoes." == moved
    assert "a < b <i@x.y> <not a name>" == keyed("a < b <i@x.y> <not a name>")
