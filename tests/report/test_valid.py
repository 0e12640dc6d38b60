"""Every kind of report is valid WordprocessingML and sound by our own lint."""

from __future__ import annotations

import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from openxml_audit import OpenXmlValidator

from peervisit.model.attribution import Edition
from peervisit.model.data import ReviewData
from peervisit.model.kinds import KINDS, fields_of
from peervisit.report import write_report
from peervisit.word.lint import lint
from tests.report.reading import everything, paragraphs
from tests.report.synthetic import benchmark, big_review

ALL = ("inti-cities", "diversity", "codesign")
HOSTILE = (
    "<w:p>&amp; </w:t> ]]> \x00\x01\x0b\x1f\ud83d tail \U0001f600 [[city]] {name} {0} %s "
    "שלום עולם مرحبا \u202eabc\u202c \ufffe \u2028 “quotes” \\ R&D <5 ans>\n\n second\tparagraph"
)


def errors(path: Path) -> list[str]:
    """Return what the validator finds."""
    return [str(found.description) for found in OpenXmlValidator().validate(path).errors]


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("edition", ["host", "team"])
def test_every_benchmark_edition_and_language_is_valid(
    tmp_path: Path, name: str, language: str, edition: Edition
) -> None:
    """Each shipped benchmark makes a valid report in each edition and language."""
    data = big_review(name, evidence=60, recommendations=6)
    write_report(data, tmp_path / "r.docx", edition=edition, language=language)

    assert [] == errors(tmp_path / "r.docx") + lint(tmp_path / "r.docx")


@pytest.mark.parametrize("name", ALL)
def test_an_empty_review_is_valid_and_says_so(tmp_path: Path, name: str) -> None:
    """A review in which nothing was entered yet makes a report that says what is missing."""
    write_report(ReviewData(benchmark(name)), tmp_path / "r.docx", edition="host", language="en")

    assert [] == errors(tmp_path / "r.docx")
    assert "The team has not agreed on any level yet; what follows is preliminary." in paragraphs(
        tmp_path / "r.docx"
    )


def test_letter_paper_is_valid(tmp_path: Path, review: ReviewData) -> None:
    """A report can be set on Letter paper."""
    write_report(review, tmp_path / "r.docx", edition="host", language="en", paper="letter")

    assert [] == errors(tmp_path / "r.docx")
    assert 'w:w="12240" w:h="15840"' in everything(tmp_path / "r.docx")


def hostile(data: ReviewData, words: str) -> ReviewData:
    """Put the words into every text field of every record, past all cleaning."""
    for kind in KINDS:
        held: Any = getattr(data, kind, None)
        if kind == "review":
            data.review = data.review.model_copy(update=_texts(kind, words))
        elif isinstance(held, dict):
            for code, record in held.items():
                held[code] = record.model_copy(update=_texts(kind, words))
    return data


def _texts(kind: str, words: str) -> dict[str, Any]:
    free = [
        name
        for name, field in fields_of(kind).items()
        if field.column == "TEXT" and not field.choices and not field.ref
    ]
    dates = ("_on", "_at", "_until", "started", "ended", "day", "start", "end", "_due")
    kept = ("member", "indicator", "phase", "unit", "organisation")
    return {name: words for name in free if not name.endswith(dates) and name not in kept}


@pytest.mark.parametrize("edition", ["host", "team"])
def test_hostile_text_in_every_field(tmp_path: Path, edition: Edition) -> None:
    """Control characters, markup, emoji, halves of surrogates and right-to-left text: valid and readable."""
    data = hostile(big_review(evidence=24, recommendations=3), HOSTILE)
    write_report(data, tmp_path / "r.docx", edition=edition, language="en")
    text = "\n".join(paragraphs(tmp_path / "r.docx"))

    assert [] == errors(tmp_path / "r.docx") + lint(tmp_path / "r.docx")
    assert "R&D <5 ans>" in text
    assert "\U0001f600" in text
    assert "שלום עולם" in text


def test_right_to_left_words_are_marked(tmp_path: Path) -> None:
    """Hebrew and Arabic words carry the right-to-left mark, the words around them do not."""
    data = big_review(evidence=4, recommendations=1)
    data.review = data.review.model_copy(update={"mandate": "Asked by مجلس المدينة in spring"})
    write_report(data, tmp_path / "r.docx", edition="host", language="en")
    package = everything(tmp_path / "r.docx")

    assert '<w:rtl/><w:lang w:bidi="ar-SA"/></w:rPr><w:t xml:space="preserve">مجلس المدينة</w:t>' in package


def test_ten_thousand_words_in_one_field(tmp_path: Path) -> None:
    """A very long text stays whole, in paragraphs and in a cell that may run over pages."""
    words = " ".join(f"word{n}" for n in range(10_000))
    data = big_review(evidence=8, recommendations=1)
    for code, item in list(data.evidence.items())[:2]:
        data.evidence[code] = item.model_copy(update={"statement": words})
    data.review = data.review.model_copy(update={"mandate": words})
    write_report(data, tmp_path / "r.docx", edition="team", language="en")

    assert [] == errors(tmp_path / "r.docx")
    assert words in paragraphs(tmp_path / "r.docx")


def test_the_same_review_gives_the_same_bytes(tmp_path: Path, review: ReviewData) -> None:
    """Writing twice gives the same file, byte by byte."""
    for name in ("a.docx", "b.docx"):
        write_report(review, tmp_path / name, edition="team", language="en")

    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_the_properties_name_nobody(written: dict[Edition, Path]) -> None:
    """The properties hold title and language, and no author, no program and no picture."""
    with zipfile.ZipFile(written["host"]) as archive:
        names = archive.namelist()
    properties = docx.Document(str(written["host"])).core_properties

    assert ("Report of the peer review visit: Nordhaven-sur-Lys", "en") == (
        properties.title,
        properties.language,
    )
    assert ("", "") == (properties.author, properties.last_modified_by)
    assert "docProps/app.xml" not in names


def test_every_word_is_in_composed_form(written: dict[Edition, Path]) -> None:
    """Accents are stored as one character, so that a search in Word finds them."""
    text = "\n".join(paragraphs(written["team"]))

    assert unicodedata.is_normalized("NFC", text)


def test_no_field_asks_to_be_updated(written: dict[Edition, Path]) -> None:
    """Nothing makes Word ask whether to update fields when the report is opened."""
    package = everything(written["host"])

    assert "updateFields" not in package
    assert "w:dirty" not in package
