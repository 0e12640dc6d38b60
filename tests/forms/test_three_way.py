"""What came back against what was sent and what is recorded now: nobody's words are written over."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from peervisit.errors import FormError, RecordError, UnknownCodeError
from peervisit.service import conflicts, exchange, levels, records, reviews, steps
from peervisit.service.forms import make_form
from peervisit.service.intake import plan_intake, take_in
from peervisit.store.log import ChangeLog
from peervisit.store.review_file import ReviewFile
from tests.forms.conftest import NOON, new_review
from tests.forms.hands import Hand, cells, doubled, typed, words_of, write
from tests.forms.test_settling import taken


def sent(review: ReviewFile, folder: Path, name: str = "form") -> Hand:
    """Return a self-assessment as it was sent."""
    path = folder / f"{name}.docx"
    make_form(review, "self-assessment", path)
    return Hand(path)


def test_taken_in_whole_and_undone_whole(review: ReviewFile, form: Hand) -> None:
    """All answers are one step: undo takes all of them back, documents too, and the form can come again."""
    before = review.digest()
    form.answer("GG-AMB-1", "Level", "par")
    form.answer("GG-AMB-1", "Explanation", "We do.")
    form.answer("GG-AMB-2", "Level", "no data")
    form.answer("GG-AMB-2", "Documents", "A report")
    path = form.save()
    take_in(review, path)
    rows = review.rows("self_assessment")
    step = steps.upcoming(review)
    steps.undo(review)

    assert ("par", "We do.", "2026-03-01") == tuple(
        rows["GG-AMB-1"][name] for name in ("level", "answer", "answered_on")
    )
    assert (None, 1) == (rows["GG-AMB-2"]["level"], rows["GG-AMB-2"]["no_data"])
    assert "take in form AR-F01" == step
    assert before == review.digest()
    assert 4 == len(plan_intake(review, path).takes)


def test_the_same_form_twice(review: ReviewFile, form: Hand) -> None:
    """The second time there is nothing new; it is said, and nothing is written."""
    form.answer("GG-AMB-1", "Explanation", "We do.")
    path = form.save()
    take_in(review, path)
    digest, seq = review.digest(), review.log.seq
    again = take_in(review, path)

    assert ([], True, 1) == (again.takes, again.returned_before, again.unchanged)
    assert ["this very file was taken in before"] == again.notes
    assert (digest, seq) == (review.digest(), review.log.seq)


def test_history_names_the_form(review: ReviewFile, form: Hand) -> None:
    """Each value that a form brought says so; what a person wrote does not; the hash of the file is kept."""
    form.answer("GG-AMB-1", "Explanation", "We do.")
    path = form.save()
    plan = take_in(review, path)
    records.edit(review, "self_assessment", "GG-AMB-1", {"weaknesses": "Not all."})
    origins = {one.field: one.origin for one in steps.history(review, "GG-AMB-1")}

    assert {"answer": "AR-F01", "answered_on": "AR-F01", "weaknesses": None} == origins
    assert [plan.sha256] == list((review.row("form", "AR-F01") or {})["returned"])


def test_an_edit_since_the_form_was_sent(review: ReviewFile, tmp_path: Path) -> None:
    """Both the edit and the answer stand, as a conflict that knows what both started from."""
    records.add(review, "self_assessment", {"answer": "As it was."}, code="GG-AMB-1")
    form = sent(review, tmp_path)
    records.edit(review, "self_assessment", "GG-AMB-1", {"answer": "A peer's edit."})
    form.answer("GG-AMB-1", "Explanation", "The host's answer.")
    path = form.save()
    plan = take_in(review, path)
    (found,) = conflicts.conflicts(review)

    assert [True] == [one.conflict for one in plan.takes]
    assert plan.needs_person
    assert {"A peer's edit.", "The host's answer."} == {one.value for one in found.versions}
    assert "As it was." == found.base
    assert [] == take_in(review, path).takes
    conflicts.settle(review, found.kind, found.code, found.field, "Both.")
    assert [] == conflicts.conflicts(review)


def test_an_answer_left_as_it_was_changes_nothing(review: ReviewFile, tmp_path: Path) -> None:
    """What the host left untouched never undoes what a peer wrote since."""
    records.add(review, "self_assessment", {"answer": "As it\nwas.", "level": "par"}, code="GG-AMB-1")
    form = sent(review, tmp_path)
    records.edit(review, "self_assessment", "GG-AMB-1", {"answer": "A peer's edit.", "level": "above"})
    plan = plan_intake(review, form.save())

    assert ([], [], 2) == (plan.takes, plan.questions, plan.unchanged)


def test_two_copies_of_one_form(review: ReviewFile, form: Hand) -> None:
    """Two people's different answers in copies of one form stand as a conflict; equal ones are one."""
    other = Hand(form.path)
    form.answer("GG-AMB-1", "Explanation", "The mayor's office.")
    form.answer("GG-AMB-2", "Explanation", "Both say so.")
    other.answer("GG-AMB-1", "Explanation", "The integration unit.")
    other.answer("GG-AMB-2", "Explanation", "Both  say so. ")
    other.answer("GG-AMB-3", "Explanation", "Only one.")
    take_in(review, form.save())
    plan = take_in(review, other.save(form.path.with_name("other.docx")))

    assert "another copy of this form was taken in before" in plan.notes
    assert [("GG-AMB-1", True), ("GG-AMB-3", False)] == [(one.code, one.conflict) for one in plan.takes]
    assert {"The mayor's office.", "The integration unit."} == {
        one.value for one in conflicts.conflicts(review)[0].versions
    }


