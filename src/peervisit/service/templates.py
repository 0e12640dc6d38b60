"""Templates for reports: looking at somebody's own, and making one to begin with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from peervisit.errors import PeervisitError
from peervisit.i18n import _, labelled, languages, ngettext
from peervisit.service import benchmarks

PAPERS = ("a4", "letter")
ENDINGS = (".dotx", ".docx")


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a template found."""

    settled: bool
    """Whether nobody needs to do anything about it."""
    lines: tuple[str, ...]
    data: dict[str, Any]


def check(path: Path) -> Look:
    """Look at a template without changing it.

    Raises:
        TemplateError: it cannot carry a report; the message says why.
    """
    from peervisit.report.template_check import check_template, placeholders

    found = check_template(path)
    lines = [*_lines(found)]
    unused = [one for one in placeholders() if one not in found.placeholders]
    lines.append(labelled(_("further placeholders that there are"), _bracketed(unused)))
    return Look(found.settled, tuple(lines), asdict(found))


def _lines(found: Any) -> Iterator[str]:
    yield labelled(
        _("pages of the report"),
        _("{width} × {height} cm").format(width=found.paper[0], height=found.paper[1]),
    )
    yield (
        _("the report goes to [[report]]")
        if found.place
        else _("no [[report]] in it: the report goes to the end; put [[report]] where it belongs")
    )
    yield (
        _("title page: the template’s own")
        if found.own_cover
        else _(
            "title page: the report’s own; [[city]] or [[title]] before [[report]] make one of the template"
        )
    )
    yield (
        _("contents list: in the template’s place")
        if found.own_contents
        else _("contents list: at the head of the report; [[contents]] puts it elsewhere")
    )
    if found.own_cover or found.own_contents:
        yield _("handout, guide, programme and evidence log begin at [[report]]: no title page, no contents")
    yield labelled(_("placeholders"), _bracketed(found.placeholders) or _("none"))
    if found.unknown:
        words = _("not known, and left as they are: {names}")
        yield words.format(names=_bracketed(found.unknown))
    renamed = [f"{name} → {own}" for name, own in found.found.items() if own.casefold() != name.casefold()]
    yield ngettext(
        "{n} of Word’s own styles found", "{n} of Word’s own styles found", len(found.found)
    ).format(n=len(found.found)) + (f" ({', '.join(renamed)})" if renamed else "")
    if found.copied:
        yield labelled(_("styles that it lacks, copied in with the report"), ", ".join(found.copied))
    for one in found.left_out:
        yield labelled(_("left out of the report"), one)
    for one in found.broken:
        yield labelled(_("not sound in the template itself"), one)
    for one in found.hints:
        yield labelled(_("worth mending"), one)


def _bracketed(names: Any) -> str:
    return ", ".join(f"[[{name}]]" for name in names)


def make(path: Path, *, language: str = "en", paper: str = "a4") -> None:
    """Write a template that holds every style, with the levels of all shipped benchmarks.

    Raises:
        PeervisitError: file name, language or paper is not acceptable, or the file cannot be written.
    """
    from peervisit.report.outline.overview import looks_of
    from peervisit.report.template_make import make_template

    if path.suffix.lower() not in ENDINGS:
        raise PeervisitError(_("{file}: the name must end in .dotx or .docx").format(file=path.name))
    check_paper(paper)
    if language not in languages():
        raise PeervisitError(
            _("no report in this language; there are {languages}").format(languages=", ".join(languages()))
        )
    if path.exists():
        raise PeervisitError(_("{file} exists; choose another name").format(file=path.name))
    levels = {
        look.id: look
        for name in benchmarks.shipped()
        for look in looks_of(benchmarks.load(name)[0], language)
    }
    make_template(path, tuple(levels.values()), language=language, paper=paper)


def check_paper(paper: str) -> None:
    """Refuse a paper that there is not."""
    if paper not in PAPERS:
        raise PeervisitError(_("unknown paper; there are A4 and Letter"))
