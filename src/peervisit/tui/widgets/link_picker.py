"""Linking evidence to an indicator in at most four keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.widgets import Input

from peervisit.i18n import _
from peervisit.model.benchmark import Benchmark
from peervisit.tui.levels import Styled
from peervisit.tui.options import Option
from peervisit.tui.tokens import short_codes
from peervisit.tui.widgets.filter_bar import matches
from peervisit.tui.widgets.one_key import AZERTY
from peervisit.tui.widgets.picker import SIGNS, Picker
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Item


class LinkPicker(Picker):
    """The focus comes first, with a digit each; a short code such as ``ga1`` is taken as soon as typed.

    ``+``, ``-`` and ``=`` on an empty line say which way the evidence speaks.
    """

    SCOPED_CSS = False
    DEFAULT_CSS: ClassVar[str] = """
    LinkPicker > .dialog { height: 80%; }
    LinkPicker Input, LinkPicker Input:focus { border: none; height: 1; padding: 0 1; background: $panel; }
    LinkPicker RecordList { background: $surface; }
    """

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        benchmark: Benchmark,
        *,
        first: Sequence[str],
        values: Sequence[Option],
        linked: Mapping[str, str],
    ) -> None:
        super().__init__(title, options, values=values, chosen=linked)
        self._first = list(first[:9])
        self._short = short_codes(benchmark)
        self._direction = values[0].code

    def on_mount(self) -> None:
        """Show everything, the cursor on the first."""
        self.query_one(RecordList).can_focus = False
        self._show()

    def on_input_changed(self) -> None:
        """Take a digit or a short code that means one indicator; a sign turns; else show what fits."""
        line = self.query_one(Input)
        typed = line.value.strip().casefold()
        if typed in SIGNS:
            with self.prevent(Input.Changed):
                line.value = ""
            self._turn(SIGNS[typed])
            return
        code = self._meant(typed)
        if code:
            self.dismiss({code: self._direction})
        else:
            self._show()

    def _meant(self, typed: str) -> str | None:
        """Return the indicator that a digit or short code means, without Shift on AZERTY too."""
        if typed and typed[-1] in AZERTY:
            typed = typed[:-1] + "1234567890"[AZERTY.index(typed[-1])]
        if typed.isdigit() and len(typed) == 1:
            place = int(typed) - 1
            return self._first[place] if 0 <= place < len(self._first) else None
        longer = any(short != typed and short.startswith(typed) for short in self._short)
        return self._short.get(typed) if typed[-1:].isdigit() and not longer else None

    def action_take(self) -> None:
        """Link what is under the cursor."""
        code = self.query_one(RecordList).code
        if code is None and self.query_one(Input).value.strip():
            return
        self.dismiss({code: self._direction} if code else None)

    def action_turn(self) -> None:
        """Let the evidence speak another way."""
        order = [value.code for value in self._values]
        self._turn((order.index(self._direction) + 1) % len(order))

    def _turn(self, place: int) -> None:
        self._direction = self._values[place].code
        self._show()

    def _show(self) -> None:
        words = self.query_one(Input).value
        said = {value.code: value.text for value in self._values}
        rows = [
            Item(
                option.code,
                (
                    Styled(self._lead(option.code), "muted"),
                    self._says(option.code, said),
                    option.text,
                    option.note,
                ),
            )
            for option in self._options
            if matches(words, option.code, option.text, option.note)
        ]
        rows.sort(key=lambda item: words.casefold() != item.code.casefold())
        listing = self.query_one(RecordList)
        listing.show(rows)
        if words:
            listing.action_first()

    def _lead(self, code: str) -> str:
        digit = str(self._first.index(code) + 1) if code in self._first else " "
        return f"{digit} {code}"

    def _says(self, code: str, said: Mapping[str, str]) -> Styled:
        if code in self.chosen:
            return Styled(f"✓ {said.get(self.chosen[code], '')}", "good")
        return Styled(said.get(self._direction, ""), "muted")


def link_title(evidence: str) -> str:
    """Return the title of the dialog."""
    return _("{code} speaks to… (digit, short code, or words)").format(code=evidence)
