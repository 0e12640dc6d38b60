"""Running one command: language, arguments, errors in one line, and the exit status."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from peervisit import i18n
from peervisit.errors import PeervisitError
from peervisit.i18n import _


def run(arguments: Sequence[str]) -> int:
    """Run a command line; return the exit status."""
    from peervisit.cli import FAILED

    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    i18n.use(i18n.preferred_language())
    try:
        return _dispatch([_readable(argument) for argument in arguments])
    except PeervisitError as error:
        for line in str(error).splitlines():
            print(f"peervisit: {line}", file=sys.stderr)
        return FAILED
    except MemoryError:
        print(_("peervisit: not enough memory; nothing was changed"), file=sys.stderr)
        return FAILED
    except Exception as error:
        return _unexpected(error)


def _dispatch(arguments: list[str]) -> int:
    from peervisit.cli import WRONG_USAGE
    from peervisit.cli.commands import NAMES, find

    first = arguments[0] if arguments else ""
    if first in ("-h", "--help", "help"):
        from peervisit.cli.overview import overview

        if first == "help" and len(arguments) > 1:
            return _dispatch([*arguments[1:], "--help"])
        print(overview())
        return 0
    if first in NAMES:
        return find(first).run(arguments[1:])
    if first.startswith("-"):
        print(
            _("peervisit: unknown option {option}; see 'peervisit --help'").format(option=first),
            file=sys.stderr,
        )
        return WRONG_USAGE
    return _open_app(arguments)


def _open_app(arguments: list[str]) -> int:
    from peervisit.cli import WRONG_USAGE
    from peervisit.locations import SUFFIX

    path = Path(arguments[0]) if arguments else None
    if path is not None and not path.exists() and path.suffix != SUFFIX and len(path.parts) == 1:
        message = _("peervisit: unknown command '{name}'; see 'peervisit --help'")
        print(message.format(name=path), file=sys.stderr)
        return WRONG_USAGE
    if len(arguments) > 1:
        print(_("peervisit: one file only; see 'peervisit --help'"), file=sys.stderr)
        return WRONG_USAGE
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(
            _("peervisit: the app needs a terminal; 'peervisit --help' lists the commands that do not"),
            file=sys.stderr,
        )
        return WRONG_USAGE
    from peervisit.tui.app import run as open_app

    return open_app(path)


def _speak_utf8(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _readable(argument: str) -> str:
    """Return an argument of any bytes as text: what is no UTF-8 is shown, not refused."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _unexpected(error: Exception) -> int:
    """Say that something is wrong with the program, and keep where, without anybody's words."""
    from peervisit.cli import FAILED
    from peervisit.locations import state_folder

    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{type(error).__module__}.{type(error).__qualname__}"]
    lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    print(_("peervisit: an error in the program; nothing was changed"), file=sys.stderr)
    try:
        folder = state_folder()
        folder.mkdir(parents=True, exist_ok=True)
        report = folder / "crash.txt"
        report.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(
            _("peervisit: a report without anybody's words is in {file}").format(file=report), file=sys.stderr
        )
    except OSError:
        pass
    return FAILED
