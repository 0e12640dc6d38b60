"""The styles that a report needs, found in a template by name; those that it lacks are copied in."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from docx.document import Document
from lxml import etree

from peervisit.word.package import open_base
from peervisit.word.template.names import also, key
from peervisit.word.xml import NAMESPACES, qn

_ID, _VAL, _TYPE = qn("w:styleId"), qn("w:val"), qn("w:type")
_NUM, _ABSTRACT = qn("w:numId"), qn("w:abstractNumId")
_NAMING = ("basedOn", "next", "link")
_BARE = ("TableNormal", "NoList", "DefaultParagraphFont")


@dataclass(slots=True)
class Found:
    """What a template has of the styles that a report needs."""

    ids: dict[str, str] = field(default_factory=dict)
    """The kit's name of each style to the id that it has in the template."""
    own: dict[str, str] = field(default_factory=dict)
    """The kit's name to the name under which the template has it."""
    copied: list[str] = field(default_factory=list)
    """The names of the styles that were copied in."""


def resolve(document: Document) -> Found:
    """Find every style of the kit in a template, and copy in what it lacks.

    A style is found by its name, whatever its id: in a French Word the id of ``heading 1`` is ``Titre1``.
    What is copied brings along the styles that it is based on, and its numbering.
    """
    return _Resolver(document).resolve()


class _Resolver:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.root: etree._Element = document.styles.element
        self.base = open_base()
        self.ours = {_name(one): one for one in self._styles(self.base)}
        self.found = Found()
        self.theirs: dict[tuple[str, str], etree._Element] = {}
        for one in self._styles(document):
            for name in (_name(one), *_aliases(one)):
                self.theirs.setdefault((one.get(_TYPE) or "", key(name)), one)
        self.taken = {(one.get(_ID) or "").casefold() for one in self._styles(document)}
        self.numbers: dict[str, str] = {}

    @staticmethod
    def _styles(document: Document) -> list[etree._Element]:
        return list(document.styles.element.findall("w:style", NAMESPACES))

    def resolve(self) -> Found:
        for name in self.ours:
            self._find(name)
        for name in self.ours:
            if name not in self.found.ids:
                self._copy(name)
        return self.found

    def _find(self, name: str) -> None:
        kind = self.ours[name].get(_TYPE) or ""
        if self.ours[name].get(_ID) in _BARE or name == "Normal":
            style = self._default(kind)
        else:
            known = (key(name), *also(name))
            style = next((self.theirs[kind, one] for one in known if (kind, one) in self.theirs), None)
        if style is not None:
            if name.startswith("heading "):
                _make_heading(style, int(name[-1]))
            self.found.ids[name] = style.get(_ID) or ""
            self.found.own[name] = _name(style)

    def _default(self, kind: str) -> etree._Element | None:
        """Return the style that holds where none is named, whatever it is called."""
        alike = [one for one in self._styles(self.document) if one.get(_TYPE) == kind]
        return next((one for one in alike if one.get(qn("w:default")) in ("1", "true", "on")), None)

    def _copy(self, name: str) -> str:
        """Copy a style in and return its id there."""
        if name in self.found.ids:
            return self.found.ids[name]
        style = copy.deepcopy(self.ours[name])
        wanted = style.get(_ID) or ""
        number = 0
        while wanted.casefold() in self.taken:
            number += 1
            wanted = f"{style.get(_ID)}PV{number}"
        self.taken.add(wanted.casefold())
        old = style.get(_ID) or ""
        style.set(_ID, wanted)
        self.found.ids[name] = wanted
        self.found.copied.append(name)
        self._name_once(style)
        for tag in _NAMING:
            other = style.find(f"w:{tag}", NAMESPACES)
            if other is not None:
                other.set(_VAL, self._copy(self._name_of(other.get(_VAL) or "")))
        for number_id in style.iterfind(".//w:numPr/w:numId", NAMESPACES):
            number_id.set(_VAL, self.number(number_id.get(_VAL) or "", {old: wanted}))
        self.root.append(style)
        return wanted

    def _name_once(self, style: etree._Element) -> None:
        """Give the style another name where the template has a style of another type under its name."""
        name = _name(style)
        if any(known == key(name) for _kind, known in self.theirs):
            style.findall("w:name", NAMESPACES)[0].set(_VAL, f"{name} PV")
            style.set(qn("w:customStyle"), "1")

    def _name_of(self, style_id: str) -> str:
        return next(name for name, one in self.ours.items() if one.get(_ID) == style_id)

    def number(self, ours: str, renamed: Mapping[str, str]) -> str:
        """Copy a numbering of the kit into the template, once, and return its id there."""
        if ours not in self.numbers:
            self.numbers[ours] = copy_numbering(self.document, self.base, ours, renamed)
        return self.numbers[ours]


