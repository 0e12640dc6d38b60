"""Conflicts: what two copies disagree on, side by side, and settling it."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from peervisit.errors import RecordError, UnknownCodeError
from peervisit.i18n import _
from peervisit.model.validate import shown_code, shown_field
from peervisit.service.steps import field_in_words
from peervisit.service.three_way import Combined, combine, has_clashes
from peervisit.store.catalogue import DELETED
from peervisit.store.clock import moment
from peervisit.store.log import Change, Value
from peervisit.store.review_file import ReviewFile

Grade = Literal["same-field", "edit-and-delete", "unknown"]
"""Two values for one field; work on a record that somebody deleted; of a kind that a newer version knows."""

Name = tuple[str, str, str]
"""Kind, code and field."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A value that somebody wrote while somebody else deleted the record."""

    field: str
    title: str
    value: Value


@dataclass(frozen=True, slots=True)
class Version:
    """One of the values that stand against each other: by whom, when, and on which copy if it says so."""

    value: Value
    author: str | None
    at: str
    copy: str | None = None
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """One disputed field: its open versions, the one shown first, and the value they started from."""

    number: int
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

    @property
    def name(self) -> Name:
        """Kind, code and field: what the conflict is called on every copy."""
        return self.kind, self.code, self.field

    @property
    def combined(self) -> Combined | None:
        """The versions brought together over what they started from; None where they are not texts."""
        texts = [version.value for version in self.versions if isinstance(version.value, str)]
        if self.grade != "same-field" or len(texts) < len(self.versions) or not _is_prose(self.name):
            return None
        return combine(self.base if isinstance(self.base, str) else None, texts)


def _is_prose(name: Name) -> bool:
    from peervisit.model.kinds import KINDS, fields_of

    kind, _code, field = name
    spec = fields_of(kind).get(field) if kind in KINDS else None
    return spec is not None and spec.long


def conflicts(review: ReviewFile) -> list[Conflict]:
    """Return every open conflict, in order of kind, code and field."""
    rows = review.connection.execute(
        "SELECT kind, record, field, (SELECT max(number) FROM conflict_number AS n "
        "WHERE n.kind = c.kind AND n.record = c.record AND n.field = c.field) FROM conflict AS c"
    ).fetchall()
    return [_conflict(review, (row[0], row[1], row[2]), int(row[3] or 0)) for row in rows]


def find(review: ReviewFile, number: int) -> Conflict:
    """Return the open conflict that was listed under a number.

    Raises:
        UnknownCodeError: there never was one, it was settled, or its versions have changed since.
    """
    run = review.connection.execute
    row = run("SELECT kind, record, field FROM conflict_number WHERE number = ?", (number,)).fetchone()
    if row is None:
        raise UnknownCodeError(_("no conflict has the number {n}").format(n=number))
    name: Name = (row[0], row[1], row[2])
    what = shown_name(name)
    if not _is_open(review, name):
        raise UnknownCodeError(_("conflict {n} ({what}) is settled already").format(n=number, what=what))
    newest = run(
        "SELECT max(number) FROM conflict_number WHERE kind = ? AND record = ? AND field = ?", name
    ).fetchone()[0]
    if newest != number:
        raise UnknownCodeError(
            _(
                "conflict {n} ({what}) has other versions than when it was listed; it is number {newest} now"
            ).format(n=number, what=what, newest=newest)
        )
    return _conflict(review, name, number)


def named(review: ReviewFile, name: Name) -> Conflict:
    """Return the open conflict on a field.

    Raises:
        UnknownCodeError: there is no such conflict.
    """
    _require_open(review, name)
    row = review.connection.execute(
        "SELECT max(number) FROM conflict_number WHERE kind = ? AND record = ? AND field = ?", name
    ).fetchone()
    return _conflict(review, name, int(row[0] or 0))


def shown_name(name: Name) -> str:
    """Return kind, code and field for a message."""
    kind, code, field = name
    return f"{shown_field(kind)} {shown_code(code)} {field if field == DELETED else shown_field(field)}"


def _is_open(review: ReviewFile, name: Name) -> bool:
    row = review.connection.execute(
        "SELECT 1 FROM conflict WHERE kind = ? AND record = ? AND field = ?", name
    ).fetchone()
    return row is not None


def _require_open(review: ReviewFile, name: Name) -> None:
    if not _is_open(review, name):
        kind, code, field = name
        raise UnknownCodeError(
            _("{kind} {code}: no open conflict on '{field}'").format(
                kind=shown_field(kind), code=shown_code(code), field=shown_field(field)
            )
        )


def _conflict(review: ReviewFile, name: Name, number: int) -> Conflict:
    kind, code, field = name
    if field == DELETED:
        return Conflict(number, *name, "edit-and-delete", _edit_and_deletion(review, kind, code), None)
    heads = review.log.heads(kind, code, field)
    by_value: dict[tuple[type, Value], Change] = {}
    for head in heads:
        by_value.setdefault((type(head.value), head.value), head)
    versions = tuple(_version(review, head, head.value) for head in by_value.values())
    base = _common_base(review, list(by_value.values()))
    return Conflict(number, *name, _grade(review, kind, field), versions, base)


