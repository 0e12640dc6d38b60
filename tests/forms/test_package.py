"""Files that are no form, or are made to do harm: refused calmly, in bounded memory and time."""

from __future__ import annotations

import io
import os
import random
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervisit.errors import FormError, PeervisitError
from peervisit.forms.package import open_package
from peervisit.forms.reading import read
from peervisit.service.intake import plan_intake
from peervisit.store.review_file import ReviewFile
from tests.forms.hands import DOCUMENT, W

TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName='
    b'"/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.'
    b'document.main+xml"/></Types>'
)


def package(document: bytes, **parts: bytes) -> bytes:
    """Return a Word file with this document."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(DOCUMENT, document)
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


def body(inside: bytes) -> bytes:
    """Return a document with this body."""
    return b'<w:document xmlns:w="' + W.encode() + b'"><w:body>' + inside + b"</w:body></w:document>"


def opened(folder: Path, content: bytes, name: str = "filled.docx") -> str:
    """Return what a file says."""
    path = folder / name
    path.write_bytes(content)
    return read(open_package(path)).text


def test_a_plain_document(tmp_path: Path) -> None:
    """A document of the least parts is read."""
    assert "Hello" in opened(tmp_path, package(body(b"<w:p><w:r><w:t>Hello</w:t></w:r></w:p>")))


def test_strict_open_xml(tmp_path: Path) -> None:
    """Word's stricter format has other names for the same things."""
    strict = body(b"<w:p><w:r><w:t>Hello</w:t></w:r></w:p>").replace(
        W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    )

    assert "Hello" in opened(tmp_path, package(strict))


def _encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


def _locked_zip() -> bytes:
    content = bytearray(package(body(b"")))
    for start in (b"PK\x03\x04", b"PK\x01\x02"):
        at = 0
        while (at := content.find(start, at)) >= 0:
            content[at + (6 if start.endswith(b"\x04") else 8)] |= 1
            at += 4
    return bytes(content)


def _zip_of(**parts: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


DOCTYPE = b'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = b'<!DOCTYPE d [<!ENTITY a "ha">' + b"".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9)
) + b"]>"  # fmt: skip
REFUSED: dict[str, tuple[bytes, str]] = {
    "an empty file": (b"", "is empty"),
    "an old Word document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"\.doc\)"),
    "a document with a password": (_encrypted(), "locked with a password"),
    "a locked zip file": (_locked_zip(), "locked with a password"),
    "a PDF": (b"%PDF-1.7\n", "is PDF"),
    "RTF": (b"{\\rtf1 hello}", "is RTF"),
    "HTML": (b"<html><body>hello", "is HTML"),
    "noise": (bytes(range(256)), "is not a Word document"),
    "a spreadsheet": (
        _zip_of(**{"[Content_Types].xml": TYPES.replace(b"wordprocessingml", b"x")}),
        "not a Word",
    ),
    "a zip of anything": (_zip_of(a=b"b"), "is not a Word document"),
    "an OpenDocument text": (
        _zip_of(mimetype=b"application/vnd.oasis.opendocument.text"),
        "is an OpenDocument file",
    ),
    "a Pages file": (_zip_of(**{"Index/Document.iwa": b"x"}), "is a Pages file"),
    "half a file": (package(body(b"<w:p/>" * 500))[:300], "is damaged"),
    "no document": (_zip_of(**{"[Content_Types].xml": TYPES}), "is damaged"),
    "broken XML": (package(b"<w:document"), "is damaged"),
    "an external entity": (package(DOCTYPE + body(b"<w:p>&x;</w:p>")), "DTD"),
    "a billion laughs": (package(LAUGHS + body(b"<w:p>&i;</w:p>")), "DTD"),
    "an entity in UTF-16": (package((DOCTYPE + body(b"&x;")).decode().encode("utf-16")), "DTD"),
    "an encoding nobody uses": (
        package(b'<?xml version="1.0" encoding="UTF-7"?>' + body(b"")),
        "is damaged",
    ),
    "a bomb": (package(body(b" " * 200_000_000)), "is larger than any form"),
    "a bomb of elements": (package(body(b"<w:p/>" * 1_600_000)), "is larger than any form"),
    "ten thousand parts": (
        package(body(b""), **{f"x{n}": b"" for n in range(10_001)}),
        "is larger than any form",
    ),
    "deep nesting": (package(body(b"<w:p>" * 5000 + b"</w:p>" * 5000)), "is (damaged|nested)"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_each_is_refused_in_one_line(tmp_path: Path, case: str) -> None:
    """Each says what the file is and what to do, in one line that names the file and nothing in it."""
    content, reason = REFUSED[case]
    with pytest.raises(FormError, match=reason) as caught:
        opened(tmp_path, content)

    assert 1 == len(str(caught.value).splitlines())
    assert str(caught.value).startswith("filled.docx: ")


def test_nothing_is_unpacked(tmp_path: Path) -> None:
    """A part whose name leads out of the package is only a name."""
    parts = {"../../evil.xml": b"<x/>", "/abs.xml": b"<x/>", "word\\..\\..\\up.xml": b"<x/>"}
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="a" Type="x/header" Target="../../../../etc/passwd"/>'
        b'<Relationship Id="b" Type="x/footer" TargetMode="External" Target="http://127.0.0.1:9/x"/>'
        b"</Relationships>"
    )
    (tmp_path / "in").mkdir()
    content = package(body(b"<w:p/>"), **parts, **{"word/_rels/document.xml.rels": relations})
    opened(tmp_path / "in", content)

    assert [tmp_path / "in", tmp_path / "in" / "filled.docx"] == sorted(tmp_path.rglob("*"))


def test_what_is_no_file(tmp_path: Path) -> None:
    """A folder, a pipe and nothing at all are refused at once."""
    os.mkfifo(tmp_path / "pipe.docx")
    for name in ("pipe.docx", ".", "nothing.docx"):
        with pytest.raises(FormError):
            open_package(tmp_path / name)


def test_a_size_that_lies(tmp_path: Path) -> None:
    """What a zip entry says of its own size is not believed."""
    content = bytearray(package(body(b" " * 60_000_000)))
    at = content.find(b"PK\x01\x02", content.find(b"PK\x01\x02") + 4)
    content[at + 24 : at + 28] = struct.pack("<I", 50)
    with pytest.raises(FormError):
        opened(tmp_path, bytes(content))


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({limit}, {limit}))
from pathlib import Path
from peervisit.errors import FormError
from peervisit.forms.package import open_package
from peervisit.forms.reading import read
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        read(open_package(path))
    except FormError as error:
        continue
