"""Styles by name: resolved once, since ids are localised in other people's templates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from docx.document import Document
from lxml import etree

from peervisit.word.colours import TINTS, LevelLook, between
from peervisit.word.xml import NAMESPACES, Xml, parse, quoted

_NOT_PLAIN = re.compile("[^A-Za-z0-9]")


def ids_by_name(document: Document) -> dict[str, str]:
    """Return the id of every style of the document by its name."""
    found = document.styles.element.findall("w:style", NAMESPACES)
    key = f"{{{NAMESPACES['w']}}}"
    return {style.find("w:name", NAMESPACES).get(f"{key}val"): style.get(f"{key}styleId") for style in found}


def add_level_styles(document: Document, levels: Sequence[LevelLook]) -> dict[str, str]:
    """Add a character style for each level, ``PV Level below``, and return level id to style id."""
    ids: dict[str, str] = {}
    taken = set(ids_by_name(document).values())
    for number, level in enumerate(levels):
        wanted = f"PVLevel{_NOT_PLAIN.sub('', level.id)[:40]}"
        ids[level.id] = wanted if wanted not in taken else f"{wanted}{number}"
        taken.add(ids[level.id])
        style = _level_style(ids[level.id], level)
        document.styles.element.append(parse(style, "w:styles")[0])
    return ids


def _level_style(style: str, level: LevelLook) -> Xml:
    weight = "<w:i/><w:iCs/>" if level.place is None else "<w:b/><w:bCs/>"
    fill = between(TINTS, level.place)
    return Xml(
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{style}">'
        f"<w:name w:val={quoted(f'PV Level {level.id}')}/><w:qFormat/><w:rPr>{weight}"
        f'<w:color w:val="000000"/><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/></w:rPr></w:style>'
    )


def set_language(document: Document, language: str) -> None:
    """Make the language of the report that of its default text."""
    tag = {"en": "en-GB", "fr": "fr-FR", "de": "de-DE", "pl": "pl-PL"}.get(language, language)
    for found in document.styles.element.iterfind(".//w:rPrDefault//w:lang", NAMESPACES):
        found.set(f"{{{NAMESPACES['w']}}}val", tag)
    settings: etree._Element = document.settings.element
    for found in settings.iterfind("w:themeFontLang", NAMESPACES):
        found.set(f"{{{NAMESPACES['w']}}}val", tag)


StyleIds = Mapping[str, str]
