"""The dialogs that can be opened from everywhere."""

from __future__ import annotations

from peervisit.tui.screen_lock import LockableApp


class OpensDialogs(LockableApp):
    """An app that knows where its dialogs are; each is imported when it is first asked for."""

    def action_who(self) -> None:
        """Ask who is writing."""
        from peervisit.tui.screens.who import WhoScreen

        self.push_screen(WhoScreen())

    def action_copies(self) -> None:
        """Show who has a copy of the review."""
        from peervisit.tui.screens.sharing import CopiesScreen

        self.push_screen(CopiesScreen())

    def action_invite(self) -> None:
        """Make an invitation for a teammate."""
        from peervisit.tui.screens.sharing import InviteScreen

        self.push_screen(InviteScreen())

    def action_settings(self) -> None:
        """Show the settings."""
        from peervisit.tui.screens.settings import SettingsScreen

        self.push_screen(SettingsScreen())

    def action_help(self) -> None:
        """Show what can be done here."""
        from peervisit.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_command_palette(self) -> None:
        """Show every command."""
        from textual.command import CommandPalette

        if not isinstance(self.screen, CommandPalette):
            from peervisit.tui.commands.palette import Palette

            self.push_screen(Palette())
