"""Words that somebody wrote where no answer is: each is shown to a person, none is lost."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from peervisit.errors import FormError
from peervisit.service import records
from peervisit.service.forms import make_form
from peervisit.service.intake import plan_intake, take_in
from peervisit.store.review_file import ReviewFile
from peervisit.word.xml import NAMESPACES, Xml, parse, qn
from tests.forms.conftest import new_review
from tests.forms.hands import Hand, W, cells, typed, words_of, write

WORDS = "The office moved in June"


def _rows(hand: Hand) -> list[etree._Element]:
    return hand.tables[0].findall("w:tr", NAMESPACES)


def _without_bookmarks(element: etree._Element) -> etree._Element:
    for mark in list(element.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        parent = mark.getparent()
        assert parent is not None
        parent.remove(mark)
    return element


def between_tables(hand: Hand) -> None:
    """Type a paragraph above a table."""
    hand.tables[1].addprevious(parse(typed(WORDS), "w:body")[0])


def beside_the_indicator(hand: Hand) -> None:
    """Type below what the row asks."""
    write(cells(hand.rows["GG-AMB-1"])[1], typed(WORDS), keep=True)


def below_the_code(hand: Hand) -> None:
    """Type below the code."""
    write(cells(hand.rows["GG-AMB-1"])[0], typed(WORDS), keep=True)


def in_a_column_of_ones_own(hand: Hand) -> None:
    """Add a column."""
    for number, row in enumerate(_rows(hand)):
        cell = _without_bookmarks(copy.deepcopy(cells(row)[-1]))
        write(cell, typed("Remarks" if number == 0 else WORDS if number == 1 else ""))
        row.append(cell)


def in_a_column_that_stands_twice(hand: Hand) -> None:
    """Copy a column and answer in the copy."""
    for number, row in enumerate(_rows(hand)):
        cell = _without_bookmarks(copy.deepcopy(cells(row)[3]))
        if number == 1:
            write(cell, typed(WORDS))
        cells(row)[3].addnext(cell)


def in_a_merged_cell(hand: Hand) -> None:
    """Merge what is asked with the answers and type into it."""
    row = hand.rows["GG-AMB-1"]
    found = cells(row)
    properties = found[1].find(qn("w:tcPr"))
    assert properties is not None
    properties.append(parse(Xml('<w:gridSpan w:val="3"/>'), "w:tcPr")[0])
    row.remove(found[2])
    row.remove(found[3])
    write(found[1], typed(WORDS), keep=True)


def in_a_row_without_a_code(hand: Hand) -> None:
    """Add a row and type where it would say what is asked."""
    row = _without_bookmarks(copy.deepcopy(hand.rows["GG-AMB-1"]))
    for cell in cells(row):
        write(cell, typed(""))
    write(cells(row)[1], typed(WORDS))
    hand.tables[0].append(row)


def in_a_table_of_ones_own(hand: Hand) -> None:
    """Add a table."""
    inside = f"<w:tr><w:tc>{typed('We add')}</w:tc><w:tc>{typed(WORDS)}</w:tc></w:tr>"
    hand.tables[-1].addnext(parse(Xml(f"<w:tbl>{inside}</w:tbl>"), "w:body")[0])


def with_a_table_made_into_text(hand: Hand) -> None:
    """Turn a table into lines with tabs."""
    table = hand.tables[0]
    for number, row in enumerate(_rows(hand)):
        line = "\t".join([*(words_of(cell) for cell in cells(row)[:2]), WORDS if number == 1 else ""])
        table.addprevious(parse(typed(line), "w:body")[0])
    parent = table.getparent()
    assert parent is not None
    parent.remove(table)


PLACES: tuple[Callable[[Hand], None], ...] = (
    between_tables,
    beside_the_indicator,
    below_the_code,
    in_a_column_of_ones_own,
    in_a_column_that_stands_twice,
    in_a_merged_cell,
    in_a_row_without_a_code,
    in_a_table_of_ones_own,
    with_a_table_made_into_text,
)


@pytest.mark.parametrize("place", PLACES)
def test_words_beside_the_answers_are_asked_about(
    sent: tuple[ReviewFile, Path], tmp_path: Path, place: Callable[[Hand], None]
) -> None:
    """Whatever somebody wrote beside the answers is shown, and nothing of it is taken unasked."""
    review, path = sent
    hand = Hand(path)
    place(hand)
    plan = plan_intake(review, hand.save(tmp_path / "filled.docx"))

    assert [] == plan.takes
    assert [True] == [WORDS in question.stands for question in plan.questions]


def test_words_outside_the_rows_go_where_a_person_says(review: ReviewFile, form: Hand) -> None:
    """They are added to the answer of the row that is named, and undone with the rest."""
    form.answer("GG-AMB-1", "Explanation", "We do.")
    between_tables(form)
    path = form.save()
    take_in(review, path, {"outside1": "gg-amb-1"})

    assert f"We do.\n{WORDS}" == review.rows("self_assessment")["GG-AMB-1"]["answer"]
    assert [] == plan_intake(review, path, {"outside1": "skip"}).questions
    with pytest.raises(FormError, match="outside1"):
        plan_intake(review, path, {"outside1": "nothing"})


def test_words_beside_a_finding_become_a_comment(review: ReviewFile, tmp_path: Path) -> None:
    """On the draft, words typed beside what it says are a comment on it."""
    records.add(review, "consensus", {"level": "par", "rationale": "A plan."}, code="GG-AMB-1")
    make_form(review, "comments", tmp_path / "form.docx")
    records.edit(review, "consensus", "GG-AMB-1", {"rationale": "A better plan."})
    hand = Hand(tmp_path / "form.docx")
    beside_the_indicator(hand)
    plan = plan_intake(review, hand.save())

    assert [("GG-AMB-1", WORDS)] == [(one.row, one.after) for one in plan.takes if one.field == "text"]


def test_a_note_at_the_foot_of_a_page_is_asked_about(review: ReviewFile, form: Hand) -> None:
    """A footnote in an answer is offered as a part of it."""
    reference = '<w:p><w:r><w:t>We do.</w:t></w:r><w:r><w:footnoteReference w:id="9"/></w:r></w:p>'
    write(cells(form.rows["GG-AMB-1"])[3], Xml(reference))
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="9">{typed(WORDS)}</w:footnote></w:footnotes>'
    name = "word/_rels/document.xml.rels"
    relation = (
        '<Relationship Id="rId99" Target="footnotes.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/footnotes"/></Relationships>'
    )
    relations = form.parts[name].replace(b"</Relationships>", relation.encode())
    plan = plan_intake(review, form.save(parts={name: relations, "word/footnotes.xml": notes.encode()}))

    assert [("1.2.margin1", WORDS)] == [(one.number, one.stands) for one in plan.questions]
    assert ["We do."] == [one.after for one in plan.takes]


def test_a_table_split_in_two_keeps_its_columns(sent: tuple[ReviewFile, Path], tmp_path: Path) -> None:
    """Rows below a gap, without a header, are read by what is left of their bookmarks, and by place."""
    review, path = sent
    hand = Hand(path)
    table = hand.tables[0]
    below = copy.deepcopy(table)
    for row in below.findall("w:tr", NAMESPACES):
        below.remove(row)
    rows = _rows(hand)
    for row in rows[3:]:
        below.append(row)
    table.addnext(below)
    table.addnext(parse(typed(""), "w:body")[0])
    write(cells(rows[4])[3], typed(WORDS))
    plan = plan_intake(review, hand.save(tmp_path / "filled.docx"))

    assert [("GG-AMB-4", "answer", WORDS)] == [(one.row, one.field, one.after) for one in plan.takes]
    assert [] == plan.questions


@pytest.mark.parametrize(
    "code", ["GG AMB 1", "GGAMB1", "ＧＧ－ＡＭＢ－１", "gg_amb_1.", "1. GG-AMB-1", "GG‑AMB‑1"]
)
def test_a_code_is_known_however_it_was_typed(
    sent: tuple[ReviewFile, Path], tmp_path: Path, code: str
) -> None:
    """Spaces, signs, width and a program's numbering make no other code of it."""
    review, path = sent
    hand = Hand(path)
    row = hand.rows["GG-AMB-1"]
    write(cells(row)[0], typed(code))
    write(cells(row)[3], typed(WORDS))
    plan = plan_intake(review, hand.save(tmp_path / "filled.docx"))

    assert ["GG-AMB-1"] == [one.row for one in plan.takes]
    assert [] == plan.questions


