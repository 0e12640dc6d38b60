"""Records as JSON lines: every record out, and in again, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from peervisit.errors import ImportLineError, RecordError
from peervisit.i18n import _
from peervisit.model.benchmark import Benchmark
from peervisit.model.flat import changes
from peervisit.model.kinds import KINDS, fields_of
from peervisit.model.validate import (
    derived_code,
    shown_code,
    validated,
    validated_change,
    with_references,
)
from peervisit.store.catalogue import DELETED
from peervisit.store.log import Value
from peervisit.store.review_file import ReviewFile

CONFLICTS = "_conflicts"
"""In an exported line: each disputed field with every open value, the one shown first."""


def export_lines(review: ReviewFile) -> Iterator[str]:
    """Yield one JSON object a record, kinds in the order of the method, records in order of code."""
    disputed: dict[tuple[str, str], list[str]] = {}
    for kind, code, name in review.connection.execute("SELECT kind, record, field FROM conflict"):
        disputed.setdefault((kind, code), []).append(name)
    for kind in KINDS:
        for code, row in review.rows(kind).items():
            line = {"kind": kind, "code": code, **_filled(kind, row)}
            names = disputed.get((kind, code))
            if names:
                line[CONFLICTS] = {
                    name: [head.value for head in review.log.heads(kind, code, name)] for name in names
                }
            yield json.dumps(line, ensure_ascii=False)


def _filled(kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, spec in fields_of(kind).items():
        value = row.get(name)
        if value is None or value in ([], {}):
            continue
        found[name] = bool(value) if spec.boolean else value
    return found


@dataclass(slots=True)
class Line:
    """One line of an import: where it stands and what it holds."""

    number: int
    kind: str
    code: str | None
    fields: dict[str, Any]
    conflicts: dict[str, list[Value]] = field(default_factory=dict)


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
        content = json.loads(text)
    except UnicodeDecodeError:
        raise ImportLineError(number, _("is not UTF-8 text")) from None
    except (ValueError, RecursionError):
        raise ImportLineError(number, _("is not JSON")) from None
    if not isinstance(content, dict):
        raise ImportLineError(number, _("is not a JSON object"))
    kind, code = content.pop("kind", None), content.pop("code", None)
    conflicts = content.pop(CONFLICTS, {})
    if not isinstance(kind, str) or kind not in KINDS:
        raise ImportLineError(number, _("unknown kind; there are {kinds}").format(kinds=", ".join(KINDS)))
    if code is not None and (not isinstance(code, str) or not code.strip()):
        raise ImportLineError(number, _("field 'code' has not the right form"))
    for name in content:
        if name not in fields_of(kind):
            raise ImportLineError(
                number, _("{kind}: unknown field '{field}'").format(kind=kind, field=shown_code(name))
            )
    if not _are_conflicts(kind, conflicts):
        raise ImportLineError(number, _("field '{field}' has not the right form").format(field=CONFLICTS))
    return Line(number, kind, code, content, conflicts)


def _are_conflicts(kind: str, conflicts: Any) -> bool:
    return isinstance(conflicts, dict) and all(
        (name == DELETED or name.partition(".")[0] in fields_of(kind))
        and isinstance(values, list)
        and all(value is None or isinstance(value, str | int | float) for value in values)
        for name, values in conflicts.items()
    )


CodeFor = Callable[[str, Mapping[str, Any], str | None], str]
"""Makes the code of a record from its kind, fields and the code given."""


def import_parsed(
    review: ReviewFile, parsed: Sequence[Line], benchmark: Benchmark, code_for: CodeFor
) -> dict[str, int]:
    """Take in records, all or none; return how many of each kind.

    A record that is there gets the fields given; sets and mappings are given whole.

    Raises:
        ImportLineError: a line is not acceptable; nothing was written.
    """
    counts: dict[str, int] = {}
    for line in parsed:
        if line.kind == "benchmark" and line.fields.get("content"):
            benchmark = _benchmark(line)
    coming = {(line.kind, line.code or derived_code(line.kind, line.fields)) for line in parsed}

    def exists(kind: str, code: str) -> bool:
        return (kind, code) in coming or review.exists(kind, code)

    with review.transaction() as log, log.gathering():
        review.name_step(f"import {len(parsed)}")
        for line in parsed:
            try:
                _take(review, line, benchmark, exists, code_for)
            except RecordError as error:
                raise ImportLineError(line.number, str(error)) from None
            counts[line.kind] = counts.get(line.kind, 0) + 1
    return counts


def _benchmark(line: Line) -> Benchmark:
    try:
        return Benchmark.from_json(line.fields["content"])
    except (ValueError, KeyError, TypeError):
        raise ImportLineError(line.number, _("benchmark: the content is not a benchmark")) from None


def _take(
    review: ReviewFile,
    line: Line,
    benchmark: Benchmark,
    exists: Callable[[str, str], bool],
    code_for: CodeFor,
) -> None:
    kind = line.kind
    if line.code is None:
        review.log.flush()
    code = code_for(kind, line.fields, line.code)
    expected = derived_code(kind, line.fields)
    if line.code and expected and line.code != expected:
        raise RecordError(_("{kind}: the code must be '{code}'").format(kind=kind, code=shown_code(expected)))
    if review.log.is_gathered(kind, code):
        review.log.flush()
    current = review.row(kind, code) if review.exists(kind, code) else None
    if current is None:
        clean = validated(kind, code, line.fields)
        if review.log.heads(kind, code, DELETED):
            review.log.restore(kind, code)
    else:
        clean = validated_change(kind, code, current, line.fields)
    clean = with_references(kind, code, clean, benchmark, exists)
    open_again = {name for name in line.conflicts if not review.log.heads(kind, code, name)}
    values = changes(kind, current or {}, clean)
    review.log.record(kind, code, [(name, value) for name, value in values if name not in open_again])
    for name in sorted(open_again):
        # None has seen another, and the one shown is the newest: as it was where it was exported.
        for value in reversed(line.conflicts[name]):
            review.log.write_open(kind, code, name, value)
