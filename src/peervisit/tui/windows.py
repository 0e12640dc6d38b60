"""Keyboards on Windows: without the protocol for which Windows Terminal drops AltGr characters."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    from textual.drivers.windows_driver import WindowsDriver

    class PlainKeysDriver(WindowsDriver):
        """Textual's driver, which asks for the Kitty protocol always, and here takes that back."""

        def start_application_mode(self) -> None:
            """Start as usual, then pop the protocol."""
            super().start_application_mode()
            self.write("\x1b[<u")
            self.flush()
