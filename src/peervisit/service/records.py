"""Adding, changing and removing records: the one way in for every screen and command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peervisit.errors import RecordError, UnknownCodeError
from peervisit.i18n import _
from peervisit.model.benchmark import Benchmark
from peervisit.model.flat import anew, changes, flat
from peervisit.model.kinds import KINDS, fields_of
from peervisit.model.text import clean_line
from peervisit.model.validate import (
    canonical,
    derived_code,
    shown_code,
    validated,
    validated_change,
    with_references,
)
from peervisit.service.benchmarks import benchmark_of
from peervisit.store.catalogue import DELETED
from peervisit.store.read import Row, next_number
from peervisit.store.review_file import ReviewFile

INDICATOR_CODED = frozenset(("self_assessment", "consensus"))
"""The kinds whose code is an indicator's."""


def add(review: ReviewFile, kind: str, fields: Mapping[str, Any], *, code: str | None = None) -> str:
    """Add a record and return its code, which is made up where none is given.

    Raises:
        RecordError: a field is not acceptable, or a record of that code exists.
        UnknownCodeError: a code named in a field is unknown.
    """
    with review.transaction() as log:
        code = code_for(review, kind, fields, code)
        if review.exists(kind, code):
            raise RecordError(
                _("{kind} {code}: exists already; edit it, or choose another code").format(
                    kind=kind, code=shown_code(code)
                )
            )
        clean = validated(kind, code, fields)
        clean = with_references(kind, code, clean, benchmark_of(review), review.exists)
        held: Row = {}
        if log.heads(kind, code, DELETED):
            # A new record under an old code: nothing of the old one comes back with it.
            log.restore(kind, code)
            held, clean = require(review, kind, code), anew(kind, clean)
        if not log.record(kind, code, changes(kind, held, clean)) and not held:
            raise RecordError(_("{kind}: nothing to keep; give at least one field").format(kind=kind))
        review.name_step(f"add {kind} {code}")
    return code


def edit(review: ReviewFile, kind: str, code: str, fields: Mapping[str, Any]) -> int:
    """Change fields of a record; return how many values changed. A set or mapping is given whole.

    Raises:
        UnknownCodeError: there is no such record, or a code named in a field is unknown.
        RecordError: a field is not acceptable.
    """
    current = require(review, kind, code)
    clean = validated_change(kind, code, current, fields)
    clean = with_references(kind, code, clean, benchmark_of(review), review.exists)
    with review.transaction() as log:
        count = log.record(kind, code, changes(kind, current, clean))
        review.name_step(f"edit {kind} {code}")
    return count


def put(review: ReviewFile, kind: str, code: str, fields: Mapping[str, Any]) -> None:
    """Add the record, or change it where it is there."""
    if review.exists(kind, code):
        edit(review, kind, code, fields)
    else:
        add(review, kind, fields, code=code)


def remove(review: ReviewFile, kind: str, code: str) -> None:
    """Delete a record; undo, or a colleague's edit of it, brings it back."""
    require(review, kind, code)
    with review.transaction() as log:
        log.delete(kind, code)
        review.name_step(f"delete {kind} {code}")


def link(review: ReviewFile, kind: str, code: str, field: str, item: str, value: str | None = None) -> None:
    """Put one entry into a set or mapping of a record.

    Raises:
        UnknownCodeError: the record or what the entry names is unknown.
        RecordError: the field is no set or mapping, or the value is not acceptable.
    """
    items = fields_of(kind)[field].items
    if items is None:
        raise RecordError(_("field '{field}' holds one value, not several").format(field=field))
    current = require(review, kind, code)
    entry: Any = [item] if items.value is None else {item: value}
    clean = validated_change(kind, code, current, {field: entry})
    clean = with_references(kind, code, clean, benchmark_of(review), review.exists)
    with review.transaction() as log:
        log.record(kind, code, flat(kind, clean))
        review.name_step(f"link {kind} {code}")


def unlink(review: ReviewFile, kind: str, code: str, field: str, item: str) -> None:
    """Take one entry out of a set or mapping of a record."""
    current = require(review, kind, code)
    items = fields_of(kind)[field].items
    found = canonical(items.item, item, benchmark_of(review), review.exists) if items else None
    for one in (item, found):
        if one in (current.get(field) or ()):
            with review.transaction() as log:
                log.record(kind, code, [(f"{field}.{one}", None)])
                review.name_step(f"unlink {kind} {code}")
            return


def require(review: ReviewFile, kind: str, code: str) -> Row:
    """Return a record.

    Raises:
        UnknownCodeError: there is none of that code.
    """
    row = review.row(kind, code)
    if row is None:
        raise UnknownCodeError(_("no {kind} has the code '{code}'").format(kind=kind, code=shown_code(code)))
    return row


def code_for(
    review: ReviewFile,
    kind: str,
    fields: Mapping[str, Any],
    code: str | None = None,
    benchmark: Benchmark | None = None,
) -> str:
    """Return the code of a record to be added: the one given, one with a meaning, or the next free one.

    The benchmark is the review's own where none is given.

    Raises:
        RecordError: a code is needed and cannot be made up, or does not fit the fields.
        UnknownCodeError: the code must be an indicator's and is not.
    """
    code = clean_line(code or "")
    derived = _derived(review, kind, fields, benchmark)
    if code and derived and code != derived:
        raise RecordError(_("{kind}: the code must be '{code}'").format(kind=kind, code=shown_code(derived)))
    code = code or derived or ""
    if kind in INDICATOR_CODED:
        found = (benchmark or benchmark_of(review)).find(code)
        if found is None:
            raise UnknownCodeError(
                _("{kind}: unknown indicator '{code}'").format(kind=kind, code=shown_code(code))
            )
        return found
    if code:
        return code
    prefix = KINDS[kind].prefix
    if prefix is None:
        raise RecordError(_("{kind}: a code is needed").format(kind=kind))
    stem = f"{review.log.author or 'X'}-{prefix}"
    return f"{stem}{next_number(review.connection, kind, stem):02d}"


def _derived(
    review: ReviewFile, kind: str, fields: Mapping[str, Any], benchmark: Benchmark | None
) -> str | None:
    """Return the code that follows from the fields, an indicator's older alias replaced by its id."""
    indicator = fields.get("indicator")
    if isinstance(indicator, str) and "indicator" in fields_of(kind):
        found = (benchmark or benchmark_of(review)).find(indicator)
        fields = {**fields, "indicator": found or indicator}
    return derived_code(kind, fields)
