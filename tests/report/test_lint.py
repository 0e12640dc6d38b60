"""The lint finds each kind of damage in copies of a good report, and nothing in the good one."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from peervisit.model.attribution import Edition
from peervisit.report.outline.scope import Scope
from peervisit.report.write import Look, write_outline
from peervisit.word.base_styles import QUIET
from peervisit.word.lint import contrast, lint
from tests.report.reading import changed, document
from tests.report.synthetic import big_review
from tests.report.test_papers import MAKERS

DOCUMENT, STYLES, CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
GOOD_HEADING = '<w:pStyle w:val="Heading2"/>'

DEFECTS: dict[str, tuple[str, str, str, str]] = {
    "an unclosed field": ("fields", DOCUMENT, '<w:r><w:fldChar w:fldCharType="end"/></w:r>', ""),
    "a field that ends twice": (
        "fields",
        DOCUMENT,
        '<w:fldChar w:fldCharType="end"/>',
        '<w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="end"/>',
    ),
    "a dangling link": ("links", DOCUMENT, 'w:anchor="partsummary"', 'w:anchor="nowhere"'),
    "a doubled bookmark": ("bookmarks", DOCUMENT, 'w:name="partreview"', 'w:name="partsummary"'),
    "a bookmark without an end": ("bookmarks", DOCUMENT, '<w:bookmarkEnd w:id="2"/>', ""),
    "a heading that jumps": ("headings", DOCUMENT, GOOD_HEADING, '<w:pStyle w:val="Heading3"/>'),
    "no header row": ("header rows", DOCUMENT, "<w:tblHeader/>", ""),
    "a table without a name": ("descriptions", DOCUMENT, "<w:tblCaption", "<w:tblOverlap"),
    "a drawing without a description": ("descriptions", DOCUMENT, "<wp:docPr id=", "<wp:docPr descr='' id="),
    "merged cells": ("merged cells", DOCUMENT, "<w:tcPr>", '<w:tcPr><w:gridSpan w:val="2"/>'),
    "no language": ("language", STYLES, '<w:lang w:val="en-GB"', "<w:lang"),
    "no title": ("title", CORE, "dc:title>", "dc:subject>"),
    "an author": ("people", CORE, "<dc:title>", "<dc:creator>Ana</dc:creator><dc:title>"),
    "a style that does not exist": (
        "styles",
        DOCUMENT,
        '<w:pStyle w:val="PVLead"/>',
        '<w:pStyle w:val="No"/>',
    ),
    "a footnote without a mark": ("footnotes", DOCUMENT, '<w:footnoteReference w:id="1"/>', ""),
    "pale words": ("contrast", STYLES, f'<w:color w:val="{QUIET}"/>', '<w:color w:val="C9CED2"/>'),
    "a frame beside the text": ("reading order", DOCUMENT, "<w:pPr>", '<w:pPr><w:framePr w:w="900"/>'),
    "a lost header": ("relations", DOCUMENT, 'r:id="rIdHeader"', 'r:id="rIdLost"'),
}


def test_a_good_report_is_sound(written: dict[Edition, Path]) -> None:
    """Nothing is found in what we write."""
    assert [] == lint(written["host"]) + lint(written["team"])


@pytest.mark.parametrize("defect", DEFECTS)
def test_each_defect_is_found(written: dict[Edition, Path], tmp_path: Path, defect: str) -> None:
    """A copy broken in one way is found, under the name of the rule."""
    rule, part, old, new = DEFECTS[defect]
    if defect == "a drawing without a description":
        shown = document(written["host"]).find(".//{*}docPr")
        assert shown is not None
        old, new = str(shown.get("descr")).replace("&", "&amp;"), ""
    broken = changed(written["host"], tmp_path / "broken.docx", part, old, new, count=1)
    if defect == "no title":
        broken = changed(written["host"], tmp_path / "broken.docx", part, old, new)

    assert rule in {found.partition(":")[0] for found in lint(broken)}


KINDS = ("report", "handout", "guide", "programme", "evidence log")


@pytest.fixture(scope="module")
def every_kind(written: dict[Edition, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return one document of every kind that is made."""
    folder = tmp_path_factory.mktemp("kinds")
    data = big_review(evidence=60, recommendations=6)
    slot = next(iter(data.slot.values()))
    data.slot[slot.code] = slot.model_copy(update={"focus": list(data.benchmark.by_id)[:3]})
    found = {"report": written["team"]}
    for kind in KINDS[1:]:
        found[kind] = folder / f"{kind}.docx"
        write_outline(MAKERS[kind](Scope(data, "team", "en")), found[kind], {}, Look())
    return found


ON_ALL = (
    "a heading that jumps", "no header row", "a table without a name", "merged cells", "no language",
    "no title", "an author", "a style that does not exist", "a doubled bookmark", "pale words",
    "a frame beside the text", "a lost header",
)  # fmt: skip
FIRST_MARK = '<w:bookmarkStart w:id="1" w:name='
HEAD = '<w:headerReference w:type="default" r:id="'
EVERYWHERE: dict[str, tuple[str, str]] = {
    "a heading that jumps": ('<w:pStyle w:val="Heading1"/>', '<w:pStyle w:val="Heading3"/>'),
    "a style that does not exist": ('<w:pStyle w:val="PVCell"/>', '<w:pStyle w:val="No"/>'),
    "a doubled bookmark": (FIRST_MARK, f'{FIRST_MARK}"x"/>{FIRST_MARK}"X"/>{FIRST_MARK}'),
    "a lost header": (HEAD, f"{HEAD}lost"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("defect", ON_ALL)
def test_defects_are_found_in_every_kind(
    every_kind: dict[str, Path], tmp_path: Path, kind: str, defect: str
) -> None:
    """What is wrong with a report is wrong with a paper too, and is found there."""
    rule, part, old, new = DEFECTS[defect]
    old, new = EVERYWHERE.get(defect, (old, new))
    if defect == "no header row":
        broken = changed(every_kind[kind], tmp_path / "broken.docx", part, "<w:tblHeader/>", "", count=1)
    else:
        count = -1 if defect == "no title" else 1
        broken = changed(every_kind[kind], tmp_path / "broken.docx", part, old, new, count=count)

    assert [] == lint(every_kind[kind])
    assert rule in {found.partition(":")[0] for found in lint(broken)}


def test_a_short_row_is_found(written: dict[Edition, Path], tmp_path: Path) -> None:
    """A row with a cell less than the grid is found: no validator sees it."""
    with ZipFile(written["host"]) as archive:
        cell = re.search("<w:tc>.*?</w:tc>", archive.read(DOCUMENT).decode())
    assert cell is not None
    broken = changed(written["host"], tmp_path / "broken.docx", DOCUMENT, cell.group(), "", count=1)

    assert any(found.startswith("rows") for found in lint(broken))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("000000", "FFFFFF", 21.0), ("FFFFFF", "FFFFFF", 1.0), ("767676", "FFFFFF", 4.54)],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, expected: float) -> None:
    """Black on white has 21, and the grey that just passes has 4.54."""
    assert expected == round(contrast(one, other), 2)
