"""The interview: one growing note that keeps the focus for the whole hour, and everything else around it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import TextArea

from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _
from peervisit.tui import hangup, note_reading
from peervisit.tui.autosave import Autosave
from peervisit.tui.commands import Command
from peervisit.tui.commands.everywhere import HELP
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.commands.note import NOTE
from peervisit.tui.levels import Styled
from peervisit.tui.note_actions import NoteActions
from peervisit.tui.note_keeping import Draft, NoteKeeper, both
from peervisit.tui.note_reading import Sitting
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.status import local_time
from peervisit.tui.tokens import Line, understand
from peervisit.tui.widgets.chip_line import ChipLine
from peervisit.tui.widgets.detail import Detail
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.note_area import NoteArea
from peervisit.tui.widgets.title_line import TitleLine

TICK = 15.0
"""Seconds between two looks at the clock."""
QUIET = 180.0
"""Seconds without a key after which the note becomes an entry that others get and that undo knows."""


class NoteScreen(NoteActions, ReviewScreen):
    """The note of one interview, with what is known already at its side."""

    PLACE: ClassVar[str] = "interview"
    AUTO_FOCUS = "NoteArea"
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = NOTE
    HELP = N_(
        "Type as people speak; every word is kept within a second. <note.take> takes a line "
        "as evidence. In a line, #GG-AMB-1 or #ga1 links, #-ga1 contradicts, @I03 says who; "
        "a line that begins with ! asks to follow up."
    )
    DEFAULT_CSS = """
    NoteScreen > Horizontal { height: 1fr; }
    NoteScreen > Horizontal > NoteArea { width: 1fr; }
    NoteScreen > Horizontal > .pane {
        width: 50; height: 100%; border-left: vkey $border-blurred; padding: 0 1;
    }
    NoteScreen.-narrow > Horizontal > .pane { width: 36; display: none; }
    NoteScreen.-narrow.-shown > Horizontal > .pane { display: block; }
    NoteScreen.-medium.-folded > Horizontal > .pane { display: none; }
    NoteScreen.-wide.-folded > Horizontal > .pane { display: none; }
    NoteScreen.-wide > Horizontal > .pane { width: 66; }
    """

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code
        self.last: str | None = None
        self.last_indicator: str | None = None
        self.again = ""
        self.order: list[str] = []
        self.speakers: list[str] = []
        self.word = ""
        self.state = ""
        self.failed = False
        self._known: dict[str, bool] = {}
        self._understood: tuple[tuple[str, int], Line] = (("", 0), Line(""))

    # Making

    def compose(self) -> ComposeResult:
        """Make the title, the note, its side, the chips and the keys."""
        self.keeper = NoteKeeper(self.review, self.code)
        self.autosave = Autosave(self, self._keep)
        self.area = NoteArea(
            self._taken,
            self._typed,
            placeholder=keyed(_("Type what is said. <note.take> takes the line as evidence.")),
        )
        self.pane = Detail(on_open=self.main.open_code, classes="pane")
        self.pane.can_focus = False
        self.chips = ChipLine()
        self.head = TitleLine()
        yield self.head
        with Horizontal():
            yield self.area
            yield self.pane
        yield self.chips
        yield KeyLine([*self.footer_commands(), HELP])

    def body(self) -> Iterable[Widget]:
        """Yield nothing: this screen has a frame of its own, to leave room for the note."""
        return ()

    def on_mount(self) -> None:
        """Show the note as it was left."""
        self.sitting = self._sitting()
        self.order = note_reading.thin_first(self.review, self.sitting.focus)
        self.last = next(reversed(self.sitting.evidence), None)
        self._open_text()
        self.area.read_only = self.review.read_only
        self.set_interval(TICK, self._tick)
        hangup.keep_before_ending(
            self.main.keep_drafts if hasattr(self.main, "keep_drafts") else self.keep_draft, self._hang_up
        )

    def _hang_up(self) -> None:
        self.main.exit(0)

    def on_unmount(self) -> None:
        """Let the system end the program as always."""
        hangup.forget()

    def _sitting(self) -> Sitting:
        found = note_reading.read_sitting(self.review, self.code)
        if found is None:
            raise PeervisitError(_("{code}: this interview record was deleted").format(code=self.code))
        return found

    def _open_text(self) -> None:
        draft = self.keeper.take_over()
        text = self.keeper.base
        if draft is not None:
            between = _("[draft of {time}, beside what others wrote since]").format(time=local_time(draft.at))
            text = both(text, draft.text, between) if draft.outdated else draft.text
        with self.prevent(TextArea.Changed):
            self.area.load_text(text)
        self.area.move_cursor(draft.cursor if draft and not draft.outdated else self.area.document.end)
        if draft is not None:
            self.autosave.pending = True
            self.state = self._draft_words(draft)
            self.word = self.state
        unsaved = self.main.unsaved.take(self.keeper.name)
        if unsaved is not None:
            with self.prevent(TextArea.Changed):
                self.area.load_text(unsaved)
            self.area.move_cursor(self.area.document.end)
            self.autosave.touched()

    def _draft_words(self, draft: Draft) -> str:
        return _("draft of {time} taken up, {size} characters").format(
            time=local_time(draft.at), size=len(draft.text)
        )

    # Showing

    def refresh_data(self) -> None:
        """Read everything around the note; what others added to the note itself is added at its end."""
        found = note_reading.read_sitting(self.review, self.code)
        if found is None:
            self.main.say(_("{code}: this interview record was deleted").format(code=self.code), bad=True)
            return
        self.sitting = found
        self._take_in_news()
        known = tuple(row["statement"] or "" for row in found.evidence.values() if not row["withdrawn"])
        if known != self._statements:
            self._statements = known
            self._known.clear()
            self.area.marks_changed()
        self.show_pane()
        self.show_chips()

    _statements: tuple[str, ...] = ()

    def _take_in_news(self) -> None:
        news = self.keeper.news()
        if news.strip() and news not in self.area.text:
            self.area.add_at_end("\n\n" + _("[added meanwhile]") + f"\n{news}")

    def show_pane(self) -> None:
        """Show what is known, where the side is not folded away."""
        if self.pane.display:
            room = (self.pane.size.width or 36) - 6
            blocks = note_reading.pane(
                self.review,
                self.benchmark,
                self.sitting,
                self.order,
                self.last,
                room if room < 40 else room * 2,
            )
            self.pane.show(blocks, keep_place=True)

    def show_status(self) -> None:
        """Show the title, the clock, what is unasked and whether the note is saved."""
        left = self.sitting.unasked
        parts = [
            note_reading.clock_text(self.sitting, self.review.now()),
            _("{n} to ask").format(n=left) if left else "",
            self.state,
        ]
        here = " ".join(self.sitting.here)
        row = self.sitting.row
        pair = "/".join(one or "–" for one in (row["lead"], row["note_taker"]))
        if row["lead"] and row["note_taker"] and self.main.size.width >= 100:
            pair = _("{lead} leads, {notes} takes notes").format(lead=row["lead"], notes=row["note_taker"])
        shown = (f"{self.code} {self.sitting.title}", here, pair if pair != "–/–" else "")
        self.head.show(" · ".join(part for part in shown if part), " · ".join(part for part in parts if part))

    def show_chips(self) -> None:
        """Show what the line of the cursor became, or what is understood of it."""
        text, _place = self.area.meant()
        code = self.evidence_of(text)
        self.chips.show(list(self._chips_of_evidence(code) if code else self._chips_of_line(text)), self.word)

    def _chips_of_evidence(self, code: str) -> Iterable[Styled]:
        row = self.sitting.evidence[code]
        yield Styled(f"● {code}", "accent")
        yield Styled(note_reading.links_text(row), "good" if row["indicators"] else "open")
        yield from (Styled(f"@{one}", "strong") for one in row["stakeholders"])
        if not row["stakeholders"]:
            yield Styled(_("@ who?"), "open")
        yield from (Styled(said, "muted") for said in self.flags_of(row))

    def _chips_of_line(self, text: str) -> Iterable[Styled]:
        line = self.understood(text)
        for code, way in line.indicators.items():
            yield Styled(f"{note_reading.SIGNS[way]}{code}", "good")
        yield from (Styled(f"@{code}", "strong") for code in line.stakeholders)
        if line.follow_up:
            yield Styled(_("! follow up"), "open")
        if line.quote:
            yield Styled(_("“ quote"), "muted")
        yield from (Styled(f"{word}?", "bad") for word in line.unknown)

    def understood(self, text: str) -> Line:
        """Return a line as the program understands it."""
        known = (text, id(self.sitting))
        if known != self._understood[0]:
            line = understand(text, self.benchmark, self.sitting.people, self.sitting.here)
            self._understood = (known, line)
        return self._understood[1]

    def evidence_of(self, text: str) -> str | None:
        """Return the evidence that a line became."""
        words = text.strip()
        if not words or not self.sitting.evidence:
            return None
        plain = self.understood(text).statement
        for code, row in reversed(self.sitting.evidence.items()):
            if not row["withdrawn"] and _same(plain, row["statement"] or ""):
                return code
        return None

    def _taken(self, text: str) -> bool:
        if not self._statements or not text.strip():
            return False
        if text not in self._known:
            if len(self._known) > 4000:
                self._known.clear()
            self._known[text] = _any_same(self.understood(text).statement, self._statements)
        return self._known[text]

    # Keeping

    def on_text_area_changed(self, _event: TextArea.Changed) -> None:
        """Keep the note soon, also what was undone or done again."""
        self._typed()

    def _typed(self) -> None:
        if not self.autosave.pending or self.word:
            self.state = _("typing…")
            self.show_status()
        self.word = ""
        self.autosave.touched()

    def on_text_area_selection_changed(self, _event: TextArea.SelectionChanged) -> None:
        """Show what is known of the line."""
        self.show_chips()

    def _keep(self) -> bool:
        """Keep a draft; a file that cannot be written is said and tried again."""
        if self.review.read_only:
            return True
        try:
            self.keeper.keep(self.area.text, self.area.cursor_location)
        except PeervisitError as error:
            self.state = _("NOT SAVED, trying again")
            text, place = self.area.text, self.area.cursor_location
            self.main.unsaved.hold(self.keeper.name, text, lambda: self.keeper.keep(text, place))
            if not self.failed:
                self.main.say(str(error), bad=True)
            self.failed = True
            self.show_status()
            return False
        self.failed = False
        self.main.unsaved.take(self.keeper.name)
        self._saved()
        return True

    def _saved(self) -> None:
        self.state = _("saved {time}").format(time=self.review.now().astimezone().strftime("%H:%M:%S"))
        self._seen = self.main.stamp()
        self.show_status()

    def keep_draft(self) -> None:
        """Keep what was typed, at once."""
        if self.is_mounted:
            self.autosave.flush()

    def enter_note(self) -> None:
        """Turn the note into one change of the record."""
        self.autosave.flush()
        if self.failed or self.review.read_only or not self.review.exists("interview", self.code):
            return
        self._take_in_news()
        if self.keeper.enter(self.area.text):
            self.main.wrote()
        self.autosave.pending = False
        self._saved()

    def _tick(self) -> None:
        quiet = self.autosave.quiet_for(QUIET)
        if quiet and not self.autosave.pending and self.keeper.is_waiting():
            try:
                self.enter_note()
            except PeervisitError as error:
                self.main.say(str(error), bad=True)
        self.show_status()

    def on_screen_suspend(self) -> None:
        """Make the note an entry when somebody goes elsewhere."""
        if self.main.screen_stack and not self._covered():
            self.enter_note()
        else:
            self.autosave.flush()

    def _covered(self) -> bool:
        """Whether only a dialog lies over the note."""
        return self in self.main.screen_stack and self.main.screen.is_modal

    def on_descendant_blur(self) -> None:
        """Keep the note when the terminal or the note loses the focus."""
        self.keep_draft()


def _same(words: str, statement: str) -> bool:
    words, statement = " ".join(words.split()), " ".join(statement.split())
    if not words or not statement:
        return False
    return (
        words == statement
        or (len(statement) > 11 and statement in words)
        or (len(words) > 11 and words in statement)
    )


def _any_same(words: str, statements: tuple[str, ...]) -> bool:
    return any(_same(words, statement) for statement in statements)
