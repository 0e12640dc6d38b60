"""Templates as other organisations have them: built by hand, part by part, and by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId9"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1700" w:right="1100" w:bottom="1400" w:left="1700" w:header="700" w:footer="700" '
    'w:gutter="0"/></w:sectPr>'
)


def words(*runs: str, style: str = "") -> str:
    """Return a paragraph whose words lie in so many runs."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    inner = "".join(f'<w:r><w:t xml:space="preserve">{one}</w:t></w:r>' for one in runs)
    return f"<w:p>{named}{inner}</w:p>"


def style(id: str, name: str, more: str = "", kind: str = "paragraph", based: str = "") -> str:
    """Return a style."""
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{id}"><w:name w:val="{name}"/>{on}<w:qFormat/>{more}</w:style>'
    )


FRENCH = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:rPr>'
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/><w:lang w:val="de-DE"/></w:rPr></w:style>'
    + style(
        "Titre1", "heading 1", '<w:rPr><w:color w:val="7A1F1F"/><w:sz w:val="36"/></w:rPr>', based="Normal"
    )
    + style("Titre2", "heading 2", '<w:rPr><w:color w:val="7A1F1F"/></w:rPr>', based="Normal")
    + style("Lgende", "caption", "<w:rPr><w:i/></w:rPr>", based="Normal")
    + style("TM1", "toc 1", based="Normal")
    + style("PieddepageCar", "PV Table", kind="character")
)
"""Half the styles as a French Word saves them: ids in French, names in English, one name of another kind."""
GERMAN_NAMES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Standard"/></w:style>'
    + style("berschrift1", "Überschrift 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>', based="Standard")
    + style("Verzeichnis1", "Verzeichnis 1", based="Standard")
    + style("Titel", "Titel", based="Standard")
    + style("Beschriftung", "Beschriftung", based="Standard")
)
"""Styles of a program that writes names in its own language."""


def write_template(
    path: Path,
    body: str,
    *,
    styles: str = FRENCH,
    header: str = "",
    main: str = "template.main",
    types: str = "",
    more: Mapping[str, str] | None = None,
    drop: Sequence[str] = (),
) -> Path:
    """Write a template with this body; ``more`` are parts to add or to put in the place of others."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}.{main}+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{WORD}.styles+xml"/>'
        f'<Override PartName="/word/header1.xml" ContentType="{WORD}.header+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{R}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId9" Type="{R}/header" Target="header1.xml"/></Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
        "word/header1.xml": f'<w:hdr xmlns:w="{W}">{header or words("[[ti", "tre]]")}</w:hdr>',
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}{SECTION}</w:body>'
        "</w:document>",
        **(more or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if name not in drop:
                archive.writestr(
                    name, content if name not in parts or name in (more or {}) else HEAD + content
                )
    return path


FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles>
 <style:style style:name="Standard" style:family="paragraph"><style:text-properties fo:language="{language}"
  fo:country="{country}"/></style:style>
 <style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
  style:parent-style-name="Standard" style:default-outline-level="1"><style:text-properties
  fo:color="#7a1f1f" fo:font-size="20pt"/></style:style>
 <style:style style:name="own2" style:display-name="{heading} 2" style:family="paragraph"
  style:parent-style-name="Standard" style:default-outline-level="2"/>
</office:styles>
<office:automatic-styles>
 <style:page-layout style:name="pm1"><style:page-layout-properties
  fo:page-width="21cm" fo:page-height="29.7cm"
  fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2.5cm" fo:margin-right="2cm"/>
  <style:header-style/></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm1">
 <style:header><text:p>{house} – [[{title}]]</text:p></style:header>
 </style:master-page></office:master-styles>
<office:body><office:text>
 <text:p>[[<text:span>{city}</text:span>]]</text:p>
 <text:h text:style-name="Heading_20_1" text:outline-level="1">{foreword}</text:h>
 <text:h text:style-name="own2" text:outline-level="2">{foreword} 2</text:h>
 <text:p>[[{report}]]</text:p>
 <text:p>{house}</text:p>
</office:text></office:body></office:document>
"""
LANGUAGES = {
    "fr": {"language": "fr", "country": "FR", "heading": "Titre", "house": "Ville de Valmont",
           "title": "titre", "city": "ville", "foreword": "Avant-propos", "report": "rapport"},
    "de": {"language": "de", "country": "DE", "heading": "Überschrift", "house": "Stadt Hohenbrück",
           "title": "titel", "city": "stadt", "foreword": "Vorwort", "report": "bericht"},
}  # fmt: skip


def by_libreoffice(folder: Path, language: str) -> Path:
    """Return a template that LibreOffice saved, with headings called as in a language; skip without it."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    source = folder / f"{language}.fodt"
    source.write_text(FLAT.format(**LANGUAGES[language]), encoding="utf-8")
    command = [program, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
               "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(source)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return source.with_suffix(".docx")
