"""A native chart of stacked bars that Word can edit: the drawing, its numbers and its workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from peervisit.word.workbook import column, workbook
from peervisit.word.xml import DECLARATIONS, Xml, joined, quoted, text

_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHART_URI = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_BOOK = "rId1"
"""The relationship of a chart to its workbook."""
_EMU = 635
"""English metric units in a twip."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One series: its name, its colour and one value for each category."""

    name: str
    colour: str
    values: tuple[int, ...]


def add_chart(
    document: Document, number: int, axis: str, categories: Sequence[str], bars: Sequence[Bar]
) -> str:
    """Add a chart with its workbook to the package and return the id of its relationship."""
    package = document.part.package
    assert package is not None
    rows = [(name, [bar.values[n] for bar in bars]) for n, name in enumerate(categories)]
    book = Part(
        PackURI(f"/word/embeddings/chart{number}.xlsx"),
        _BOOK_TYPE,
        workbook([bar.name for bar in bars], rows),
        package,
    )
    content = _chart(axis, categories, bars, _BOOK).encode()
    chart = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART_TYPE, content, package)
    chart.rels.add_relationship(RELATIONSHIP_TYPE.PACKAGE, book, _BOOK)
    return document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)


def drawing(number: int, relation: str, size: tuple[int, int], name: str, description: str) -> Xml:
    """Return the run that shows a chart in line with the text; ``size`` in twips."""
    width, height = (side * _EMU for side in size)
    return Xml(
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name={quoted(name)} descr={quoted(description)}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_CHART_URI}"><c:chart r:id="{relation}"/></a:graphicData>'
        f"</a:graphic>"
        "</wp:inline></w:drawing></w:r>"
    )


def _chart(axis: str, categories: Sequence[str], bars: Sequence[Bar], book: str) -> str:
    last = len(categories) + 1
    names = joined(
        Xml(f'<c:pt idx="{n}"><c:v>{text(name)}</c:v></c:pt>') for n, name in enumerate(categories)
    )
    labels = Xml(
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache>"
        f'<c:ptCount val="{len(categories)}"/>{names}</c:strCache></c:strRef></c:cat>'
    )
    series = joined(_series(n, bar, labels, last) for n, bar in enumerate(bars))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace {DECLARATIONS}><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        '<c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/><c:grouping val="stacked"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="45"/><c:overlap val="100"/>'
        '<c:axId val="111111111"/><c:axId val="222222222"/></c:barChart>'
        '<c:catAx><c:axId val="111111111"/><c:scaling><c:orientation val="maxMin"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="l"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/>{_line("8A949B")}<c:crossAx val="222222222"/></c:catAx>'
        '<c:valAx><c:axId val="222222222"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/>'
        "</c:scaling>"
        f'<c:delete val="0"/><c:axPos val="b"/><c:majorGridlines>{_line("DDE3E6")}</c:majorGridlines>'
        f'<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="800" b="0"/></a:pPr><a:r>'
        f'<a:rPr lang="en" sz="800" b="0"/><a:t>{text(axis)}</a:t></a:r></a:p></c:rich></c:tx>'
        '<c:overlay val="0"/></c:title><c:numFmt formatCode="0" sourceLinked="0"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/>{_line("FFFFFF")}'
        '<c:crossAx val="111111111"/><c:crosses val="max"/></c:valAx></c:plotArea>'
        '<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/>'
        '<c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        "<c:txPr><a:bodyPr/>"
        '<a:p><a:pPr><a:defRPr sz="900"><a:latin typeface="Arial"/></a:defRPr></a:pPr>'
        f'<a:endParaRPr lang="en"/></a:p></c:txPr><c:externalData r:id="{book}">'
        f'<c:autoUpdate val="0"/></c:externalData>'
        "</c:chartSpace>"
    )


def _line(colour: str) -> str:
    return f'<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln></c:spPr>'


def _series(number: int, bar: Bar, labels: Xml, last: int) -> Xml:
    letter = column(number + 1)
    values = joined(Xml(f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>') for n, value in enumerate(bar.values))
    return Xml(
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:strRef>'
        f"<c:f>Sheet1!${letter}$1</c:f>"
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{text(bar.name)}</c:v></c:pt>'
        f"</c:strCache></c:strRef></c:tx>"
        f'<c:spPr><a:solidFill><a:srgbClr val="{bar.colour}"/></a:solidFill>'
        '<a:ln w="6350"><a:solidFill><a:srgbClr val="4A4A4A"/></a:solidFill></a:ln></c:spPr>'
        '<c:invertIfNegative val="0"/><c:dLbls><c:numFmt formatCode="0;;" sourceLinked="0"/>'
        '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></c:spPr>'
        '<c:txPr><a:bodyPr rot="0" vert="horz"/><a:p><a:pPr><a:defRPr sz="800"/></a:pPr>'
        '<a:endParaRPr lang="en"/></a:p></c:txPr>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        f'<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>{labels}'
        f"<c:val><c:numRef><c:f>Sheet1!${letter}$2:${letter}${last}</c:f><c:numCache><c:formatCode>0</c:formatCode>"
        f'<c:ptCount val="{len(bar.values)}"/>{values}</c:numCache></c:numRef></c:val></c:ser>'
    )
