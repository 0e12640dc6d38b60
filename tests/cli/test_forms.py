"""The commands ``form`` and ``intake``: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from peervisit.i18n import short_day
from peervisit.service import records, reviews
from tests.cli.ran import Peervisit
from tests.forms.hands import Hand, cells, typed, write


@pytest.fixture
def form(peervisit: Peervisit, visit: Path) -> Hand:
    """Return the self-assessment as it was sent."""
    path = visit.with_name("form.docx")
    ran = peervisit("form", visit, "self-assessment", path, "--as", "AR")

    assert (0, "", f"written: {path}, form AR-F01\n") == (ran.status, ran.out, ran.err)
    return Hand(path)


def test_first_what_it_would_take_then_taken(peervisit: Peervisit, visit: Path, form: Hand) -> None:
    """A dry run says it and writes nothing; without it the same is taken; again there is nothing new."""
    form.answer("GG-AMB-1", "Level", "par")
    path = form.save()
    before = peervisit("digest", visit).out
    dry = peervisit("intake", visit, path, "--dry-run")
    between = peervisit("digest", visit).out
    done = peervisit("intake", visit, path, "--as", "AR")
    again = peervisit("intake", visit, path, "--as", "AR")

    assert (0, before) == (dry.status, between)
    assert "would take (1)\n  GG-AMB-1  Claimed level: – → ● par\n" in dry.out
    assert (0, "1 value taken, 0 as they were\n") == (done.status, done.err)
    assert "taken (1)\n" in done.out
    assert (0, "nothing new: everything in it is recorded already\n") == (again.status, again.err)
    assert "this very file was taken in before" in again.out


def test_what_a_form_says_is_told_in_words(peervisit: Peervisit, visit: Path, form: Hand) -> None:
    """No id of a level, no day as it is stored, a new document by its title, an answer as it was typed."""
    form.answer("GG-AMB-1", "Level", "▼")
    form.answer("GG-AMB-1", "Explanation", "+12 posts")
    form.answer("GG-AMB-1", "Documents", "Budget of the Port")
    dry = peervisit("intake", visit, form.save(), "--dry-run")
    said = [line.partition(": ")[2] for line in dry.out.splitlines()]

    assert {"– → ▼ below", "– → +12 posts", "– → Budget of the Port"} <= set(said)
    assert said[0].endswith(short_day("2026-05-20"))


def test_questions_end_with_3_until_they_are_settled(peervisit: Peervisit, visit: Path, form: Hand) -> None:
    """What a person must settle is listed with its choices; the rest is taken; a choice settles it."""
    form.answer("GG-AMB-1", "Explanation", "We do.")
    form.answer("GG-AMB-2", "Level", "so so")
    write(cells(form.rows["GG-AMB-3"])[3], typed("Whose?"))
    write(cells(form.rows["GG-AMB-3"])[0], typed("GG-AMB-33"))
    path = form.save()
    first = peervisit("intake", visit, path, "--as", "AR")
    settled = peervisit(
        "intake", visit, path, "--as", "AR", "--settle", "1.3.level=above", "--settle", "1.4=GG-AMB-3"
    )
    with reviews.open_review(visit, read_only=True) as review:
        rows = review.rows("self_assessment")

    assert 3 == first.status
    assert "1.3.level  GG-AMB-2: which level is meant?\n    there stands: so so\n" in first.out
    assert "    1.4=GG-AMB-3  (likely)\n" in first.out
    assert (0, {"GG-AMB-1", "GG-AMB-2", "GG-AMB-3"}) == (settled.status, set(rows))
    assert ("above", "Whose?") == (rows["GG-AMB-2"]["level"], rows["GG-AMB-3"]["answer"])


def test_a_conflict_ends_with_3(peervisit: Peervisit, visit: Path, form: Hand) -> None:
    """What was edited since stands as a conflict, and 'conflicts' lists it."""
    with reviews.open_review(visit, member="BK") as review:
        records.add(review, "self_assessment", {"answer": "A peer's."}, code="GG-AMB-1")
    form.answer("GG-AMB-1", "Explanation", "The host's.")
    ran = peervisit("intake", visit, form.save(), "--as", "AR")
    listed = peervisit("conflicts", visit)

    assert 3 == ran.status
    assert "stand as conflicts now (1)" in ran.out
    assert (3, True, True) == (listed.status, "A peer's." in listed.out, "The host's." in listed.out)


def test_as_json(peervisit: Peervisit, visit: Path, form: Hand) -> None:
    """A program reads the whole plan."""
    form.answer("GG-AMB-1", "Level", "par")
    ran = peervisit("intake", visit, form.save(), "--dry-run", "--json")
    plan = json.loads(ran.out)

    assert ("self-assessment", "AR-F01", False) == (plan["type"], plan["form"], plan["taken"])
    assert [("GG-AMB-1", "level", None, "par")] == [
        (one["code"], one["field"], one["before"], one["after"]) for one in plan["takes"]
    ]


@pytest.mark.parametrize("choice", ["", "1.2", "=par", "1.2="])
def test_a_choice_that_is_none(peervisit: Peervisit, visit: Path, form: Hand, choice: str) -> None:
    """A choice without number or answer is refused, with how to write one."""
    ran = peervisit("intake", visit, form.path, "--as", "AR", "--settle", choice)

    assert (1, "") == (ran.status, ran.out)
    assert "NUMBER=CHOICE" in ran.err


def test_what_is_refused_changes_nothing(peervisit: Peervisit, visit: Path, tmp_path: Path) -> None:
    """A file that is no form ends with 1 and one line; nobody's name, nothing was changed."""
    (tmp_path / "letter.docx").write_bytes(b"Dear all")
    before = peervisit("digest", visit).out
    ran = peervisit("intake", visit, tmp_path / "letter.docx", "--as", "AR")

    assert (1, "", 1) == (ran.status, ran.out, len(ran.err.splitlines()))
    assert before == peervisit("digest", visit).out


