"""What a form that came back brings: seen first, settled where it is not clear, then taken as one step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _, labelled, ngettext, short_day
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.levels import Styled
from peervisit.tui.options import Option
from peervisit.tui.plain import one_line
from peervisit.tui.said import said
from peervisit.tui.screens.base import Dialog
from peervisit.tui.screens.records import label_of
from peervisit.tui.widgets.detail import GAP, Block, Detail
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.picker import Picker
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item
from peervisit.tui.widgets.text_dialogs import LineDialog

if TYPE_CHECKING:
    from peervisit.service.intake_plan import Plan, Question, Take

SETTLE = Command(
    "intake.settle", "enter,e", N_("Settle"), N_("Settle the question under the cursor."), footer=True
)
LATER = Command(
    "intake.later",
    "x",
    N_("Ask again"),
    N_("Take the choices back, so that they are asked again."),
    footer=True,
)
TAKE = Command(
    "intake.take", "t", N_("Take in"), N_("Take in what is clear; open questions wait."), footer=True
)
BACK = Command("intake.back", "escape", N_("Back"), N_("Take in nothing."), footer=True)

COLUMNS = (
    Column("", 2),
    Column(N_("Row"), 12, role="muted"),
    Column(N_("What"), 22, from_width=60),
    Column(N_("The form says"), share=1),
)


_ROWS: dict[str, tuple[str, ...]] = {
    "response": ("recommendation",),
    "comments": ("indicator", "conclusion", "recommendation", "practice", "context"),
}
"""The kinds of records that the rows of a form are about, where they are not the indicators."""


class IntakeScreen(Dialog[str | None]):
    """Gives back what was taken, in words; None for nothing."""

    AUTO_FOCUS = "RecordList"
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (SETTLE, LATER, TAKE, BACK)
    HELP = N_(
        "Each line is a value that the form brings (+), one that will stand as a conflict "
        "(≠), or a question (?) that <intake.settle> settles. <intake.take> takes in "
        "everything that is clear as one step; what is left open stays open, and the same "
        "file can be taken in again."
    )
    DEFAULT_CSS = """
    IntakeScreen > .dialog { width: 100%; max-width: 100%; height: 100%; max-height: 100%; }
    IntakeScreen RecordList { height: 2fr; background: $surface; }
    IntakeScreen Detail { height: 1fr; min-height: 7; background: $surface; border-top: solid $border; }
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.settled: dict[str, str] = {}
        self.plan: Plan | None = None
        self._lines: dict[str, Question | Take] = {}

    def compose(self) -> ComposeResult:
        """Make the list, what is under its cursor whole, and the keys."""
        self.list = RecordList(
            COLUMNS,
            on_highlight=self._show,
            on_open=lambda _key: self.action_settle(),
            empty=keyed(_("Nothing new: everything in it is recorded already.\n<intake.back> goes back.")),
        )
        self.detail = Detail()
        with Vertical(classes="dialog") as box:
            self._box = box
            yield self.list
            yield self.detail
            yield KeyLine([SETTLE, LATER, TAKE, BACK])

    def on_mount(self) -> None:
        """Read the file; one that is no form of this review is said, and that is all."""
        try:
            self._read(self.settled)
        except PeervisitError:
            self.dismiss(None)
            raise

    def _read(self, settled: dict[str, str]) -> None:
        from peervisit.service.intake import plan_intake

        self.plan = plan_intake(self.review, self.path, settled)
        self.settled = settled
        self._list()

    def _list(self) -> None:
        plan = self.plan
        assert plan is not None
        self._lines = {f"?{one.number}": one for one in plan.questions}
        kept = self.list.code
        items = [Item(f"?{one.number}", _asked(one)) for one in plan.questions]
        for number, take in enumerate([*plan.conflicts, *plan.taken]):
            self._lines[str(number)] = take
            items.append(Item(str(number), self._brought(take)))
        self.list.show(items)
        if kept is not None:
            self.list.go_to(kept)
        self._box.border_title = _title(plan).replace("[", "\\[")
        self._box.border_subtitle = _count(plan)
        if not items:
            self.detail.show(list(_notes(plan)))

    def _show(self, key: str) -> None:
        one = self._lines.get(key)
        plan = self.plan
        if one is None or plan is None:
            return
        blocks = list(_question(one)) if hasattr(one, "options") else list(self._take(one))
        self.detail.show([*blocks, *_notes(plan)])

    def _brought(self, one: Take) -> tuple[Any, ...]:
        from peervisit.service.steps import field_in_words

        sign = Styled("≠", "bad") if one.conflict else Styled("+", "good")
        field = field_in_words(one.kind, one.field.partition(".")[0])
        return sign, one.row or "–", field, one_line(self._said(one, one.after))

    def _take(self, one: Take) -> Iterator[Block]:
        from peervisit.service.steps import field_in_words

        field = field_in_words(one.kind, one.field.partition(".")[0])
        yield Block(field, "strong", label=f"{one.row or '–'}  ", label_role="heading")
        yield Block(self._said(one, one.after), label=labelled(_("The form says")), label_role="accent")
        yield Block(self._said(one, one.before), "muted", label=labelled(_("Recorded now")))
        if one.conflict:
            yield Block(self._said(one, one.base), "muted", label=labelled(_("As it was sent")))
            yield Block(
                _("It was changed since: both will stand as a conflict, until somebody settles it."), "open"
            )

    def _said(self, one: Take, value: Any) -> str:
        from peervisit.service.words import brought_in_words

        titles = self.plan.documents if self.plan is not None else ()
        return brought_in_words(self.benchmark, one.kind, one.field, value, titles)

    # Acting

    def action_settle(self) -> None:
        """Choose what counts for the question under the cursor."""
        question: Any = self._lines.get(self.list.code or "")
        if question is None or not hasattr(question, "options"):
            return
        known = [Option(one.value, one.label if one.label != one.value else "") for one in question.options]
        if question.free and len(known) > 1:
            values = {one.code for one in known}
            known[-1:-1] = [one for one in self._codes() if one.code not in values]
        if len(known) == 1:
            dialog = LineDialog(question.text, known[0].code)
            self.main.push_screen(dialog, said(self.main, lambda typed: self._chose(question.number, typed)))
            return
        picker = Picker(
            one_line(question.text), known, chosen=[question.suggested] if question.suggested else []
        )
        self.main.push_screen(
            picker,
            said(self.main, lambda chosen: self._chose(question.number, next(iter(chosen or {}), None))),
        )

    def _codes(self) -> list[Option]:
        """Return every code that a row of this form may have."""
        from peervisit.tui.options import options_for

        type = self.plan.type if self.plan is not None else ""
        kinds = _ROWS.get(type, ("indicator",))
        return [one for kind in kinds for one in options_for(self.review, self.benchmark, kind)]

    def _chose(self, number: str, choice: str | None) -> None:
        if choice:
            self._read({**self.settled, number: choice})

    def action_later(self) -> None:
        """Take back the choices that were made, so that they are asked again."""
        if self.settled:
            self._read({})

    def action_take(self) -> None:
        """Take in what is clear, as one step."""
        from peervisit.service.intake import take_in

        if self.plan is not None and not self.plan.takes:
            raise PeervisitError(
                keyed(_("settle a question first (<intake.settle>)"))
                if self.plan.questions
                else _("there is nothing to take in")
            )
        done = take_in(self.review, self.path, self.settled)
        self.dismiss(_said(done))

    def action_back(self) -> None:
        """Take in nothing."""
        self.dismiss(None)


