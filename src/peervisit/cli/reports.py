"""Commands that give out: the report, benchmarks, shell completion."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from peervisit.cli.looks import edition_argument, language_argument, paper_arguments, pdf_argument, told
from peervisit.cli.opening import reading
from peervisit.cli.output import say, table
from peervisit.cli.parsing import Command, Group, Parser, file_argument, one_of
from peervisit.i18n import N_, _, current, labelled


def _report_arguments(parser: Parser) -> None:
    file_argument(parser)
    parser.add_argument("out", metavar="OUT.docx", help=_("file to write"))
    edition_argument(parser, "host")
    language_argument(parser)
    parser.add_argument(
        "--final", action="store_true", default=None, help=_("final, not a draft for factual check")
    )
    paper_arguments(parser)
    parser.add_argument(
        "--page-numbers", action="store_true", help=_("pages in the contents list, counted by LibreOffice")
    )
    pdf_argument(parser)


def _report(parsed: argparse.Namespace) -> int:
    from peervisit.service import reporting

    look = reporting.Look(
        parsed.paper.lower(),
        Path(parsed.template) if parsed.template else None,
        page_numbers=parsed.page_numbers,
        pdf=parsed.pdf,
    )
    with reading(parsed) as review:
        report = reporting.write_report(
            review,
            Path(parsed.out),
            edition=parsed.edition,
            language=parsed.language,
            final=parsed.final,
            look=look,
            tell=say,
        )
    return told(parsed, report.lines, settled=report.settled)


def _nothing(parser: Parser) -> None:
    """Take no arguments."""


def _benchmarks(_parsed: argparse.Namespace) -> None:
    from peervisit.model.benchmark import in_language
    from peervisit.service import benchmarks

    rows = []
    for name in benchmarks.shipped():
        held, _content = benchmarks.load(name)
        rows.append((held.id, held.version, str(len(held.indicators)), in_language(held.title, current())))
    table(rows)


def _benchmark_arguments(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help=_("a benchmark's id, or a benchmark file"))
    parser.add_argument("--json", action="store_true", help=_("as JSON, for programs"))


def _benchmark_show(parsed: argparse.Namespace) -> None:
    from peervisit.model.benchmark import in_language
    from peervisit.service import benchmarks

    held, content = benchmarks.load(parsed.id)
    if parsed.json:
        print(json.dumps(json.loads(content), ensure_ascii=False, indent=1))
        return
    language = current()
    print(f"{in_language(held.title, language)} ({held.id} {held.version})")
    print(
        labelled(
            _("Scale"), ", ".join(f"{one.symbol} {in_language(one.name, language)}" for one in held.scale)
        )
    )
    for tier, _indicators in held.chapters():
        print(f"\n{tier.id}  {in_language(tier.name, language)}")
        if tier.standard:
            print(f"  {in_language(tier.standard, language)}")
        for part, indicators in held.sections(tier.id):
            if part is not None:
                print(f"  {in_language(part.name, language)}")
            for one in indicators:
                print(f"    {one.id}  {in_language(one.statement, language)}")


def _benchmark_check_arguments(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("a benchmark file, YAML or JSON"))


def _benchmark_check(parsed: argparse.Namespace) -> None:
    from peervisit.exchange.benchmark_file import load_benchmark_file

    held, _content = load_benchmark_file(Path(parsed.file))
    say(
        _("{id} {version}: {n} indicators, no mistakes").format(
            id=held.id, version=held.version, n=len(held.indicators)
        )
    )


def _completion_arguments(parser: Parser) -> None:
    parser.add_argument(
        "shell", type=one_of("bash", "zsh", "fish"), metavar="SHELL", help=_("bash, zsh or fish")
    )


def _completion(parsed: argparse.Namespace) -> None:
    from peervisit.cli.completion import script

    print(script(parsed.shell))


COMMANDS: dict[str, Command | Group] = {
    "report": Command(
        "report",
        N_("Write the report as a Word file, and check that it holds everything."),
        (
            "report visit.peervisit report.docx",
            "report visit.peervisit team.docx --edition team --language fr",
            "report visit.peervisit final.docx --final --template city.dotx --pdf",
        ),
        _report_arguments,
        _report,
    ),
    "benchmark": Group(
        "benchmark",
        N_("Benchmarks: those that come with the program, and files of your own."),
        (
            Command(
                "benchmark list",
                N_("List those that come with the program."),
                ("benchmark list",),
                _nothing,
                _benchmarks,
            ),
            Command(
                "benchmark show",
                N_("Show one whole."),
                ("benchmark show inti-cities", "benchmark show inti-cities --json"),
                _benchmark_arguments,
                _benchmark_show,
            ),
            Command(
                "benchmark check",
                N_("Check a benchmark file; each mistake with line, path and reason."),
                ("benchmark check my-benchmark.yaml",),
                _benchmark_check_arguments,
                _benchmark_check,
            ),
        ),
    ),
    "completion": Command(
        "completion",
        N_("Print the completion script of a shell."),
        ("completion bash > /etc/bash_completion.d/peervisit",),
        _completion_arguments,
        _completion,
    ),
}
