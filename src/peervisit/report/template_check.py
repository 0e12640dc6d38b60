"""What a template has, what it lacks, and what a report on it will look like: told before it is used."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from peervisit.i18n import _
from peervisit.report.template import Prepared, prepare
from peervisit.word.lint import Parts, check
from peervisit.word.template.opening import open_template
from peervisit.word.template.place import Contents
from peervisit.word.template.placeholders import NAMES, PLACEHOLDER
from peervisit.word.xml import NAMESPACES, qn

TWIPS_A_CM = 567
_PAGE = re.compile(rb"[\s\">]PAGE[\s\"<]|<w:pgNum\b")
"""A field that holds the number of the page."""
_TOLD = ("descriptions", "header rows", "merged cells", "headings")
"""The rules of the lint that say what a screen reader will miss in the template's own pages."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a template."""

    placeholders: tuple[str, ...]
    unknown: tuple[str, ...]
    place: bool
    """Whether ``[[report]]`` stands in it."""
    own_cover: bool
    own_contents: bool
    paper: tuple[float, float]
    """Width and height of the pages of the report, in centimetres."""
    found: dict[str, str]
    """The kit's styles that it has, by the kit's name, with its own."""
    copied: tuple[str, ...]
    left_out: tuple[str, ...]
    broken: tuple[str, ...]
    """What is not sound in the file itself."""
    hints: tuple[str, ...]
    """What is worth mending in it."""

    @property
    def settled(self) -> bool:
        """Whether nobody needs to look at the template again before it is used."""
        return self.place and not self.unknown and not self.broken


def check_template(path: Path) -> Checked:
    """Return what a template has; TemplateError where it cannot carry a report."""
    prepared = prepare(path)
    size = prepared.spot.pages.section_properties.find("w:pgSz", NAMESPACES)
    width, height = (_cm(size, side, default) for side, default in (("w", 11906), ("h", 16838)))
    built_in = {name: own for name, own in prepared.styles.own.items() if not name.startswith("PV ")}
    return Checked(
        placeholders=tuple(prepared.used),
        unknown=tuple(prepared.unknown),
        place=prepared.spot.named,
        own_cover=prepared.spot.own_cover,
        own_contents=prepared.spot.own_contents is not Contents.NONE,
        paper=(width, height),
        found=built_in,
        copied=tuple(prepared.styles.copied),
        left_out=tuple(prepared.left_out),
        broken=prepared.faults,
        hints=(*_held(prepared), *_lint(path)),
    )


def placeholders() -> tuple[str, ...]:
    """Return every placeholder that there is."""
    return tuple(NAMES)


def _cm(size: etree._Element | None, side: str, default: int) -> float:
    value = (size.get(qn(f"w:{side}")) if size is not None else None) or str(default)
    return round(float(value) / TWIPS_A_CM, 1)


def _held(prepared: Prepared) -> list[str]:
    root: etree._Element = prepared.document.element
    hints = []
    if root.find(".//w:ins", NAMESPACES) is not None or root.find(".//w:del", NAMESPACES) is not None:
        hints.append(_("It holds tracked changes: accept or reject them."))
    if root.find(".//w:commentReference", NAMESPACES) is not None:
        hints.append(_("It holds comments: they would stand in every report."))
    if prepared.document.settings.element.find("w:documentProtection", NAMESPACES) is not None:
        hints.append(_("It is protected: nobody could edit a report made on it."))
    if prepared.spot.own_cover and "status" not in prepared.used:
        hints.append(_("Nothing in it says whether a report is a draft or final: put [[status]] somewhere."))
    if not _counts_pages(prepared):
        hints.append(_("No header or footer counts the pages."))
    drawn = root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t")
    if any(PLACEHOLDER.search(one.text or "") for one in drawn):
        hints.append(
            _("A drawing shows a placeholder in words that are no text of Word's: it stays as it is.")
        )
    return hints


def _counts_pages(prepared: Prepared) -> bool:
    parts = prepared.document.part.package.iter_parts()
    beside = (one.blob for one in parts if re.search("/(header|footer)[^/]*[.]xml$", str(one.partname)))
    return any(_PAGE.search(xml) for xml in beside)


def _lint(path: Path) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "template.docx")
        copy.write_bytes(open_template(path).package())
        try:
            return check(Parts(copy), _TOLD)
        except (KeyError, ValueError, TypeError, AttributeError):
            return []
