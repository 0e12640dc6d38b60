"""Where a report goes into a template: at ``[[report]]``, in the section that stands there."""

from __future__ import annotations

import copy
import enum
from dataclasses import dataclass

from lxml import etree

from peervisit.errors import TemplateError
from peervisit.i18n import _
from peervisit.word.template.placeholders import CONTENTS, PLACEHOLDER, REPORT, places, text_of
from peervisit.word.xml import DECLARATIONS, NAMESPACES, NONE, Xml, parse, qn

MARK = "peervisit-report"
CONTENTS_MARK = "peervisit-contents"
_P, _SDT, _SECTION, _BODY = qn("w:p"), qn("w:sdt"), qn("w:sectPr"), qn("w:body")
_W = NAMESPACES["w"]
_HELD = (_SDT, qn("w:sdtContent"), _BODY)
_NARROWEST = 5000
"""No table of ours can be read on a text width of fewer twips, 8.8 cm."""


@dataclass(slots=True)
class Pages:
    """The pages of the section that the report stands in: paper, margins, headers and footers are theirs."""

    section_properties: etree._Element
    made: int = 0
    """How many sections the report has ended so far."""

    @property
    def _size(self) -> tuple[int, int]:
        size = self.section_properties.find("w:pgSz", NAMESPACES)
        if size is None:
            return 11906, 16838
        return _number(size, "w", 11906), _number(size, "h", 16838)

    @property
    def turned(self) -> bool:
        """Whether the template's pages are landscape already."""
        width, height = self._size
        return width > height

    def _margins(self) -> int:
        found = self.section_properties.find("w:pgMar", NAMESPACES)
        if found is None:
            return 2880
        return sum(abs(_number(found, side, default)) for side, default in _SIDES)

    @property
    def text_width(self) -> int:
        """The width between the margins, in twips."""
        return self._size[0] - self._margins()

    @property
    def wide_text_width(self) -> int:
        """The width between the margins of the same paper turned, in twips."""
        return max(self._size) - self._margins()

    def turn(self) -> None:
        """Make the pages of the template landscape, for what is landscape as a whole."""
        if not self.turned:
            _turn(self.section_properties)

    def section(self, *, wide: bool = False, first: bool = False) -> Xml:
        """Return the properties of a section that ends within the report."""
        found = copy.deepcopy(self.section_properties)
        if wide and not self.turned:
            _turn(found)
        if not first:
            _continued(found)
        self.made += 1
        return Xml(_as_fragment(found))

    def close(self) -> None:
        """Make the section of the template go on where the report ended sections of its own."""
        if self.made:
            _continued(self.section_properties)


_SIDES = (("left", 1440), ("right", 1440), ("gutter", 0))


def _number(element: etree._Element, name: str, default: int) -> int:
    value = (element.get(f"{{{_W}}}{name}") or "").strip()
    try:
        return round(float(value))
    except ValueError:
        return default


def _turn(section: etree._Element) -> None:
    size = section.find("w:pgSz", NAMESPACES)
    if size is None:
        size = etree.Element(qn("w:pgSz"))
        _put_before_margins(section, size)
    width, height = _number(size, "w", 11906), _number(size, "h", 16838)
    size.set(qn("w:w"), str(height))
    size.set(qn("w:h"), str(width))
    size.set(qn("w:orient"), "landscape")


def _put_before_margins(section: etree._Element, size: etree._Element) -> None:
    margins = section.find("w:pgMar", NAMESPACES)
    if margins is not None:
        margins.addprevious(size)
    else:
        section.append(size)


_BEFORE_TYPE = ("headerReference", "footerReference", "footnotePr", "endnotePr")


def _continued(section: etree._Element) -> None:
    """Make a section one that follows another of the same report: a new page, and pages count on."""
    for tag in ("titlePg", "type"):
        for one in section.findall(f"w:{tag}", NAMESPACES):
            section.remove(one)
    kind = etree.Element(qn("w:type"))
    kind.set(qn("w:val"), "nextPage")
    place = sum(etree.QName(one).localname in _BEFORE_TYPE for one in section)
    section.insert(place, kind)
    for one in section.findall("w:pgNumType", NAMESPACES):
        one.attrib.pop(qn("w:start"), "")


def _as_fragment(element: etree._Element) -> str:
    """Return an element as a fragment for a place where the usual prefixes are declared."""
    clean = parse(NONE, "w:body")
    clean.append(element)
    etree.cleanup_namespaces(clean, keep_ns_prefixes=list(NAMESPACES))
    inner = etree.tostring(element, encoding="unicode", with_tail=False)
    for prefix, uri in NAMESPACES.items():
        inner = inner.replace(f' xmlns:{prefix}="{uri}"', "")
    return inner


class Contents(enum.Enum):
    """What a template has for the contents list."""

    NONE = enum.auto()
    PLACE = enum.auto()
    """A place, or a list made by a field, under whatever title it has there."""
    WHOLE = enum.auto()
    """A list of Word's own gallery, which is replaced together with its title."""


@dataclass(slots=True)
class Spot:
    """The place of the report in a template's body."""

    before: int
    """How many children of the body stand before it."""
    after: int
    """How many stand after it, without the properties of the last section."""
    named: bool
    """Whether ``[[report]]`` named it; else it is the end."""
    pages: Pages
    own_contents: Contents
    """Whether the template has a place for the contents list, and whether with a title."""
    contents_first: bool
    """Whether that place is before the report."""
    own_cover: bool
    """Whether the template has a title page: it names the city or the title before the report."""


