"""Commands that are made from the method's own description of its records: add, list, show, edit..."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Collection
from typing import Any

from peervisit.cli.opening import reading, text_or_stdin, writing
from peervisit.cli.output import as_json, fields, for_program, say, table
from peervisit.cli.parsing import Command, Group, Parser, file_argument, one_of, whole_number
from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _, ngettext
from peervisit.model.choices import LABELS
from peervisit.model.kinds import KINDS, FieldSpec, fields_of
from peervisit.model.validate import shown_field
from peervisit.store.review_file import ReviewFile

SINGULAR = {"indicators": "indicator", "conclusions": "conclusion", "stakeholders": "stakeholder"}
EXAMPLES: dict[str, tuple[str, str]] = {
    "member": ("--code AR --name 'A. Riva' --roles team-leader --city Porto", "AR"),
    "stakeholder": ("--role 'Head of housing' --group municipal-department --as AR", "AR-I01"),
    "document": ("--title 'Annual report 2025' --status wanted --as AR", "AR-D01"),
    "slot": ("--day 2026-05-12 --start 09:00 --end 10:00 --stakeholder AR-I01 --as AR", "AR-S01"),
    "question": ("--text 'Who decides?' --indicator GG-AMB-1 --as AR", "AR-Q01"),
    "interview": ("--slot AR-S01 --lead AR --note-taker BK --as BK", "BK-N01"),
    "evidence": (
        "--statement 'The plan has no budget.' --interview BK-N01 --indicator GG-AMB-1=contradicts --as BK",
        "BK-E01",
    ),
    "conclusion": ("--type challenge --title 'No budget' --text '...' --evidence BK-E01 --as AR", "AR-C01"),
    "recommendation": ("--title 'Give it a budget' --text '...' --conclusion AR-C01 --as AR", "AR-R01"),
    "practice": ("--title 'One desk' --text '...' --evidence BK-E02 --as AR", "AR-G01"),
    "context": ("--factor legal-framework --text '...' --as AR", "AR-X01"),
    "action": ("--recommendation AR-R01 --response accepted --owner 'Finance' --as AR", "AR-A01"),
    "comment": ("--about AR-C01 --text '...' --as AR", "AR-K01"),
    "debrief": ("--code 2026-05-12 --notes '...' --as AR", "2026-05-12"),
    "self_assessment": ("--code GG-AMB-1 --answer '...' --level par --as AR", "GG-AMB-1"),
    "review": ("", ""),
}
SAYS: dict[str, str] = {
    "review": N_("The terms of the review: city, dates, mandate, attribution rule."),
    "member": N_("The team, and those of the host who work on the review."),
    "stakeholder": N_("The people whom the team meets, or might meet, with their consent."),
    "document": N_("What there is to read: wanted, promised, received."),
    "slot": N_("The programme: who is met, when, where, by which pair."),
    "question": N_("What the team wants to know, and what it was told."),
    "interview": N_("Interview records: who was there, the notes, who confirmed them (R10)."),
    "evidence": N_("What was heard, read, seen or claimed, tied to indicators."),
    "conclusion": N_("Conclusions: strengths and challenges, each on evidence (R02)."),
    "recommendation": N_("Recommendations, each on a conclusion (R02)."),
    "practice": N_("Good practices worth taking home."),
    "context": N_("What weighs on the city from outside: the benchmark's context factors."),
    "action": N_("What the host does about a recommendation."),
    "comment": N_("What the host says of the draft, and what the team made of it (R15)."),
    "debrief": N_("What the team took from a day, and what it changes tomorrow."),
    "self_assessment": N_("What the host says of itself on an indicator."),
}
"""What the commands of each kind are about."""
Add = Callable[[ReviewFile, dict[str, Any], str | None], str]


def add_fields(parser: Parser, kind: str, *, but: Collection[str] = ()) -> None:
    """Add an option for each field of a kind, but for those that the command takes in another way."""
    for spec in fields_of(kind).values():
        if spec.name not in but:
            _option(parser, spec)


def _option(parser: Parser, spec: FieldSpec) -> None:
    names = [f"--{spec.name.replace('_', '-')}"]
    if spec.name in SINGULAR:
        names.append(f"--{SINGULAR[spec.name]}")
    words = _(spec.title) + (f" ({_(spec.hint)})" if spec.hint else "")
    words = words.replace("%", "%%")
    if spec.boolean:
        parser.add_argument(*names, dest=spec.name, action=argparse.BooleanOptionalAction, help=words)
    elif spec.items is not None:
        value = (
            f"{spec.items.item.upper()}={spec.items.value.upper()}"
            if spec.items.value
            else spec.items.item.upper()
        )
        more = _("repeat for several")
        if spec.choices:
            more += "; " + ", ".join(spec.choices)
        parser.add_argument(*names, dest=spec.name, action="append", metavar=value, help=f"{words}; {more}")
    elif spec.choices:
        parser.add_argument(
            *names,
            dest=spec.name,
            type=one_of(*spec.choices),
            metavar="WORD",
            help=f"{words}: {', '.join(spec.choices)}",
        )
    elif spec.column == "INTEGER":
        parser.add_argument(*names, dest=spec.name, type=whole_number, metavar="N", help=words)
    else:
        dash = "; " + _("- reads standard input") if spec.long else ""
        parser.add_argument(*names, dest=spec.name, metavar="TEXT", help=words + dash)


def field_values(parsed: argparse.Namespace, kind: str) -> dict[str, Any]:
    """Return the fields given as options.

    Raises:
        PeervisitError: an entry of a mapping has no ``=``.
    """
    found: dict[str, Any] = {}
    for name, spec in fields_of(kind).items():
        value = getattr(parsed, name, None)
        if value is None:
            continue
        if spec.items is not None:
            found[name] = _entries(spec, value)
        else:
            found[name] = text_or_stdin(value) if isinstance(value, str) else value
    return found


def _entries(spec: FieldSpec, values: list[str]) -> Any:
    parts = [part for part in values if part]
    if spec.items is None or spec.items.value is None:
        return parts
    found = {}
    for part in parts:
        item, equals, held = part.partition("=")
        if not equals:
            if spec.choices:
                held = spec.choices[0]
            else:
                raise PeervisitError(
                    _("--{option}: write CODE=TEXT").format(option=spec.name.replace("_", "-"))
                )
        found[item.strip()] = held
    return found


def group_of(name: str, kind: str, *, add: Add | None = None, more: tuple[Command, ...] = ()) -> Group:
    """Return the group of commands of one kind of record."""
    example, code = EXAMPLES[kind]
    help_text = SAYS[kind]

    def add_arguments(parser: Parser) -> None:
        file_argument(parser, member=True)
        parser.add_argument("--code", metavar="CODE", help=_("its code; made up where it is left out"))
        add_fields(parser, kind)

    def run_add(parsed: argparse.Namespace) -> None:
        from peervisit.service import records

        with writing(parsed, needs_member=KINDS[kind].prefix is not None) as review:
            values = field_values(parsed, kind)
            if add is not None:
                print(add(review, values, parsed.code))
            else:
                print(records.add(review, kind, values, code=parsed.code))

    def list_arguments(parser: Parser) -> None:
        file_argument(parser, json=True)
        parser.add_argument("--words", metavar="WORDS", help=_("only records that hold these words"))

    def run_list(parsed: argparse.Namespace) -> None:
        with reading(parsed) as review:
            list_records(review, kind, parsed)

    def code_argument(parser: Parser) -> None:
        if kind == "review":
            parser.set_defaults(code="review")
        else:
            parser.add_argument("code", metavar="CODE", help=_("code of the record"))

    def one_arguments(parser: Parser) -> None:
        file_argument(parser, json=True)
        code_argument(parser)

    def run_show(parsed: argparse.Namespace) -> None:
        from peervisit.service import records

        with reading(parsed) as review:
            row = records.require(review, kind, parsed.code)
            if parsed.json:
                as_json(for_program(kind, row))
            else:
                fields(kind, row)

    def edit_arguments(parser: Parser) -> None:
        file_argument(parser, member=True)
        code_argument(parser)
        parser.add_argument("--clear", action="append", metavar="FIELD", default=[], help=_("empty a field"))
        add_fields(parser, kind)

    def run_edit(parsed: argparse.Namespace) -> None:
        from peervisit.service import records

        with writing(parsed, needs_member=kind not in ("member", "review")) as review:
            values = field_values(parsed, kind) | _cleared(kind, parsed.clear)
            if not values:
                raise PeervisitError(_("nothing to change: give at least one field"))
            count = records.edit(review, kind, parsed.code, values)
        say(ngettext("{n} value changed", "{n} values changed", count).format(n=count))

    def remove_arguments(parser: Parser) -> None:
        file_argument(parser, member=True)
        parser.add_argument("code", nargs="+", metavar="CODE", help=_("codes of the records"))

    def run_remove(parsed: argparse.Namespace) -> None:
        from peervisit.service import records

        with writing(parsed, needs_member=kind != "member") as review, review.transaction():
            review.name_step(f"delete {kind} {' '.join(parsed.code)[:60]}")
            for one in parsed.code:
                records.remove(review, kind, one)

    verbs = [
        Command(
            f"{name} add",
            N_("Add one; prints its code."),
            (f"{name} add visit.peervisit {example}",),
            add_arguments,
            run_add,
        ),
        Command(
            f"{name} list",
            N_("List them."),
            (f"{name} list visit.peervisit --json",),
            list_arguments,
            run_list,
        ),
        Command(
            f"{name} show",
            N_("Show one with all its fields."),
            (f"{name} show visit.peervisit {code}".rstrip(),),
            one_arguments,
            run_show,
        ),
        Command(
            f"{name} edit",
            N_("Change fields of one; sets are given whole."),
            (" ".join(f"{name} edit visit.peervisit {code} {_edit_example(kind)} --as AR".split()),),
            edit_arguments,
            run_edit,
        ),
        Command(
            f"{name} remove",
            N_("Delete some; 'peervisit undo' brings them back."),
            (f"{name} remove visit.peervisit {code} --as AR",),
            remove_arguments,
            run_remove,
        ),
    ]
    if any(spec.items for spec in fields_of(kind).values()):
        verbs += [_link_command(name, kind, code, unlink=False), _link_command(name, kind, code, unlink=True)]
    if kind == "review":
        verbs = [verb for verb in verbs if verb.name.endswith((" show", " edit"))]
    return Group(name, help_text, (*verbs, *more))


def _edit_example(kind: str) -> str:
    spec = next(spec for spec in fields_of(kind).values() if not spec.items and not spec.boolean)
    value = spec.choices[0] if spec.choices else "5" if spec.column == "INTEGER" else "'...'"
    return f"--{spec.name.replace('_', '-')} {value}"


def _cleared(kind: str, names: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        field = name.replace("-", "_")
        spec = fields_of(kind).get(field)
        if spec is None:
            raise PeervisitError(_("unknown field '{field}'").format(field=shown_field(name)))
        found[field] = None if spec.items is None else ({} if spec.items.value else [])
    return found


def _link_command(name: str, kind: str, code: str, *, unlink: bool) -> Command:
    sets = [spec for spec in fields_of(kind).values() if spec.items]
    first = next((spec for spec in sets if spec.name == "indicators"), sets[0])
    verb = "unlink" if unlink else "link"

    def arguments(parser: Parser) -> None:
        file_argument(parser, member=True)
        parser.add_argument("code", metavar="CODE", help=_("code of the record"))
        parser.add_argument("entries", nargs="+", metavar="ENTRY", help=_("CODE, or CODE=VALUE"))
        parser.add_argument(
            "--field",
            default=first.name,
            type=one_of(*(spec.name for spec in sets)),
            metavar="FIELD",
            help=", ".join(spec.name for spec in sets),
        )

    def run(parsed: argparse.Namespace) -> None:
        from peervisit.service import records

        spec = fields_of(kind)[parsed.field]
        with writing(parsed, needs_member=kind != "member") as review, review.transaction():
            review.name_step(f"{verb} {kind} {parsed.code}")
            for entry in parsed.entries:
                item, _equals, value = entry.partition("=")
                if unlink:
                    records.unlink(review, kind, parsed.code, parsed.field, item)
                else:
                    held = value or (spec.choices[0] if spec.choices else None)
                    records.link(review, kind, parsed.code, parsed.field, item, held)

    shown = "GG-AMB-1" if first.items and first.items.item == "indicator" else "X"
    help_text = N_("Take an entry out of a set.") if unlink else N_("Put an entry into a set.")
    return Command(
        f"{name} {verb}",
        help_text,
        (f"{name} {verb} visit.peervisit {code} {shown} --as AR",),
        arguments,
        run,
    )


def list_records(review: ReviewFile, kind: str, parsed: argparse.Namespace) -> None:
    """Print the records of a kind."""
    from peervisit.model.text import fold

    rows = list(review.rows(kind).values())
    words = fold(parsed.words or "").split()
    if words:
        rows = [row for row in rows if all(word in fold(str(list(row.values()))) for word in words)]
    if parsed.json:
        as_json([for_program(kind, row) for row in rows])
        return
    table(_cells(kind, row) for row in rows)


def _cells(kind: str, row: dict[str, Any]) -> tuple[str, ...]:
    if kind == "evidence":
        signs = {"supports": "+", "contradicts": "-", "context": "="}
        links = " ".join(f"{signs.get(way, '?')}{one}" for one, way in row["indicators"].items())
        state = _("withdrawn") if row["withdrawn"] else _(LABELS.get(row["channel"] or "", ""))
        return row["code"], state, links, row["statement"] or ""
    words = (
        row.get("title") or row.get("text") or row.get("role") or row.get("statement") or row.get("objective")
    )
    if kind == "slot":
        when = f"{row['day'] or ''} {row['start'] or ''}".strip()
        return (
            row["code"],
            when,
            row["pair"] or "",
            _(LABELS.get(row["status"] or "", "")),
            row["title"] or "",
        )
    if kind == "member":
        return row["code"], row["pair"] or "", ", ".join(row["roles"]), row["city"] or ""
    if kind == "interview":
        return row["code"], row["started"] or "", row["slot"] or "", ", ".join(row["stakeholders"])
    if kind == "stakeholder":
        return (
            row["code"],
            _(LABELS.get(row["group"] or "", "")),
            f"{row['role'] or ''}, {row['organisation'] or ''}".strip(", "),
        )
    sort = row.get("status") or row.get("type") or row.get("priority") or row.get("level") or ""
    return (
        row["code"],
        _(LABELS.get(str(sort), str(sort))),
        str(words or row.get("answer") or row.get("notes") or ""),
    )
