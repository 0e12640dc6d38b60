"""Files of documents: tied by hash, found again on another laptop, searched by page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from peervisit.errors import PeervisitError, UnknownCodeError
from peervisit.exchange.document_text import words_of
from peervisit.service import attachments, exchange, merging, records, search
from peervisit.store.review_file import ReviewFile

Made = Callable[[str, list[str]], Path]


def pdf(pages: list[str]) -> bytes:
    """Return a PDF with one line on each page."""
    writer = PdfWriter()
    for words in pages:
        page = writer.add_blank_page(300, 300)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        stream = StreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Made:
    """Makes a file of a kind with a text a page."""

    def make(name: str, pages: list[str]) -> Path:
        path = tmp_path / "from the host" / name
        path.parent.mkdir(exist_ok=True)
        if path.suffix == ".pdf":
            path.write_bytes(pdf(pages))
        elif path.suffix == ".docx":
            document = Document()
            for words in pages:
                document.add_paragraph(words)
            document.save(str(path))
        else:
            path.write_bytes("\n".join(pages).encode())
        return path

    return make


@pytest.fixture
def document(review: ReviewFile) -> str:
    """Return the code of a document that was promised."""
    return records.add(review, "document", {"title": "Budget", "status": "promised"})


def found(review: ReviewFile, words: str) -> list[tuple[str, str]]:
    """Return kind and code of what holds the words."""
    return [(hit.kind, hit.code) for hit in search.search(review, words)]


def test_pdf_is_searched_by_page(review: ReviewFile, document: str, file: Made) -> None:
    """A word on page 2 is found there, the record knows name and hash, and the promise is kept."""
    path = file("plan 2025.pdf", ["Introduction", "Expenditure on interpreters"])

    made = attachments.attach(review, document, path)

    assert (2, "") == (made.pages, made.reason)
    assert [("attachment", f"{document}#2")] == found(review, "expenditure interpret")
    assert ("document", document) == search.document_of("attachment", f"{document}#2")
    row = review.rows("document")[document]
    assert ("plan 2025.pdf", made.sha256, "received") == (row["link"], row["sha256"], row["status"])
    assert row["received_on"]
    assert "Budget" == row["title"]


def test_word_file(review: ReviewFile, document: str, file: Made) -> None:
    """The paragraphs of a Word file are found."""
    attachments.attach(review, document, file("plan.docx", ["One", "Médiation scolaire"]))

    assert [("attachment", document)] == found(review, "mediation")


def test_attached_again(review: ReviewFile, document: str, file: Made) -> None:
    """The words of the file before are gone."""
    attachments.attach(review, document, file("old.pdf", ["obsolete", "obsolete"]))
    attachments.attach(review, document, file("new.pdf", ["current"]))

    assert [] == found(review, "obsolete")
    assert [("attachment", f"{document}#1")] == found(review, "current")


def test_undone(review: ReviewFile, document: str, file: Made) -> None:
    """Undo takes name, hash and status back together."""
    attachments.attach(review, document, file("plan.pdf", ["words"]))

    review.undo()

    row = review.rows("document")[document]
    assert (None, None, "promised") == (row["link"], row["sha256"], row["status"])


def test_states(review: ReviewFile, document: str, file: Made) -> None:
    """A file that changed or went is said so."""
    path = file("plan.pdf", ["words"])
    attachments.attach(review, document, path)
    states = [attachments.state(review, review.rows("document")[document])]
    path.write_bytes(pdf(["other words"]))
    states.append(attachments.state(review, review.rows("document")[document]))
    path.unlink()
    states.append(attachments.state(review, review.rows("document")[document]))

    assert ["here", "changed", "missing"] == states


def test_found_on_another_laptop(tmp_path: Path, review: ReviewFile, document: str, file: Made) -> None:
    """The record travels, place and words do not; the file is found again by its hash, whatever its name."""
    path = file("plan.pdf", ["interpreters"])
    attachments.attach(review, document, path)
    with merging.make_copy(review, tmp_path / "copy.peervisit") as copy:
        assert review.digest() == copy.digest()
        assert [] == found(copy, "interpreters")
        assert "elsewhere" == attachments.state(copy, copy.rows("document")[document])

        renamed = path.parent / "deep" / "renamed.pdf"
        renamed.parent.mkdir()
        path.rename(renamed)
        file("another.pdf", ["x"])

        assert {document: renamed} == attachments.find_files(copy, path.parent)
        assert [("attachment", f"{document}#1")] == found(copy, "interpreters")
        assert review.digest() == copy.digest()


def test_nothing_local_is_exported(review: ReviewFile, document: str, file: Made) -> None:
    """No path of this laptop and no word of the file leaves with the records."""
    path = file("plan.pdf", ["interpreters"])
    attachments.attach(review, document, path)

    told = "\n".join(exchange.export_lines(review))

    assert "interpreters" not in told
    assert path.parent.name not in told


def test_refusals(review: ReviewFile, document: str, tmp_path: Path) -> None:
    """An unknown document, a missing file and a missing folder are named, and nothing is kept."""
    with pytest.raises(UnknownCodeError):
        attachments.attach(review, "AR-D99", tmp_path)
    with pytest.raises(PeervisitError, match=r"gone\.pdf"):
        attachments.attach(review, document, tmp_path / "gone.pdf")
    with pytest.raises(PeervisitError, match="nowhere"):
        attachments.find_files(review, tmp_path / "nowhere")

    assert "promised" == review.rows("document")[document]["status"]


def _damaged() -> dict[str, bytes]:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        body = b"<w:p><w:r><w:t>" + b"a" * 250_000_000 + b"</w:t></w:r></w:p>"
        space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        package.writestr("word/document.xml", b"<w:document " + space + b">" + body + b"</w:document>")
    entity = io.BytesIO()
    with zipfile.ZipFile(entity, "w") as package:
        text = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        text += b'<w:d xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        package.writestr("word/document.xml", text + b"<w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:d>")
    return {
        "empty.pdf": b"",
        "cut.pdf": pdf(["words"])[:200],
        "noise.pdf": bytes(range(256)) * 40,
        "empty.docx": b"",
        "noise.docx": bytes(range(256)) * 40,
        "bomb.docx": bomb.getvalue(),
        "entity.docx": entity.getvalue(),
    }


@pytest.mark.parametrize(("name", "content"), list(_damaged().items()), ids=list(_damaged()))
def test_hostile_files(review: ReviewFile, document: str, tmp_path: Path, name: str, content: bytes) -> None:
    """What cannot be read is attached all the same, without words, and with the reason."""
    path = tmp_path / name
    path.write_bytes(content)

    made = attachments.attach(review, document, path)

    assert made.reason
    assert "root:" not in "".join(text for _page, text in words_of(path).pages)
    assert made.sha256 == review.rows("document")[document]["sha256"]


def test_other_kinds(review: ReviewFile, document: str, file: Made) -> None:
    """A spreadsheet is tied by its hash; nobody promises to search it."""
    made = attachments.attach(review, document, file("table.xlsx", ["1"]))

    assert (0, "") == (made.pages, made.reason)