def _asked(one: Question) -> tuple[Any, ...]:
    return (
        Styled("?", "open"),
        one.number,
        Styled(_("to settle"), "open"),
        one_line(f"{one.text} {one.stands}"),
    )


def _title(plan: Plan) -> str:
    name = _("report that came back") if plan.type == "report" else label_of(plan.type) or plan.file
    return "  ".join(part for part in (name, plan.form, plan.member or "", short_day(plan.issued_on)) if part)


def _count(plan: Plan) -> str:
    taken = len(plan.taken)
    said = [ngettext("{n} value to take", "{n} values to take", taken).format(n=taken)]
    if plan.conflicts:
        count = len(plan.conflicts)
        said.append(ngettext("{n} conflict", "{n} conflicts", count).format(n=count))
    if plan.questions:
        count = len(plan.questions)
        said.append(ngettext("{n} question open", "{n} questions open", count).format(n=count))
    return ", ".join(said)


def _said(plan: Plan) -> str:
    taken = len(plan.taken)
    said = [ngettext("{n} value taken", "{n} values taken", taken).format(n=taken)]
    if plan.conflicts:
        count = len(plan.conflicts)
        said.append(
            keyed(ngettext("{n} conflict (<go.conflicts>)", "{n} conflicts (<go.conflicts>)", count)).format(
                n=count
            )
        )
    if plan.questions:
        count = len(plan.questions)
        said.append(ngettext("{n} question open", "{n} questions open", count).format(n=count))
    said.append(
        _("sealed for {member}").format(member=plan.member) if plan.sealed else keyed(_("<app.undo>: undo"))
    )
    return ", ".join(said)


def _question(one: Any) -> Iterator[Block]:
    yield Block(one.text, "strong", label=f"{one.number}  ", label_role="heading")
    if one.stands:
        yield Block(one.stands, label=labelled(_("There stands")))
    likely = "  " + _("(likely)")
    for option in one.options:
        yield Block(option.label + (likely if option.value == one.suggested else ""), indent=2)


def _notes(plan: Plan) -> Iterable[Block]:
    if plan.notes or plan.documents:
        yield GAP
    for note in plan.notes:
        yield Block(note, "muted")
    for title in plan.documents:
        yield Block(title, "muted", label=labelled(_("New document")))
