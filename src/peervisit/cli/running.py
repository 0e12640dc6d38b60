"""Running one command: language, arguments, errors in one line, and the exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from peervisit import i18n, locations
from peervisit.cli.streams import bare_streams, plain_streams
from peervisit.errors import PeervisitError
from peervisit.i18n import _


def run(arguments: Sequence[str]) -> int:
    """Run a command line; return the exit status."""
    with plain_streams():
        return _told(arguments)


def _told(arguments: Sequence[str]) -> int:
    """Run a command line; say what goes wrong in one line."""
    from peervisit.cli import FAILED

    try:
        i18n.use(_language())
        return _dispatch([_readable(argument) for argument in arguments])
    except PeervisitError as error:
        for line in str(error).splitlines():
            print(f"peervisit: {line}", file=sys.stderr)
        return FAILED
    except MemoryError:
        print(_("peervisit: not enough memory; nothing was changed"), file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        raise
    except OSError as error:
        print(f"peervisit: {_of_the_system(error)}", file=sys.stderr)
        return FAILED
    except Exception as error:
        return _unexpected(error)


def _dispatch(arguments: list[str]) -> int:
    from peervisit.cli import WRONG_USAGE

    first = arguments[0] if arguments else ""
    if not first or first.endswith(locations.SUFFIX):
        # No command is called so, and the app waits for none of them.
        return _open_app(arguments)

    from peervisit.cli.commands import NAMES, find

    if first in ("-h", "--help", "help"):
        from peervisit.cli.overview import overview

        if first == "help" and len(arguments) > 1:
            return _dispatch([*arguments[1:], "--help"])
        print(overview())
        return 0
    if first in NAMES:
        return find(first).run(arguments[1:])
    if first.startswith("-"):
        print(_("peervisit: unknown option; see 'peervisit --help'"), file=sys.stderr)
        return WRONG_USAGE
    return _open_app(arguments)


_OPTIONS = {"--as", "--passphrase-file"}


def _open_app(arguments: list[str]) -> int:
    from peervisit.cli import WRONG_USAGE

    path = Path(arguments[0]) if arguments else None
    if path is not None and path.suffix != locations.SUFFIX and not os.path.exists(path):  # noqa: PTH110
        print(_unknown_command(arguments[0]), file=sys.stderr)
        return WRONG_USAGE
    options = dict(zip(arguments[1::2], arguments[2::2], strict=False))
    if len(arguments) > 1 and (len(options) * 2 + 1 != len(arguments) or options.keys() - _OPTIONS):
        print(_("peervisit: one file only; see 'peervisit --help'"), file=sys.stderr)
        return WRONG_USAGE
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(
            _("peervisit: the app needs a terminal; 'peervisit --help' lists the commands that do not"),
            file=sys.stderr,
        )
        return WRONG_USAGE
    if path is not None and "--passphrase-file" in options:
        from peervisit.cli.unlocking import words_in
        from peervisit.store import passphrases

        passphrases.remember(path, words_in(Path(options["--passphrase-file"])))
    ahead = None
    if path is not None and "--as" not in options:
        from peervisit.store.ahead import CheckAhead

        ahead = CheckAhead(path)
    from peervisit.tui.opening import run as open_app

    with bare_streams():
        return open_app(path, options.get("--as"), ahead)


def _unknown_command(typed: str) -> str:
    from difflib import get_close_matches

    from peervisit.cli.commands import NAMES

    near = get_close_matches(typed.lower(), NAMES, n=1)
    if near:
        return _("peervisit: no such command; did you mean '{name}'? see 'peervisit --help'").format(
            name=near[0]
        )
    return _("peervisit: no such command, and no such file; see 'peervisit --help'")


def _language() -> str:
    """Return the language to speak: the environment's where it says so, else the one set in the app."""
    if os.environ.get("PEERVISIT_LANGUAGE"):
        return i18n.preferred_language()
    from peervisit.tui.settings import Settings

    folders = (locations.config_folder(), locations.state_folder(), locations.data_folder())
    return Settings.load(*folders).language or i18n.preferred_language()


def _of_the_system(error: OSError) -> str:
    """Return what the system says of a file, in one line."""
    name = Path(os.fsdecode(error.filename)).name if isinstance(error.filename, str | bytes) else ""
    return f"{name[:80]}: {error.strerror}" if name else str(error.strerror or type(error).__name__)


def _readable(argument: str) -> str:
    """Return an argument of any bytes as text: what is no UTF-8 is shown, not refused.

    The name of a file that is there is left as it is.
    """
    try:
        argument.encode()
    except UnicodeEncodeError:
        if not os.path.exists(argument):  # noqa: PTH110 - Path refuses what is too long for a name
            return argument.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return argument


def _unexpected(error: Exception) -> int:
    """Say that something is wrong with the program, and keep where, without anybody's words."""
    from peervisit.cli import FAILED
    from peervisit.tui.crash import write_report

    message = _("peervisit: an error in the program; what was entered before is saved")
    report = write_report(error, locations.state_folder(), datetime.now().astimezone())
    if report is not None:
        message += "; " + _("a report without anybody's words is in {file}").format(file=report)
    print(message, file=sys.stderr)
    return FAILED
