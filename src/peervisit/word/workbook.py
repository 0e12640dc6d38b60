"""The smallest workbook that a chart can be edited in: one sheet, one header row, numbers below."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from peervisit.word.xml import Xml, joined, quoted, text

_EPOCH = (1980, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_FIXED = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELS}"><sheets>'
    '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_RELS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def workbook(header: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]]) -> bytes:
    """Return an .xlsx file; the same bytes for the same numbers."""
    lines = [joined(_text(n, 1, name) for n, name in enumerate(("", *header)))]
    for number, (name, values) in enumerate(rows, start=2):
        figures = joined(_figure(n, number, value) for n, value in enumerate(values, start=1))
        lines.append(Xml(f"{_text(0, number, name)}{figures}"))
    data = joined(Xml(f'<row r="{n}">{line}</row>') for n, line in enumerate(lines, start=1))
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData></worksheet>'
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**_FIXED, "xl/worksheets/sheet1.xml": sheet}.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), _HEAD + content, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def column(number: int) -> str:
    """Return the letters of a column counted from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _text(place: int, row: int, value: str) -> Xml:
    return Xml(f'<c r={quoted(f"{column(place)}{row}")} t="inlineStr"><is><t>{text(value)}</t></is></c>')


def _figure(place: int, row: int, value: int) -> Xml:
    return Xml(f'<c r="{column(place)}{row}"><v>{value}</v></c>')
