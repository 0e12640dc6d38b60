"""First levels kept sealed until submitted (R09), then the team's consensus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from peervisit.errors import RecordError, UnknownCodeError
from peervisit.i18n import _
from peervisit.model.benchmark import Benchmark
from peervisit.model.flat import changes, unflat
from peervisit.model.kinds import KINDS, SEALED, fields_of
from peervisit.model.validate import shown_code, validated, with_references
from peervisit.service import records
from peervisit.service.benchmarks import benchmark_of
from peervisit.service.reviews import require_member
from peervisit.service.visibility import judging_members, visible
from peervisit.store import private, sealed_steps
from peervisit.store.read import Row
from peervisit.store.review_file import ReviewFile

__all__ = [
    "agree",
    "decide",
    "judge_again",
    "judging_members",
    "keep_sealed",
    "override",
    "own",
    "submit",
    "unsubmitted",
    "visible",
]


def keep_sealed(review: ReviewFile, kind: str, member: str, indicator: str, fields: Mapping[str, Any]) -> str:
    """Keep a desk review or first level of one's own on this laptop only; return its code.

    What was submitted before is changed openly instead.

    Raises:
        UnknownCodeError: the member, the indicator or a code in a field is unknown.
        RecordError: a field is not acceptable, or the member declared a conflict of interest (R16).
    """
    require_member(review, member)
    benchmark = benchmark_of(review)
    found = _indicator(benchmark, indicator)
    if kind == "judgement":
        _refuse_conflict(review, member, found)
    key = {"indicator": found, "member": member, **({"round": "before"} if kind == "judgement" else {})}
    code = records.code_for(review, kind, key)
    if review.exists(kind, code):
        records.edit(review, kind, code, fields)
        return code
    held = unflat(kind, private.sealed(review.connection, member, kind, code).get(code, {}))
    clean = validated(kind, code, {**held, **key, **fields})
    clean = with_references(kind, code, clean, benchmark, review.exists)
    with review.transaction(), sealed_steps.watched(review.connection, member, kind, code):
        review.name_step(f"edit {kind} {code}")
        private.seal(
            review.connection,
            member,
            kind,
            code,
            dict(changes(kind, held, clean)),
            review.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
    return code


def judge_again(review: ReviewFile, member: str, indicator: str, fields: Mapping[str, Any]) -> str:
    """Keep a member's level after discussion, which is open at once; return its code.

    Raises:
        UnknownCodeError: the member, the indicator or a code in a field is unknown.
        RecordError: a field is not acceptable, the member declared a conflict of interest (R16), or has
            not handed in a first level (R09).
    """
    require_member(review, member)
    found = _indicator(benchmark_of(review), indicator)
    _refuse_conflict(review, member, found)
    if not review.exists("judgement", f"{found}/{member}/before"):
        raise RecordError(
            _(
                "{member} has handed in no first level on {code}: that comes before the discussion (R09)"
            ).format(member=member, code=found)
        )
    key = {"indicator": found, "member": member, "round": "after"}
    code = records.code_for(review, "judgement", key)
    records.put(review, "judgement", code, {**key, **fields})
    return code


def _indicator(benchmark: Benchmark, code: str) -> str:
    found = benchmark.find(code)
    if found is None:
        raise UnknownCodeError(_("unknown indicator '{code}'").format(code=shown_code(code)))
    return found


def _refuse_conflict(review: ReviewFile, member: str, indicator: str) -> None:
    row = records.require(review, "member", member)
    if indicator in row["conflicts"]:
        raise RecordError(
            _("{member} declared a conflict of interest on {code} and does not judge it (R16)").format(
                member=member, code=indicator
            )
        )


def own(review: ReviewFile, kind: str, member: str) -> dict[str, Row]:
    """Return a member's own desk reviews or levels by code: submitted ones and those still sealed.

    ``sealed`` in each says which.
    """
    found = {code: {**row, "sealed": False} for code, row in review.rows(kind, "member = ?", member).items()}
    empty: Row = {
        name: ({} if spec.items.value else []) if spec.items else None
        for name, spec in fields_of(kind).items()
    }
    for code, values in private.sealed(review.connection, member, kind).items():
        if code not in found:
            found[code] = {**empty, **unflat(kind, values), "code": code, "sealed": True}
    return found


def submit(review: ReviewFile, kind: str, member: str, indicators: Iterable[str] | None = None) -> int:
    """Hand in a member's sealed desk reviews or first levels (all, or of some indicators).

    From then on they are in the log and reach the others. Returns how many were handed in.

    Raises:
        UnknownCodeError: there is no such member.
    """
    require_member(review, member)
    wanted = None if indicators is None else set(indicators)
    # Not a step to undo: what has been handed in may already be on another laptop.
    with review.transaction() as log:
        count = 0
        for code, values in private.sealed(review.connection, member, kind).items():
            if kind == "judgement" and not values.get("level"):
                continue  # Taken back, or only thought about: there is nothing to hand in.
            if wanted is None or values.get("indicator") in wanted:
                log.record(kind, code, list(values.items()))
                private.unseal(review.connection, member, kind, code)
                sealed_steps.forget(review.connection, member, kind, code)
                count += 1
        if count:
            at = review.now().strftime("%Y-%m-%dT%H:%M:%SZ")
            log.record(
                "submission",
                f"{kind}/{member}",
                [("phase", kind), ("member", member), ("at", at)],
            )
    return count


def unsubmitted(review: ReviewFile, member: str) -> dict[str, int]:
    """Return how many desk reviews and first levels of a member are still sealed on this laptop."""
    return {kind: len(private.sealed(review.connection, member, kind)) for kind in SEALED}


def agree(review: ReviewFile, indicator: str, fields: Mapping[str, Any]) -> str:
    """Keep the team's consensus on an indicator; return its code.

    Raises:
        UnknownCodeError: the indicator, the level or a code in a field is unknown.
        RecordError: a field is not acceptable.
    """
    code = records.code_for(review, "consensus", {}, indicator)
    with review.transaction():
        review.name_step(f"agree consensus {code}")
        records.put(review, "consensus", code, fields)
    return code


def decide(review: ReviewFile, indicator: str, level: str, by: Iterable[str]) -> bool:
    """Let the team agree on a level today; False, and nothing is written, where that level stands already.

    ``by`` is who decided, kept where nobody had decided yet.

    Raises:
        UnknownCodeError: the indicator or the level is unknown.
    """
    held = review.row("consensus", indicator)
    if held is not None and held["level"] == level:
        return False
    fields: dict[str, Any] = {"level": level, "decided_on": today(review)}
    if held is None:
        fields["decided_by"] = list(by)
    agree(review, indicator, fields)
    return True


def today(review: ReviewFile) -> str:
    """Return the day it is, on the clock on the wall."""
    return review.now().astimezone().strftime("%Y-%m-%d")


def override(review: ReviewFile, rule: str, subject: str, reason: str, member: str) -> str:
    """Set a rule aside for one record, with the reason that stays on record; return its code.

    Raises:
        RecordError: the rule is unknown or the reason empty.
        UnknownCodeError: there is no such member, or nothing has the code.
    """
    subject = benchmark_of(review).find(subject) or subject
    if subject not in benchmark_of(review).by_id and not any(review.exists(kind, subject) for kind in KINDS):
        raise UnknownCodeError(_("nothing has the code '{code}'").format(code=shown_code(subject)))
    fields = {
        "rule": rule,
        "subject": subject,
        "reason": reason,
        "member": member,
        "at": review.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    code = f"{rule}/{subject}"
    with review.transaction():
        review.name_step(f"override override {code}")
        records.put(review, "override", code, fields)
    return code
