"""The lint finds each kind of damage in copies of a good report, and nothing in the good one."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from peervisit.model.attribution import Edition
from peervisit.word.lint import lint
from tests.report.reading import changed, document

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


def test_a_short_row_is_found(written: dict[Edition, Path], tmp_path: Path) -> None:
    """A row with a cell less than the grid is found: no validator sees it."""
    with ZipFile(written["host"]) as archive:
        cell = re.search("<w:tc>.*?</w:tc>", archive.read(DOCUMENT).decode())
    assert cell is not None
    broken = changed(written["host"], tmp_path / "broken.docx", DOCUMENT, cell.group(), "", count=1)

    assert any(found.startswith("rows") for found in lint(broken))
