"""Whether what somebody gives for a record is acceptable, said in terms of fields and never of contents."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from peervisit.errors import RecordError, UnknownCodeError
from peervisit.i18n import _
from peervisit.model import choices
from peervisit.model.benchmark import Benchmark
from peervisit.model.fields import Record
from peervisit.model.flat import Value, flat
from peervisit.model.kinds import KINDS, FieldSpec, fields_of
from peervisit.model.text import clean_line

Exists = Callable[[str, str], bool]
"""Whether a record of a kind has a code."""

_CODE_LIKE = re.compile(r"review\Z|(?=.*\d)[\w./-]{1,40}\Z|[A-Z]{1,4}(?:[./-][\w./-]{0,36})?\Z")
_FIELD_LIKE = re.compile(r"[a-z_][a-z0-9_]{0,39}(?:\.[\w./-]{1,40})?\Z")
_OPEN = frozenset(("language", "benchmark", "file"))
_CHOICES: dict[str, tuple[str, ...]] = {
    "role": choices.Role.__args__,  # type: ignore[attr-defined]
    "group": choices.Group.__args__,  # type: ignore[attr-defined]
}


def validated(kind: str, code: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields given, cleaned and in their stored form.

    Raises:
        RecordError: a field is unknown, missing, or of the wrong form.
    """
    model = KINDS[kind]
    try:
        record = model.model_validate({"code": code, **fields})
    except ValidationError as error:
        raise RecordError(_reasons(kind, code, error.errors(include_url=False))) from None
    return _not_blank(kind, code, {name: getattr(record, name) for name in fields})


