"""The whole review in memory, for rules, coverage and report."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from peervisit.model.data import ReviewData
from peervisit.model.fields import Record
from peervisit.model.kinds import KINDS, fields_of
from peervisit.model.review import Review
from peervisit.service.benchmarks import benchmark_of
from peervisit.store.review_file import ReviewFile


def snapshot(review: ReviewFile) -> ReviewData:
    """Return every record of the review as the method's classes.

    A field whose value is not understood (written by a newer version, say) is left out and listed in
    ``unread``, so that one odd value never hides the rest.
    """
    unread: list[str] = []
    records: dict[str, Any] = {}
    for kind in KINDS:
        if kind == "benchmark":
            continue
        rows = review.rows(kind)
        records[kind] = {}
        for code, row in rows.items():
            record = _read(kind, code, row, unread)
            if record is not None:
                records[kind][code] = record
    terms = records.pop("review").get("review", Review())
    conflicts = frozenset(
        (row[0], row[1], row[2]) for row in review.connection.execute("SELECT * FROM conflict")
    )
    return ReviewData(
        benchmark=benchmark_of(review),
        review=terms,
        **records,
        conflicts=conflicts,
        unread=tuple(unread),
    )


def _read(kind: str, code: str, row: dict[str, Any], unread: list[str]) -> Record | None:
    known = fields_of(kind)
    values = {name: value for name, value in row.items() if value is not None and name in known}
    while True:
        try:
            return KINDS[kind].model_validate({**values, "code": code})
        except ValidationError as error:
            bad = {str(problem["loc"][0]) for problem in error.errors() if problem["loc"]}
            unread += [f"{kind} {code} {name}" for name in sorted(bad)]
            removable = bad & values.keys()
            if not removable:
                return None
            values = {name: value for name, value in values.items() if name not in removable}