def test_emptied_answers_are_asked_about_once(review: ReviewFile, tmp_path: Path) -> None:
    """Answers that are gone are one question, because some programs drop what they do not know."""
    for code in ("GG-AMB-1", "GG-AMB-2"):
        records.add(review, "self_assessment", {"answer": "As it was.", "level": "par"}, code=code)
    form = sent(review, tmp_path)
    form.answer("GG-AMB-1", "Explanation", "")
    form.answer("GG-AMB-1", "Level", "")
    form.answer("GG-AMB-2", "Level", "")
    path = form.save()
    plan = take_in(review, path)

    assert (["cleared"], []) == ([one.number for one in plan.questions], plan.takes)
    assert "par" == (review.row("self_assessment", "GG-AMB-1") or {})["level"]
    take_in(review, path, {"cleared": "clear"})
    row = review.row("self_assessment", "GG-AMB-1") or {}
    assert (None, None) == (row["answer"], row["level"])


def test_no_data_takes_the_level_away(review: ReviewFile, tmp_path: Path) -> None:
    """Who says that nothing is known takes back the level, unasked; and the other way round."""
    records.add(review, "self_assessment", {"level": "par"}, code="GG-AMB-1")
    records.add(review, "self_assessment", {"no_data": True}, code="GG-AMB-2")
    form = sent(review, tmp_path)
    form.answer("GG-AMB-1", "Level", "NO DATA")
    form.answer("GG-AMB-2", "Level", "above")
    plan = take_in(review, form.save())
    rows = review.rows("self_assessment")

    assert [] == plan.questions
    assert [(None, 1), ("above", None)] == [(row["level"], row["no_data"]) for row in rows.values()]


def test_a_form_that_this_copy_did_not_issue(review: ReviewFile, tmp_path: Path) -> None:
    """A copy without the form's record takes what is new, and writes over nothing."""
    exchange.export_to(review, tmp_path / "all.jsonl")
    form = sent(review, tmp_path)
    form.answer("GG-AMB-1", "Explanation", "The host's answer.")
    form.answer("GG-AMB-2", "Explanation", "New.")
    path = form.save()
    steps.undo(review)
    records.add(review, "self_assessment", {"answer": "A peer's edit."}, code="GG-AMB-1")
    plan = take_in(review, path)

    assert any("does not know the form AR-F01" in note for note in plan.notes)
    assert [("GG-AMB-1", True), ("GG-AMB-2", False)] == [(one.code, one.conflict) for one in plan.takes]
    assert 1 == len(conflicts.conflicts(review))


