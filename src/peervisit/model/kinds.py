"""Every kind of record, in the order in which a file of records names them."""

from __future__ import annotations

import types
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from peervisit.i18n import day_or_moment
from peervisit.model import form, levels, people, programme, review, synthesis
from peervisit.model.fields import DAY, MOMENT, Form, Items, Long, Personal, Record, Ref, TeamOnly

KINDS: dict[str, type[Record]] = {
    cls.kind: cls
    for cls in (
        review.Review,
        review.StoredBenchmark,
        people.Member,
        people.Stakeholder,
        programme.Document,
        programme.Slot,
        programme.Question,
        programme.InterviewRecord,
        levels.Evidence,
        levels.SelfAssessment,
        levels.DeskReview,
        levels.Judgement,
        levels.Consensus,
        synthesis.ContextFactor,
        synthesis.Conclusion,
        synthesis.Recommendation,
        synthesis.GoodPractice,
        synthesis.DevelopmentAction,
        synthesis.Comment,
        programme.Debrief,
        review.Override,
        review.Submission,
        form.Form,
    )
}
"""Kind to record class."""

SEALED = {"desk_review": levels.DeskReview, "judgement": levels.Judgement}
"""The kinds that stay on their author's laptop until they are submitted (R09)."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """What is to be known of one field: its type in the table, its choices, what it names."""

    name: str
    title: str
    hint: str
    required: bool
    column: str
    """``TEXT``, ``INTEGER`` or, for sets and mappings, ``ITEMS``."""
    choices: tuple[str, ...]
    ref: str | None
    items: Items | None
    boolean: bool
    personal: bool
    long: bool
    team_only: bool
    example: str = ""
    """What a value looks like, where the field has a strict form."""

    @property
    def is_day(self) -> bool:
        """Whether the field holds a date."""
        return self.example == DAY.example

    @property
    def is_moment(self) -> bool:
        """Whether the field holds a day and a time."""
        return self.example == MOMENT.example

    @property
    def example_in_words(self) -> str:
        """What a value looks like as people write it."""
        return day_or_moment(self.example) if self.is_day or self.is_moment else self.example


@cache
def fields_of(kind: str) -> dict[str, FieldSpec]:
    """Return the fields of a kind by name, ``code`` left out, in the order of the record class."""
    model = KINDS[kind]
    return {
        name: _spec(name, info.annotation, list(info.metadata), info)
        for name, info in model.model_fields.items()
        if name != "code"
    }


def _spec(name: str, annotation: Any, metadata: list[Any], info: Any) -> FieldSpec:
    marks = [*metadata, *_marks(annotation)]
    items = next((mark for mark in marks if isinstance(mark, Items)), None)
    named = next((mark for mark in marks if isinstance(mark, Ref)), None)
    inner = _bare(annotation)
    value = get_args(annotation)[1] if items and items.value else None
    options = _literals(value) if value is not None else _literals(annotation)
    return FieldSpec(
        name=name,
        title=info.title or name,
        hint=info.description or "",
        required=info.is_required(),
        column="ITEMS" if items else "INTEGER" if inner in (bool, int) else "TEXT",
        choices=options,
        ref=named.kind if named and not items else None,
        items=items,
        boolean=inner is bool,
        personal=any(isinstance(mark, Personal) for mark in marks),
        long=items is None and any(isinstance(mark, Long) for mark in marks),
        team_only=any(isinstance(mark, TeamOnly) for mark in marks),
        example=next((mark.example for mark in marks if isinstance(mark, Form)), ""),
    )


def _marks(annotation: Any) -> list[Any]:
    found: list[Any] = []
    if get_origin(annotation) is Annotated:
        found += annotation.__metadata__
        annotation = annotation.__origin__
    if get_origin(annotation) in (Union, types.UnionType):
        for part in get_args(annotation):
            found += _marks(part)
    return found


def _bare(annotation: Any) -> Any:
    if get_origin(annotation) is Annotated:
        return _bare(annotation.__origin__)
    if get_origin(annotation) in (Union, types.UnionType):
        return next(_bare(part) for part in get_args(annotation) if part is not type(None))
    return annotation


def _literals(annotation: Any) -> tuple[str, ...]:
    bare = _bare(annotation)
    return tuple(str(value) for value in get_args(bare)) if get_origin(bare) is Literal else ()
