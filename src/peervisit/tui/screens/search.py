"""Finding words in everything written, as one types."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from peervisit.i18n import N_, _, ngettext
from peervisit.service import search
from peervisit.tui.commands import Command
from peervisit.tui.record_text import record_blocks
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.widgets.detail import Detail
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item
from peervisit.tui.widgets.split import Split

LIMIT, WHILE_TYPING = 200, 60
"""How many are shown, and how many while the next letter may come any moment."""
RANK_AFTER = 0.4
"""Seconds without a key after which the best finds come first instead of the newest."""

WORDS = Command("search.words", "slash,F", N_("Words"), N_("Type other words."), footer=True)
SHOW = Command("search.show", "enter", N_("Open"), N_("Open the record on its screen."), "open", footer=True)

COLUMNS = (
    Column(N_("Code"), 14, role="muted"),
    Column(N_("What"), 18, from_width=70, role="muted"),
    Column(N_("Words"), share=1),
)


class SearchScreen(ReviewScreen):
    """A line to type in, what was found, and the whole record beside it."""

    AUTO_FOCUS = "Input"
    PLACE: ClassVar[str] = "search"
    USER_COMMANDS = (WORDS, SHOW)
    HELP = N_(
        "Every word must be there; the last one may be a beginning. Accents do not matter. "
        "Names of people are not searched."
    )
    DEFAULT_CSS = """
    SearchScreen Input, SearchScreen Input:focus {
        border: none; height: 1; padding: 0 1; background: $panel;
    }
    """

    def body(self) -> Iterable[Widget]:
        """Make the line, the list and the record."""
        self._timer: Timer | None = None
        self._shown = ""
        self._limit = LIMIT
        self.words = Input(
            placeholder=_("words in evidence, notes, documents, conclusions…"), select_on_focus=True
        )
        self.list = RecordList(
            COLUMNS,
            on_highlight=self._show,
            on_open=self._open,
            classes="list",
            empty=_("Type words above: what holds them all stands here."),
        )
        self.detail = Detail(on_open=self.main.open_code, classes="detail")
        yield self.words
        yield Split(self.list, self.detail)

    def refresh_data(self) -> None:
        """Search again."""
        self._find(ranked=False)

    def note(self) -> str:
        """Say how many were found."""
        count = len(self.list.rows)
        if count >= self._limit:
            return _("the first {n}").format(n=count)
        return ngettext("{n} found", "{n} found", count).format(n=count)

    def on_screen_resume(self) -> None:
        """Let other words take the place of those that were looked for last."""
        super().on_screen_resume()
        self.words.select_all()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search newest first at each key, best first after a pause."""
        event.stop()
        self._find(ranked=False)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(RANK_AFTER, self._rank)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to what was found."""
        event.stop()
        self.list.focus()

    def action_words(self) -> None:
        """Type other words."""
        self.words.focus()

    def _rank(self) -> None:
        self._find(ranked=True)

    def _find(self, *, ranked: bool) -> None:
        self._limit = LIMIT if ranked else WHILE_TYPING
        found = search.as_typed(self.review, self.words.value, limit=self._limit, ranked=ranked)
        again = self.words.value == self._shown
        self._shown = self.words.value
        rows = [_item(hit.kind, hit.code, hit.excerpt) for hit in found]
        self.list.empty = self._why_empty()
        self.list.show(rows, keep_place=again and not ranked)
        self.show_status()

    def _why_empty(self) -> str:
        if not self.words.value.strip():
            return _("Type words above: what holds them all stands here.")
        return _("Nothing holds all these words.\nFewer words, or the beginning of one, find more.")

    def _show(self, place: str) -> None:
        kind, code = _record(place)
        self.detail.show(record_blocks(self.review, self.benchmark, kind, code) if code else ())

    def _open(self, place: str) -> None:
        kind, code = _record(place)
        if not self.main.reveal(kind, code):
            self.detail.focus()


def _record(place: str) -> tuple[str, str]:
    kind, _space, code = place.partition(" ")
    return search.document_of(kind, code)


def _item(kind: str, code: str, excerpt: str) -> Item:
    from peervisit.model.kinds import KINDS

    text = re.sub("[\x01\x02]", "", excerpt)
    if kind in KINDS:
        return Item(f"{kind} {code}", (code, _(KINDS[kind].heading), text))
    document, page = search.page_of(code)
    return Item(f"{kind} {code}", (document, _("Page {n}").format(n=page) if page else _("File"), text))
