"""The programme of the visit: the pairs' slots beside each other, clashes, and what has no slot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from peervisit.i18n import N_, _, ngettext
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.commands.programme import PROGRAMME
from peervisit.tui.printing import Printing
from peervisit.tui.programme_actions import ProgrammeActions
from peervisit.tui.programme_reading import Programme, read_programme
from peervisit.tui.programme_text import ProgrammeText
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.widgets.detail import Detail
from peervisit.tui.widgets.field_form import open_form
from peervisit.tui.widgets.slot_grid import SlotGrid
from peervisit.tui.widgets.split import Split

SIDE_BY_SIDE = 100
"""Columns of the terminal from which parallel slots stand beside each other."""


class ProgrammeScreen(ProgrammeActions, Printing, ReviewScreen):
    """Every slot in order of time, and under them what has none yet."""

    PLACE: ClassVar[str] = "programme"
    AUTO_FOCUS = "SlotGrid"
    HELP = N_(
        "The days of the visit. ! marks a clash: somebody, an interpreter or a room needed "
        "twice at a time. Below the days stands what has no slot yet; <grid.open> there "
        "chooses one."
    )
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = PROGRAMME
    DEFAULT_CSS = """
    ProgrammeScreen.-medium Split { layout: vertical; }
    ProgrammeScreen.-medium Split > .list { width: 100%; height: 1fr; }
    ProgrammeScreen.-medium Split > .detail {
        width: 100%; height: 12; border-left: none; border-top: hkey $border-blurred;
    }
    ProgrammeScreen.-wide Split > .list { width: 3fr; }
    ProgrammeScreen.-wide Split > .detail { width: 2fr; }
    ProgrammeScreen.-narrow Split > .detail { height: 7; }
    """

    def body(self) -> Iterable[Widget]:
        """Make the grid and what is under the cursor in full."""
        self.programme = Programme()
        self.text = ProgrammeText(self.programme, self.benchmark, wide=False)
        self.grid = SlotGrid(
            on_highlight=self._show,
            on_open=self._open,
            empty=keyed(
                _(
                    "No programme yet.\n<programme.add> adds the first slot, <programme.collect> takes "
                    "the questions of the desk reviews."
                )
            ),
            classes="list",
        )
        self.detail = Detail(on_open=self.main.open_code, classes="detail")
        yield Split(self.grid, self.detail)

    def action_guide(self) -> None:
        """Write the guide for the interview of the slot under the cursor."""
        row = self._needed()
        if row is not None:
            self.print_paper("guide", slot=str(row["code"]))

    # Showing

    def refresh_data(self) -> None:
        """Read the programme and show it."""
        self.programme = read_programme(self.review)
        self._wide = self.main.size.width >= SIDE_BY_SIDE
        self.text = ProgrammeText(self.programme, self.benchmark, wide=self._wide)
        self.grid.show(list(self.text.lines()))

    _wide = False

    def on_resize(self) -> None:
        """Put slots beside each other, or under each other."""
        if self.is_mounted and (self.main.size.width >= SIDE_BY_SIDE) != self._wide:
            self.refresh_data()

    def note(self) -> str:
        """Say how many slots there are, and how many clashes."""
        clashes = len(self.programme.found)
        slots = len(self.programme.slots)
        said = ngettext("{n} slot", "{n} slots", slots).format(n=slots)
        if clashes:
            said += " · " + ngettext("! {n} clash", "! {n} clashes", clashes).format(n=clashes)
        return said

    def _show(self, code: str) -> None:
        self.detail.show(self.text.blocks(code))

    def reveal(self, kind: str, code: str) -> None:
        """Put the cursor on a slot or a question without one."""
        if not self.grid.go_to(code) and code in self.programme.questions:
            open_form(self.main, "question", code)
        self.grid.focus()
