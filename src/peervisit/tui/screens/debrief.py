"""The evening debrief: what a day brought, what is still thin, and what the next day is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from peervisit.i18n import N_, _, long_day
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.options import Option
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.widgets.detail import DETAIL, GAP, Block, Detail
from peervisit.tui.widgets.field_form import open_form
from peervisit.tui.widgets.picker import Picker
from peervisit.tui.widgets.split import Split

if TYPE_CHECKING:
    from peervisit.service.debriefing import Debriefing, Entry

EDIT = Command(
    "debrief.edit",
    "e",
    N_("Write"),
    N_("Write what we heard, what changes tomorrow, and the focus."),
    footer=True,
)
BEFORE = Command("debrief.before", "left", N_("Day before"), N_("Show the day before."), footer=True)
AFTER = Command("debrief.after", "right", N_("Day after"), N_("Show the day after."), footer=True)
PRINT = Command(
    "debrief.print", "p", N_("Print"), N_("Write the debrief of the day to a text file."), footer=True
)
DAY = Command("debrief.day", "o", N_("Day…"), N_("Choose the day."), footer=True)

WORDS_OF_INDICATOR, WORDS_OF_EVIDENCE = 110, 600
"""The letters shown of an entry; Enter shows the rest."""


class DebriefScreen(ReviewScreen):
    """One evening: what the team says at the left, the new evidence by pair at the right."""

    PLACE: ClassVar[str] = "debrief"
    HELP = N_(
        "The evening of one day. <debrief.edit> writes the debrief; tab goes to the new "
        "evidence by pair; <list.open> opens what is under the cursor. <debrief.print> writes it "
        "to a text file, 'peervisit tonight FILE' on the screen."
    )
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (DETAIL[-1], EDIT, BEFORE, AFTER, DAY, PRINT)

    day = ""
    told: Debriefing

    def body(self) -> Iterable[Widget]:
        """Make what the team talks about, and what is new."""
        self.evening = Detail(on_open=self.main.open_code, classes="list")
        self.new = Detail(on_open=self.main.open_code, classes="detail")
        yield Split(self.evening, self.new)

    def refresh_data(self) -> None:
        """Read the day."""
        from peervisit.service.debriefing import debriefing

        same = bool(self.day)
        self.told = debriefing(self.review, self.day or None)
        self.day = self.told.day
        self.evening.show(self._evening(), keep_place=same)
        self.new.show(self._new(), keep_place=same)

    def note(self) -> str:
        """Say which day of which is shown."""
        if not self.day:
            return ""
        days = self.told.days
        return _("{day}, {place} of {total}").format(
            day=long_day(self.day), place=days.index(self.day) + 1, total=len(days)
        )

    def _evening(self) -> Iterator[Block]:
        from peervisit.service.debriefing import pair_title, titles

        told = self.told
        yield Block(_("Debrief of {day}").format(day=long_day(told.day)), "heading")
        for pair, entries in told.new.items():
            yield Block(pair_title(pair, len(entries)), indent=2)
        for title, text in (
            (_("What we heard today"), told.notes),
            (_("What we change tomorrow"), told.tomorrow),
        ):
            yield GAP
            yield Block(title, "heading")
            yield (
                Block(text, indent=2)
                if text
                else Block(keyed(_("nothing written yet: <debrief.edit>")), "muted", 2)
            )
        for name, title in titles(told):
            yield GAP
            yield Block(title, "heading")
            role = "accent" if name == "programme" else "open"
            yield from _entries(told.sections[name], role, WORDS_OF_INDICATOR)

    def _new(self) -> Iterator[Block]:
        from peervisit.service.debriefing import pair_title

        if not self.told.new:
            yield Block(_("No new evidence on this day."), "muted")
        for pair, entries in self.told.new.items():
            yield Block(pair_title(pair, len(entries)), "heading")
            yield from _entries(entries, "strong", WORDS_OF_EVIDENCE)
            yield GAP

    def reveal(self, kind: str, code: str) -> None:
        """Show a day."""
        self._go(code)

    # Acting

    def action_open(self) -> None:
        """Open the record under the cursor."""
        self.evening.action_open()

    def action_edit(self) -> None:
        """Write the debrief of the day."""
        open_form(self.main, "debrief", self.day, only=("notes", "tomorrow", "focus"))

    def action_print(self) -> None:
        """Write the debrief beside the review, as text."""
        from peervisit.service.debriefing import write

        target = self.review.path.with_name(f"{self.review.path.stem}-debrief-{self.day}.txt".lower())
        write(self.told, target)
        self.main.say(_("written: {file}").format(file=target.name))

    def action_before(self) -> None:
        """Show the day before."""
        self._step(-1)

    def action_after(self) -> None:
        """Show the day after."""
        self._step(1)

    def action_day(self) -> None:
        """Choose a day."""
        options = [Option(one, long_day(one), silent=True) for one in self.told.days]
        self.main.push_screen(Picker(_("Debrief of which day?"), options, chosen=[self.day]), self._chosen)

    def _chosen(self, chosen: dict[str, str] | None) -> None:
        if chosen:
            self._go(next(iter(chosen)))

    def _step(self, way: int) -> None:
        place = self.told.days.index(self.day) + way
        if 0 <= place < len(self.told.days):
            self._go(self.told.days[place])

    def _go(self, day: str) -> None:
        if day == self.day:
            return
        self.day = day
        self.refresh_data()
        for one in (self.evening, self.new):
            one.scroll_home(animate=False)
        self.show_status()


def _entries(entries: Iterable[Entry], role: str, longest: int) -> Iterator[Block]:
    for entry in entries:
        text = entry.text if len(entry.text) <= longest else entry.text[: longest - 1].rstrip() + "…"
        yield Block(text, indent=2, label=f"{entry.code}  ", label_role=role, code=entry.code)
        if entry.note:
            yield Block(entry.note, "muted", 6)
