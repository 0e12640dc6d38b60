"""Reviews for the tests of the services: a small one with a record of each kind, and hostile ones."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st

from peervisit.exchange.schemas import schemas
from peervisit.model.kinds import KINDS, FieldSpec, fields_of
from peervisit.service import exchange, reviews
from peervisit.service.benchmarks import load
from peervisit.store.review_file import ReviewFile

Line = dict[str, Any]

BENCHMARK = load("inti-cities")[0]
INDICATORS = sorted(BENCHMARK.by_id)[:4]
LEVELS = list(BENCHMARK.levels)
CODES: dict[str, list[str]] = {
    "benchmark": ["inti-cities"],
    "member": ["AR", "BK"],
    "stakeholder": ["AR-I01", "BK-I01"],
    "document": ["AR-D01", "AR-D02"],
    "slot": ["AR-S01", "AR-S02"],
    "question": ["AR-Q01"],
    "interview": ["BK-N01", "BK-N02"],
    "evidence": ["BK-E01", "BK-E02"],
    "context": ["AR-X01"],
    "conclusion": ["AR-C01"],
    "recommendation": ["AR-R01"],
    "practice": ["AR-G01"],
    "action": ["AR-A01"],
    "comment": ["AR-K01"],
    "form": ["AR-F01"],
    "debrief": ["2026-05-12"],
    "self_assessment": INDICATORS,
    "consensus": INDICATORS,
}
"""The codes that records of a kind may have, so that they can name each other."""

NAMED = {
    **{kind: codes for kind, codes in CODES.items() if kind not in ("self_assessment", "consensus")},
    "indicator": INDICATORS,
    "level": LEVELS,
    "tier": list(BENCHMARK.tiers_by_id),
    "factor": list(BENCHMARK.factors),
    "role": ["peer", "team-leader"],
    "group": ["media", "business"],
    "language": ["fr", "ar"],
    "file": ["ab12", "cd34"],
}
"""What a field may name, by what it names."""

HOSTILE = (
    "\x1b[31mred\x1b[0m",
    "He said [the mayor] agreed [/] [@click=app.quit]",
    "\ud83d\ude00 and half a \ud83d",
    "مدينة الاندماج \u202eabc\u202c",
    "👩‍👩‍👧 naïve café e\u0301",
    "one\r\ntwo\rthree\u2028four\x85five",
    "\x00\x07\ufffe",
    "'; DROP TABLE evidence; --",
    '{"kind": "evidence"}',
    "=1+1",
    "\ufeffmark",
)
"""Texts that have broken other programs."""

MOMENTS = ("2026-05-12T09:30:00Z", "2026-05-12T11:30:00+02:00")
NO_LINES = ("kind", "code")


def texts() -> st.SearchStrategy[str]:
    """Return any text, lone surrogates and control characters included, that is not empty."""
    anything = st.text(st.characters(), max_size=20)
    return st.one_of(st.sampled_from(HOSTILE), anything).map(lambda text: f"x{text}")


def value_of(kind: str, spec: FieldSpec) -> st.SearchStrategy[Any]:
    """Return acceptable values of a field."""
    pattern = str(schemas()["benchmark-record" if kind == "benchmark" else kind]["properties"][spec.name])
    if spec.items is not None:
        return _entries(spec)
    if spec.ref in NAMED:
        return st.sampled_from(NAMED[spec.ref])
    if spec.choices:
        return st.sampled_from(spec.choices)
    if spec.boolean:
        return st.booleans()
    if spec.column == "INTEGER":
        return st.integers(0, 9)
    if "\\d{4}-" in pattern:
        return st.dates().filter(lambda day: day.year > 999).map(str)
    if "[01]" in pattern:
        return st.times().map(lambda time: f"{time:%H:%M}")
    if spec.name in ("started", "ended", "recorded_at", "judged_at", "received_at", "issued_at", "at"):
        return st.sampled_from(MOMENTS)
    return texts()


def _entries(spec: FieldSpec) -> st.SearchStrategy[Any]:
    assert spec.items is not None
    named = st.sampled_from(NAMED[spec.items.item])
    if spec.items.value is None:
        return st.lists(named, max_size=3)
    held = (
        st.sampled_from(spec.choices)
        if spec.choices
        else st.sampled_from(MOMENTS)
        if spec.items.value == "confirmed_at"
        else texts()
    )
    return st.dictionaries(named, held, max_size=3)


@cache
def fields(kind: str) -> st.SearchStrategy[Line]:
    """Return acceptable fields of a kind: at least one, what is required, and some of the rest."""
    specs = fields_of(kind)
    required = {name: value_of(kind, specs[name]) for name in _always(kind)}
    optional = {name: value_of(kind, spec) for name, spec in specs.items() if name not in required}
    return st.fixed_dictionaries(required, optional=optional)


@cache
def lines_of(kind: str) -> st.SearchStrategy[Line]:
    """Return lines of an import file with a record of a kind."""
    given = fields(kind)
    if kind == "review":
        return given.map(lambda found: {"kind": kind, "code": "review", **found})
    if kind == "override":
        rules = st.sampled_from(["R03", "R07", "R12"])
        given = st.tuples(given, rules, st.sampled_from(INDICATORS)).map(
            lambda parts: {**parts[0], "rule": parts[1], "subject": parts[2]}
        )
    if kind in CODES:
        return st.tuples(st.sampled_from(CODES[kind]), given).map(
            lambda parts: {"kind": kind, "code": parts[0], **parts[1]}
        )
    return given.map(lambda found: {"kind": kind, **found})


def needed() -> list[Line]:
    """Return one bare record for every code that another may name."""
    kinds = [kind for kind in CODES if kind not in ("benchmark", "self_assessment", "consensus")]
    return [{"kind": kind, "code": code, **_bare(kind)} for kind in kinds for code in CODES[kind]]


def _bare(kind: str) -> Line:
    specs = fields_of(kind)
    return {name: specs[name].choices[0] if specs[name].choices else "x" for name in _always(kind)}


def _always(kind: str) -> list[str]:
    """Return the fields that are given to each record of a kind."""
    specs = fields_of(kind)
    plain = ("title", "language", "city", "notes", "owner", "rationale", "answer")
    return [name for name, spec in specs.items() if spec.required] or [
        next(name for name in plain if name in specs)
    ]


def reviews_of_any_kind() -> st.SearchStrategy[list[Line]]:
    """Return the lines of a review with records of every kind, any of them more than once."""
    kinds = [kind for kind in KINDS if kind != "benchmark"]
    each = st.one_of([lines_of(kind) for kind in kinds])
    return st.lists(each, max_size=12)


def as_lines(content: Iterable[Line]) -> list[str]:
    """Return records as the lines of an import file."""
    return [json.dumps(line) for line in content]


@cache
def _made(benchmark: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.peervisit"
        reviews.create(path, city="Genoa", benchmark=benchmark, country="IT").close()
        return path.read_bytes()


def new(path: Path, benchmark: str = "inti-cities") -> ReviewFile:
    """Return a new review of Genoa, open; copied, because making one takes a while."""
    path.write_bytes(_made(benchmark))
    return reviews.open_review(path)


def filled(path: Path, content: Iterable[Line] = ()) -> ReviewFile:
    """Return a new review with what is needed and these records, open."""
    review = new(path)
    exchange.import_lines(review, as_lines([*needed(), *content]))
    return review


def at(hour: int, minute: int = 0) -> datetime:
    """Return a moment on the first day of the visit."""
    return datetime(2026, 5, 12, hour, minute, tzinfo=UTC)