def find_spot(file: str, body: etree._Element) -> Spot:
    """Find where the report goes and put a mark there; TemplateError where it cannot go."""
    found = [place for place in places(body) if place.name == REPORT]
    if len(found) > 1:
        raise TemplateError(
            _("{file}: [[report]] stands there {number} times, not once").format(file=file, number=len(found))
        )
    mark = etree.ProcessingInstruction(MARK, "here")
    if found:
        _replace(file, body, found[0].paragraph, REPORT, mark)
    else:
        last = body.find("w:sectPr", NAMESPACES)
        if last is not None:
            last.addprevious(mark)
        else:
            body.append(mark)
    own_contents = _find_contents(file, body)
    named = {place.name for place in places(body) if _precedes(body, place.paragraph, mark)}
    children = [one for one in body if one.tag != _SECTION or one is not body[-1]]
    position = children.index(mark)
    pages = Pages(_section_of(body, mark))
    _refuse_columns(file, pages)
    return Spot(
        before=position,
        after=len(children) - position - 1,
        named=bool(found),
        pages=pages,
        own_contents=own_contents,
        contents_first=any(getattr(one, "target", "") == CONTENTS_MARK for one in children[:position]),
        own_cover=bool(named & {"city", "title"}),
    )


def _replace(
    file: str, body: etree._Element, paragraph: etree._Element, what: str, mark: etree._ProcessingInstruction
) -> None:
    if any(one.tag not in _HELD for one in paragraph.iterancestors() if one is not body.getparent()):
        raise TemplateError(
            _("{file}: [[{what}]] stands in a table or a text box; give it a paragraph of its own").format(
                file=file, what=what
            )
        )
    if PLACEHOLDER.sub("", text_of(paragraph)).strip():
        raise TemplateError(
            _("{file}: [[{what}]] stands among other words; give it a paragraph of its own").format(
                file=file, what=what
            )
        )
    top = _child_of(body, paragraph)
    top.addprevious(mark)
    if top is paragraph and paragraph.find("w:pPr/w:sectPr", NAMESPACES) is not None:
        # It ends a section: the paragraph stays for that, without its words.
        for child in list(paragraph):
            if child.tag != qn("w:pPr"):
                paragraph.remove(child)
    else:
        body.remove(top)


def _find_contents(file: str, body: etree._Element) -> Contents:
    """Put a mark where the template wants the contents list: ``[[contents]]``, or a list of Word's own."""
    mark = etree.ProcessingInstruction(CONTENTS_MARK, "here")
    found = [place for place in places(body) if place.name == CONTENTS]
    if found:
        _replace(file, body, found[0].paragraph, CONTENTS, mark)
        return Contents.PLACE
    for control in body.findall("w:sdt", NAMESPACES):
        kind = control.find("w:sdtPr/w:docPartObj/w:docPartGallery", NAMESPACES)
        if kind is not None and kind.get(qn("w:val")) == "Table of Contents":
            control.addprevious(mark)
            body.remove(control)
            return Contents.WHOLE
    listed = _listed_by_field(body)
    if listed:
        listed[0].addprevious(mark)
        for paragraph in listed:
            body.remove(paragraph)
    return Contents.PLACE if listed else Contents.NONE


def _listed_by_field(body: etree._Element) -> list[etree._Element]:
    """Return the paragraphs of a contents list made by a field, from its begin to its end."""
    inside: list[etree._Element] = []
    depth = 0
    for paragraph in body.findall("w:p", NAMESPACES):
        codes = "".join(one.text or "" for one in paragraph.iter(qn("w:instrText")))
        if not inside and not codes.strip().upper().startswith("TOC"):
            continue
        inside.append(paragraph)
        for mark in paragraph.iter(qn("w:fldChar")):
            depth += {"begin": 1, "end": -1}.get(mark.get(qn("w:fldCharType")) or "", 0)
        if depth <= 0:
            break
    safe = inside and depth == 0 and all(one.find("w:pPr/w:sectPr", NAMESPACES) is None for one in inside)
    return inside if safe else []


def _precedes(body: etree._Element, paragraph: etree._Element, mark: etree._Element) -> bool:
    return body.index(_child_of(body, paragraph)) < body.index(mark)


def _child_of(body: etree._Element, inside: etree._Element) -> etree._Element:
    """Return the child of the body that an element stands in."""
    return next(one for one in (inside, *inside.iterancestors()) if one.getparent() is body)


def _section_of(body: etree._Element, mark: etree._Element) -> etree._Element:
    """Return the properties of the section in which the mark stands; they are given where there are none."""
    for sibling in mark.itersiblings():
        if sibling.tag == _SECTION:
            return sibling
        found = sibling.find("w:pPr/w:sectPr", NAMESPACES) if sibling.tag == _P else None
        if found is not None:
            return found
    return etree.SubElement(body, _SECTION)


def _refuse_columns(file: str, pages: Pages) -> None:
    columns = pages.section_properties.find("w:cols", NAMESPACES)
    if columns is not None and _number(columns, "num", 1) > 1:
        raise TemplateError(
            _("{file}: the section of [[report]] has several columns; the report needs one").format(file=file)
        )
    if pages.text_width < _NARROWEST:
        raise TemplateError(
            _("{file}: the margins leave {width} cm for the text; the tables need {least} cm").format(
                file=file, width=round(pages.text_width / 567, 1), least=round(_NARROWEST / 567, 1)
            )
        )


def around(document: etree._Element) -> bytes:
    """Return a template's document with its marks, every prefix of the kit declared at its root."""
    spaces = {prefix: uri for prefix, uri in document.nsmap.items() if prefix is not None}
    root = etree.Element(document.tag, nsmap={**spaces, **NAMESPACES})
    for name, value in document.attrib.items():
        root.set(name, value)
    for child in list(document):
        root.append(child)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


__all__ = ["CONTENTS_MARK", "DECLARATIONS", "MARK", "Pages", "Spot", "around", "find_spot"]