def test_a_form_of_another_review(review: ReviewFile, tmp_path: Path) -> None:
    """A form of another review is refused, and nothing is taken."""
    with new_review(tmp_path / "other.peervisit") as other:
        form = sent(other, tmp_path)
    form.answer("GG-AMB-1", "Explanation", "We do.")
    with pytest.raises(FormError, match="is a form of another review"):
        take_in(review, form.save())

    assert {} == review.rows("self_assessment")


def test_a_form_of_a_newer_version(review: ReviewFile, form: Hand) -> None:
    """A form that a newer program made is refused with what to do."""
    for element in form.document.iter("{*}t"):
        element.text = (element.text or "").replace("version 1", "version 2")
    assert "version 2" in words_of(form.document)
    with pytest.raises(FormError, match="newer peervisit"):
        plan_intake(review, form.save())


def test_an_older_form(review: ReviewFile, tmp_path: Path) -> None:
    """An older form is taken against what stood in it, and it is said that there is a newer one."""
    old = sent(review, tmp_path, "old")
    review.now = lambda: NOON + timedelta(weeks=4)
    sent(review, tmp_path, "new")
    old.answer("GG-AMB-1", "Explanation", "We do.")
    plan = plan_intake(review, old.save())

    assert ["an older form; issued after it: AR-F02"] == plan.notes
    assert {("GG-AMB-1", "answer"): "We do."} == taken(plan)


def test_nothing_filled_in(review: ReviewFile, form: Hand) -> None:
    """An empty form takes nothing and asks nothing."""
    plan = take_in(review, form.save())

    assert ([], [], 0) == (plan.takes, plan.questions, plan.unchanged)
    assert {} == review.rows("self_assessment")


def test_the_line_is_gone(review: ReviewFile, form: Hand) -> None:
    """A document that does not say which form it is: its headers are a guess that a person confirms."""
    form.answer("GG-AMB-1", "Explanation", "We do.")
    for element in form.document.iter("{*}t"):
        if "peervisit form" in (element.text or ""):
            element.text = ""
    parts = {name: b"<x/>" for name in form.parts if name.startswith(("docProps/custom", "word/footer"))}
    path = form.save(parts=parts)
    plan = plan_intake(review, path)

    assert [("form", "self-assessment")] == [(one.number, one.suggested) for one in plan.questions]
    assert [] == take_in(review, path).takes
    assert {("GG-AMB-1", "answer"): "We do."} == taken(plan_intake(review, path, {"form": "self-assessment"}))
    with pytest.raises(FormError, match="question form: choose one of"):
        plan_intake(review, path, {"form": "menu"})


def test_properties_alone_tell_the_form(review: ReviewFile, form: Hand) -> None:
    """The properties of the document tell which form it is where the line is gone."""
    form.answer("GG-AMB-1", "Explanation", "We do.")
    for element in form.document.iter("{*}t"):
        if "peervisit form" in (element.text or ""):
            element.text = ""
    footers = {name: b"<x/>" for name in form.parts if name.startswith("word/footer")}
    plan = plan_intake(review, form.save(parts=footers))

    assert ("AR-F01", "self-assessment") == (plan.form, plan.type)


def test_no_form_at_all(review: ReviewFile, form: Hand) -> None:
    """A letter is no form."""
    for table in form.tables:
        parent = table.getparent()
        assert parent is not None
        parent.remove(table)
    for element in form.document.iter("{*}t"):
        element.text = "Dear all"
    parts = {name: b"<x/>" for name in form.parts if name.startswith(("docProps/custom", "word/footer"))}
    with pytest.raises(FormError, match="is not a form of peervisit"):
        plan_intake(review, form.save(parts=parts))


# A peer's desk review stays sealed until the peer hands it in (R09)


def desk(review: ReviewFile, folder: Path, member: str = "BK", name: str = "desk") -> Hand:
    """Return a peer's desk review as it was sent."""
    path = folder / f"{name}.docx"
    make_form(review, "desk-review", path, member=member)
    return Hand(path)


