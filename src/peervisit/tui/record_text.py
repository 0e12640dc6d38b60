"""Any record as paragraphs: what a screen shows of a kind that has no screen of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from peervisit.i18n import _, labelled
from peervisit.model.benchmark import Benchmark
from peervisit.store.review_file import ReviewFile
from peervisit.tui.levels import level_text
from peervisit.tui.reading import choice
from peervisit.tui.widgets.detail import Block


def record_blocks(review: ReviewFile, benchmark: Benchmark, kind: str, code: str) -> Iterator[Block]:
    """Yield every field of a record that holds something, with its title."""
    from peervisit.model.kinds import KINDS, FieldSpec, fields_of

    row = review.row(kind, code)
    if row is None or kind not in KINDS:
        yield Block(_("This record is not here any more."), "muted")
        return
    heading = _(KINDS[kind].heading)
    yield Block(code, "strong", label=f"{heading}  ", label_role="heading")

    def words(spec: FieldSpec, value: Any) -> str:
        if spec.boolean:
            return _("yes") if value else _("no")
        if spec.ref == "level":
            return level_text(benchmark, str(value))
        if isinstance(value, Mapping):
            said = choice if spec.choices else str
            return "\n".join(f"{key}: {said(held)}" for key, held in value.items())
        if isinstance(value, list):
            return ", ".join(choice(one) for one in value)
        return choice(str(value)) if spec.choices else str(value)

    for name, spec in fields_of(kind).items():
        value = row.get(name)
        if value is None or value in ([], {}, ""):
            continue
        text = words(spec, value)
        link = str(value) if spec.ref not in (None, "level", "factor") else ""
        yield Block(text, label=labelled(_(spec.title)), code=link)
