"""Rows added, doubled, moved and altered: the clear is taken, the rest asked about."""

from __future__ import annotations

import copy

import pytest

from peervisit.errors import FormError
from peervisit.service.intake import plan_intake, take_in
from peervisit.store.review_file import ReviewFile
from peervisit.word.xml import NAMESPACES, Xml, parse, qn
from tests.forms.hands import Hand, cells, doubled, paragraphs, typed, words_of, write


def taken(plan: object) -> dict[tuple[str, str], object]:
    """Return what a plan takes, by code and field."""
    return {(one.row, one.field): one.after for one in plan.takes}  # type: ignore[attr-defined]


def numbers(plan: object) -> list[str]:
    """Return the numbers of the questions of a plan."""
    return [one.number for one in plan.questions]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "code",
    [
        "gg-amb-1",
        " GG-AMB-1 ",
        "GG\u2011AMB\u20111",
        "GG–AMB–1",
        "GG - AMB - 1",
        "GG-AMB-1.",
        "GG-AMB-1 (new)",
        "\u200bGG-AMB-1",
    ],
)
def test_a_code_that_an_editor_changed(review: ReviewFile, form: Hand, code: str) -> None:
    """Case, spaces and the kind of dash do not make another code."""
    form.answer("GG-AMB-1", "Explanation", "We do.")
    write(cells(form.rows["GG-AMB-1"])[0], typed(code))
    plan = plan_intake(review, form.save())

    assert [] == plan.questions
    assert {("GG-AMB-1", "answer"): "We do."} == taken(plan)


@pytest.mark.parametrize("code", ["GG-AMB-l", "GG-AMB-99", "1", "", "xyz"])
def test_a_code_that_is_none_is_asked_about(review: ReviewFile, form: Hand, code: str) -> None:
    """An altered code is never guessed; the bookmark's own row comes first among the choices."""
    write(cells(form.rows["GG-AMB-1"])[3], typed("We do."), keep=True)
    write(cells(form.rows["GG-AMB-1"])[0], typed(code))
    path = form.save()
    plan = plan_intake(review, path)
    number = plan.questions[0].number

    assert {} == taken(plan)
    assert "GG-AMB-1" == plan.questions[0].suggested
    assert {("GG-AMB-1", "answer"): "We do."} == taken(plan_intake(review, path, {number: "GG-AMB-1"}))
    assert {("GG-LEA-1", "answer"): "We do."} == taken(plan_intake(review, path, {number: "gg-lea-1"}))
    assert {} == taken(plan_intake(review, path, {number: "skip"}))
    with pytest.raises(FormError, match=f"question {number}: give a code of this form"):
        plan_intake(review, path, {number: "NO-SUCH-1"})


def test_a_code_altered_into_another_is_asked_about(review: ReviewFile, form: Hand) -> None:
    """A row that was sent with one code and came back with another says neither for sure."""
    write(cells(form.rows["GG-AMB-1"])[3], typed("We do."), keep=True)
    write(cells(form.rows["GG-AMB-1"])[0], typed("GG-AMB-2"))
    path = form.save()
    plan = plan_intake(review, path)

    assert {} == taken(plan)
    assert ["GG-AMB-2", "GG-AMB-1", "skip"] == [one.value for one in plan.questions[0].options]
    assert {("GG-AMB-1", "answer"): "We do."} == taken(plan_intake(review, path, {"1.2": "GG-AMB-1"}))


def test_a_doubled_row(review: ReviewFile, form: Hand) -> None:
    """Twice the same is once; twice different is asked about, and either, both or none can be taken."""
    form.answer("GG-AMB-1", "Explanation", "First.")
    again = doubled(form.rows["GG-AMB-1"])
    same = plan_intake(review, form.save())
    write(cells(again)[3], typed("Second."))
    write(cells(again)[6], typed("Only here."))
    path = form.save()
    plan = plan_intake(review, path)

    assert ([], {("GG-AMB-1", "answer"): "First."}) == (same.questions, taken(same))
    assert ["1.3.answer"] == numbers(plan)
    assert {("GG-AMB-1", "weaknesses"): "Only here."} == taken(plan)
    for choice, words in (("first", "First."), ("second", "Second."), ("both", "First.\nSecond.")):
        assert words == taken(plan_intake(review, path, {"1.3.answer": choice}))["GG-AMB-1", "answer"]
    assert ("GG-AMB-1", "answer") not in taken(plan_intake(review, path, {"1.3.answer": "skip"}))


def test_a_third_copy_does_not_slip_in(review: ReviewFile, form: Hand) -> None:
    """While two answers are disputed, a third of the same row is no way out."""
    form.answer("GG-AMB-1", "Explanation", "First.")
    for words in ("Third.", "Second."):
        write(cells(doubled(form.rows["GG-AMB-1"]))[3], typed(words))
    plan = plan_intake(review, form.save())

    assert {} == taken(plan)
    assert ["1.3.answer", "1.4.answer"] == numbers(plan)


