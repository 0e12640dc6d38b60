"""The fields of a form: what holds the value of each kind of field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from peervisit.i18n import _, day_or_moment, languages
from peervisit.tui.options import NO, YES, choices_of, field_options, language_options, options_for
from peervisit.tui.plain import plain, wrapped
from peervisit.tui.widgets.choice_box import ChoiceBox
from peervisit.tui.widgets.plain_text_area import PlainTextArea

if TYPE_CHECKING:
    from peervisit.model.benchmark import Benchmark
    from peervisit.model.kinds import FieldSpec
    from peervisit.store.review_file import ReviewFile

LABEL = 24
OPEN_SETS = frozenset(("language",))
"""Sets whose entries are typed rather than chosen."""
REPORT = ("review", "language")
"""The field that holds a language in which the program can write."""

Box = Input | PlainTextArea | ChoiceBox


class FieldRow(Widget):
    """A label and, at its right, what holds the value; an error stands under it."""

    DEFAULT_CSS = """
    FieldRow {
        height: auto; layout: vertical; color: $muted; padding: 0; margin: 0 0 1 0;
        &:focus-within { color: $primary; }
        &.-wrong { color: $error; }
    }
    FieldRow > Input {
        margin-left: 24; border: none; height: 1; padding: 0 1; background: $panel;
        &.-textual-compact { padding: 0 1; }
        &:focus { border: none; background-tint: $foreground 5%; }
    }
    FieldRow > PlainTextArea, FieldRow > ChoiceBox, FieldRow > .error { margin-left: 24; }
    FieldRow > PlainTextArea { padding: 0 1; }
    FieldRow > .error { color: $error; height: auto; display: none; }
    FieldRow.-wrong > .error { display: block; }
    """

    def __init__(self, kind: str, spec: FieldSpec, review: ReviewFile, benchmark: Benchmark) -> None:
        super().__init__(name=spec.name)
        self.spec = spec
        self.box = _language_box(spec) if (kind, spec.name) == REPORT else _box(spec, review, benchmark)
        self._problem = Problem()
        title = _(spec.title) + (" *" if spec.required else "")
        self._label = wrapped(title, LABEL - 2)
        self.styles.min_height = len(self._label)

    def compose(self) -> ComposeResult:
        """Make the box and the place for an error."""
        yield self.box
        yield self._problem

    def render(self) -> Content:
        """Draw the label; the box covers the rest."""
        return plain("\n".join(self._label))

    def wrong(self, problem: str | None) -> None:
        """Say what is wrong, or that nothing is."""
        self.set_class(problem is not None, "-wrong")
        self._problem.say(problem or "")

    def how_to_name(self) -> str:
        """Return how what is typed names a record; nothing where it is chosen from a list."""
        if isinstance(self.box, PlainTextArea) and self.spec.items:
            return str(self.box.placeholder)
        return ""

    # Values

    def load(self, value: Any) -> None:
        """Show a value of the record."""
        box, spec = self.box, self.spec
        if isinstance(box, ChoiceBox):
            box.load(_chosen(spec, value))
        elif isinstance(box, PlainTextArea):
            text = _lines(spec, value)
            if text == box.text:
                # Nothing is wrapped and laid out anew; what was undone before is forgotten all the same.
                box.history.clear()
            else:
                box.load_text(text)
            box.move_cursor(box.document.end)
        else:
            box.value = ", ".join(value or ()) if spec.items else _typed(spec, value)
            box.cursor_position = len(box.value)

    def read(self) -> Any:
        """Return the value as the services take it."""
        box, spec = self.box, self.spec
        if isinstance(box, ChoiceBox):
            return _value(spec, box.chosen)
        if isinstance(box, PlainTextArea):
            return _mapping(box.text) if spec.items else box.text or None
        if spec.items:
            return [part.strip() for part in box.value.split(",") if part.strip()]
        return box.value or None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is held."""
        value = self.read()
        return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())


class Problem(Widget):
    """One line that says what is wrong with a field."""

    def __init__(self) -> None:
        super().__init__(classes="error")
        self._text = ""

    def say(self, text: str) -> None:
        """Show the text; a layout of the whole form only where it is another one."""
        if text != self._text:
            self._text = text
            self.refresh(layout=True)

    def render(self) -> Content:
        """Draw the text."""
        return plain(self._text)


def _typed(spec: FieldSpec, value: Any) -> str:
    if value and (spec.is_day or spec.is_moment):
        return day_or_moment(str(value))
    return "" if value is None else str(value)


def _box(spec: FieldSpec, review: ReviewFile, benchmark: Benchmark) -> Box:
    title, hint = _(spec.title), _(spec.hint)
    items = spec.items
    if items and items.value is not None and not spec.choices:
        return PlainTextArea(placeholder=hint or _words_for(items.item, review, benchmark))
    if spec.long:
        return PlainTextArea(placeholder=hint)
    chosen = spec.boolean or spec.choices or spec.ref or (items and items.item not in OPEN_SETS)
    if chosen and spec.ref != "benchmark":
        return ChoiceBox(
            title,
            lambda: field_options(review, benchmark, spec),
            named=lambda codes: field_options(review, benchmark, spec, codes),
            several=items is not None,
            values=choices_of(spec.choices) if items and items.value else (),
            hint=hint,
            name=spec.name,
        )
    placeholder = hint or (_("with commas between") if items else _placeholder(spec))
    return Input(placeholder=placeholder, select_on_focus=False, compact=True)


def _language_box(spec: FieldSpec) -> ChoiceBox:
    return ChoiceBox(
        _(spec.title), lambda: language_options(languages()), named=language_options, name=spec.name
    )


def _words_for(target: str, review: ReviewFile, benchmark: Benchmark) -> str:
    """Return how words for each of several are typed; for members with their own initials."""
    there = options_for(review, benchmark, target) if target == "member" else []
    if not there:
        return _("one a line, as CODE: words")
    return _("one a line, such as {code}: words").format(code=there[-1].code)


def _placeholder(spec: FieldSpec) -> str:
    return _("DD/MM/YYYY") if spec.is_day else spec.example_in_words


def _chosen(spec: FieldSpec, value: Any) -> dict[str, str]:
    if isinstance(value, Mapping):
        return {str(code): str(held) for code, held in value.items()}
    if spec.items:
        return dict.fromkeys(value or (), "")
    if value is None:
        return {}
    if spec.boolean:
        return {YES if value else NO: ""}
    return {str(value): ""}


def _value(spec: FieldSpec, chosen: Mapping[str, str]) -> Any:
    if spec.items:
        return dict(chosen) if spec.items.value else list(chosen)
    code = next(iter(chosen), None)
    return code == YES if spec.boolean and code is not None else code


def _lines(spec: FieldSpec, value: Any) -> str:
    if spec.items:
        return "\n".join(f"{code}: {' '.join(str(held).split())}" for code, held in (value or {}).items())
    return value or ""


def _mapping(text: str) -> dict[str, str]:
    found = {}
    for line in text.splitlines():
        code, _colon, words = line.partition(":")
        if code.strip():
            found[code.strip()] = words.strip()
    return found
