"""Makes ``base.docx``: ``python -m peervisit.word.make_base``. The same bytes every time."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

from peervisit.word.base_styles import ACCENT, FONT, QUIET, RULE, STYLES, WASH, Style
from peervisit.word.page import FOOTER, HEADER, PAPERS, WIDE_FOOTER, WIDE_HEADER, section
from peervisit.word.xml import NAMESPACES

BASE = Path(__file__).with_name("base.docx")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = f'xmlns:w="{NAMESPACES["w"]}"'
_R = NAMESPACES["r"]
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {
    "document": "document.main",
    "styles": "styles",
    "settings": "settings",
    "numbering": "numbering",
    "fontTable": "fontTable",
    "footnotes": "footnotes",
    "header1": "header",
    "header2": "header",
    "footer1": "footer",
    "footer2": "footer",
}
_RELATED = {
    "rId1": "styles",
    "rId2": "settings",
    "rId3": "numbering",
    "rId4": "fontTable",
    "rId5": "theme",
    "rId6": "footnotes",
    HEADER: "header1",
    WIDE_HEADER: "header2",
    FOOTER: "footer1",
    WIDE_FOOTER: "footer2",
}


def write_base(path: Path) -> None:
    """Write the base template: styles, numbering, empty headers and footers, and no text."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _contents().items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), _XML + content, zipfile.ZIP_DEFLATED)


def _contents() -> dict[str, str]:
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            {
                "rId1": (f"{_R}/officeDocument", "word/document.xml"),
                "rId2": (_CORE, "docProps/core.xml"),
            }
        ),
        "docProps/core.xml": _core(),
        "word/document.xml": f'<w:document {_W} xmlns:r="{_R}"><w:body><w:p/>'
        f"{section(PAPERS['a4'])}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relationships(
            {
                key: (f"{_R}/{part.rstrip('12')}", "theme/theme1.xml" if part == "theme" else f"{part}.xml")
                for key, part in _RELATED.items()
            }
        ),
        "word/styles.xml": _styles(),
        "word/theme/theme1.xml": _theme(),
        "word/settings.xml": _settings(),
        "word/numbering.xml": _numbering(),
        "word/footnotes.xml": _footnotes(),
        "word/fontTable.xml": f'<w:fonts {_W}><w:font w:name="{FONT}"><w:altName w:val="Liberation Sans"/>'
        '<w:panose1 w:val="020B0604020202020204"/><w:charset w:val="00"/><w:family w:val="swiss"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>',
        **{
            f"word/{kind}{number}.xml": _empty(tag, style)
            for kind, tag in (("header", "hdr"), ("footer", "ftr"))
            for number, style in ((1, kind.title()), (2, f"PVWide{kind.title()}"))
        },
    }


def _empty(tag: str, style: str) -> str:
    return f'<w:{tag} {_W}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p></w:{tag}>'


_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for part, kind in _PARTS.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        '<Override PartName="/word/theme/theme1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _relationships(found: dict[str, tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, (kind, target) in found.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}'
        "</Relationships>"
    )


def _core() -> str:
    return (
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title></dc:title><dc:language></dc:language>'
        "</cp:coreProperties>"
    )


def _styles() -> str:
    defaults = (
        f"<w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        '<w:color w:val="1F262B"/><w:sz w:val="20"/><w:szCs w:val="20"/>'
        '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
    )
    styles = "".join(map(style_xml, STYLES))
    return f"<w:styles {_W}><w:docDefaults>{defaults}</w:docDefaults>{styles}</w:styles>"


_DEFAULTS = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList"}


def style_xml(style: Style) -> str:
    """Return one style as XML."""
    default = ' w:default="1"' if style.id in _DEFAULTS else ""
    custom = ' w:customStyle="1"' if style.name.startswith("PV ") else ""
    shown = "<w:qFormat/>" if style.listed else "<w:semiHidden/><w:unhideWhenUsed/>"
    return (
        f'<w:style w:type="{style.kind}"{default}{custom} w:styleId="{style.id}">'
        f'<w:name w:val="{style.name}"/>'
        + (f'<w:basedOn w:val="{style.based}"/>' if style.based else "")
        + (f'<w:next w:val="{style.following}"/>' if style.following else "")
        + shown
        + (f"<w:pPr>{style.ppr}</w:pPr>" if style.ppr else "")
        + (f"<w:rPr>{style.rpr}</w:rPr>" if style.rpr else "")
        + f"{style.more}</w:style>"
    )


def _settings() -> str:
    return (
        f'<w:settings {_W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat><w:themeFontLang w:val="en-GB" w:bidi="ar-SA"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _footnotes() -> str:
    kinds = ((-1, "separator", "separator"), (0, "continuationSeparator", "continuationSeparator"))
    inner = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
        f"<w:r><w:{tag}/></w:r></w:p></w:footnote>"
        for number, kind, tag in kinds
    )
    return f"<w:footnotes {_W}>{inner}</w:footnotes>"


_COLOURS = {
    "dk1": "1F262B", "lt1": "FFFFFF", "dk2": ACCENT, "lt2": WASH, "accent1": ACCENT, "accent2": "A84300",
    "accent3": "5B9BD5", "accent4": "C9A227", "accent5": QUIET, "accent6": RULE,
    "hlink": ACCENT, "folHlink": QUIET,
}  # fmt: skip


def _theme() -> str:
    colours = "".join(f'<a:{key}><a:srgbClr val="{value}"/></a:{key}>' for key, value in _COLOURS.items())
    face = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    return (
        f'<a:theme xmlns:a="{NAMESPACES["a"]}" name="peervisit"><a:themeElements>'
        f'<a:clrScheme name="peervisit">{colours}</a:clrScheme><a:fontScheme name="peervisit">'
        f"<a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="peervisit"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}'
        f"</a:lnStyleLst><a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}"
        f"</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        f"</a:themeElements></a:theme>"
    )


def _numbering() -> str:
    bullet = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/>'
        '<w:lvlText w:val="&#8226;"/><w:lvlJc w:val="left"/><w:pPr>'
        '<w:ind w:left="340" w:hanging="255"/></w:pPr></w:lvl>'
    )
    none = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="none"/><w:suff w:val="nothing"/>'
        '<w:lvlText w:val=""/><w:lvlJc w:val="left"/></w:lvl>'
    )
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:lvlText w:val="{words}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:tabs><w:tab w:val="num" w:pos="680"/></w:tabs>'
        f'<w:ind w:left="680" w:hanging="680"/></w:pPr></w:lvl>'
        for n, words in enumerate(("%1", "%1.%2"))
    )
    return (
        f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0">'
        f'<w:multiLevelType w:val="singleLevel"/>{bullet}'
        f'</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{levels}'
        f'</w:abstractNum><w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="singleLevel"/>{none}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num></w:numbering>'
    )


if __name__ == "__main__":
    write_base(Path(sys.argv[1]) if len(sys.argv) > 1 else BASE)