def test_rows_deleted_and_added(review: ReviewFile, form: Hand) -> None:
    """A row that is gone answers nothing; one that somebody added is asked about, unless it is empty."""
    form.answer("GG-AMB-2", "Explanation", "Here.")
    gone = form.rows["GG-AMB-1"]
    parent = gone.getparent()
    assert parent is not None
    parent.remove(gone)
    added = doubled(form.rows["GG-AMB-2"])
    write(cells(added)[0], typed("NEW-1"))
    write(cells(added)[3], typed("What we also do."))
    empty = doubled(form.rows["GG-AMB-3"])
    write(cells(empty)[0], typed("NEW-2"))
    plan = plan_intake(review, form.save())

    assert {("GG-AMB-2", "answer"): "Here."} == taken(plan)
    assert ["1.3"] == numbers(plan)
    assert "What we also do." in plan.questions[0].stands
    assert any("row" in note for note in plan.notes)


def test_columns_moved(review: ReviewFile, form: Hand) -> None:
    """The header tells what a column is, wherever it stands."""
    form.answer("GG-AMB-1", "Explanation", "We do.")
    form.answer("GG-AMB-1", "Known weaknesses", "Not all.")
    for row in form.tables[0].findall("w:tr", NAMESPACES):
        row.append(cells(row)[3])
        row.insert(1, cells(row)[5])
    plan = plan_intake(review, form.save())

    assert {("GG-AMB-1", "answer"): "We do.", ("GG-AMB-1", "weaknesses"): "Not all."} == taken(plan)


def test_headers_in_other_words_and_none(review: ReviewFile, form: Hand) -> None:
    """A header that somebody rewrote is known by its place; without any header the bookmarks tell."""
    write(cells(form.rows["GG-AMB-1"])[3], typed("We do."), keep=True)
    head = form.tables[0].find("w:tr", NAMESPACES)
    assert head is not None
    write(cells(head)[3], typed("Notre explication à nous"))
    renamed = plan_intake(review, form.save())
    form.tables[0].remove(head)
    headless = plan_intake(review, form.save())

    assert {("GG-AMB-1", "answer"): "We do."} == taken(renamed) == taken(headless)


def test_a_form_pasted_as_plain_rows(review: ReviewFile, form: Hand) -> None:
    """Without headers, bookmarks and controls, the place of the columns tells."""
    for name in ("w:bookmarkStart", "w:bookmarkEnd"):
        for mark in list(form.document.iter(qn(name))):
            parent = mark.getparent()
            assert parent is not None
            parent.remove(mark)
    form.answer("GG-AMB-1", "Level", "par")
    form.answer("GG-AMB-1", "Explanation", "We do.")
    for table in form.tables:
        head = table.find("w:tr", NAMESPACES)
        assert head is not None
        table.remove(head)
    plan = plan_intake(review, form.save())

    assert {("GG-AMB-1", "level"): "par", ("GG-AMB-1", "answer"): "We do."} == taken(plan)


def test_a_table_inside_an_answer(review: ReviewFile, form: Hand) -> None:
    """A table that was pasted into an answer is part of it, a line for each row."""
    inner = "".join(
        f"<w:tr>{''.join(f'<w:tc>{typed(one)}</w:tc>' for one in row)}</w:tr>"
        for row in (("Year", "People"), ("2025", "1,200"))
    )
    grid = '<w:tblPr/><w:tblGrid><w:gridCol w:w="1"/><w:gridCol w:w="1"/></w:tblGrid>'
    write(
        cells(form.rows["GG-AMB-1"])[3],
        Xml(f"{typed('Our figures:')}<w:tbl>{grid}{inner}</w:tbl>{typed('See above.')}"),
    )
    plan = plan_intake(review, form.save())

    assert {("GG-AMB-1", "answer"): "Our figures:\nYear | People\n2025 | 1,200\nSee above."} == taken(plan)


def test_the_whole_form_inside_a_table(review: ReviewFile, form: Hand) -> None:
    """A form that another program wrapped into a layout table is read all the same."""
    form.answer("GG-AMB-1", "Explanation", "We do.")
    table = form.tables[0]
    before = table.getprevious()
    assert before is not None
    outer = parse(Xml("<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc/></w:tr></w:tbl>"), "w:body")[0]
    before.addnext(outer)
    cell = outer.find("w:tr/w:tc", NAMESPACES)
    assert cell is not None
    cell.append(table)
    cell.append(parse(Xml("<w:p/>"), "w:body")[0])

    assert {("GG-AMB-1", "answer"): "We do."} == taken(plan_intake(review, form.save()))


