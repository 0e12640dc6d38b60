"""The command palette: every command that can be given where one is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.widgets.option_list import Option

from peervisit.i18n import _
from peervisit.model.text import fold
from peervisit.tui.commands.command import Command
from peervisit.tui.commands.key_words import keyed, shown_key
from peervisit.tui.plain import plain

if TYPE_CHECKING:
    from peervisit.tui.app import PeervisitApp


class UserCommands(Provider):
    """Finds commands by label and by help text, in the language of the interface, accents aside."""

    @property
    def _main(self) -> PeervisitApp:
        return cast("PeervisitApp", self.app)

    async def discover(self) -> Hits:
        """Yield every command there is here."""
        for command in self._main.commands_of(self.screen):
            yield DiscoveryHit(
                plain(_label(command)),
                partial(self._main.run_command, command, self.screen),
                text=_label(command),
                help=keyed(_(command.help)),
            )

    async def search(self, query: str) -> Hits:
        """Yield the commands that fit what was typed."""
        matcher = self.matcher(fold(query))
        for command in self._main.commands_of(self.screen):
            score = max(
                matcher.match(fold(_label(command))), 0.6 * matcher.match(fold(keyed(_(command.help))))
            )
            if score > 0:
                yield Hit(
                    score,
                    plain(_label(command)),
                    partial(self._main.run_command, command, self.screen),
                    text=_label(command),
                    help=keyed(_(command.help)),
                )


class Palette(CommandPalette):
    """Textual's palette, which also says in the language of the interface that nothing fits."""

    def __init__(self) -> None:
        super().__init__(placeholder=_("Find a command…"))

    def _start_no_matches_countdown(self, search_value: str) -> None:
        self._stop_no_matches_countdown()
        self._no_matches_timer = self.set_timer(
            self._NO_MATCHES_COUNTDOWN, partial(self._say_that_nothing_fits, search_value)
        )

    def _say_that_nothing_fits(self, typed: str) -> None:
        if typed:
            words = Option(plain(_("No command fits.")), disabled=True, id=self._NO_MATCHES)
            self.query_one(CommandList).add_option(words)
        self._list_visible = bool(typed)


def _label(command: Command) -> str:
    key = shown_key(command)
    return _(command.label) + (f"  ({key})" if key else "")
