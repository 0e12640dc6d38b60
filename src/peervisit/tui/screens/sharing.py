"""Who has a copy of the review: inviting a teammate, and ending a member's part."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Label

from peervisit import locations
from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.messages import InvitationMade
from peervisit.tui.options import Option
from peervisit.tui.plain import plain
from peervisit.tui.screens.base import Dialog
from peervisit.tui.widgets.choice_box import ChoiceBox
from peervisit.tui.widgets.detail import Block, Detail
from peervisit.tui.widgets.fields import Problem
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item

STATES = {
    "copy": N_("has a copy"),
    "invited": N_("invited"),
    "left": N_("has left"),
}
INVITE = Command(
    "copies.invite", "i,enter", N_("Invite"), N_("Make an invitation for this member."), footer=True
)
END = Command(
    "copies.end", "x", N_("End their part"), N_("Take in nothing more of this member's copies."), footer=True
)
BACK = Command("copies.back", "escape", N_("Back"), N_("Go back."), footer=True)
MAKE = Command("invite.make", "ctrl+s", N_("Make it"), N_("Write the invitation."), footer=True)
CANCEL = Command("invite.cancel", "escape", N_("Back"), N_("Go back."), footer=True)
SURE = Command(
    "end.sure", "ctrl+s", N_("End their part"), N_("Make a new key without this member."), footer=True
)
KEEP = Command("end.keep", "escape", N_("Back"), N_("Go back."), footer=True)

COLUMNS = (Column(N_("Initials"), 9), Column(N_("Name"), share=2), Column(N_("Copy"), 16, share=1))


class CopiesScreen(Dialog[None]):
    """The members of the team, and who of them has a copy."""

    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (INVITE, END, BACK)
    HELP = N_(
        "An invitation holds the whole review and the keys of a copy, locked with a passphrase. Whoever "
        "opens it with 'Join' has a copy of their own, and packs go to and fro."
    )
    DEFAULT_CSS = """
    CopiesScreen > .dialog { height: 80%; max-width: 90; }
    CopiesScreen RecordList { background: $surface; }
    """

    def compose(self) -> ComposeResult:
        """Make the list."""
        with Vertical(classes="dialog") as box:
            box.border_title = _("Who has a copy")
            yield RecordList(
                COLUMNS,
                on_open=self._invite,
                empty=keyed(
                    _("Nobody is in the team yet. Add the members first (<overview.who> on the overview).")
                ),
            )
            yield KeyLine(self.USER_COMMANDS)

    def on_mount(self) -> None:
        """Show the members."""
        self.show_members()
        self.query_one(RecordList).focus()

    def on_screen_resume(self) -> None:
        """Show what changed meanwhile."""
        if self.is_mounted:
            self.show_members()

    def show_members(self) -> None:
        """Show the members and what each has."""
        states = states_of(self)
        rows = self.review.rows("member")
        self.query_one(RecordList).show(
            [Item(code, (code, row["name"] or "", states.get(code, "–"))) for code, row in rows.items()]
        )

    def action_invite(self) -> None:
        """Make an invitation for the member under the cursor."""
        code = self.query_one(RecordList).code
        if code is not None:
            self._invite(code)

    def action_end(self) -> None:
        """Ask whether to end the part of the member under the cursor."""
        code = self.query_one(RecordList).code
        if code is not None:
            self.main.push_screen(EndScreen(code))

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()

    def _invite(self, code: str) -> None:
        self.main.push_screen(InviteScreen(code))


class InviteScreen(Dialog[None]):
    """For whom, where to, and the passphrase; then what to tell them."""

    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (MAKE, CANCEL)
    HELP = N_(
        "Send the invitation by mail or stick, and tell the passphrase by phone: never both the same way."
    )
    DEFAULT_CSS = """
    InviteScreen > .dialog { max-width: 90; }
    InviteScreen Label { color: $muted; width: 100%; height: auto; }
    InviteScreen Input, InviteScreen Input:focus {
        border: none; height: 1; padding: 0 1; background: $panel;
    }
    InviteScreen .error { color: $error; height: auto; }
    InviteScreen Detail { height: 11; background: $surface; display: none; }
    InviteScreen.-made Detail { display: block; }
    InviteScreen.-made .form, InviteScreen.-made .before, InviteScreen .after { display: none; }
    InviteScreen.-made .after { display: block; }
    InviteScreen .form { height: auto; }
    """

    def __init__(self, member: str | None = None) -> None:
        super().__init__()
        self._chosen = member
        self._made = self._busy = False

    def compose(self) -> ComposeResult:
        """Make the fields, and room for what comes of them."""
        with Vertical(classes="dialog") as box:
            box.border_title = _("Invite a teammate")
            with Vertical(classes="form"):
                yield Label(plain(_("Who")))
                yield ChoiceBox(_("Who"), self._members, name="member")
                yield Label(plain(_("Invitation (a file to write)")))
                yield Input(id="file")
                if _can_lock():
                    yield Label(plain(_("Passphrase (empty: a good one is made)")))
                    yield Input(id="first", password=True)
                    yield Label(plain(_("The same again")))
                    yield Input(id="second", password=True)
                else:
                    yield Label(
                        plain(
                            _(
                                "NOT LOCKED: whoever gets the file can read the whole review. "
                                "To lock it: pip install 'peervisit[secure]'"
                            )
                        ),
                        classes="error",
                    )
                yield Problem()
            yield Detail()
            yield KeyLine(self.USER_COMMANDS).add_class("before")
            yield KeyLine([CANCEL]).add_class("after")

    def on_mount(self) -> None:
        """Propose a file."""
        self.query_one(Detail).can_focus = False
        box = self.query_one(ChoiceBox)
        if self._chosen is not None:
            box.load({self._chosen: ""})
        self._propose()
        self.main.focus_on(self.query_one("#first", Input) if self._chosen and _can_lock() else box)

    def on_field_changed(self) -> None:
        """Name the file after whoever is chosen."""
        self._propose()

    def action_make(self) -> None:
        """Write the invitation in the background: its lock takes seconds by design."""
        from peervisit.service.passphrases import make_passphrase

        if self._busy or self._made:
            return
        member = next(iter(self.query_one(ChoiceBox).chosen), "")
        problem = self.query_one(Problem)
        if not member:
            problem.say(_("say whom to invite"))
            return
        first, second = self._typed("first"), self._typed("second")
        if first != second:
            problem.say(_("the two passphrases differ"))
            return
        words = (first or make_passphrase()) if _can_lock() else None
        problem.say(_("locking it takes a few seconds…"))
        self._busy = True
        path = locations.meant(self.query_one("#file", Input).value)
        self._write(self.review.path, member, path, words, bool(first))

    def action_cancel(self) -> None:
        """Go back; while it is being locked there is a passphrase yet to be shown."""
        if not self._busy:
            self.dismiss()

    @work(thread=True, exclusive=True, exit_on_error=False, group="share")
    def _write(self, review: Path, member: str, path: Path, words: str | None, typed: bool) -> None:
        from peervisit.service import sharing

        try:
            shared = sharing.share_file(review, member, path, words)
        except Exception as error:
            self.post_message(InvitationMade(path, member, None, self.main.failure_of(error)))
            return
        self.post_message(InvitationMade(shared.path, member, None if typed else words, ""))

    def on_invitation_made(self, event: InvitationMade) -> None:
        """Say what to do with it, or why there is none."""
        self._busy = False
        if event.failure:
            self.query_one(Problem).say(event.failure)
            return
        self._made = True
        self.main.wrote()
        self.query_one(Detail).show(_told(event))
        self.add_class("-made")

    def _members(self) -> list[Option]:
        return [Option(code, row["name"] or "") for code, row in self.review.rows("member").items()]

    def _propose(self) -> None:
        from peervisit.service import sharing

        member = next(iter(self.query_one(ChoiceBox).chosen), "")
        self.query_one("#file", Input).value = str(Path.home() / sharing.invitation_name(self.review, member))

    def _typed(self, name: str) -> str:
        found = self.query(f"#{name}").results(Input)
        return next((one.value for one in found), "")


class EndScreen(Dialog[None]):
    """What ending a member's part does, and does not; ctrl+s does it."""

    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (SURE, KEEP)
    DEFAULT_CSS = """
    EndScreen > .dialog { max-width: 80; }
    EndScreen Detail { height: 8; background: $surface; }
    EndScreen.-narrow Detail { height: 10; }
    EndScreen .error { color: $error; height: auto; }
    EndScreen .after, EndScreen.-made .before { display: none; }
    EndScreen.-made .after { display: block; }
    """

    def __init__(self, member: str) -> None:
        super().__init__()
        self._who = member
        self._done = False

    def compose(self) -> ComposeResult:
        """Say what it means."""
        with Vertical(classes="dialog") as box:
            box.border_title = _("End a member's part")
            yield Detail()
            yield Problem()
            yield KeyLine(self.USER_COMMANDS).add_class("before")
            yield KeyLine([KEEP]).add_class("after")

    def on_mount(self) -> None:
        """Say what it means."""
        detail = self.query_one(Detail)
        detail.can_focus = False
        detail.show(self._meaning())

    def action_sure(self) -> None:
        """End it."""
        from peervisit.service import sharing

        if self._done:
            return
        try:
            self.review.back_up("before-leave")
            left = sharing.leave(self.review, self._who)
        except PeervisitError as error:
            self.query_one(Problem).say(str(error))
            return
        self._done = True
        self.main.wrote()
        self.add_class("-made")
        self.query_one(Detail).show([Block(line) for line in sharing.told(left)])

    def action_keep(self) -> None:
        """Go back."""
        self.dismiss()

    def _meaning(self) -> Iterable[Block]:
        yield Block(_("End the part of {code} in this review?").format(code=self._who), "strong")
        yield Block(
            _("Files from now on are locked with a new key, which {code} does not get.").format(
                code=self._who
            )
        )
        yield Block(_("What arrives from them later is refused by name: take in what they have first."))
        yield Block(_("What they had until now stays readable to them: that cannot be undone."), "open")
        yield Block(_("A new invitation brings them back."), "muted")


def states_of(dialog: Dialog[None]) -> dict[str, str]:
    """Return in words what each member has, by initials; nothing where no copy was ever vouched for."""
    if not dialog.review.connection.execute("SELECT 1 FROM statement LIMIT 1").fetchone():
        return {}
    from peervisit.service import sharing

    return {code: _(STATES[state]) for code, state in sharing.has_copy(dialog.review).items()}


def _can_lock() -> bool:
    from peervisit.service import sharing

    return sharing.can_lock()


def _told(event: InvitationMade) -> Iterable[Block]:
    yield Block(str(event.path), label=_("Written: "), label_role="good")
    if event.passphrase:
        yield Block("")
        yield Block(_("Its passphrase"), "muted")
        yield Block(event.passphrase, "heading")
        yield Block(_("Tell it by phone; it is shown only now, and kept nowhere."), "open")
    yield Block("")
    yield Block(
        _(
            "{code} chooses 'Join' on the start screen, or types: peervisit join {file} REVIEW.peervisit"
        ).format(code=event.member, file=event.path.name)
    )
