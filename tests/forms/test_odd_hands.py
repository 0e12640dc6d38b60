"""What hands do to a form that nobody expects: whatever was typed is taken, asked about or named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from peervisit.errors import FormError
from peervisit.forms.symbols import symbol
from peervisit.service import records
from peervisit.service.forms import make_form
from peervisit.service.intake import plan_intake, take_in
from peervisit.service.intake_plan import Plan
from peervisit.store.review_file import ReviewFile
from peervisit.word.xml import NAMESPACES, Xml, parse, qn
from tests.forms.hands import Hand, cells, doubled, typed, words_of, write
from tests.forms.test_settling import numbers, taken

WORDS = "The office moved in June"


def _asked(plan: Plan) -> list[str]:
    return [one.stands for one in plan.questions]


def _set(cell: etree._Element, mark: str) -> None:
    properties = cell.find("w:tcPr", NAMESPACES)
    assert properties is not None
    properties.append(parse(Xml(mark), "w:tcPr")[0])


def in_the_header_of_a_table(hand: Hand) -> None:
    """Type below a header."""
    write(cells(hand.tables[0][2])[3], typed(WORDS), keep=True)


def in_the_footer(hand: Hand) -> None:
    """Type into the footer of the pages."""
    _into_every(hand, "footer")


def in_the_page_header(hand: Hand) -> None:
    """Type into the header of the pages."""
    _into_every(hand, "header")


def _into_every(hand: Hand, kind: str) -> None:
    for name in [name for name in hand.parts if name.startswith(f"word/{kind}")]:
        part = etree.fromstring(hand.parts[name])
        part.extend(parse(typed(WORDS), part.tag.replace(f"{{{NAMESPACES['w']}}}", "w:")))
        hand.parts[name] = etree.tostring(part)


@pytest.mark.parametrize("place", [in_the_header_of_a_table, in_the_footer, in_the_page_header])
def test_words_at_the_edges_are_asked_about(
    sent: tuple[ReviewFile, Path], tmp_path: Path, place: Callable[[Hand], None]
) -> None:
    """What stands in a header or footer, of a table or the pages, is shown and goes where a person says."""
    review, path = sent
    hand = Hand(path)
    place(hand)
    filled = hand.save(tmp_path / "filled.docx")
    plan = plan_intake(review, filled)

    assert [] == plan.takes
    assert [WORDS] == _asked(plan)
    assert {("GG-AMB-1", "answer"): WORDS} == taken(plan_intake(review, filled, {"outside1": "GG-AMB-1"}))


def test_a_renamed_column_is_no_answer(sent: tuple[ReviewFile, Path], tmp_path: Path) -> None:
    """Who gives a column another name has answered nothing."""
    review, path = sent
    hand = Hand(path)
    write(cells(hand.tables[0][2])[3], typed("How we see it"))

    assert [] == plan_intake(review, hand.save(tmp_path / "filled.docx")).questions


def test_quotes_and_dashes_that_an_editor_changed(review: ReviewFile, tmp_path: Path) -> None:
    """Curly quotes and long dashes in what the form says are no words of the host."""
    make_form(review, "self-assessment", tmp_path / "fr.docx", language="fr")
    hand = Hand(tmp_path / "fr.docx")
    for one in hand.document.iter(qn("w:t")):
        one.text = (one.text or "").replace("’", "'").replace("–", "-").replace(" ", " ")

    assert [] == plan_intake(review, hand.save()).questions


def test_words_struck_through_are_left_out_and_shown(review: ReviewFile, form: Hand) -> None:
    """Old words with a line through them are no answer, unless a person says so; new ones are."""
    old = '<w:r><w:rPr><w:strike/></w:rPr><w:t xml:space="preserve">below </w:t></w:r>'
    kept = '<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>par</w:t></w:r>'
    write(cells(form.rows["GG-AMB-1"])[2], Xml(f"<w:p>{old}{kept}</w:p>"))
    path = form.save()
    plan = plan_intake(review, path)

    assert {("GG-AMB-1", "level"): "par"} == taken(plan)
    assert ["below"] == _asked(plan)
    assert ["skip"] == [one.suggested for one in plan.questions]
    assert [] == plan_intake(review, path, {numbers(plan)[0]: "skip"}).questions


def test_a_struck_comment_is_not_taken(review: ReviewFile, tmp_path: Path) -> None:
    """In the comments on the draft, too, words with a line through them wait for a person."""
    make_form(review, "comments", tmp_path / "c.docx")
    form = Hand(tmp_path / "c.docx")
    struck = f"<w:p><w:r><w:rPr><w:dstrike/></w:rPr><w:t>{WORDS}</w:t></w:r></w:p>"
    write(cells(form.rows["review"])[2], Xml(struck))
    path = form.save()
    plan = plan_intake(review, path)

    assert ([], [WORDS]) == (plan.takes, _asked(plan))
    assert {WORDS} & set(taken(plan_intake(review, path, {numbers(plan)[0]: "add"})).values())


def test_a_row_whose_mark_alone_was_deleted(review: ReviewFile, form: Hand) -> None:
    """A row that is deleted with its words left in it is asked about; nothing of it goes unseen."""
    form.answer("GG-AMB-1", "Explanation", WORDS)
    row = form.rows["GG-AMB-1"]
    row.insert(0, parse(Xml('<w:trPr><w:del w:id="9" w:author="x"/></w:trPr>'), "w:tr")[0])
    path = form.save()
    plan = plan_intake(review, path)

    assert [] == plan.takes
    assert [True] == [WORDS in stands for stands in _asked(plan)]
    assert {("GG-AMB-1", "answer"): WORDS} == taken(plan_intake(review, path, {numbers(plan)[0]: "GG-AMB-1"}))


def test_a_deleted_cell_keeps_the_columns(review: ReviewFile, form: Hand) -> None:
    """A cell deleted with changes tracked moves no other answer into its column, and its words are asked."""
    form.answer("GG-AMB-1", "Explanation", WORDS)
    form.answer("GG-AMB-1", "Known weaknesses", "Not all.")
    _set(cells(form.rows["GG-AMB-1"])[3], '<w:cellDel w:id="9" w:author="x"/>')
    plan = plan_intake(review, form.save())

    assert {("GG-AMB-1", "weaknesses"): "Not all."} == taken(plan)
    assert [WORDS] == _asked(plan)


def test_a_cell_that_two_rows_share(review: ReviewFile, form: Hand) -> None:
    """Whose the words are is asked for each of the rows; none is given what another one says."""
    first, second = form.rows["GG-AMB-1"], form.rows["GG-AMB-2"]
    write(cells(first)[3], typed(WORDS))
    _set(cells(first)[3], '<w:vMerge w:val="restart"/>')
    _set(cells(second)[3], "<w:vMerge/>")
    path = form.save()
    plan = plan_intake(review, path)
    both = plan_intake(review, path, dict.fromkeys(numbers(plan), "add"))

    assert ([], [WORDS, WORDS]) == (plan.takes, _asked(plan))
    assert {("GG-AMB-1", "answer"): WORDS, ("GG-AMB-2", "answer"): WORDS} == taken(both)


def test_a_shared_cell_in_which_nothing_was_chosen(review: ReviewFile, form: Hand) -> None:
    """The words that wait in a list are nobody's answer, however many rows share them."""
    first, second = form.rows["GG-AMB-1"], form.rows["GG-AMB-2"]
    _set(cells(first)[2], '<w:vMerge w:val="restart"/>')
    write(cells(second)[2], Xml("<w:p/>"))
    _set(cells(second)[2], "<w:vMerge/>")
    plan = plan_intake(review, form.save())

    assert ([], []) == (plan.takes, plan.questions)


