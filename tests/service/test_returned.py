"""A report that came back: who said what on what, taken in once, answered in annex E."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from peervisit.errors import FormError
from peervisit.forms.package import open_package
from peervisit.forms.returned import Remark, remarks
from peervisit.service import records, reporting, returned
from peervisit.service.intake import plan_intake, take_in
from peervisit.store.review_file import ReviewFile

AT = datetime(2026, 6, 2, 9, 30, tzinfo=UTC)
WHEN = "2026-06-02T09:30:00Z"
ON = "GG-AMB-1"
CHALLENGE = "Nobody checks whether the plan works."
ADVICE = "Name an owner for every measure."


@pytest.fixture
def sent(review: ReviewFile, tmp_path: Path) -> Path:
    """Return the report of a review with one finding and one recommendation."""
    records.add(
        review, "evidence", {"statement": "The plan has no owner.", "indicators": {ON: "contradicts"}}
    )
    conclusion = records.add(
        review,
        "conclusion",
        {"type": "challenge", "text": CHALLENGE, "indicators": [ON], "evidence": ["AR-E01"]},
    )
    fields = {"title": ADVICE, "text": ADVICE, "addressee": "Mayor", "conclusions": [conclusion]}
    records.add(review, "recommendation", fields)
    path = tmp_path / "report.docx"
    reporting.write_report(review, path, edition="host")
    return path


def everywhere(document: Any) -> list[Any]:
    """Return every paragraph, those in tables too."""
    from docx.text.paragraph import Paragraph

    return [Paragraph(one, document) for one in document.element.body.iter(qn("w:p"))]


def holding(document: Any, words: str) -> Any:
    """Return the last paragraph with these words: in the findings, not in the contents list."""
    return [one for one in everywhere(document) if words in one.text and one.runs][-1]


def tracked(kind: str, run: Any, author: str) -> Any:
    """Return a run as somebody took it out or put it in."""
    mark = OxmlElement(f"w:{kind}")
    for name, value in (("w:id", "9001"), ("w:author", author), ("w:date", WHEN)):
        mark.set(qn(name), value)
    copy = deepcopy(run)
    if kind == "del":
        for one in copy.iter(qn("w:t")):
            one.tag = qn("w:delText")
    mark.append(copy)
    return mark


def mark_up(path: Path, work: Callable[[Any], None]) -> Path:
    """Save a copy of the report in which somebody worked."""
    document = docx.Document(str(path))
    work(document)
    back = path.with_name("back.docx")
    document.save(str(back))
    return back


def comment(document: Any, words: str, text: str, author: str = "Office of the mayor") -> None:
    """Put a comment on the paragraph with these words."""
    made = document.add_comment(holding(document, words).runs, text, author=author)
    made._comment_elm.set(qn("w:date"), WHEN)


def replace(document: Any, words: str, new: str, author: str = "Office of the mayor") -> None:
    """Type over a paragraph's first run with tracking on."""
    run = next(one for one in holding(document, words).runs if words[:12] in one.text)._r
    put = deepcopy(run)
    next(put.iter(qn("w:t"))).text = new
    run.addprevious(tracked("del", run, author))
    run.addprevious(tracked("ins", put, author))
    run.getparent().remove(run)


def work(document: Any) -> None:
    """Do what a host does: comment on a finding, on a recommendation, on an indicator, and type over one."""
    comment(document, CHALLENGE, "It is checked since May.\nSee the minutes.")
    comment(document, ADVICE, "Which measures?")
    replace(document, CHALLENGE, "The plan is checked once a year.")


def read(review: ReviewFile, path: Path) -> list[Remark]:
    """Return what stands in a file."""
    package = open_package(path)
    comments = package.beside("comments")
    return remarks(package.document, comments[0] if comments else None, returned.known_targets(review))


def test_each_remark_with_its_place(review: ReviewFile, sent: Path) -> None:
    """Comments and changes say who, when and on which record, and what the words were."""
    found = read(review, mark_up(sent, work))

    assert [
        ("comment", ("conclusion", "AR-C01"), "It is checked since May.\nSee the minutes.", ""),
        ("comment", ("recommendation", "AR-R01"), "Which measures?", ""),
        ("change", ("conclusion", "AR-C01"), "The plan is checked once a year.", CHALLENGE),
    ] == [(one.sort, one.about, one.text, one.removed) for one in found]
    assert {("Office of the mayor", WHEN)} == {(one.author, one.at) for one in found}


def test_taken_once(review: ReviewFile, sent: Path) -> None:
    """What is new becomes an open comment in one step; the same file again brings nothing."""
    back = mark_up(sent, work)

    codes = returned.take(review, returned.plan(review, read(review, back)))

    rows = review.rows("comment")
    assert codes == list(rows)
    assert {"open"} == {row["status"] for row in rows.values()}
    assert {WHEN} == {row["received_at"] for row in rows.values()}
    assert f"In place of “{CHALLENGE}”: “The plan is checked once a year.”" in rows[codes[2]]["text"]

    again = returned.plan(review, read(review, back))

    assert ((), 3) == (again.new, again.known)

    review.undo()

    assert {} == review.rows("comment")


