"""Locking a review file with a passphrase, and taking the lock off."""

from __future__ import annotations

import argparse
from pathlib import Path

from peervisit.cli import unlocking
from peervisit.cli.output import say
from peervisit.cli.parsing import Command, Parser, file_argument
from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _, ngettext


def _secure_arguments(parser: Parser) -> None:
    file_argument(parser)
    parser.add_argument("--change", action="store_true", help=_("give a locked file another passphrase"))
    parser.add_argument(
        "--new-passphrase-file", metavar="F", help=_("with --change: the new passphrase, in a file")
    )
    parser.add_argument(
        "--remove-backups",
        action="store_true",
        help=_("remove the backups made until now instead of locking them too"),
    )


def _secure(parsed: argparse.Namespace) -> int:
    from peervisit.service import locking

    path = Path(parsed.file)
    remove = parsed.remove_backups
    locking.require_extra()
    was_locked = locking.is_secure(path)
    if parsed.new_passphrase_file and not parsed.change:
        raise PeervisitError(_("--new-passphrase-file goes with --change"))
    if was_locked and not parsed.change:
        say(_("{file}: locked already; --change gives it another passphrase").format(file=path.name))
        return _tell(locking.secure_copies(path, remove_backups=remove))
    if parsed.change and not was_locked:
        raise PeervisitError(_("{file}: not locked; leave out --change").format(file=path.name))
    locking.check_opens(path)
    files = parsed.passphrase_file or [None]
    words = unlocking.new_passphrase(parsed.new_passphrase_file if was_locked else files[0])
    unlocking.advise(locking.acceptable(words))
    turned = locking.secure(path, words, remove_backups=remove)
    if was_locked:
        say(_("{file}: opens with the new passphrase only").format(file=path.name))
    else:
        say(_("{file}: locked; only its passphrase opens it").format(file=path.name))
    status = _tell(turned)
    if was_locked:
        say(_("what was copied elsewhere before still opens with the old passphrase"))
    else:
        say(_("what was copied elsewhere, exported or written as a report before stays readable"))
    return status


def _unsecure(parsed: argparse.Namespace) -> int:
    from peervisit.service import locking

    path = Path(parsed.file)
    if not locking.is_secure(path):
        # Killed half-way, the same command goes on with the backups.
        rest = locking.unsecure_copies(path)
        if not (rest.copies or rest.left):
            say(_("{file}: not locked; nothing to do").format(file=path.name))
        return _tell(rest, locked=False)
    turned = locking.unsecure(path)
    say(_("{file}: no longer locked; whoever has the file can read it").format(file=path.name))
    return _tell(turned, locked=False)


def _tell(turned: object, *, locked: bool = True) -> int:
    """Say what was done to the copies; 3 where some could not be turned."""
    from peervisit.service.locking import Turned

    assert isinstance(turned, Turned)
    count = len(turned.copies)
    if count and locked:
        say(ngettext("{n} backup locked too", "{n} backups locked too", count).format(n=count))
    elif count:
        say(ngettext("{n} backup unlocked too", "{n} backups unlocked too", count).format(n=count))
    if turned.removed:
        count = len(turned.removed)
        say(ngettext("{n} backup removed", "{n} backups removed", count).format(n=count))
    for copy in turned.left:
        if locked:
            says = _("{file}: does not open, so it stays as it is; remove it if others could read it")
        else:
            says = _("{file}: does not open with this passphrase, so it stays locked")
        say(says.format(file=copy))
    return 3 if turned.left else 0


COMMANDS = {
    "secure": Command(
        "secure",
        N_("Lock a review file, and its backups, with a passphrase."),
        (
            "secure visit.peervisit",
            "secure visit.peervisit --passphrase-file secret.txt --remove-backups",
            "secure visit.peervisit --change",
        ),
        _secure_arguments,
        _secure,
    ),
    "unsecure": Command(
        "unsecure",
        N_("Take the lock off a review file and its backups."),
        ("unsecure visit.peervisit",),
        file_argument,
        _unsecure,
    ),
}
