"""The styles of the base template: a restrained page that also reads well in black and white."""

from __future__ import annotations

from dataclasses import dataclass

ACCENT = "1B4B5A"
"""Deep teal: headings, rules, references. Contrast with white 9.5."""
QUIET = "55606A"
"""Grey for what may be skipped. Contrast with white 6.4."""
WASH = "E9F0F2"
"""The palest tint: heads of tables, level lines."""
RULE = "B9C7CC"
FONT = "Arial"


@dataclass(frozen=True, slots=True)
class Style:
    """One style: ``kind`` is paragraph, character or table; ``ppr`` and ``rpr`` are its properties."""

    kind: str
    id: str
    name: str
    ppr: str = ""
    rpr: str = ""
    based: str | None = "Normal"
    following: str | None = None
    more: str = ""
    listed: bool = True


def _size(points: float, *, bold: bool = False, italic: bool = False, colour: str | None = None) -> str:
    shown = ("<w:b/><w:bCs/>" if bold else "") + ("<w:i/><w:iCs/>" if italic else "")
    shown += f'<w:color w:val="{colour}"/>' if colour else ""
    return shown + f'<w:sz w:val="{int(points * 2)}"/><w:szCs w:val="{int(points * 2)}"/>'


def _space(before: int, after: int, line: int | None = None) -> str:
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


def _heading(level: int, points: float, before: int, after: int, more: str = "") -> Style:
    return Style(
        "paragraph",
        f"Heading{level}",
        f"heading {level}",
        f'<w:keepNext/><w:keepLines/>{more}{_space(before, after, 252)}<w:outlineLvl w:val="{level - 1}"/>',
        _size(points, bold=True, colour=ACCENT),
        following="Normal",
    )


def _toc(level: int) -> Style:
    looks = _size(10, bold=True) if level == 1 else _size(9)
    number = 567 if level == 1 else 680
    indent = 0 if level == 1 else 567
    return Style(
        "paragraph",
        f"TOC{level}",
        f"toc {level}",
        f'<w:tabs><w:tab w:val="left" w:pos="{indent + number}"/></w:tabs>'
        f'{_space(60 if level == 1 else 0, 10, 242)}<w:ind w:left="{indent + number}" w:hanging="{number}"/>',
        looks,
    )


def _tabs(position: int, instead_of: int = 4513) -> str:
    cleared = f'<w:tab w:val="clear" w:pos="{instead_of}"/>'
    return f'<w:tabs>{cleared}<w:tab w:val="right" w:pos="{position}"/></w:tabs>'


def _left_bar(colour: str, size: int, space: int) -> str:
    return f'<w:pBdr><w:left w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/></w:pBdr>'


def _box() -> str:
    sides = ("top", "left", "bottom", "right")
    return "".join(f'<w:{side} w:val="single" w:sz="12" w:space="8" w:color="{ACCENT}"/>' for side in sides)


_COVER = '<w:ind w:left="284"/>'
_MAST = '<w:ind w:left="227"/>'
_TABLE_CELLS = (
    '<w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>'
    f'<w:top w:val="single" w:sz="8" w:space="0" w:color="{ACCENT}"/>'
    f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{ACCENT}"/>'
    f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>{{inside}}</w:tblBorders>'
    '<w:tblCellMar><w:top w:w="68" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
    '<w:bottom w:w="68" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>'
    f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{ACCENT}"/></w:tcBorders>'
    f'<w:shd w:val="clear" w:color="auto" w:fill="{WASH}"/></w:tcPr></w:tblStylePr>'
)

