"""JSON Schemas of the records and of benchmark files, for whoever writes them with another program."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from peervisit.model.benchmark_check import BenchmarkFile
from peervisit.model.fields import Record
from peervisit.model.kinds import KINDS, fields_of
from peervisit.model.validate import derived_code

DIALECT = "https://json-schema.org/draft/2020-12/schema"
BENCHMARK = "benchmark"


def schemas() -> dict[str, dict[str, Any]]:
    """Return name to JSON Schema: one for each kind of record, and ``benchmark`` for benchmark files.

    The record that carries a benchmark in a review is ``benchmark-record``.
    """
    records = {_name(kind): _record_schema(kind) for kind in KINDS}
    whole = BenchmarkFile.model_json_schema(mode="validation")
    return records | {BENCHMARK: {"$schema": DIALECT, **whole, "title": "Benchmark file"}}


def write(folder: Path) -> list[Path]:
    """Write every schema into a folder as ``NAME.schema.json``; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in sorted(schemas().items()):
        path = folder / f"{name}.schema.json"
        path.write_text(as_text(schema), encoding="utf-8", newline="\n")
        written.append(path)
    return written


def as_text(schema: dict[str, Any]) -> str:
    """Return a schema as it stands in its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _name(kind: str) -> str:
    return "benchmark-record" if kind == BENCHMARK else kind


def _record_schema(kind: str) -> dict[str, Any]:
    model = KINDS[kind]
    schema = model.model_json_schema(mode="validation")
    own = schema.pop("properties")
    code = own.pop("code")
    required = [name for name in schema.pop("required", []) if name != "code"]
    for name, spec in fields_of(kind).items():
        named = spec.items.item if spec.items else spec.ref
        if named:
            own[name]["x-names"] = named
    return {
        "$schema": DIALECT,
        **schema,
        "title": model.heading,
        "description": f"{schema['description']} One line of a .jsonl file.",
        "properties": {"kind": {"const": kind}, "code": code | _pattern(model), **own, **_STATE},
        "required": ["kind", *(["code"] if _needs_code(kind) else []), *required],
    }


def _pattern(model: type[Record]) -> dict[str, str]:
    """Return the pattern of the code, which pydantic leaves out where it follows a function."""
    marks = model.model_fields["code"].metadata
    patterns = [mark.pattern for mark in marks if getattr(mark, "pattern", None)]
    return {"pattern": patterns[0]} if patterns else {}


def _needs_code(kind: str) -> bool:
    """Whether a record must bring its code, because none can be made up or derived from its fields."""
    return KINDS[kind].prefix is None and not derived_code(kind, dict.fromkeys(fields_of(kind), "x"))


_STATE = {
    "_conflicts": {
        "title": "Open conflicts",
        "description": "Field, or entry of a field, to every value that two copies left open",
        "type": "object",
        "additionalProperties": {"type": "array", "items": {"type": ["string", "number", "null"]}},
    },
    "_gone": {
        "title": "Deleted since",
        "description": "Kind to the codes that this record names although their records were deleted",
        "type": "object",
        "propertyNames": {"enum": list(KINDS)},
        "additionalProperties": {"type": "array", "items": {"type": "string", "minLength": 1}},
    },
}


if __name__ == "__main__":
    for one in write(Path(sys.argv[1] if len(sys.argv) > 1 else "schemas")):
        print(one)
