"""Any record as paragraphs: what a screen shows of a kind that has no screen of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from peervisit.i18n import _, labelled, short_day
from peervisit.model.benchmark import Benchmark
from peervisit.store.review_file import ReviewFile
from peervisit.tui.levels import level_text
from peervisit.tui.reading import choice
from peervisit.tui.status import local_time
from peervisit.tui.widgets.detail import Block

if TYPE_CHECKING:
    from peervisit.model.kinds import FieldSpec

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?\Z")
"""In UTC, in the zone of whoever wrote it down, or by the clock on the wall."""


def record_blocks(review: ReviewFile, benchmark: Benchmark, kind: str, code: str) -> Iterator[Block]:
    """Yield every field of a record that holds something, with its title."""
    from peervisit.model.kinds import KINDS, fields_of

    row = review.row(kind, code)
    if row is None or kind not in KINDS:
        yield Block(_("This record is not here any more."), "muted")
        return
    heading = _(KINDS[kind].heading)
    yield Block(code, "strong", label=f"{heading}  ", label_role="heading")

    for name, spec in fields_of(kind).items():
        value = row.get(name)
        if value is None or value in ([], {}, ""):
            continue
        text = in_words(benchmark, spec, value)
        link = str(value) if spec.ref not in (None, "level", "factor") else ""
        yield Block(text, label=labelled(_(spec.title)), code=link)


def in_words(benchmark: Benchmark, spec: FieldSpec, value: Any) -> str:
    """Return what a field, or one entry of a set, holds as people say it: no id, no clock of another zone."""
    if value is None:
        return "–"
    if spec.boolean or (spec.items and isinstance(value, int)):
        return _("yes") if value else _("no")
    if spec.ref == "level":
        return level_text(benchmark, str(value))
    if isinstance(value, dict):
        said = choice if spec.choices else _said
        return "\n".join(labelled(key, said(held)) for key, held in value.items())
    if isinstance(value, list):
        return ", ".join(choice(one) for one in value)
    if spec.is_day:
        return short_day(str(value))
    return choice(str(value)) if spec.choices else _said(value)


def _said(value: Any) -> str:
    return local_time(value) if isinstance(value, str) and _MOMENT.match(value) else str(value)
