"""Who is writing: asked once for each copy of a review."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Label

from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _
from peervisit.tui import begun
from peervisit.tui.begun import Begun
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.levels import Styled
from peervisit.tui.options import options_for
from peervisit.tui.plain import plain
from peervisit.tui.reading import choice
from peervisit.tui.screens.base import Dialog
from peervisit.tui.screens.records import disputed_fields
from peervisit.tui.screens.sharing import states_of
from peervisit.tui.widgets.choice_box import ChoiceBox
from peervisit.tui.widgets.fields import Problem
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item

ADD = Command("who.add", "n", N_("Add somebody"), N_("Add a member of the team or of the host."), footer=True)
LATER = Command("who.later", "escape", N_("Later"), N_("Only look around for now."), footer=True)
TAKE = Command("who.take", "enter", N_("That is me"), N_("Write as this member."), footer=True)
EDIT = Command("who.edit", "e", N_("Edit"), N_("Edit this member."), footer=True)

COPIES = Command("who.copies", "c", N_("Copies"), N_("See who has a copy, and invite others."), footer=True)

COLUMNS = (
    Column(N_("Initials"), 9),
    Column(N_("Name"), share=2),
    Column(N_("Roles"), share=2),
    Column(N_("Copy"), 12, from_width=60),
)


class WhoScreen(Dialog[None]):
    """The members of the review; Enter says which of them one is."""

    USER_COMMANDS = (TAKE, ADD, EDIT, COPIES, LATER)
    HELP = N_("Every entry carries the initials of whoever made it; codes begin with them.")
    DEFAULT_CSS = """
    WhoScreen > .dialog { height: 80%; max-width: 90; }
    WhoScreen RecordList { background: $surface; }
    WhoScreen Label { color: $muted; width: 100%; margin: 1 0; }
    """

    def compose(self) -> ComposeResult:
        """Make the list."""
        self._begun: Begun = {}
        with Vertical(classes="dialog") as box:
            box.border_title = _("Who is writing?")
            yield Label(plain(_("Entries made on this laptop carry these initials.")))
            yield RecordList(
                COLUMNS,
                on_open=self._take,
                empty=keyed(_("Nobody is in the team yet.\n<who.add> adds somebody: begin with yourself.")),
            )
            yield KeyLine(self.USER_COMMANDS)

    def on_mount(self) -> None:
        """Show the members, the cursor on whoever is writing."""
        self.show_members()
        self.query_one(RecordList).focus()

    def on_screen_resume(self) -> None:
        """Show whoever was added or edited meanwhile."""
        if self.is_mounted:
            self.show_members()

    def show_members(self) -> None:
        """Show the members."""
        listing = self.query_one(RecordList)
        rows = self.review.rows("member")
        disputed = disputed_fields(self.review, "member")
        states = states_of(self)
        listing.show(
            [
                Item(
                    code,
                    (
                        code,
                        Styled(f"! {row['name'] or ''}", "bad") if code in disputed else row["name"] or "",
                        ", ".join(choice(role) for role in row["roles"]),
                        states.get(code, ""),
                    ),
                )
                for code, row in rows.items()
            ]
        )
        if self.member is not None:
            listing.go_to(self.member)

    def action_take(self) -> None:
        """Write as the member under the cursor."""
        code = self.query_one(RecordList).code
        if code is not None:
            self._take(code)

    def action_add(self) -> None:
        """Add somebody."""
        self.main.push_screen(NewMemberScreen(self._begun), self._added)

    def action_edit(self) -> None:
        """Edit the member under the cursor."""
        from peervisit.tui.widgets.field_form import open_form

        code = self.query_one(RecordList).code
        if code is not None:
            open_form(self.main, "member", code)

    def action_copies(self) -> None:
        """Show who has a copy."""
        self.main.action_copies()

    def action_later(self) -> None:
        """Only look around."""
        self.dismiss()

    def _added(self, code: str | None) -> None:
        if code is None:
            return
        self.main.wrote()
        self.show_members()
        if self.member is None:
            self._take(code)
        else:
            self.query_one(RecordList).go_to(code)

    def _take(self, code: str) -> None:
        from peervisit.service import reviews

        reviews.use_as(self.review, code)
        self.dismiss()
        self.main.wrote()
        self.main.say(_("you write as {code}").format(code=code))


MAKE = Command("member.make", "ctrl+s", N_("Add"), N_("Add this member."), footer=True)
CANCEL = Command("member.cancel", "escape", N_("Back"), N_("Add nobody."), footer=True)


class NewMemberScreen(Dialog[str | None]):
    """Initials, name, city and roles of somebody new."""

    USER_COMMANDS = (MAKE, CANCEL)
    DEFAULT_CSS = """
    NewMemberScreen > .dialog { max-width: 70; }
    NewMemberScreen Label { color: $muted; }
    NewMemberScreen Input, NewMemberScreen Input:focus {
        border: none; height: 1; padding: 0 1; background: $panel;
    }
    NewMemberScreen .error { color: $error; height: auto; }
    """

    def __init__(self, begun: Begun) -> None:
        super().__init__()
        self._begun = begun

    def compose(self) -> ComposeResult:
        """Make the fields."""
        with Vertical(classes="dialog") as box:
            box.border_title = _("Add somebody")
            yield from self._line("initials", _("Initials, such as AR"))
            yield from self._line("name", _("Name"))
            yield from self._line("city", _("City"))
            yield Label(plain(_("Roles")))
            yield ChoiceBox(
                _("Roles"),
                lambda: options_for(self.review, self.benchmark, "role"),
                several=True,
                name="roles",
            )
            yield Problem()
            yield KeyLine(self.USER_COMMANDS)

    def on_mount(self) -> None:
        """Propose the role that most have."""
        self.query_one(ChoiceBox).load({"peer": ""})
        begun.show(self, self._begun)

    def action_make(self) -> None:
        """Add the member."""
        from peervisit.service import records

        initials = self._text("initials").upper()
        if initials and self.review.exists("member", initials):
            self.query_one(Problem).say(_("somebody has these initials already; take others"))
            return
        fields = {
            "name": self._text("name") or None,
            "city": self._text("city") or None,
            "roles": list(self.query_one(ChoiceBox).chosen),
        }
        try:
            code = records.add(self.review, "member", fields, code=initials or None)
        except PeervisitError as error:
            self.query_one(Problem).say(str(error) if initials else _("initials are needed"))
            return
        self._begun.clear()
        self.dismiss(code)

    def action_cancel(self) -> None:
        """Add nobody; what was typed is there again until the list is left."""
        begun.keep(self, self._begun)
        self.dismiss(None)

    def _line(self, name: str, label: str) -> Iterable[Label | Input]:
        yield Label(plain(label))
        yield Input(id=name)

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()
