"""Who changed what, and when: of the whole review, or of one record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from peervisit.i18n import N_, _, labelled
from peervisit.service import steps
from peervisit.service.steps import Entry
from peervisit.tui.commands import Command
from peervisit.tui.commands.everywhere import LIST
from peervisit.tui.plain import one_line
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.status import local_time
from peervisit.tui.widgets.detail import GAP, Block, Detail
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item
from peervisit.tui.widgets.split import Split

if TYPE_CHECKING:
    from peervisit.tui.app import PeervisitApp

LIMIT = 500
ALL = Command("history.all", "a", N_("All"), N_("Show the changes of the whole review."), footer=True)
ONLY = Command(
    "history.only", "h", N_("This record"), N_("Show the changes of this record alone."), footer=True
)

COLUMNS = (
    Column(N_("When"), 16, role="muted"),
    Column(N_("Who"), 6),
    Column(N_("Record"), 16),
    Column(N_("Field"), share=1, role="muted"),
    Column(N_("Now"), share=2, from_width=60),
)


class HistoryScreen(ReviewScreen):
    """Changes, the newest first, with what was there before beside each."""

    PLACE: ClassVar[str] = "history"
    USER_COMMANDS = (LIST[-1], ONLY, ALL)
    HELP = N_("Nothing in a review is overwritten: every change is kept, with who made it and when.")

    code: str | None = None

    def body(self) -> Iterable[Widget]:
        """Make the list and the change."""
        self.entries: list[Entry] = []
        self.list = RecordList(
            COLUMNS,
            on_highlight=self._show,
            on_open=self._open,
            classes="list",
            empty=_("Nothing has been written yet."),
        )
        self.detail = Detail(classes="detail")
        yield Split(self.list, self.detail)

    def refresh_data(self) -> None:
        """Read the changes."""
        self.entries = list(steps.history(self.review, self.code, limit=LIMIT))[::-1]
        self.list.show([self._item(place, entry) for place, entry in enumerate(self.entries)])

    def note(self) -> str:
        """Say whose history this is."""
        return self.code or _("the whole review, newest first")

    def turn_to(self, code: str | None) -> None:
        """Say whose history is to be shown; None for everything."""
        self.code, self._seen = code, None

    def show(self, code: str | None) -> None:
        """Show the history of a record, or of everything."""
        self.turn_to(code)
        self.refresh_if_stale()

    def action_all(self) -> None:
        """Show the changes of the whole review."""
        self.show(None)

    def action_only(self) -> None:
        """Show the changes of the record under the cursor alone."""
        if self.list.code is not None:
            self.show(self.entries[int(self.list.code)].code)

    def _show(self, place: str) -> None:
        self.detail.show(self._text(self.entries[int(place)]) if place else ())

    def _open(self, place: str) -> None:
        entry = self.entries[int(place)]
        if not self.main.reveal(entry.kind, entry.code):
            self.main.open_code(entry.code.partition("/")[0])

    def _item(self, place: int, entry: Entry) -> Item:
        if entry.deleted is None:
            now = "" if entry.after is None else self._said(entry, entry.after)
        else:
            now = _("deleted") if entry.deleted else _("brought back")
        field = steps.field_in_words(entry.kind, entry.field)
        text = one_line(now)[:200]
        return Item(str(place), (local_time(entry.at), entry.author or "?", entry.code, field, text))

    def _text(self, entry: Entry) -> Iterator[Block]:
        field = steps.field_in_words(entry.kind, entry.field)
        yield Block(field, "strong", label=f"{entry.code}  ", label_role="heading")
        yield Block(f"{entry.author or '?'}, {local_time(entry.at)}", "muted")
        if entry.by_another:
            yield Block(_("written on {code}'s copy").format(code=entry.by_another), "muted")
        if entry.origin:
            yield Block(_("came in with the form {code}").format(code=entry.origin), "muted")
        if entry.deleted is not None:
            yield Block(_("deleted") if entry.deleted else _("brought back"), "bad")
            return
        yield GAP
        yield Block(self._said(entry, entry.after), label=labelled(_("now")), label_role="accent")
        for before in entry.before:
            yield Block(self._said(entry, before), "muted", label=labelled(_("before")))

    def _said(self, entry: Entry, value: object) -> str:
        """Return a value as the form of the record shows it."""
        from peervisit.model.kinds import KINDS, fields_of
        from peervisit.tui.record_text import in_words

        spec = fields_of(entry.kind).get(entry.field.partition(".")[0]) if entry.kind in KINDS else None
        if spec is None:
            return "–" if value is None else str(value)
        return in_words(self.benchmark, spec, value)


def show_history(main: PeervisitApp, code: str) -> None:
    """Show the history of one record."""
    if not main.is_screen_installed("history"):
        main.install_screen(HistoryScreen(), "history")
    screen = main.get_screen("history")
    assert isinstance(screen, HistoryScreen)
    screen.turn_to(code)
    main.go("history")
