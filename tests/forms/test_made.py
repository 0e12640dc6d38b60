"""The forms themselves: sound documents that say what they should, and nothing that they must not."""

from __future__ import annotations

from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from peervisit.errors import PeervisitError, ReportError
from peervisit.i18n import languages
from peervisit.service import benchmarks, records
from peervisit.service.forms import TYPES, make_form
from peervisit.store.review_file import ReviewFile
from peervisit.word.lint import lint
from tests.forms.conftest import new_review
from tests.forms.hands import Hand, cells, words_of
from tests.report.reading import everything

HOSTILE = "R&D <5 ans> ]]> \x00\x0b \ud83d שלום עולם \U0001f600 {label} {day}"


def errors(path: Path) -> list[str]:
    """Return what the validator finds."""
    return [str(found.description) for found in OpenXmlValidator().validate(path).errors]


def filled_review(path: Path, words: str, benchmark: str = "inti-cities") -> ReviewFile:
    """Return a review with something, in these words, wherever a form shows something."""
    review = new_review(path, benchmark)
    first, second = list(benchmarks.load(benchmark)[0].by_id)[:2]
    level = benchmarks.load(benchmark)[0].assessed[0].id
    records.edit(review, "review", "review", {"city": words, "theme": words, "summary": words})
    records.add(review, "document", {"title": words}, code="AR-D01")
    answers = {"answer": words, "responsible": words, "weaknesses": words, "questions": words}
    records.add(review, "self_assessment", {**answers, "level": level, "documents": ["AR-D01"]}, code=first)
    desk = {"indicator": first, "member": "BK", "known": words, "meet": words, "level": level}
    records.add(review, "desk_review", desk)
    records.add(review, "consensus", {"level": level, "rationale": words}, code=first)
    records.add(review, "consensus", {"rationale": words, "reason": words}, code=second)
    for kind in ("conclusion", "recommendation", "practice", "context"):
        titled = {} if kind == "context" else {"title": words}
        records.add(review, kind, {"text": words, "indicators": [first], **titled})
    action = {"recommendation": "AR-R01", "response": "partly", "reason": words, "end": "2027-03-01"}
    records.add(review, "action", action)
    return review


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("type", TYPES)
def test_every_form_is_sound(tmp_path: Path, type: str, language: str) -> None:
    """Each form, in each language, on hostile words, is valid, passes the lint and names nobody."""
    with filled_review(tmp_path / "v.peervisit", HOSTILE) as review:
        path = tmp_path / "form.docx"
        make_form(review, type, path, language=language, member="BK" if type == "desk-review" else None)

    assert [] == lint(path)
    assert [] == errors(path)


@pytest.mark.parametrize("benchmark", benchmarks.shipped())
def test_every_benchmark(tmp_path: Path, benchmark: str) -> None:
    """One row for each indicator of any benchmark, in its order, and one table for each of its parts."""
    held = benchmarks.load(benchmark)[0]
    with new_review(tmp_path / "v.peervisit", benchmark) as review:
        make_form(review, "self-assessment", tmp_path / "form.docx")
    hand = Hand(tmp_path / "form.docx")
    parts = [part for tier, _all in held.chapters() for part in held.sections(tier.id)]

    assert [] == lint(tmp_path / "form.docx") + errors(tmp_path / "form.docx")
    assert [one.id for _tier, of_it in parts for one in of_it] == list(hand.rows)
    assert len(parts) == len(hand.tables)


def test_what_a_form_says_of_itself(review: ReviewFile, form: Hand) -> None:
    """The line on the cover, at the foot of each page, and the properties say the same; nobody is named."""
    line = f"peervisit form self-assessment · version 1 · review {str(review.meta('review_id'))[:12]}"
    line += " · number AR-F01 · language en · issued 2026-03-01"
    footers = [part.decode() for name, part in form.parts.items() if name.startswith("word/footer")]

    assert line in words_of(form.document)
    assert any(line in footer for footer in footers)
    assert "AR-F01" in form.parts["docProps/custom.xml"].decode()
    assert "14 April 2026" in words_of(form.document)
    row = review.row("form", "AR-F01") or {}
    assert ("self-assessment", "en", "2026-04-14") == (row["type"], row["language"], row["due_on"])