def _not_blank(kind: str, code: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields; what a record must have says something."""
    for name, value in fields.items():
        if isinstance(value, str) and not value.strip() and fields_of(kind)[name].required:
            reason = _("field '{field}' is empty").format(field=name)
            raise RecordError(f"{kind} {shown_code(code)}: {reason}")
    return fields


def validated_change(
    kind: str, code: str, current: Mapping[str, Any], fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the changed fields of a record that is there; what else it holds is not judged.

    Raises:
        RecordError: a changed field is unknown, taken away though required, or of the wrong form.
    """
    known = fields_of(kind)
    held = {name: value for name, value in current.items() if name in known and value is not None}
    try:
        return _only(kind, code, held, fields)
    except RecordError:
        return _only(kind, code, {}, fields, lenient=True)


def _only(
    kind: str,
    code: str,
    held: Mapping[str, Any],
    fields: Mapping[str, Any],
    *,
    lenient: bool = False,
) -> dict[str, Any]:
    model = KINDS[kind]
    try:
        record = model.model_validate({"code": code, **held, **fields})
    except ValidationError as error:
        ours = [one for one in error.errors(include_url=False) if one["loc"] and one["loc"][0] in fields]
        if ours or not lenient:
            raise RecordError(_reasons(kind, code, ours or error.errors(include_url=False))) from None
        # What is wrong stands elsewhere in the record: each field is cleaned by itself.
        return _not_blank(kind, code, {name: _alone(model, name, value) for name, value in fields.items()})
    return _not_blank(kind, code, {name: getattr(record, name) for name in fields})


def _alone(model: type[Record], name: str, value: Any) -> Any:
    """Return an acceptable value of one field, cleaned, whatever the rest of its record holds."""
    info = model.model_fields[name]
    field: Any = info.annotation
    if info.metadata:
        field = Annotated.__class_getitem__((field, *info.metadata))  # type: ignore[attr-defined]
    return TypeAdapter(field).validate_python(value)


def validated_value(
    kind: str,
    code: str,
    current: Mapping[str, Any],
    name: str,
    value: Value,
    benchmark: Benchmark,
    exists: Exists,
) -> Value:
    """Return one value of the change log, cleaned: of a field, or of an entry as ``field.entry``.

    Raises:
        RecordError: there is no such field, or the value is not acceptable for it.
        UnknownCodeError: it names something that is not in this review.
    """
    if name == "_deleted":
        if value not in (0, 1):
            raise RecordError(
                _("{kind} {code}: keep the record, or delete it").format(kind=kind, code=shown_code(code))
            )
        return value
    base, dot, item = name.partition(".")
    spec = fields_of(kind).get(base)
    if spec is None or bool(dot) is (spec.items is None):
        raise RecordError(
            _("{kind} {code}: unknown field '{field}'").format(
                kind=kind, code=shown_code(code), field=shown_field(name)
            )
        )
    given: Any = value
    if spec.items is not None:
        given = [item] if spec.items.value is None else {item: value}
        if value is None:
            with_references(kind, code, {base: [item]}, benchmark, exists)
            return None
        if spec.items.value is None and value != 1:
            # An entry is there or not; any text would be dropped.
            raise _wrong_form(kind, code, base)
    elif value is None and not spec.required:
        return None
    clean = validated_change(kind, code, current, {base: given})
    held = dict(flat(kind, with_references(kind, code, clean, benchmark, exists)))
    if name not in held:
        raise _wrong_form(kind, code, base)
    return held[name]


def _wrong_form(kind: str, code: str, field: str) -> RecordError:
    words = _("{kind} {code}: field '{field}' has not the right form")
    return RecordError(words.format(kind=kind, code=shown_code(code), field=field))


def _reasons(kind: str, code: str, problems: list[ErrorDetails]) -> str:
    reasons = "; ".join(dict.fromkeys(_reason(kind, problem) for problem in problems))
    return f"{kind} {shown_code(code)}: {reasons}".replace("  ", " ")


def _reason(kind: str, problem: ErrorDetails) -> str:
    place = str(problem["loc"][0]) if problem["loc"] else ""
    what = problem["type"]
    specs = fields_of(kind)
    if what == "extra_forbidden":
        return _("unknown field '{field}'").format(field=shown_field(place))
    if what == "missing" or (what == "string_type" and problem.get("input") is None):
        return _("field '{field}' is missing").format(field=place)
    if what == "literal_error":
        options = specs[place].choices if place in specs else ()
        return _("field '{field}' must be one of {options}").format(field=place, options=", ".join(options))
    if what == "string_too_short":
        return _("field '{field}' is empty").format(field=place)
    if place in specs and (example := specs[place].example_in_words):
        return _("field '{field}' has not the right form; such as {example}").format(
            field=place, example=example
        )
    return _("field '{field}' has not the right form").format(field=place or "code")


def shown_code(code: str) -> str:
    """Return a code as it may stand in a message; what does not look like one might be a name."""
    return code if _CODE_LIKE.match(code) else "…"


def shown_field(name: str) -> str:
    """Return the name of a field as it may stand in a message; what does not look like one may be text."""
    return name if _FIELD_LIKE.match(name) else "…"


def with_references(
    kind: str, code: str, fields: Mapping[str, Any], benchmark: Benchmark, exists: Exists
) -> dict[str, Any]:
    """Return the fields with every code they name found, aliases of indicators replaced by their ids.

    Raises:
        UnknownCodeError: a code names nothing in this review.
    """
    result = dict(fields)
    specs = fields_of(kind)
    for name, value in fields.items():
        spec = specs[name]
        target = spec.items.item if spec.items else spec.ref
        if target is None or value is None or target in _OPEN:
            continue
        result[name] = _found(kind, code, spec, target, value, benchmark, exists)
    return result


def _found(
    kind: str,
    code: str,
    spec: FieldSpec,
    target: str,
    value: Any,
    benchmark: Benchmark,
    exists: Exists,
) -> Any:
    closed = target in _CHOICES or target in ("level", "tier", "factor")
    show = shown_field if closed else shown_code

    def find(one: str) -> str:
        found = canonical(target, one, benchmark, exists)
        if found is None:
            raise UnknownCodeError(
                _("{kind} {code}: field '{field}' names an unknown {target} '{value}'").format(
                    kind=kind, code=shown_code(code), field=spec.name, target=target, value=show(one)
                )
            )
        return found

    if isinstance(value, dict):
        return {find(one): held for one, held in value.items()}
    if isinstance(value, list):
        return sorted({find(one) for one in value})
    return find(value)


def canonical(target: str, code: str, benchmark: Benchmark, exists: Exists) -> str | None:
    """Return the code under which something is known, or None."""
    if target == "indicator":
        return benchmark.find(code)
    if target == "level":
        return code if code in benchmark.levels else None
    if target == "tier":
        return code if code in benchmark.tiers_by_id else None
    if target == "factor":
        return code if code in benchmark.factors else None
    if target in _CHOICES:
        return code if code in _CHOICES[target] else None
    return code if exists(target, code) else None


def derived_code(kind: str, fields: Mapping[str, Any]) -> str | None:
    """Return the code that follows from the fields, for the kinds whose code has a meaning."""
    parts = {
        "desk_review": ("indicator", "member"),
        "judgement": ("indicator", "member", "round"),
        "override": ("rule", "subject"),
        "submission": ("phase", "member"),
    }.get(kind)
    if kind == "review":
        return "review"
    if parts is None:
        return None
    values = [fields.get(part) or ("before" if part == "round" else None) for part in parts]
    return "/".join(clean_line(str(value)) for value in values) if all(values) else None
