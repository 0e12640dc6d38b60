"""What every screen of a review has in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen, Screen, ScreenResultType
from textual.widget import Widget

from peervisit.errors import PeervisitError
from peervisit.tui import status
from peervisit.tui.commands import Command, bindings
from peervisit.tui.commands.everywhere import HELP, PALETTE, QUIT
from peervisit.tui.widgets.detail import Detail
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.status_bar import StatusBar
from peervisit.tui.widgets.strip import PlaceStrip

if TYPE_CHECKING:
    from peervisit.model.benchmark import Benchmark
    from peervisit.store.review_file import ReviewFile
    from peervisit.tui.app import PeervisitApp


class Ours:
    """What screens and dialogs share: the app, the review, and errors that are said rather than fatal."""

    @property
    def main(self) -> PeervisitApp:
        """Return the app."""
        return cast("PeervisitApp", self.app)  # type: ignore[attr-defined]

    @property
    def review(self) -> ReviewFile:
        """Return the open review."""
        return self.main.review

    @property
    def benchmark(self) -> Benchmark:
        """Return the benchmark of the open review."""
        return self.main.benchmark

    @property
    def member(self) -> str | None:
        """Return the initials of whoever uses this copy."""
        return self.main.member

    _styled_for: object = None

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Match the rules of style anew only where what they depend on has changed meanwhile."""
        here = (self.main.theme, self.main.size, frozenset(self.main.classes))
        event.refresh_styles = here != self._styled_for
        self._styled_for = here

    async def _dispatch_message(self, message: Message) -> None:
        try:
            with self.main.in_plain_words():
                await super()._dispatch_message(message)  # type: ignore[misc]
        except PeervisitError as error:
            self.main.refused(error)


class ReviewScreen(Ours, Screen[None]):
    """A screen of the open review: strip at the top, body, status and keys at the bottom.

    A screen says what it is made of in :meth:`body` and reads the review in :meth:`refresh_data`, which
    is called when the screen is first shown and whenever anybody wrote to the file since it last was.
    """

    AUTO_FOCUS = "LineView"
    PLACE: ClassVar[str] = ""
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = ()
    DEFAULT_CSS = """
    ReviewScreen { layout: vertical; background: $background; }
    ReviewScreen > .body { height: 1fr; }
    """

    _seen: tuple[int, int] | None = None

    def __init_subclass__(cls, **options: Any) -> None:
        """Bind the keys of the screen's own commands."""
        cls.BINDINGS = bindings(cls.__dict__.get("USER_COMMANDS", ()))
        super().__init_subclass__(**options)

    def compose(self) -> ComposeResult:
        """Make the frame and the body."""
        self._take_width()
        yield PlaceStrip(self.PLACE)
        with Vertical(classes="body"):
            yield from self.body()
        yield StatusBar()
        yield KeyLine([*self.footer_commands(), HELP])

    def body(self) -> Iterable[Widget]:
        """Yield the widgets of the screen."""
        return ()

    def refresh_data(self) -> None:
        """Read the review and show it."""

    def reveal(self, kind: str, code: str) -> None:
        """Put the cursor on a record."""

    def chosen(self, kind: str) -> list[str]:
        """Return the codes of a kind that an act would be about, for doing the last one again."""
        return []

    def where(self) -> str:
        """Return what the cursor is on."""
        listing = next(iter(self.query(".list").results()), None)
        return getattr(listing, "code", None) or ""

    def back_to(self, code: str) -> None:
        """Put the cursor where it was left."""
        listing = next(iter(self.query(".list").results()), None)
        if listing is not None and hasattr(listing, "go_to"):
            listing.go_to(code)

    def note(self) -> str:
        """Return what this screen says in the status line."""
        return ""

    def footer_commands(self) -> list[Command]:
        """Return the commands for the line of keys, in order; help comes last by itself."""
        return [command for command in self.USER_COMMANDS if command.footer][:6]

    def on_screen_resume(self) -> None:
        """Show what was written while another screen was in front."""
        self._take_width()
        self.refresh_if_stale()

    def _take_width(self) -> None:
        # Before anything is styled, and after the terminal was resized while another screen was in front.
        self.update_classes(self.main.width_classes(), animate=False)

    def refresh_if_stale(self) -> None:
        """Read again if anybody wrote to the file since this screen last read it."""
        if not self.is_mounted:
            return
        stamp = self.main.stamp()
        if stamp != self._seen:
            self._seen = stamp
            with self._in_place():
                self.refresh_data()
        self.show_status()

    @contextmanager
    def _in_place(self) -> Iterator[None]:
        """Keep what somebody scrolled to, as long as it is about the same record."""
        before = self._under_cursors()
        places = [(one, one.place) for one in self.query(Detail) if one.scroll_offset.y]
        yield
        if places and before == self._under_cursors():
            for detail, place in places:
                detail.go_back(place)

    def _under_cursors(self) -> list[str | None]:
        return [getattr(one, "code", None) for one in self.query(".list")]

    def show_status(self) -> None:
        """Bring the strip and the status line in step."""
        # A screen that is being taken down may be asked once more when its lines are gone already.
        for strip in self.query(PlaceStrip):
            strip.set_title(status.title_of(self.review))
        for bar in self.query(StatusBar):
            bar.show(status.status_of(self.main, self.note()))

    def sync_ended(self) -> None:
        """Show what came of a sync."""
        self.show_status()

    def wrote(self) -> None:
        """Say that this screen wrote something."""
        self.main.wrote()


class Dialog(Ours, ModalScreen[ScreenResultType]):
    """A screen in front of another one, with keys of its own; the letters of the main screens rest."""

    USER_COMMANDS: ClassVar[tuple[Command, ...]] = ()
    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > .dialog {
        width: 90%; max-width: 100; height: auto; max-height: 90%;
        background: $surface; border: round $border; padding: 0 1;
        border-title-color: $primary; border-title-style: bold;
    }
    """

    def __init_subclass__(cls, **options: Any) -> None:
        """Bind the keys of the dialog's own commands, and those for help, palette and quitting."""
        own = cls.__dict__.get("USER_COMMANDS", ())
        cls.BINDINGS = bindings((*own, HELP, PALETTE, QUIT))
        super().__init_subclass__(**options)
