"""The report as PDF: tagged for screen readers where LibreOffice is there, calm words where it is not."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from peervisit.errors import PeervisitError, ReportError
from peervisit.report import pdf, write_report
from peervisit.service import reporting, reviews
from tests.report.reading import everything, paragraphs
from tests.report.synthetic import big_review


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a report with page numbers and its PDF."""
    if pdf.office() is None:
        pytest.skip("LibreOffice is not installed")
    path = tmp_path_factory.mktemp("pdf") / "r.docx"
    data = big_review("diversity", evidence=16, recommendations=2)
    write_report(data, path, edition="host", language="fr", count_pages=pdf.count_pages)
    pdf.write_pdf(path, path.with_suffix(".pdf"))
    return path, path.with_suffix(".pdf")


def test_it_is_tagged_with_title_and_language(made: tuple[Path, Path]) -> None:
    """The PDF says that it is PDF/UA, names its language, shows its title, and has tags of every sort."""
    content = made[1].read_bytes()

    assert b"/Marked true" in content
    assert b"/Lang(fr-FR)" in content
    assert b"/DisplayDocTitle true" in content
    assert b"pdfuaid" in content
    for tag in (b"/S/H1", b"/S/H2", b"/S/Table", b"/S/TH", b"/S/Link", b"/S/L"):
        assert tag in content


def test_the_contents_list_tells_pages(made: tuple[Path, Path]) -> None:
    """Every line of the contents list ends with the page on which the PDF has that chapter."""
    pages = pdf.places(made[1].read_bytes())
    told = [re.search(r"(\d+)$", one) for one in paragraphs(made[0])]
    package = everything(made[0])

    assert pages["partsummary"] in {found[1] for found in told if found}
    assert "PAGEREF partsummary \\h" in package
    assert "updateFields" not in package


def test_without_libreoffice_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where LibreOffice is missing the message says so, and no Word file is half made."""
    monkeypatch.setattr(pdf, "office", lambda: None)
    with (
        reviews.create(tmp_path / "r.peervisit", city="Y", benchmark="diversity") as review,
        pytest.raises(PeervisitError, match="LibreOffice is not installed"),
    ):
        reporting.write_report(review, tmp_path / "r.docx", look=reporting.Look(pdf=True))

    assert not (tmp_path / "r.docx").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_a_libreoffice_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that does not come to an end is ended, with what it started, and an earlier PDF stays."""
    stand_in = tmp_path / "soffice"
    stand_in.write_text("#!/bin/sh\nsleep 600 &\nwait\n")
    stand_in.chmod(0o755)
    monkeypatch.setattr(pdf, "office", lambda: stand_in)
    monkeypatch.setattr(pdf, "PATIENCE", 0.2)
    (tmp_path / "r.docx").write_bytes(b"PK")
    (tmp_path / "r.pdf").write_bytes(b"the earlier one")

    with pytest.raises(ReportError, match="did not finish"):
        pdf.write_pdf(tmp_path / "r.docx", tmp_path / "r.pdf")
    assert b"the earlier one" == (tmp_path / "r.pdf").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_a_libreoffice_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that makes nothing leads to one calm line."""
    stand_in = tmp_path / "soffice"
    stand_in.write_text("#!/bin/sh\nexit 77\n")
    stand_in.chmod(0o755)
    monkeypatch.setattr(pdf, "office", lambda: stand_in)
    (tmp_path / "r.docx").write_bytes(b"PK")

    with pytest.raises(ReportError, match="made no PDF"):
        pdf.write_pdf(tmp_path / "r.docx", tmp_path / "r.pdf")


def test_pages_are_read_from_the_places_of_a_pdf() -> None:
    """A place names the object of its page; pages count in the order of the tree."""
    content = (
        b"%PDF-1.6\n7 0 obj\n<</Type/Pages\n/Kids[ 3 0 R 5 0 R ]\n/Count 2>>\nendobj\n"
        b"9 0 obj\n<</one[3 0 R/XYZ 1 2 0]\n/two[5 0 R/XYZ 1 2 0]\n/gone[8 0 R/XYZ 1 2 0]>>\nendobj\n"
        b"1 0 obj\n<</Type/Catalog/Dests 9 0 R>>\nendobj\n"
    )

    assert {"one": "1", "two": "2"} == pdf.places(content)
    assert {} == pdf.places(b"no PDF at all")
