"""Commands on who has a copy: inviting a teammate, joining, and ending a member's part."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence
from pathlib import Path

from peervisit.cli.opening import reading, writing
from peervisit.cli.output import as_json, say, table
from peervisit.cli.parsing import Command, Parser, file_argument
from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _, labelled, ngettext
from peervisit.locations import typed


def _share_arguments(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("the review file"))
    parser.add_argument(
        "out", metavar="OUT", help=_("the invitation to write; in a folder, it is given a name")
    )
    parser.add_argument(
        "--member", dest="teammate", required=True, metavar="M", help=_("whom to invite (initials)")
    )
    parser.add_argument(
        "--passphrase-file",
        metavar="F",
        action="append",
        help=_(
            "a file whose first line is the passphrase of the invitation; "
            "for a locked review give two: the review's, then the invitation's"
        ),
    )
    parser.add_argument("--json", action="store_true", help=_("as JSON, for programs"))


def _share(parsed: argparse.Namespace) -> int:
    from peervisit.cli.unlocking import words_in
    from peervisit.service import locking, reviews, sharing
    from peervisit.service.passphrases import SHORT, make_passphrase
    from peervisit.store.passphrases import is_of

    with writing(parsed, needs_member=False) as review:
        reviews.require_member(review, parsed.teammate)
        words, made = None, False
        if sharing.can_lock():
            files = parsed.passphrase_file or []
            if locking.is_secure(Path(parsed.file)):
                # One opens the review itself. Whichever it is, another one is for the invitation.
                others = [one for one in files if not is_of(Path(parsed.file), words_in(Path(one)))]
                files = others or files[1:]
            words = _first_line(files) or _asked_twice()
            made = words is None
            words = words or make_passphrase()
        shared = sharing.share(review, parsed.teammate, Path(parsed.out), words)
    says = ngettext(
        "invitation for {code} written to {file}: {n} change",
        "invitation for {code} written to {file}: {n} changes",
        shared.changes,
    )
    say(says.format(code=parsed.teammate, file=shared.path, n=shared.changes))
    if not shared.locked:
        say(
            _(
                "WARNING: the invitation is not locked: whoever gets it can read the whole review; "
                "give it by hand, or first: pip install 'peervisit[secure]'"
            )
        )
    elif made:
        say(_("its passphrase, on the next line: tell it by phone, never send it along"))
    elif len(words or "") < SHORT:
        say(_("the passphrase is short: whoever gets the invitation may guess it"))
    if parsed.json:
        passphrase = words if made else None
        as_json(
            {
                "invitation": str(shared.path),
                "member": parsed.teammate,
                "changes": shared.changes,
                "locked": shared.locked,
                "passphrase": passphrase,
            }
        )
    elif made:
        print(words)
    say(
        _("next, on {code}'s laptop: peervisit join {file} {review}").format(
            code=parsed.teammate, file=typed(shared.path.name), review=typed(Path(parsed.file).name)
        )
    )
    return 0


def _copies_arguments(parser: Parser) -> None:
    file_argument(parser, json=True)
    parser.add_argument(
        "--show-key",
        action="store_true",
        help=_(
            "print the secret key of the review instead, for the program age: whoever has it reads everything"
        ),
    )


def _copies(parsed: argparse.Namespace) -> int:
    from peervisit.service import sharing

    if parsed.show_key:
        return _show_key(parsed)
    with reading(parsed) as review:
        found = sharing.copies(review)
    if parsed.json:
        as_json(
            [
                {
                    "device": copy.device,
                    "member": copy.member,
                    "invitation": copy.invitation,
                    "left": copy.left,
                    "when": copy.when,
                }
                for copy in found
            ]
        )
        return 0
    rows = []
    # A copy in the hands of nobody named is the same laptop as that of whoever uses it.
    shared = {copy.of for copy in found}
    for copy in found:
        if copy.member is None and copy.device in shared:
            continue
        state = _("invitation") if copy.invitation else _("copy")
        if copy.left:
            state = ", ".join((state, _("has left")))
        rows.append((copy.member or "–", copy.device, state, copy.when))
    table(rows, empty=_("no copy is known yet; 'peervisit share' makes an invitation"))
    return 0


def _show_key(parsed: argparse.Namespace) -> int:
    from peervisit.service import sharing

    with writing(parsed, needs_member=False) as review:
        found = sharing.show_keys(review)
    say(_("SECRET: whoever has a key can read every file that it locks; keep it as you keep the review"))
    if parsed.json:
        as_json([{"recipient": recipient, "identity": identity} for recipient, identity in found])
        return 0
    for recipient, identity in found:
        print(labelled("# public key", recipient))
        print(identity)
    return 0


def _join_arguments(parser: Parser) -> None:
    parser.add_argument("invitation", metavar="INVITATION", help=_("the invitation that a teammate made"))
    parser.add_argument("file", metavar="FILE", help=_("the review file to make"))
    parser.add_argument("--secure", action="store_true", help=_("lock the file with a passphrase of its own"))
    parser.add_argument(
        "--passphrase-file",
        metavar="F",
        action="append",
        help=_(
            "a file whose first line is the passphrase of the invitation; "
            "with --secure a second one for the review file"
        ),
    )
    parser.add_argument("--json", action="store_true", help=_("as JSON, for programs"))


def _join(parsed: argparse.Namespace) -> int:
    from peervisit.service import places, sharing

    invitation, path = Path(parsed.invitation), Path(parsed.file)
    words = None
    if sharing.needs_passphrase(invitation):
        words = _first_line(parsed.passphrase_file) or _asked(_("Passphrase of the invitation: "))
        if words is None:
            raise PeervisitError(
                _(
                    "{file}: locked with a passphrase; type it in a terminal, or give --passphrase-file"
                ).format(file=invitation.name)
            )
    warning = places.warning(path)
    joined = sharing.join(invitation, path, words, file_passphrase=_for_the_file(parsed))
    if warning:
        say(warning)
    if words is None:
        say(_("the invitation is not locked: whoever else got it can read the whole review"))
    if parsed.json:
        as_json(
            {
                "file": str(joined.path),
                "member": joined.member,
                "city": joined.city,
                "changes": joined.changes,
                "records": joined.counts,
            }
        )
    say(
        _("made {file}: the review of {city}; this copy is {code}'s").format(
            file=parsed.file, city=joined.city or "–", code=joined.member
        )
    )
    for kind, count in joined.counts.items():
        if count:
            say(f"  {count:>5}  {kind}")
    say(
        _(
            "next: 'peervisit {file}' opens it; 'peervisit pack {file} OUT' gives the others what you wrote"
        ).format(file=typed(parsed.file))
    )
    return 0


def _leave_arguments(parser: Parser) -> None:
    file_argument(parser, json=True)
    parser.add_argument(
        "--member", dest="teammate", required=True, metavar="M", help=_("who leaves (initials)")
    )


def _leave(parsed: argparse.Namespace) -> int:
    from peervisit.service import sharing

    with writing(parsed, needs_member=False) as review:
        review.back_up("before-leave")
        left = sharing.leave(review, parsed.teammate)
    if parsed.json:
        as_json(
            {
                "member": left.member,
                "copies": left.copies,
                "invitations": left.invitations,
                "made_by_hand": left.by_hand,
            }
        )
    for line in sharing.told(left):
        say(line)
    return 0


def _for_the_file(parsed: argparse.Namespace) -> str | None:
    """Return the passphrase that the review file itself is to be locked with, if it is to be."""
    if not parsed.secure:
        return None
    from peervisit.cli import unlocking
    from peervisit.service import locking

    locking.require_extra()
    words = unlocking.new_passphrase(*(parsed.passphrase_file or [])[1:2] or [None])
    unlocking.advise(locking.acceptable(words))
    return words


def _first_line(files: Sequence[str] | None) -> str | None:
    """Return the passphrase in the first of some files, if there is one."""
    if not files:
        return None
    from peervisit.cli.unlocking import words_in

    return words_in(Path(files[0]))


def _asked(question: str) -> str | None:
    """Ask for a passphrase that is not shown; None where there is no terminal."""
    from peervisit.cli.unlocking import in_terminal

    if not in_terminal():
        return None
    try:
        return getpass.getpass(question, stream=sys.stderr)
    except EOFError:
        raise PeervisitError(_("the passphrase is empty; nothing was done")) from None


def _asked_twice() -> str | None:
    """Ask for a new passphrase; None where there is no terminal, or where one shall be made."""
    from peervisit.cli.unlocking import in_terminal

    if not in_terminal():
        return None
    try:
        first = getpass.getpass(_("Passphrase (Enter: one is made): "), stream=sys.stderr)
        if not first:
            return None
        if first != getpass.getpass(_("The same again: "), stream=sys.stderr):
            raise PeervisitError(_("the two passphrases differ; nothing was made"))
    except EOFError:
        return None
    return first


COMMANDS = {
    "share": Command(
        "share",
        N_("Make a teammate's invitation: the whole review, locked with a passphrase."),
        (
            "share visit.peervisit --member BK ben.invitation",
            "share visit.peervisit --member BK ben.invitation --passphrase-file words.txt",
        ),
        _share_arguments,
        _share,
    ),
    "copies": Command(
        "copies",
        N_("Say who has a copy of the review."),
        ("copies visit.peervisit", "copies visit.peervisit --show-key > review.key"),
        _copies_arguments,
        _copies,
    ),
    "join": Command(
        "join",
        N_("Make your copy of the review from an invitation."),
        (
            "join ben.invitation visit.peervisit",
            "join ben.invitation visit.peervisit --passphrase-file words.txt",
        ),
        _join_arguments,
        _join,
    ),
    "leave": Command(
        "leave",
        N_("End a member's part: a new key for what follows; what their copies sign later is refused."),
        ("leave visit.peervisit --member BK",),
        _leave_arguments,
        _leave,
    ),
}
