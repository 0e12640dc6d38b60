"""A report on an organisation's own template: its pages, styles and title page; the rest is copied in."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from lxml import etree

from peervisit.errors import TemplateError
from peervisit.i18n import _
from peervisit.report.sheet import House
from peervisit.word.lint import WHOLE, Parts, check
from peervisit.word.package import BASE, core_properties, open_base
from peervisit.word.template.opening import Template, open_template
from peervisit.word.template.place import Spot, around, find_spot
from peervisit.word.template.placeholders import CONTENTS, REPORT, fill, meaning, places
from peervisit.word.template.styles import Found, copy_numbering, numbered_by_style, resolve
from peervisit.word.xml import NAMESPACES, Xml, qn

_RELATED = ("styles", "numbering", "settings", "footnotes", "fontTable", "theme")
_STORIES = ("header", "footer")
_NOTES = ("footnotes", "endnotes")


@dataclass
class Prepared:
    """A template that can take a report."""

    document: Document
    styles: Found
    spot: Spot
    house: House
    faults: tuple[str, ...]
    """What our own lint finds in the template itself."""
    used: list[str] = field(default_factory=list)
    """The placeholders that it has and that are known, each once, as their English names."""
    unknown: list[str] = field(default_factory=list)
    """The words between double brackets that nobody knows."""
    left_out: list[str] = field(default_factory=list)
    bookmark_names: list[str] = field(default_factory=list)
    first_bookmark: int = 0

    def content(self) -> bytes:
        """Return the main part with marks where the report and the contents list go."""
        self.spot.pages.close()
        return around(self.document.element)


def prepare(path: Path) -> Prepared:
    """Open a template, copy in the styles that it lacks, and find where the report goes.

    Raises TemplateError where it cannot carry a report; the message names the reason.
    """
    template = open_template(path)
    faults = tuple(_faults(template))
    for kind in _RELATED:
        if template.related(kind) is None:
            template.add(kind, _of_base(kind))
    template.add_properties(core_properties())
    try:
        document = docx.Document(io.BytesIO(template.package()))
        main: etree._Element = document.element
        body = main.find("w:body", NAMESPACES)
        if body is None:
            raise TemplateError(
                _("{file}: has no body; open it in Word and save it again").format(file=path.name)
            )
        found = list(_placeholders(document))
        _refuse_beside(path.name, document)
        spot = find_spot(path.name, body)
        styles = resolve(document)
    except (KeyError, ValueError, AttributeError, etree.LxmlError) as error:
        raise TemplateError(
            _("{file}: damaged inside; open it in Word and save it again").format(file=path.name)
        ) from error
    marks = list(body.iter(qn("w:bookmarkStart")))
    return Prepared(
        document=document,
        styles=styles,
        spot=spot,
        house=_house(document, styles, spot),
        faults=faults,
        used=_known(found),
        unknown=_unknown(found),
        left_out=template.left_out,
        bookmark_names=[one.get(qn("w:name")) or "" for one in marks],
        first_bookmark=max((_whole(one.get(qn("w:id"))) for one in marks), default=0),
    )


def placeholders_in(prepared: Prepared) -> None:
    """List anew which placeholders a template has, after something of it was left out."""
    found = list(_placeholders(prepared.document))
    prepared.used, prepared.unknown = _known(found), _unknown(found)


def _known(words: list[str]) -> list[str]:
    return list(dict.fromkeys(name for word in words if (name := meaning(word))))


def _unknown(words: list[str]) -> list[str]:
    return list(dict.fromkeys(word for word in words if meaning(word) is None))


def fill_in(prepared: Prepared, values: Mapping[str, str]) -> list[str]:
    """Fill the placeholders wherever they stand; return those for which the review has no value."""
    for root in _stories(prepared.document):
        fill(root, values, leave=(REPORT, CONTENTS))
    for part, root in _notes(prepared.document):
        fill(root, values)
        part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001
    return [name for name in prepared.used if name not in (REPORT, CONTENTS) and not values.get(name)]


def take_out_people(document: Document) -> None:
    """Take the names of whoever made the template out of the properties."""
    document.core_properties.author = ""
    document.core_properties.last_modified_by = ""


def _stories(document: Document) -> Iterator[etree._Element]:
    yield document.element
    for relation in document.part.rels.values():
        if relation.reltype.rpartition("/")[2] in _STORIES and not relation.is_external:
            yield relation.target_part.element


def _notes(document: Document) -> Iterator[tuple[Any, etree._Element]]:
    """Yield the parts with footnotes and endnotes that hold a placeholder, each with its XML."""
    for relation in document.part.rels.values():
        if relation.reltype.rpartition("/")[2] in _NOTES and not relation.is_external:
            root = etree.fromstring(relation.target_part.blob)
            if next(places(root), None) is not None:
                yield relation.target_part, root


def _placeholders(document: Document) -> Iterator[str]:
    for root in (*_stories(document), *(root for _part, root in _notes(document))):
        yield from (place.word for place in places(root))


def _refuse_beside(file: str, document: Document) -> None:
    """Refuse a place for the report, or for its contents list, on every page or at the foot of one."""
    for root in (*_stories(document), *(root for _part, root in _notes(document))):
        for place in places(root):
            if root is not document.element and place.name in (REPORT, CONTENTS):
                raise TemplateError(
                    _("{file}: [[{what}]] stands in a header, footer or note; put it into the text").format(
                        file=file, what=place.name
                    )
                )


def _faults(template: Template) -> Iterator[str]:
    """Yield what our lint finds in the template itself, so that it is not blamed on the report."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "template.docx")
        path.write_bytes(template.package())
        try:
            yield from check(
                Parts(path), [rule for rule in WHOLE if rule not in ("language", "title", "people")]
            )
        except (KeyError, ValueError, TypeError, AttributeError):
            return


def _of_base(kind: str) -> bytes:
    document = open_base(BASE)
    part = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith(f"/{kind}"))
    content: bytes = part.blob
    return content


def _house(document: Document, styles: Found, spot: Spot) -> House:
    base = open_base()
    copied = set(styles.copied)
    headings = [styles.ids[f"heading {level}"] for level in (1, 2, 3, 4)]
    bullet = Xml("")
    if not numbered_by_style(document, styles.ids["List Bullet"]):
        number = copy_numbering(document, base, "1", {})
        bullet = Xml(f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')
    unnumbered = Xml("")
    if any(numbered_by_style(document, one) for one in headings):
        # A numbering that shows nothing: a number 0 means the same, and not every reader knows it.
        number = copy_numbering(document, base, "3", {})
        unnumbered = Xml(f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')
    main: etree._Element = document.element
    drawings = [_whole(one.get("id")) for one in main.iter(qn("wp:docPr"))]
    charts = sum("/charts/" in str(part.partname) for part in document.part.package.iter_parts())
    return House(
        numbering=copy_numbering(document, base, "2", {}),
        unnumbered=unnumbered,
        bullet=bullet,
        breaks=Xml("") if "heading 1" in copied else Xml("<w:pageBreakBefore/>"),
        keep=Xml("<w:keepNext/>"),
        cover=not spot.own_cover,
        first_drawing=max((*drawings, charts), default=0),
    )


def _whole(value: str | None) -> int:
    return int(value) if value and value.isdigit() else 0