def test_a_row_that_was_split(review: ReviewFile, form: Hand) -> None:
    """Two lines beside one code are two answers of it: a person says which counts."""
    row = form.rows["GG-AMB-1"]
    below = parse(Xml(etree.tostring(row).decode()), "w:tbl")[0]
    row.addnext(below)
    _set(cells(row)[0], '<w:vMerge w:val="restart"/>')
    for place in (0, 1):
        write(cells(below)[place], Xml("<w:p/>"))
    _set(cells(below)[0], "<w:vMerge/>")
    write(cells(row)[3], typed("One."))
    write(cells(below)[3], typed("Two."))
    path = form.save()
    plan = plan_intake(review, path)

    assert ["1: One.\n2: Two."] == _asked(plan)
    assert {("GG-AMB-1", "answer"): "One.\nTwo."} == taken(
        plan_intake(review, path, {numbers(plan)[0]: "both"})
    )


def test_two_answers_in_one_merged_cell(review: ReviewFile, form: Hand) -> None:
    """Two answers that were put together into one cell are not both given to the first column."""
    row = form.rows["GG-AMB-1"]
    first, second = cells(row)[6:8]
    write(first, Xml(typed("Weak.") + typed("A question?")))
    _set(first, '<w:gridSpan w:val="2"/>')
    row.remove(second)
    plan = plan_intake(review, form.save())

    assert ([], ["Weak.\nA question?"]) == (plan.takes, _asked(plan))


