"""Templates as other hands leave them: discussed, protected, with footnotes, without a mark of the draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from peervisit.errors import TemplateError
from peervisit.model.data import ReviewData
from peervisit.report.template_check import check_template
from peervisit.service import templates as service
from tests.report.reading import everything
from tests.report.synthetic import big_review
from tests.report.test_template import REPORT, made
from tests.word.templates import PACKAGE, WORD, R, W, words, write_template


@pytest.fixture(scope="module")
def review() -> ReviewData:
    """Return a small review."""
    return big_review("diversity", evidence=16, recommendations=3)


def test_what_a_template_discusses_is_settled(tmp_path: Path, review: ReviewData) -> None:
    """Tracked changes are taken, comments are left out, and nobody who made them is named."""
    by = 'w:id="1" w:author="Ottoline Grafenau" w:date="2026-01-01T00:00:00Z"'
    body = (
        f"<w:p><w:pPr><w:rPr><w:ins {by}/></w:rPr><w:pPrChange {by}><w:pPr/></w:pPrChange></w:pPr>"
        f"<w:ins {by}><w:r><w:t>For [[ci</w:t></w:r><w:r><w:t>ty]], with care</w:t></w:r></w:ins>"
        f"<w:del {by}><w:r><w:delText>Carelessly</w:delText></w:r></w:del>"
        '<w:commentRangeStart w:id="4"/><w:r><w:t>.</w:t></w:r><w:commentRangeEnd w:id="4"/>'
        '<w:r><w:commentReference w:id="4"/></w:r></w:p>'
        f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{words('Kept row')}</w:tc></w:tr>"
        f"<w:tr><w:trPr><w:del {by}/></w:trPr><w:tc>{words('Gone row')}</w:tc></w:tr></w:tbl>{REPORT}"
    )
    comment = f'<w:comments xmlns:w="{W}"><w:comment {by}>{words("Is this right?")}</w:comment></w:comments>'
    rels = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{R}/styles" '
        f'Target="styles.xml"/><Relationship Id="rId9" Type="{R}/header" Target="header1.xml"/>'
        f'<Relationship Id="rId5" Type="{R}/comments" Target="comments.xml"/></Relationships>'
    )
    types = f'<Override PartName="/word/comments.xml" ContentType="{WORD}.comments+xml"/>'
    more = {"word/comments.xml": comment, "word/_rels/document.xml.rels": rels}
    template = write_template(tmp_path / "t.dotx", body, types=types, more=more)
    path, _ = made(review, template)
    package = everything(path)
    told = check_template(template)

    assert all(
        one not in package for one in ("Grafenau", "Carelessly", "Gone row", "Is this right", "w:ins ")
    )
    assert all(one in package for one in (f"For {review.review.city}", ", with care", "Kept row"))
    assert "the comments in the margin" in told.left_out
    assert any("tracked changes" in one for one in told.left_out)


def test_a_template_that_is_protected_makes_an_open_report(tmp_path: Path, review: ReviewData) -> None:
    """The host must be able to comment on the draft: the template's protection is left out, and said."""
    settings = (
        f'<w:settings xmlns:w="{W}"><w:documentProtection w:edit="readOnly" w:enforcement="1"/></w:settings>'
    )
    rels = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{R}/styles" '
        f'Target="styles.xml"/><Relationship Id="rId9" Type="{R}/header" Target="header1.xml"/>'
        f'<Relationship Id="rId5" Type="{R}/settings" Target="settings.xml"/></Relationships>'
    )
    types = f'<Override PartName="/word/settings.xml" ContentType="{WORD}.settings+xml"/>'
    more = {"word/settings.xml": settings, "word/_rels/document.xml.rels": rels}
    template = write_template(tmp_path / "t.dotx", REPORT, types=types, more=more)
    path, _ = made(review, template)

    assert "documentProtection" not in everything(path)
    assert ("the protection against changes",) == check_template(template).left_out


def test_a_report_goes_into_no_header(tmp_path: Path, review: ReviewData) -> None:
    """``[[report]]`` on every page is a mistake that is named."""
    template = write_template(tmp_path / "t.dotx", REPORT, header=words("[[rap", "port]]"))
    with pytest.raises(TemplateError, match="header, footer or note"):
        made(review, template)


def test_placeholders_in_footnotes_are_filled(tmp_path: Path, review: ReviewData) -> None:
    """A note at the foot of the template's own page is filled like its text."""
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2"><w:p><w:r><w:t>Printed by [[vil</w:t></w:r><w:r>'
        "<w:t>le]]</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    rels = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{R}/styles" '
        f'Target="styles.xml"/><Relationship Id="rId9" Type="{R}/header" Target="header1.xml"/>'
        f'<Relationship Id="rId5" Type="{R}/footnotes" Target="footnotes.xml"/></Relationships>'
    )
    types = f'<Override PartName="/word/footnotes.xml" ContentType="{WORD}.footnotes+xml"/>'
    more = {"word/footnotes.xml": notes, "word/_rels/document.xml.rels": rels}
    body = f'<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>{REPORT}'
    path, _ = made(review, write_template(tmp_path / "t.dotx", body, types=types, more=more))

    assert f"Printed by {review.review.city}" in everything(path)


def test_a_template_that_does_not_say_draft_is_worth_mending(tmp_path: Path) -> None:
    """A title page without [[status]], and pages that nobody counts, are told of; ours has both."""
    bare = write_template(tmp_path / "bare.dotx", words("City: [[city]]") + REPORT)
    said = write_template(tmp_path / "said.dotx", words("City: [[city]], [[status]]") + REPORT)
    service.make(tmp_path / "ours.dotx")
    found = [" ".join(check_template(one).hints) for one in (bare, said, tmp_path / "ours.dotx")]

    assert [True, False, False] == ["[[status]]" in one for one in found]
    assert [True, True, False] == ["counts the pages" in one for one in found]
