"""What concerns people: withdrawal (R17), and confirming interview records (R10)."""

from __future__ import annotations

from peervisit.errors import RecordError
from peervisit.i18n import _
from peervisit.service import records
from peervisit.store.read import Row
from peervisit.store.review_file import ReviewFile


def withdraw(review: ReviewFile, stakeholder: str) -> list[str]:
    """Void everything that only this person said; return the codes of that evidence (R17).

    Evidence that others said as well stays, without this person. The rules then point at the levels
    that rested on what is void.

    Raises:
        UnknownCodeError: there is no such stakeholder.
    """
    records.require(review, "stakeholder", stakeholder)
    today = review.now().strftime("%Y-%m-%d")
    voided: list[str] = []
    with review.transaction() as log:
        review.name_step(f"withdraw stakeholder {stakeholder}")
        log.record("stakeholder", stakeholder, [("withdrawn", 1), ("withdrawn_on", today)])
        for code, row in said_by(review, stakeholder).items():
            if len(row["stakeholders"]) > 1:
                log.record("evidence", code, [(f"stakeholders.{stakeholder}", None)])
            elif not row["withdrawn"]:
                log.record(
                    "evidence", code, [("withdrawn", 1), ("withdrawn_reason", _("interviewee withdrew"))]
                )
                voided.append(code)
    return voided


def said_by(review: ReviewFile, stakeholder: str) -> dict[str, Row]:
    """Return the evidence that a person said."""
    return review.rows(
        "evidence", "code IN (SELECT evidence FROM evidence_stakeholders WHERE item = ?)", stakeholder
    )


def confirm(review: ReviewFile, interview: str, member: str) -> None:
    """Confirm an interview record as one of the pair that held it.

    Raises:
        RecordError: the member was not of the pair.
        UnknownCodeError: there is no such interview record.
    """
    row = records.require(review, "interview", interview)
    pair = {row["lead"], row["note_taker"]} - {None}
    if pair and member not in pair:
        raise RecordError(
            _("{member} was not of the pair of {code}; {pair} confirm it").format(
                member=member, code=interview, pair=", ".join(sorted(pair))
            )
        )
    at = review.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    with review.transaction() as log:
        review.name_step(f"confirm interview {interview}")
        log.record("interview", interview, [(f"confirmed.{member}", at)])
