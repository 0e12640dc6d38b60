"""Choosing from a list by typing a part of a code or of the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from peervisit.i18n import N_, _
from peervisit.tui.commands import Command
from peervisit.tui.levels import Styled
from peervisit.tui.options import Option
from peervisit.tui.screens.base import Dialog
from peervisit.tui.widgets.filter_bar import matches
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item

TAKE = Command("picker.take", "enter", N_("Take"), N_("Take what is under the cursor."), footer=True)
MORE = Command("picker.more", "tab", N_("Mark"), N_("Mark or unmark it, and go on choosing."), footer=True)
TURN = Command(
    "picker.turn",
    "ctrl+t",
    N_("Turn"),
    N_("Change what it says: supports, contradicts, context."),
    footer=True,
)
NONE = Command("picker.none", "ctrl+r", N_("None"), N_("Leave the field empty."), footer=True)
CANCEL = Command("picker.cancel", "escape", N_("Back"), N_("Change nothing."), footer=True)
MOVES = (
    Command("picker.up", "up", N_("Up"), N_("Go one line up.")),
    Command("picker.down", "down", N_("Down"), N_("Go one line down.")),
    Command("picker.page-up", "pageup", N_("Page up"), N_("Go one page up.")),
    Command("picker.page-down", "pagedown", N_("Page down"), N_("Go one page down.")),
)
SIGNS = {"+": 0, "-": 1, "−": 1, "=": 2}
"""Signs that stand for the first, second and third value: supports, contradicts, context."""


class Picker(Dialog[dict[str, str] | None]):
    """Gives back what was chosen, code to value (empty where there are no values); None for no change."""

    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (TAKE, MORE, TURN, NONE, CANCEL, *MOVES)
    DEFAULT_CSS = """
    Picker > .dialog { height: 80%; }
    Picker Input, Picker Input:focus { border: none; height: 1; padding: 0 1; background: $panel; }
    Picker RecordList { background: $surface; }
    """

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        *,
        several: bool = False,
        chosen: Mapping[str, str] | Iterable[str] = (),
        values: Sequence[Option] = (),
        typed: str = "",
        none: bool = False,
    ) -> None:
        """Choose one; or several, or ``none``, where a field may be left empty."""
        super().__init__()
        self._title, self._options, self._values, self._typed = title, options, values, typed
        self._several = several
        self._none = none or several or bool(values)
        first = values[0].code if values else ""
        held = chosen if isinstance(chosen, Mapping) else dict.fromkeys(chosen, first)
        self.chosen: dict[str, str] = dict(held)
        self._touched = False
        self._coded = not options or not all(option.silent for option in options)

    def compose(self) -> ComposeResult:
        """Make the line to type in, the list and the keys."""
        value = [Column(N_("Says"), 12)] if self._values else []
        longest = max((len(option.code) for option in self._options), default=4)
        code = [Column(N_("Code"), min(max(longest, 4), 20) + 2)] if self._coded else []
        columns = [
            *code,
            *value,
            Column("", share=3),
            Column("", share=1, from_width=90, role="muted"),
        ]
        unused = {TURN.id} if not self._values else set()
        unused |= set() if self._several else {MORE.id}
        unused |= set() if self._none else {NONE.id}
        with Vertical(classes="dialog") as box:
            box.border_title = self._title
            hint = _("type a part of the code or the words") if self._coded else _("type a part of the words")
            yield Input(self._typed, placeholder=hint, select_on_focus=False)
            yield RecordList(
                columns,
                on_open=self._double,
                titles=False,
                empty=_("Nothing fits.") if self._options else _("There is none yet."),
            )
            yield KeyLine([one for one in self.USER_COMMANDS if one.id not in unused])

    def on_mount(self) -> None:
        """Show everything, the cursor on what is chosen."""
        self.query_one(RecordList).can_focus = False
        self._show()
        if self.chosen:
            self.query_one(RecordList).go_to(next(iter(self.chosen)))

    def on_input_changed(self) -> None:
        """Show what fits; ``+``, ``-`` and ``=`` on an empty line are what the record says."""
        line = self.query_one(Input)
        place = SIGNS.get(line.value, len(self._values))
        if place < len(self._values):
            with self.prevent(Input.Changed):
                line.value = ""
            self._set(self._values[place].code)
        self._show()

    def on_input_submitted(self) -> None:
        """Take the choice: the line keeps the Enter key to itself."""
        self.action_take()

    def action_take(self) -> None:
        """Give back the choice: what is marked, or else what is under the cursor."""
        code = self.query_one(RecordList).code
        if code is None and self.query_one(Input).value.strip():
            return  # Nothing fits what was typed: it stays, to be mended, and nothing is taken.
        if not self._several:
            self.dismiss({code: ""} if code else None)
            return
        if code is not None and not self._touched and code not in self.chosen:
            self.chosen[code] = self._values[0].code if self._values else ""
        self.dismiss(self.chosen)

    def action_more(self) -> None:
        """Mark or unmark what is under the cursor."""
        code = self.query_one(RecordList).code
        if not self._several or code is None:
            return
        self._touched = True
        if code in self.chosen:
            del self.chosen[code]
        else:
            self.chosen[code] = self._values[0].code if self._values else ""
        self.query_one(Input).value = ""
        self._show()

    def action_turn(self) -> None:
        """Change what the record under the cursor says."""
        code = self.query_one(RecordList).code
        if self._values and code is not None:
            order = [value.code for value in self._values]
            held = self.chosen.get(code)
            self._set(order[(order.index(held) + 1) % len(order)] if held in order else order[0])

    def _set(self, value: str) -> None:
        code = self.query_one(RecordList).code
        if code is not None:
            self._touched = True
            self.chosen[code] = value
            self._show()

    def action_none(self) -> None:
        """Leave the field empty, where there is one: what is asked for an action has no such answer."""
        if self._none:
            self.dismiss({})

    def action_cancel(self) -> None:
        """Change nothing."""
        self.dismiss(None)

    def action_up(self) -> None:
        """Go one line up."""
        self.query_one(RecordList).action_up()

    def action_down(self) -> None:
        """Go one line down."""
        self.query_one(RecordList).action_down()

    def action_page_up(self) -> None:
        """Go one page up."""
        self.query_one(RecordList).action_page_up()

    def action_page_down(self) -> None:
        """Go one page down."""
        self.query_one(RecordList).action_page_down()

    def _double(self, _code: str) -> None:
        self.action_take()

    def _show(self) -> None:
        words = self.query_one(Input).value
        asked = words.strip().casefold()
        said = {value.code: value.text for value in self._values}
        listing = self.query_one(RecordList)
        listing.marked = set(self.chosen) if self._several else set()
        rows = []
        for option in self._options:
            if not matches(words, option.code, option.text, option.note) and short(option.code) != asked:
                continue
            value = (
                (Styled(said.get(self.chosen.get(option.code, ""), ""), "accent"),) if self._values else ()
            )
            code = (Styled(option.code, "muted"),) if self._coded else ()
            rows.append(Item(option.code, (*code, *value, option.text, option.note)))
        # What was typed whole comes first: "pair b" is in "Pair A" too, letter by letter.
        whole = {one.code for one in self._options if asked and one.text.strip().casefold() == asked}
        rows.sort(key=lambda item: asked not in (item.code.casefold(), short(item.code)))
        rows.sort(key=lambda item: item.code not in whole)
        listing.show(rows)
        if asked:
            listing.action_first()
        listing.marked = set(self.chosen) & {row.code for row in rows} if self._several else set()
        listing.repaint()


def short(code: str) -> str:
    """Return a code as it is typed in a hurry: ``gr1`` for ``GG-RES-1``."""
    return "".join(part if part.isdigit() else part[:1] for part in code.casefold().split("-"))
