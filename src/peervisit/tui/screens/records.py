"""A main screen of one kind of record: the list, and everything about the one under the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual.widget import Widget

from peervisit.i18n import N_, _, labelled, ngettext
from peervisit.store.read import Row
from peervisit.store.review_file import ReviewFile
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.levels import Styled
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.widgets.detail import GAP, Block, Detail
from peervisit.tui.widgets.field_form import open_form
from peervisit.tui.widgets.filter_bar import FilterBar, matches
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item
from peervisit.tui.widgets.split import Split

NEW = Command("records.add", "n", N_("New"), N_("Add a record."), footer=True)
EDIT = Command("records.edit", "e", N_("Edit"), N_("Change the record under the cursor."), footer=True)
DELETE = Command(
    "records.delete",
    "x,delete",
    N_("Delete"),
    N_("Delete what is marked or under the cursor; <app.undo> brings it back."),
)
FILTER = Command("records.filter", "slash", N_("Filter"), N_("Show only what holds the words."), footer=True)
RECORDS = (NEW, EDIT, FILTER, DELETE)


class RecordsScreen(ReviewScreen):
    """What the screens of people, documents, evidence and the like have in common.

    A screen names its kind, its columns, how a row looks and what its detail says.
    """

    KIND: ClassVar[str] = ""
    COLUMNS: ClassVar[Sequence[Column]] = ()
    EMPTY: ClassVar[str] = N_("Nothing yet.\n<records.add> adds the first.")
    MARKED: ClassVar[int] = 1
    """The cell that says of a record that copies disagree on it."""
    SEARCHED: ClassVar[tuple[str, ...]] = ()
    """The fields that the filter looks into, besides what the row shows."""
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = RECORDS
    DEFAULT_CSS = """
    RecordsScreen.-wide Split > .list { width: 3fr; }
    RecordsScreen.-wide Split > .detail { width: 2fr; }
    """

    def body(self) -> Iterable[Widget]:
        """Make the filter, the list and the detail."""
        self.words = ""
        self.rows: dict[str, Row] = {}
        self.disputed: dict[str, list[str]] = {}
        self.filter = FilterBar(self._filtered)
        self.list = RecordList(
            self.COLUMNS,
            on_highlight=self._show,
            on_open=self._open,
            marks=True,
            empty=keyed(_(self.EMPTY)),
            classes="list filtered",
        )
        self.detail = Detail(on_open=self.main.open_code, classes="detail")
        yield self.filter
        yield Split(self.list, self.detail)

    # What a screen says of its kind

    def read(self) -> dict[str, Row]:
        """Return the records to show, by code, in order."""
        return self.review.rows(self.KIND)

    def cells(self, row: Row) -> tuple[Any, ...]:
        """Return the cells of a row."""
        raise NotImplementedError

    def blocks(self, row: Row) -> Iterable[Block]:
        """Yield what the detail says of a record."""
        raise NotImplementedError

    def keep(self, row: Row) -> bool:
        """Whether a record is shown under the filters of the screen, the words aside."""
        return True

    def preset(self) -> dict[str, Any]:
        """Return what a new record holds already."""
        return {}

    # Showing

    def refresh_data(self) -> None:
        """Read the records and show them."""
        self.rows = self.read()
        self.disputed = disputed_fields(self.review, self.KIND)
        self._show_rows()

    def _show_rows(self) -> None:
        items = []
        for code, row in self.rows.items():
            cells = self.cells(row)
            if self.keep(row) and self._matches(row, cells):
                items.append(Item(code, self._marked(code, cells)))
        self.list.empty = self._why_empty()
        self.list.show(items)
        if not items:
            self.detail.show([])

    def _marked(self, code: str, cells: tuple[Any, ...]) -> tuple[Any, ...]:
        if code not in self.disputed:
            return cells
        cell = cells[self.MARKED]
        text = cell if isinstance(cell, str) else cell.text
        return (*cells[: self.MARKED], Styled(f"! {text}", "bad"), *cells[self.MARKED + 1 :])

    def _why_empty(self) -> str:
        if not self.rows:
            return keyed(_(self.EMPTY))
        if self.words:
            return none_fit()
        return _("No record fits what is shown only.")

    def _matches(self, row: Row, cells: tuple[Any, ...]) -> bool:
        if not self.words:
            return True
        shown = [cell if isinstance(cell, str) else cell.text for cell in cells]
        return matches(self.words, row["code"], *shown, *(row.get(name) for name in self.SEARCHED))

    def _filtered(self, words: str) -> None:
        self.words = words
        self._show_rows()
        self.show_status()

    def note(self) -> str:
        """Say how many are shown, and that a filter hides some."""
        shown, total = len(self.list.rows), len(self.rows)
        if shown == total:
            return str(total)
        return _("{shown} of {total} shown").format(shown=shown, total=total)

    def _show(self, code: str) -> None:
        row = self.rows.get(code)
        self.detail.show([*dispute(self.KIND, self.disputed.get(code)), *self.blocks(row)] if row else [])

    def chosen(self, kind: str) -> list[str]:
        """Return what is marked or under the cursor."""
        return self.list.codes if kind == self.KIND else []

    def reveal(self, kind: str, code: str) -> None:
        """Put the cursor on a record, taking a filter away that hides it."""
        if not self.list.go_to(code) and code in self.rows:
            self.clear_filters()
            self.list.go_to(code)
        self.list.focus()

    def clear_filters(self) -> None:
        """Show every record."""
        self.words = ""
        self.filter.value = ""
        self.filter.remove_class("-open")
        self._show_rows()

    # Acting

    def _open(self, code: str) -> None:
        open_form(self.main, self.KIND, code)

    def action_add(self) -> None:
        """Open an empty form."""
        open_form(self.main, self.KIND, preset=self.preset(), on_saved=self._added)

    def _added(self, code: str) -> None:
        self.refresh_if_stale()
        self.reveal(self.KIND, code)

    def action_edit(self) -> None:
        """Open the form of the record under the cursor."""
        if self.list.code is not None:
            self._open(self.list.code)

    def action_filter(self) -> None:
        """Type into the filter."""
        self.filter.open()

    def action_delete(self) -> None:
        """Delete what is marked or under the cursor, as one step that can be undone."""
        from peervisit.service import records

        codes = self.list.codes
        if not codes:
            return
        with self.review.transaction():
            self.review.name_step(f"delete {self.KIND} {codes[0] if len(codes) == 1 else len(codes)}")
            for code in codes:
                records.remove(self.review, self.KIND, code)
        self.list.unmark()
        self.wrote()
        said = keyed(
            ngettext(
                "{count} deleted; <app.undo> brings it back",
                "{count} deleted; <app.undo> brings them back",
                len(codes),
            )
        )
        self.main.say(said.format(count=len(codes)))


def none_fit() -> str:
    """Return what a list says that the words of its filter have emptied."""
    return _("No record holds these words.\nesc in the filter shows all.")


def disputed_fields(review: ReviewFile, kind: str) -> dict[str, list[str]]:
    """Return, by code of a record, the fields on which copies disagree."""
    found: dict[str, list[str]] = {}
    for code, field in review.connection.execute(
        "SELECT record, field FROM conflict WHERE kind = ? ORDER BY record, field", (kind,)
    ):
        found.setdefault(code, []).append(field)
    return found


def dispute(kind: str, fields: Sequence[str] | None) -> Iterable[Block]:
    """Yield that copies disagree on fields of a record, and what holds until that is settled."""
    if not fields:
        return
    from peervisit.model.caution import is_careful
    from peervisit.service.steps import field_in_words

    names = ", ".join(dict.fromkeys(field_in_words(kind, field) for field in fields))
    yield Block(keyed(_("! in conflict: {fields} (<go.conflicts>)")).format(fields=names), "bad")
    if any(is_careful(kind, field) for field in fields):
        yield Block(_("Until it is settled, reports follow the version that says the least."), "open")


def titled(label: str, value: object) -> Iterable[Block]:
    """Yield a line with its label, unless there is nothing to say."""
    if value not in (None, "", [], {}):
        yield Block(str(value), label=labelled(label))


def section(title: str, blocks: Iterable[Block]) -> Iterable[Block]:
    """Yield blocks under a title, or nothing where there are none."""
    found = list(blocks)
    if found:
        yield GAP
        yield Block(title, "heading")
        yield from found


def label_of(choice: str | None) -> str:
    """Return what a stored choice is called."""
    from peervisit.model.choices import LABELS

    return _(LABELS.get(choice, choice)) if choice else ""
