"""What other programs leave in a template, put in order before a report is set on it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from peervisit.errors import TemplateError
from peervisit.report import write_report
from peervisit.word.template.opening import open_template
from tests.builders import a_review, agreed
from tests.word.templates import W, words, write_template


def test_styles_for_word_2010_are_left_out(tmp_path: Path) -> None:
    """The template of python-docx says its styles twice; a report changes one, so the other has to go."""
    docx.Document().save(str(tmp_path / "t.docx"))
    write_report(
        a_review(agreed()), tmp_path / "r.docx", edition="host", language="en", template=tmp_path / "t.docx"
    )

    with zipfile.ZipFile(tmp_path / "r.docx") as archive:
        assert not [name for name in archive.namelist() if "stylesWithEffects" in name]
    assert OpenXmlValidator().validate(tmp_path / "r.docx").is_valid


def test_the_end_of_a_section_stands_last(tmp_path: Path) -> None:
    """LibreOffice writes the section before the style of the paragraph that ends it."""
    size = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    torn = f'<w:p><w:pPr>{size}<w:jc w:val="left"/></w:pPr></w:p>'
    template = open_template(write_template(tmp_path / "t.docx", torn + words("[[report]]") + size))
    root = etree.fromstring(template.parts[template.main])
    found = next(one for one in root.iter(f"{{{W}}}pPr") if one.find(f"{{{W}}}sectPr") is not None)

    assert [f"{{{W}}}jc", f"{{{W}}}sectPr"] == [one.tag for one in found]


def test_a_pdf_and_a_folder_are_called_so(tmp_path: Path) -> None:
    """Whatever its name says, a PDF or a folder is refused as what it is."""
    (tmp_path / "t.docx").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "city").mkdir()

    with pytest.raises(TemplateError, match=r"^t\.docx: a PDF"):
        open_template(tmp_path / "t.docx")
    with pytest.raises(TemplateError, match=r"^city: a folder"):
        open_template(tmp_path / "city")
