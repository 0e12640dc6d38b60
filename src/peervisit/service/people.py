"""What concerns people: withdrawal (R17), and confirming interview records (R10)."""

from __future__ import annotations

from peervisit.errors import RecordError
from peervisit.i18n import _
from peervisit.model.voices import speaker_codes
from peervisit.service import records
from peervisit.service.snapshot import snapshot
from peervisit.store.review_file import ReviewFile


def withdraw(review: ReviewFile, stakeholder: str) -> list[str]:
    """Void everything that only this person said; return the codes of that evidence (R17).

    What nobody is named for may be what anybody said who was there, so it goes when this person was the
    last of them who has not withdrawn. Evidence that others said as well stays, without this person. The
    rules then point at the levels that rested on what is void.

    Raises:
        UnknownCodeError: there is no such stakeholder.
    """
    person = records.require(review, "stakeholder", stakeholder)
    data = snapshot(review)
    gone = {code for code, one in data.stakeholder.items() if one.withdrawn} | {stakeholder}
    today = review.now().strftime("%Y-%m-%d")
    voided: list[str] = []
    with review.transaction() as log:
        review.name_step(f"withdraw stakeholder {stakeholder}")
        if not person["withdrawn"]:
            log.record("stakeholder", stakeholder, [("withdrawn", 1), ("withdrawn_on", today)])
        for code, item in data.evidence.items():
            speakers = speaker_codes(data, item)
            if item.withdrawn or stakeholder not in speakers:
                continue
            if gone.issuperset(speakers):
                log.record(
                    "evidence", code, [("withdrawn", 1), ("withdrawn_reason", _("interviewee withdrew"))]
                )
                voided.append(code)
            elif item.stakeholders:
                log.record("evidence", code, [(f"stakeholders.{stakeholder}", None)])
    return voided


def confirm(review: ReviewFile, interview: str, member: str) -> None:
    """Confirm an interview record as one of the pair that held it.

    Raises:
        RecordError: the member was not of the pair.
        UnknownCodeError: there is no such interview record.
    """
    row = records.require(review, "interview", interview)
    slot = review.row("slot", row["slot"] or "") or {}
    pair = {str(row[name] or slot.get(name) or "") for name in ("lead", "note_taker")} - {""}
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
