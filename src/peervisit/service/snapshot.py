"""The whole review in memory, for rules, coverage and report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from pydantic import ValidationError

from peervisit.model.caution import is_careful, most_careful
from peervisit.model.data import ReviewData
from peervisit.model.fields import Record
from peervisit.model.kinds import KINDS, fields_of
from peervisit.model.people import Stakeholder
from peervisit.model.review import Review
from peervisit.service.benchmarks import benchmark_of
from peervisit.store.catalogue import DELETED
from peervisit.store.review_file import ReviewFile


def snapshot(review: ReviewFile) -> ReviewData:
    """Return every record of the review as the method's classes.

    A field whose value is not understood (written by a newer version, say) is left out and listed in
    ``unread``, so that one odd value never hides the rest. Where copies disagree on what may be said of
    somebody, the most careful version stands here until that is settled.
    """
    unread: list[str] = []
    records: dict[str, Any] = {}
    conflicts = frozenset(
        (row[0], row[1], row[2]) for row in review.connection.execute("SELECT * FROM conflict")
    )
    for kind in KINDS:
        if kind == "benchmark":
            continue
        rows = review.rows(kind)
        _be_careful(review, kind, rows, conflicts)
        records[kind] = {}
        for code, row in rows.items():
            record = _read(kind, code, row, unread)
            if record is not None:
                records[kind][code] = record
    terms = records.pop("review").get("review", Review())
    return ReviewData(
        benchmark=benchmark_of(review),
        review=terms,
        **records,
        conflicts=conflicts,
        rivals=tuple(_rivals(review, records["stakeholder"], conflicts)),
        unread=tuple(unread),
    )


def _be_careful(
    review: ReviewFile, kind: str, rows: dict[str, dict[str, Any]], conflicts: frozenset[tuple[str, str, str]]
) -> None:
    """Let the version that says the least of a person hold, wherever copies disagree on it."""
    for disputed, code, field in conflicts:
        if disputed != kind or code not in rows:
            continue
        if is_careful(kind, field):
            values = [head.value for head in review.log.heads(kind, code, field)]
            rows[code][field] = most_careful(kind, field, values)
        elif kind == "stakeholder" and field == DELETED:
            rows[code]["consent"] = "refused"


def _rivals(
    review: ReviewFile, people: dict[str, Stakeholder], conflicts: frozenset[tuple[str, str, str]]
) -> Iterator[Stakeholder]:
    """Yield people by the names and contacts that copies have for them and that stand in no record."""
    for kind, code, field in sorted(conflicts):
        if kind == "stakeholder" and field in ("name", "contact") and code in people:
            person = people[code]
            for head in review.log.heads(kind, code, field):
                if isinstance(head.value, str) and head.value != getattr(person, field):
                    yield person.model_copy(update={field: head.value})


def around(review: ReviewFile, indicators: Iterable[str]) -> ReviewData:
    """Return the evidence on some indicators with where it comes from, and nothing else of the review.

    It is enough for counting independent sources, and costs as little as there is evidence.
    """
    wanted = list(indicators)
    found: dict[str, dict[str, Any]] = {}
    linked = f"SELECT evidence FROM evidence_indicators WHERE item IN ({', '.join('?' * len(wanted))})"
    rows = review.rows("evidence", f"code IN ({linked})", *wanted)
    found["evidence"] = rows
    found["interview"] = _named(review, "interview", (row["interview"] for row in rows.values()))
    held = found["interview"].values()
    found["slot"] = _named(review, "slot", (row["slot"] for row in held))
    people = (
        code for row in (*rows.values(), *held, *found["slot"].values()) for code in row["stakeholders"]
    )
    found["stakeholder"] = _named(review, "stakeholder", people)
    found["document"] = _named(review, "document", (row["document"] for row in rows.values()))
    read = {
        kind: {code: record for code, row in those.items() if (record := _read(kind, code, row, []))}
        for kind, those in found.items()
    }
    return ReviewData(benchmark=benchmark_of(review), **cast("dict[str, Any]", read))


def _named(review: ReviewFile, kind: str, codes: Iterable[str | None]) -> dict[str, dict[str, Any]]:
    wanted = sorted({code for code in codes if code})
    # SQLite takes some ten thousand parameters; the codes of a review stay far below that.
    return review.rows(kind, f"code IN ({', '.join('?' * len(wanted))})", *wanted) if wanted else {}


def _read(kind: str, code: str, row: dict[str, Any], unread: list[str]) -> Record | None:
    known = fields_of(kind)
    values = {name: value for name, value in row.items() if value is not None and name in known}
    while True:
        try:
            record = KINDS[kind].model_validate({**values, "code": code})
        except ValidationError as error:
            bad = {str(problem["loc"][0]) for problem in error.errors() if problem["loc"]}
            unread += [f"{kind} {code} {name}" for name in sorted(bad)]
            removable = bad & values.keys()
            if not removable:
                return None
            values = {name: value for name, value in values.items() if name not in removable}
            continue
        if record.code != code:
            # No copy gives out such a code: what refers to it would look for another.
            unread.append(f"{kind} {code}")
            return None
        return record
