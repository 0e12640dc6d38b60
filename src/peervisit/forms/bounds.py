"""What no walk through a document would see, or would never come to the end of: refused before it begins."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from peervisit.errors import FormError
from peervisit.forms.package import Package, too_large
from peervisit.i18n import _
from peervisit.word.xml import qn

MOST_CELLS, MOST_TABLES, MOST_COLUMNS = 50_000, 2_000, 64
"""The most that is read of each: a full form has fewer than a thousand cells, and Word at most 63 columns."""


def refuse_odd(package: Package) -> None:
    """Refuse a document that holds another one, or more cells than any form.

    Raises:
        FormError: it does.
    """
    run = package.document.iter
    if next(run(qn("w:altChunk"), qn("w:subDoc")), None) is not None:
        raise FormError(
            _("{file}: holds another document; open it in Word, save it anew and try again").format(
                file=package.name
            )
        )
    cells = _count(run(qn("w:tc"))) + sum(map(_span, run(qn("w:gridSpan"), qn("w:gridBefore"))))
    if cells > MOST_CELLS or _count(run(qn("w:tbl"))) > MOST_TABLES:
        raise too_large(package.name)


def _count(found: Iterator[etree._Element]) -> int:
    return sum(1 for _one in found)


def _span(mark: etree._Element) -> int:
    value = mark.get(qn("w:val")) or ""
    return min(int(value), MOST_COLUMNS) if value.isdecimal() and len(value) < 9 else 0