def test_tracked_changes(review: ReviewFile, form: Hand) -> None:
    """Insertions count, deletions do not, of words, paragraphs and rows; both are said."""
    mark = 'w:id="3" w:author="x" w:date="2026-03-09T10:00:00Z"'
    write(
        cells(form.rows["GG-AMB-1"])[3],
        Xml(
            f"<w:p><w:pPr><w:rPr><w:del {mark}/></w:rPr></w:pPr><w:r><w:t>One </w:t></w:r>"
            f"<w:del {mark}><w:r><w:delText>old</w:delText></w:r></w:del></w:p>"
            f"<w:p><w:moveFrom {mark}><w:r><w:t>gone</w:t></w:r></w:moveFrom>"
            f"<w:ins {mark}><w:r><w:t>line</w:t></w:r></w:ins>"
            f"<w:moveTo {mark}><w:r><w:t>.</w:t></w:r></w:moveTo></w:p>"
        ),
    )
    form.answer("GG-AMB-2", "Explanation", "In a row that was deleted.")
    row = form.rows["GG-AMB-2"]
    properties = row.find("w:trPr", NAMESPACES)
    assert properties is not None
    properties.append(parse(Xml(f"<w:del {mark}/>"), "w:trPr")[0])
    plan = plan_intake(review, form.save())

    assert {("GG-AMB-1", "answer"): "One line."} == taken(plan)
    assert ["tracked changes: insertions taken (2), deletions left out (4)"] == plan.notes


def test_comments_in_the_margin(review: ReviewFile, form: Hand) -> None:
    """A comment in the margin is offered as part of the answer of its row, never taken unasked."""
    write(
        cells(form.rows["GG-AMB-1"])[3],
        Xml(
            '<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>We do.</w:t></w:r><w:commentRangeEnd w:id="0"/>'
            '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
        ),
    )
    path = form.save(parts=_with_comment(form, "Ask the statistics office."))
    plan = plan_intake(review, path)
    added = plan_intake(review, path, {"1.2.margin1": "add"})

    assert {("GG-AMB-1", "answer"): "We do."} == taken(plan)
    assert [("1.2.margin1", "Ask the statistics office.")] == [(q.number, q.stands) for q in plan.questions]
    assert {("GG-AMB-1", "answer"): "We do.\nAsk the statistics office."} == taken(added)


def _with_comment(form: Hand, words: str) -> dict[str, bytes]:
    w = NAMESPACES["w"]
    comments = (
        f'<w:comments xmlns:w="{w}"><w:comment w:id="0" w:author="H. Ost" w:date="2026-03-09T10:00:00Z">'
        f"{typed(words)}</w:comment></w:comments>"
    )
    relations = form.parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'comments" Target="comments.xml"/></Relationships>',
    )
    return {"word/comments.xml": comments.encode(), "word/_rels/document.xml.rels": relations}


def test_what_word_puts_into_an_empty_list(review: ReviewFile, form: Hand) -> None:
    """A list from which nothing was chosen is no answer, whoever's placeholder stands in it."""
    for code, words in (("GG-AMB-1", "Choose an item."), ("GG-AMB-2", "Choose…"), ("GG-AMB-3", "Choose...")):
        form.answer(code, "Level", words)
    nothing = plan_intake(review, form.save())
    form.answer("GG-AMB-1", "Level", "Choose… par")
    beside = plan_intake(review, form.save())

    assert ([], []) == (nothing.takes, nothing.questions)
    assert {("GG-AMB-1", "level"): "par"} == taken(beside)


def test_documents(review: ReviewFile, form: Hand) -> None:
    """Documents are known by code or title; others become records, each once, whatever row names them."""
    from peervisit.service import records

    records.add(review, "document", {"title": "Annual report 2025"}, code="AR-D07")
    form.answer("GG-AMB-1", "Documents", "annual report 2025\n• New strategy; ar-d07 (p. 3)", paragraphs)
    form.answer("GG-AMB-2", "Documents", "NEW STRATEGY")
    path = form.save()
    plan = take_in(review, path)
    rows = review.rows("document")
    new = next(code for code, row in rows.items() if row["title"] == "New strategy")

    assert ["New strategy"] == plan.documents
    assert (1, "promised") == (rows[new]["host"], rows[new]["status"])
    assert {"AR-D07", new} == set((review.row("self_assessment", "GG-AMB-1") or {})["documents"])
    assert [new] == (review.row("self_assessment", "GG-AMB-2") or {})["documents"]
    assert [] == take_in(review, path).takes


def test_a_choice_for_no_question_is_refused(review: ReviewFile, form: Hand) -> None:
    """A choice that answers nothing was meant for something else: nothing is taken."""
    form.answer("GG-AMB-1", "Explanation", "We do.")
    with pytest.raises(FormError, match=r"there is no question 1\.2\.level"):
        take_in(review, form.save(), {"1.2.level": "par"})

    assert {} == review.rows("self_assessment")


