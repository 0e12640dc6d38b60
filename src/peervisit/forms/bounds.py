"""What no walk through a document would see, or would never come to the end of: refused before it begins."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from peervisit.errors import FormError
from peervisit.forms.package import Package, too_large
from peervisit.i18n import _
from peervisit.word.xml import qn

MOST_CELLS, MOST_TABLES, MOST_COLUMNS = 50_000, 2_000, 64
"""The most that is read of each: a full form has fewer than a thousand cells, and Word at most 63 columns."""


_TC, _TBL = qn("w:tc"), qn("w:tbl")
_SPANS = (qn("w:gridSpan"), qn("w:gridBefore"))
_HELD = (qn("w:altChunk"), qn("w:subDoc"))


def is_plain(package: Package, odd: Iterable[str]) -> bool:
    """Return whether a document holds no table within a table, and nothing ``odd``: looked through once.

    Raises:
        FormError: it holds another document, or more cells than any form.
    """
    cells = tables = 0
    plain = True
    for one in package.document.iter(_TC, _TBL, *_SPANS, *_HELD, *odd):
        tag = one.tag
        if tag == _TC:
            cells += 1
        elif tag == _TBL:
            tables += 1
            parent = one.getparent()
            plain = plain and (parent is None or parent.tag != _TC)
        else:
            plain = False
            if tag in _SPANS:
                cells += _span(one)
            elif tag in _HELD:
                raise _holds_another(package.name)
    if cells > MOST_CELLS or tables > MOST_TABLES:
        raise too_large(package.name)
    return plain


def _holds_another(name: str) -> FormError:
    return FormError(
        _("{file}: holds another document; open it in Word, save it anew and try again").format(file=name)
    )


def _span(mark: etree._Element) -> int:
    value = mark.get(qn("w:val")) or ""
    return min(int(value), MOST_COLUMNS) if value.isdecimal() and len(value) < 9 else 0
