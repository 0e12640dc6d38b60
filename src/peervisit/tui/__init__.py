"""The screens: a Textual app over the same services as the command line."""

import os
import sys

if sys.platform == "win32":
    # Windows Terminal drops AltGr characters for programs that use this protocol; Textual reads the
    # variable when it is first imported, and every module of the screens is imported after this one.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
