"""The published schemas: in step with the record classes, and true of what is shipped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from peervisit.exchange.benchmark_file import shipped, shipped_path
from peervisit.exchange.schemas import as_text, schemas, write
from peervisit.model.kinds import KINDS

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "sample_reviews").glob("**/*.jsonl"))


def mistakes(name: str, content: Any) -> list[str]:
    """Return what a schema finds wrong."""
    return [error.message for error in Draft202012Validator(schemas()[name]).iter_errors(content)]


@pytest.mark.parametrize("name", schemas())
def test_files_are_in_step(name: str) -> None:
    """Each file in schemas/ is what the record classes give; ``make schemas`` writes them anew."""
    expected = as_text(schemas()[name])

    assert expected == (ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")


def test_no_other_files() -> None:
    """The folder schemas/ holds no schema of a kind that is no more."""
    expected = {f"{name}.schema.json" for name in schemas()}

    assert expected == {path.name for path in (ROOT / "schemas").iterdir()}


@pytest.mark.parametrize("name", schemas())
def test_schemas_are_schemas(name: str) -> None:
    """Each schema is one by the rules of JSON Schema."""
    Draft202012Validator.check_schema(schemas()[name])


def test_every_kind_has_one() -> None:
    """Each kind of record names itself in its schema."""
    expected = set(KINDS)
    found = {schema["properties"].get("kind", {}).get("const") for schema in schemas().values()}

    assert expected == found - {None}


def test_written_by_a_command(tmp_path: Path) -> None:
    """Running the module writes every schema into the folder named."""
    expected = [str(path) for path in write(tmp_path / "a")]
    done = subprocess.run(
        [sys.executable, "-m", "peervisit.exchange.schemas", str(tmp_path / "a")],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )

    assert expected == done.stdout.splitlines()


@pytest.mark.parametrize("benchmark", shipped())
def test_shipped_benchmarks_are_valid(benchmark: str) -> None:
    """A shipped benchmark, read by any YAML reader, is valid by the schema."""
    content = yaml.safe_load(shipped_path(benchmark).read_text(encoding="utf-8"))

    assert [] == mistakes("benchmark", content)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_are_valid(path: Path) -> None:
    """Each line of a sample review is valid by the schema of its kind."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    validators = {name: Draft202012Validator(schema) for name, schema in schemas().items()}
    found = [
        f"{number}: {error.message}"
        for number, record in enumerate(records, 1)
        for error in validators[record["kind"]].iter_errors(record)
    ]

    assert [] == found


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"kind": "member", "code": "AR"}, 0),
        ({"kind": "member"}, 1),
        ({"kind": "member", "code": "A R"}, 1),
        ({"kind": "member", "code": "AR", "shoe_size": 43}, 1),
        ({"kind": "evidence", "statement": "Minutes are public."}, 0),
        ({"kind": "evidence", "statement": "x", "indicators": {"GG-AMB-1": "supports"}}, 0),
        ({"kind": "evidence", "statement": "x", "indicators": {"GG-AMB-1": "proves"}}, 1),
        ({"kind": "evidence", "code": "AR-E01"}, 1),
        ({"kind": "debrief", "notes": "x"}, 1),
        ({"kind": "review", "phase": 10}, 1),
    ],
)
def test_records_are_told_apart(record: dict[str, Any], expected: int) -> None:
    """A schema accepts what an import accepts, and finds what it would refuse."""
    assert expected == len(mistakes(record["kind"], record))


def test_fields_say_what_they_name() -> None:
    """A field that names other records says of which kind they are."""
    fields = schemas()["evidence"]["properties"]

    assert ("interview", "stakeholder", "indicator") == tuple(
        fields[name]["x-names"] for name in ("interview", "stakeholders", "indicators")
    )