def test_in_the_name_of_an_office(review: ReviewFile, sent: Path) -> None:
    """A person's name need not enter the review; taken in again without it, nothing comes twice."""
    back = mark_up(sent, lambda document: comment(document, ADVICE, "Which?", author="Erika Mustermann"))
    returned.take(review, returned.plan(review, read(review, back), by="Integration office"))

    assert ["Integration office"] == [row["author"] for row in review.rows("comment").values()]
    assert () == returned.plan(review, read(review, back)).new


def test_same_words_in_two_places(review: ReviewFile, sent: Path) -> None:
    """Two comments of the same minute and words are two."""

    def twice(document: Any) -> None:
        comment(document, CHALLENGE, "Not so.")
        comment(document, ADVICE, "Not so.")

    back = mark_up(sent, twice)
    returned.take(review, returned.plan(review, read(review, back)))

    assert ["AR-C01", "AR-R01"] == [row["about"] for row in review.rows("comment").values()]
    assert 2 == returned.plan(review, read(review, back)).known


def test_answered_in_the_report(review: ReviewFile, sent: Path, tmp_path: Path) -> None:
    """What was accepted or declined stands in annex E with the answer."""
    codes = returned.take(review, returned.plan(review, read(review, mark_up(sent, work))))
    records.edit(review, "comment", codes[0], {"status": "accepted", "correction": "Checked since May 2026."})
    records.edit(review, "comment", codes[1], {"status": "declined", "reason": "Named in the annex."})

    reporting.write_report(review, tmp_path / "again.docx", edition="host")

    told = "\n".join(one.text for one in everywhere(docx.Document(str(tmp_path / "again.docx"))))
    for words in ("See the minutes.", "Checked since May 2026.", "Which measures?", "Named in the annex."):
        assert words in told


def test_untouched(review: ReviewFile, sent: Path) -> None:
    """A report that nobody commented on brings nothing."""
    assert [] == read(review, sent)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_after_a_life_in_libreoffice(review: ReviewFile, sent: Path, tmp_path: Path) -> None:
    """Saved by LibreOffice, which renumbers comments, the remarks are the same."""
    back = mark_up(sent, work)
    before = read(review, back)
    out = tmp_path / "out"
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "docx:Office Open XML Text", "--outdir", str(out), str(back)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)

    after = read(review, out / back.name)

    assert [(one.about, one.text, one.removed) for one in before] == [
        (one.about, one.text, one.removed) for one in after
    ]
    returned.take(review, returned.plan(review, before))
    assert 3 == returned.plan(review, after).known


