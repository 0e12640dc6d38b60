"""Commands on whole reviews: making, taking in, giving out, bringing together, keeping safe."""

from __future__ import annotations

import argparse
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from peervisit.cli.opening import reading, writing
from peervisit.cli.output import as_json, say
from peervisit.cli.parsing import Command, Parser, file_argument, one_of
from peervisit.cli.streams import bare_streams
from peervisit.errors import PeervisitError, ReviewFileError
from peervisit.i18n import N_, _, labelled, ngettext
from peervisit.locations import typed


def _new_arguments(parser: Parser) -> None:
    file_argument(parser)
    parser.add_argument("--city", required=True, metavar="NAME", help=_("the host city"))
    parser.add_argument(
        "--benchmark", required=True, metavar="ID", help=_("a benchmark's id, or a benchmark file")
    )
    parser.add_argument("--country", metavar="CC", help=_("country of the host city"))
    parser.add_argument("--theme", metavar="TEXT", help=_("what the review is about"))
    parser.add_argument(
        "--mode",
        default="peer-review",
        type=one_of("peer-review", "internal", "follow-up"),
        metavar="MODE",
        help=_("kind of review"),
    )
    parser.add_argument("--language", default="en", metavar="CODE", help=_("language of the report: en, fr"))
    parser.add_argument("--secure", action="store_true", help=_("lock the file with a passphrase"))


def _new(parsed: argparse.Namespace) -> None:
    from peervisit.i18n import languages
    from peervisit.service import places, reviews

    if parsed.language not in languages():
        raise PeervisitError(
            _("no report in this language; there are {languages}").format(languages=", ".join(languages()))
        )
    path = Path(parsed.file)
    warning = places.warning(path)
    passphrase = _passphrase_for(parsed)
    reviews.create(
        path,
        city=parsed.city,
        benchmark=parsed.benchmark,
        country=parsed.country,
        theme=parsed.theme,
        mode=parsed.mode,
        language=parsed.language,
        passphrase=passphrase,
    ).close()
    if warning:
        say(warning)
    say(
        _("made {file}; next: 'peervisit member add {file} --code XY --roles team-leader'").format(
            file=typed(parsed.file)
        )
    )


def _passphrase_for(parsed: argparse.Namespace) -> str | None:
    """Return the passphrase that a new review is to be locked with, if it is to be."""
    if not parsed.secure:
        if parsed.passphrase_file:
            raise PeervisitError(_("--passphrase-file goes with --secure; nothing was made"))
        return None
    from peervisit.cli import unlocking
    from peervisit.service import locking

    locking.require_extra()
    if Path(parsed.file).exists():
        # Before anybody thinks of a passphrase for nothing.
        raise ReviewFileError(_("{file}: exists already; choose another name").format(file=parsed.file))
    words = unlocking.new_passphrase(*(parsed.passphrase_file or [None])[:1])
    unlocking.advise(locking.acceptable(words))
    return words


def _use_arguments(parser: Parser) -> None:
    file_argument(parser)
    parser.add_argument("who", metavar="MEMBER", help=_("initials of whoever uses this copy"))


def _use(parsed: argparse.Namespace) -> None:
    from peervisit.service import reviews

    with writing(parsed, needs_member=False) as review:
        reviews.use_as(review, parsed.who)


def _import_arguments(parser: Parser) -> None:
    file_argument(parser, member=False)
    parser.add_argument(
        "records", metavar="RECORDS.jsonl", help=_("records as JSON lines; - reads standard input")
    )
    parser.add_argument(
        "--as", dest="importer", metavar="MEMBER", help=_("whose entries they are (initials)")
    )


def _import(parsed: argparse.Namespace) -> int:
    from peervisit.service import exchange, merging

    parsed.member = None
    source = Path(parsed.records)
    with writing(parsed, needs_member=False) as review:
        if parsed.records == "-":
            counts = exchange.import_lines(review, sys.stdin.buffer, author=parsed.importer)
        else:
            counts = exchange.import_from(review, source, author=parsed.importer)
        disputed = merging.count_conflicts(review)
    total = sum(counts.values())
    say(ngettext("{n} record taken in", "{n} records taken in", total).format(n=total))
    for kind, count in counts.items():
        say(f"  {count:>5}  {kind}")
    if disputed:
        words = ngettext("{n} conflict to settle", "{n} conflicts to settle", disputed).format(n=disputed)
        say(labelled(words, f"peervisit conflicts {typed(parsed.file)}"))
    return 3 if disputed else 0


def _export_arguments(parser: Parser) -> None:
    file_argument(parser)
    parser.add_argument("out", metavar="OUT.jsonl", help=_("file to write; - writes to standard output"))


def _export(parsed: argparse.Namespace) -> None:
    from peervisit.service import exchange

    with reading(parsed) as review:
        if parsed.out == "-":
            for line in exchange.export_lines(review):
                print(line)
            return
        count = exchange.export_to(review, Path(parsed.out))
    say(ngettext("{n} record written", "{n} records written", count).format(n=count))


def _digest(parsed: argparse.Namespace) -> None:
    with reading(parsed) as review:
        print(review.digest())