def test_merged_cells_keep_the_columns(review: ReviewFile, form: Hand) -> None:
    """Two cells that somebody merged do not push the rest of the row into other columns."""
    row = form.rows["GG-AMB-1"]
    first, second = cells(row)[3:5]
    properties = first.find("w:tcPr", NAMESPACES)
    assert properties is not None
    properties.insert(1, parse(Xml('<w:gridSpan w:val="2"/>'), "w:tcPr")[0])
    row.remove(second)
    form.answer_at("GG-AMB-1", 3, "We do.")
    form.answer_at("GG-AMB-1", 5, "Not all.")
    plan = plan_intake(review, form.save())

    assert {("GG-AMB-1", "answer"): "We do.", ("GG-AMB-1", "weaknesses"): "Not all."} == taken(plan)


def test_a_table_copied_whole(review: ReviewFile, form: Hand) -> None:
    """A table that stands twice, the copy filled in, counts as what was filled in."""
    table = form.tables[0]
    again = copy.deepcopy(table)
    table.addnext(again)
    write(cells(again.findall("w:tr", NAMESPACES)[1])[3], typed("In the copy."))
    plan = plan_intake(review, form.save())

    assert "GG-AMB-1" == words_of(cells(again.findall("w:tr", NAMESPACES)[1])[0])
    assert {("GG-AMB-1", "answer"): "In the copy."} == taken(plan)


def test_odd_places_for_words(review: ReviewFile, form: Hand) -> None:
    """Words in text boxes, fields, links, symbols, formulas and custom tags are words of the answer, once."""
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = "<w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"
    write(
        cells(form.rows["GG-AMB-1"])[3],
        Xml(
            '<w:p><w:fldSimple w:instr=" DATE "><w:r><w:t>in 2025 </w:t></w:r></w:fldSimple>'
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> SECRET </w:instrText></w:r>'
            '<w:customXml w:element="x"><w:r><w:t>tagged</w:t><w:noBreakHyphen/><w:softHyphen/>'
            '<w:t>on</w:t></w:r></w:customXml><w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r></w:p>'
            f'<w:p><w:r><mc:AlternateContent xmlns:mc="{mc}"><mc:Choice Requires="wps">'
            f"<w:drawing>{box}</w:drawing></mc:Choice>"
            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        ),
    )
    plan = plan_intake(review, form.save())

    assert {("GG-AMB-1", "answer"): "in 2025 tagged-on→\nboxed"} == taken(plan)
    assert not [note for note in plan.notes if "picture" in note]


def test_a_level_in_another_column(review: ReviewFile, form: Hand) -> None:
    """A level alone where another answer belongs is asked about; a dash, or words in a sentence, are not."""
    rows = list(form.rows)
    form.answer(rows[0], "Who is responsible", "▲ above")
    form.answer(rows[1], "Explanation", "No data")
    form.answer(rows[2], "Explanation", "Par")
    form.answer(rows[2], "Level", "below")
    form.answer(rows[3], "Explanation", "Above the average of the country.")
    form.answer(rows[3], "Known weaknesses", "–")
    path = form.save()
    plan = plan_intake(review, path)
    first, second = numbers(plan)
    done = plan_intake(review, path, {first: "level", second: "keep"})

    settled = taken(done)

    assert {
        (rows[2], "level"): "below",
        (rows[2], "answer"): "Par",
        (rows[3], "answer"): "Above the average of the country.",
        (rows[3], "weaknesses"): "–",
    } == taken(plan)
    assert ("above", "No data") == (settled[rows[0], "level"], settled[rows[1], "answer"])
    assert (rows[0], "responsible") not in settled


def test_answers_of_several_rows_in_one_cell(review: ReviewFile, form: Hand) -> None:
    """Lines behind codes are given to their rows if a person says so; a code within a sentence is none."""
    first, second, third = list(form.rows)[:3]
    form.answer(first, "Explanation", f"We do.\n{second.lower()}: Since May.\nSee the minutes.", paragraphs)
    form.answer(second, "Explanation", "Every year.")
    form.answer(third, "Explanation", f"As for {first}: nothing yet.")
    path = form.save()
    plan = plan_intake(review, path)
    (number,) = numbers(plan)
    parted = taken(plan_intake(review, path, {number: "split"}))
    kept = taken(plan_intake(review, path, {number: "keep"}))

    assert {(second, "answer"): "Every year.", (third, "answer"): f"As for {first}: nothing yet."} == taken(
        plan
    )
    assert ("We do.", "Every year.\nSince May.\nSee the minutes.") == (
        parted[first, "answer"],
        parted[second, "answer"],
    )
    assert str(kept[first, "answer"]).startswith("We do.\n")
    with pytest.raises(FormError, match="split, keep, skip"):
        plan_intake(review, path, {number: "yes"})
