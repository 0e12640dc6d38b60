"""Handout, guide, programme and evidence log: sound in every edition and language, never saying too much."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator

from peervisit.model.attribution import Edition
from peervisit.model.data import ReviewData
from peervisit.model.programme import Question
from peervisit.report import papers
from peervisit.report.outline.blocks import Outline
from peervisit.report.outline.scope import Scope
from peervisit.report.proof import promised
from peervisit.report.write import Look, write_outline
from peervisit.word.lint import lint
from tests.builders import a_review, desk, heard, people, self_assessed, slot
from tests.report.reading import everything, paragraphs
from tests.report.synthetic import benchmark, big_review

MAKERS: dict[str, Callable[[Scope], Outline]] = {
    "handout": papers.handout,
    "programme": papers.programme,
    "evidence log": papers.evidence_log,
    "guide": lambda s: papers.guide(s, next(iter(s.data.slot.values()))),
}


def made(
    data: ReviewData, kind: str, path: Path, edition: Edition = "team", language: str = "en"
) -> list[str]:
    """Write a paper and return its paragraphs."""
    outline = MAKERS[kind](Scope(data, edition, language))
    records = {"evidence": promised(data, edition)["evidence"]} if kind == "evidence log" else {}
    write_outline(outline, path, records, Look())
    return paragraphs(path)


def errors(path: Path) -> list[str]:
    """Return what the validator and our lint find."""
    return [str(found.description) for found in OpenXmlValidator().validate(path).errors] + lint(path)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", MAKERS)
def test_every_paper_is_sound(tmp_path: Path, kind: str, language: str) -> None:
    """Each is valid and sound, for the host and for the team."""
    data = big_review("diversity", evidence=24, recommendations=6)
    editions: tuple[Edition, ...] = ("host", "team")
    for edition in editions:
        made(data, kind, tmp_path / "p.docx", edition, language)

        assert [] == errors(tmp_path / "p.docx")


@pytest.mark.parametrize("kind", ["handout", "programme", "evidence log"])
def test_an_empty_review_says_so(tmp_path: Path, kind: str) -> None:
    """A review in which nothing was entered yet gives a sound paper that says what is missing."""
    told = made(ReviewData(benchmark("diversity")), kind, tmp_path / "p.docx")

    assert [] == errors(tmp_path / "p.docx")
    assert [one for one in told if one.startswith("No ") or "yet" in one]


@pytest.mark.parametrize("kind", ["handout", "programme", "evidence log"])
def test_nothing_of_the_team_is_in_the_hosts_papers(tmp_path: Path, kind: str) -> None:
    """No remark of the team, no name and no contact of anybody met is anywhere in the package."""
    data = big_review(evidence=120, recommendations=12)
    made(data, kind, tmp_path / "p.docx", "host")
    package = everything(tmp_path / "p.docx")
    named = {one.code for one in data.stakeholder.values() if one.attribution == "named"}

    assert "TEAMSECRET" not in package
    assert "secret.example" not in package
    assert [] == [
        code for code, one in data.stakeholder.items() if code not in named and str(one.name) in package
    ]


def test_the_hosts_programme_points_to_nobody(tmp_path: Path) -> None:
    """Neither a rare language, nor an interpreter, nor a room, nor a title tells who is met."""
    data = a_review(
        *people("civil-society", 1, attribution="background"),
        slot("AR-S1", "AR-I1", title="The baker", room="Bakery", language="Tigrinya", interpreter="Polyphon"),
    )
    made(data, "programme", tmp_path / "host.docx", "host")
    made(data, "programme", tmp_path / "team.docx", "team")
    host, team = everything(tmp_path / "host.docx"), everything(tmp_path / "team.docx")

    for words in ("The baker", "Bakery", "Tigrinya", "Polyphon"):
        assert words in team
        assert words not in host


def test_the_handout_is_of_two_pages_worth(tmp_path: Path) -> None:
    """However much there is, it tells five recommendations, and two findings of a kind for each pillar."""
    told = made(big_review(evidence=60, recommendations=60), "handout", tmp_path / "p.docx", "host")
    few = [one for one in told if "City council" in one or "Department of social affairs" in one]

    assert 5 == len(few)
    assert len(told) < 150


def test_the_guide_tells_what_is_known_and_what_to_ask(tmp_path: Path) -> None:
    """Who is met, what the city says, what peers suspect, what was heard, and the questions of the slot."""
    data = a_review(
        *people("civil-society", 1),
        slot("AR-S1", "AR-I1", focus=["PX-1"], title="The housing office", room="Room 4"),
        self_assessed(level="above", answer="We do it well."),
        desk("BK", suspected="Nobody uses it."),
        heard("AR-E1", "AR-I1", statement="They never called back."),
        Question(code="AR-Q1", text="Who called back?", slots=["AR-S1"], status="open", indicators=["PX-1"]),
        Question(code="AR-Q2", text="Elsewhere?", status="open"),
    )
    told = "\n".join(made(data, "guide", tmp_path / "p.docx"))

    for words in ("The housing office", "Room 4", "Ana AR-I1son", "We do it well.", "Nobody uses it.",
                  "They never called back.", "Who called back?"):  # fmt: skip
        assert words in told
    assert "Elsewhere?" not in told
    assert "withdraw" in told


def test_somebody_who_withdrew_is_not_in_the_guide(tmp_path: Path) -> None:
    """Whoever withdrew is gone from paper too."""
    data = a_review(*people("civil-society", 1, withdrawn=True), slot("AR-S1", "AR-I1"))
    made(data, "guide", tmp_path / "p.docx")

    assert "Ana AR-I1son" not in everything(tmp_path / "p.docx")
    assert "Nobody is on record for this slot yet." in paragraphs(tmp_path / "p.docx")


def test_the_evidence_log_holds_every_item(tmp_path: Path) -> None:
    """Every piece of evidence that may be shown has its row."""
    data = big_review(evidence=60, recommendations=1)
    told = made(data, "evidence log", tmp_path / "p.docx")
    shown = list(Scope(data, "team", "en").shown_evidence)

    assert shown == [one for one in told if one in data.evidence]


def test_lines_to_write_on_stay_together(tmp_path: Path) -> None:
    """A heading with a few lines to write on is not parted from them, nor one line from the other."""
    made(a_review(), "handout", tmp_path / "p.docx", edition="host")
    body = docx.Document(str(tmp_path / "p.docx")).element.body
    found = [one for one in body.iter(qn("w:p")) if one.style == "PVWriteIn"]

    assert [True, False] == [one.pPr.find(qn("w:keepNext")) is not None for one in found]
