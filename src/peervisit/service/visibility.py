"""What one may see of the others' desk reviews and first levels (R09).

Apart from what writes them, because reading needs no record classes and so costs the screens nothing.
"""

from __future__ import annotations

from peervisit.store.read import Row
from peervisit.store.review_file import ReviewFile


def visible(review: ReviewFile, kind: str, indicator: str, viewer: str | None) -> dict[str, Row]:
    """Return the submitted desk reviews or levels on an indicator that a viewer may see.

    One's own always; those of others once one's own is submitted, so that nobody is led (R09). Who
    submits nothing of the kind (a coordinator, a rapporteur) sees them once every peer has submitted.
    """
    rows = review.rows(kind, "indicator = ?", indicator)
    if viewer is None or any(row["member"] == viewer for row in rows.values()):
        return rows
    peers = set(judging_members(review))
    if viewer in peers:
        return {}
    return rows if peers <= {row["member"] for row in rows.values()} else {}


def hidden(review: ReviewFile, viewer: str | None) -> frozenset[tuple[str, str]]:
    """Return ``(kind, code)`` of every submitted desk review and level that a viewer may not see yet.

    For whatever goes through records of all kinds: searching, history, lists.
    """
    if viewer is None:
        return frozenset()
    peers = set(judging_members(review))
    found: set[tuple[str, str]] = set()
    for kind in ("desk_review", "judgement"):
        codes: dict[str, list[str]] = {}
        members: dict[str, set[str]] = {}
        for code, indicator, member in review.connection.execute(
            f"SELECT code, indicator, member FROM [{kind}]"
        ):
            codes.setdefault(indicator, []).append(code)
            members.setdefault(indicator, set()).add(member)
        for indicator, given in members.items():
            if viewer not in given and (viewer in peers or not peers <= given):
                found.update((kind, code) for code in codes[indicator])
    return frozenset(found)


def judging_members(review: ReviewFile) -> list[str]:
    """Return the initials of those who write desk reviews and judge: leader, lead expert and peers."""
    rows = review.connection.execute(
        "SELECT DISTINCT member FROM member_roles WHERE item IN ('team-leader', 'lead-expert', 'peer') "
        "ORDER BY member"
    )
    return [row[0] for row in rows]
