"""Commands that look: state, dossier, search, rules, history; and taking back."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from peervisit.cli.opening import reading, writing
from peervisit.cli.output import as_json, one_line, say, table
from peervisit.cli.parsing import Command, Parser, file_argument, whole_number
from peervisit.errors import PeervisitError, UnknownCodeError
from peervisit.i18n import N_, _, current, labelled, ngettext, translator


def _show_arguments(parser: Parser) -> None:
    file_argument(parser, json=True, viewer=True)
    parser.add_argument(
        "code", nargs="?", metavar="CODE", help=_("an indicator, interview, person: any code")
    )


def _show(parsed: argparse.Namespace) -> None:
    from peervisit.service import show

    with reading(parsed) as review:
        told = show.state(review) if parsed.code is None else show.dossier(review, parsed.code)
        if parsed.json:
            as_json(told.content)
            return
        for line in told.lines:
            print(line)


def _search_arguments(parser: Parser) -> None:
    file_argument(parser, json=True, viewer=True)
    parser.add_argument(
        "words", nargs="+", metavar="WORDS", help=_("every word must be there; the last may be a beginning")
    )
    parser.add_argument(
        "--kind",
        action="append",
        default=[],
        metavar="KIND",
        help=_("only these kinds of records; repeat for several"),
    )
    parser.add_argument("--limit", type=whole_number, default=50, metavar="N", help=_("at most so many"))


def _search(parsed: argparse.Namespace) -> None:
    from peervisit.service.search import KINDS, search

    unknown = [kind for kind in parsed.kind if kind not in KINDS]
    if unknown:
        raise PeervisitError(_("no such kind to search; there are {kinds}").format(kinds=", ".join(KINDS)))
    with reading(parsed) as review:
        found = search(review, " ".join(parsed.words), kinds=tuple(parsed.kind), limit=parsed.limit)
    if parsed.json:
        as_json([asdict(hit) for hit in found])
        return
    table(((hit.kind, hit.code, hit.excerpt) for hit in found), empty=_("nothing holds these words"))


def _check_arguments(parser: Parser) -> None:
    file_argument(parser, json=True)
    parser.add_argument("--strict", action="store_true", help=_("exit status 3 where a rule is not met"))
    parser.add_argument("--rule", metavar="R03", help=_("only this rule"))
    parser.add_argument("--all", action="store_true", help=_("also what was set aside with a reason"))
    parser.add_argument("--list", action="store_true", help=_("only say what the rules are"))


def _check(parsed: argparse.Namespace) -> int:
    from peervisit.model.rules import RULES, unmet
    from peervisit.service import checks

    if parsed.list:
        if parsed.json:
            as_json([{"rule": rule, "text": _(says)} for rule, says in RULES.items()])
        else:
            table((rule, _(says)) for rule, says in RULES.items())
        return 0
    if parsed.rule is not None and parsed.rule not in RULES:
        raise PeervisitError(_("unknown rule; there are {rules}").format(rules=", ".join(RULES)))
    with reading(parsed) as review:
        found = checks.findings(review, rule=parsed.rule)
    open_ones = unmet(found)
    shown = found if parsed.all else open_ones
    words = translator(current())
    if parsed.json:
        as_json([{**asdict(one), "params": dict(one.params), "text": one.text(words)} for one in shown])
    else:
        for one in shown:
            aside = "  [" + labelled(_("set aside"), one.overridden) + "]" if one.overridden else ""
            print(f"{one.rule}  {one.kind}  {one.code}: {one.text(words)}{aside}")
        total = len(open_ones)
        say(
            ngettext("{n} finding", "{n} findings", total).format(n=total)
            if total
            else _("all rules are met")
        )
    return 3 if parsed.strict and open_ones else 0


def _history_arguments(parser: Parser) -> None:
    file_argument(parser, json=True, viewer=True)
    parser.add_argument("code", nargs="?", metavar="CODE", help=_("only of the records of this code"))
    parser.add_argument("--limit", type=whole_number, metavar="N", help=_("only the newest so many"))


def _history(parsed: argparse.Namespace) -> None:
    from peervisit.service import steps
    from peervisit.service.visibility import hidden

    with reading(parsed) as review:
        unseen = hidden(review, review.log.author)
        entries = [
            steps.without_people(entry)
            for entry in steps.history(review, parsed.code, limit=parsed.limit)
            if (entry.kind, entry.code) not in unseen
        ]
    if parsed.code is not None and not entries:
        raise UnknownCodeError(_("nothing was ever entered under this code"))
    if parsed.json:
        as_json([asdict(entry) for entry in entries])
        return
    for entry in entries:
        what = steps.field_in_words(entry.kind, entry.field)
        if entry.deleted is not None:
            change = _("deleted") if entry.deleted else _("brought back")
        else:
            before = " | ".join(_shown(value) for value in entry.before) or "–"
            change = labelled(what, f"{before} → {_shown(entry.after)}")
        origin = "  " + _("(form {code})").format(code=entry.origin) if entry.origin else ""
        if entry.by_another:
            origin += "  " + _("(on {code}'s copy)").format(code=entry.by_another)
        print(f"{entry.at}  {entry.author or '–'}  {entry.kind} {entry.code}  {change}{origin}")


def _shown(value: object) -> str:
    text = one_line(value)
    return (text[:77] + "…" if len(text) > 78 else text) or "–"


def _undo_arguments(parser: Parser) -> None:
    file_argument(parser, member=True)
    parser.add_argument("--redo", action="store_true", help=_("do again what was undone"))


def _undo(parsed: argparse.Namespace) -> int:
    from peervisit.service import steps

    with writing(parsed, needs_member=False) as review:
        done = steps.undo(review, redo=parsed.redo)
    if done is None:
        raise PeervisitError(_("nothing to redo") if parsed.redo else _("nothing to undo"))
    words = _("done again: {step}") if parsed.redo else _("undone: {step}")
    say(words.format(step=done.step))
    if done.kept:
        say(
            ngettext(
                "{n} value was changed since and stays", "{n} values were changed since and stay", done.kept
            ).format(n=done.kept)
        )
        return 3
    return 0


COMMANDS = {
    "show": Command(
        "show",
        N_("The state of the review, or everything about one code."),
        ("show visit.peervisit", "show visit.peervisit GG-AMB-1", "show visit.peervisit AR-I03 --json"),
        _show_arguments,
        _show,
    ),
    "search": Command(
        "search",
        N_("Find words in everything that was written."),
        ("search visit.peervisit housing list", "search visit.peervisit budget --kind evidence"),
        _search_arguments,
        _search,
    ),
    "check": Command(
        "check",
        N_("What the rules of evidence R01-R17 find; they warn, they never block."),
        (
            "check visit.peervisit",
            "check visit.peervisit --strict --rule R03",
            "check visit.peervisit --list",
        ),
        _check_arguments,
        _check,
    ),
    "history": Command(
        "history",
        N_("Who changed what, when, from what to what."),
        ("history visit.peervisit AR-E14", "history visit.peervisit --limit 20"),
        _history_arguments,
        _history,
    ),
    "undo": Command(
        "undo",
        N_("Take back the last thing done on this copy."),
        ("undo visit.peervisit", "undo visit.peervisit --redo"),
        _undo_arguments,
        _undo,
    ),
}
