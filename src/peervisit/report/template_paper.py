"""A template made for reports, as a paper of a page or two takes it: pages and look, and no title page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from peervisit.report.template import Prepared, placeholders_in
from peervisit.word.styles import COMPACT, compact
from peervisit.word.template.place import CONTENTS_MARK, MARK, Contents
from peervisit.word.xml import NAMESPACES, Xml, qn

_SECTION = qn("w:sectPr")
_ID, _TYPE = qn("w:id"), qn("w:type")
_PAIRS = (
    ("bookmarkStart", "bookmarkEnd"),
    ("commentRangeStart", "commentRangeEnd"),
    ("permStart", "permEnd"),
)
_ROOM = 240
"""The least space above a chief heading, in twips."""
_REFERENCES = ("headerReference", "footerReference")


def for_paper(prepared: Prepared, *, wide: bool) -> None:
    """Make what was prepared for a report ready for a paper; ``wide`` papers turn its pages.

    A title page, or a place for the contents list, is the report's: where the template has one before the
    paper's place, all that stands before that place is left out. Headers and footers stay.
    """
    spot, body = prepared.spot, prepared.document.element.body
    mark = _instruction(body, MARK)
    contents = _instruction(body, CONTENTS_MARK)
    if contents is not None:
        body.remove(contents)
    if mark is not None and (spot.own_cover or spot.contents_first):
        _leave_out_before(body, mark, spot.pages.section_properties)
    if wide:
        spot.pages.turn()
    children = [one for one in body if one.tag != _SECTION or one is not body[-1]]
    place = children.index(mark)
    spot.before, spot.after = place, len(children) - place - 1
    spot.own_contents, spot.contents_first, spot.own_cover = Contents.NONE, False, False
    prepared.house = replace(prepared.house, breaks=Xml('<w:pageBreakBefore w:val="0"/>'))
    _give_room(prepared)
    copied = {name for name in ("heading 1", "heading 2") if name in prepared.styles.copied}
    small = {prepared.styles.ids[name]: COMPACT[f"Heading{name[-1]}"] for name in copied}
    compact(prepared.document, small)
    placeholders_in(prepared)


def _give_room(prepared: Prepared) -> None:
    """Set the chief heading off from what is above it: in a report it begins a page and may need none."""
    wanted = prepared.styles.ids["heading 1"]
    styles = prepared.document.styles.element.findall("w:style", NAMESPACES)
    style = next(one for one in styles if one.get(qn("w:styleId")) == wanted)
    spacing = style.get_or_add_pPr().get_or_add_spacing()
    before = spacing.get(qn("w:before")) or "0"
    if not before.isdigit() or int(before) < _ROOM:
        spacing.set(qn("w:before"), str(_ROOM))


def _instruction(body: etree._Element, name: str) -> etree._Element | None:
    return next((one for one in body if getattr(one, "target", "") == name), None)


def _leave_out_before(body: etree._Element, mark: etree._Element, section: etree._Element) -> None:
    """Take out what stands before the mark; sections that go leave their headers and footers behind."""
    inherited: dict[tuple[str, str], etree._Element] = {}
    for child in list(mark.itersiblings(preceding=True))[::-1]:
        for one in child.iter(_SECTION):
            inherited |= dict(_references(one))
        body.remove(child)
    own = dict(_references(section))
    for name, reference in inherited.items():
        if name not in own:
            section.insert(0, reference)
    _mend_pairs(body)


def _references(section: etree._Element) -> Iterator[tuple[tuple[str, str], etree._Element]]:
    for tag in _REFERENCES:
        for one in section.findall(f"w:{tag}", NAMESPACES):
            yield (tag, one.get(_TYPE) or "default"), one


def _mend_pairs(body: etree._Element) -> None:
    """Take out the ends of what began in what was left out."""
    for start, end in _PAIRS:
        begun = {one.get(_ID) for one in body.iter(qn(f"w:{start}"))}
        for one in list(body.iter(qn(f"w:{end}"))):
            if one.get(_ID) not in begun:
                parent = one.getparent()
                if parent is not None:
                    parent.remove(one)
