"""The shared store: where it is, what went and came, which copies write there, who was not heard from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Label

from peervisit.i18n import N_, _, labelled, ngettext
from peervisit.service import sync_memory
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.plain import plain
from peervisit.tui.screens.base import Dialog, ReviewScreen
from peervisit.tui.status import local_time
from peervisit.tui.widgets.detail import GAP, Block, Detail
from peervisit.tui.widgets.fields import Problem
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item
from peervisit.tui.widgets.split import Split
from peervisit.tui.widgets.tick_box import TickBox

NOW = Command("sync.now", "s", N_("Sync now"), N_("Bring this copy and the store together now."), footer=True)
STORE = Command("sync.store", "e", N_("Store"), N_("Say where the store is, and its password."), footer=True)
SWITCH = Command(
    "sync.switch", "o", N_("On/off"), N_("Sync by itself every few minutes, or only when asked."), footer=True
)
AGAIN = Command(
    "sync.begin-again", "", N_("Begin the store again"), N_("Make the store anew where it was emptied.")
)
SAVE = Command("store.save", "ctrl+s", N_("Save"), N_("Use this store, and sync now."), footer=True)
CANCEL = Command("store.cancel", "escape", N_("Back"), N_("Change nothing."), footer=True)

COLUMNS = (
    Column(N_("Who"), 6),
    Column(N_("Copy"), 18, role="muted", from_width=50),
    Column(N_("Last file"), share=1),
)


class SyncScreen(ReviewScreen):
    """The shared store and the copies that meet in it."""

    PLACE: ClassVar[str] = "sync"
    HELP = N_(
        "A store is any folder or server that all copies can reach. Nothing in it is ever deleted, and "
        "nothing is taken away here because it is missing there."
    )
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (NOW, STORE, SWITCH, AGAIN)

    def body(self) -> Iterable[Widget]:
        """Make the list of copies and the state."""
        self.list = RecordList(
            COLUMNS,
            empty=keyed(_("No copy has been heard from yet.\n<sync.store> says where the store is.")),
            classes="list",
        )
        self.detail = Detail(classes="detail")
        yield Split(self.list, self.detail)

    def refresh_data(self) -> None:
        """Show the copies and the state."""
        from peervisit.service.syncing import copies_of

        target = sync_memory.target_of(self.review)
        copies = copies_of(self.review, target) if target else {}
        self.list.show(
            [
                Item(device, (member or "?", device, local_time(made)))
                for device, (member, made) in sorted(copies.items(), key=lambda one: one[1][1], reverse=True)
            ]
        )
        self.detail.show(self._state())

    def sync_ended(self) -> None:
        """Show what came of a sync."""
        self.refresh_data()
        super().sync_ended()

    def _state(self) -> Iterator[Block]:
        target, state = sync_memory.target_of(self.review), self.main.sync.state
        yield Block(_("The store"), "heading")
        if target is None:
            yield Block(keyed(_("none yet: <sync.store> says where it is")))
            return
        yield Block(target, "strong")
        on = sync_memory.is_on(self.review)
        yield Block(_("every few minutes, by itself") if on else keyed(_("only when asked (<sync.now>)")))
        at = sync_memory.synced_at(self.review)
        yield Block(local_time(at) if at else _("not yet"), label=labelled(_("last synced")))
        waits = sync_memory.waiting(self.review)
        yield Block(
            ngettext("{n} change", "{n} changes", waits).format(n=waits), label=labelled(_("waiting here"))
        )
        if state.failure:
            yield GAP
            yield Block(state.failure, "mid" if state.is_away else "bad")
        if state.report is None:
            return
        from peervisit.service.sync_words import lines

        yield GAP
        yield Block(_("The last sync"), "heading")
        for line in lines(state.report, datetime.now(UTC), self.member):
            yield Block(line)

    def action_now(self) -> None:
        """Sync now."""
        self.main.action_sync()

    def action_begin_again(self) -> None:
        """Make the store anew."""
        self.main.sync.now(asked=True, begin_again=True)

    def action_switch(self) -> None:
        """Let the app sync by itself, or not."""
        sync_memory.turn(self.review, on=not sync_memory.is_on(self.review))
        self.wrote()

    def action_store(self) -> None:
        """Ask where the store is."""
        self.main.push_screen(StoreDialog())


class StoreDialog(Dialog[None]):
    """Where the store is, its password, and whether this copy keeps it."""

    AUTO_FOCUS = "#store"
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (SAVE, CANCEL)
    HELP = N_(
        "A folder that Nextcloud, OneDrive or a stick keeps; webdavs://USER@HOST/PATH; "
        "sftp://USER@HOST/PATH; s3://KEY@BUCKET/PATH. Left empty, the review has no store."
    )
    DEFAULT_CSS = """
    StoreDialog Label { color: $muted; }
    StoreDialog Input, StoreDialog Input:focus { border: none; height: 1; padding: 0 1; background: $panel; }
    StoreDialog .error { color: $error; height: auto; }
    """

    def compose(self) -> ComposeResult:
        """Make the lines."""
        target = sync_memory.target_of(self.review) or ""
        with Vertical(classes="dialog") as box:
            box.border_title = _("The store")
            yield Label(plain(_("Folder or address")))
            yield Input(target, placeholder="~/Nextcloud/visit", id="store", select_on_focus=False)
            yield Label(plain(_("Password, if it asks for one")))
            yield Input(id="password", password=True)
            yield TickBox(plain(_("keep the password in this copy, on this laptop")), id="keep")
            yield Problem()
            yield KeyLine(self.USER_COMMANDS)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next line."""
        if event.input.id == "store" and "://" in event.value:
            self.focus_next()
        else:
            self.action_save()

    def action_save(self) -> None:
        """Use the store and sync."""
        from peervisit.errors import PeervisitError
        from peervisit.sync.stores import Address

        typed = self.query_one("#store", Input).value.strip()
        password = self.query_one("#password", Input).value or None
        try:
            address = Address.parse(typed) if typed else None
            kept = sync_memory.choose_target(self.review, typed or None)
        except PeervisitError as error:
            self.query_one(Problem).say(str(error))
            return
        if address is not None and password is None:
            password = address.password
        self.main.sync.password = password
        if kept is not None and password is not None:
            keep = self.query_one("#keep", TickBox).value
            sync_memory.keep_password(self.review, kept, password if keep else None)
        self.dismiss()
        self.main.sync.now(asked=True, begin=True)
        self.main.wrote()

    def action_cancel(self) -> None:
        """Change nothing."""
        self.dismiss()
