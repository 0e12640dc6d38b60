"""Conflicts: what two copies disagree on, side by side, and settling it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from peervisit.errors import RecordError, UnknownCodeError
from peervisit.i18n import _
from peervisit.model.validate import shown_code
from peervisit.service.steps import field_in_words
from peervisit.store.catalogue import DELETED
from peervisit.store.clock import moment
from peervisit.store.log import Change, Value
from peervisit.store.review_file import ReviewFile

Grade = Literal["same-field", "edit-and-delete"]


@dataclass(frozen=True, slots=True)
class Version:
    """One of the values that stand against each other, by whom and when."""

    value: Value
    author: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One disputed field: its open versions, the one shown first, and the value they started from."""

    kind: str
    code: str
    field: str
    grade: Grade
    versions: tuple[Version, ...]
    base: Value

    @property
    def title(self) -> str:
        """What is disputed, in the language of the interface."""
        return field_in_words(self.kind, self.field)


def conflicts(review: ReviewFile) -> list[Conflict]:
    """Return every open conflict, in order of kind, code and field."""
    rows = review.connection.execute("SELECT kind, record, field FROM conflict").fetchall()
    return [_conflict(review, row[0], row[1], row[2]) for row in rows]


def _conflict(review: ReviewFile, kind: str, code: str, field: str) -> Conflict:
    if field == DELETED:
        return _deletion(review, kind, code)
    heads = review.log.heads(kind, code, field)
    by_value: dict[Value, Change] = {}
    for head in heads:
        by_value.setdefault(head.value, head)
    versions = tuple(Version(c.value, c.author, moment(c.clock)) for c in by_value.values())
    return Conflict(kind, code, field, "same-field", versions, _common_base(review, heads))


def _deletion(review: ReviewFile, kind: str, code: str) -> Conflict:
    """An edit against a deletion: version 1 keeps the record, version 2 deletes it."""
    deleting = review.log.heads(kind, code, DELETED)
    newest = next(head for head in deleting if head.value)
    row = review.connection.execute(
        "SELECT c.author, max(c.clock) FROM head AS h JOIN change AS c "
        "ON c.session = h.session AND c.seq = h.seq "
        "WHERE h.kind = ? AND h.record = ? AND h.field <> ?",
        (kind, code, DELETED),
    ).fetchone()
    versions = (
        Version(0, row[0], moment(row[1])),
        Version(1, newest.author, moment(newest.clock)),
    )
    return Conflict(kind, code, DELETED, "edit-and-delete", versions, None)


def _common_base(review: ReviewFile, heads: list[Change]) -> Value:
    lines = [_ancestors(review, head) for head in heads]
    shared = set.intersection(*(set(line) for line in lines))
    newest = max((lines[0][key] for key in shared), key=lambda c: (c.clock, c.session), default=None)
    return newest.value if newest else None


def _ancestors(review: ReviewFile, change: Change) -> dict[tuple[str, int], Change]:
    found: dict[tuple[str, int], Change] = {}
    waiting = [change]
    while waiting:
        for parent in review.log.parents(_whole(review, waiting.pop())):
            if (parent.session, parent.seq) not in found:
                found[parent.session, parent.seq] = parent
                waiting.append(parent)
    return found


def _whole(review: ReviewFile, change: Change) -> Change:
    """Return the change with its parents, which a head is read without."""
    return review.log.get(change.session, change.seq) or change


def settle(review: ReviewFile, kind: str, code: str, field: str, value: Value) -> None:
    """End a conflict with one value, which replaces every open one. Can be undone.

    Raises:
        UnknownCodeError: there is no such conflict.
        RecordError: the value is not acceptable for the field.
    """
    found = review.connection.execute(
        "SELECT 1 FROM conflict WHERE kind = ? AND record = ? AND field = ?", (kind, code, field)
    ).fetchone()
    if found is None:
        raise UnknownCodeError(
            _("{kind} {code}: no open conflict on '{field}'").format(
                kind=kind, code=shown_code(code), field=field
            )
        )
    clean = _acceptable(review, kind, code, field, value)
    with review.transaction() as log:
        review.name_step(f"settle {kind} {code}")
        log.settle(kind, code, field, clean)


def _acceptable(review: ReviewFile, kind: str, code: str, field: str, value: Value) -> Value:
    from peervisit.model.validate import validated_value
    from peervisit.service.benchmarks import benchmark_of

    if field != DELETED and value in [head.value for head in review.log.heads(kind, code, field)]:
        return value
    current = review.row(kind, code) if kind in review.catalogue else None
    if current is None:
        # Of a kind that only a newer version knows.
        raise RecordError(_("{kind} {code}: take one of the versions").format(kind=kind, code=code))
    return validated_value(kind, code, current, field, value, benchmark_of(review), review.exists)