_AFTER_OUTLINE = ("divId", "cnfStyle", "rPr", "sectPr", "pPrChange")


def _make_heading(style: etree._Element, level: int) -> None:
    """Give a heading its level where its name alone does not: Word knows its own by their English names."""
    if key(_name(style)) == f"heading {level}" or style.find("w:pPr/w:outlineLvl", NAMESPACES) is not None:
        return
    properties = style.find("w:pPr", NAMESPACES)
    if properties is None:
        properties = etree.Element(qn("w:pPr"))
        looks = style.find("w:rPr", NAMESPACES)
        if looks is not None:
            looks.addprevious(properties)
        else:
            style.append(properties)
    outline = etree.Element(qn("w:outlineLvl"))
    outline.set(_VAL, str(level - 1))
    after = [one for one in properties if etree.QName(one).localname in _AFTER_OUTLINE]
    if after:
        after[0].addprevious(outline)
    else:
        properties.append(outline)


def copy_numbering(document: Document, base: Document, ours: str, renamed: Mapping[str, str]) -> str:
    """Copy one numbering from the base into a template and return its id there."""
    source = base.part.numbering_part.element
    target: etree._Element = document.part.numbering_part.element
    number = next(one for one in source.findall("w:num", NAMESPACES) if one.get(_NUM) == ours)
    wanted = number.find("w:abstractNumId", NAMESPACES).get(_VAL)
    abstract = copy.deepcopy(
        next(one for one in source.findall("w:abstractNum", NAMESPACES) if one.get(_ABSTRACT) == wanted)
    )
    new_abstract = _next(one.get(_ABSTRACT) for one in target.findall("w:abstractNum", NAMESPACES))
    new_number = _next(one.get(_NUM) for one in target.findall("w:num", NAMESPACES))
    abstract.set(_ABSTRACT, new_abstract)
    for linked in list(abstract.iterfind("w:lvl/w:pStyle", NAMESPACES)):
        if linked.get(_VAL) in renamed:
            linked.set(_VAL, renamed[linked.get(_VAL) or ""])
        else:
            linked.getparent().remove(linked)
    made = etree.Element(qn("w:num"))
    made.set(_NUM, new_number)
    etree.SubElement(made, qn("w:abstractNumId")).set(_VAL, new_abstract)
    # The standard wants every abstract numbering before the first number.
    first = target.find("w:num", NAMESPACES)
    if first is None:
        target.append(abstract)
    else:
        first.addprevious(abstract)
    last = target.findall("w:num", NAMESPACES)
    if last:
        last[-1].addnext(made)
    else:
        abstract.addnext(made)
    return new_number


def numbered_by_style(document: Document, style_id: str) -> bool:
    """Whether a paragraph style, or one that it is based on, numbers its paragraphs."""
    known = {one.get(_ID): one for one in document.styles.element.findall("w:style", NAMESPACES)}
    seen: set[str | None] = set()
    current: str | None = style_id
    while current in known and current not in seen:
        seen.add(current)
        style = known[current]
        found = style.find("w:pPr/w:numPr/w:numId", NAMESPACES)
        if found is not None:
            return bool(found.get(_VAL) != "0")
        if style.find("w:pPr/w:numPr", NAMESPACES) is not None:
            return True
        based = style.find("w:basedOn", NAMESPACES)
        current = based.get(_VAL) if based is not None else None
    return False


def _next(numbers: Iterable[str | None]) -> str:
    return str(max((int(one) for one in numbers if one and one.lstrip("-").isdigit()), default=0) + 1)


def _name(style: etree._Element) -> str:
    found = style.find("w:name", NAMESPACES)
    return (found.get(_VAL) or "") if found is not None else ""


def _aliases(style: etree._Element) -> list[str]:
    found = style.find("w:aliases", NAMESPACES)
    return (found.get(_VAL) or "").split(",") if found is not None else []
