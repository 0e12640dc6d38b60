"""Commands on what copies disagree about: listing it and settling it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from peervisit.cli.opening import reading, text_or_stdin, writing
from peervisit.cli.output import as_json, one_line, say
from peervisit.cli.parsing import Command, Parser, file_argument, one_of
from peervisit.errors import PeervisitError, RecordError
from peervisit.i18n import N_, _, labelled, ngettext

if TYPE_CHECKING:
    from peervisit.model.benchmark import Benchmark
    from peervisit.service.conflicts import Conflict
    from peervisit.service.settling import Notice
    from peervisit.store.review_file import ReviewFile

_GRADES = ("same-field", "edit-and-delete", "unknown")


def _conflicts_arguments(parser: Parser) -> None:
    file_argument(parser, json=True)
    parser.add_argument(
        "--notices",
        action="store_true",
        help=_("only records that two people changed at once in different fields: worth a look, no conflict"),
    )
    parser.add_argument("--looked", action="store_true", help=_("with --notices: say no more of them"))


def _conflicts(parsed: argparse.Namespace) -> int:
    from peervisit.service import conflicts, settling
    from peervisit.service.benchmarks import benchmark_of

    if parsed.notices or parsed.looked:
        _notices(parsed)
        return 0
    with reading(parsed) as review:
        found = conflicts.conflicts(review)
        worth_a_look = settling.notices(review)
        benchmark = benchmark_of(review)
    if parsed.json:
        as_json([_for_program(one) for one in found])
        return 3 if found else 0
    for one in found:
        for line in _lines(benchmark, one):
            print(line)
    if not found:
        say(_("no conflicts"))
    if worth_a_look:
        words = ngettext(
            "{n} record was changed by two at once in different fields: peervisit conflicts --notices",
            "{n} records were changed by two at once in different fields: peervisit conflicts --notices",
            len(worth_a_look),
        )
        say(words.format(n=len(worth_a_look)))
    return 3 if found else 0


def _for_program(one: Conflict) -> dict[str, object]:
    combined = one.combined
    return {
        **asdict(one),
        "title": one.title,
        "merged": combined.text if combined is not None and combined.clean else None,
    }


def _lines(benchmark: Benchmark, one: Conflict) -> Iterator[str]:
    def said(value: object, field: str = one.field) -> str:
        return _in_words(benchmark, one.kind, field, value)

    yield f"{one.number}. {one.kind} {one.code}, {one.title}"
    if one.grade == "unknown":
        yield "   " + _("of a newer peervisit: take one of the versions")
    if one.base is not None:
        yield labelled("   " + _("both started from"), said(one.base))
    for place, version in enumerate(one.versions, 1):
        who = ", ".join([version.author or "–", version.at, *([version.copy] if version.copy else [])])
        yield f"   [{place}] {_deletion(version.value) if _deletes(one) else said(version.value)}  ({who})"
        for edit in version.edits:
            yield labelled(f"       {edit.title}", said(edit.value, edit.field))
    combined = one.combined
    if combined is not None and combined.clean:
        words = _("both together")
        yield labelled(f"   [merge] {words}", said(combined.text))


def _deletes(one: Conflict) -> bool:
    return one.grade == "edit-and-delete"


def _deletion(value: object) -> str:
    return _("delete the record") if value else _("keep the record")


def _in_words(benchmark: Benchmark, kind: str, field: str, value: object) -> str:
    from peervisit.service.words import value_in_words

    return one_line(value_in_words(benchmark, kind, field, value))


def _notices(parsed: argparse.Namespace) -> None:
    from peervisit.service import settling

    with writing(parsed, needs_member=False) if parsed.looked else reading(parsed) as review:
        found = settling.notices(review)
        if parsed.looked:
            for one in found:
                settling.looked_at(review, one)
    if parsed.json:
        as_json([asdict(one) for one in found])
        return
    for one in found:
        print(_noticed(one))
    if not found:
        say(_("nothing was changed by two at once"))


def _noticed(one: Notice) -> str:
    from peervisit.service.steps import field_in_words

    def told(author: str | None, fields: tuple[str, ...]) -> str:
        return labelled(author or "–", ", ".join(field_in_words(one.kind, field) for field in fields))

    return f"{one.kind} {one.code}  {told(one.author, one.fields)}; {told(one.came_author, one.came_fields)}"


def _resolve_arguments(parser: Parser) -> None:
    file_argument(parser, member=True)
    parser.add_argument(
        "conflict",
        nargs="*",
        metavar="N",
        help=_("its number in 'peervisit conflicts', or kind, code and field"),
    )
    parser.add_argument(
        "--take",
        required=True,
        metavar="1|2|TEXT",
        help=_(
            "a version's number; newest, mine or theirs; merge (long texts, both together); keep or delete; "
            "or another text, - reads it from standard input"
        ),
    )
    parser.add_argument("--all", action="store_true", help=_("every conflict, by a rule and as one step"))
    parser.add_argument(
        "--grade", type=one_of(*_GRADES), help=_("with --all: {grades}").format(grades=", ".join(_GRADES))
    )
    parser.add_argument(
        "--kind",
        action="append",
        default=[],
        metavar="KIND",
        help=_("with --all: only such records"),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("say what would be taken; change nothing"))


def _resolve(parsed: argparse.Namespace) -> int:
    one_only = parsed.grade is None and not parsed.kind
    if (
        parsed.all is bool(parsed.conflict)
        or not (parsed.all or one_only)
        or len(parsed.conflict) not in (0, 1, 3)
    ):
        raise PeervisitError(_("say which: a number of 'peervisit conflicts', or KIND CODE FIELD, or --all"))
    opened = reading(parsed) if parsed.dry_run else writing(parsed)
    with opened as review:
        if parsed.all:
            _resolve_all(review, parsed)
        else:
            _resolve_one(review, parsed)
        left = review.connection.execute("SELECT count(*) FROM conflict").fetchone()[0]
    words = ngettext("{n} conflict left", "{n} conflicts left", left).format(n=left)
    say(words if left else _("no conflicts left"))
    return 3 if left else 0


def _resolve_one(review: ReviewFile, parsed: argparse.Namespace) -> None:
    from peervisit.service import conflicts, settling

    one = _meant(review, parsed.conflict)
    take = parsed.take
    number = take.isascii() and take.isdigit() and len(take) < 3
    if number or take in settling.RULES:
        value = settling.value_for(one, take, review.log.author)
    elif _deletes(one):
        raise RecordError(
            _("conflict {n} has {count} versions; take one of them by its number").format(
                n=one.number, count=len(one.versions)
            )
        )
    else:
        value = text_or_stdin(take)
    if parsed.dry_run:
        print(_would(review, one, conflicts.acceptable(review, *one.name, value)))
    else:
        conflicts.settle(review, *one.name, value)


def _meant(review: ReviewFile, words: list[str]) -> Conflict:
    from peervisit.service import conflicts

    if len(words) == 3:
        kind, code, field = words
        return conflicts.named(review, (kind, code, field))
    if not (words[0].isascii() and words[0].isdigit()):
        raise PeervisitError(_("say which: a number of 'peervisit conflicts', or KIND CODE FIELD, or --all"))
    return conflicts.find(review, int(words[0]))


def _resolve_all(review: ReviewFile, parsed: argparse.Namespace) -> None:
    from peervisit.service import settling

    done = settling.settle_all(
        review,
        parsed.take,
        member=review.log.author,
        grade=parsed.grade,
        kinds=parsed.kind,
        dry_run=parsed.dry_run,
    )
    for one in done:
        if one.reason is not None:
            say(one.reason)
        elif parsed.dry_run:
            print(_would(review, one.conflict, one.value))
    settled = sum(one.reason is None for one in done)
    if not parsed.dry_run:
        say(ngettext("{n} conflict settled", "{n} conflicts settled", settled).format(n=settled))


def _would(review: ReviewFile, one: Conflict, value: object) -> str:
    from peervisit.service.benchmarks import benchmark_of

    taken = _deletion(value) if _deletes(one) else _in_words(benchmark_of(review), one.kind, one.field, value)
    return labelled(f"{one.number}. {one.kind} {one.code}, {one.title}", taken)


COMMANDS = {
    "conflicts": Command(
        "conflicts",
        N_("What two copies disagree on, with both versions."),
        ("conflicts visit.peervisit", "conflicts visit.peervisit --notices"),
        _conflicts_arguments,
        _conflicts,
    ),
    "resolve": Command(
        "resolve",
        N_("Settle a conflict with one version, both together, or another text."),
        (
            "resolve visit.peervisit 1 --take 2 --as AR",
            "resolve visit.peervisit evidence AR-E14 statement --take merge --dry-run",
            "resolve visit.peervisit --all --take newest --kind slot --as AR",
            "resolve visit.peervisit 1 --take 'Both, in a row.' --as AR",
        ),
        _resolve_arguments,
        _resolve,
    ),
}
