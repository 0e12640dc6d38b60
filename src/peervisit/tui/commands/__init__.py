"""Every command a person can give on the screens: declared once, read by keys, footer, palette and help."""

from peervisit.tui.commands.command import Command, bindings

__all__ = ["Command", "bindings"]
