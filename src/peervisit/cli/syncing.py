"""The command that brings a copy and a shared store together."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from peervisit.cli.opening import writing
from peervisit.cli.output import as_json, say
from peervisit.cli.parsing import Command, Parser, file_argument
from peervisit.cli.unlocking import in_terminal, words_in
from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _, labelled, ngettext
from peervisit.locations import typed
from peervisit.sync.stores import Address

_EVERY = 1.0
"""Seconds between two lines that say how far it is."""


def _arguments(parser: Parser) -> None:
    file_argument(parser, json=True)
    parser.add_argument(
        "target",
        nargs="?",
        metavar="TARGET",
        help=_(
            "where the store is: a folder, webdavs://USER@HOST/PATH, sftp://USER@HOST/PATH or "
            "s3://KEY@BUCKET/PATH?endpoint=URL; remembered for the next time"
        ),
    )
    parser.add_argument(
        "--password-file",
        metavar="PATH",
        help=_("file with the password of the store in its first line; in a terminal it is asked for"),
    )
    parser.add_argument(
        "--remember",
        action="store_true",
        help=_("keep the password in this copy of the review, on this laptop only"),
    )
    parser.add_argument(
        "--begin-again",
        action="store_true",
        help=_("make the store anew where it was emptied or replaced; sends everything"),
    )
    parser.add_argument(
        "--all", action="store_true", help=_("read every file of the store again, and send what is damaged")
    )
    parser.add_argument(
        "--timeout",
        type=_seconds,
        default=20.0,
        metavar="SECONDS",
        help=_("how long the store may keep silent (20)"),
    )
    parser.add_argument(
        "--forget", action="store_true", help=_("do not sync; forget the store and its password")
    )


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError(_("a number of seconds, up to 3600"))
    return seconds


def _sync(parsed: argparse.Namespace) -> int:
    from peervisit.service import sync_memory, sync_words, syncing

    password = words_in(Path(parsed.password_file)) if parsed.password_file else None
    with writing(parsed, needs_member=False) as review:
        if parsed.forget:
            sync_memory.choose_target(review, None)
            say(_("forgotten; what is in the store stays there"))
            return 0
        _warn(parsed.target or sync_memory.target_of(review))
        report = syncing.sync_review(
            review,
            parsed.target,
            password=password,
            ask=_ask,
            remember_password=parsed.remember,
            begin_again=parsed.begin_again,
            read_all=parsed.all,
            timeout=parsed.timeout,
            progress=_Progress(),
        )
        now, me = review.now(), review.log.author
    synced = report.synced
    if synced.made_store:
        say(_("made a new store in {store}: this copy is the first in it").format(store=synced.store))
    if report.warning:
        say(report.warning)
    if parsed.json:
        as_json(sync_words.as_data(report))
    else:
        for line in sync_words.lines(report, now, me):
            print(line)
    if report.conflicts:
        words = ngettext("{n} conflict to settle", "{n} conflicts to settle", report.conflicts)
        say(labelled(words.format(n=report.conflicts), f"peervisit conflicts {typed(parsed.file)}"))
    if synced.failure is not None:
        raise PeervisitError(
            _("{failure}\nwhat came is kept; what is waiting is sent by the next sync").format(
                failure=synced.failure
            )
        )
    return 3 if report.needs_somebody else 0


def _warn(target: str | None) -> None:
    if not target:
        return
    address = Address.parse(target)
    if address.password is not None:
        say(_("a password in the address can be seen by others; leave it out, or use --password-file"))
    if address.is_readable_on_the_way:
        say(
            _(
                "this address is not encrypted: the password can be read on the way; use webdavs:// or https://"
            )
        )


def _ask(address: Address) -> str | None:
    if not in_terminal():
        return None
    from getpass import getpass

    try:
        return getpass(_("Password for {store}: ").format(store=address.shown)) or None
    except EOFError:
        return None


class _Progress:
    """Says how far it is, once a second at most."""

    def __init__(self) -> None:
        self._said = time.monotonic()

    def __call__(self, step: str, done: int, every: int) -> None:
        if time.monotonic() - self._said < _EVERY or not done:
            return
        self._said = time.monotonic()
        words = (
            _("reading: {done} of {all} files") if step == "reading" else _("sending: {done} of {all} files")
        )
        print(words.format(done=done, all=every), file=sys.stderr, flush=True)


COMMANDS = {
    "sync": Command(
        "sync",
        N_("Bring this copy and a shared store together: a folder, WebDAV, SFTP or S3."),
        (
            "sync visit.peervisit ~/Nextcloud/visit",
            "sync visit.peervisit webdavs://ana@cloud.example.org/remote.php/dav/files/ana/visit --remember",
            "sync visit.peervisit",
        ),
        _arguments,
        _sync,
    ),
}
