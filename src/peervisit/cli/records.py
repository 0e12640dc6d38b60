"""The commands of each kind of record, with what is special to some of them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from peervisit.cli.kinds import group_of
from peervisit.cli.opening import writing
from peervisit.cli.output import say, table
from peervisit.cli.parsing import Command, Parser, file_argument
from peervisit.cli.visiting import COLLECT, SLOT
from peervisit.i18n import N_, _, ngettext
from peervisit.store.review_file import ReviewFile


def _log(review: ReviewFile, values: dict[str, Any], code: str | None) -> str:
    from peervisit.service.evidence import log_evidence

    return log_evidence(review, values, code=code)


def _record(review: ReviewFile, values: dict[str, Any], code: str | None) -> str:
    from peervisit.service.visit import record

    return record(review, values, code=code)


def _code_arguments(parser: Parser) -> None:
    file_argument(parser, member=True)
    parser.add_argument("code", metavar="CODE", help=_("code of the record"))


def _withdraw_arguments(parser: Parser) -> None:
    _code_arguments(parser)
    parser.add_argument("--reason", metavar="TEXT", help=_("why; never a name"))


def _withdraw_person(parsed: argparse.Namespace) -> int:
    from peervisit.service import people

    with writing(parsed) as review:
        voided = people.withdraw(review, parsed.code)
    for code in voided:
        print(code)
    say(
        ngettext("{n} item of evidence is void", "{n} items of evidence are void", len(voided)).format(
            n=len(voided)
        )
        + "; "
        + _("'peervisit check --rule R17' says what rested on them")
    )
    return 3 if voided else 0


def _withdraw_evidence(parsed: argparse.Namespace) -> None:
    from peervisit.service import records

    with writing(parsed) as review:
        records.edit(review, "evidence", parsed.code, {"withdrawn": True, "withdrawn_reason": parsed.reason})


def _confirm(parsed: argparse.Namespace) -> None:
    from peervisit.service import people

    with writing(parsed) as review:
        people.confirm(review, parsed.code, str(review.log.author))


def _attach_arguments(parser: Parser) -> None:
    _code_arguments(parser)
    parser.add_argument("path", metavar="PATH", help=_("the file: .pdf and .docx can be searched"))


def _attach(parsed: argparse.Namespace) -> None:
    from peervisit.service import attachments

    with writing(parsed) as review:
        made = attachments.attach(review, parsed.code, Path(parsed.path))
    print(made.sha256)
    say(made.reason or _("its words can be searched"))


def _find_arguments(parser: Parser) -> None:
    file_argument(parser)
    parser.add_argument("folder", metavar="FOLDER", help=_("looked through with all folders in it"))


def _find_files(parsed: argparse.Namespace) -> None:
    from peervisit.service import attachments

    with writing(parsed, needs_member=False) as review:
        found = attachments.find_files(review, Path(parsed.folder))
    table(((code, path.name) for code, path in found.items()), empty=_("no file of a document there"))


WITHDRAW_PERSON = Command(
    "stakeholder withdraw",
    N_("A person withdraws: void what only they said (R17)."),
    ("stakeholder withdraw visit.peervisit AR-I03 --as AR",),
    _code_arguments,
    _withdraw_person,
)
WITHDRAW_EVIDENCE = Command(
    "evidence withdraw",
    N_("Void an item; it stays on record as withdrawn."),
    ("evidence withdraw visit.peervisit AR-E14 --reason 'said in error' --as AR",),
    _withdraw_arguments,
    _withdraw_evidence,
)
CONFIRM = Command(
    "interview confirm",
    N_("Confirm a record as one of its pair (R10)."),
    ("interview confirm visit.peervisit BK-N01 --as AR",),
    _code_arguments,
    _confirm,
)

ATTACH = Command(
    "document attach",
    N_("Tie a file to a document: its hash for everybody, its words for the search here."),
    ("document attach visit.peervisit AR-D01 'plan 2025.pdf' --as AR",),
    _attach_arguments,
    _attach,
)
FIND_FILES = Command(
    "document find",
    N_("Look in a folder for the files that colleagues attached on their laptops."),
    ("document find visit.peervisit /media/stick/documents",),
    _find_arguments,
    _find_files,
)

COMMANDS = {
    "review": group_of("review", "review"),
    "member": group_of("member", "member"),
    "stakeholder": group_of("stakeholder", "stakeholder", more=(WITHDRAW_PERSON,)),
    "document": group_of("document", "document", more=(ATTACH, FIND_FILES)),
    "slot": group_of("slot", "slot", more=SLOT),
    "question": group_of("question", "question", more=(COLLECT,)),
    "interview": group_of("interview", "interview", add=_record, more=(CONFIRM,)),
    "evidence": group_of("evidence", "evidence", add=_log, more=(WITHDRAW_EVIDENCE,)),
    "conclude": group_of("conclude", "conclusion"),
    "recommend": group_of("recommend", "recommendation"),
    "practice": group_of("practice", "practice"),
    "context": group_of("context", "context"),
    "action": group_of("action", "action"),
    "comment": group_of("comment", "comment"),
    "debrief": group_of("debrief", "debrief"),
}
