"""Random numbers for names and identities, without loading what only passphrases need."""

from __future__ import annotations

import os


def token_hex(size: int) -> str:
    """Return ``size`` random bytes in hexadecimal, from the system's own source."""
    return os.urandom(size).hex()
