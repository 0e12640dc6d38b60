"""What a field that names something can name: code, words, and a word more."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peervisit.i18n import _, current
from peervisit.model.benchmark import Benchmark, in_language
from peervisit.store.read import natural
from peervisit.store.review_file import ReviewFile
from peervisit.tui.levels import level_text
from peervisit.tui.plain import one_line

if TYPE_CHECKING:
    from peervisit.model.kinds import FieldSpec

SAID = {
    "evidence": "statement",
    "stakeholder": "role",
    "document": "title",
    "slot": "title",
    "question": "text",
    "conclusion": "title",
    "recommendation": "title",
    "practice": "title",
    "context": "text",
    "interview": "slot",
    "member": "organisation",
}
"""Kind to the field that says which record it is; names of people come from the table ``person``."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen."""

    code: str
    text: str
    note: str = ""
    silent: bool = False
    """Whether the code is a word of the program's, which nobody needs to see beside the words."""


def choices_of(names: Iterable[str]) -> list[Option]:
    """Return the choices of a closed list in the language of the interface."""
    from peervisit.model.choices import LABELS

    return [Option(name, _(LABELS.get(name, name)), silent=True) for name in names]


LANGUAGES = {"en": "English", "fr": "français"}


def language_options(codes: Iterable[str]) -> list[Option]:
    """Return languages under their own names."""
    return [Option(code, LANGUAGES.get(code, code), silent=True) for code in codes]


YES, NO = "yes", "no"


def options_for(
    review: ReviewFile, benchmark: Benchmark, target: str, only: Collection[str] | None = None
) -> list[Option]:
    """Return what a code of a kind can name; of long lists ``only`` these codes, if they are given."""
    language = current()
    if target == "indicator":
        return [
            Option(one.id, one_line(one.heading(language)), ", ".join(one.tiers))
            for one in benchmark.indicators
            if only is None or one.id in only
        ]
    if target == "level":
        return [Option(one.id, level_text(benchmark, one.id), silent=True) for one in benchmark.scale]
    if target == "tier":
        return [Option(one.id, in_language(one.name, language)) for one in benchmark.tiers]
    if target == "factor":
        return [Option(one.id, in_language(one.name, language)) for one in benchmark.context_factors]
    if target in ("role", "group"):
        from peervisit.model import choices

        return choices_of(getattr(choices, target.title()).__args__)
    return _records(review, target, only)


def _records(review: ReviewFile, kind: str, only: Collection[str] | None) -> list[Option]:
    if kind not in review.catalogue:
        return []
    field = SAID.get(kind, "code")
    codes = tuple(only or ())
    these = f"WHERE r.code IN ({', '.join('?' * len(codes))})" if only is not None else ""
    rows = review.connection.execute(
        f"SELECT r.code, r.[{field}], p.name FROM [{kind}] AS r "
        f"LEFT JOIN person AS p ON p.kind = ? AND p.code = r.code {these}",
        (kind, *codes),
    ).fetchall()
    found = [
        Option(row[0], one_line(row[2] or row[1] or ""), one_line(row[1]) if row[2] and row[1] else "")
        for row in rows
    ]
    return sorted(found, key=lambda option: natural(option.code))


def field_options(
    review: ReviewFile, benchmark: Benchmark, spec: FieldSpec, only: Collection[str] | None = None
) -> list[Option]:
    """Return what a field can hold; of long lists ``only`` these codes, if they are given."""
    if spec.boolean:
        return [Option(YES, _("yes"), silent=True), Option(NO, _("no"), silent=True)]
    if spec.items:
        return options_for(review, benchmark, spec.items.item, only)
    if spec.ref:
        return options_for(review, benchmark, spec.ref, only)
    return choices_of(spec.choices)