def test_what_is_recorded_stands_in_the_form(tmp_path: Path) -> None:
    """Answers that are there already are not asked for again."""
    with filled_review(tmp_path / "v.peervisit", "In these words") as review:
        make_form(review, "self-assessment", tmp_path / "s.docx")
        make_form(review, "response", tmp_path / "r.docx")
        hand, response = Hand(tmp_path / "s.docx"), Hand(tmp_path / "r.docx")
        first = next(iter(hand.rows.values()))

        assert ["▼ below", "In these words", "In these words", "AR-D01 In these words"] == [
            words_of(cell) for cell in cells(first)[2:6]
        ]
        assert "1 March 2027" == words_of(cells(response.rows["AR-R01"])[6])


def test_the_host_reads_nothing_that_was_not_for_it(tmp_path: Path) -> None:
    """No remark of the team, no dissent, no withheld name and no first level is in a form for the host."""
    with filled_review(tmp_path / "v.peervisit", "plain words") as review:
        person = {"name": "Zelda Quux", "role": "Secretary", "group": "civil-society", "consent": "refused"}
        records.add(review, "stakeholder", person)
        secret = {"remarks": "SECRET-REMARK", "dissent": {"BK": "SECRET-DISSENT"}, "outweighed": "SECRET-WHY"}
        records.edit(review, "consensus", "GG-AMB-1", {**secret, "rationale": "As Zelda Quux told us."})
        records.edit(
            review, "conclusion", "AR-C01", {"remarks": "SECRET-REMARK", "text": "Mrs Quux says so."}
        )
        records.edit(review, "recommendation", "AR-R01", {"remarks": "SECRET-REMARK"})
        records.edit(review, "desk_review", "GG-AMB-1/BK", {"suspected": "SECRET-HUNCH"})
        for type in ("self-assessment", "comments", "response"):
            make_form(review, type, tmp_path / f"{type}.docx")
    told = "\n".join(
        everything(tmp_path / f"{type}.docx") for type in ("self-assessment", "comments", "response")
    )

    assert "SECRET" not in told
    assert "Quux" not in told
    assert "As [name withheld] told us." in told


@pytest.mark.parametrize(
    ("type", "options", "reason"),
    [
        ("menu", {}, "no such form"),
        ("self-assessment", {"language": "xx"}, "no form in this language"),
        ("self-assessment", {"due_on": "soon"}, "YYYY-MM-DD"),
        ("self-assessment", {"member": "BK"}, "only a desk review"),
        ("desk-review", {}, "whose with --member"),
        ("desk-review", {"member": "ZZ"}, "no member"),
        ("response", {}, "no recommendations yet"),
    ],
)
def test_what_cannot_be_made(
    review: ReviewFile, tmp_path: Path, type: str, options: dict[str, str], reason: str
) -> None:
    """Each refusal says why, and leaves neither a file nor the record of a form."""
    with pytest.raises(PeervisitError, match=reason):
        make_form(review, type, tmp_path / "form.docx", **options)

    assert {} == review.rows("form")
    assert not (tmp_path / "form.docx").exists()


def test_a_form_that_cannot_be_written(review: ReviewFile, tmp_path: Path) -> None:
    """An earlier file stays, and no form is recorded as issued."""
    (tmp_path / "form.docx").mkdir()
    with pytest.raises(ReportError, match="cannot be written"):
        make_form(review, "self-assessment", tmp_path / "form.docx")
    with pytest.raises(PeervisitError, match="no such folder"):
        make_form(review, "self-assessment", tmp_path / "no" / "form.docx")

    assert {} == review.rows("form")
    assert [] == [path for path in tmp_path.iterdir() if path.name.startswith(".peervisit-")]


def test_the_same_bytes(tmp_path: Path) -> None:
    """The same review gives the same form, byte for byte."""
    review = new_review(tmp_path / "v.peervisit")
    review.close()
    copy = tmp_path / "copy.peervisit"
    copy.write_bytes((tmp_path / "v.peervisit").read_bytes())
    from peervisit.service import reviews
    from tests.forms.conftest import NOON

    for number, path in enumerate((tmp_path / "v.peervisit", copy)):
        with reviews.open_review(path, member="AR", now=lambda: NOON) as opened:
            make_form(opened, "self-assessment", tmp_path / f"{number}.docx")

    assert (tmp_path / "0.docx").read_bytes() == (tmp_path / "1.docx").read_bytes()


def test_no_page_of_nothing_between_tables(form: Hand) -> None:
    """A table that fills its page is followed by the next heading, or the end, and by no empty paragraph."""
    after = [one.getnext() for one in form.tables]
    said = [words_of(one) for one in after if one is not None]

    assert len(form.tables) == len(said)
    assert [""] == [words for words in said if not words]
