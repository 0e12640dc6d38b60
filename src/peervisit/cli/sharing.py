"""Commands that bring copies together: packs, merging, and taking a merge back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from peervisit.cli.opening import writing
from peervisit.cli.output import as_json, say, table
from peervisit.cli.parsing import Command, Group, Parser, file_argument
from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _, labelled, ngettext
from peervisit.locations import typed

if TYPE_CHECKING:
    from peervisit.service.merging import MergeReport, Source
    from peervisit.store.review_file import ReviewFile
    from peervisit.sync.account import ByAuthor


def _pack_arguments(parser: Parser) -> None:
    file_argument(parser, json=True)
    parser.add_argument(
        "out", metavar="OUT", help=_("file to write, such as visit.pvc; a folder chooses the name itself")
    )


def _pack(parsed: argparse.Namespace) -> None:
    from peervisit.service import merging

    with writing(parsed, needs_member=False) as review:
        path, made = merging.pack(review, Path(parsed.out))
        warnings = merging.pack_warnings(review, path)
    if parsed.json:
        as_json({"file": str(path), "changes": made.changes, "bytes": made.size, "sha256": made.sha256})
    else:
        print(path)
        words = ngettext("{n} change packed", "{n} changes packed", made.changes).format(n=made.changes)
        size = _("{n} kB").format(n=-(-made.size // 1000))
        say(f"{words}, {size}")
    for warning in warnings:
        say(warning)


def _merge_arguments(parser: Parser) -> None:
    file_argument(parser, json=True)
    parser.add_argument(
        "packs", nargs="*", metavar="PACK", help=_("packs, or other copies of the same review")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would come of it"))
    other = parser.add_mutually_exclusive_group()
    other.add_argument(
        "--undo",
        nargs="?",
        const=0,
        type=_number_of_a_merge,
        metavar="N",
        help=_("take out again what the last merge brought, or merge N"),
    )
    other.add_argument(
        "--redo",
        nargs="?",
        const=0,
        type=_number_of_a_merge,
        metavar="N",
        help=_("bring back what the merge undone last had brought, or merge N"),
    )
    other.add_argument("--list", action="store_true", help=_("list the merges done on this copy"))


def _number_of_a_merge(value: str) -> int:
    # What stands after the option is its number: with the review there, nobody would see what is wrong.
    try:
        number = int(value)
    except ValueError:
        number = 0
    if number < 1:
        words = _("must be a number of 'peervisit merge FILE --list'; the review comes before it")
        raise argparse.ArgumentTypeError(words)
    return number


def _merge(parsed: argparse.Namespace) -> int:
    from peervisit.service import merging

    instead = parsed.list or parsed.undo is not None or parsed.redo is not None
    if bool(parsed.packs) is instead or (parsed.dry_run and instead):
        raise PeervisitError(_("name packs to merge, or one of --undo, --redo and --list"))
    with writing(parsed, needs_member=False) as review:
        if parsed.list:
            _list(review, json=parsed.json)
            return 0
        if parsed.undo is not None:
            return _undo(review, parsed)
        if parsed.redo is not None:
            report = merging.redo_merge(review, parsed.redo or None)
        else:
            tell = (lambda _sources: None) if parsed.json else _say_what_comes
            packs = [Path(pack) for pack in parsed.packs]
            report = merging.merge(review, packs, dry_run=parsed.dry_run, tell=tell)
        if parsed.json:
            as_json(merging.in_json(report))
        else:
            _say_what_came(report, dry_run=parsed.dry_run)
    if report.conflicts and not parsed.json:
        words = ngettext("{n} conflict to settle", "{n} conflicts to settle", report.conflicts)
        say(labelled(words.format(n=report.conflicts), f"peervisit conflicts {typed(parsed.file)}"))
    return 3 if report.conflicts else 0


def _say_what_comes(sources: list[Source]) -> None:
    from peervisit.service.merging import ordered

    for source in sources:
        who = source.member or source.device or "–"
        made = f", {source.made.replace('T', ' ').removesuffix('Z')} UTC" if source.made else ""
        words = ngettext("{n} change, {new} new here", "{n} changes, {new} new here", source.changes).format(
            n=source.changes, new=source.new
        )
        sender = _("from {who}").format(who=who)
        print(labelled(source.name, f"{sender}{made}; {words}"))
        for (author, kind), count in ordered(source.by_author):
            print(f"  {author or '–':<6} {kind:<16} {count:>6}")


def _say_what_came(report: MergeReport, *, dry_run: bool) -> None:
    if report.backup is not None:
        say(labelled(_("backup"), report.backup))
    if not report.new:
        say(_("nothing new: this copy held everything already"))
    else:
        print()
        table([_heads(), *map(_row, report.authors)])
        if dry_run:
            words = ngettext("{n} change would be taken in", "{n} changes would be taken in", report.new)
        else:
            words = ngettext("{n} change taken in", "{n} changes taken in", report.new)
        say(words.format(n=report.new))
    if report.held:
        words = ngettext(
            "{n} change waits for one that has not come yet; merge with more copies",
            "{n} changes wait for others that have not come yet; merge with more copies",
            report.held,
        )
        say(words.format(n=report.held))


def _heads() -> tuple[str, ...]:
    return (_("author"), _("before"), _("after"), _("added"), _("changed"), _("gone"), _("in conflict"))


def _row(one: ByAuthor) -> tuple[str, ...]:
    numbers = (one.before, one.after, one.added, one.changed, one.gone, one.in_conflict)
    return (one.author or "–", *map(str, numbers))


def _undo(review: ReviewFile, parsed: argparse.Namespace) -> int:
    from peervisit.service import merging

    done = merging.undo_merge(review, parsed.undo or None)
    if parsed.json:
        as_json(
            {
                "merge": done.step.number,
                "set_aside": done.aside,
                "waiting": done.waiting,
                "kept": done.kept,
                "backup": str(done.backup),
            }
        )
        return 0
    say(labelled(_("backup"), done.backup))
    words = ngettext(
        "merge {number} undone: {n} change taken out; --redo brings it back",
        "merge {number} undone: {n} changes taken out; --redo brings them back",
        done.aside,
    )
    say(words.format(number=done.step.number, n=done.aside))
    if done.kept:
        words = ngettext(
            "{n} value written here since stays, on what was there before",
            "{n} values written here since stay, on what was there before",
            done.kept,
        )
        say(words.format(n=done.kept))
    if done.waiting:
        words = ngettext(
            "{n} change rests on them and waits until they come back",
            "{n} changes rest on them and wait until they come back",
            done.waiting,
        )
        say(words.format(n=done.waiting))
    return 0


def _list(review: ReviewFile, *, json: bool) -> None:
    from peervisit.service import merging

    steps = merging.merges(review)
    if json:
        as_json(
            [
                {
                    "merge": step.number,
                    "at": step.at,
                    "sources": list(step.sources),
                    "changes": step.came,
                    "undone": step.undone,
                }
                for step in steps
            ]
        )
        return
    table(
        (
            str(step.number),
            step.at.replace("T", " ").removesuffix("Z"),
            str(step.came),
            _("undone") if step.undone else "",
            ", ".join(str(source.get("name") or "–") for source in step.sources),
        )
        for step in steps
    )


COMMANDS: dict[str, Command | Group] = {
    "pack": Command(
        "pack",
        N_("Write everything this copy holds to one file, for a stick, mail or chat."),
        ("pack visit.peervisit visit.pvc", "pack visit.peervisit /media/stick"),
        _pack_arguments,
        _pack,
    ),
    "merge": Command(
        "merge",
        N_("Take in packs or other copies of the review; say what came; undo it."),
        (
            "merge visit.peervisit from-bk.pvc",
            "merge visit.peervisit --dry-run from-bk.pvc copy-from-cd.peervisit",
            "merge visit.peervisit --undo",
        ),
        _merge_arguments,
        _merge,
    ),
}
