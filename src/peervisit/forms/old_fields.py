"""What forms of older programs show without writing it as text: lists, boxes to tick, words as a drawing."""

from __future__ import annotations

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_VAL = _W + "val"
LIST, BOX, ART, PICTURE = _W + "ddList", _W + "checkBox", _V + "textpath", _V + "imagedata"
SHOWING = (LIST, BOX, ART)


def shown(one: etree._Element) -> str:
    """Return what a reader sees of one of ``SHOWING``; nothing for a box without a tick."""
    if one.tag == ART:
        return f"{one.get('string') or ''}\n"
    if one.tag == LIST:
        entries = [entry.get(_VAL) or "" for entry in one.findall(_W + "listEntry")]
        chosen = one.find(_W + "result")
        place = (chosen.get(_VAL) or "") if chosen is not None else "0"
        return entries[int(place)] if place.isdecimal() and int(place) < len(entries) else ""
    mark = one.find(_W + "checked")
    mark = one.find(_W + "default") if mark is None else mark
    return "☒" if mark is not None and mark.get(_VAL) not in ("0", "false", "off") else ""
