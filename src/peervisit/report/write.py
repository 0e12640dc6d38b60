"""Writing a report: outline, Word, proof, and only then in the place of the earlier file."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from peervisit.model.attribution import Attributor, Edition
from peervisit.model.data import ReviewData
from peervisit.model.disputed import Name, disputed
from peervisit.report.outline.blocks import Masthead, Outline
from peervisit.report.outline.build import build_outline
from peervisit.report.outline.inline import plain
from peervisit.report.outline.values import values
from peervisit.report.proof import Counts, promised, prove
from peervisit.report.setting import Set, set_on_base, set_on_template
from peervisit.word import page
from peervisit.word.beside import beside
from peervisit.word.package import save_content
from peervisit.word.runs import run

PageCounter = Callable[[Path], Mapping[str, str]]
"""Tells on which page each bookmark of a document stands."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, as it was counted in the file."""

    path: Path
    counts: Counts
    provisional: tuple[Name, ...] = ()
    """Kind, code and field of what two copies of the review still disagree on: each is marked."""
    unfilled: tuple[str, ...] = ()
    """The placeholders of the template for which the review has no value."""
    unknown: tuple[str, ...] = ()
    """The placeholders of the template that nobody knows; they stand there still."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a document is to look: on which paper, or on whose template, and with page numbers or not."""

    paper: str = "a4"
    template: Path | None = None
    count_pages: PageCounter | None = None
    """Counts the pages for the contents list; without it, the list has links and no numbers."""


def write_report(
    data: ReviewData,
    path: Path,
    *,
    edition: Edition,
    language: str,
    final: bool = False,
    paper: str = "a4",
    template: Path | None = None,
    count_pages: PageCounter | None = None,
) -> Written:
    """Write one edition of the report in one language.

    Raises ReportError where what was written does not hold what the review holds, or cannot be written;
    an earlier file of that name is then as it was. Raises TemplateError where the template is not usable.
    """
    with _without_collecting():
        outline = build_outline(data, edition, language, final=final)
        filled = values(data, edition, language, final=final) if template else {}
        written = write_outline(
            outline, path, promised(data, edition), Look(paper, template, count_pages), filled
        )
    return replace(written, provisional=disputed(data, Attributor(data, edition)))


def write_outline(
    outline: Outline,
    path: Path,
    records: Mapping[str, int],
    look: Look,
    filled: Mapping[str, str] | None = None,
) -> Written:
    """Write any document, opened again and compared; ``records`` says how many of each kind it must hold."""
    with beside(path) as written:
        ready, unfilled, unknown = _set(outline, look, filled or {}, None)
        save_content(ready.sheet.document, ready.content, written)
        if look.count_pages is not None:
            ready, unfilled, unknown = _set(outline, look, filled or {}, look.count_pages(written))
            save_content(ready.sheet.document, ready.content, written)
        counts = prove(written, ready.expected(records))
    return Written(path, counts, unfilled=unfilled, unknown=unknown)


def _set(
    outline: Outline, look: Look, filled: Mapping[str, str], pages: Mapping[str, str] | None
) -> tuple[Set, tuple[str, ...], tuple[str, ...]]:
    if look.template is None:
        return set_on_base(outline, page.PAPERS[look.paper], pages), (), ()
    from peervisit.report.template import fill_in, prepare

    prepared = prepare(look.template)
    if isinstance(outline.cover, Masthead):
        from peervisit.report.template_paper import for_paper

        for_paper(prepared, wide=outline.wide)
    unfilled = fill_in(prepared, filled)
    return set_on_template(outline, prepared, pages), tuple(unfilled), tuple(prepared.unknown)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Look for no garbage until the report is written: there is none, and looking costs a sixth.

    Afterwards no word of it is kept: what repeats within a report was remembered while it was written.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        plain.cache_clear()
        run.cache_clear()
        if collecting:
            gc.enable()


__all__ = ["Look", "Written", "write_outline", "write_report"]
