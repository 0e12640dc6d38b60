"""The parts of a form that are written into: content controls for comfort, bookmarks as a second key."""

from __future__ import annotations

from collections.abc import Sequence

from peervisit.word.paragraphs import bookmarked, paragraph
from peervisit.word.runs import run
from peervisit.word.xml import NONE, Xml, joined, quoted, text


def dropdown(number: int, name: str, options: Sequence[str], chosen: str, otherwise: str, quiet: str) -> Xml:
    """Return a list to choose from; ``number`` is unique in the document, ``quiet`` a character style.

    What is chosen stands in it as plain text, so that it is read whatever becomes of the control.
    """
    items = joined(
        Xml(f"<w:listItem w:displayText={quoted(one)} w:value={quoted(one)}/>")
        for one in dict.fromkeys((*options, *((chosen,) if chosen else ())))
    )
    waiting = NONE if chosen else Xml("<w:showingPlcHdr/>")
    shown = run(chosen) if chosen else run(otherwise, quiet)
    return Xml(
        f'<w:sdt><w:sdtPr><w:alias w:val={quoted(name)}/><w:id w:val="{number}"/>{waiting}'
        f"<w:dropDownList>{items}</w:dropDownList></w:sdtPr><w:sdtContent>{shown}</w:sdtContent></w:sdt>"
    )


def answer(number: int, name: str, style: str, value: str) -> Xml:
    """Return the paragraphs of an answer, enclosed by a bookmark."""
    lines = value.split("\n") if value else [""]
    inside = [run(line) if line else NONE for line in lines]
    if len(inside) == 1:
        return paragraph(style, bookmarked(number, name, inside[0]))
    first = Xml(f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inside[0]}')
    last = Xml(f'{inside[-1]}<w:bookmarkEnd w:id="{number}"/>')
    return joined(paragraph(style, one) for one in (first, *inside[1:-1], last))


def custom_properties(properties: dict[str, str]) -> bytes:
    """Return the part with a document's custom properties."""
    inside = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name={quoted(name)}>'
        f"<vt:lpwstr>{text(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties.items(), start=2)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f"{inside}</Properties>"
    ).encode()
