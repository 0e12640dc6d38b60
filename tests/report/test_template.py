"""Reports on other people's templates: their pages and styles are kept, what they lack is copied in."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from openxml_audit import OpenXmlValidator

from peervisit.errors import TemplateError
from peervisit.model.data import ReviewData
from peervisit.report import write_report
from peervisit.report.template_check import check_template
from peervisit.report.write import Written
from peervisit.service import templates as service
from tests.builders import a_review, agreed
from tests.report.reading import document, everything, paragraphs
from tests.report.synthetic import big_review
from tests.word import templates
from tests.word.templates import PACKAGE, WORD, R, W, style, words, write_template

REPORT = words("[[report]]")


@pytest.fixture(scope="module")
def review() -> ReviewData:
    """Return a small review."""
    return big_review("diversity", evidence=16, recommendations=3)


def made(review: ReviewData, template: Path, language: str = "en") -> tuple[Path, Written]:
    """Return the report on a template, and what was said of it."""
    target = template.with_name("report.docx")
    return target, write_report(review, target, edition="host", language=language, template=template)


def errors(path: Path) -> list[str]:
    """Return what the validator finds."""
    return [str(found.description) for found in OpenXmlValidator().validate(path).errors]


def style_of(path: Path, text: str) -> str:
    """Return the id of the style of the paragraph with this text."""
    for paragraph in document(path).iter(f"{{{W}}}p"):
        if "".join(one.text or "" for one in paragraph.iter(f"{{{W}}}t")) == text:
            found = paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle")
            return "" if found is None else str(found.get(f"{{{W}}}val"))
    raise AssertionError(text)


def test_french_ids_are_found_by_name(tmp_path: Path, review: ReviewData) -> None:
    """A heading gets the template's own style, whose id is French; the lacking half is copied in."""
    path, _ = made(review, write_template(tmp_path / "fr.dotx", words("[[city]]") + REPORT), "fr")

    assert "Titre1" == style_of(path, "Recommandations")
    assert '<w:pStyle w:val="Lgende"/>' in everything(path)
    assert [] == errors(path)


def test_a_template_becomes_a_document(tmp_path: Path, review: ReviewData) -> None:
    """A .dotx makes a report that opens as a document, not as a template."""
    path, _ = made(review, write_template(tmp_path / "fr.dotx", REPORT))

    with zipfile.ZipFile(path) as archive:
        types = archive.read("[Content_Types].xml").decode()
    assert f"{WORD}.document.main+xml" in types
    assert "template.main" not in types


def test_names_in_another_language_are_found(tmp_path: Path, review: ReviewData) -> None:
    """Names that another program wrote in German count as Word's own."""
    body = words("[[stadt]]") + words("[[bericht]]")
    path, _ = made(
        review,
        write_template(tmp_path / "de.docx", body, styles=templates.GERMAN_NAMES, main="document.main"),
    )

    assert "berschrift1" == style_of(path, "Recommendations")
    assert [] == errors(path)


@pytest.mark.parametrize("language", ["fr", "de"])
def test_templates_of_libreoffice(tmp_path: Path, review: ReviewData, language: str) -> None:
    """A template saved by LibreOffice carries a report; its header and its words around stay."""
    template = templates.by_libreoffice(tmp_path, language)
    theirs = set(errors(template))
    path, written = made(review, template, "fr")
    told = paragraphs(path)
    with zipfile.ZipFile(path) as archive:
        heads = "".join(archive.read(name).decode() for name in archive.namelist() if "header" in name)

    assert () == written.unknown
    assert set() == set(errors(path)) - theirs
    assert "Nordhaven-sur-Lys" == told[0]
    assert templates.LANGUAGES[language]["foreword"] == told[1]
    assert templates.LANGUAGES[language]["house"] == told[-1]
    assert "Rapport de la visite" in heads


def test_placeholders_are_filled_everywhere(tmp_path: Path, review: ReviewData) -> None:
    """Split over runs, in the header, in a text box, in a content control, several in a line, in any case."""
    box = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="box"><v:textbox>'
        "<w:txbxContent>"
        + words("Boxed [[C", "ity]]!")
        + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    control = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + words("Held: [[STATUS]]")
        + "</w:sdtContent></w:sdt>"
    )
    body = words("In [", "[ ci", "ty ]", "] from [[visit]]: [[nobody]]") + box + control + REPORT
    path, written = made(review, write_template(tmp_path / "t.dotx", body))
    told = paragraphs(path)
    package = everything(path)

    assert "In Nordhaven-sur-Lys from 12 to 14 May 2026: [[nobody]]" == told[0]
    assert "Boxed Nordhaven-sur-Lys!" in told
    assert "Held: Draft for factual check" in told
    assert "Report of the peer review visit: Nordhaven-sur-Lys" in package
    assert "showingPlcHdr" not in package
    assert ("nobody",) == written.unknown


