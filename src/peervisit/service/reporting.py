"""Writing the report of a review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from peervisit.errors import PeervisitError
from peervisit.i18n import _, languages
from peervisit.model.attribution import Edition
from peervisit.service.snapshot import snapshot
from peervisit.store.review_file import ReviewFile

EDITIONS: tuple[Edition, ...] = ("host", "team")


def write_report(
    review: ReviewFile,
    target: Path,
    *,
    edition: str = "host",
    language: str | None = None,
    final: bool | None = None,
) -> list[str]:
    """Write the report as a Word file, opened again and counted; return what it holds, in lines.

    Language and status are the review's own where they are not given.

    Raises:
        PeervisitError: the edition, language or file name is not acceptable.
        ReportError: what was written does not hold what the review holds; an earlier file stays.
    """
    from peervisit.report.write import write_report as write

    data = snapshot(review)
    language = language or data.review.language or "en"
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
    if final is None:
        final = data.review.status == "final"
    which: Edition = "team" if edition == "team" else "host"
    try:
        written = write(data, target, edition=which, language=language, final=final)
    except OSError as error:
        raise PeervisitError(_("{file}: cannot be written").format(file=target.name)) from error
    return list(_counted(written.counts.records, written.provisional))


def _counted(records: Mapping[str, int], provisional: Sequence[str]) -> Iterator[str]:
    names = {
        "indicator": _("indicators"),
        "evidence": _("items of evidence"),
        "conclusion": _("conclusions"),
        "recommendation": _("recommendations"),
        "practice": _("good practices"),
        "context": _("context factors"),
    }
    for kind, count in records.items():
        if kind in names:
            yield f"{count} {names[kind]}"
    if provisional:
        yield _("provisional, until a conflict is settled: {codes}").format(codes=", ".join(provisional))


def write_from_file(review: Path, target: Path, *, edition: str, language: str) -> list[str]:
    """Write the report of a file that somebody else has open, through a connection of its own."""
    with ReviewFile.open(review, read_only=True) as own:
        return write_report(own, target, edition=edition, language=language)
