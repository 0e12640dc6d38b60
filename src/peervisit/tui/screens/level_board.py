"""What judging and consensus have in common: every indicator in a list, and one key a level."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual import events
from textual.widget import Widget

from peervisit.i18n import _, current, labelled
from peervisit.tui.level_keys import WORDS_FROM, legend, level_keys
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.widgets.detail import Block, Detail
from peervisit.tui.widgets.filter_bar import FilterBar, matches
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item
from peervisit.tui.widgets.split import Split

TAKEN = "jkeuxsglvwrt"
"""The letters that mean something else in judging or in consensus: a level has the same key in both."""


class LevelBoard(ReviewScreen):
    """The indicators with what was decided on each, and the dossier of one beside them."""

    def board(
        self, columns: Sequence[Column], on_open: Callable[[str], object] | None = None
    ) -> Iterable[Widget]:
        """Make the filter, the list and the dossier."""
        self.words = ""
        self.keys = level_keys(self.benchmark, TAKEN)
        self.filter = FilterBar(self._filtered)
        self.list = RecordList(
            columns,
            on_highlight=self._highlighted,
            on_open=on_open,
            marks=True,
            empty=_("No indicator holds these words.\nesc in the filter shows all."),
            classes="list filtered",
        )
        self.detail = Detail(on_open=self.main.open_code, classes="detail")
        yield self.filter
        yield Split(self.list, self.detail)

    def row(self, code: str, words: str) -> Item:
        """Return the line of one indicator."""
        raise NotImplementedError

    def told(self, code: str) -> Iterable[Block]:
        """Yield what stands beside it."""
        raise NotImplementedError

    def level_of(self, code: str) -> str | None:
        """Return the level that it has here, if any."""
        raise NotImplementedError

    def set_level(self, level: str) -> None:
        """Give a level to what is under the cursor, or marked."""
        raise NotImplementedError

    def all_done(self) -> str:
        """Return what is said where every indicator has its level."""
        raise NotImplementedError

    def show_rows(self) -> None:
        """Show the indicators that fit the words of the filter."""
        items = [self.row(one.id, one.heading(current())) for one in self.benchmark.indicators]
        self.list.show([item for item in items if matches(self.words, item.code, item.cells[1])])
        if not self.list.rows:
            self.detail.show([])

    def keys_of_levels(self) -> Block:
        """Return the line that says which key gives which level."""
        return Block(legend(self.benchmark, TAKEN), "muted", label=labelled(_("Keys")))

    def progress(self) -> str:
        """Return how far one is, and the keys in short."""
        total = len(self.benchmark.indicators)
        done = sum(1 for one in self.benchmark.indicators if self.level_of(one.id))
        keys = legend(self.benchmark, TAKEN, words=self.main.size.width >= WORDS_FROM)
        return f"{done}/{total}  {keys}"

    def reveal(self, kind: str, code: str) -> None:
        """Put the cursor on an indicator; the code of somebody's level begins with it."""
        self.list.go_to(code.partition("/")[0])
        self.list.focus()

    def on_key(self, event: events.Key) -> None:
        """Set a level with one key."""
        level = self.keys.get(event.key) or self.keys.get(event.character or "")
        if level is not None and self.focused is self.list:
            event.stop()
            self.set_level(level)

    def action_next(self) -> None:
        """Go to the next indicator without a level, from the top after the end."""
        codes = [one.id for one in self.benchmark.indicators]
        here = codes.index(self.list.code) if self.list.code in codes else -1
        for code in (*codes[here + 1 :], *codes[: here + 1]):
            if not self.level_of(code):
                self.list.go_to(code)
                return
        self.main.say(self.all_done())

    def action_filter(self) -> None:
        """Type into the filter."""
        self.filter.open()

    def _filtered(self, words: str) -> None:
        self.words = words
        self.show_rows()

    def _highlighted(self, code: str) -> None:
        self.detail.show(list(self.told(code)) if code in self.benchmark.by_id else [])