def test_changes_in_headers_and_footnotes(review: ReviewFile, sent: Path) -> None:
    """What a host changes at the head of the page or in a footnote is a remark like any other."""
    document = docx.Document(str(sent))
    header = next(one for part in document.sections for one in part.header.paragraphs if one.text)
    header._p.append(tracked("ins", header.runs[0]._r, "Registry"))
    document.save(str(sent))
    notes = f'<w:ins w:author="Statistics" w:date="{WHEN}"><w:r><w:t>Page 9, not 8.</w:t></w:r></w:ins>'
    parts = {}
    with zipfile.ZipFile(sent) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    before, end, after = parts["word/footnotes.xml"].rpartition(b"</w:p></w:footnote>")
    parts["word/footnotes.xml"] = before + notes.encode() + end + after
    with zipfile.ZipFile(sent, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    plan = plan_intake(review, sent)
    found: dict[int, dict[str, str]] = {one.new: {} for one in plan.takes}
    for one in plan.takes:
        found[one.new][one.field] = str(one.after)

    assert {"Registry", "Statistics"} == {one["author"] for one in found.values()}
    assert any("Page 9, not 8." in one["text"] for one in found.values())


def test_a_comment_on_words_of_a_paragraph_is_about_what_the_paragraph_names(
    review: ReviewFile, sent: Path
) -> None:
    """In the summary the code stands at the end of the line: a comment on its first words counts too."""

    def work(document: Any) -> None:
        line = next(one for one in everywhere(document) if "(AR-R01)" in one.text)
        document.add_comment(line.runs[0], "Which measures?", author="Office of the mayor")

    found = read(review, mark_up(sent, work))

    assert [("recommendation", "AR-R01")] == [one.about for one in found]


def typed_over(document: Any) -> None:
    """Work without tracking: a word in one place, a sentence added, another taken out."""
    run = next(one for one in holding(document, CHALLENGE).runs if CHALLENGE[:12] in one.text)
    run.text = run.text.replace("Nobody checks", "The audit office checks")
    added = deepcopy(holding(document, CHALLENGE)._p)
    for one in list(added.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        one.getparent().remove(one)
    for number, one in enumerate(added.iter(qn("w:t"))):
        one.text = "" if number else "It meets four times a year."
    holding(document, CHALLENGE[14:])._p.addnext(added)


def test_a_clean_copy_is_held_against_what_was_sent(review: ReviewFile, sent: Path) -> None:
    """Changes that were accepted before the report came back are found, each with what it is about."""
    back = mark_up(sent, typed_over)
    silent = plan_intake(review, back)
    plan = plan_intake(review, back, sent=sent)
    said = {(one.row, one.after.partition("\n")[0]) for one in plan.takes if one.field == "text"}

    assert ([], [True]) == (silent.takes, ["--sent" in note for note in silent.notes])
    assert ("AR-C01", "In place of “Nobody”: “The audit office”") in said
    assert ("AR-C01", "To be added: “It meets four times a year.”") in said
    assert {row for row, _text in said} == {"AR-C01"}


def test_what_was_sent_against_itself(review: ReviewFile, sent: Path, tmp_path: Path) -> None:
    """An untouched copy brings nothing; another document is no copy of it; a form has none."""
    from peervisit.service.forms import make_form

    other = docx.Document()
    other.add_paragraph("A letter.")
    other.save(str(tmp_path / "other.docx"))
    make_form(review, "comments", tmp_path / "form.docx")

    assert [] == plan_intake(review, sent, sent=sent).takes
    with pytest.raises(FormError, match="no copy of"):
        plan_intake(review, sent, sent=tmp_path / "other.docx")
    with pytest.raises(FormError, match="is no report"):
        plan_intake(review, tmp_path / "form.docx", sent=sent)


def test_comments_without_a_date_are_taken_once(review: ReviewFile, sent: Path) -> None:
    """An editor that drops who and when for privacy makes no comment new again."""

    def work_without_dates(document: Any) -> None:
        work(document)
        for one in (*document.element.iter(), *document.part._comments_part.element.iter()):
            one.attrib.pop(qn("w:date"), None)

    back = mark_up(sent, work_without_dates)
    first = take_in(review, back)
    again = plan_intake(review, back)

    assert 3 == len({one.new for one in first.takes})
    assert ([], 3) == (again.takes, again.unchanged)


def test_a_report_whose_bookmarks_were_renamed(review: ReviewFile, sent: Path) -> None:
    """A report is known by the codes that it names, where an editor gave its bookmarks other names."""

    def rename(document: Any) -> None:
        work(document)
        for number, one in enumerate(document.element.iter(qn("w:bookmarkStart"))):
            one.set(qn("w:name"), f"id.x{number}")

    plan = plan_intake(review, mark_up(sent, rename))

    assert "report" == plan.type
    assert 3 == len({one.new for one in plan.takes})


def _marked_rows(document: Any) -> None:
    rows = [one for one in document.element.body.iter(qn("w:tr")) if "AR-R01" in "".join(one.itertext())]
    added = deepcopy(rows[0])
    for number, one in enumerate(added.iter(qn("w:t"))):
        one.text = "" if number else "A row of ours."
    rows[0].addnext(added)
    for row, kind in ((rows[0], "del"), (added, "ins")):
        mark = OxmlElement(f"w:{kind}")
        for name, value in (("w:id", "9001"), ("w:author", "Office of the mayor"), ("w:date", WHEN)):
            mark.set(qn(name), value)
        row.get_or_add_trPr().append(mark)


def test_a_row_put_in_or_taken_out_whole(review: ReviewFile, sent: Path) -> None:
    """The mark of a row alone says that it goes or comes: its words are told once."""
    back = mark_up(sent, _marked_rows)
    gone, come = read(review, back)
    beside = plan_intake(review, back, sent=sent)
    told = [str(one.after).partition("\n")[0] for one in beside.takes if one.field == "text"]

    assert (("recommendation", "AR-R01"), "") == (gone.about, gone.text)
    assert gone.removed.startswith(f"AR-R01 | {ADVICE} | Mayor")
    assert ("A row of ours.", "", "Office of the mayor") == (come.text, come.removed, come.author)
    assert [True] == ["A row of ours." in line for line in told if "row of ours" in line]


def test_the_report_of_another_city(review: ReviewFile, sent: Path) -> None:
    """Its codes would fit: nothing of it is taken before somebody says that it is of this review."""
    back = mark_up(sent, work)
    records.edit(review, "review", "review", {"city": "Lisboa"})
    asked = plan_intake(review, back)
    left = plan_intake(review, back, {"report": "skip"})
    taken = plan_intake(review, back, {"report": "yes"})

    assert (["report"], []) == ([one.number for one in asked.questions], asked.takes)
    assert ([], []) == (left.questions, left.takes)
    assert 3 == len([one for one in taken.takes if one.field == "text"])
    assert plan_intake(review, back, sent=sent).takes


def test_a_header_that_each_section_has_a_copy_of(review: ReviewFile, sent: Path) -> None:
    """An editor that writes the header once for each section tells one change of it several times."""
    package = open_package(sent)
    header = next(one for one in package.beside("header") if len(list(one.iter(qn("w:t")))))
    run = next(header.iter(qn("w:r")))
    run.addprevious(tracked("ins", run, "Registry"))
    found = remarks(package.document, None, returned.known_targets(review), [header, deepcopy(header)])

    assert ["Registry"] == [one.author for one in found]