"""


def test_memory_is_bounded(tmp_path: Path) -> None:
    """Every bomb is refused within 700 MB of addresses, interpreter and libraries included."""
    for case in ("a bomb", "a bomb of elements", "a billion laughs", "deep nesting"):
        (tmp_path / f"{case}.docx").write_bytes(REFUSED[case][0])
    (tmp_path / "widest.docx").write_bytes(package(body(b"<w:p/>" * 1_400_000)))
    (tmp_path / "longest.docx").write_bytes(package(body(b"<w:p>" + b"x" * 9_000_000 + b"</w:p>")))
    done = subprocess.run(
        [sys.executable, "-c", LIMITED.format(limit=700_000_000), str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert (0, "") == (done.returncode, done.stderr)


def _flip(content: bytearray, chance: random.Random) -> None:
    for _n in range(chance.randint(1, 30)):
        content[chance.randrange(len(content))] = chance.randrange(256)


def _cut(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(content))
    del content[start : start + chance.randrange(1, 2000)]


def _repeat(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(content))
    content[start:start] = content[start : start + chance.randrange(1, 2000)]


@given(damage=st.sampled_from((_flip, _cut, _repeat)), seed=st.integers(0, 10**6), inside=st.booleans())
@settings(max_examples=120, deadline=None)
def test_a_damaged_form_is_read_or_refused(
    sent: tuple[ReviewFile, Path],
    damage: Callable[[bytearray, random.Random], None],
    seed: int,
    inside: bool,
) -> None:
    """Bytes changed, cut or doubled, in the file or inside its document: read or refused, nothing else."""
    review, path = sent
    with zipfile.ZipFile(path) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    content = bytearray(parts[DOCUMENT] if inside else path.read_bytes())
    damage(content, random.Random(seed))
    target = path.with_name("damaged.docx")
    if inside:
        with zipfile.ZipFile(target, "w") as archive:
            for name, held in parts.items():
                archive.writestr(name, bytes(content) if name == DOCUMENT else held)
    else:
        target.write_bytes(content)
    said = ""
    try:
        plan_intake(review, target)
    except PeervisitError as error:
        said = str(error)

    assert 1 >= len(said.splitlines())


@pytest.mark.parametrize(
    "inside",
    [
        "<w:tbl>"
        + ('<w:tr><w:tc><w:tcPr><w:gridSpan w:val="64"/></w:tcPr></w:tc></w:tr>' * 900)
        + "</w:tbl>",
        "<w:tbl><w:tr>" + "<w:tc/>" * 50_001 + "</w:tr></w:tbl>",
        "<w:tbl/>" * 2_001,
    ],
    ids=["spans", "cells", "tables"],
)
def test_more_cells_than_any_form_has(tmp_path: Path, inside: str) -> None:
    """A few letters may stand for millions of cells: counted before any is made."""
    with pytest.raises(FormError, match="larger than any form"):
        opened(tmp_path, package(body(inside.encode())))
