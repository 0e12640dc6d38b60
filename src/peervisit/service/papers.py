"""What is printed beside the report: handout, interview guide, programme, evidence log, as Word files."""

from __future__ import annotations

from pathlib import Path

from peervisit.errors import PeervisitError, UnknownCodeError
from peervisit.i18n import N_, _, meant
from peervisit.model.attribution import Edition
from peervisit.service.reporting import Report, Tell, accepted, check_template, of_template
from peervisit.service.snapshot import snapshot
from peervisit.service.templates import check_paper
from peervisit.store.review_file import ReviewFile

KINDS: dict[str, str] = {
    "handout": N_("handout for the feedback meeting"),
    "guide": N_("guide for an interview"),
    "programme": N_("programme of the visit"),
    "evidence-log": N_("evidence log"),
}
"""What can be printed."""
FIXED: dict[str, Edition] = {"handout": "host", "guide": "team"}
"""Those that there is one edition of: everybody in the meeting reads a handout, only the pair a guide."""


def write_paper(
    review: ReviewFile,
    kind: str,
    target: Path,
    *,
    slot: str | None = None,
    edition: str | None = None,
    language: str | None = None,
    paper: str = "a4",
    template: Path | None = None,
    pdf: bool = False,
    tell: Tell = lambda _line: None,
) -> Report:
    """Write one of :data:`KINDS`, opened again and counted; return what there is to say of it.

    A guide is of one ``slot`` of the programme. Language is the review's own where it is not given; the
    edition is the team's, except of a handout. Of a ``template`` it takes pages and look, not the title page.

    Raises:
        PeervisitError: kind, edition, language, paper or file name is not acceptable.
        UnknownCodeError: there is no such slot.
        TemplateError: the template cannot carry it; the message says why.
        ReportError: what was written does not hold what it should; an earlier file stays.
    """
    from peervisit.report import papers
    from peervisit.report import pdf as making
    from peervisit.report.outline.scope import Scope
    from peervisit.report.proof import promised
    from peervisit.report.write import Look, write_outline

    if kind not in KINDS:
        raise PeervisitError(_("no such paper; there are {kinds}").format(kinds=", ".join(KINDS)))
    data = snapshot(review)
    language = accepted(target, edition or "team", language or meant(data.review.language))
    check_paper(paper)
    check_template(template, target)
    if pdf and making.office() is None:
        raise PeervisitError(_("LibreOffice is not installed here; without --pdf the Word file is written"))
    which: Edition = FIXED.get(kind) or ("host" if edition == "host" else "team")
    scope = Scope(data, which, language)
    if kind == "guide":
        if slot is None or slot not in data.slot:
            raise UnknownCodeError(_("no such slot in the programme"))
        outline = papers.guide(scope, data.slot[slot])
    else:
        makers = {
            "handout": papers.handout,
            "programme": papers.programme,
            "evidence-log": papers.evidence_log,
        }
        outline = makers[kind](scope)
    records = {"evidence": promised(data, which)["evidence"]} if kind == "evidence-log" else {}
    filled = papers.values(scope, outline) if template else {}
    try:
        written = write_outline(outline, target, records, Look(paper, template), filled)
    except OSError as error:
        raise PeervisitError(_("{file}: cannot be written").format(file=target.name)) from error
    lines = of_template(written.unfilled, written.unknown)
    if pdf:
        tell(_("LibreOffice is making the PDF…"))
        making.write_pdf(target, target.with_suffix(".pdf"))
        lines.append(_("as PDF: {file}").format(file=target.with_suffix(".pdf").name))
    return Report(lines, settled=not written.unknown)


def write_from_file(
    review: Path,
    kind: str,
    target: Path,
    *,
    slot: str | None,
    edition: str,
    language: str,
    template: Path | None = None,
) -> Report:
    """Write a paper of a file that somebody else has open, through a connection of its own."""
    with ReviewFile.open(review, read_only=True) as own:
        return write_paper(
            own, kind, target, slot=slot, edition=edition, language=language, template=template
        )
