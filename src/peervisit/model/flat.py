"""Between records as people write them and the single values that the change log holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from peervisit.model.kinds import fields_of

Value = str | int | float | None


def flat(kind: str, fields: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    """Yield the values of fields one by one; entries of sets and mappings as ``field.entry``."""
    specs = fields_of(kind)
    for name, value in fields.items():
        items = specs[name].items
        if items is None:
            yield name, int(value) if isinstance(value, bool) else value
        elif items.value is None:
            for item in value or ():
                yield f"{name}.{item}", 1
        else:
            for item, held in (value or {}).items():
                yield f"{name}.{item}", held


def changes(kind: str, current: Mapping[str, Any], fields: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    """Yield what must be written so that the fields hold what is given, entries taken away included."""
    specs = fields_of(kind)
    for name, value in fields.items():
        if specs[name].items is not None:
            kept = set(value or ())
            for item in current.get(name) or ():
                if item not in kept:
                    yield f"{name}.{item}", None
    yield from flat(kind, fields)


def anew(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return every field of a kind: those given, and the rest empty."""
    empty: dict[str, Any] = {
        name: None if spec.items is None else {} if spec.items.value else []
        for name, spec in fields_of(kind).items()
    }
    return {**empty, **fields}


def unflat(kind: str, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the fields that single values make up."""
    specs = fields_of(kind)
    fields: dict[str, Any] = {}
    for name, value in values.items():
        base, dot, item = name.partition(".")
        spec = specs.get(base)
        if spec is None or value is None:
            continue
        if not dot:
            fields[name] = bool(value) if spec.boolean else value
        elif spec.items is not None and spec.items.value is None:
            fields.setdefault(base, []).append(item)
        else:
            fields.setdefault(base, {})[item] = value
    return fields