def test_a_desk_review_comes_in_sealed(review: ReviewFile, tmp_path: Path) -> None:
    """What comes in is the peer's own, in no log and in no other form, until it is submitted."""
    form = desk(review, tmp_path)
    form.answer("GG-AMB-1", "Level", "▲")
    form.answer("GG-AMB-1", "Ask", "Who pays?\nSince when?")
    plan = take_in(review, form.save())
    row = levels.own(review, "desk_review", "BK")["GG-AMB-1/BK"]
    logged = review.connection.execute("SELECT count(*) FROM change WHERE kind = 'desk_review'").fetchone()

    assert plan.sealed
    assert ("above", "Who pays?\nSince when?", True) == (row["level"], row["questions"], row["sealed"])
    assert (0, {}) == (logged[0], review.rows("desk_review"))
    assert 1 == levels.submit(review, "desk_review", "BK")
    assert "above" == (review.row("desk_review", "GG-AMB-1/BK") or {})["level"]


def test_a_sealed_desk_review_is_undone_like_any_other(review: ReviewFile, tmp_path: Path) -> None:
    """Undo takes back what the form brought and nothing else; redo brings it again; both are in no log."""
    levels.keep_sealed(review, "desk_review", "BK", "GG-AMB-1", {"known": "My own."})
    form = desk(review, tmp_path)
    form.answer("GG-AMB-1", "Ask", "Who pays?")
    form.answer("GG-AMB-2", "We know", "From the form.")
    path = form.save()
    before = levels.own(review, "desk_review", "BK")
    take_in(review, path)
    after = levels.own(review, "desk_review", "BK")
    steps.undo(review)

    assert before != after
    assert before == levels.own(review, "desk_review", "BK")
    steps.undo(review, redo=True)
    assert after == levels.own(review, "desk_review", "BK")
    steps.undo(review)
    assert 2 == len(take_in(review, path).takes)
    logged = review.connection.execute("SELECT count(*) FROM change WHERE value LIKE '%the form.%'")
    assert 0 == logged.fetchone()[0]


def test_undo_takes_back_what_a_peer_sealed_since_first(review: ReviewFile, tmp_path: Path) -> None:
    """What was typed over the form's answer is the newer step; what was handed in is not taken back."""
    form = desk(review, tmp_path)
    form.answer("GG-AMB-1", "Ask", "Who pays?")
    form.answer("GG-AMB-1", "We know", "From the form.")
    take_in(review, form.save())
    levels.keep_sealed(review, "desk_review", "BK", "GG-AMB-1", {"known": "Better."})
    steps.undo(review)

    row = levels.own(review, "desk_review", "BK")["GG-AMB-1/BK"]
    assert ("From the form.", "Who pays?") == (row["known"], row.get("questions"))
    levels.submit(review, "desk_review", "BK")
    steps.undo(review, redo=True)
    assert [] == review.connection.execute("SELECT * FROM sealed").fetchall()


def test_a_sealed_answer_that_differs_is_asked_about(review: ReviewFile, tmp_path: Path) -> None:
    """What the peer typed into the program is not written over by the form, nor shown to who takes it in."""
    form = desk(review, tmp_path)
    levels.keep_sealed(review, "desk_review", "BK", "GG-AMB-1", {"known": "A secret thought."})
    form.answer("GG-AMB-1", "We know", "From the form.")
    path = form.save()
    plan = take_in(review, path)

    assert ["1.2.known.kept"] == [one.number for one in plan.questions]
    assert "secret" not in str(plan)
    assert "A secret thought." == levels.own(review, "desk_review", "BK")["GG-AMB-1/BK"]["known"]
    take_in(review, path, {"1.2.known.kept": "take"})
    assert "From the form." == levels.own(review, "desk_review", "BK")["GG-AMB-1/BK"]["known"]


def test_a_submitted_desk_review_that_was_edited(review: ReviewFile, tmp_path: Path) -> None:
    """Once submitted, an edit and an answer stand against each other like everything else."""
    levels.keep_sealed(review, "desk_review", "BK", "GG-AMB-1", {"known": "First."})
    levels.submit(review, "desk_review", "BK")
    form = desk(review, tmp_path)
    records.edit(review, "desk_review", "GG-AMB-1/BK", {"known": "Edited."})
    form.answer("GG-AMB-1", "We know", "From the form.")
    take_in(review, form.save())

    assert {"Edited.", "From the form."} == {one.value for one in conflicts.conflicts(review)[0].versions}


