"""Writing the report of a review."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from peervisit.errors import PeervisitError
from peervisit.i18n import _, labelled, languages, meant, ngettext
from peervisit.locations import typed
from peervisit.model.attribution import Edition
from peervisit.model.disputed import Name
from peervisit.service.snapshot import snapshot
from peervisit.service.templates import check_paper
from peervisit.store.review_file import ReviewFile

Tell = Callable[[str], None]
EDITIONS: tuple[Edition, ...] = ("host", "team")


@dataclass(frozen=True, slots=True)
class Look:
    """How a report is to look, and what else is to be made of it."""

    paper: str = "a4"
    template: Path | None = None
    page_numbers: bool = False
    """Whether the contents list tells pages; LibreOffice counts them."""
    pdf: bool = False
    """Whether the report is to be written as PDF too, beside the Word file; then it tells pages."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was written, in lines, and whether somebody still has something to do about it."""

    lines: list[str]
    settled: bool = True
    provisional: int = 0
    """How many conflicts are open in a final report."""


def write_report(
    review: ReviewFile,
    target: Path,
    *,
    edition: str = "host",
    language: str | None = None,
    final: bool | None = None,
    look: Look | None = None,
    tell: Tell = lambda _line: None,
) -> Report:
    """Write the report as a Word file, opened again and counted; return what it holds.

    Language and status are the review's own where they are not given. ``tell`` gets a line for each step
    that takes a while.

    Raises:
        PeervisitError: the edition, language, paper or file name is not acceptable.
        TemplateError: the template cannot carry a report; the message says why.
        ReportError: what was written does not hold what the review holds; an earlier file stays.
    """
    from peervisit.report import pdf
    from peervisit.report.write import write_report as write

    look = look or Look()
    data = snapshot(review)
    language = accepted(target, edition, language or meant(data.review.language))
    check_paper(look.paper)
    check_template(look.template, target)
    if (look.pdf or look.page_numbers) and pdf.office() is None:
        raise PeervisitError(
            _("LibreOffice is not installed here; without --pdf and --page-numbers the Word file is written")
        )
    if final is None:
        final = data.review.status == "final"
    counter = _counting(tell) if look.pdf or look.page_numbers else None
    try:
        written = write(
            data,
            target,
            edition="team" if edition == "team" else "host",
            language=language,
            final=final,
            paper=look.paper,
            template=look.template,
            count_pages=counter,
        )
    except OSError as error:
        raise PeervisitError(_("{file}: cannot be written").format(file=target.name)) from error
    lines = list(_counted(written.counts.records))
    lines += _provisional(review, written.provisional, final=final)
    lines += of_template(written.unfilled, written.unknown)
    if look.pdf:
        tell(_("LibreOffice is making the PDF…"))
        pdf.write_pdf(target, target.with_suffix(".pdf"))
        lines.append(_("as PDF: {file}").format(file=target.with_suffix(".pdf").name))
    provisional = len(written.provisional) if final else 0
    return Report(lines, settled=not written.unknown and not provisional, provisional=provisional)


def _counting(tell: Tell) -> Callable[[Path], Mapping[str, str]]:
    def count(document: Path) -> Mapping[str, str]:
        from peervisit.report import pdf

        tell(_("LibreOffice is counting the pages…"))
        return pdf.count_pages(document)

    return count


def accepted(target: Path, edition: str, language: str) -> str:
    """Return the language if a document in it can be written there; PeervisitError says what is wrong."""
    if edition not in EDITIONS:
        raise PeervisitError(_("unknown edition; there are {editions}").format(editions=", ".join(EDITIONS)))
    if language not in languages():
        raise PeervisitError(
            _("no report in this language; there are {languages}").format(languages=", ".join(languages()))
        )
    if target.suffix.lower() != ".docx":
        raise PeervisitError(_("{file}: the name must end in .docx").format(file=target.name))
    if not target.parent.is_dir():
        raise PeervisitError(_("{folder}: no such folder").format(folder=target.parent))
    return language


def check_template(template: Path | None, target: Path) -> None:
    """Refuse to write a document over the template that it is made on."""
    if template is not None and template.resolve() == target.resolve():
        raise PeervisitError(
            _("{file}: the template itself; give the report another name").format(file=target.name)
        )


def of_template(unfilled: Sequence[str], unknown: Sequence[str]) -> list[str]:
    """Tell which placeholders of a template were left empty, and which nobody knows."""

    def bracketed(names: Sequence[str]) -> str:
        return ", ".join(f"[[{name}]]" for name in names)

    lines = []
    if unfilled:
        lines.append(_("the review has nothing for {names}; left empty").format(names=bracketed(unfilled)))
    if unknown:
        lines.append(_("not known, and left as they are: {names}").format(names=bracketed(unknown)))
    return lines


def _counted(records: Mapping[str, int]) -> Iterator[str]:
    for kind, n in records.items():
        told = {
            "indicator": ngettext("{n} indicator", "{n} indicators", n),
            "evidence": ngettext("{n} item of evidence", "{n} items of evidence", n),
            "conclusion": ngettext("{n} conclusion", "{n} conclusions", n),
            "recommendation": ngettext("{n} recommendation", "{n} recommendations", n),
            "practice": ngettext("{n} good practice", "{n} good practices", n),
            "context": ngettext("{n} context factor", "{n} context factors", n),
        }
        if kind in told:
            yield told[kind].format(n=n)


def _provisional(review: ReviewFile, names: Sequence[Name], *, final: bool) -> Iterator[str]:
    """Tell what two copies disagree on: of a draft which records, of a final report what settles each."""
    if not names:
        return
    if not final:
        codes = ", ".join(dict.fromkeys(code for _kind, code, _field in names))
        yield _("provisional, until a conflict is settled: {codes}").format(codes=codes)
        return
    from peervisit.service.conflicts import named

    yield ngettext(
        "{n} conflict is open in this final report; where it stands, it is marked as provisional:",
        "{n} conflicts are open in this final report; where they stand, they are marked as provisional:",
        len(names),
    ).format(n=len(names))
    file = review.path.name if review.path.parent == Path.cwd() else str(review.path)
    for name in names:
        one = named(review, name)
        settles = f"peervisit resolve {typed(file)} {one.number} --take N"
        yield f"  {one.number}  {one.kind} {one.code}, {one.title}: {settles}"
    yield "  " + labelled(_("the versions of each side by side"), f"peervisit conflicts {typed(file)}")


def write_from_file(
    review: Path,
    target: Path,
    *,
    edition: str,
    language: str,
    look: Look | None = None,
    tell: Tell = lambda _line: None,
) -> Report:
    """Write the report of a file that somebody else has open, through a connection of its own."""
    with ReviewFile.open(review, read_only=True) as own:
        return write_report(own, target, edition=edition, language=language, look=look, tell=tell)
