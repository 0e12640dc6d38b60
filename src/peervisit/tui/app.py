"""The app: it only wires screens, settings and the open review together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.screen import Screen

from peervisit import i18n
from peervisit.errors import PeervisitError
from peervisit.i18n import _, ngettext
from peervisit.model.benchmark import Benchmark
from peervisit.service.benchmarks import benchmark_of
from peervisit.store import passphrases
from peervisit.store.review_file import ReviewFile
from peervisit.tui import background_sync, garbage, keeping, places, themes
from peervisit.tui.background_sync import BackgroundSync
from peervisit.tui.commands import bindings, key_words
from peervisit.tui.commands.everywhere import EVERYWHERE, LOCK, REVIEW
from peervisit.tui.commands.palette import UserCommands
from peervisit.tui.dialog_actions import OpensDialogs
from peervisit.tui.left_off import LeftOff
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.settings import Settings

if TYPE_CHECKING:
    from peervisit.tui.messages import BackedUp, SyncEnded

LOOK_EVERY = 2.0
"""Seconds between two looks at whether another program wrote to the file."""


class PeervisitApp(OpensDialogs):
    """Peervisit in a terminal."""

    TITLE = "peervisit"
    CSS = """
    /* Room for a scrollbar is left out of the height, and the last line was then cut off. */
    ToastRack { margin-bottom: 2; overflow-y: hidden; }
    Input > .input--placeholder, TextArea .text-area--placeholder { color: $muted; }
    Toast { padding: 0 1; margin: 0; width: auto; max-width: 70%; background: $panel; }
    """
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {UserCommands}
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - declared so by Textual
        (0, "-narrow"),
        (100, "-medium"),
        (160, "-wide"),
    ]
    GLOBAL = (*EVERYWHERE, *REVIEW, *(place.command for place in places.PLACES))
    # The lock comes before whatever has the focus, also in a dialog and in the palette.
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(command for command in GLOBAL if command is not LOCK),
        *(replace(one, priority=True) for one in bindings((LOCK,)) if isinstance(one, Binding)),
    ]

    def __init__(self, review: ReviewFile | None, settings: Settings) -> None:
        super().__init__(review, settings)
        self.keep_still(settings.still or self.animation_level == "none")
        self.keymap: dict[str, str] = {}
        self.saved_at = ""
        self.backup_failure: str | None = None
        self._stamp: tuple[int, int] = (0, 0)
        self._trail: list[str] = []
        self._benchmark: Benchmark | None = None
        self._benchmark_at: tuple[str | int, ...] = ()
        self._left = LeftOff(self)
        self.sync = BackgroundSync(self)
        self._last_act: tuple[str, Callable[[list[str]], object]] | None = None
        for theme in themes.THEMES:
            self.register_theme(theme)
        known = {theme.name for theme in themes.THEMES}
        self.theme = settings.theme if settings.theme in known else themes.DEFAULT

    # The review

    @property
    def review(self) -> ReviewFile:
        """Return the open review; only screens of a review may ask."""
        if self._review is None:
            raise PeervisitError(_("no review is open"))
        return self._review

    @property
    def has_review(self) -> bool:
        """Whether a review is open."""
        return self._review is not None

    @property
    def member(self) -> str | None:
        """Return the initials of whoever uses this copy."""
        return self._review.log.author if self._review else None

    @property
    def benchmark(self) -> Benchmark:
        """Return the benchmark of the open review; it is asked for at every key, so it is kept."""
        known = (self.review.log.session, *self.stamp())
        if self._benchmark is None or known != self._benchmark_at:
            self._benchmark, self._benchmark_at = benchmark_of(self.review), known
        return self._benchmark

    def stamp(self) -> tuple[int, int]:
        """Return what changes whenever anybody writes to the file."""
        return (self.review.connection.total_changes, self.review.data_version())

    def use(self, review: ReviewFile) -> None:
        """Show a review that was just opened; the one open until now is closed."""
        self.leave_review()
        self._review = review
        self.saved_at = ""
        self.settings.opened(review.path)
        self.begin_review()

    def leave_review(self) -> None:
        """Close the open review and forget its screens."""
        if self._review is None:
            return
        self.keep_drafts()
        self._left.keep()
        self._last_act = None
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self._forget_screens()
        self.close_review()

    def close_review(self) -> None:
        """Close the file."""
        if self._review is not None:
            self.sync.end()
            path = self._review.path
            self._review.close()
            self._review = None
            self.unsaved.forget()
            passphrases.forget(path)

    def begin_review(self) -> None:
        """Show where the review was left, asking first who is writing where that is not known."""
        self._stamp = self.stamp()
        self._left.back()
        if self.member is None and not self.review.read_only:
            self.call_after_refresh(self.action_who)
        self.set_timer(3.0, self._back_up)
        self.sync.begin()

    def speak(self, language: str) -> None:
        """Show everything in another language: the screens are made anew."""
        i18n.use(language)
        if self._review is None:
            self.action_start()
            return
        place = self.place or "overview"
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self._forget_screens()
        self.go(place)

    def _forget_screens(self) -> None:
        for name, screen in list(self._installed_screens.items()):
            self.uninstall_screen(name)
            if isinstance(screen, Screen) and screen.is_running and screen not in self.screen_stack:
                screen.remove()
        self._trail.clear()

    # Life

    def on_mount(self) -> None:
        """Show the review, or the start screen."""
        self._take_keys()
        if self._review is not None:
            self.begin_review()
        else:
            self.action_start()
            if self.unlock_first is not None:
                self.refused(self.unlock_first)
        self.set_interval(LOOK_EVERY, self.look)
        self.set_interval(3600, self._back_up)
        self.set_interval(background_sync.EVERY, self.sync.tick)
        self.call_after_refresh(garbage.begin)

    def _take_keys(self) -> None:
        """Take over the keys of one's own; what is wrong with them is said, and the app starts anyway."""
        key_words.use({})
        if not self.settings.keys_file.exists():
            return
        from peervisit.tui import key_file

        found = key_file.read(self.settings.keys_file)
        self.keymap = found.keys
        self.set_keymap(found.keys)
        key_words.use(found.keys)
        if found.wrong:
            count = len(found.wrong)
            more = _(" (and {n} more)").format(n=count - 1) if count > 1 else ""
            hint = _("'peervisit keys --check' lists all")
            self.say(_("{what}; {more}").format(what=f"{found.wrong[0]}{more}", more=hint), bad=True)

    def look(self) -> None:
        """Notice what a command, or a colleague's copy, wrote meanwhile."""
        if self._review is None:
            return
        self.unsaved.retry()
        self._left.keep()
        self.lock_if_idle()
        garbage.collect_in_a_pause(self.touched_at)
        stamp = self.stamp()
        if stamp != self._stamp:
            self._stamp = stamp
            if isinstance(self.screen, ReviewScreen):
                self.screen.refresh_if_stale()

    def wrote(self) -> None:
        """Take note that something was written by this app, and show it."""
        self.saved_at = datetime.now().astimezone().strftime("%H:%M:%S")
        self._stamp = self.stamp()
        for screen in self.screen_stack:
            if isinstance(screen, ReviewScreen):
                screen.refresh_if_stale()

    def _back_up(self) -> None:
        if self._review is not None and not self._review.read_only:
            keeping.back_up_in_background(self, self._review.path)

    def on_backed_up(self, event: BackedUp) -> None:
        """Say so where a backup could not be made."""
        if event.failure and event.failure != self.backup_failure:
            self.say(event.failure, bad=True)
        self.backup_failure = event.failure
        self.look()

    def on_sync_ended(self, event: SyncEnded) -> None:
        """Show what a sync brought; say how it ended where somebody asked for it."""
        if self.sync.ended(event):
            self.look()
            for screen in self.screen_stack:
                if isinstance(screen, ReviewScreen):
                    screen.sync_ended()
            if event.asked:
                self.say(event.failure or _("synced"), bad=bool(event.failure))

    def action_sync(self) -> None:
        """Sync now, or ask where the store is."""
        if not self.sync.now(asked=True):
            self.go("sync")

    def width_classes(self) -> dict[str, bool]:
        """Return which of the classes of width a screen has."""
        fitting = [name for least, name in self.HORIZONTAL_BREAKPOINTS or () if self.size.width >= least]
        return {name: name == fitting[-1] for _least, name in self.HORIZONTAL_BREAKPOINTS or ()}

    # Going about

    def go(self, name: str) -> None:
        """Show a main screen."""
        while len(self.screen_stack) > 2:
            self.pop_screen()
        here = self.place
        if name == here:
            return
        if name not in self._installed_screens:
            self.install_screen(places.by_name(name).make(), name)
        if here:
            self._trail.append(here)
        if len(self.screen_stack) > 1:
            self.switch_screen(name)
        else:
            self.push_screen(name)

    @property
    def place(self) -> str:
        """Return the name of the main screen below whatever is open."""
        under = self.screen_stack[1] if len(self.screen_stack) > 1 else None
        return under.PLACE if isinstance(under, ReviewScreen) else ""

    def reveal(self, kind: str, code: str) -> bool:
        """Show a record on the screen of its kind; False where no screen shows that kind."""
        place = places.for_kind(kind)
        if place is None:
            return False
        self.go(place.name)
        screen = self.get_screen(place.name)
        if isinstance(screen, ReviewScreen):
            screen.call_after_refresh(screen.reveal, kind, code)
        return True

    def open_code(self, code: str) -> bool:
        """Show whatever record has the code; False where there is none."""
        kind = keeping.kind_of(self.review, self.benchmark, code)
        return kind is not None and self.reveal(kind[0], kind[1])

    def action_go(self, name: str) -> None:
        """Show a main screen."""
        self.go(name)

    async def action_back(self) -> None:
        """Close what is on top, or go to the main screen shown before."""
        if len(self.screen_stack) > 2:
            self.pop_screen()
        elif self._trail:
            name = self._trail.pop()
            self.switch_screen(name)

    def action_start(self) -> None:
        """Close the review and show the start screen."""
        from peervisit.tui.screens.start import StartScreen

        if not self._may_leave():
            return
        self.leave_review()
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(StartScreen())

    def _may_leave(self) -> bool:
        """Whether the review may be closed: nothing typed waits to be kept, or it was said a moment ago."""
        if self.unsaved.lets_go():
            return True
        self.say(
            _("what you typed last is not saved: the file cannot be written; once more leaves it behind"),
            bad=True,
        )
        return False

    def action_jump(self) -> None:
        """Ask for a code and show its record."""
        from peervisit.tui.widgets.jump import JumpScreen

        if self.has_review:
            self.push_screen(JumpScreen())

    def action_undo(self) -> None:
        """Take back the last thing done on this copy."""
        self._undo(redo=False)

    def action_redo(self) -> None:
        """Do again what was undone."""
        self._undo(redo=True)

    def _undo(self, *, redo: bool) -> None:
        from peervisit.service import steps

        undone = steps.undo(self.review, redo=redo)
        if undone is None:
            self.say(_("nothing to redo") if redo else _("nothing to undo"))
            return
        self.wrote()
        words = _("done again: {step}") if redo else _("undone: {step}")
        self.say(words.format(step=undone.step))
        if undone.kept:
            kept = ngettext(
                "{count} value was changed since and stays",
                "{count} values were changed since and stay",
                undone.kept,
            )
            self.say(kept.format(count=undone.kept), bad=True)

    def action_backup(self) -> None:
        """Make a backup now."""
        made = self.review.back_up("asked")
        self.wrote()
        self.say(_("backup made and opened: {file}").format(file=made.name))

    def did(self, kind: str, act: Callable[[list[str]], object]) -> None:
        """Remember what was done to records of a kind, to do it again to others."""
        self._last_act = (kind, act)

    def action_repeat(self) -> None:
        """Do the last thing again, to what is marked or under the cursor here."""
        kind, act = self._last_act or ("", None)
        chosen = getattr(self.screen, "chosen", None)
        codes = chosen(kind) if act is not None and chosen is not None else []
        if act is None or not codes:
            self.say(_("nothing to do again here"))
            return
        act(codes)

    async def action_quit(self) -> None:
        """Leave; every entry is saved already, and what could not be is told first."""
        self.keep_drafts()
        if not self._may_leave():
            return
        self._left.keep()
        self.exit(0)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what needs a review only while one is open."""
        if self.is_locked:
            return False
        if action in {"go", "undo", "redo", "repeat", "jump", "backup", "sync", "who", "copies", "invite"}:
            return self.has_review
        return True
