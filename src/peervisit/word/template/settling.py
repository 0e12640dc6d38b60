"""Settling what a template still discusses: tracked changes are taken, comments go, and who made them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from peervisit.word.xml import qn

DISCUSSING = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people")
"""The kinds of parts that hold comments and who wrote them; none of them reaches a report."""
OUTDATED = ("stylesWithEffects",)
"""The kinds of parts that say again, for Word 2010, what another part says."""
STORIES = ("header", "footer", "footnotes", "endnotes")
"""The kinds of parts beside the main one whose text reaches a report."""

_TAKEN = (qn("w:ins"), qn("w:moveTo"))
_DROPPED = (qn("w:del"), qn("w:moveFrom"), qn("w:cellDel"))
_MARKS = tuple(
    qn(f"w:{name}")
    for name in (
        "commentRangeStart", "commentRangeEnd", "commentReference", "moveFromRangeStart", "moveFromRangeEnd",
        "moveToRangeStart", "moveToRangeEnd", "cellIns", "cellMerge", "numberingChange",
    )
)  # fmt: skip
_FORMER = re.compile("(?:rPr|pPr|sectPr|tblPr|tblPrEx|trPr|tcPr|tblGrid)Change$")
_PROPERTIES = re.compile("(?:rPr|trPr|numPr)$")


def settle(root: etree._Element) -> tuple[int, int]:
    """Take every tracked change of a part and drop the marks of comments; return how many of each."""
    changes = comments = 0
    for one in list(_tracked(root)):
        tag = str(one.tag)
        comments += tag == qn("w:commentReference")
        changes += tag in _TAKEN or tag in _DROPPED
        if one.getparent() is None:
            continue
        if tag in _TAKEN and not _is_property(one):
            _unwrap(one)
        elif tag in _DROPPED and _is_property(one) and _of_row(one):
            _remove(_row_of(one))
        else:
            _remove(one)
    return changes, comments


def order(root: etree._Element) -> bool:
    """Put the section that a paragraph ends last in its properties; return whether any stood elsewhere.

    LibreOffice writes it first, where the standard does not allow it.
    """
    moved = False
    for section in list(root.iterfind(f".//{qn('w:pPr')}/{qn('w:sectPr')}")):
        properties = section.getparent()
        if properties is not None and section.getnext() is not None:
            properties.append(section)
            moved = True
    return moved


def _tracked(root: etree._Element) -> Iterator[etree._Element]:
    for one in root.iter():
        tag = str(one.tag)
        if tag in _TAKEN or tag in _DROPPED or tag in _MARKS or _FORMER.search(tag):
            yield one


def _is_property(one: etree._Element) -> bool:
    """Whether a change is of the end of a paragraph or of a row, not of words."""
    parent = one.getparent()
    return parent is not None and bool(_PROPERTIES.search(str(parent.tag)))


def _of_row(one: etree._Element) -> bool:
    parent = one.getparent()
    return parent is not None and parent.tag == qn("w:trPr")


def _row_of(one: etree._Element) -> etree._Element:
    return next(one.iterancestors(qn("w:tr")))


def _unwrap(one: etree._Element) -> None:
    for child in list(one):
        one.addprevious(child)
    _remove(one)


def _remove(one: etree._Element) -> None:
    parent = one.getparent()
    if parent is not None:
        parent.remove(one)
