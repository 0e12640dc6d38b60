"""Closing an interview: what is not linked yet, key messages, documents promised, and confirming (R10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _, ngettext
from peervisit.store.read import Row
from peervisit.tui import evidence_actions as acts
from peervisit.tui import note_reading
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.levels import Styled
from peervisit.tui.note_reading import Sitting
from peervisit.tui.said import said
from peervisit.tui.screens.base import Dialog
from peervisit.tui.status import local_time
from peervisit.tui.widgets.detail import Block, Detail
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.one_key import OneKey
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item
from peervisit.tui.widgets.text_dialogs import TextDialog

LINK = Command("closing.link", "l,enter", N_("Link"), N_("Link it to an indicator."), footer=True)
ABOUT = Command("closing.about", "b", N_("About it"), N_("Nature, direction, speaker, flags."), footer=True)
MARK = Command("closing.mark", "space", N_("Mark"), N_("Mark or unmark, to act on several at once."))
AGAIN = Command(
    "closing.again", "full_stop", N_("Again"), N_("Do the last thing again, to this."), "app.repeat"
)
ALL = Command(
    "closing.all", "a", N_("All"), N_("Show all evidence, or only what is not linked."), footer=True
)
MESSAGES = Command("closing.messages", "k", N_("Key messages"), N_("Write the key messages."), footer=True)
CONFIRM = Command(
    "closing.confirm", "c", N_("Confirm"), N_("Confirm the record as one of the pair (R10)."), footer=True
)
DELETE = Command(
    "closing.delete", "x", N_("Delete"), N_("Delete the evidence; <closing.undo> brings it back.")
)
UNDO = Command("closing.undo", "u", N_("Undo"), N_("Take back the last thing done."), "app.undo")
BACK = Command("closing.back", "escape", N_("Back"), N_("Go back; nothing is lost."), footer=True)


class ClosingScreen(Dialog[None]):
    """The inbox of an interview and what is still missing before it is closed."""

    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (
        LINK, ABOUT, ALL, MESSAGES, CONFIRM, BACK, MARK, AGAIN, DELETE, UNDO,
    )  # fmt: skip
    HELP = N_(
        "The inbox of the interview: what was taken and is not linked yet. <closing.mark> "
        "marks several, and a key then acts on all of them; <closing.confirm> confirms the "
        "record as one of the pair."
    )
    DEFAULT_CSS = """
    ClosingScreen > .dialog { height: 90%; max-width: 140; width: 96%; }
    ClosingScreen RecordList, ClosingScreen Detail { background: $surface; }
    ClosingScreen Detail { height: 9; border-top: hkey $border-blurred; }
    """

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code
        self._all = False
        self._last_indicator: str | None = None

    def compose(self) -> ComposeResult:
        """Make the inbox and the account below it."""
        self.list = RecordList(
            [
                Column(N_("Code"), 9, role="muted"),
                Column(N_("Statement"), share=3),
                Column(N_("Indicators"), 20, from_width=60),
            ],
            marks=True,
            empty=keyed(
                _(
                    "Everything is linked.\n<closing.messages> writes the key messages, <closing.confirm> "
                    "confirms the record."
                )
            ),
            on_open=lambda _code: self.action_link(),
        )
        self.account = Detail()
        self.account.can_focus = False
        with Vertical(classes="dialog") as box:
            box.border_title = _("Closing {code}").format(code=self.code)
            yield self.list
            yield self.account
            yield KeyLine(self.USER_COMMANDS)

    def on_mount(self) -> None:
        """Show what is left."""
        self.read()
        self.order = note_reading.thin_first(self.review, self.sitting.focus)
        self.list.focus()

    def on_screen_resume(self) -> None:
        """Show what a dialog changed."""
        self.read()

    def read(self) -> None:
        """Read the interview again."""
        found = note_reading.read_sitting(self.review, self.code)
        if found is None:
            raise PeervisitError(_("{code}: this interview record was deleted").format(code=self.code))
        self.sitting = found
        codes = list(found.evidence) if self._all else found.unlinked
        self.list.show([self._item(code) for code in codes])
        self.account.show(account(self.review.rows("document", "promised_in = ?", self.code), found))

    def _item(self, code: str) -> Item:
        row = self.sitting.evidence[code]
        role = "" if row["indicators"] else "open"
        return Item(code, (code, row["statement"] or "", Styled(note_reading.links_text(row), role)))

    # Acting

    def action_link(self) -> None:
        """Link the evidence under the cursor."""
        codes = self.list.codes
        if codes:
            row = self.sitting.evidence[codes[0]]
            acts.ask_for_link(self.main, codes, row, self.order, self._last_indicator, self._linked)

    def _linked(self, indicator: str, direction: str) -> None:
        self._last_indicator = indicator
        self._done(f"link:{indicator}:{direction}")

    def _done(self, name: str) -> None:
        self.list.unmark()
        self.read()
        self.main.did("evidence", lambda codes: self._about(codes, name))

    def chosen(self, kind: str) -> list[str]:
        """Return the evidence that is marked or under the cursor."""
        return self.list.codes if kind == "evidence" else []

    def action_mark(self) -> None:
        """Mark or unmark the line, and go on to the next."""
        self.list.action_mark()

    def action_about(self) -> None:
        """Say what the evidence under the cursor is."""
        codes = self.list.codes
        if codes:
            row = self.sitting.evidence[codes[0]]
            choices = acts.evidence_choices(row, self.sitting.people, self.sitting.here)
            several = ngettext("{n} item", "{n} items", len(codes)).format(n=len(codes))
            about = f"{codes[0]}  {row['statement']}" if len(codes) == 1 else several
            self.main.push_screen(
                OneKey(_("One key"), choices, about), said(self.main, lambda name: self._about(codes, name))
            )

    def _about(self, codes: list[str], name: str | None) -> None:
        if name == "edit":
            from peervisit.tui.widgets.field_form import open_form

            open_form(self.main, "evidence", codes[0])
        elif name is not None and acts.apply(self.main, codes, name):
            self._done(name)

    def action_all(self) -> None:
        """Show all evidence, or only what is not linked."""
        self._all = not self._all
        self.read()

    def action_delete(self) -> None:
        """Delete the evidence that is marked or under the cursor, as one step."""
        from peervisit.service import records

        codes = self.list.codes
        if codes:
            with self.review.transaction():
                self.review.name_step(f"delete evidence {codes[0] if len(codes) == 1 else len(codes)}")
                for code in codes:
                    records.remove(self.review, "evidence", code)
            self.list.unmark()
            self.main.wrote()
            self.read()

    def action_messages(self) -> None:
        """Write the key messages."""
        hint = _("three or four sentences, one a line")
        self.main.push_screen(TextDialog(self.code, "key_messages", _("Key messages"), hint))

    def action_confirm(self) -> None:
        """Confirm the record; the first to do so ends the interview."""
        from peervisit.service import people, visit

        if self.member is None:
            raise PeervisitError(_("first say who you are"))
        with self.review.transaction():
            self.review.name_step(f"confirm interview {self.code}")
            people.confirm(self.review, self.code, self.member)
            visit.end(self.review, self.code)
        self.main.wrote()
        self.read()
        words = _("{code} confirmed by {member}").format(code=self.code, member=self.member)
        row = self.sitting.row
        if others := [one for one in pair_of(row) if one not in row["confirmed"]]:
            hint = keyed(_("then {members}: on their own copy, or here after <overview.who> on the overview"))
            words += "; " + hint.format(members=", ".join(others))
        self.main.say(words)

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()


def account(documents: dict[str, dict[str, str]], sitting: Sitting) -> Iterator[Block]:
    """Yield what is done and what is missing before an interview is closed."""
    row = sitting.row
    items, loose, unasked = len(sitting.evidence), len(sitting.unlinked), sitting.unasked
    yield Block(
        ngettext(
            "{n} evidence item, {loose} not linked", "{n} evidence items, {loose} not linked", items
        ).format(n=items, loose=loose),
        "open" if loose else "good",
        label="○ " if loose else "✓ ",
    )
    yield Block(
        ngettext(
            "{n} planned question without an answer", "{n} planned questions without an answer", unasked
        ).format(n=unasked),
        "open" if unasked else "good",
        label="○ " if unasked else "✓ ",
    )
    yield from confirmations(sitting)
    titles = "; ".join(f"{code} {one['title'] or ''}" for code, one in documents.items())
    yield Block(titles or "–", label=_("Promised: "))
    yield Block(row["key_messages"] or "–", label=_("Key messages: "))


def pair_of(row: Row) -> list[str]:
    """Return who confirms a record: lead, note-taker, and who else did."""
    return list(dict.fromkeys(one for one in (row["lead"], row["note_taker"], *row["confirmed"]) if one))


def confirmations(sitting: Sitting) -> Iterator[Block]:
    """Yield who of the pair has confirmed the record, and when."""
    row = sitting.row
    pair = pair_of(row)
    for member in pair:
        at = row["confirmed"].get(member)
        said = _("confirmed {time}").format(time=local_time(at)) if at else _("has not confirmed yet")
        yield Block(f"{member} {said}", "good" if at else "open", label="✓ " if at else "○ ")
    if not pair:
        yield Block(_("nobody is named as lead or note-taker"), "open", label="○ ")
