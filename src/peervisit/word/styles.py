"""Styles by name: resolved once, since ids are localised in other people's templates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from docx.document import Document
from lxml import etree

from peervisit.word.colours import TINTS, LevelLook, between
from peervisit.word.xml import NAMESPACES, Xml, parse, qn, quoted

_VAL = qn("w:val")
_NOT_PLAIN = re.compile("[^A-Za-z0-9]")


def ids_by_name(document: Document) -> dict[str, str]:
    """Return the id of every style of the document by its name."""
    found = document.styles.element.findall("w:style", NAMESPACES)
    return {style.find("w:name", NAMESPACES).get(_VAL): style.get(qn("w:styleId")) for style in found}


def add_level_styles(document: Document, levels: Sequence[LevelLook]) -> dict[str, str]:
    """Add a character style for each level, ``PV Level below``, and return level id to style id.

    A style of that name in a template is taken as it is: so an organisation gives the levels its own look.
    """
    ids: dict[str, str] = {}
    known = ids_by_name(document)
    taken = set(known.values())
    for number, level in enumerate(levels):
        if level_style_name(level) in known:
            ids[level.id] = known[level_style_name(level)]
            continue
        wanted = f"PVLevel{_NOT_PLAIN.sub('', level.id)[:40]}"
        ids[level.id] = wanted if wanted not in taken else f"{wanted}{number}"
        taken.add(ids[level.id])
        style = _level_style(ids[level.id], level)
        document.styles.element.append(parse(style, "w:styles")[0])
    return ids


def level_style_name(level: LevelLook) -> str:
    """Return under which name a level's style stands in a document."""
    return f"PV Level {level.id}"


def _level_style(style: str, level: LevelLook) -> Xml:
    weight = "<w:i/><w:iCs/>" if level.place is None else "<w:b/><w:bCs/>"
    fill = between(TINTS, level.place)
    return Xml(
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{style}">'
        f"<w:name w:val={quoted(level_style_name(level))}/><w:qFormat/><w:rPr>{weight}"
        f'<w:color w:val="000000"/><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/></w:rPr></w:style>'
    )


COMPACT = {"Heading1": (13, 280, 100), "Heading2": (10.5, 200, 60)}
"""In a short document: size in points, space before and after in twips of its headings."""


def compact(document: Document, sizes: Mapping[str, tuple[float, int, int]] = COMPACT) -> None:
    """Make the headings of the base those of a paper of a page or two: smaller, and on the same page.

    ``sizes`` gives them by the ids of the styles, which may be others in a template.
    """
    for style in document.styles.element.findall("w:style", NAMESPACES):
        found = sizes.get(style.get(qn("w:styleId")))
        if found is None:
            continue
        size, before, after = found
        for broken in style.findall("w:pPr/w:pageBreakBefore", NAMESPACES):
            style.find("w:pPr", NAMESPACES).remove(broken)
        spacing = style.find("w:pPr/w:spacing", NAMESPACES)
        spacing.set(qn("w:before"), str(before))
        spacing.set(qn("w:after"), str(after))
        for tag in ("w:sz", "w:szCs"):
            style.find(f"w:rPr/{tag}", NAMESPACES).set(_VAL, str(int(size * 2)))


def set_language(document: Document, language: str) -> None:
    """Make the language of the document that of all its styles; a template's may say another."""
    tag = {"en": "en-GB", "fr": "fr-FR", "de": "de-DE", "pl": "pl-PL"}.get(language, language)
    root: etree._Element = document.styles.element
    _default_language(root)
    for found in root.iterfind(".//w:rPr/w:lang", NAMESPACES):
        if found.get(_VAL) is not None:
            found.set(_VAL, tag)
    settings: etree._Element = document.settings.element
    for found in settings.iterfind("w:themeFontLang", NAMESPACES):
        found.set(_VAL, tag)


def _default_language(root: etree._Element) -> None:
    """Give the default text a language where a template names none."""
    above = root
    for position, name in ((0, "w:docDefaults"), (0, "w:rPrDefault"), (0, "w:rPr"), (None, "w:lang")):
        found = above.find(name, NAMESPACES)
        if found is None:
            found = etree.Element(qn(name))
            if position is None:
                _append_language(above, found)
            else:
                above.insert(position, found)
        above = found
    if above.get(_VAL) is None:
        above.set(_VAL, "en-GB")


_AFTER_LANGUAGE = ("eastAsianLayout", "specVanish", "oMath")


def _append_language(properties: etree._Element, language: etree._Element) -> None:
    after = [one for one in properties if etree.QName(one).localname in _AFTER_LANGUAGE]
    if after:
        after[0].addprevious(language)
    else:
        properties.append(language)


StyleIds = Mapping[str, str]
