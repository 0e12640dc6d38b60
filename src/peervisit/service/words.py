"""What a field holds in the words of people, and the stored value of what people wrote for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peervisit.i18n import _, current, day_or_moment
from peervisit.model.benchmark import Benchmark, Level, in_language
from peervisit.model.choices import LABELS
from peervisit.model.kinds import KINDS, FieldSpec, fields_of
from peervisit.model.text import fold


def level_in_words(benchmark: Benchmark, level: str | None) -> str:
    """Return the glyph and the word of a level; of one not known here, its id."""
    known = benchmark.levels.get(level or "")
    return f"{known.symbol} {in_language(known.name, current())}" if known else level or "–"


def value_in_words(benchmark: Benchmark, kind: str, field: str, value: Any) -> str:
    """Return what a field of a kind, or one entry of a set, holds: no id of a choice, no 0 for no.

    A kind or field that only a newer version knows is told as it is stored.
    """
    spec = _spec(kind, field)
    if spec is None or value is None:
        return _("nothing") if value is None else str(value)
    if spec.boolean or (spec.items and isinstance(value, int)):
        return _("yes") if value else _("no")
    if spec.ref == "level":
        return level_in_words(benchmark, str(value))
    if spec.is_day or spec.is_moment:
        return day_or_moment(str(value))
    return _(LABELS.get(str(value), str(value))) if spec.choices else str(value)


def brought_in_words(
    benchmark: Benchmark, kind: str, field: str, value: Any, new_titles: Iterable[str] = ()
) -> str:
    """Return what a form brings for a field; a document that is not on record yet by its title."""
    if value is None:
        return "–"
    spec = _spec(kind, field)
    if spec is not None and spec.items and str(value).startswith("+"):
        key = str(value)[1:]
        return next((title for title in new_titles if fold(title) == key), key)
    return value_in_words(benchmark, kind, field, value)


def value_of_words(benchmark: Benchmark, kind: str, field: str, words: Any) -> Any:
    """Return what is stored for a choice, a level or a yes written as it is said; all else as it is."""
    spec = _spec(kind, field)
    if spec is None or not isinstance(words, str):
        return words
    if spec.ref == "level":
        told: dict[Any, set[str]] = {one.id: _names(one) for one in benchmark.scale}
    elif spec.items and spec.items.value is None:
        told = {1: {"yes", _("yes")}, None: {"no", _("no"), "nothing", _("nothing")}}
    elif spec.boolean:
        told = {1: {"yes", _("yes")}, 0: {"no", _("no")}}
    elif spec.choices:
        told = {one: {one, LABELS.get(one, one), _(LABELS.get(one, one))} for one in spec.choices}
    else:
        return words
    meant = fold(words).strip()
    return next((value for value, names in told.items() if meant in map(fold, names)), words)


def _names(level: Level) -> set[str]:
    names = level.name.values()
    return {level.id, level.symbol, *names, *(f"{level.symbol} {name}" for name in names)}


def _spec(kind: str, field: str) -> FieldSpec | None:
    return fields_of(kind).get(field.partition(".")[0]) if kind in KINDS else None
