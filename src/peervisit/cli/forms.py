"""Word forms: making one, and taking in what came back."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peervisit.cli.opening import reading, writing
from peervisit.cli.output import as_json, one_line, say
from peervisit.cli.parsing import Command, Group, Parser, file_argument, one_of
from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _, labelled, ngettext

if TYPE_CHECKING:
    from peervisit.model.benchmark import Benchmark
    from peervisit.service.intake_plan import Plan, Question, Take

_FORMS = ("self-assessment", "desk-review", "comments", "response")


def _form_arguments(parser: Parser) -> None:
    file_argument(parser, member=True)
    parser.add_argument("form", type=one_of(*_FORMS), metavar="FORM", help=", ".join(_FORMS))
    parser.add_argument("out", metavar="OUT.docx", help=_("file to write"))
    parser.add_argument("--member", dest="peer", metavar="MEMBER", help=_("for a desk review: for whom"))
    parser.add_argument("--language", metavar="CODE", help=_("en or fr; the review's own if left out"))
    parser.add_argument(
        "--paper", default="a4", type=one_of("a4", "letter"), metavar="PAPER", help=_("a4 or letter (a4)")
    )
    parser.add_argument("--due", metavar="DAY", help=_("back by this day; from the terms if left out"))


def _form(parsed: argparse.Namespace) -> None:
    from peervisit.service import forms

    with writing(parsed) as review:
        code = forms.make_form(
            review,
            parsed.form,
            Path(parsed.out),
            member=parsed.peer,
            language=parsed.language,
            due_on=parsed.due,
            paper=parsed.paper,
        )
    say(_("written: {file}, form {code}").format(file=parsed.out, code=code))


def _intake_arguments(parser: Parser) -> None:
    file_argument(parser, member=True, json=True)
    parser.add_argument("filled", metavar="FILLED.docx", help=_("the form, or the report, that came back"))
    parser.add_argument("--dry-run", action="store_true", help=_("say what it would take, and take nothing"))
    parser.add_argument(
        "--settle",
        action="append",
        default=[],
        metavar="NUMBER=CHOICE",
        help=_("the choice for one question, as often as there are questions"),
    )
    says = _("for a report: the office that comments, kept instead of the people whom the file names")
    parser.add_argument("--by", metavar="OFFICE", help=says)
    says = _("for a report: the file that was sent, to find what was typed without tracking")
    parser.add_argument("--sent", metavar="SENT.docx", help=says)


def _intake(parsed: argparse.Namespace) -> int:
    from peervisit.service import intake
    from peervisit.service.benchmarks import benchmark_of

    settled = dict(_choice(one) for one in parsed.settle)
    path = Path(parsed.filled)
    sent = Path(parsed.sent) if parsed.sent else None
    if parsed.dry_run:
        with reading(parsed) as review:
            plan = intake.plan_intake(review, path, settled, by=parsed.by, sent=sent)
            benchmark = benchmark_of(review)
    else:
        with writing(parsed) as review:
            plan = intake.take_in(review, path, settled, by=parsed.by, sent=sent)
            benchmark = benchmark_of(review)
    if parsed.json:
        as_json({**asdict(plan), "taken": not parsed.dry_run})
    else:
        _show(plan, benchmark, dry_run=parsed.dry_run)
    return 3 if plan.needs_person else 0


def _choice(text: str) -> tuple[str, str]:
    number, equals, choice = text.partition("=")
    if not equals or not number.strip() or not choice.strip():
        raise PeervisitError(_("--settle takes NUMBER=CHOICE, such as 2.5=skip"))
    return number.strip(), choice.strip()


def _show(plan: Plan, benchmark: Benchmark, *, dry_run: bool) -> None:
    from peervisit.i18n import short_day
    from peervisit.model.choices import LABELS

    if plan.type:
        name = _(LABELS.get(plan.type, plan.type)) if plan.type != "report" else _("report that came back")
        about = ", ".join(one for one in (plan.form, plan.language, short_day(plan.issued_on)) if one)
        print(labelled(name, about) if about else name)
    for note in plan.notes:
        print(f"  {note}")
    taken = plan.taken
    _lines(_("would take") if dry_run else _("taken"), taken, plan, benchmark)
    title = _("would stand as conflicts") if dry_run else _("stand as conflicts now")
    _lines(title, plan.conflicts, plan, benchmark)
    for title in plan.documents:
        print("  " + labelled(_("new document"), one_line(title)))
    _questions(plan.questions)
    _sum_up(plan, len(taken), dry_run=dry_run)


def _lines(title: str, takes: Iterable[Take], plan: Plan, benchmark: Benchmark) -> None:
    from peervisit.service.steps import field_in_words
    from peervisit.service.words import brought_in_words

    def said(one: Take, value: Any) -> str:
        text = one_line(brought_in_words(benchmark, one.kind, one.field, value, plan.documents))
        return (text[:60] + "…" if len(text) > 61 else text) or "–"

    found = list(takes)
    if found:
        print(f"{title} ({len(found)})")
    for one in found:
        what = field_in_words(one.kind, one.field.partition(".")[0])
        print(
            "  " + labelled(f"{one.row or '–'}  {what}", f"{said(one, one.before)} → {said(one, one.after)}")
        )


def _questions(questions: Iterable[Question]) -> None:
    found = list(questions)
    if found:
        print(_("to settle, with --settle NUMBER=CHOICE") + f" ({len(found)})")
    for one in found:
        print(f"  {one.number}  {one.text}")
        if one.stands:
            # Whole: who decides must be able to read it.
            print(labelled("    " + _("there stands"), one_line(one.stands)))
        for option in one.options:
            likely = "  " + _("(likely)") if option.value == one.suggested else ""
            label = f"  {option.label}" if option.label != option.value else ""
            print(f"    {one.number}={option.value}{label}{likely}")


def _sum_up(plan: Plan, taken: int, *, dry_run: bool) -> None:
    if not plan.takes and not plan.questions:
        say(_("nothing new: everything in it is recorded already"))
        return
    parts = [
        ngettext("{n} value to take", "{n} values to take", taken)
        if dry_run
        else ngettext("{n} value taken", "{n} values taken", taken),
    ]
    said = [parts[0].format(n=taken)]
    said.append(_("{n} as they were").format(n=plan.unchanged))
    if plan.conflicts:
        count = len(plan.conflicts)
        said.append(ngettext("{n} conflict", "{n} conflicts", count).format(n=count))
    if plan.questions:
        count = len(plan.questions)
        said.append(ngettext("{n} question open", "{n} questions open", count).format(n=count))
    say(", ".join(said))
    if plan.sealed and taken:
        words = _("sealed for {member} on this laptop, until handed in with 'peervisit desk submit'")
        say(words.format(member=plan.member))


COMMANDS: dict[str, Command | Group] = {
    "form": Command(
        "form",
        N_("Make a Word form that comes back: for the host, or for a peer's desk review."),
        (
            "form visit.peervisit self-assessment for-the-city.docx --language fr",
            "form visit.peervisit desk-review for-jn.docx --member JN",
            "form visit.peervisit comments comments.docx --due 2026-06-30",
            "form visit.peervisit response response.docx",
        ),
        _form_arguments,
        _form,
    ),
    "intake": Command(
        "intake",
        N_("Take in a Word form that came back; it says first what it takes, and never writes over anybody."),
        (
            "intake visit.peervisit self-assessment.docx --dry-run",
            "intake visit.peervisit self-assessment.docx --as AR",
            "intake visit.peervisit report-back.docx --as AR --sent report.docx --dry-run",
            "intake visit.peervisit returned.docx --as AR --settle 2.5=GG-AMB-1 --settle 3.2.level=skip",
        ),
        _intake_arguments,
        _intake,
    ),
}
