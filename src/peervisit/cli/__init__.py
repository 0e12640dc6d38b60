"""The command line: every task has a command, over the same services as the screens."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

DONE, FAILED, WRONG_USAGE, NEEDS_A_PERSON = 0, 1, 2, 3
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run peervisit; return the exit status.

    0 done; 1 refused or failed, nothing changed; 2 wrong usage; 3 done, and something needs a person.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments in (["--version"], ["-V"]):
        from peervisit import __version__

        print(f"peervisit {__version__}")
        return DONE
    try:
        if "--passphrase-file" in arguments and not arguments[0].endswith(".peervisit"):
            # First of all: working out the key takes a command longer than everything else.
            from peervisit.cli.unlocking import begun

            with begun(arguments):
                status = _run(arguments)
        else:
            status = _run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has had enough; nothing is wrong, and what is left goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return status


def _run(arguments: Sequence[str]) -> int:
    from peervisit.cli.running import run

    return run(arguments)
