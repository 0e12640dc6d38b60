"""What keeps the app safe and its commands in one place: errors for people, crashes without words."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, NoReturn

from rich.console import RenderableType
from rich.text import Text
from textual import events
from textual.app import App, SystemCommand
from textual.constants import TEXTUAL_ANIMATIONS
from textual.dom import DOMNode
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widget import Widget

from peervisit.errors import PeervisitError
from peervisit.i18n import _
from peervisit.store.connection import in_plain_words
from peervisit.store.review_file import ReviewFile
from peervisit.tui import keyboard
from peervisit.tui.commands import Command
from peervisit.tui.key_order import KeysInOrder, is_a
from peervisit.tui.line_guard import LineGuard
from peervisit.tui.settings import Settings
from peervisit.tui.unsaved import Unsaved


class LockedReviewError(PeervisitError):
    """A review needs its passphrase before it can be opened."""

    def __init__(self, path: Path, member: str | None, text: str) -> None:
        super().__init__(text)
        self.path, self.member = path, member


class SafeApp(KeysInOrder, App[int]):
    """An app that says what cannot be done, and never shows anybody's words when it fails."""

    GLOBAL: ClassVar[tuple[Command, ...]] = ()
    """The commands that work on every screen."""

    def __init__(self, review: ReviewFile | None, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self._review = review
        self._guard = LineGuard()
        self.unsaved = Unsaved()

    # Drawing

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what every line of every widget goes through, last of all what keeps terminals safe."""
        return [*super().get_line_filters(), self._guard]

    # Commands

    def commands_of(self, screen: Screen[Any]) -> Iterator[Command]:
        """Yield the commands that can be given on a screen, its own first."""
        nodes: list[DOMNode] = list(screen.focused.ancestors_with_self) if screen.focused else [screen]
        seen: set[str] = set()
        for node in sorted(nodes, key=lambda one: not isinstance(one, Screen)):
            for command in getattr(node, "USER_COMMANDS", ()):
                if command.id not in seen:
                    seen.add(command.id)
                    yield command
        for command in self.GLOBAL:
            if self.check_action(command.run.partition("(")[0].removeprefix("app."), ()):
                yield command

    async def run_command(self, command: Command, screen: Screen[Any] | None = None) -> None:
        """Run a command as if its key had been pressed on the screen."""
        screen = screen or self.screen
        name = f"action_{command.run.partition('(')[0]}"
        nodes: list[DOMNode] = list(screen.focused.ancestors_with_self) if screen.focused else [screen]
        owner = next((node for node in nodes if hasattr(node, name)), screen)
        await self.run_action(command.run, default_namespace=owner)

    def get_system_commands(self, screen: Screen[Any]) -> Iterator[SystemCommand]:
        """Yield none of Textual's own commands: ours are all in the palette, in both languages."""
        yield from ()

    # Errors

    async def _dispatch_action(self, namespace: DOMNode, action_name: str, params: Any) -> bool:
        try:
            with self.in_plain_words():
                return await super()._dispatch_action(namespace, action_name, params)
        except PeervisitError as error:
            self.refused(error)
            return True

    def refused(self, error: PeervisitError) -> None:
        """Say what cannot be done; where only a passphrase is missing, ask for it."""
        if isinstance(error, LockedReviewError):
            from peervisit.tui.screens.unlock import UnlockScreen

            self.push_screen(UnlockScreen(error.path, error.member))
        else:
            self.say(str(error), bad=True)

    def failure_of(self, error: Exception) -> str:
        """Return in one line why work in a thread failed; an error in the program is reported, not raised.

        In a thread of its own it would end nothing: whoever waits for the work would wait for ever.
        """
        from peervisit.tui.crash import write_report

        def again() -> NoReturn:
            raise error

        try:
            with self.in_plain_words():
                again()
        except PeervisitError as known:
            return str(known)
        except OSError as known:
            return known.strerror or type(known).__name__
        except Exception as unknown:
            write_report(unknown, self.settings.state, datetime.now().astimezone())
            return _("an error in the program; nothing that was written is lost")

    def in_plain_words(self) -> Any:
        """Turn SQLite's errors into ones for people."""
        return in_plain_words(self._review.path if self._review else Path("?"))

    def say(self, text: str, *, bad: bool = False) -> None:
        """Show one line for a few seconds; never as markup."""
        self.notify(text, severity="error" if bad else "information", markup=False, timeout=8 if bad else 4)

    def _fatal_error(self) -> None:
        """Leave after an unexpected error: a report without anybody's words, and one line on the screen."""
        from peervisit.tui.crash import write_report

        if self._exit_renderables:
            return  # What fails while the app is being left says nothing new.
        error = sys.exc_info()[1] or self._exception or RuntimeError()
        kept = [self._keep_what_can_be_kept(screen) for screen in self.screen_stack]
        path = write_report(error, self.settings.state, datetime.now().astimezone())
        if all(kept) and not self.unsaved:
            lines = [_("peervisit stopped because of an error in the program. Everything entered is saved.")]
        else:
            lines = [
                _(
                    "peervisit stopped because of an error in the program. What was saved before is safe; "
                    "what was typed in the last seconds may be missing."
                )
            ]
        if path is not None:
            lines.append(_("A report without anybody's words is in {file}").format(file=path))
        # As Text: a path may hold square brackets.
        self.panic(Text("\n".join(lines)))

    def panic(self, *renderables: RenderableType) -> None:
        """Leave with a report as after any error; Textual would print the places where it failed."""
        if all(isinstance(one, Text) for one in renderables):
            super().panic(*renderables)
        else:
            self._fatal_error()

    def _keep_what_can_be_kept(self, screen: Screen[Any]) -> bool:
        keep = getattr(screen, "keep_draft", None)
        if keep is not None:
            try:
                keep()
            except Exception:  # whatever failed may fail here again, and the report is still to be written
                return False
        return True

    def get_driver_class(self) -> type[Driver]:
        """Return the driver: on Windows one that keeps AltGr working, else one to which a paste is text."""
        keyboard.install()
        if sys.platform == "win32":
            from peervisit.tui.windows import PlainKeysDriver

            return PlainKeysDriver
        driver = super().get_driver_class()
        if driver.__module__ == "textual.drivers.linux_driver":
            from peervisit.tui import pasting

            pasting.install()
        return driver

    def keep_drafts(self) -> None:
        """Keep what is being typed anywhere."""
        for screen in self.screen_stack:
            keep = getattr(screen, "keep_draft", None)
            if keep is not None:
                keep()

    def keep_still(self, still: bool) -> None:
        """Let nothing move on the screen: no animation, no blinking cursor."""
        self.animation_level = "none" if still else TEXTUAL_ANIMATIONS

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Keep the cursor of a text from blinking where nothing is to move."""
        if self.animation_level == "none" and (is_a(event.widget, "Input") or is_a(event.widget, "TextArea")):
            event.widget.cursor_blink = False  # type: ignore[attr-defined]

    def focus_on(self, widget: Widget) -> None:
        """Put the focus somewhere after the next repaint."""
        self.call_after_refresh(widget.focus)
