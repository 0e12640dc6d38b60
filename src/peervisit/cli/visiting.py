"""Commands of the visit: what the programme screen does in one key."""

from __future__ import annotations

import argparse

from peervisit.cli.opening import writing
from peervisit.cli.output import say
from peervisit.cli.parsing import Command, Parser, file_argument
from peervisit.i18n import N_, _, ngettext


def _slot_arguments(parser: Parser) -> None:
    file_argument(parser, member=True)
    parser.add_argument("code", metavar="SLOT", help=_("code of the slot"))


def _exchange_arguments(parser: Parser) -> None:
    _slot_arguments(parser)
    parser.add_argument("other", metavar="OTHER", help=_("code of the other slot"))


def _fill_arguments(parser: Parser) -> None:
    _slot_arguments(parser)
    parser.add_argument(
        "--person", action="append", default=[], metavar="CODE", help=_("somebody to meet; may be repeated")
    )
    parser.add_argument(
        "--question", action="append", default=[], metavar="CODE", help=_("what to ask; may be repeated")
    )


def _begin(parsed: argparse.Namespace) -> None:
    from peervisit.service import visit

    with writing(parsed) as review:
        print(visit.begin(review, parsed.code))


def _swap(parsed: argparse.Namespace) -> None:
    from peervisit.service import visit

    with writing(parsed) as review:
        visit.swap(review, "slot", parsed.code)


def _cancel(parsed: argparse.Namespace) -> None:
    from peervisit.service import visit

    with writing(parsed) as review:
        off = visit.cancel(review, parsed.code)
    words = _("{code} cancelled") if off else _("{code} planned again")
    say(words.format(code=parsed.code))


def _exchange(parsed: argparse.Namespace) -> None:
    from peervisit.service import visit

    with writing(parsed) as review:
        visit.exchange(review, parsed.code, parsed.other)


def _fill(parsed: argparse.Namespace) -> None:
    from peervisit.service import visit

    with writing(parsed) as review:
        visit.fill(review, parsed.code, people=parsed.person, questions=parsed.question)


def _collect_arguments(parser: Parser) -> None:
    file_argument(parser, member=True)


def _collect(parsed: argparse.Namespace) -> None:
    from peervisit.service import visit

    with writing(parsed) as review:
        made = visit.collect_questions(review)
    for code in made:
        print(code)
    words = ngettext("{n} question taken", "{n} questions taken", len(made)).format(n=len(made))
    say(words if made else _("no new question in the desk reviews"))


SLOT = (
    Command(
        "slot begin",
        N_("Begin the interview of a slot; prints the code of its record."),
        ("slot begin visit.peervisit AR-S04 --as AR",),
        _slot_arguments,
        _begin,
    ),
    Command(
        "slot swap",
        N_("Who leads takes the notes, and the other way round."),
        ("slot swap visit.peervisit AR-S04 --as AR",),
        _slot_arguments,
        _swap,
    ),
    Command(
        "slot cancel",
        N_("Cancel a slot, or plan a cancelled one again."),
        ("slot cancel visit.peervisit AR-S04 --as AR",),
        _slot_arguments,
        _cancel,
    ),
    Command(
        "slot exchange",
        N_("Let two slots change places: day, time and room."),
        ("slot exchange visit.peervisit AR-S04 AR-S07 --as AR",),
        _exchange_arguments,
        _exchange,
    ),
    Command(
        "slot fill",
        N_("Make an interview of a buffer slot."),
        ("slot fill visit.peervisit AR-S09 --person AR-I12 --question AR-Q03 --as AR",),
        _fill_arguments,
        _fill,
    ),
)
COLLECT = Command(
    "question collect",
    N_("Make a question of each line that a submitted desk review asks."),
    ("question collect visit.peervisit --as AR",),
    _collect_arguments,
    _collect,
)