def test_sealed_words_stand_only_in_ones_own_form(review: ReviewFile, tmp_path: Path) -> None:
    """A form for BK holds what BK keeps sealed if BK makes it; never if anybody else does."""
    from tests.report.reading import everything

    levels.keep_sealed(review, "desk_review", "BK", "GG-AMB-1", {"known": "A secret thought."})
    desk(review, tmp_path, name="by-leader")
    review.log.author = "BK"
    desk(review, tmp_path, name="own")
    desk(review, tmp_path, "CD", "for-another")
    synced = str(list(review.connection.execute("SELECT value FROM change")))

    assert "secret" not in everything(tmp_path / "by-leader.docx")
    assert "secret" in everything(tmp_path / "own.docx")
    assert "secret" not in everything(tmp_path / "for-another.docx")
    assert "secret" not in synced


def test_a_desk_review_of_nobody(review: ReviewFile, tmp_path: Path) -> None:
    """A desk review for or of somebody who is not in the team is refused."""
    with pytest.raises(UnknownCodeError):
        desk(review, tmp_path, "ZZ")
    form = desk(review, tmp_path, "CD")
    records.remove(review, "member", "CD")
    with pytest.raises(UnknownCodeError):
        plan_intake(review, form.save())


# Comments and response


def test_comments_become_records_once(review: ReviewFile, tmp_path: Path) -> None:
    """Each comment is a record, open, about its row; the same again is none; another copy adds its own."""
    records.add(review, "consensus", {"level": "par", "rationale": "It works."}, code="GG-AMB-1")
    make_form(review, "comments", tmp_path / "c.docx")
    form = Hand(tmp_path / "c.docx")
    other = Hand(tmp_path / "c.docx")
    form.answer_at("GG-AMB-1", 2, "It is 2024, not 2023.")
    form.answer_at("GG-AMB-1", 3, "Statistics office")
    form.answer_at("review", 2, "Thank you.")
    other.answer_at("GG-AMB-1", 2, "It was the region.")
    path = form.save()
    take_in(review, path)
    again = take_in(review, path)
    take_in(review, other.save(tmp_path / "other.docx"))
    rows = review.rows("comment").values()

    assert [] == again.takes
    assert {
        ("GG-AMB-1", "It is 2024, not 2023.", "Statistics office", "open"),
        ("review", "Thank you.", None, "open"),
        ("GG-AMB-1", "It was the region.", None, "open"),
    } == {(row["about"], row["text"], row["author"], row["status"]) for row in rows}


def test_response_becomes_actions(review: ReviewFile, tmp_path: Path) -> None:
    """Each row is an action of its recommendation; a copied row is a second one; again is nothing new."""
    for code in ("AR-R01", "AR-R02"):
        records.add(review, "recommendation", {"title": "Do it", "text": "Do it soon."}, code=code)
    make_form(review, "response", tmp_path / "r.docx")
    form = Hand(tmp_path / "r.docx")
    form.answer_at("AR-R01", 2, "Partly accepted")
    form.answer_at("AR-R01", 4, "A plan")
    form.answer_at("AR-R01", 6, "March 2027")
    second = doubled(form.rows["AR-R01"])
    write(cells(second)[4], typed("A second plan"))
    form.answer_at("AR-R02", 2, "declined")
    form.answer_at("AR-R02", 6, "some day")
    path = form.save()
    plan = take_in(review, path)
    again = take_in(review, path)
    rows = review.rows("action").values()

    assert {
        ("AR-R01", "partly", "A plan", "2027-03-31"),
        ("AR-R01", "partly", "A second plan", "2027-03-31"),
        ("AR-R02", "rejected", None, None),
    } == {(row["recommendation"], row["response"], row["objective"], row["end"]) for row in rows}
    assert ["2.4.end"] == [one.number.replace("1.4", "2.4") for one in plan.questions]
    assert ([], 3) == (again.takes, len(review.rows("action")))


