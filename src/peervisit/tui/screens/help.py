"""Help: what can be done on the screen one came from, with its keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen

from peervisit.i18n import N_, _, labelled
from peervisit.tui.commands import Command
from peervisit.tui.commands.command import key_name
from peervisit.tui.commands.key_words import key_of, keyed
from peervisit.tui.plain import fit
from peervisit.tui.screens.base import Dialog
from peervisit.tui.widgets.detail import GAP, Block, Detail

CLOSE = Command("help.close", "escape,q", N_("Back"), N_("Close the help."))


class HelpScreen(Dialog[None]):
    """Every command that works where one was, and what it does."""

    USER_COMMANDS = (CLOSE,)
    DEFAULT_CSS = """
    HelpScreen > .dialog { height: 90%; }
    """

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        self._about = about

    def compose(self) -> ComposeResult:
        """Make the panel."""
        with Vertical(classes="dialog") as box:
            box.border_title = _("Help")
            box.border_subtitle = keyed(_("<help.close>: back"))
            yield Detail()

    def on_mount(self) -> None:
        """List the commands."""
        detail = self.query_one(Detail)
        detail.show(self._blocks())
        detail.focus()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()

    def _blocks(self) -> Iterator[Block]:
        doc = getattr(self._about, "HELP", "")
        if doc:
            yield from (Block(keyed(_(doc))), GAP)
        yield Block(_("On this screen"), "heading")
        everywhere = False
        general = {command.id for command in self.main.GLOBAL}
        for command in self.main.commands_of(self._about):
            if command.id in general and not everywhere:
                everywhere = True
                yield from (GAP, Block(_("Everywhere"), "heading"))
            yield self._block(command)
        yield GAP
        yield Block(
            _(
                "Letters work outside text; inside text use the function keys and ctrl. Nothing asks "
                "whether you are sure: what was done can be undone."
            ),
            "muted",
        )

    def _block(self, command: Command) -> Block:
        keys = self.main.keymap.get(command.id, command.keys)
        shown = " ".join(key_name(key) for key in keys.split(",")) if keys else key_of("app.palette")
        return Block(
            labelled(_(command.label), keyed(_(command.help))),
            label=fit(shown, 12) + " ",
            label_role="accent",
        )
