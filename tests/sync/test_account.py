"""What a merge says it did, author by author."""

from __future__ import annotations

from pathlib import Path

from peervisit.service import merging, records, reviews


def test_an_author_who_only_edits(tmp_path: Path) -> None:
    """Whoever began no record of the review, and changed one of another's, is in the account."""
    with reviews.create(tmp_path / "a.peervisit", city="Porto", benchmark="inti-cities") as a:
        for code in ("AR", "BK"):
            records.add(a, "member", {"roles": ["peer"]}, code=code)
        a.log.author = "AR"
        records.add(a, "document", {"title": "Plan"})
        with merging.make_copy(a, tmp_path / "b.peervisit") as b:
            b.log.author = "BK"
            records.edit(b, "document", "AR-D01", {"title": "Plan 2025"})
            records.edit(a, "document", "AR-D01", {"title": "Plan of 2025"})

        report = merging.merge(a, [tmp_path / "b.peervisit"])

    by_author = {one.author: one for one in report.authors}
    assert (1, 1, 1) == (by_author["BK"].changes, by_author["BK"].changed, by_author["BK"].in_conflict)
    assert 0 == by_author["BK"].after
