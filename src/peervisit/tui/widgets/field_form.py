"""The form of any kind of record, made from the method's own description of its fields."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, TextArea

from peervisit.errors import PeervisitError, RecordError, UnknownCodeError
from peervisit.i18n import _
from peervisit.tui import saving
from peervisit.tui.commands import Command, bindings
from peervisit.tui.commands.everywhere import FORM, HELP, PALETTE, QUIT
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.drafts import Drafts
from peervisit.tui.messages import FieldChanged
from peervisit.tui.screens.base import Ours
from peervisit.tui.status import local_time
from peervisit.tui.widgets.fields import FieldRow
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.title_line import TitleLine

if TYPE_CHECKING:
    from peervisit.model.kinds import FieldSpec
    from peervisit.tui.app import PeervisitApp

PAUSE, CEILING = 0.8, 5.0
"""Seconds without a key after which what was typed is kept, and seconds of typing that are never exceeded."""

TURNS = 3
"""Turns of the event loop in which the fields of a form that was filled take note of it."""

OnSaved = Callable[[str], None]


class FieldForm(Ours, Screen[None]):
    """A form that is made once for its kind and filled anew each time it is opened."""

    USER_COMMANDS: ClassVar[tuple[Command, ...]] = FORM
    BINDINGS = bindings((*FORM, HELP, PALETTE, QUIT))
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    FieldForm { layout: vertical; background: $background; }
    FieldForm > VerticalScroll { height: 1fr; padding: 1 2 0 2; scrollbar-size-vertical: 1; }
    FieldForm.-narrow FieldRow { margin: 0; }
    FieldForm.-wide FieldRow { max-width: 140; }
    """

    def __init__(self, kind: str, only: Sequence[str] = ()) -> None:
        super().__init__()
        self.kind, self._only = kind, only
        self.code: str | None = None
        self._preset: dict[str, Any] = {}
        self._loaded: dict[str, Any] = {}
        self._dirty: set[str] = set()
        self._on_saved: OnSaved | None = None
        self._at = ""
        self._pause: Timer | None = None
        self._ceiling: Timer | None = None
        self._ready = self._stored = False
        self._rows: list[FieldRow] = []

    def compose(self) -> ComposeResult:
        """Make one row for each field."""
        from peervisit.model.kinds import fields_of

        hidden = saving.HIDDEN.get(self.kind, frozenset())
        specs = fields_of(self.kind)
        names = [name for name in (self._only or specs) if name not in hidden]
        yield TitleLine()
        self._rows = [FieldRow(self.kind, specs[name], self.review, self.benchmark) for name in names]
        with VerticalScroll(can_focus=False):
            yield from self._rows
        yield KeyLine([*FORM, HELP])

    def prepare(
        self, code: str | None, preset: Mapping[str, Any], on_saved: OnSaved | None, at: str = ""
    ) -> None:
        """Say what is to be shown when the form comes up, and in which field the cursor stands."""
        self.code, self._preset, self._on_saved, self._at = code, dict(preset), on_saved, at
        self._ready = False

    async def on_screen_resume(self) -> None:
        """Fill the form, unless it was only covered by a list to choose from."""
        if not self._ready:
            self._fill(with_drafts=True)
            # The fields say now what they need, not after the first frame: one frame shows it all.
            for _turn in range(TURNS):
                await asyncio.sleep(0)

    # Filling

    def _fill(self, *, with_drafts: bool) -> None:
        stored = saving.held(self.review, self.kind, self.code) if self.code else None
        self._stored = self.code is not None and self.review.exists(self.kind, self.code)
        self._loaded = dict(stored or saving.defaults(self.review, self.kind) | self._preset)
        self._drafts = Drafts(self.review, self.kind, self.code, self._preset)
        drafts, at = self._drafts.read() if with_drafts else ({}, "")
        unsaved = self.main.unsaved.take(self._drafts.name) if with_drafts else None
        drafts |= unsaved or {}
        self._dirty = set(drafts)
        with self.prevent(Input.Changed, TextArea.Changed, FieldChanged):
            for row in self._rows:
                row.wrong(None)
                row.load(drafts.get(row.spec.name, self._loaded.get(row.spec.name)))
        self._ready = True
        if unsaved:
            self._pause = self.set_timer(PAUSE, self.keep_draft)
        self.query_one(TitleLine).show(self._title(), self._state(at))
        self.query_one(VerticalScroll).scroll_home(animate=False)
        first = next((row for row in self._rows if row.spec.name == self._at), next(iter(self._rows), None))
        if first is not None:
            first.box.focus(scroll_visible=False)

    def _title(self) -> str:
        from peervisit.model.choices import code_in_words
        from peervisit.model.kinds import KINDS

        heading = _(KINDS[self.kind].heading)
        if self.kind == "review":
            return heading
        return (
            f"{heading} {code_in_words(self.code)}"
            if self.code
            else _("New: {kind}").format(kind=heading.lower())
        )

    def _state(self, draft_at: str) -> str:
        if draft_at:
            return keyed(_("draft of {time} · <form.revert> shows what is saved")).format(
                time=local_time(draft_at)
            )
        return ""

    # Keeping what is typed

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep a draft soon."""
        self._touched(event.input.parent)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep a draft soon."""
        self._touched(event.text_area.parent)

    def on_field_changed(self, event: FieldChanged) -> None:
        """Keep a draft soon."""
        self._touched(next((row for row in self._rows if row.spec.name == event.name), None))

    def _touched(self, row: object) -> None:
        if not self._ready or not isinstance(row, FieldRow):
            return
        self._dirty.add(row.spec.name)
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self.keep_draft)
        if self._ceiling is None:
            self._ceiling = self.set_timer(CEILING, self.keep_draft)

    def keep_draft(self) -> bool:
        """Keep what was typed and not yet saved, on this laptop; return whether it could be kept."""
        for timer in (self._pause, self._ceiling):
            if timer is not None:
                timer.stop()
        self._pause = self._ceiling = None
        if self._dirty and self._ready and not self.review.read_only:
            drafts, values = self._drafts, {row.spec.name: row.read() for row in self._changed_rows()}
            try:
                at = drafts.keep(values)
            except PeervisitError as error:
                self.main.unsaved.hold(drafts.name, values, lambda: drafts.keep(values))
                self.query_one(TitleLine).state(_("NOT SAVED, trying again"))
                self.main.say(str(error), bad=True)
                return False
            self.main.unsaved.take(drafts.name)
            self.query_one(TitleLine).state(_("draft kept {time}").format(time=local_time(at)))
        return True

    def _changed_rows(self) -> list[FieldRow]:
        return [row for row in self._rows if row.spec.name in self._dirty]

    # Saving

    def action_save(self) -> None:
        """Keep the form, or say beside each field what is wrong with it."""
        if not self._ready:
            return
        values = {row.spec.name: row.read() for row in self._changed_rows()}
        deleted = self._stored and not self.review.exists(self.kind, self.code or "")
        if self.code is None or (deleted and values):
            values = {**self._preset, **self._filled(), **values}
        if not self._acceptable(values):
            return
        if self.code is None and not values:
            self.query_one(TitleLine).state(_("nothing is filled in yet"))
            return
        code = saving.save(self.review, self.kind, self.code, values) if values else self.code or ""
        self._forget_drafts()
        self._close()
        self.main.wrote()
        if deleted and values:
            words = keyed(_("{code} was deleted meanwhile; what you kept brings it back (<app.undo>: undo)"))
            self.main.say(words.format(code=code), bad=True)
        if self._on_saved is not None:
            self._on_saved(code)

    def _filled(self) -> dict[str, Any]:
        return {row.spec.name: row.read() for row in self._rows if not row.is_empty}

    def _acceptable(self, values: Mapping[str, Any]) -> bool:
        from peervisit.model.order import end_before_start

        clean: dict[str, Any] = {}
        problems = {row.spec.name: self._problem(row, values, clean) for row in self._rows}
        if end := end_before_start(self.kind, {**self._loaded, **clean}, clean):
            problems[end] = problems.get(end) or _("lies before the start")
        for row in self._rows:
            row.wrong(problems[row.spec.name])
        wrong = [row for row in self._rows if problems[row.spec.name]]
        if wrong:
            wrong[0].box.focus()
            wrong[0].scroll_visible(animate=False)
            self.query_one(TitleLine).state(_("not saved yet: see the fields in question"))
        return not wrong

    def _problem(self, row: FieldRow, values: Mapping[str, Any], clean: dict[str, Any]) -> str | None:
        """Return what is wrong with a field, or put its value, as it is kept, to the clean ones."""
        from peervisit.model.validate import validated_change, with_references

        name = row.spec.name
        if row.spec.required and row.is_empty:
            return _("needed")
        if name not in values:
            return None
        try:
            clean |= validated_change(self.kind, self.code or "new", {}, {name: values[name]})
            with_references(self.kind, "new", {name: clean[name]}, self.benchmark, self.review.exists)
        except UnknownCodeError as error:
            return row.how_to_name() or _reason(error, row.spec)
        except RecordError as error:
            return _reason(error, row.spec)
        return None

    def action_back(self) -> None:
        """Go back; what was typed is offered again next time."""
        if self.keep_draft():
            self._close()

    def action_revert(self) -> None:
        """Forget the draft and show what is saved."""
        if not self._ready:
            return
        self._forget_drafts()
        self._fill(with_drafts=False)

    def _forget_drafts(self) -> None:
        self._drafts.drop()
        self.main.unsaved.take(self._drafts.name)

    def on_screen_suspend(self) -> None:
        """Keep what was typed when somebody goes elsewhere by a key of a place."""
        self.keep_draft()

    def _close(self) -> None:
        self._dirty.clear()
        self._ready = False
        if self.main.screen is self:
            self.main.pop_screen()


def _reason(error: PeervisitError, spec: FieldSpec) -> str:
    """Return the reason with the field as the form calls it, without the kind and the code shown anyway."""
    text = str(error).partition(": ")[2] or str(error)
    return re.sub(rf"\b{re.escape(spec.name)}\b", lambda _found: _(spec.title), text, count=1)


def open_form(
    main: PeervisitApp,
    kind: str,
    code: str | None = None,
    *,
    preset: Mapping[str, Any] | None = None,
    only: Sequence[str] = (),
    on_saved: OnSaved | None = None,
    at: str = "",
) -> None:
    """Open the form of a record (a new one without a code), at a field; ``on_saved`` gets the code."""
    name = f"form {kind} {' '.join(only)}"
    if not main.is_screen_installed(name):
        main.install_screen(FieldForm(kind, only), name)
    form = main.get_screen(name)
    assert isinstance(form, FieldForm)
    form.prepare(code, preset or {}, on_saved, at)
    main.push_screen(form)
