"""The catalogues: in step with the sources, complete, and right in the small things of the language."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

import peervisit
from peervisit import i18n

SOURCE = Path(peervisit.__file__).parent
CATALOGUES = sorted(SOURCE.glob("locale/*/LC_MESSAGES/peervisit.po"))
FRENCH = SOURCE / "locale/fr/LC_MESSAGES/peervisit.po"
MARKERS = {"_", "N_", "gettext", "ngettext"}
PLACEHOLDER = re.compile(r"\{[^{}]*\}|%(?:\(\w+\))?[a-z]")
NO_BREAK, NARROW = "\u00a0", "\u202f"


def marked(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Yield the calls that mark a text for the catalogue, with the text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in MARKERS and node.args[0].value:
                yield node, str(node.args[0].value)


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Yield the name and the syntax tree of each source file."""
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def texts_of_sources() -> set[str]:
    """Return every text that the sources mark; of a text with a number, the singular."""
    return {text for _name, tree in sources() for _call, text in marked(tree)}


def catalogue(path: Path) -> Catalog:
    """Return what a catalogue holds."""
    with path.open("rb") as file:
        return read_po(file)


def entries(path: Path) -> list[Message]:
    """Return the entries of a catalogue without its header."""
    return [message for message in catalogue(path) if message.id]


def pairs(message: Message) -> list[tuple[str, str]]:
    """Return text and translation, in each number that the entry has."""
    if isinstance(message.id, (tuple, list)):
        return list(zip(message.id, message.string or (), strict=True))
    return [(message.id, str(message.string))]


def french() -> list[tuple[str, str]]:
    """Return every text with its French."""
    return [pair for message in entries(FRENCH) for pair in pairs(message)]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_catalogue_is_in_step(path: Path) -> None:
    """Each text that the sources mark is in the catalogue, and nothing else is: else run 'make catalogue'."""
    held = {pairs(message)[0][0] for message in entries(path)}

    assert (set(), set()) == (texts_of_sources() - held, held - texts_of_sources())


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_catalogue_is_complete(path: Path) -> None:
    """No text is without a translation, and none is only a guess."""
    empty = [text for message in entries(path) for text, said in pairs(message) if not said.strip()]
    guessed = [message.id for message in entries(path) if message.fuzzy]

    assert ([], []) == (empty, guessed)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_placeholders_are_kept(path: Path) -> None:
    """A translation fills in what the text fills in."""
    for message in entries(path):
        for text, said in pairs(message):
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(said)), text


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_spaces_at_the_ends_are_kept(path: Path) -> None:
    """What is put before or after a translation still stands apart from it."""
    for message in entries(path):
        for text, said in pairs(message):
            # Of a mark alone the space that French puts before it is its own.
            begins = said if re.search(r"\w", text) else said.lstrip("\u00a0\u202f")
            assert re.match(r"\s*", text)[0] == re.match(r"\s*", begins)[0], text  # type: ignore[index]
            assert re.search(r"\s*$", text)[0] == re.search(r"\s*$", said)[0], text  # type: ignore[index]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_header_names_what_a_translator_needs(path: Path) -> None:
    """The header names language, charset and plural forms, and an entry with a number has all of them."""
    held = catalogue(path)

    assert path.parts[-3] == str(held.locale)
    assert "utf-8" == held.charset
    assert {held.num_plurals} == {
        len(message.string or ()) for message in held if isinstance(message.id, (tuple, list))
    }


def test_french_plural_begins_at_two() -> None:
    """French says 0 and 1 in the singular."""
    assert (2, "(n > 1)") == (catalogue(FRENCH).num_plurals, catalogue(FRENCH).plural_expr)


def test_no_marked_text_in_an_f_string() -> None:
    """No marked text stands inside an f-string, where the extraction does not look on Python 3.11."""
    found = [
        f"{name}:{call.lineno}"
        for name, tree in sources()
        for string in ast.walk(tree)
        if isinstance(string, ast.JoinedStr)
        for call, _text in marked(string)
    ]

    assert [] == found


def test_no_markup_in_french() -> None:
    """No translation brings markup of Textual, HTML or Markdown."""
    for text, said in french():
        assert not re.search(r"</?[a-z]+>|\[/?(?:b|i|bold|dim|red|/)\]|\*\*", said), text


def test_no_break_before_double_punctuation() -> None:
    """A no-break space stands before the colon, and a narrow one before ; ? and !."""
    for text, said in french():
        words = PLACEHOLDER.sub("x", said).removeprefix("peervisit:")
        # Colons and exclamation marks that are typed, or stand alone as signs, keep to what they mean.
        words = re.sub(rf"\w+://\S*|CODE:|\([?!;]\)|^! |#\S+|«{NO_BREAK}!{NO_BREAK}»|\d:\d", "", words)
        assert not re.search(rf"[^{NO_BREAK}]:", words), text
        assert not re.search(rf"[^{NARROW}][;?!]", words), text


def test_quotation_marks_are_french() -> None:
    """Quotation marks are « and », with no-break spaces inside; the apostrophe is the typographic one."""
    for text, said in french():
        assert not re.search(r"[“”\"]", said), text
        assert not re.search(r"\w'\w|'peervisit(?!\[)", said), text
        assert not re.search(r"«(?!\u00a0)|(?<!\u00a0)»", said.removeprefix("« ")), text


def test_french_column_titles_fit() -> None:
    """The title of a column of fixed width fits into it."""
    titles = dict(french())
    cut = [
        f"{name}: {titles[text]}"
        for name, tree in sources()
        if name.startswith("tui/")
        for column in ast.walk(tree)
        if isinstance(column, ast.Call) and getattr(column.func, "id", "") == "Column"
        for (_call, text), width in zip(marked(ast.Tuple(column.args[:1])), column.args[1:2], strict=False)
        if isinstance(width, ast.Constant)
        and isinstance(width.value, int)
        and len(titles[text]) > width.value
    ]

    assert [] == cut


def test_help_is_french() -> None:
    """``PEERVISIT_LANGUAGE=fr`` makes the command line speak French."""
    done = subprocess.run(
        [sys.executable, "-m", "peervisit", "--help"],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env=os.environ
        | {"PYTHONPATH": str(SOURCE.parent), "PEERVISIT_LANGUAGE": "fr", "PYTHONIOENCODING": "utf-8"},
    )

    assert "référentiel" in done.stdout
    assert "Créer un fichier de revue." in done.stdout
    assert "Examples" not in done.stdout


def test_french_is_found() -> None:
    """The compiled catalogue is there, and its numbers are French."""
    french = i18n.translator("fr")

    assert "fr" in i18n.languages()
    assert "Quitter" == french.gettext("Quit")
    assert ["{n} constat", "{n} constat", "{n} constats"] == [
        french.ngettext("{n} finding", "{n} findings", n) for n in (0, 1, 2)
    ]


def test_label_has_the_colon_of_the_language() -> None:
    """A label and what it says are joined with the colon of the interface's language."""
    english = i18n.labelled("A", "b")
    i18n.use("fr")

    assert ("A: b", f"A{NO_BREAK}: b") == (english, i18n.labelled("A", "b"))