def test_a_value_that_the_review_lacks_is_said(tmp_path: Path, review: ReviewData) -> None:
    """A placeholder for which the review has nothing is emptied, and named."""
    review = ReviewData(review.benchmark, review.review.model_copy(update={"feedback_on": None}))
    path, written = made(review, write_template(tmp_path / "t.dotx", words("On [[feedback]].") + REPORT))

    assert ("feedback",) == written.unfilled
    assert "On ." in paragraphs(path)


def test_a_title_page_of_the_template_takes_the_place_of_ours(tmp_path: Path, review: ReviewData) -> None:
    """With [[city]] before the report ours is left out; without it, ours is there."""
    own, _ = made(review, write_template(tmp_path / "own.dotx", words("City: [[city]]") + REPORT))
    with_own = paragraphs(own)
    ours, _ = made(review, write_template(tmp_path / "ours.dotx", words("No title here") + REPORT))

    assert 0 == with_own.count("Nordhaven-sur-Lys")
    assert 1 == paragraphs(ours).count("Nordhaven-sur-Lys")


def test_without_a_place_the_report_goes_to_the_end(tmp_path: Path, review: ReviewData) -> None:
    """Without [[report]] the report comes last, and looking at the template says so."""
    template = write_template(tmp_path / "t.dotx", words("Foreword"))
    path, _ = made(review, template)

    assert not check_template(template).place
    assert "Foreword" == paragraphs(path)[0]
    assert [] == errors(path)


GALLERY = (
    '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    f"<w:sdtContent>{words('Old list')}</w:sdtContent></w:sdt>"
)
FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Old list</w:t></w:r></w:p>'
    '<w:p><w:r><w:t>Old list</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
IN_A_TABLE = (
    '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid><w:tr><w:tc>'
    f"{REPORT}</w:tc></w:tr></w:tbl>"
)


@pytest.mark.parametrize(
    "listed",
    [words("[[contents]]"), GALLERY, FIELD],
    ids=["placeholder", "gallery", "field"],
)
def test_the_contents_list_goes_where_the_template_wants_it(
    tmp_path: Path, review: ReviewData, listed: str
) -> None:
    """A place for the contents list, or a list of Word's own, gets ours; there is one only."""
    body = words("[[city]]") + listed + words("Between") + REPORT + words("The end")
    path, _ = made(review, write_template(tmp_path / "t.dotx", body))
    told = paragraphs(path)

    assert told.index("1Summary") < told.index("Between") < told.index("Summary")
    assert 1 == told.count("1Summary")
    assert "Old list" not in told
    assert "The end" == told[-1]
    assert [] == errors(path)


def test_their_pages_are_kept(tmp_path: Path, review: ReviewData) -> None:
    """Every section has the template's margins and header; the wide annex turns its paper."""
    first = SECTION_FIRST
    path, _ = made(review, write_template(tmp_path / "t.dotx", words("[[city]]") + first + REPORT))
    sections = list(document(path).iter(f"{{{W}}}sectPr"))
    sizes = [
        (one.find(f"{{{W}}}pgSz").get(f"{{{W}}}w"), one.find(f"{{{W}}}pgMar").get(f"{{{W}}}left"))  # type: ignore[union-attr]
        for one in sections
    ]

    assert ("9000", "800") == sizes[0]
    assert {("11906", "1700"), ("16838", "1700")} == set(sizes[1:])
    assert [] == [one for one in sections[1:] if one.find(f"{{{W}}}headerReference") is None]


SECTION_FIRST = (
    '<w:p><w:pPr><w:sectPr><w:pgSz w:w="9000" w:h="12000"/><w:pgMar w:top="800" w:right="800" w:bottom="800" '
    'w:left="800" w:header="400" w:footer="400" w:gutter="0"/></w:sectPr></w:pPr></w:p>'
)


def test_a_made_template_carries_a_report(tmp_path: Path, review: ReviewData) -> None:
    """What 'template make' writes is sound, settled, and nothing needs to be copied in."""
    service.make(tmp_path / "city.dotx", language="fr", paper="letter")
    found = check_template(tmp_path / "city.dotx")
    path, written = made(review, tmp_path / "city.dotx", "fr")

    assert found.settled
    assert ((), ()) == (found.copied, written.unknown)
    assert (21.6, 27.9) == found.paper
    assert [] == errors(path) + errors(tmp_path / "city.dotx")


