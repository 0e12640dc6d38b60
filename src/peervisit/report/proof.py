"""The proof at export: what was written is opened again and counted against the outline and the review."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from lxml import etree

from peervisit.errors import ReportError
from peervisit.i18n import _
from peervisit.model.attribution import Attributor, Edition
from peervisit.model.data import ReviewData
from peervisit.report.covers import COVER_STYLES
from peervisit.report.outline.blocks import (
    Block,
    Bullets,
    Chart,
    Inline,
    Mark,
    Note,
    Outline,
    Paragraph,
    Section,
    Table,
)
from peervisit.report.sheet import anchors
from peervisit.word.lint import RULES, WHOLE, Parts, check, said
from peervisit.word.xml import NAMESPACES, qn, safe

_P, _LINK = qn("w:p"), qn("w:hyperlink")
_NAME, _ANCHOR, _ID = qn("w:name"), qn("w:anchor"), qn("w:id")


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
    notes: int
    """Footnotes."""
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
        self.links = self.references = self.tables = self.charts = self.levels = self.notes = 0
        self.texts: list[str] = []

    def inline(self, runs: Inline) -> None:
        for run in runs:
            self.texts.append(run.text)
            if isinstance(run, Mark):
                self.levels += 1
            elif isinstance(run, Note):
                self.notes += 1
                self.inline(run.runs)
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
            self.texts += (block.title, block.code or "")
            for inner in block.blocks:
                self.block(inner)

    def _table(self, block: Table) -> None:
        self.tables += 1
        self.texts += (column.title for column in block.columns)
        for row in block.rows:
            for cell in row.cells:
                for runs in cell.paragraphs:
                    self.inline(runs)


def letters(texts: Iterable[str]) -> int:
    """Return how many characters of texts are not spaces, as they reach the document."""
    # Joined by line ends nothing grows together, and one pass over all costs a tenth of one for each.
    return _solid(safe("\n".join(texts)))


def _solid(text: str) -> int:
    # The ends of turns of direction are not counted: the kit adds those that a text left open.
    return len("".join(text.split())) - text.count("\u202c") - text.count("\u2069")


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
        notes=tally.notes,
        letters=letters(tally.texts),
    )


APART = ("toc 1", "toc 2", "TOC Heading", "caption", *COVER_STYLES)
"""The styles of what the setting adds to the outline's own text."""


def count_document(parts: Parts, levels: frozenset[str], first_note: int) -> Counts:
    """Count what the document holds beside paragraphs of the wanted styles; ``levels`` are ids of styles."""
    beside = [next(style.iterancestors(_P)) for style in parts.styled]
    jumps = parts.anchors
    passed = [one.get(_ANCHOR) or "" for paragraph in beside for one in paragraph.iter(_LINK)]
    notes = _notes(parts, first_note)
    told = _solid(parts.words()) + sum(_solid(said(one)) for one in notes)
    told -= sum(_solid(said(paragraph)) for paragraph in beside)
    names = [mark.get(_NAME) or "" for mark in parts.found("w:bookmarkStart")]
    return Counts(
        records={kind: sum(name.startswith(kind) for name in names) for kind in COUNTED},
        links=len(jumps) - len(passed),
        evidence_references=_of_evidence(jumps) - _of_evidence(passed),
        tables=len(parts.found("w:tbl")),
        charts=len(parts.found("c:chart")),
        levels=sum(style in levels for style in parts.run_styles),
        notes=len(notes),
        letters=told,
    )


def _notes(parts: Parts, first: int) -> list[etree._Element]:
    if parts.footnotes is None:
        return []
    found = parts.footnotes.findall("w:footnote", NAMESPACES)
    return [one for one in found if int(one.get(_ID) or 0) >= first]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a document is compared with, and what in it is not the outline's own."""

    outline: Outline
    records: Mapping[str, int]
    """How many records of each kind the review asks it to hold."""
    apart: frozenset[str]
    levels: frozenset[str]
    first_note: int = 1
    around: tuple[int, int] = (0, 0)
    """How many children of the body before and after it are a template's own."""
    faults: tuple[str, ...] = ()
    """What was wrong with the template itself: told when it was chosen, and not the report's doing."""


def prove(path: Path, expected: Expected) -> Counts:
    """Open what was written and compare it; raise ReportError at the first difference or broken link."""
    try:
        parts = Parts(path, expected.apart)
    except (OSError, ValueError, KeyError, etree.LxmlError, zipfile.BadZipFile) as error:
        raise ReportError(_("The document that was written cannot be read again.")) from error
    broken = [fault for fault in check(parts, WHOLE) if fault not in expected.faults]
    if expected.around != (0, 0):
        parts.only(*expected.around)
    broken += check(parts, [rule for rule in RULES if rule not in WHOLE])
    if broken:
        raise ReportError(_("The document that was written is not sound: {fault}.").format(fault=broken[0]))
    wanted = count_outline(expected.outline)
    found = count_document(parts, expected.levels, expected.first_note)
    for kind, number in expected.records.items():
        if not number == wanted.records[kind] == found.records[kind]:
            raise ReportError(
                _("The document holds {found} of {number} records of the kind {kind}.").format(
                    found=found.records[kind], number=number, kind=kind
                )
            )
    for each in fields(Counts):
        asked, got = getattr(wanted, each.name), getattr(found, each.name)
        if asked != got:
            raise ReportError(
                _("The document that was written has {got} of “{what}”, not {wanted}.").format(
                    got=got, what=each.name, wanted=asked
                )
            )
    return found
