"""Papers on other people's templates: their pages and look, without the title page of the report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from peervisit.errors import TemplateError
from peervisit.model.data import ReviewData
from peervisit.report.outline.scope import Scope
from peervisit.report.papers import values
from peervisit.report.proof import promised
from peervisit.report.write import Look, Written, write_outline
from peervisit.service import templates as service
from peervisit.word.lint import lint
from tests.report.reading import changed, document, everything, paragraphs
from tests.report.synthetic import big_review
from tests.report.test_papers import MAKERS
from tests.word.templates import W, words, write_template

REPORT = words("[[report]]")
UPRIGHT = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="1134" w:right="1134" w:top="1134" w:bottom="1134"/>'
)
PAPERS = sorted(MAKERS)


@pytest.fixture(scope="module")
def review() -> ReviewData:
    """Return a small review."""
    return big_review("diversity", evidence=16, recommendations=3)


def made(review: ReviewData, kind: str, template: Path, language: str = "en") -> tuple[Path, Written]:
    """Return a paper on a template, and what was said of it."""
    scope = Scope(review, "team", language)
    outline = MAKERS[kind](scope)
    records = {"evidence": promised(review, "team")["evidence"]} if kind == "evidence log" else {}
    target = template.with_name("paper.docx")
    return target, write_outline(outline, target, records, Look(template=template), values(scope, outline))


def errors(path: Path) -> list[str]:
    """Return what the validator and our lint find."""
    return [str(found.description) for found in OpenXmlValidator().validate(path).errors] + lint(path)


def sections(path: Path) -> list[tuple[bool, int]]:
    """Return for each section whether it is landscape, and how many headers and footers it names."""
    found = []
    for one in document(path).iter(f"{{{W}}}sectPr"):
        size = one.find(f"{{{W}}}pgSz")
        width, height = (int(size.get(f"{{{W}}}{side}") or 0) if size is not None else 0 for side in "wh")
        named = [child for child in one if child.tag.endswith(("headerReference", "footerReference"))]
        found.append((width > height, len(named)))
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", PAPERS)
def test_on_the_template_to_begin_with(tmp_path: Path, review: ReviewData, kind: str, language: str) -> None:
    """Title page and contents list are left out, header and footer say what the paper is; it is sound."""
    service.make(tmp_path / "city.dotx", language=language)
    path, written = made(review, kind, tmp_path / "city.dotx", language)
    told = paragraphs(path)
    outline = MAKERS[kind](Scope(review, "team", language))

    assert [] == errors(path)
    assert (told[0], told[1]) == (outline.cover.kicker, outline.cover.title)
    assert ((), ()) == (written.unfilled, written.unknown)
    assert "[[" not in everything(path)
    assert " ".join(outline.title.split()) in " ".join(everything(path).split())
    assert [(outline.wide, 2)] == sections(path)


@pytest.mark.parametrize("kind", PAPERS)
def test_a_letterhead_stays(tmp_path: Path, review: ReviewData, kind: str) -> None:
    """What stands before and after the place of the paper, and is no title page, is kept where it is."""
    template = write_template(tmp_path / "fr.dotx", words("City hall") + REPORT + words("Printed by us"))
    path, _written = made(review, kind, template)
    told = paragraphs(path)

    assert ("City hall", "Printed by us") == (told[0], told[-1])
    assert [] == [str(one.description) for one in OpenXmlValidator().validate(path).errors]


def test_headers_of_a_title_page_left_out_are_kept(tmp_path: Path, review: ReviewData) -> None:
    """A section that names no header goes on with that of the one before, which is gone."""
    reference = '<w:headerReference r:id="rId9" w:type="default"/>'
    ends = f"<w:p><w:pPr><w:sectPr>{reference}{UPRIGHT}</w:sectPr></w:pPr></w:p>"
    whole = write_template(
        tmp_path / "whole.dotx", words("[[city]]") + ends + REPORT, header=words("[[kind]] of ours")
    )
    last = '<w:headerReference w:type="default" r:id="rId9"/>'
    template = changed(whole, tmp_path / "two.dotx", "word/document.xml", last, "")
    path, _written = made(review, "handout", template)

    assert [(False, 1)] == sections(path)
    assert "Feedback meeting of ours" in everything(path)
    assert not [one for one in paragraphs(path) if "[[city]]" in one]


def test_a_bookmark_that_began_on_the_title_page_does_not_end(tmp_path: Path, review: ReviewData) -> None:
    """What was left out leaves no loose end."""
    start = '<w:p><w:bookmarkStart w:id="7" w:name="mark"/><w:r><w:t>[[title]]</w:t></w:r></w:p>'
    end = '<w:p><w:bookmarkEnd w:id="7"/><w:r><w:t>Imprint</w:t></w:r></w:p>'
    path, _written = made(review, "handout", write_template(tmp_path / "m.dotx", start + REPORT + end))

    assert "7" not in {one.get(f"{{{W}}}id") for one in document(path).iter(f"{{{W}}}bookmarkEnd")}
    assert "Imprint" == paragraphs(path)[-1]
    assert [] == [str(one.description) for one in OpenXmlValidator().validate(path).errors]


def test_no_heading_begins_a_page(tmp_path: Path, review: ReviewData) -> None:
    """A template whose chief headings begin pages does not do so in a paper of two."""
    service.make(tmp_path / "city.dotx")
    path, _written = made(review, "handout", tmp_path / "city.dotx")
    styled = "{W}pPr/{W}pStyle[@{W}val='Heading1']".replace("{W}", f"{{{W}}}")
    headings = [one for one in document(path).iter(f"{{{W}}}p") if one.find(styled) is not None]
    breaks = [one.find(f"{{{W}}}pPr/{{{W}}}pageBreakBefore") for one in headings]

    assert headings
    assert {"0"} == {one.get(f"{{{W}}}val") if one is not None else None for one in breaks}


def test_unknown_placeholders_and_those_of_the_title_page(tmp_path: Path, review: ReviewData) -> None:
    """Only what still stands in the paper is told of."""
    template = write_template(
        tmp_path / "odd.dotx", words("[[city]] [[mayor]]") + REPORT + words("[[clerk]] [[deadline]]")
    )
    terms = review.review.model_copy(update={"factual_check_until": None})
    _path, written = made(replace(review, review=terms), "guide", template)

    assert (("deadline",), ("clerk",)) == (written.unfilled, written.unknown)


def test_the_same_answers(tmp_path: Path, review: ReviewData) -> None:
    """What cannot carry a report cannot carry a paper either, and an earlier file stays."""
    template = write_template(tmp_path / "twice.dotx", REPORT + REPORT)
    template.with_name("paper.docx").write_text("of before", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"\[\[report\]\] stands there 2 times"):
        made(review, "handout", template)

    assert "of before" == template.with_name("paper.docx").read_text(encoding="utf-8")