def test_the_look_of_the_levels_is_the_templates(tmp_path: Path) -> None:
    """A style called as one of the levels is taken as it is: there is no second of that name."""
    own = templates.FRENCH + style("monniveau", "PV Level below", kind="character")
    data = a_review(agreed("below"))
    path, _ = made(data, write_template(tmp_path / "t.dotx", REPORT, styles=own))
    package = everything(path)

    assert '<w:rStyle w:val="monniveau"/>' in package
    assert 1 == package.count('w:val="PV Level below"')


def test_the_language_is_that_of_the_report(tmp_path: Path, review: ReviewData) -> None:
    """A style of the template that names another language does not make French words German."""
    path, _ = made(review, write_template(tmp_path / "t.dotx", REPORT), "fr")

    with zipfile.ZipFile(path) as archive:
        held = archive.read("word/styles.xml").decode()
    assert 'w:val="de-DE"' not in held
    assert 'w:val="fr-FR"' in held


def test_nobody_is_named_by_the_template(tmp_path: Path, review: ReviewData) -> None:
    """Who made the template, on what machine, and where its own template lies does not reach the report."""
    core = (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Ottoline Grafenau</dc:creator>'
        "<cp:lastModifiedBy>Ottoline Grafenau</cp:lastModifiedBy></cp:coreProperties>"
    )
    rels = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{R}/officeDocument" '
        f'Target="word/document.xml"/><Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/'
        'core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" '
        f'Type="{R}/extended-properties" Target="docProps/app.xml"/></Relationships>'
    )
    types = (
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.'
        'core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.extended-properties+xml"/>'
    )
    app = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Manager>Ottoline Grafenau</Manager></Properties>"
    )
    more = {"docProps/core.xml": core, "docProps/app.xml": app, "_rels/.rels": rels}
    path, _ = made(review, write_template(tmp_path / "t.dotx", REPORT, types=types, more=more))

    assert "Grafenau" not in everything(path)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (REPORT + REPORT, "2 times"),
        (words("before [[report]]"), "among other words"),
        (IN_A_TABLE, "table or a text box"),
    ],
    ids=["twice", "among words", "in a table"],
)
def test_a_place_that_does_not_do_is_named(tmp_path: Path, review: ReviewData, body: str, says: str) -> None:
    """The report cannot go there: the message says why, and no report is written."""
    with pytest.raises(TemplateError, match=says):
        made(review, write_template(tmp_path / "t.dotx", body))
    assert not (tmp_path / "report.docx").exists()


def test_the_same_template_gives_the_same_bytes(tmp_path: Path, review: ReviewData) -> None:
    """Writing twice gives the same file, byte by byte."""
    template = write_template(tmp_path / "t.dotx", REPORT)
    first, second = (made(review, template)[0].read_bytes() for _ in range(2))

    assert first == second


def test_headings_numbered_by_the_template_are_counted_once(tmp_path: Path, review: ReviewData) -> None:
    """Where the style numbers headings, chapters take our numbers, and annexes take none."""
    looks = '<w:rPr><w:color w:val="7A1F1F"/><w:sz'
    numbers = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr>'
    own = templates.FRENCH.replace(looks, numbers + looks)
    path, _ = made(review, write_template(tmp_path / "t.dotx", REPORT, styles=own))
    found = {}
    for paragraph in document(path).iter(f"{{{W}}}p"):
        number = paragraph.find(f"{{{W}}}pPr/{{{W}}}numPr/{{{W}}}numId")
        text = "".join(one.text or "" for one in paragraph.iter(f"{{{W}}}t"))
        found[text] = None if number is None else number.get(f"{{{W}}}val")

    assert found["Summary"] == found["Recommendations"] != found["Annex B. Programme of the visit"]
    assert found["Annex B. Programme of the visit"] not in (None, "0", "2")
    assert [] == errors(path)


def test_python_docx_opens_it(tmp_path: Path, review: ReviewData) -> None:
    """Another reader opens the report and finds the styles by their names."""
    path, _ = made(review, write_template(tmp_path / "t.dotx", REPORT))
    opened = docx.Document(io.BytesIO(path.read_bytes()))

    assert {"PV Cell", "PV Quiet", "List Bullet"} <= {one.name for one in opened.styles}
