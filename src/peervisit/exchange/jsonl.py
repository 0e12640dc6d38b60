"""Records as JSON lines: every record out, and in again, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from peervisit.errors import ImportLineError, RecordError
from peervisit.i18n import _
from peervisit.model.benchmark import Benchmark
from peervisit.model.benchmark_check import BenchmarkFile
from peervisit.model.flat import anew, changes
from peervisit.model.kinds import KINDS, fields_of
from peervisit.model.validate import (
    derived_code,
    shown_field,
    validated,
    validated_change,
    validated_value,
    with_references,
)
from peervisit.store.catalogue import DELETED
from peervisit.store.log import Value
from peervisit.store.review_file import ReviewFile

CONFLICTS = "_conflicts"
"""In an exported line: each disputed field with every open value, the one shown first."""

GONE = "_gone"
"""In an exported line: kind to the codes that the record names although their records were deleted."""

Gone = dict[str, list[str]]
Exists = Callable[[str, str], bool]


def export_lines(review: ReviewFile) -> Iterator[str]:
    """Yield one JSON object a record, kinds in the order of the method, records in order of code."""
    disputed: dict[tuple[str, str], list[str]] = {}
    for kind, code, name in review.connection.execute("SELECT kind, record, field FROM conflict"):
        disputed.setdefault((kind, code), []).append(name)
    held = {kind: {code: _filled(kind, row) for code, row in review.rows(kind).items()} for kind in KINDS}
    there = {
        kind: {code for code, row in rows.items() if row or (kind, code) in disputed}
        for kind, rows in held.items()
    }
    for kind, rows in held.items():
        for code, row in rows.items():
            if code not in there[kind]:
                # Every field was cleared: nothing is left of it but its code.
                continue
            open_values = {
                name: [head.value for head in review.log.heads(kind, code, name)]
                for name in disputed.get((kind, code), ())
            }
            gone = _gone(there, kind, row, open_values)
            line = {"kind": kind, "code": code, **row}
            if open_values:
                line[CONFLICTS] = open_values
            if gone:
                line[GONE] = gone
            yield json.dumps(line, ensure_ascii=False)


def _filled(kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, spec in fields_of(kind).items():
        value = row.get(name)
        if value is None or value in ([], {}):
            continue
        found[name] = bool(value) if spec.boolean else value
    return found


def _gone(
    there: Mapping[str, set[str]], kind: str, row: Mapping[str, Any], open_values: Mapping[str, list[Value]]
) -> Gone:
    """Return what a record names that was deleted since, so that whoever reads the line knows."""
    named: set[tuple[str, str]] = set()
    for name, spec in fields_of(kind).items():
        target = spec.items.item if spec.items else spec.ref
        if target not in KINDS:
            continue
        held = row.get(name)
        named.update((target, one) for one in ([held] if isinstance(held, str) else held or ()))
        for disputed, values in open_values.items():
            base, _dot, item = disputed.partition(".")
            if base == name:
                named.update((target, str(one)) for one in ([item] if item else values) if one)
    found: Gone = {}
    for target, one in sorted(named):
        if one not in there[target]:
            found.setdefault(target, []).append(one)
    return found


@dataclass(slots=True)
class Line:
    """One line of an import: where it stands and what it holds."""

    number: int
    kind: str
    code: str | None
    fields: dict[str, Any]
    conflicts: dict[str, list[Value]] = field(default_factory=dict)
    gone: Gone = field(default_factory=dict)


def parse_lines(lines: Iterable[bytes | str]) -> Iterator[Line]:
    """Yield the records of an import file, each known to be of a known kind with known fields.

    Raises:
        ImportLineError: a line is not JSON, not an object, or of an unknown kind or field.
    """
    for number, raw in enumerate(lines, 1):
        line = _parse(number, raw)
        if line is not None:
            yield line


def _parse(number: int, raw: bytes | str) -> Line | None:
    try:
        text = raw.decode("utf-8-sig" if number == 1 else "utf-8") if isinstance(raw, bytes) else raw
        if not text.strip():
            return None
        content = _JSON.decode(text)
    except UnicodeDecodeError:
        raise _wrong(number, _("is not UTF-8 text")) from None
    except RecordError as error:
        raise _wrong(number, str(error)) from None
    except (ValueError, RecursionError):
        raise _wrong(number, _("is not JSON")) from None
    if not isinstance(content, dict):
        raise _wrong(number, _("is not a JSON object"))
    kind, code = content.pop("kind", None), content.pop("code", None)
    conflicts, gone = content.pop(CONFLICTS, {}), content.pop(GONE, {})
    if not isinstance(kind, str) or kind not in KINDS:
        raise _wrong(number, _("unknown kind; there are {kinds}").format(kinds=", ".join(KINDS)))
    if code is not None and (not isinstance(code, str) or not code.strip()):
        raise _wrong(number, _("field 'code' has not the right form"))
    for name in content:
        if name not in fields_of(kind):
            raise _wrong(
                number, _("{kind}: unknown field '{field}'").format(kind=kind, field=shown_field(name))
            )
    if not _are_conflicts(kind, conflicts):
        raise _wrong(number, _("field '{field}' has not the right form").format(field=CONFLICTS))
    if not _are_codes(gone):
        raise _wrong(number, _("field '{field}' has not the right form").format(field=GONE))
    return Line(number, kind, code, content, conflicts, gone)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        # Which of the two is meant nobody can know; taking the last would lose the other in silence.
        raise RecordError(_("gives a field twice"))
    return found


def _no_number(_word: str) -> NoReturn:
    raise RecordError(_("is not JSON"))


_JSON = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_number)


def _are_codes(gone: Any) -> bool:
    return isinstance(gone, dict) and all(
        kind in KINDS and isinstance(codes, list) and all(isinstance(code, str) and code for code in codes)
        for kind, codes in gone.items()
    )


def _are_conflicts(kind: str, conflicts: Any) -> bool:
    return isinstance(conflicts, dict) and all(
        (name == DELETED or name.partition(".")[0] in fields_of(kind))
        and isinstance(values, list)
        and all(value is None or isinstance(value, str | int | float) for value in values)
        for name, values in conflicts.items()
    )


CodeFor = Callable[[str, Mapping[str, Any], str | None, Benchmark], str]
"""Makes the code of a record from its kind, fields and the code given."""


def benchmark_in(parsed: Iterable[Line]) -> Benchmark | None:
    """Return the benchmark that the lines bring along, if any.

    Raises:
        ImportLineError: it has mistakes.
    """
    brought = None
    for line in parsed:
        if line.kind == "benchmark" and "content" in line.fields:
            brought = _benchmark(line)
    return brought


def import_parsed(
    review: ReviewFile, parsed: Sequence[Line], benchmark: Benchmark, code_for: CodeFor
) -> dict[str, int]:
    """Take in records, all or none; return how many of each kind.

    A record that is there gets the fields given; sets and mappings are given whole.

    Raises:
        ImportLineError: a line is not acceptable; nothing was written.
    """
    counts: dict[str, int] = {}
    coming = {(line.kind, line.code or derived_code(line.kind, line.fields)) for line in parsed}
    gone = {(kind, code) for line in parsed for kind, codes in line.gone.items() for code in codes} - coming

    def exists(kind: str, code: str) -> bool:
        return (kind, code) in coming or (kind, code) in gone or review.exists(kind, code)

    with review.transaction() as log, log.gathering():
        review.name_step(f"import {len(parsed)}")
        for kind, code in sorted(gone):
            if not review.exists(kind, code) and not log.heads(kind, code, DELETED):
                # Its code stays taken here too.
                log.delete(kind, code)
        for line in parsed:
            try:
                _take(review, line, benchmark, exists, code_for)
            except RecordError as error:
                raise _wrong(line.number, str(error)) from None
            counts[line.kind] = counts.get(line.kind, 0) + 1
    return counts


def _benchmark(line: Line) -> Benchmark:
    try:
        file = BenchmarkFile.model_validate_json(line.fields["content"])
    except (ValueError, TypeError):
        raise _wrong(line.number, _("benchmark: the content is not a benchmark")) from None
    if file.id != line.code:
        raise _wrong(
            line.number, _("{kind}: the code must be '{code}'").format(kind="benchmark", code=file.id)
        )
    return Benchmark.from_dict(file.model_dump(exclude_none=True))


def _take(
    review: ReviewFile,
    line: Line,
    benchmark: Benchmark,
    exists: Exists,
    code_for: CodeFor,
) -> None:
    kind = line.kind
    if line.code is None:
        review.log.flush()
    code = code_for(kind, line.fields, line.code, benchmark)
    if review.log.is_gathered(kind, code):
        review.log.flush()
    current = review.row(kind, code) if review.exists(kind, code) else None
    if current is None:
        clean = validated(kind, code, line.fields)
    else:
        clean = validated_change(kind, code, current, line.fields)
    clean = with_references(kind, code, clean, benchmark, exists)
    open_again = {
        name: [
            validated_value(kind, code, {**(current or {}), **clean}, name, value, benchmark, exists)
            for value in values
        ]
        for name, values in line.conflicts.items()
        if not review.log.heads(kind, code, name)
    }
    if current is None and review.log.heads(kind, code, DELETED):
        review.log.restore(kind, code)
        current, clean = review.row(kind, code), anew(kind, clean)
    values = changes(kind, current or {}, clean)
    count = review.log.record(kind, code, [(name, value) for name, value in values if name not in open_again])
    if not count and not open_again and current is None:
        raise RecordError(_("{kind}: nothing to keep; give at least one field").format(kind=kind))
    for name, versions in sorted(open_again.items()):
        # None has seen another, and the one shown is the newest: as it was where it was exported.
        for value in reversed(versions):
            review.log.write_open(kind, code, name, value)


def _wrong(line: int, reason: str) -> ImportLineError:
    """Return the error of a line, with its number."""
    return ImportLineError(line, reason, _("line {line}: {reason}").format(line=line, reason=reason))