STYLES: tuple[Style, ...] = (
    Style("paragraph", "Normal", "Normal", _space(0, 120, 271), based=None),
    _heading(1, 20, 0, 240, "<w:pageBreakBefore/>"),
    _heading(2, 14, 360, 120),
    _heading(3, 11, 280, 80),
    _heading(4, 10, 200, 60),
    Style(
        "paragraph",
        "Title",
        "Title",
        f"<w:keepNext/>{_left_bar(ACCENT, 48, 14)}{_space(120, 0, 240)}{_COVER}",
        _size(38, bold=True, colour=ACCENT),
    ),
    Style(
        "paragraph",
        "Subtitle",
        "Subtitle",
        f"{_left_bar(ACCENT, 48, 14)}{_space(0, 0, 252)}{_COVER}",
        _size(16, colour=QUIET),
    ),
    Style(
        "paragraph",
        "PVCoverKicker",
        "PV Cover Kicker",
        f"{_left_bar(ACCENT, 48, 14)}{_space(2600, 0, 252)}{_COVER}",
        _size(12, bold=True, colour=QUIET),
    ),
    Style(
        "paragraph",
        "PVCoverLine",
        "PV Cover Line",
        f'<w:tabs><w:tab w:val="left" w:pos="2835"/></w:tabs>{_space(0, 90, 252)}'
        '<w:ind w:left="2835" w:hanging="2835"/>',
        _size(10.5),
    ),
    Style(
        "paragraph",
        "PVStatus",
        "PV Status",
        f'<w:pBdr>{_box()}</w:pBdr>{_space(900, 700, 252)}<w:ind w:left="198" w:right="198"/>',
        _size(11, bold=True, colour=ACCENT),
    ),
    Style(
        "paragraph",
        "PVMastKicker",
        "PV Masthead Kicker",
        f"<w:keepNext/>{_left_bar(ACCENT, 36, 10)}{_space(0, 0, 252)}{_MAST}",
        _size(9.5, bold=True, colour=QUIET),
    ),
    Style(
        "paragraph",
        "PVMastTitle",
        "PV Masthead Title",
        f"<w:keepNext/>{_left_bar(ACCENT, 36, 10)}{_space(0, 0, 252)}{_MAST}",
        _size(18, bold=True, colour=ACCENT),
    ),
    Style(
        "paragraph",
        "PVMastLine",
        "PV Masthead Line",
        f"{_left_bar(ACCENT, 36, 10)}{_space(0, 0, 262)}{_MAST}",
        _size(9.5),
    ),
    Style(
        "paragraph",
        "PVWriteIn",
        "PV Write In",
        f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="{RULE}"/>'
        f'<w:between w:val="single" w:sz="4" w:space="1" w:color="{RULE}"/></w:pBdr>'
        f"{_space(0, 0, 420)}",
        _size(10),
    ),
    Style(
        "paragraph",
        "TOCHeading",
        "TOC Heading",
        f"<w:keepNext/><w:pageBreakBefore/>{_space(0, 240, 252)}",
        _size(20, bold=True, colour=ACCENT),
    ),
    _toc(1),
    _toc(2),
    _toc(3),
    Style("paragraph", "PVLead", "PV Lead", _space(0, 160, 271), _size(11.5, colour=ACCENT)),
    Style(
        "paragraph",
        "PVStandard",
        "PV Standard",
        f'<w:keepNext/><w:keepLines/>{_left_bar(RULE, 24, 10)}{_space(0, 200, 271)}<w:ind w:left="227"/>',
        _size(11, italic=True),
    ),
    Style("paragraph", "PVNote", "PV Note", _space(0, 100, 252), _size(8.5, colour=QUIET)),
    Style("paragraph", "PVCoverNote", "PV Cover Note", _space(480, 0, 252), _size(9.5, colour=QUIET)),
    Style("paragraph", "PVEmpty", "PV Empty", _space(0, 120, 252), _size(10, italic=True, colour=QUIET)),
    Style(
        "paragraph",
        "PVQuote",
        "PV Quote",
        f'{_left_bar(RULE, 18, 10)}{_space(40, 120, 259)}<w:ind w:left="454" w:right="454"/>',
        _size(10, italic=True),
    ),
    Style(
        "paragraph",
        "PVLevelLine",
        "PV Level Line",
        f"<w:keepNext/><w:keepLines/>"
        f'<w:shd w:val="clear" w:color="auto" w:fill="{WASH}"/>{_space(0, 120, 283)}',
        _size(9.5),
    ),
    Style(
        "paragraph",
        "PVItem",
        "PV Item",
        f"<w:keepNext/><w:keepLines/>{_space(160, 40, 262)}",
        _size(10, bold=True),
    ),
    Style(
        "paragraph",
        "PVAlert",
        "PV Alert",
        f'{_left_bar("A84300", 24, 8)}{_space(40, 140, 259)}<w:ind w:left="170"/>',
        _size(9.5),
    ),
    Style(
        "paragraph",
        "ListBullet",
        "List Bullet",
        f'<w:numPr><w:numId w:val="1"/></w:numPr>{_space(0, 70, 262)}',
    ),
    Style(
        "paragraph",
        "Caption",
        "caption",
        f"<w:keepNext/>{_space(200, 80, 252)}",
        _size(9, bold=True, colour=ACCENT),
    ),
    Style(
        "paragraph",
        "FootnoteText",
        "footnote text",
        f'{_space(0, 40, 240)}<w:ind w:left="170" w:hanging="170"/>',
        _size(8),
    ),
    Style("paragraph", "PVFigure", "PV Figure", f"<w:keepNext/>{_space(60, 60, 240)}"),
    Style("paragraph", "PVCell", "PV Cell", _space(0, 20, 245), _size(9)),
    Style("paragraph", "PVCellKept", "PV Cell Kept", "<w:keepNext/>", based="PVCell"),
    Style(
        "paragraph",
        "PVCellHead",
        "PV Cell Head",
        f"<w:keepNext/>{_space(0, 0, 240)}",
        _size(8, bold=True, colour=ACCENT),
    ),
    # Word wants a paragraph after a table: where the rows fill the page, one of any height is a blank page.
    Style(
        "paragraph",
        "PVAfterTable",
        "PV After Table",
        '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>',
        _size(1),
    ),
    Style(
        "paragraph",
        "Header",
        "header",
        f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="{RULE}"/>'
        f"</w:pBdr>{_tabs(9298)}{_space(0, 0, 240)}",
        _size(8, colour=QUIET),
    ),
    Style("paragraph", "Footer", "footer", f"{_tabs(9298)}{_space(0, 0, 240)}", _size(8, colour=QUIET)),
    Style("paragraph", "PVWideHeader", "PV Wide Header", _tabs(14230, 9298), based="Header"),
    Style("paragraph", "PVWideFooter", "PV Wide Footer", _tabs(14230, 9298), based="Footer"),
    Style("character", "DefaultParagraphFont", "Default Paragraph Font", based=None, listed=False),
    Style("character", "Strong", "Strong", rpr="<w:b/><w:bCs/>", based="DefaultParagraphFont"),
    Style("character", "Emphasis", "Emphasis", rpr="<w:i/><w:iCs/>", based="DefaultParagraphFont"),
    Style(
        "character",
        "Hyperlink",
        "Hyperlink",
        rpr=f'<w:color w:val="{ACCENT}"/><w:u w:val="single"/>',
        based="DefaultParagraphFont",
    ),
    Style(
        "character",
        "FootnoteReference",
        "footnote reference",
        rpr='<w:vertAlign w:val="superscript"/>',
        based="DefaultParagraphFont",
    ),
    Style(
        "character",
        "PVReference",
        "PV Reference",
        rpr=f'<w:color w:val="{ACCENT}"/>',
        based="DefaultParagraphFont",
    ),
    Style(
        "character", "PVQuiet", "PV Quiet", rpr=f'<w:color w:val="{QUIET}"/>', based="DefaultParagraphFont"
    ),
    Style(
        "character",
        "PVLabel",
        "PV Label",
        rpr=f'<w:b/><w:bCs/><w:color w:val="{ACCENT}"/>',
        based="DefaultParagraphFont",
    ),
    Style(
        "table",
        "TableNormal",
        "Normal Table",
        based=None,
        listed=False,
        more=(
            '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
            '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
            '<w:right w:w="108" w:type="dxa"/>'
            "</w:tblCellMar></w:tblPr>"
        ),
    ),
    Style("table", "PVTable", "PV Table", based="TableNormal", more=_TABLE_CELLS.format(inside="", side=85)),
    Style(
        "table",
        "PVMatrix",
        "PV Matrix",
        based="TableNormal",
        more=_TABLE_CELLS.format(
            inside=f'<w:insideV w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>', side=57
        ),
    ),
    Style("numbering", "NoList", "No List", based=None, listed=False),
)
