"""How a report falls on its pages: what stays together, what begins a page, what is left out."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Mm
from lxml import etree

from peervisit.model.data import ReviewData
from peervisit.model.synthesis import Conclusion, Recommendation
from peervisit.report import write_report
from peervisit.report.outline.build import build_outline
from peervisit.report.outline.inline import plain_text
from peervisit.report.outline.overview import table_of_levels
from peervisit.report.outline.scope import Scope
from peervisit.report.render import chart_height
from peervisit.word.page import fitting
from tests.builders import a_review, agreed, document, heard, interview, people, read, tiny_benchmark
from tests.report.reading import document as body_of
from tests.report.reading import paragraphs
from tests.report.synthetic import benchmark

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def written(data: ReviewData, path: Path) -> etree._Element:
    """Write the host's report in English and return its main part."""
    write_report(data, path, edition="host", language="en")
    return body_of(path)


def text(paragraph: etree._Element) -> str:
    """Return the words of a paragraph."""
    return "".join(one.text or "" for one in paragraph.iter(f"{W}t"))


def value(of: etree._Element, path: str, name: str = "val") -> str | None:
    """Return an attribute of an element within another, None where either is missing."""
    found = of.find("/".join(f"{W}{part}" for part in path.split("/")))
    return None if found is None else found.get(f"{W}{name}")


def test_where_it_comes_from_stays_with_what_is_said(tmp_path: Path) -> None:
    """The line of sources and numbers under a paragraph never stands alone at the head of a page."""
    data = a_review(
        *people("municipal-department", 3),
        interview("AR-N1", "AR-I1", "AR-I2", "AR-I3"),
        heard("AR-E1", "AR-I1"),
        agreed("par", evidence_for=["AR-E1"]),
        Conclusion(code="AR-C1", text="It works.", indicators=["PX-1"], evidence=["AR-E1"]),
    )
    body = written(data, tmp_path / "r.docx")
    trails = [
        p for p in body.iter(f"{W}p") if text(p).startswith(("Sources:", "Evidence from", "Conclusions:"))
    ]
    before = [found for one in trails if (found := one.getprevious()) is not None]

    assert 3 == len(before)
    for one in before:
        styled = value(one, "pPr/pStyle")
        assert styled == "PVLevelLine" or one.find(f"{W}pPr/{W}keepNext") is not None


def test_the_paragraph_after_the_last_table_needs_no_page(tmp_path: Path) -> None:
    """Word wants a paragraph at the end: one higher than a point makes a blank page after a full one."""
    written(a_review(agreed("par")), tmp_path / "r.docx")
    with zipfile.ZipFile(tmp_path / "r.docx") as archive:
        styles = etree.fromstring(archive.read("word/styles.xml"))
    found = next(one for one in styles.iter(f"{W}style") if value(one, "name") == "PV After Table")

    assert ["20", "exact", "0"] == [value(found, "pPr/spacing", a) for a in ("line", "lineRule", "after")]


def test_a_tier_without_indicators_has_no_chapter() -> None:
    """Neither a table of no rows nor a bar of nothing stands for a pillar that holds no indicator."""
    extra = {"id": "Z", "tier": "pillar", "name": {"en": "Zeppelins"}}
    tiers = [
        *({"id": code, "tier": "pillar", "name": {"en": code}} for code in ("P", "Q")),
        extra,
        *({"id": code, "tier": "dimension", "name": {"en": code}} for code in ("X", "Y")),
    ]
    data = a_review(agreed("par"), benchmark=tiny_benchmark(tiers=tiers))
    outline = build_outline(data, "host", "en")

    assert "Zeppelins" not in repr(outline)


def test_findings_on_a_tier_without_indicators_are_told() -> None:
    """What was found on such a pillar is not lost with its table."""
    tiers: list[dict[str, Any]] = [
        *({"id": code, "tier": "pillar", "name": {"en": code}} for code in ("P", "Q", "Z")),
        *({"id": code, "tier": "dimension", "name": {"en": code}} for code in ("X", "Y")),
    ]
    finding = Conclusion(code="AR-C1", title="Airships", text="There are many.", tiers=["Z"])
    data = a_review(agreed("par"), finding, benchmark=tiny_benchmark(tiers=tiers))

    assert "Airships" in repr(build_outline(data, "host", "en"))


@pytest.mark.parametrize(("recommendations", "kept"), [(3, 2), (8, 1)])
def test_a_plan_begins_under_its_heading(tmp_path: Path, recommendations: int, kept: int) -> None:
    """A table that fills a page is not held together: its heading would stay behind on a page of its own."""
    advice = [Recommendation(code=f"AR-R{n}", text="Do it.") for n in range(recommendations)]
    body = written(a_review(agreed("par"), *advice), tmp_path / "r.docx")
    plan = [t for t in body.iter(f"{W}tbl") if "Objective and measure" in text(t)][-1]
    rows = plan.findall(f"{W}tr")
    held = [one for one in rows[1:] if value(one, "tc/p/pPr/pStyle") == "PVCellKept"]

    assert (recommendations, kept) == (len(rows) - 1, len(held))


