"""Whatever two hosts answer and a peer edits meanwhile, in any order: no word of anybody is gone."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from peervisit.service import benchmarks, conflicts, records, reviews
from peervisit.service.forms import make_form
from peervisit.service.intake import take_in
from tests.forms.conftest import NOON, new_review
from tests.forms.hands import Hand

CODES = sorted(benchmarks.load("inti-cities")[0].by_id)
WORDS = st.sampled_from(["Alpha.", "Beta.", "Gamma.\nMore.", "Delta."])
STOOD = dict.fromkeys(CODES[::2], "Alpha.")
"""What stood in the form: something in every other row."""


@dataclass(frozen=True)
class Case:
    """What becomes of one answer: a peer's edit, and what two copies of the form say; None for untouched."""

    edit: str | None
    first: str | None
    second: str | None


CASES = st.builds(Case, st.none() | WORDS, st.none() | WORDS, st.none() | WORDS)


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a review whose self-assessment was sent out, beside it."""
    folder = tmp_path_factory.mktemp("issued")
    with new_review(folder / "visit.peervisit") as review:
        for code, words in STOOD.items():
            records.add(review, "self_assessment", {"answer": words}, code=code)
        make_form(review, "self-assessment", folder / "form.docx")
    return folder


@given(
    cases=st.lists(CASES, min_size=len(CODES), max_size=len(CODES)),
    edit_when=st.sampled_from(["first", "between", "last"]),
)
@settings(max_examples=8, deadline=None, phases=[Phase.generate])
def test_no_word_is_gone(issued: Path, cases: list[Case], edit_when: str) -> None:
    """What anybody wrote since the form was sent stands in the end: alone, or as one side of a conflict."""
    path = issued / "copy.peervisit"
    for name in ("copy.peervisit-wal", "copy.peervisit-shm"):
        (issued / name).unlink(missing_ok=True)
    shutil.copy(issued / "visit.peervisit", path)
    by_code = dict(zip(CODES, cases, strict=True))
    files = [_filled(issued, by_code, which) for which in ("first", "second")]
    with reviews.open_review(path, member="AR", now=lambda: NOON) as review:
        for step in ("first", "between", "last"):
            if step == edit_when:
                _edit(path, by_code)
            if step != "last":
                take_in(review, files[step == "between"])
        again = [take_in(review, one) for one in files]
        disputed = {one.code for one in conflicts.conflicts(review)}
        for code, case in by_code.items():
            stands = {one.value for one in review.log.heads("self_assessment", code, "answer")} or {None}

            assert expected(STOOD.get(code), case, edit_when) == stands
            assert (len(stands) > 1) is (code in disputed)
        assert [[], []] == [one.takes for one in again]


def expected(stood: str | None, case: Case, edit_when: str) -> set[str | None]:
    """Return what must stand in the end: nothing goes but what its writer had seen.

    An answer replaces what stood in the form, where that still stands, and else joins what stands now; an
    edit replaces what is shown, the newest. What a copy brought once is never new again.
    """
    stands, written = [stood], set[str]()
    for step in ("first", "between", "last"):
        if step == edit_when and case.edit is not None and case.edit != stands[-1]:
            stands = [one for one in stands[:-1] if one != case.edit] + [case.edit]
        answer = {"first": case.first, "between": case.second}.get(step)
        if answer is None or answer == stood or answer in written or answer in stands:
            continue
        stands = [one for one in stands if one != stood] + [answer]
        written.add(answer)
    return set(stands)


def _filled(folder: Path, cases: dict[str, Case], which: str) -> Path:
    hand = Hand(folder / "form.docx")
    rows, place = hand.rows, hand.column("Explanation")
    for code, case in cases.items():
        if (words := getattr(case, which)) is not None:
            hand.fill(rows[code], place, words)
    return hand.save(folder / f"{which}.docx")


def _edit(path: Path, cases: dict[str, Case]) -> None:
    """Let a peer edit on another program that has the file open."""
    with reviews.open_review(path, member="BK", now=lambda: NOON) as other:
        for code, case in cases.items():
            if case.edit is not None:
                records.put(other, "self_assessment", code, {"answer": case.edit})