def test_a_response_edited_since_is_a_conflict(review: ReviewFile, tmp_path: Path) -> None:
    """Another copy with another answer does not write over the first."""
    records.add(review, "recommendation", {"title": "Do it", "text": "Do it soon."}, code="AR-R01")
    make_form(review, "response", tmp_path / "r.docx")
    one, two = Hand(tmp_path / "r.docx"), Hand(tmp_path / "r.docx")
    one.answer_at("AR-R01", 4, "A plan")
    two.answer_at("AR-R01", 4, "No plan")
    take_in(review, one.save())
    take_in(review, two.save(tmp_path / "two.docx"))

    assert 1 == len(review.rows("action"))
    assert {"A plan", "No plan"} == {v.value for v in conflicts.conflicts(review)[0].versions}


def test_a_failure_takes_nothing(review: ReviewFile, form: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails on the way leaves the review as it was."""
    form.answer("GG-AMB-1", "Explanation", "We do.")
    form.answer("GG-AMB-2", "Explanation", "We do too.")
    before = review.digest()
    record = ChangeLog.record_first

    def fails(log: ChangeLog, kind: str, code: str, values: Any) -> int:
        if code == "GG-AMB-2":
            raise RecordError("told to fail")
        return record(log, kind, code, values)

    monkeypatch.setattr(ChangeLog, "record_first", fails)
    with pytest.raises(RecordError, match="told to fail"):
        take_in(review, form.save())

    assert before == review.digest()
    assert {} == (review.row("form", "AR-F01") or {})["returned"]


def test_another_copy_of_the_review_knows_the_form(review: ReviewFile, tmp_path: Path) -> None:
    """A form's record travels: a colleague's copy compares with what stood in it, and finds the conflict."""
    records.add(review, "self_assessment", {"answer": "As it was."}, code="GG-AMB-1")
    form = sent(review, tmp_path)
    form.answer("GG-AMB-1", "Explanation", "The host's answer.")
    path = form.save()
    copy = tmp_path / "copy.peervisit"
    review.connection.execute("VACUUM INTO ?", (str(copy),))
    with reviews.open_review(copy, member="BK") as other:
        plan = take_in(other, path)

        assert ([], [False]) == (plan.notes, [one.conflict for one in plan.takes])
        assert "The host's answer." == (other.row("self_assessment", "GG-AMB-1") or {})["answer"]


def test_a_number_given_out_twice(review: ReviewFile, tmp_path: Path) -> None:
    """Where two copies gave one number to two forms, nothing that differs is replaced."""
    records.add(review, "self_assessment", {"answer": "As it was."}, code="GG-AMB-1")
    copy = tmp_path / "copy.peervisit"
    review.connection.execute("VACUUM INTO ?", (str(copy),))
    with reviews.open_review(copy, member="AR", now=lambda: NOON + timedelta(days=1)) as other:
        records.edit(other, "self_assessment", "GG-AMB-1", {"answer": "Edited there."})
        form = sent(other, tmp_path, "there")
        theirs = list(other.log.changes())
    sent(review, tmp_path, "here")
    with review.transaction() as log:
        log.apply(theirs)
    form.answer("GG-AMB-1", "Explanation", "The host's answer.")
    take_in(review, form.save())

    assert {"Edited there.", "The host's answer."} <= {
        version.value
        for one in conflicts.conflicts(review)
        if one.field == "answer"
        for version in one.versions
    }


@pytest.mark.parametrize(
    ("words", "meant"),
    [("OK", "accepted"), ("d’accord", "accepted"), ("Pas d'accord", "rejected"), ("disagree", "rejected")],
)
def test_a_response_in_other_words(review: ReviewFile, tmp_path: Path, words: str, meant: str) -> None:
    """What hosts write beside the three answers of the list is one of them; no is never taken for yes."""
    records.add(review, "recommendation", {"title": "Do it", "text": "Do it soon."}, code="AR-R01")
    make_form(review, "response", tmp_path / "r.docx")
    form = Hand(tmp_path / "r.docx")
    form.answer_at("AR-R01", 2, words)
    plan = plan_intake(review, form.save())

    assert [meant] == [one.after for one in plan.takes if one.field == "response"]
