"""What a form says before Word comes into it: the one place that decides what may stand in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from peervisit import i18n
from peervisit.forms.spec import COMMENTS, DESK_REVIEW, NO_DATA, RESPONSE, SELF_ASSESSMENT, FormSpec
from peervisit.model import choices
from peervisit.model.attribution import Attributor
from peervisit.model.benchmark import Indicator, in_language
from peervisit.model.data import ReviewData
from peervisit.model.fields import Record
from peervisit.model.review import REVIEW
from peervisit.model.withholding import withholder

Values = Mapping[str, Any]
"""Fields of one record, in their stored form."""


@dataclass(frozen=True, slots=True)
class Told:
    """A paragraph that the form tells: ``strong``, ``plain`` or ``label`` (whose label comes first)."""

    text: str
    look: str = "plain"
    label: str = ""


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row: its visible code, what it tells, and what stands in its answers already."""

    code: str
    told: tuple[Told, ...]
    record: str | None = None
    """The code of the record that its answers change, where there is one."""
    values: Values = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What tells the row from every other: its record's code, where its own stands twice."""
        return self.record or self.code


@dataclass(frozen=True, slots=True)
class Group:
    """The rows under one heading: one table."""

    title: str
    rows: tuple[FormRow, ...]
    chapter: str = ""
    """The heading of the chapter that begins with this group, if one does."""
    standard: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A form, in its language."""

    spec: FormSpec
    language: str
    groups: tuple[Group, ...]

    @property
    def rows(self) -> Iterable[FormRow]:
        """Every row, in order."""
        return (row for group in self.groups for row in group.rows)


class Filler:
    """Fills the forms of one review in one language."""

    def __init__(self, data: ReviewData, language: str) -> None:
        self.data = data
        self.language = language
        self.t = i18n.translator(language)
        self._who = Attributor(data, "host")
        self._withhold: Callable[[str], str] = withholder(self._who, self.t.gettext("[name withheld]"))

    def fill(self, spec: FormSpec, held: Mapping[str, Values] | None = None) -> Content:
        """Return the content of a form; ``held`` are a peer's answers so far, by indicator."""
        makers: dict[str, Callable[[], tuple[Group, ...]]] = {
            SELF_ASSESSMENT.type: self._self_assessment,
            DESK_REVIEW.type: lambda: self._desk_review(held or {}),
            COMMENTS.type: self._comments,
            RESPONSE.type: self._response,
        }
        return Content(spec, self.language, makers[spec.type]())

    def words(self, words: Mapping[str, str] | None) -> str:
        """Return a text of the benchmark in the form's language."""
        return in_language(words, self.language)

    def level(self, level: str | None) -> str:
        """Return a level as symbol and word."""
        found = self.data.benchmark.levels.get(level or "")
        return f"{found.symbol} {self.words(found.name)}" if found else ""

    def _by_tier(self, row: Callable[[Indicator], FormRow | None]) -> tuple[Group, ...]:
        groups: list[Group] = []
        for chapter, _indicators in self.data.benchmark.chapters():
            head, standard = self.words(chapter.name), self.words(chapter.standard)
            for part, indicators in self.data.benchmark.sections(chapter.id):
                rows = tuple(made for one in indicators if (made := row(one)) is not None)
                if rows:
                    title = self.words(part.name) if part is not None else ""
                    groups.append(Group(title, rows, head, standard))
                    head = standard = ""
        return tuple(groups)

    def _indicator(self, one: Indicator) -> tuple[Told, ...]:
        title, statement = self.words(one.title), self.words(one.statement)
        if title and title != statement:
            return Told(title, "strong"), Told(statement)
        return (Told(statement, "strong"),)

    def _self_assessment(self) -> tuple[Group, ...]:
        def row(one: Indicator) -> FormRow:
            held = self.data.self_assessment.get(one.id)
            return FormRow(one.id, self._indicator(one), one.id, _values(held, SELF_ASSESSMENT))

        return self._by_tier(row)

    def _desk_review(self, held: Mapping[str, Values]) -> tuple[Group, ...]:
        def row(one: Indicator) -> FormRow:
            return FormRow(one.id, (*self._indicator(one), *self._host_says(one)), None, held.get(one.id, {}))

        return self._by_tier(row)

    def _host_says(self, one: Indicator) -> Iterable[Told]:
        _ = self.t.gettext
        said = self.data.self_assessment.get(one.id)
        if said is None:
            yield Told(_("The host has not answered yet."), "quiet")
            return
        level = self.level(said.level) or (_(NO_DATA) if said.no_data else "")
        documents = [self.data.document[code] for code in said.documents if code in self.data.document]
        named = "; ".join(f"{one.code} {one.title or ''}".strip() for one in documents)
        for label, text in (
            (_("The host says"), " – ".join(part for part in (level, said.answer or "") if part)),
            (_("Known weaknesses"), said.weaknesses),
            (_("Who is responsible"), said.responsible),
            (_("Documents"), named),
            (_("Questions to the peers"), said.questions),
        ):
            if text:
                yield Told(text, "label", label)

    # What goes to the host about what the team found: nothing that the host's edition would not say.

    def _text(self, record: Record, name: str) -> str:
        return self._withhold(self._who.text(record, name) or "")

    def _comments(self) -> tuple[Group, ...]:
        _ = self.t.gettext
        groups = [Group(_("The report as a whole"), (self._whole(),), _("General"))]
        groups += self._by_tier(self._finding)
        first = _("What follows from it")
        for title, records in (
            (_("Conclusions"), self.data.conclusion.values()),
            (_("Recommendations"), self.data.recommendation.values()),
            (_("Good practices"), self.data.practice.values()),
            (_("Context"), self.data.context.values()),
        ):
            rows = tuple(FormRow(one.code, tuple(self._found(one))) for one in records)
            if rows:
                groups.append(Group(title, rows, first))
                first = ""
        return tuple(groups)

    def _whole(self) -> FormRow:
        summary = self._text(self.data.review, "summary")
        told = [Told(self.t.gettext("Anything that concerns the report as a whole."))]
        return FormRow(REVIEW, (*told, *((Told(summary),) if summary else ())))

    def _finding(self, one: Indicator) -> FormRow | None:
        agreed = self.data.consensus.get(one.id)
        if agreed is None:
            return None
        _ = self.t.gettext
        told = [Told(one.heading(self.language), "strong")]
        if level := self.level(agreed.level):
            told.append(Told(level, "label", _("Team")))
        held = self.data.benchmark.levels.get(agreed.level or "")
        names = ("rationale", "reason") if held is not None and not held.assessed else ("rationale",)
        told += [Told(text) for name in names if (text := self._text(agreed, name))]
        return FormRow(one.id, tuple(told))

    def _found(self, one: Record) -> Iterable[Told]:
        named = {name for name in ("title", "factor") if hasattr(one, name)}
        factor = self.data.benchmark.factors.get(getattr(one, "factor", None) or "")
        title = self.words(factor.name) if factor else self._text(one, "title") if "title" in named else ""
        if title:
            yield Told(title, "strong")
        yield Told(self._text(one, "text"))
        if hasattr(one, "addressee") and (by := self._text(one, "addressee")):
            yield Told(by, "label", self.t.gettext("By whom"))

    def _response(self) -> tuple[Group, ...]:
        _ = self.t.gettext
        actions: dict[str, list[Record]] = {}
        for action in self.data.action.values():
            actions.setdefault(action.recommendation or "", []).append(action)
        rows: list[FormRow] = []
        for one in _in_order(self.data.recommendation.values()):
            told = list(self._found(one))
            marks = [one.priority and _("priority: {degree}").format(degree=self._label(one.priority))]
            marks.append(one.horizon and self._label(one.horizon))
            if any(marks):
                told.append(Told(", ".join(mark for mark in marks if mark), "quiet"))
            held = actions.get(one.code, [])
            rows += [FormRow(one.code, tuple(told), own.code, _values(own, RESPONSE)) for own in held]
            rows += [] if held else [FormRow(one.code, tuple(told))]
        return (Group(_("Recommendations"), tuple(rows)),) if rows else ()

    def _label(self, choice: str) -> str:
        return self.t.gettext(choices.LABELS.get(choice, choice))


def _in_order(records: Iterable[Any]) -> Sequence[Any]:
    return sorted(records, key=lambda one: (one.position is None, one.position or 0))


def _values(record: Record | None, spec: FormSpec) -> Values:
    """Return the fields of a record that the form shows and that hold something."""
    if record is None:
        return {}
    names = [column.field for column in spec.columns]
    names += ["no_data"] if spec is SELF_ASSESSMENT else []
    return {name: value for name in names if (value := getattr(record, name)) not in (None, [], False)}
