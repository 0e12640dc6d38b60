"""The start: reviews opened of late, a new one, the sample, and the language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen

from peervisit import i18n, locations
from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _, short_moment
from peervisit.tui.commands import Command, bindings
from peervisit.tui.commands.everywhere import HELP, LIST
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.screens.base import Ours
from peervisit.tui.settings import changed_at
from peervisit.tui.widgets.detail import GAP, Block, Detail
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item
from peervisit.tui.widgets.title_line import TitleLine

NEW = Command("start.new", "n", N_("New review"), N_("Make a review file."), footer=True)
OPEN = Command("start.open-path", "o", N_("Open a file"), N_("Open a review by its path."), footer=True)
JOIN = Command(
    "start.join", "j", N_("Join"), N_("Make your copy of a review from an invitation."), footer=True
)
BACKUPS = Command(
    "start.backups", "b", N_("Backups"), N_("Bring back a backup of the review under the cursor.")
)
SAMPLE = Command("start.sample", "s", N_("Sample"), N_("Make a sample review and open it, to try things."))
LANGUAGE = Command(
    "start.language", "l", N_("Language"), N_("Change the language of the screens."), footer=True
)
QUIT = Command("start.leave", "q,escape", N_("Quit"), N_("Close peervisit."), "app.quit", footer=True)

COLUMNS = (
    Column(N_("Review"), share=2),
    Column(N_("Changed"), 16, from_width=50),
    Column(N_("Folder"), share=3),
)


class StartScreen(Ours, Screen[None]):
    """What one sees when no review is open."""

    AUTO_FOCUS = "RecordList"
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (
        LIST[-1],
        NEW,
        OPEN,
        JOIN,
        BACKUPS,
        SAMPLE,
        LANGUAGE,
        QUIT,
    )
    BINDINGS = bindings(USER_COMMANDS[1:])
    HELP = N_("A review is one file. Open one, make one, or try the sample.")
    DEFAULT_CSS = """
    StartScreen { layout: vertical; background: $background; }
    StartScreen > Detail { height: auto; max-height: 11; background: $background; padding: 1 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._begun: dict[str, Any] = {}

    def compose(self) -> ComposeResult:
        """Make the welcome and the list of reviews."""
        yield TitleLine()
        yield Detail()
        with Vertical():
            yield RecordList(
                COLUMNS,
                on_open=self._open,
                empty=keyed(
                    _(
                        "No review has been opened on this laptop yet.\n\n<start.new> makes one, "
                        "<start.open-path> opens a file, <start.join> joins a teammate's, <start.sample> "
                        "opens a sample to try."
                    )
                ),
            )
        yield KeyLine([*self.USER_COMMANDS, HELP])

    def on_mount(self) -> None:
        """Show the reviews opened of late."""
        self.query_one(TitleLine).show("peervisit", _("peer review visits, from benchmark to report"))
        welcome = self.query_one(Detail)
        welcome.can_focus = False
        welcome.show(self._welcome())
        welcome.styles.height = 6
        self.call_after_refresh(self._make_room)
        self.show_recent()

    def _make_room(self) -> None:
        # Padding above and below; how many lines it takes is known once its width is.
        welcome = self.query_one(Detail)
        welcome.styles.height = welcome.virtual_size.height + 2

    def show_recent(self) -> None:
        """Show the reviews opened of late, then those in the usual folder."""
        paths = dict.fromkeys([*self.main.settings.recent(), *_in_folder(self.main.settings.data)])
        self.query_one(RecordList).show([_item(path) for path in paths])

    def action_new(self) -> None:
        """Make a review file."""
        from peervisit.tui.screens.new_review import NewReviewScreen

        self.main.push_screen(NewReviewScreen(self._begun))

    def action_open_path(self) -> None:
        """Open a review by its path."""
        from peervisit.tui.screens.open_path import OpenPathScreen

        self.main.push_screen(OpenPathScreen())

    def action_join(self) -> None:
        """Make one's copy of a review from an invitation."""
        from peervisit.tui.screens.joining import JoinScreen

        self.main.push_screen(JoinScreen())

    def action_backups(self) -> None:
        """Choose a backup of the review under the cursor."""
        from peervisit.tui.screens.backups import BackupsScreen

        if (code := self.query_one(RecordList).code) is None:
            self.main.say(keyed(_("there is no review here yet; <start.open-path> opens one by its path")))
            return
        self.main.push_screen(BackupsScreen(Path(code)))

    def action_sample(self) -> None:
        """Make a sample review and open it."""
        from peervisit.tui.sample import open_sample

        self.main.say(_("making the sample review…"))
        self.call_after_refresh(open_sample, self.main)

    def action_language(self) -> None:
        """Take the next language there is."""
        there = i18n.languages()
        language = there[(there.index(i18n.current()) + 1) % len(there)]
        self.main.settings.choose(language=language)
        self.main.speak(language)

    def _open(self, code: str) -> None:
        from peervisit.tui.opening import open_for_screens

        try:
            review = open_for_screens(Path(code))
        except PeervisitError as error:
            from peervisit.tui.screens.backups import offered_for

            if (backups := offered_for(Path(code), error)) is None:
                raise
            self.main.push_screen(backups)
            return
        self.main.use(review)

    def _welcome(self) -> Iterable[Block]:
        yield Block(
            _(
                "The host writes its self-assessment, peers read it, interview in pairs, judge, agree, and "
                "tell the host. Everything is kept in one file, at once."
            )
        )
        yield GAP
        yield Block(_("Files are kept in {folder}").format(folder=self.main.settings.data), "muted")


def _in_folder(folder: Path) -> list[Path]:
    found = {path.resolve(): changed_at(path) for path in folder.glob(f"*{locations.SUFFIX}")}
    return sorted((path for path in found if found[path]), key=lambda path: found[path], reverse=True)


def _item(path: Path) -> Item:
    changed = datetime.fromtimestamp(changed_at(path)).astimezone()
    return Item(str(path), (path.stem, short_moment(changed), str(path.parent)))
