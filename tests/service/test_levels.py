"""Levels: sealed until handed in, then open; agreed by the team; rules set aside with a reason."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from peervisit.errors import RecordError, UnknownCodeError
from peervisit.service import exchange, levels, merging, records, search, show, steps
from peervisit.store.review_file import ReviewFile

WORD = "unmistakable"
ON = "GG-AMB-1"


@pytest.fixture(params=["judgement", "desk_review"])
def sealed(request: pytest.FixtureRequest, review: ReviewFile) -> str:
    """Return the kind of what BK has sealed, with a word that is nowhere else."""
    kind = str(request.param)
    field = {"judgement": "rationale", "desk_review": "suspected"}[kind]
    review.log.author = "BK"
    levels.keep_sealed(review, kind, "BK", ON, {"level": "below", field: WORD})
    return kind


def everything(review: ReviewFile) -> str:
    """Return all that leaves the laptop, or that anybody is shown."""
    told = list(exchange.export_lines(review))
    told += [repr(change) for change in review.log.changes()]
    told += [repr(entry) for entry in steps.history(review)]
    told += [repr(hit) for hit in search.search(review, WORD)]
    told += show.dossier(review, ON).lines
    return "\n".join(told)


def test_nowhere_before(tmp_path: Path, review: ReviewFile, sealed: str) -> None:
    """What is sealed is in no export, log, history, search, dossier, copy or digest."""
    with merging.make_copy(review, tmp_path / "copy.peervisit") as copy:
        before = copy.digest()
        merging.take_from(copy, review.path)

        assert WORD not in everything(review)
        assert WORD not in everything(copy)
        assert before == copy.digest() == review.digest()
    assert WORD.encode() not in (tmp_path / "copy.peervisit").read_bytes()
    assert not review.exists(sealed, f"{ON}/BK")


def test_one_sees_ones_own(review: ReviewFile, sealed: str) -> None:
    """Who sealed it sees it, marked as such; nobody else does."""
    (mine,) = levels.own(review, sealed, "BK").values()

    assert (True, "below") == (mine["sealed"], mine["level"])
    assert {} == levels.own(review, sealed, "CD")
    assert 1 == levels.unsubmitted(review, "BK")[sealed]


def test_everywhere_after(tmp_path: Path, review: ReviewFile, sealed: str) -> None:
    """Once handed in it is an entry like any other, and reaches the copies."""
    with merging.make_copy(review, tmp_path / "copy.peervisit") as copy:
        count = levels.submit(review, sealed, "BK")
        merging.take_from(copy, review.path)

        assert 1 == count
        assert review.digest() == copy.digest()
        assert [WORD in everything(copy)] == [True]
        assert copy.exists("submission", f"{sealed}/BK")
    assert {"desk_review": 0, "judgement": 0} == levels.unsubmitted(review, "BK")
    with closing(sqlite3.connect(review.path)) as raw:
        assert 0 == raw.execute("SELECT count(*) FROM sealed").fetchone()[0]


def test_handed_in_once(review: ReviewFile, sealed: str) -> None:
    """Handing in again hands in nothing."""
    levels.submit(review, sealed, "BK")
    before = review.digest()

    assert 0 == levels.submit(review, sealed, "BK")
    assert before == review.digest()


def test_handed_in_in_part(review: ReviewFile, sealed: str) -> None:
    """Only those of the indicators named are handed in."""
    levels.keep_sealed(review, sealed, "BK", "GG-AMB-2", {"level": "par"})

    assert 1 == levels.submit(review, sealed, "BK", ["GG-AMB-2"])
    assert ["GG-AMB-2"] == [row["indicator"] for row in review.rows(sealed).values()]
    assert 1 == levels.unsubmitted(review, "BK")[sealed]


def test_changed_before_and_after(review: ReviewFile, sealed: str) -> None:
    """What is sealed can be changed unseen; what was handed in is changed openly."""
    code = levels.keep_sealed(review, sealed, "BK", "gg-amb-1", {"level": "par"})
    levels.submit(review, sealed, "BK")
    levels.keep_sealed(review, sealed, "BK", ON, {"level": "above"})
    told = [entry.after for entry in steps.history(review, code) if entry.field == "level"]

    assert ["par", "above"] == told
    assert "above" == records.require(review, sealed, code)["level"]


def test_undo_leaves_what_was_handed_in(review: ReviewFile, sealed: str) -> None:
    """Handing in is no step to undo, because it may be on another laptop already."""
    levels.submit(review, sealed, "BK")
    steps.undo(review)

    assert 1 == len(review.rows(sealed))


@pytest.mark.parametrize(
    ("on", "fields", "says"),
    [
        ("NO-1", {"level": "par"}, "unknown indicator 'NO-1'"),
        (ON, {"level": "perfect"}, "unknown level 'perfect'"),
        (ON, {"confidence": "total"}, "must be one of low, medium, high"),
        (ON, {"evidence": ["NO-E1"]}, "unknown evidence 'NO-E1'"),
    ],
)
def test_refused(review: ReviewFile, on: str, fields: dict[str, object], says: str) -> None:
    """A level or code that is not there is refused, and nothing is sealed."""
    with pytest.raises(RecordError, match=says):
        levels.keep_sealed(review, "judgement", "BK", on, fields)

    assert 0 == levels.unsubmitted(review, "BK")["judgement"]


def test_conflict_of_interest(review: ReviewFile) -> None:
    """Who declared a conflict of interest on an indicator never judges it (R16)."""
    records.edit(review, "member", "BK", {"conflicts": {ON: "works there"}})
    for judge in (levels.judge_again, lambda *given: levels.keep_sealed(given[0], "judgement", *given[1:])):
        with pytest.raises(RecordError, match="conflict of interest on GG-AMB-1") as refusal:
            judge(review, "BK", ON, {"level": "par"})

        assert "works there" not in str(refusal.value)
    assert levels.keep_sealed(review, "judgement", "BK", "GG-AMB-2", {"level": "par"})


def test_unknown_member(review: ReviewFile) -> None:
    """Only a member judges."""
    with pytest.raises(UnknownCodeError, match="no member has the initials 'ZZ'"):
        levels.keep_sealed(review, "judgement", "ZZ", ON, {"level": "par"})


def test_after_discussion(review: ReviewFile) -> None:
    """A level after discussion is open at once, beside the first one, and needs one."""
    with pytest.raises(RecordError, match="has handed in no first level on GG-AMB-1"):
        levels.judge_again(review, "BK", ON, {"level": "par"})
    levels.keep_sealed(review, "judgement", "BK", ON, {"level": "below"})
    levels.submit(review, "judgement", "BK")
    code = levels.judge_again(review, "BK", ON.lower(), {"level": "par"})

    assert "GG-AMB-1/BK/after" == code
    assert {"before": "below", "after": "par"} == {
        row["round"]: row["level"] for row in review.rows("judgement").values()
    }


def test_agreed(review: ReviewFile) -> None:
    """What the team agrees is kept under the indicator, changed field by field, and can be undone."""
    levels.agree(review, "gg-amb-1", {"level": "par", "rationale": "Both."})
    levels.agree(review, ON, {"level": "above", "dissent": {"BK": "Par."}})
    row = records.require(review, "consensus", ON)
    undone = steps.undo(review)

    assert ("above", "Both.", {"BK": "Par."}) == (row["level"], row["rationale"], row["dissent"])
    assert undone == steps.Undone("agree on GG-AMB-1", 0)
    assert "par" == records.require(review, "consensus", ON)["level"]


@pytest.mark.parametrize(
    ("on", "fields"),
    [
        ("NO-1", {"level": "par"}),
        (ON, {"level": "perfect"}),
        (ON, {"dissent": {"ZZ": "No."}}),
        (ON, {"evidence_for": ["NO-E1"]}),
    ],
)
def test_not_agreed(review: ReviewFile, on: str, fields: dict[str, object]) -> None:
    """A consensus on what is not there is refused."""
    with pytest.raises(RecordError):
        levels.agree(review, on, fields)

    assert {} == review.rows("consensus")


@pytest.mark.parametrize("subject", ["GG-AMB-2", "gg-amb-2", "review", "AR"])
def test_set_aside(review: ReviewFile, subject: str) -> None:
    """A rule is set aside for a record or an indicator, with who, when and why."""
    code = levels.override(review, "R03", subject, "Only one person knows.", "AR")
    row = records.require(review, "override", code)

    assert ("R03", "AR", "Only one person knows.") == (row["rule"], row["member"], row["reason"])
    assert subject.lower() == row["subject"].lower()
    assert row["at"]


@pytest.mark.parametrize(
    ("rule", "subject", "reason", "member"),
    [
        ("R99", ON, "x", "AR"),
        ("R03", "NO-1", "x", "AR"),
        ("R03", ON, " ", "AR"),
        ("R03", ON, "x", "ZZ"),
    ],
)
def test_not_set_aside(review: ReviewFile, rule: str, subject: str, reason: str, member: str) -> None:
    """An unknown rule, code or member, or no reason, sets nothing aside."""
    with pytest.raises(RecordError):
        levels.override(review, rule, subject, reason, member)

    assert {} == review.rows("override")
