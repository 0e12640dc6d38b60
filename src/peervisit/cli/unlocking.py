"""Passphrases for the command line: from a prompt in a terminal or from a file, never from an option."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from peervisit.cli.output import say
from peervisit.errors import PeervisitError
from peervisit.i18n import _
from peervisit.locations import SUFFIX
from peervisit.store import header, passphrases

OPTION = "--passphrase-file"
_LONGEST = 65536


@contextmanager
def begun(arguments: Sequence[str]) -> Iterator[None]:
    """Begin to work out the key of a locked file while the command is loaded; forget it all after.

    Whatever is wrong with the arguments is said later, by whoever reads them in earnest.
    """
    try:
        with suppress(PeervisitError, OSError, IndexError):
            source = arguments[arguments.index(OPTION) + 1]
            passphrase = passphrases.offer(words_in(Path(source)))
            for one in arguments:
                salt = header.read(Path(one)).salt if one.endswith(SUFFIX) else None
                if salt is not None:
                    passphrase.prepare(salt)
                    break
        yield
    finally:
        passphrases.forget_all()


@contextmanager
def prepared(parsed: argparse.Namespace) -> Iterator[None]:
    """Take the passphrases given for a command; in a terminal, ask when one is missing. Forget all after.

    Raises:
        PeervisitError: a file of a passphrase holds none.
        OSError: it cannot be read.
    """
    try:
        _prepare(parsed)
        yield
    finally:
        passphrases.forget_all()


def _prepare(parsed: argparse.Namespace) -> None:
    given = [passphrases.offer(words_in(Path(one))) for one in parsed.passphrase_file or ()]
    if not given:
        passphrases.ask_with(_ask if in_terminal() else None)
        return
    salt = header.read(Path(parsed.file)).salt if isinstance(parsed.file, str) else None
    if salt is not None:
        given[0].prepare(salt)


def new_passphrase(source: str | None) -> str:
    """Return a passphrase to be set: the one in a file, or one typed twice.

    Raises:
        PeervisitError: there is none, or the two differ.
    """
    if source is not None:
        return words_in(Path(source))
    if not in_terminal():
        raise PeervisitError(
            _("a passphrase is needed: in a terminal it is asked for, else give --passphrase-file")
        )
    say(_("Without the passphrase nobody can open the file, and nobody can give it back to you."))
    first = _typed(_("New passphrase: "))
    if first and first != _typed(_("The same again: ")):
        raise PeervisitError(_("the two passphrases differ; nothing was changed"))
    return first


def advise(words: str) -> None:
    """Say so where a passphrase is easy to guess."""
    from peervisit.service.locking import SHORT

    if len(words) < SHORT:
        say(_("this passphrase is short; four or more words that do not belong together are hard to guess"))


def words_in(path: Path) -> str:
    """Return the first line of a passphrase file.

    Raises:
        PeervisitError: it is empty or no UTF-8 text.
        OSError: it cannot be read.
    """
    with path.open("rb") as stream:
        line = stream.readline(_LONGEST)
    try:
        words = line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise PeervisitError(_("{file}: not UTF-8 text").format(file=path.name)) from None
    if not words:
        raise PeervisitError(_("{file}: holds no passphrase in its first line").format(file=path.name))
    return words


def in_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _ask(path: Path) -> str | None:
    return _typed(_("Passphrase of {file}: ").format(file=path.name))


def _typed(prompt: str) -> str:
    from getpass import getpass

    try:
        return getpass(prompt)
    except EOFError:
        raise PeervisitError(_("no passphrase was typed; nothing was changed")) from None
