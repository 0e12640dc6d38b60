"""What was written is counted; a loss stops the export and leaves the earlier file as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from peervisit.errors import ReportError
from peervisit.model.attribution import Edition
from peervisit.model.data import ReviewData
from peervisit.model.synthesis import Conclusion, Recommendation
from peervisit.report import render, write_report
from peervisit.report.outline.blocks import Paragraph, Row, Run, Table
from peervisit.report.sheet import Sheet
from peervisit.word.xml import NONE, Xml
from tests.builders import a_review, agreed, document, heard, people, read
from tests.report.reading import everything


@pytest.fixture
def small() -> ReviewData:
    """Return a review with one of everything that is counted."""
    return a_review(
        *people("civil-society", 3),
        heard("AR-E1", "AR-I1"),
        agreed("above", evidence_for=["AR-E1"], rationale="They all say so."),
        Conclusion(code="AR-C1", text="It works.", indicators=["PX-1"], evidence=["AR-E1"]),
        Recommendation(code="AR-R1", text="Go on.", conclusions=["AR-C1"]),
    )


def test_the_counts_are_those_of_the_review(small: ReviewData, tmp_path: Path) -> None:
    """Four indicators, and one of each other kind."""
    found = write_report(small, tmp_path / "r.docx", edition="host", language="en").counts.records

    assert {
        "indicator": 4,
        "evidence": 1,
        "recommendation": 1,
        "conclusion": 1,
        "practice": 0,
        "context": 0,
    } == found


@pytest.mark.parametrize("status", ["wanted", "promised", "refused"])
@pytest.mark.parametrize("edition", ["host", "team"])
def test_a_cited_document_is_listed_whatever_its_status(
    small: ReviewData, tmp_path: Path, edition: Edition, status: Any
) -> None:
    """Nobody may have said that a document came: what evidence cites was read, and the report is written."""
    small.document["AR-D1"] = document("AR-D1", status=status, title="The plan")
    small.document["AR-D2"] = document("AR-D2", status=status, title="Another plan")
    small.evidence["AR-E2"] = read("AR-E2", "AR-D1")
    target = tmp_path / "r.docx"
    write_report(small, target, edition=edition, language="en")
    told = everything(target)

    assert "The plan" in told
    assert "Another plan" not in told


@pytest.mark.parametrize("edition", ["host", "team"])
def test_deleted_evidence_stops_no_report(small: ReviewData, tmp_path: Path, edition: Edition) -> None:
    """A level, a conclusion and a judgement may still name evidence that was deleted since."""
    small.consensus["PX-1"] = agreed("above", evidence_for=["AR-E1", "AR-E9"], evidence_against=["AR-E8"])
    small.conclusion["AR-C1"].evidence.append("AR-E9")
    found = write_report(small, tmp_path / "r.docx", edition=edition, language="en")
    del small.evidence["AR-E1"]
    write_report(small, tmp_path / "r.docx", edition=edition, language="en")

    assert 1 == found.counts.records["evidence"]
    assert "AR-E9" not in everything(tmp_path / "r.docx")


def test_a_lost_row_stops_the_export(
    small: ReviewData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that got lost in writing is noticed, and the earlier file is untouched."""
    target = tmp_path / "r.docx"
    target.write_bytes(b"the earlier report")
    monkeypatch.setattr(render, "_table", _losing(render._table))

    with pytest.raises(ReportError):
        write_report(small, target, edition="host", language="en")
    assert b"the earlier report" == target.read_bytes()
    assert [target] == list(tmp_path.iterdir())


def _losing(table: Callable[[Sheet, Table], Xml]) -> Callable[[Sheet, Table], Xml]:
    def lose(sheet: Sheet, block: Table) -> Xml:
        return table(sheet, replace(block, rows=block.rows[:-1] or block.rows))

    return lose


def test_a_lost_word_stops_the_export(
    small: ReviewData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A paragraph that got lost is noticed by the letters that are missing."""

    def lose(sheet: Sheet, one: Paragraph, *, kept: bool) -> Xml:
        return (
            NONE if one.runs and one.runs[0].text == "They all say so." else set_whole(sheet, one, kept=kept)
        )

    set_whole = render._paragraph
    monkeypatch.setattr(render, "_paragraph", lose)

    with pytest.raises(ReportError, match="letters"):
        write_report(small, tmp_path / "r.docx", edition="host", language="en")


def test_a_link_to_nothing_stops_the_export(
    small: ReviewData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link whose target is not in the report is noticed."""
    kept = render._run

    def astray(sheet: Sheet, one: Run) -> Xml:
        if getattr(one, "target", None) == "evidence:AR-E1":
            one = Run(one.text, one.look, "evidence:gone")
        return kept(sheet, one)

    monkeypatch.setattr(render, "_run", astray)

    with pytest.raises(ReportError, match="links"):
        write_report(small, tmp_path / "r.docx", edition="host", language="en")


def test_a_folder_that_is_not_there_is_said(small: ReviewData, tmp_path: Path) -> None:
    """Writing into a folder that does not exist is refused in one line."""
    with pytest.raises(ReportError, match="folder"):
        write_report(small, tmp_path / "none" / "r.docx", edition="host", language="en")


def test_an_earlier_report_is_replaced(small: ReviewData, tmp_path: Path) -> None:
    """A sound report takes the place of the earlier one, and nothing else is left in the folder."""
    target = tmp_path / "r.docx"
    target.write_bytes(b"the earlier report")
    write_report(small, target, edition="team", language="en")

    assert b"PK" == target.read_bytes()[:2]
    assert [target] == list(tmp_path.iterdir())


def test_rows_are_plain_data() -> None:
    """The outline is frozen: nobody changes it on the way to Word."""
    with pytest.raises(AttributeError):
        Row(()).anchor = "x"  # type: ignore[misc]
