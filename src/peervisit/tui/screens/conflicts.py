"""What two copies disagree on, and settling it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _, labelled, ngettext
from peervisit.tui.commands import Command
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.status import local_time
from peervisit.tui.widgets.detail import GAP, Block, Detail
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item
from peervisit.tui.widgets.split import Split

if TYPE_CHECKING:
    from peervisit.service.conflicts import Conflict

TAKE_FIRST = Command(
    "conflict.take-first",
    "f",
    N_("Take first"),
    N_("Settle it with the version shown first."),
    "take(0)",
    True,
)
TAKE_SECOND = Command(
    "conflict.take-second", "s", N_("Take second"), N_("Settle it with the second version."), "take(1)", True
)
WRITE = Command("conflict.edit", "e", N_("Edit"), N_("Open the record and write it anew."), footer=True)

COLUMNS = (
    Column(N_("Record"), 16),
    Column(N_("Field"), share=1),
    Column(N_("By"), 12, role="muted"),
)


class ConflictsScreen(ReviewScreen):
    """Each disagreement with its versions beside it; nothing is decided by a clock."""

    PLACE: ClassVar[str] = "conflicts"
    USER_COMMANDS = (TAKE_FIRST, TAKE_SECOND, WRITE)
    HELP = N_(
        "Two people changed the same field without having seen each other's change. Both versions are kept; "
        "the one shown in the screens is the newer. Settle it with one of them, or write a third."
    )

    def body(self) -> Iterable[Widget]:
        """Make the list and the versions."""
        self.found: dict[str, Conflict] = {}
        self.list = RecordList(
            COLUMNS,
            on_highlight=self._show,
            classes="list",
            empty=_("Nothing to settle.\nWhen two copies come together, what they disagree on stands here."),
        )
        self.detail = Detail(on_open=self.main.open_code, classes="detail")
        yield Split(self.list, self.detail)

    def refresh_data(self) -> None:
        """Read the conflicts."""
        from peervisit.service.conflicts import conflicts

        self.found = {f"{one.kind} {one.code} {one.field}": one for one in conflicts(self.review)}
        self.list.show([_item(key, one) for key, one in self.found.items()])

    def note(self) -> str:
        """Say how many there are."""
        count = len(self.found)
        return ngettext("{n} conflict to settle", "{n} conflicts to settle", count).format(n=count)

    def action_take(self, number: int) -> None:
        """Settle the conflict under the cursor with one of its versions."""
        from peervisit.service.conflicts import settle

        one = self.found.get(self.list.code or "")
        if one is None:
            return
        if number >= len(one.versions):
            raise PeervisitError(_("there is no such version"))
        settle(self.review, one.kind, one.code, one.field, one.versions[number].value)
        self.wrote()
        self.main.say(_("settled (u: undo)"))

    def action_edit(self) -> None:
        """Open the record's form; what is saved there replaces only the version shown."""
        from peervisit.tui.widgets.field_form import open_form

        one = self.found.get(self.list.code or "")
        if one is not None:
            open_form(self.main, one.kind, one.code)

    def _show(self, key: str) -> None:
        one = self.found.get(key)
        self.detail.show(_versions(one) if one is not None else ())


def _item(key: str, one: Conflict) -> Item:
    authors = " / ".join(version.author or "?" for version in one.versions)
    return Item(key, (one.code, one.title, authors))


def _versions(one: Conflict) -> Iterator[Block]:
    yield Block(one.title, "strong", label=f"{one.code}  ", label_role="heading")
    for number, version in enumerate(one.versions, 1):
        yield GAP
        by = f"{version.author or '?'}, {local_time(version.at)}"
        yield Block(by, "muted", label=f"{number}  ", label_role="accent")
        yield Block(_value(one, version.value), indent=3)
    if one.base is not None:
        yield GAP
        yield Block(str(one.base), "muted", label=labelled(_("both started from")))


def _value(one: Conflict, value: object) -> str:
    if one.grade == "edit-and-delete":
        return _("delete the record") if value else _("keep the record")
    return _("nothing") if value is None else str(value)