def test_two_codes_in_one_cell_are_asked_about(sent: tuple[ReviewFile, Path], tmp_path: Path) -> None:
    """An answer to two indicators at once is nobody's until somebody says whose."""
    review, path = sent
    hand = Hand(path)
    row = hand.rows["GG-AMB-1"]
    write(cells(row)[0], typed("GG-AMB-1 / GG-AMB-2"))
    write(cells(row)[3], typed(WORDS))
    plan = plan_intake(review, hand.save(tmp_path / "filled.docx"))

    assert [] == plan.takes
    assert ["1.2"] == [question.number for question in plan.questions]


@pytest.mark.parametrize(("words", "taken"), [("par", []), ("part", ["partly"]), ("PARTLY", ["partly"])])
def test_the_word_of_another_scale_is_no_short_one(tmp_path: Path, words: str, taken: list[str]) -> None:
    """On a scale of in place, partly and not in place, ``par`` is asked about."""
    with new_review(tmp_path / "v.peervisit", "diversity") as review:
        make_form(review, "self-assessment", tmp_path / "form.docx")
        hand = Hand(tmp_path / "form.docx")
        hand.answer_at(next(iter(hand.rows)), 2, words)
        plan = plan_intake(review, hand.save())

        assert taken == [one.after for one in plan.takes]
        assert len(plan.questions) == 1 - len(taken)


@pytest.mark.parametrize(
    ("words", "answer"),
    [("below (but better since May)", "We do.\nbelow (but better since May)"), ("blow", "We do.")],
)
def test_a_remark_with_a_level_is_kept_with_the_answer(
    review: ReviewFile, form: Hand, words: str, answer: str
) -> None:
    """Who settles which level is meant does not throw away what was said with it."""
    form.answer("GG-AMB-1", "Level", words)
    form.answer("GG-AMB-1", "Explanation", "We do.")
    take_in(review, form.save(), {"1.2.level": "below"})
    row = review.rows("self_assessment")["GG-AMB-1"]

    assert ("below", answer) == (row["level"], row["answer"])
