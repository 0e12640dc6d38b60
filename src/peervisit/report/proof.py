"""The proof at export: what was written is opened again and counted against the outline and the review."""

from __future__ import annotations

import zipfile
from collections import Counter
from dataclasses import dataclass, fields
from pathlib import Path

from lxml import etree

from peervisit.errors import ReportError
from peervisit.i18n import _
from peervisit.model.attribution import Attributor, Edition
from peervisit.model.data import ReviewData
from peervisit.report.outline.blocks import (
    Block,
    Bullets,
    Chart,
    Inline,
    Mark,
    Outline,
    Paragraph,
    Section,
    Table,
)
from peervisit.report.sheet import anchors
from peervisit.word.lint import Parts, check
from peervisit.word.xml import NAMESPACES, qn, safe

_TEXT, _LINK = qn("w:t"), qn("w:hyperlink")
_VAL, _NAME, _ANCHOR = qn("w:val"), qn("w:name"), qn("w:anchor")


COUNTED = ("indicator", "evidence", "recommendation", "conclusion", "practice", "context")
"""The kinds of records that the report holds each exactly once, as a bookmark."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a report holds."""

    records: dict[str, int]
    links: int
    evidence_references: int
    tables: int
    charts: int
    levels: int
    letters: int
    """Letters, figures and signs of the outline's own text, without spaces."""


def promised(data: ReviewData, edition: Edition) -> dict[str, int]:
    """Return how many records of each kind the review asks the report to hold."""
    who = Attributor(data, edition)
    return {
        "indicator": len(data.benchmark.indicators),
        "evidence": sum(who.evidence(item).shown for item in data.evidence.values()),
        "recommendation": len(data.recommendation),
        "conclusion": len(data.conclusion),
        "practice": len(data.practice),
        "context": len(data.context),
    }


class _Tally:
    """Counts what an outline holds, block by block."""

    def __init__(self) -> None:
        self.links = self.references = self.tables = self.charts = self.levels = self.letters = 0

    def inline(self, runs: Inline) -> None:
        for run in runs:
            self.letters += letters(run.text)
            if isinstance(run, Mark):
                self.levels += 1
            elif run.target is not None:
                self.links += 1
                self.references += run.target.startswith("evidence:")

    def block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self.inline(block.runs)
        elif isinstance(block, Bullets):
            for item in block.items:
                self.inline(item)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Chart):
            self.charts += 1
        elif isinstance(block, Section):
            self.letters += letters(block.title) + letters(block.code or "")
            for inner in block.blocks:
                self.block(inner)

    def _table(self, block: Table) -> None:
        self.tables += 1
        for column in block.columns:
            self.letters += letters(column.title)
        for row in block.rows:
            for cell in row.cells:
                for runs in cell.paragraphs:
                    self.inline(runs)


def letters(text: str) -> int:
    """Return how many characters of a text are not spaces, as they reach the document."""
    return _solid(safe(text))


def _solid(text: str) -> int:
    if text.isascii() and text.isprintable():
        return len(text) - text.count(" ")
    return len("".join(text.split()))


def _of_evidence(anchors: list[str]) -> int:
    return sum(anchor.startswith("evidence") for anchor in anchors)


def count_outline(outline: Outline) -> Counts:
    """Count what the outline says the document must hold."""
    tally = _Tally()
    for section in outline.sections:
        tally.block(section)
    kinds = Counter(anchor.partition(":")[0] for anchor in anchors(outline))
    return Counts(
        records={kind: kinds[kind] for kind in COUNTED},
        links=tally.links,
        evidence_references=tally.references,
        tables=tally.tables,
        charts=tally.charts,
        levels=tally.levels,
        letters=tally.letters,
    )


APART = ("toc 1", "toc 2", "TOC Heading", "caption", "Title", "Subtitle", "PV Cover Kicker", "PV Cover Line",
         "PV Cover Note", "PV Status")  # fmt: skip
"""The styles of what the setting adds to the outline's own text."""


def count_document(parts: Parts, apart: frozenset[str], levels: frozenset[str]) -> Counts:
    """Count what the document holds; ``levels`` and ``apart`` are ids of styles."""
    beside = [
        paragraph
        for paragraph in parts.document.iterfind("w:body/w:p", NAMESPACES)
        if (style := paragraph.find("w:pPr/w:pStyle", NAMESPACES)) is not None and style.get(_VAL) in apart
    ]
    jumps = [one.get(_ANCHOR) or "" for one in parts.found("w:hyperlink")]
    passed = [one.get(_ANCHOR) or "" for paragraph in beside for one in paragraph.iter(_LINK)]
    told = sum(_solid(one.text or "") for one in parts.document.iter(_TEXT))
    told -= sum(_solid(one.text or "") for paragraph in beside for one in paragraph.iter(_TEXT))
    names = [mark.get(_NAME) or "" for mark in parts.found("w:bookmarkStart")]
    return Counts(
        records={kind: sum(name.startswith(kind) for name in names) for kind in COUNTED},
        links=len(jumps) - len(passed),
        evidence_references=_of_evidence(jumps) - _of_evidence(passed),
        tables=len(parts.found("w:tbl")),
        charts=len(parts.found("c:chart")),
        levels=sum(style in levels for style in parts.values("w:rStyle")),
        letters=told,
    )


def prove(
    path: Path,
    outline: Outline,
    data: ReviewData,
    edition: Edition,
    *,
    apart: frozenset[str],
    levels: frozenset[str],
) -> Counts:
    """Open what was written and compare it; raise ReportError at the first difference or broken link."""
    try:
        parts = Parts(path)
    except (OSError, ValueError, KeyError, etree.LxmlError, zipfile.BadZipFile) as error:
        raise ReportError(_("The report that was written cannot be read again.")) from error
    broken = check(parts)
    if broken:
        raise ReportError(_("The report that was written is not sound: {fault}.").format(fault=broken[0]))
    expected, found = count_outline(outline), count_document(parts, apart, levels)
    for kind, number in promised(data, edition).items():
        if not number == expected.records[kind] == found.records[kind]:
            raise ReportError(
                _("The report holds {found} of {number} records of the kind {kind}.").format(
                    found=found.records[kind], number=number, kind=kind
                )
            )
    for each in fields(Counts):
        wanted, got = getattr(expected, each.name), getattr(found, each.name)
        if wanted != got:
            raise ReportError(
                _("The report that was written has {got} of “{what}”, not {wanted}.").format(
                    got=got, what=each.name, wanted=wanted
                )
            )
    return found
