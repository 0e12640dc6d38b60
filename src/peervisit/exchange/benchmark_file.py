"""Benchmarks as files: YAML or JSON, every mistake named with its line and its path."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from peervisit.errors import BenchmarkError
from peervisit.exchange.marked import Marked, MarkedError, Where, read_json, read_yaml
from peervisit.i18n import _
from peervisit.model.benchmark import Benchmark
from peervisit.model.benchmark_check import BenchmarkFile, Problem

LARGEST = 20_000_000
"""How many bytes a benchmark file may have."""

LISTED = 50
"""How many problems are listed before the rest are only counted."""

_SHIPPED = Path(__file__).parents[1] / "benchmarks"


def shipped() -> list[str]:
    """Return the ids of the benchmarks that come with the program."""
    return sorted(path.stem for path in _SHIPPED.glob("*.yaml"))


def shipped_path(benchmark: str) -> Path:
    """Return the file of a benchmark that comes with the program.

    Raises:
        BenchmarkError: there is none with this id.
    """
    if benchmark not in shipped():
        raise BenchmarkError(
            _("no benchmark '{name}' comes with the program; there are {ids}").format(
                name=benchmark, ids=", ".join(shipped())
            )
        )
    return _SHIPPED / f"{benchmark}.yaml"


def shipped_themes() -> dict[str, dict[str, str]]:
    """Return what each benchmark that comes with the program is about, by language; only its head is read."""
    import yaml

    heads = {
        name: shipped_path(name).read_text(encoding="utf-8").partition("\npublication:")[0]
        for name in shipped()
    }
    return {name: dict(yaml.safe_load(head)["theme"]) for name, head in heads.items()}


def load_benchmark_file(path: Path) -> tuple[Benchmark, str]:
    """Return the benchmark in a file, and the canonical JSON text that a review keeps of it.

    Raises:
        BenchmarkError: the file cannot be read, or has mistakes: one line for each,
            ``FILE:LINE: path.to.item: reason``.
    """
    text = _text(path)
    try:
        marked = read_json(text) if path.suffix.lower() == ".json" else read_yaml(text)
    except MarkedError as error:
        raise BenchmarkError(f"{path.name}:{error.line}: {error.reason}") from None
    problems = [Problem(where, _("is given twice")) for where in marked.doubles]
    try:
        file = BenchmarkFile.model_validate(marked.content)
    except ValidationError as error:
        problems += _problems(error)
    else:
        if not problems:
            return _benchmark(file)
    raise BenchmarkError(_listed(path.name, marked, problems))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise BenchmarkError(
                _("{file}: larger than {limit} MB").format(file=path.name, limit=LARGEST // 1_000_000)
            )
        content = path.read_bytes()
    except OSError as error:
        raise BenchmarkError(
            _("{file}: cannot be read ({reason})").format(file=path.name, reason=error.strerror)
        ) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        reason = _("not UTF-8 text; save the file as UTF-8")
        raise BenchmarkError(f"{path.name}:{line}: {reason}") from None


def _benchmark(file: BenchmarkFile) -> tuple[Benchmark, str]:
    content = file.model_dump(exclude_none=True)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Benchmark.from_dict(content), text


def _problems(error: ValidationError) -> list[Problem]:
    found: list[Problem] = []
    for one in error.errors(include_url=False):
        if one["type"] == "benchmark":
            found += one["ctx"]["problems"]
        else:
            where = tuple(part for part in one["loc"] if part != "[key]")
            found.append(Problem(where, _reason(one)))
    return found


def _reason(problem: ErrorDetails) -> str:
    limits = problem.get("ctx", {})
    reasons = {
        "missing": _("is missing"),
        "extra_forbidden": _("is not a known name"),
        "string_type": _("must be text"),
        "string_too_short": _("is empty"),
        "string_too_long": _("is too long; at most {max_length} characters"),
        "string_pattern_mismatch": _("must be 1 to 60 characters without spaces and slashes"),
        "bool_type": _("must be true or false"),
        "bool_parsing": _("must be true or false"),
        "int_type": _("must be a whole number"),
        "int_parsing": _("must be a whole number"),
        "int_from_float": _("must be a whole number"),
        "greater_than_equal": _("must be at least {ge}"),
        "less_than_equal": _("must be at most {le}"),
        "list_type": _("must be a list"),
        "dict_type": _("must be a mapping of names to values"),
        "model_type": _("must be a mapping of names to values"),
        "too_short": _("has too few entries; at least {min_length}"),
    }
    return reasons.get(problem["type"], problem["msg"]).format_map(limits)


def _listed(name: str, marked: Marked, problems: list[Problem]) -> str:
    placed = sorted((marked.line(where), _path(marked.content, where), reason) for where, reason in problems)
    lines = [
        f"{name}:{line}: {path}: {reason}" if path else f"{name}:{line}: {reason}"
        for line, path, reason in dict.fromkeys(placed)
    ]
    if len(lines) > LISTED:
        rest = len(lines) - LISTED
        lines[LISTED:] = [_("{file}: and {count} more").format(file=name, count=rest)]
    return "\n".join(lines)


def _path(content: Any, where: Where) -> str:
    """Return the way to an item; entries of a list by their id, else by their place counted from 1."""
    parts: list[str] = []
    for part in where:
        content = _inside(content, part)
        name = content.get("id") if isinstance(part, int) and isinstance(content, dict) else None
        parts.append(
            name if isinstance(name, str) and name else str(part + 1 if isinstance(part, int) else part)
        )
    return ".".join(parts)


def _inside(content: Any, part: str | int) -> Any:
    try:
        return content[part]
    except (KeyError, IndexError, TypeError):
        return None