def _backup(parsed: argparse.Namespace) -> None:
    with writing(parsed, needs_member=False) as review:
        print(review.back_up("asked"))


def _restore_arguments(parser: Parser) -> None:
    file_argument(parser)
    parser.add_argument(
        "backup", nargs="?", metavar="BACKUP", help=_("which backup; the newest good one if left out")
    )
    parser.add_argument("--list", action="store_true", help=_("only list the backups there are"))


def _restore(parsed: argparse.Namespace) -> None:
    from peervisit.service import keeping

    path = Path(parsed.file)
    if parsed.list:
        for made in keeping.backups_of(path):
            print(made)
        return
    restored = keeping.restore(path, Path(parsed.backup) if parsed.backup else None)
    say(_("restored from {backup}").format(backup=restored.backup.name))
    if restored.aside is not None:
        say(_("the file as it was is kept as {file}").format(file=restored.aside.name))


def _doctor_arguments(parser: Parser) -> None:
    file_argument(parser, json=True)


def _doctor(parsed: argparse.Namespace) -> int:
    from peervisit.service import keeping

    found = keeping.examine(Path(parsed.file))
    if parsed.json:
        as_json([{"what": one.what, "good": one.good, "says": one.says} for one in found])
    else:
        for one in found:
            print(f"{'✓' if one.good else '!'} {labelled(one.what, one.says)}")
    return 0 if all(one.good for one in found) else 3


def _demo_arguments(parser: Parser) -> None:
    parser.add_argument("folder", nargs="?", default="demo", metavar="DIR", help=_("where to make it (demo)"))


def _demo(parsed: argparse.Namespace) -> int:
    from peervisit.service import account, demo
    from peervisit.service.reviews import open_review

    made = demo.make_demo(Path(parsed.folder), lambda text: say(f"· {text}"))
    with open_review(made.review, read_only=True) as review:
        print()
        for line in account.lines(review, account.account_of(review)):
            print(line)
    print()
    print(_("Made in {folder}:").format(folder=made.folder))
    for path, says in (
        (made.laptop_a, _("laptop A: the leader and the first pair")),
        (made.laptop_b, _("laptop B: the other pair")),
        (made.review, _("both together")),
        (made.host_report, _("the report for the host")),
        (made.team_report, _("the report for the team")),
    ):
        print(f"  {path}  {says}")
    print()
    print(_("Open it:  {command}").format(command=f"{_program()} {made.review}"))
    if sys.stdin.isatty() and sys.stdout.isatty() and _wants_to_open():
        from peervisit.tui.opening import run

        with bare_streams():
            return run(made.review)
    return 0


def _program() -> str:
    """Return how this program is called from here: by its name where that is found, else by its path."""
    if shutil.which("peervisit"):
        return "peervisit"
    beside = Path(sys.executable).with_name("peervisit")
    if not beside.exists():
        return f"{sys.executable} -m peervisit"
    with suppress(ValueError):
        return str(beside.relative_to(Path.cwd()))
    return str(beside)


def _wants_to_open() -> bool:
    try:
        answer = input(_("Open it now? [y/n] ")).strip().casefold()
    except EOFError:
        print()
        return False
    return answer[:1] in {"y", "o", _("yes")[:1].casefold()}


COMMANDS = {
    "new": Command(
        "new",
        N_("Make a review file."),
        (
            "new visit.peervisit --city Porto --country PT --benchmark inti-cities",
            "new visit.peervisit --city Lille --benchmark my-benchmark.yaml --language fr",
            "new visit.peervisit --city Gent --benchmark inti-cities --secure",
        ),
        _new_arguments,
        _new,
    ),
    "use": Command(
        "use", N_("Say who uses this copy of the review."), ("use visit.peervisit AR",), _use_arguments, _use
    ),
    "demo": Command(
        "demo",
        N_("Make the sample visit on two laptops, bring them together, write the reports."),
        ("demo", "demo /tmp/sample-visit"),
        _demo_arguments,
        _demo,
    ),
    "import": Command(
        "import",
        N_("Take in records, all or none."),
        ("import visit.peervisit records.jsonl --as AR", "import visit.peervisit - --as AR < records.jsonl"),
        _import_arguments,
        _import,
    ),
    "export": Command(
        "export",
        N_("Write every record."),
        ("export visit.peervisit visit.jsonl", "export visit.peervisit - | head"),
        _export_arguments,
        _export,
    ),
    "digest": Command(
        "digest",
        N_("Print the SHA-256 of what this copy holds."),
        ("digest visit.peervisit",),
        file_argument,
        _digest,
    ),
    "backup": Command(
        "backup",
        N_("Make a backup now and prove that it opens."),
        ("backup visit.peervisit",),
        file_argument,
        _backup,
    ),
    "restore": Command(
        "restore",
        N_("Bring back a backup; the file as it is stays beside it."),
        ("restore visit.peervisit --list", "restore visit.peervisit"),
        _restore_arguments,
        _restore,
    ),
    "doctor": Command(
        "doctor",
        N_("Examine a review file, its backups and its place."),
        ("doctor visit.peervisit",),
        _doctor_arguments,
        _doctor,
    ),
}
