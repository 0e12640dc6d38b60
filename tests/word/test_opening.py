"""Templates that are refused: each with the reason, and nothing in them is followed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peervisit.errors import TemplateError
from peervisit.word.template import opening
from peervisit.word.template.opening import open_template
from tests.word.templates import PACKAGE, R, W, words, write_template

GOOD = words("[[report]]")
ENTITY = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:styles xmlns:w="{W}">&e;</w:styles>'
BOMB = "<!DOCTYPE x [" + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 10}">' for n in range(9)
) + f']><w:styles xmlns:w="{W}">&a8;</w:styles>'  # fmt: skip
OUTSIDE = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{R}/styles" '
    f'Target="styles.xml"/><Relationship Id="rId9" Type="{R}/header" Target="header1.xml"/><Relationship '
    f'Id="rId5" Type="{R}/image" Target="http://x.example/x.png" TargetMode="External"/></Relationships>'
)


def macros(path: Path) -> None:
    """A template with a project of macros."""
    write_template(path, GOOD, more={"word/vbaProject.bin": "Attribute VB_Name"})


def macro_enabled(path: Path) -> None:
    """A template of the kind that may hold macros."""
    write_template(path, GOOD, main="template.macroEnabledTemplate.main")


def torn(path: Path) -> None:
    """Half a file."""
    whole = write_template(path, GOOD).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def other_words(path: Path) -> None:
    """A text."""
    path.write_text("Dear mayor,")


def old_word(path: Path) -> None:
    """A file as old Word, and a password, leave it."""
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)


def broken_part(path: Path) -> None:
    """A part that is no XML."""
    write_template(path, GOOD, more={"word/styles.xml": "<w:styles"})


def opendocument(path: Path) -> None:
    """A file of another format."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")


def huge(path: Path) -> None:
    """A part that unpacks to more than anybody needs."""
    write_template(path, GOOD, more={"word/media/image1.bmp": "0" * (opening.LARGEST + 1)})


def twice(path: Path) -> None:
    """Two parts of one name."""
    write_template(path, GOOD)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/styles.xml", "<x/>")


def strict(path: Path) -> None:
    """The other kind of Open XML."""
    content = '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body/></w:document>'
    write_template(path, GOOD, more={"word/document.xml": content})


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "macros": (macros, "macros"),
    "a type that allows macros": (macro_enabled, "macros"),
    "torn": (torn, "damaged"),
    "no zip": (other_words, "not a Word file"),
    "an old or locked file": (old_word, "password"),
    "a broken part": (broken_part, r"word/styles\.xml is damaged"),
    "a file of LibreOffice's own": (opendocument, "OpenDocument"),
    "a zip bomb": (huge, "64 MB"),
    "a part twice": (twice, "twice"),
    "strict": (strict, "Strict"),
    "an entity that reads a file": (
        lambda path: write_template(path, GOOD, more={"word/styles.xml": ENTITY}),
        "entities",
    ),
    "entities that explode": (
        lambda path: write_template(path, GOOD, more={"word/styles.xml": BOMB}),
        "entities|damaged",
    ),
    "a picture from elsewhere": (
        lambda path: write_template(path, GOOD, more={"word/_rels/document.xml.rels": OUTSIDE}),
        "outside",
    ),
    "no file": (lambda path: path.unlink(missing_ok=True), "no such file"),
    "no document in it": (
        lambda path: write_template(path, GOOD, drop=["word/document.xml"]),
        "not one of Word",
    ),
}


@pytest.mark.parametrize("why", REFUSED)
def test_refused_with_the_reason(tmp_path: Path, why: str) -> None:
    """The message names the file and the reason in one line."""
    make, says = REFUSED[why]
    make(tmp_path / "t.dotx")

    with pytest.raises(TemplateError, match=says) as caught:
        open_template(tmp_path / "t.dotx")
    assert str(caught.value).startswith("t.dotx: ")
    assert "\n" not in str(caught.value)


@given(st.data())
def test_damage_anywhere_is_refused_or_harmless(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Always: a byte changed anywhere gives a template that opens, or one calm error."""
    path = tmp_path_factory.mktemp("damaged") / "t.dotx"
    content = bytearray(write_template(path, GOOD).read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(bytes(content))
    try:
        said = f"{path.name}: {open_template(path).main}"
    except TemplateError as refused:
        said = str(refused)

    assert said.startswith("t.dotx: ")
