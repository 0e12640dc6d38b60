"""Writing a report: outline, Word, proof, and only then in the place of the earlier file."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from peervisit.model.attribution import Edition
from peervisit.model.data import ReviewData
from peervisit.report.outline.blocks import Outline
from peervisit.report.outline.build import build_outline
from peervisit.report.proof import APART, Counts, prove
from peervisit.report.render import body
from peervisit.report.sheet import Sheet, bookmark_names
from peervisit.word import page
from peervisit.word.beside import beside
from peervisit.word.package import open_base, put_paragraph, save
from peervisit.word.styles import add_level_styles, ids_by_name, set_language
from peervisit.word.xml import Xml, safe


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, as it was counted in the file."""

    path: Path
    counts: Counts
    provisional: tuple[str, ...]
    """Indicators whose level two copies of the review still disagree on."""


def write_report(
    data: ReviewData,
    path: Path,
    *,
    edition: Edition,
    language: str,
    final: bool = False,
    paper: str = "a4",
) -> Written:
    """Write one edition of the report in one language.

    Raises ReportError where what was written does not hold what the review holds, or cannot be written;
    an earlier file of that name is then as it was.
    """
    with _without_collecting():
        return _write(data, path, edition, language, final=final, paper=page.PAPERS[paper])


def _write(
    data: ReviewData, path: Path, edition: Edition, language: str, *, final: bool, paper: page.Paper
) -> Written:
    outline = build_outline(data, edition, language, final=final)
    provisional = tuple(
        code for code in data.benchmark.by_id if any(c[:2] == ("consensus", code) for c in data.conflicts)
    )
    with beside(path) as written:
        sheet, made = set_report(outline, paper)
        save(sheet.document, made, written)
        names = ids_by_name(sheet.document)
        counts = prove(
            written,
            outline,
            data,
            edition,
            apart=frozenset(names[name] for name in APART),
            levels=frozenset(sheet.levels.values()),
        )
    return Written(path, counts, provisional)


def set_report(outline: Outline, paper: page.Paper) -> tuple[Sheet, Xml]:
    """Set an outline on the base template; return what was used and the body."""
    document = open_base()
    set_language(document, outline.language)
    sheet = Sheet(
        document=document,
        outline=outline,
        paper=paper,
        styles=ids_by_name(document),
        levels=add_level_styles(document, outline.levels),
        names=bookmark_names(outline),
    )
    made = body(sheet)
    _furnish(sheet)
    document.core_properties.title = " ".join(safe(outline.title).split())[:255]
    document.core_properties.language = outline.language
    return sheet, made


def _furnish(sheet: Sheet) -> None:
    words = sheet.outline.furniture
    for relation, style in ((page.HEADER, "header"), (page.WIDE_HEADER, "PV Wide Header")):
        head = page.header(sheet.styles[style], words.header_left, words.header_right)
        put_paragraph(sheet.document, relation, head)
    for relation, style in ((page.FOOTER, "footer"), (page.WIDE_FOOTER, "PV Wide Footer")):
        foot = page.footer(sheet.styles[style], words.footer_left, words.page_of)
        put_paragraph(sheet.document, relation, foot)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Look for no garbage until the report is written: there is none, and looking costs a sixth."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


__all__ = ["Written", "set_report", "write_report"]