def _grade(review: ReviewFile, kind: str, field: str) -> Grade:
    known = review.catalogue.get(kind)
    if known is None:
        return "unknown"
    base = field.partition(".")[0]
    there = field in known.columns or field in known.personal or base in known.items
    return "same-field" if there else "unknown"


def _version(review: ReviewFile, change: Change, value: Value, edits: Sequence[Edit] = ()) -> Version:
    return Version(value, change.author, moment(change.clock), _copy_of(review, change), tuple(edits))


def _copy_of(review: ReviewFile, change: Change) -> str | None:
    """Return the copy on which a change was written, where its signature says so."""
    row = review.connection.execute(
        "SELECT key FROM signature WHERE session = ? AND first <= ? AND last >= ?",
        (change.session, change.seq, change.seq),
    ).fetchone()
    if row is None:
        return None
    from peervisit.sync.keyring import Keyring, called

    found = [copy for copy in Keyring(review).copies() if copy.key == row[0]]
    return called(found[0]) if found else None


def _edit_and_deletion(review: ReviewFile, kind: str, code: str) -> tuple[Version, Version]:
    """An edit against a deletion: version 1 keeps the record, version 2 deletes it."""
    changes = list(review.log.changes("WHERE c.kind = ? AND c.record = ?", (kind, code)))
    heads = {
        (row[0], row[1])
        for row in review.connection.execute(
            "SELECT session, seq FROM head WHERE kind = ? AND record = ?", (kind, code)
        )
    }
    standing = [one for one in changes if one.key in heads]
    deletions = [one for one in standing if one.field == DELETED and one.value]
    seen = {parent for one in deletions for parent in one.parents}
    unseen = [one for one in standing if one.field != DELETED and one.key not in seen]
    # Where somebody brought the record back while somebody else deleted it again, nothing was edited.
    newest = max(unseen or [one for one in standing if one not in deletions], key=_age)
    edits = [Edit(one.field, field_in_words(kind, one.field), one.value) for one in unseen]
    return _version(review, newest, 0, edits), _version(review, max(deletions, key=_age), 1)


def _age(change: Change) -> tuple[str, str, int]:
    return change.clock, change.session, change.seq


def _common_base(review: ReviewFile, heads: Sequence[Change]) -> Value:
    """Return the newest value that every head was made from, directly or not; None where there is none.

    A change is later than all that it has seen, so going back from the newest meets each change after
    everything that was made from it.
    """
    made: dict[tuple[str, int], set[int]] = {}
    waiting: list[tuple[_Backwards, Change]] = []

    def reach(change: Change, of: set[int]) -> None:
        if change.key not in made:
            made[change.key] = set()
            heapq.heappush(waiting, (_Backwards(_age(change)), change))
        made[change.key] |= of

    for place, head in enumerate(heads):
        reach(review.log.get(head.session, head.seq) or head, {place})
    while waiting:
        _order, change = heapq.heappop(waiting)
        if len(made[change.key]) == len(heads):
            return change.value
        for parent in review.log.parents(change):
            reach(parent, made[change.key])
    return None


class _Backwards(tuple[str, str, int]):
    """An age that sorts the newest first."""

    __slots__ = ()

    def __lt__(self, other: tuple[object, ...]) -> bool:
        return tuple(self) > tuple(other)


def settle(review: ReviewFile, kind: str, code: str, field: str, value: Value) -> None:
    """End a conflict with one value, which replaces every open one. Can be undone.

    Raises:
        UnknownCodeError: there is no such conflict.
        RecordError: the value is not acceptable for the field.
    """
    clean = acceptable(review, kind, code, field, value)
    with review.transaction() as log:
        review.name_step(f"settle {kind} {code}")
        log.settle(kind, code, field, clean)


def acceptable(review: ReviewFile, kind: str, code: str, field: str, value: Value) -> Value:
    """Return a value, cleaned, that may settle a conflict.

    Raises:
        UnknownCodeError: there is no such conflict.
        RecordError: the value is not acceptable for the field, or still has places to choose from.
    """
    from peervisit.model.validate import validated_value
    from peervisit.service.benchmarks import benchmark_of
    from peervisit.service.words import value_of_words

    _require_open(review, (kind, code, field))
    if field != DELETED and value in [head.value for head in review.log.heads(kind, code, field)]:
        return value
    if isinstance(value, str) and has_clashes(value):
        raise RecordError(
            _(
                "{kind} {code}: the text still has places marked ⟦1⟧ … ⟦⟧ in which somebody must choose"
            ).format(kind=kind, code=shown_code(code))
        )
    current = review.row(kind, code) if kind in review.catalogue else None
    if current is None:
        # Of a kind that only a newer version knows.
        raise RecordError(_("{kind} {code}: take one of the versions").format(kind=kind, code=code))
    benchmark = benchmark_of(review)
    stored = value_of_words(benchmark, kind, field, value)
    return validated_value(kind, code, current, field, stored, benchmark, review.exists)