def test_history_names_the_form(peervisit: Peervisit, visit: Path, form: Hand) -> None:
    """The history of a record says that a value came in with a form."""
    form.answer("GG-AMB-1", "Level", "par")
    peervisit("intake", visit, form.save(), "--as", "AR")

    assert "Claimed level: – → par  (form AR-F01)" in peervisit("history", visit, "GG-AMB-1").out


def test_a_report_that_came_back(peervisit: Peervisit, visit: Path) -> None:
    """The comments in the margin of a report become open comments, once."""
    with reviews.open_review(visit, member="AR") as review:
        for code in ("GG-AMB-1", "GG-AMB-2", "GG-AMB-3"):
            records.add(review, "consensus", {"level": "par", "rationale": "Works well here."}, code=code)
    report = visit.with_name("report.docx")
    peervisit("report", visit, report)
    document = docx.Document(str(report))
    said = next(one for one in document.paragraphs if "Works well here." in one.text)
    document.add_comment(said.runs, text="Since 2024 only.", author="Erika Mustermann", initials="EM")
    document.save(str(report))
    ran = peervisit("intake", visit, report, "--as", "AR", "--by", "City of Genoa")
    again = peervisit("intake", visit, report, "--as", "AR")
    with reviews.open_review(visit, read_only=True) as review:
        (comment,) = review.rows("comment").values()

    assert (0, 0, "nothing new" in again.err) == (ran.status, again.status, True)
    assert ("GG-AMB-1", "open", "City of Genoa") == tuple(comment[n] for n in ("about", "status", "author"))
    assert comment["text"].startswith("Since 2024 only.")
    assert "undone: take in comment" in peervisit("undo", visit).err


def test_a_desk_review_says_that_it_is_sealed(peervisit: Peervisit, visit: Path) -> None:
    """Taking in a peer's desk review says that it stays sealed, and how it is handed in."""
    path = visit.with_name("desk.docx")
    peervisit("form", visit, "desk-review", path, "--member", "BK", "--as", "AR")
    form = Hand(path)
    form.answer("GG-AMB-1", "We know", "Little.")
    ran = peervisit("intake", visit, form.save(), "--as", "AR")

    assert 0 == ran.status
    assert "sealed for BK on this laptop" in ran.err
    assert "Little." not in peervisit("export", visit, visit.with_name("all.jsonl")).out
    assert "Little." not in visit.with_name("all.jsonl").read_text(encoding="utf-8")


def test_a_desk_review_is_for_who_judges(peervisit: Peervisit, visit: Path) -> None:
    """The host's coordinator gets no peer's form by a slip; a day is taken as people write it."""
    path = visit.with_name("desk.docx")
    peervisit("member", "add", visit, "--code", "HC", "--roles", "host-coordinator")
    refused = peervisit("form", visit, "desk-review", path, "--member", "HC", "--as", "AR")

    assert (1, False) == (refused.status, path.exists())
    assert "HC: judges nothing" in refused.complaint
    made = peervisit(
        "form", visit, "desk-review", path, "--member", "BK", "--due", "25/11/2026", "--as", "AR"
    )
    assert 0 == made.status
    with reviews.open_review(visit, read_only=True) as review:
        assert ["2026-11-25"] == [row["due_on"] for row in review.rows("form").values()]
