"""Commands on levels: self-assessment, desk review, one's own level, consensus, overrides."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from peervisit.cli.kinds import add_fields, field_values, group_of, list_records
from peervisit.cli.opening import reading, writing
from peervisit.cli.output import as_json, say, table
from peervisit.cli.parsing import Command, Group, Parser, file_argument
from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _, ngettext
from peervisit.store.review_file import ReviewFile


class JudgeGroup(Group):
    """``judge FILE INDICATOR LEVEL`` as well as ``judge list`` and ``judge submit``."""

    def run(self, arguments: Sequence[str]) -> int:
        """Run the command below; anything else is a level to give."""
        below = {command.name.rpartition(" ")[2] for command in self.commands}
        if arguments and arguments[0] not in below | {"-h", "--help"}:
            return super().run(["add", *arguments])
        return super().run(arguments)


def _sealed_add(kind: str, *, level_first: bool) -> tuple[object, object]:
    def arguments(parser: Parser) -> None:
        file_argument(parser, member=True)
        parser.add_argument("indicator_code", metavar="INDICATOR", help=_("code of the indicator"))
        if level_first:
            parser.add_argument("level", metavar="LEVEL", help=_("a level of the benchmark's scale"))
        add_fields(parser, kind, but=("indicator", "member", *(("level",) if level_first else ())))

    def run(parsed: argparse.Namespace) -> None:
        from peervisit.service import levels

        with writing(parsed) as review:
            values = field_values(parsed, kind)
            again = values.pop("round", None) == "after"
            if level_first:
                values.setdefault("judged_at", review.now().strftime("%Y-%m-%dT%H:%M:%SZ"))
            who, on = str(review.log.author), parsed.indicator_code
            if again:
                print(levels.judge_again(review, who, on, values))
            else:
                print(levels.keep_sealed(review, kind, who, on, values))

    return arguments, run


def _sealed_list(kind: str) -> tuple[object, object]:
    def arguments(parser: Parser) -> None:
        file_argument(parser, member=True, json=True)

    def run(parsed: argparse.Namespace) -> None:
        from peervisit.service import levels
        from peervisit.service.reviews import require_member

        member = parsed.member
        with reading(parsed) as review:
            who = member or review.local("me")
            if who is None:
                raise PeervisitError(_("say whose with --as MEMBER"))
            require_member(review, who)
            rows = levels.own(review, kind, who)
        if parsed.json:
            as_json([{"kind": kind, **row} for row in rows.values()])
            return
        table(
            (
                row["indicator"] or "",
                row["level"] or "–",
                _("sealed") if row["sealed"] else _("submitted"),
                row.get("rationale") or row.get("suspected") or "",
            )
            for row in rows.values()
        )

    return arguments, run


def _submit(kind: str) -> tuple[object, object]:
    def arguments(parser: Parser) -> None:
        file_argument(parser, member=True)
        parser.add_argument(
            "indicators", nargs="*", metavar="INDICATOR", help=_("only of these; all if left out")
        )

    def run(parsed: argparse.Namespace) -> None:
        from peervisit.model.validate import shown_code
        from peervisit.service import levels
        from peervisit.service.benchmarks import benchmark_of

        with writing(parsed) as review:
            benchmark = benchmark_of(review)
            named = [benchmark.find(code) for code in parsed.indicators]
            if None in named:
                unknown = shown_code(parsed.indicators[named.index(None)])
                raise PeervisitError(_("unknown indicator '{code}'").format(code=unknown))
            wanted = [code for code in named if code] or None
            count = levels.submit(review, kind, str(review.log.author), wanted)
        say(
            ngettext("{n} handed in", "{n} handed in", count).format(n=count)
            if count
            else _("nothing to hand in")
        )

    return arguments, run


def _sealed_group(name: str, kind: str, *, level_first: bool) -> tuple[Command, ...]:
    example = (
        "GG-AMB-1 par --rationale '...' --evidence AR-E01 --as AR"
        if level_first
        else "GG-AMB-1 --level more-information --suspected '...' --as AR"
    )
    parts = (
        (
            "add",
            N_("Give or change one's own; it stays sealed until submitted."),
            f"visit.peervisit {example}",
            _sealed_add(kind, level_first=level_first),
        ),
        ("list", N_("List one's own."), "visit.peervisit --as AR", _sealed_list(kind)),
        (
            "submit",
            N_("Hand them in; from then on the others get them."),
            "visit.peervisit --as AR",
            _submit(kind),
        ),
    )
    return tuple(
        Command(f"{name} {verb}", says, (f"{name} {verb} {line}",), pair[0], pair[1])  # type: ignore[arg-type]
        for verb, says, line, pair in parts
    )


def _consensus_arguments(parser: Parser) -> None:
    file_argument(parser, member=True)
    parser.add_argument("indicator_code", metavar="INDICATOR", help=_("code of the indicator"))
    add_fields(parser, "consensus")


def _consensus(parsed: argparse.Namespace) -> None:
    from peervisit.service import levels

    with writing(parsed) as review:
        values = field_values(parsed, "consensus")
        if values.get("level") and values["level"] != _agreed(review, parsed.indicator_code):
            values.setdefault("decided_on", levels.today(review))
        print(levels.agree(review, parsed.indicator_code, values))


def _agreed(review: ReviewFile, indicator: str) -> str | None:
    from peervisit.service.benchmarks import benchmark_of

    row = review.row("consensus", benchmark_of(review).find(indicator) or indicator)
    return row["level"] if row else None


def _board_arguments(parser: Parser) -> None:
    file_argument(parser, json=True, viewer=True)
    parser.add_argument("--words", metavar="WORDS", help=_("only records that hold these words"))


def _board(parsed: argparse.Namespace) -> None:
    from peervisit.model.spread import gap, spread
    from peervisit.service.snapshot import snapshot
    from peervisit.service.visibility import hidden

    with reading(parsed) as review:
        if parsed.json:
            list_records(review, "consensus", parsed)
            return
        data = snapshot(review)
        unseen = hidden(review, review.log.author)
        data.judgement = {
            code: one for code, one in data.judgement.items() if ("judgement", code) not in unseen
        }
    levels = data.benchmark.levels
    for code in data.benchmark.by_id:
        agreed = data.consensus.get(code)
        first = spread(data, code)
        if agreed is None and not first.levels:
            continue
        marks = " ".join(
            f"{who}{levels[one].symbol if one in levels else '·'}" for who, one in first.levels.items()
        )
        away = gap(data, code)
        level = agreed.level if agreed and agreed.level else "–"
        apart = _("differ") if first.discuss else ""
        print(
            f"{code:<10} {level:<18} {marks:<24} {'' if away is None else f'{away:+d}':>3} {apart}".rstrip()
        )


def _override_arguments(parser: Parser) -> None:
    file_argument(parser, member=True)
    parser.add_argument("rule", metavar="RULE", help="R01-R17")
    parser.add_argument("subject", metavar="CODE", help=_("code of the record that the rule was found on"))
    parser.add_argument("--reason", required=True, metavar="TEXT", help=_("why the team sets it aside"))


def _override(parsed: argparse.Namespace) -> None:
    from peervisit.service import levels

    with writing(parsed) as review:
        print(levels.override(review, parsed.rule, parsed.subject, parsed.reason, str(review.log.author)))


COMMANDS: dict[str, Command | Group] = {
    "self-assessment": group_of("self-assessment", "self_assessment"),
    "desk": Group(
        "desk",
        N_("Desk reviews, each peer's own, sealed until submitted."),
        _sealed_group("desk", "desk_review", level_first=False),
    ),
    "judge": JudgeGroup(
        "judge",
        N_("One's own levels, sealed until submitted (R09)."),
        _sealed_group("judge", "judgement", level_first=True),
    ),
    "consensus": Group(
        "consensus",
        N_("The level that the team agrees on."),
        (
            Command(
                "consensus add",
                N_("Agree on a level, or change what was agreed."),
                ("consensus add visit.peervisit GG-AMB-1 --level par --evidence-for AR-E01 --as AR",),
                _consensus_arguments,
                _consensus,
            ),
            Command(
                "consensus edit",
                N_("Change what was agreed."),
                ("consensus edit visit.peervisit GG-AMB-1 --dissent BK='Below, because ...' --as AR",),
                _consensus_arguments,
                _consensus,
            ),
            Command(
                "consensus list",
                N_("Every level, the peers' own beside it, and the gap to the host's claim."),
                ("consensus list visit.peervisit",),
                _board_arguments,
                _board,
            ),
        ),
    ),
    "override": Command(
        "override",
        N_("Set a rule aside for one record, with a reason that stays on record."),
        ("override visit.peervisit R03 GG-AMB-1 --reason 'Only one person knows.' --as AR",),
        _override_arguments,
        _override,
    ),
}