def test_a_code_of_another_row_where_no_bookmark_is_left(review: ReviewFile, form: Hand) -> None:
    """What the row asks tells whose it is, where an editor dropped every bookmark."""
    form.answer("GG-AMB-1", "Explanation", WORDS)
    write(cells(form.rows["GG-AMB-1"])[0], typed("GG-AMB-2"))
    for one in list(form.document.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        parent = one.getparent()
        assert parent is not None
        parent.remove(one)
    plan = plan_intake(review, form.save())

    assert [] == plan.takes
    assert [["GG-AMB-2", "GG-AMB-1", "skip"]] == [[o.value for o in one.options] for one in plan.questions]


def test_a_comment_in_the_wrong_column(review: ReviewFile, tmp_path: Path) -> None:
    """Words where only the author should stand are asked about, and taken once as the comment."""
    make_form(review, "comments", tmp_path / "c.docx")
    form = Hand(tmp_path / "c.docx")
    form.answer_at("review", 3, WORDS)
    path = form.save()
    plan = plan_intake(review, path)
    with pytest.raises(FormError, match="choose one of"):
        plan_intake(review, path, {numbers(plan)[0]: "what"})
    take_in(review, path, {numbers(plan)[0]: "take"})

    assert ([], [WORDS]) == (plan.takes, _asked(plan))
    assert [(WORDS, None)] == [(row["text"], row["author"]) for row in review.rows("comment").values()]
    assert ([], []) == ((again := plan_intake(review, path)).takes, again.questions)


def test_a_document_inside_the_document(review: ReviewFile, form: Hand) -> None:
    """What only Word can show is not left out unseen: the file is refused, with what to do."""
    write(cells(form.rows["GG-AMB-1"])[3], Xml("<w:altChunk/><w:p/>"))

    with pytest.raises(FormError, match="save it anew"):
        plan_intake(review, form.save())


@pytest.mark.parametrize(
    ("font", "place", "sign"),
    [
        ("Wingdings", "F0E0", "→"),
        ("Wingdings", "F04A", "☺"),
        ("Wingdings 3", "F071", "▼"),
        ("Symbol", "F0B3", "≥"),
        ("Symbol", "F061", "α"),
        ("Symbol", "0032", "2"),
        ("Arial", "0041", "A"),
        ("Wingdings", "F07E", "\ufffd"),
        ("Arial", "D800", ""),
        ("Arial", "none", ""),
    ],
)
def test_signs_of_symbol_fonts(font: str, place: str, sign: str) -> None:
    """A sign of a symbol font is what a reader sees, never the letter at its place."""
    assert sign == symbol(font, place)


def test_a_level_chosen_from_word_s_symbols(review: ReviewFile, form: Hand) -> None:
    """The triangle of a symbol font is a level like the one that was typed."""
    sign = '<w:p><w:r><w:sym w:font="Wingdings 3" w:char="F070"/></w:r></w:p>'
    write(cells(form.rows["GG-AMB-1"])[2], Xml(sign))

    assert {("GG-AMB-1", "level"): "above"} == taken(plan_intake(review, form.save()))
    assert "GG-AMB-1" == words_of(cells(form.rows["GG-AMB-1"])[0])


def test_a_column_less_and_no_header(review: ReviewFile, form: Hand) -> None:
    """Where one column is gone and nothing says which, no answer slips into the next one's place."""
    form.answer("GG-AMB-1", "Explanation", WORDS)
    header, *rows = form.tables[0].findall("w:tr", NAMESPACES)
    form.tables[0].remove(header)
    for row in rows:
        row.remove(cells(row)[2])
    for one in list(form.document.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        parent = one.getparent()
        assert parent is not None
        parent.remove(one)
    plan = plan_intake(review, form.save())

    assert ([], [WORDS]) == (plan.takes, _asked(plan))


def test_words_where_a_code_should_be(review: ReviewFile, tmp_path: Path) -> None:
    """A row without a code and an answer is named with the words that stand in it."""
    make_form(review, "comments", tmp_path / "c.docx")
    form = Hand(tmp_path / "c.docx")
    write(cells(form.rows["review"])[0], typed(WORDS), keep=True)
    plan = plan_intake(review, form.save())

    assert [True] == [WORDS in note for note in plan.notes]


def test_two_offices_say_the_same(review: ReviewFile, tmp_path: Path) -> None:
    """The same comment by another office is another comment; copied as it was, it is the same one."""
    make_form(review, "comments", tmp_path / "c.docx")
    form = Hand(tmp_path / "c.docx")
    form.answer_at("review", 2, WORDS)
    form.answer_at("review", 3, "Housing")
    for _again in range(2):
        doubled(form.rows["review"])
    write(cells(form.tables[0].findall("w:tr", NAMESPACES)[2])[3], typed("Schools"))
    plan = plan_intake(review, form.save())

    assert ["Housing", "Schools"] == [one.after for one in plan.takes if one.field == "author"]


OLD_LIST = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="{n}"/>'
    '<w:listEntry w:val="▼ below"/><w:listEntry w:val="● par"/></w:ddList></w:ffData></w:fldChar></w:r>'
    '<w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
OLD_BOX = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{mark}</w:checkBox></w:ffData>'
    '</w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t> Yes</w:t></w:r></w:p>'
)


def test_lists_and_boxes_of_older_programs(review: ReviewFile, form: Hand) -> None:
    """What was chosen from an old list, or ticked, is nowhere a text, and is read; a picture is counted."""
    rows = list(form.rows)
    level, words = form.column("Level"), form.column("Explanation")
    write(cells(form.rows[rows[0]])[level], Xml(OLD_LIST.format(n=1)))
    write(cells(form.rows[rows[1]])[level], Xml(OLD_LIST.format(n=7)))
    for row, mark in zip(
        rows, ("<w:checked/>", '<w:default w:val="0"/>', '<w:default w:val="1"/>'), strict=False
    ):
        write(cells(form.rows[row])[words], Xml(OLD_BOX.format(mark=mark)))
    vml = 'xmlns:v="urn:schemas-microsoft-com:vml"'
    art = f'<w:p><w:r><w:pict><v:shape {vml}><v:textpath string="Drawn"/></v:shape></w:pict></w:r></w:p>'
    scan = f"<w:p><w:r><w:pict><v:shape {vml}><v:imagedata/></v:shape></w:pict></w:r></w:p>"
    write(cells(form.rows[rows[3]])[words], Xml(art))
    write(cells(form.rows[rows[4]])[words], Xml(scan))
    plan = plan_intake(review, form.save())

    assert [
        ("level", "par"),
        ("answer", "☒ Yes"),
        ("answer", "Yes"),
        ("answer", "☒ Yes"),
        ("answer", "Drawn"),
    ] == [(one.field, one.after) for one in plan.takes]
    assert any("(1)" in note for note in plan.notes)


@pytest.mark.parametrize("way", ["struck", "deleted"])
def test_words_of_the_draft_that_the_host_takes_out(review: ReviewFile, tmp_path: Path, way: str) -> None:
    """Who strikes a sentence of the draft comments on it; in the other forms a person is asked."""
    records.add(review, "conclusion", {"title": "It meets", "text": "It meets weekly."}, code="AR-C01")
    make_form(review, "comments", tmp_path / "c.docx")
    make_form(review, "self-assessment", tmp_path / "s.docx")
    plans = []
    for name, code in (("c", "AR-C01"), ("s", "GG-AMB-1")):
        hand = Hand(tmp_path / f"{name}.docx")
        run = list(cells(hand.rows[code])[1].iter(qn("w:r")))[-1]
        if way == "struck":
            run.insert(0, parse(Xml("<w:rPr><w:strike/></w:rPr>"), "w:r")[0])
        else:
            mark = parse(Xml('<w:del w:id="7" w:author="H. Ost" w:date="2026-03-09T10:00:00Z"/>'), "w:p")[0]
            run.addprevious(mark)
            mark.append(run)
        plans.append(plan_intake(review, hand.save()))
    comments, own = plans

    assert ["To be left out: “It meets weekly.”"] == [
        one.after for one in comments.takes if one.field == "text"
    ]
    assert ([], 1) == (own.takes, len(own.questions))
    assert own.questions[0].stands.startswith("To be left out: “")