def test_one_sentence_has_no_page_of_its_own(tmp_path: Path) -> None:
    """An annex of one short paragraph follows what stands before it."""
    data = a_review(
        document("AR-D1", title="Leaked minutes", public=False, host=False),
        read("AR-E1", "AR-D1"),
        agreed("par"),
    )
    body = written(data, tmp_path / "r.docx")
    head = next(
        p for p in body.iter(f"{W}p") if text(p) == "Annex C. Documents" and p.find(f"{W}hyperlink") is None
    )

    assert "0" == value(head, "pPr/pageBreakBefore")
    assert "The one document that the team read was given in confidence." in paragraphs(tmp_path / "r.docx")


def test_a_long_legend_takes_nothing_from_the_bars() -> None:
    """With twelve levels in words the chart grows by the lines of its legend."""
    levels = [f"level number {n} of twelve" for n in range(12)]

    assert chart_height(4, ["▼ below", "● par"], 9000) < chart_height(4, levels, 9000)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("38-39", "pages 38–39"),
        ("p. 4–21", "pages 4–21"),
        ("pp. 3, 7", "pages 3, 7"),
        ("12", "page 12"),
        ("12-b", "page 12-b"),
        ("Annex 2", "Annex 2"),
        ("3 and 4", "pages 3 and 4"),
    ],
)
def test_pages_are_told_in_the_plural(typed: str, told: str) -> None:
    """A range of pages has the plural and the dash that print gives it."""
    assert told == Scope(a_review(), "host", "en").page(typed)


def test_the_head_of_a_page_is_one_line() -> None:
    """A long city takes the place of the longer title, and is cut at a word where even that is too long."""
    city = "Sankt Margarethen an der Raab-Hinterbergen-Unterfrauenhaid"
    title, status = f"Rapport de la visite de revue par les pairs : {city}", "Projet soumis à la vérification"

    assert fitting((f"Report: {city}", city), "Draft") == f"Report: {city}"
    assert fitting((title, city), status) == city
    assert fitting((title, f"{city} und {city}"), status).endswith("\u00a0…")
    assert len(fitting((title, city * 3), status) + status) < 9298 // 78


def test_no_word_of_the_matrix_breaks() -> None:
    """The columns take what their widest word needs, wide letters and the words of the scale included."""
    names = {"P": "Individual empowerment of migrants", "Q": "Administration"}
    tiers = [
        *({"id": code, "tier": "pillar", "name": {"en": name}} for code, name in names.items()),
        *({"id": code, "tier": "dimension", "name": {"en": code}} for code in ("X", "Y")),
    ]
    data = a_review(agreed("par"), benchmark=tiny_benchmark(tiers=tiers))
    first, second, *_rest = table_of_levels(Scope(data, "host", "en")).columns

    # In Arial bold "empowerment" is as wide as 15.5 characters of the page, its cell's margins included.
    assert first.weight >= 15.5
    assert second.weight < first.weight


def test_the_colon_before_a_list_is_that_of_the_language() -> None:
    """French sets a no-break space before it, and nothing stands after it."""
    assert "Preuves\u00a0:" == plain_text(Scope(a_review(), "host", "fr").introduced("Preuves"))
    assert "Evidence:" == plain_text(Scope(a_review(), "host", "en").introduced("Evidence"))


def test_a_matrix_turns_small_paper(tmp_path: Path) -> None:
    """On the A5 of a template the levels at a glance stand on landscape pages: no word of them breaks."""
    small = docx.Document()
    small.sections[0].page_width, small.sections[0].page_height = Mm(148), Mm(210)
    small.sections[0].left_margin = small.sections[0].right_margin = Mm(20)
    small.save(str(tmp_path / "a5.docx"))
    data = a_review(agreed("par", "GG-AMB-1"), benchmark=benchmark("inti-cities"))
    write_report(data, tmp_path / "r.docx", edition="host", language="en", template=tmp_path / "a5.docx")
    turned = [one for one in body_of(tmp_path / "r.docx").iter(f"{W}pgSz") if one.get(f"{W}orient")]

    assert turned
    assert {str(Mm(210).twips)} == {one.get(f"{W}w") for one in turned}


@pytest.mark.parametrize("title", ["It works", "It works.", "Does it work?", "Well…"])
def test_a_title_in_the_summary_ends_once(title: str) -> None:
    """A title that somebody ended with a stop gets no second one."""
    data = a_review(
        agreed("par"),
        Conclusion(code="AR-C1", type="strength", title=title, text="They all say so."),
        Recommendation(code="AR-R1", title=title, text="Do it.", addressee="The mayor."),
    )
    told = repr(build_outline(data, "host", "en").sections[0])

    assert "They all say so." in told
    assert not any(twice in told for twice in ("..", "?.", "….", "mayor.."))


def test_an_answer_to_evidence_that_is_withheld_says_what_it_answers() -> None:
    """Why evidence was outweighed is told with a label where that evidence may not be shown."""
    data = a_review(agreed("par", evidence_against=["AR-E9"], outweighed="It is older than the plan."))

    assert "Where sources disagree" in repr(build_outline(data, "host", "en"))
