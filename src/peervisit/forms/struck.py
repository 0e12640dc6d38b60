"""What is struck through, and what was deleted with changes tracked."""

from __future__ import annotations

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORDS = (_W + "delText", _W + "t")


def is_struck(run: etree._Element) -> bool:
    """Whether a run has a line through it."""
    properties = run.find(_W + "rPr")
    if properties is None:
        return False
    marks = (properties.find(_W + name) for name in ("strike", "dstrike"))
    return any(mark is not None and mark.get(_W + "val") not in ("0", "false", "off") for mark in marks)


def deleted_words(one: etree._Element) -> str:
    """Return the words of a tracked deletion; none of what was moved, or put in and taken out again."""
    if one.tag != _W + "del" or next(one.iterancestors(_W + "ins"), None) is not None:
        return ""
    return "".join(part.text or "" for part in one.iter(*_WORDS))
