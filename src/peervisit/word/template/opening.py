"""Opening a template that somebody else made: what is refused is named, what must not travel is left out."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from peervisit.errors import TemplateError
from peervisit.i18n import _
from peervisit.word.template.settling import DISCUSSING, OUTDATED, STORIES, order, settle
from peervisit.word.xml import NAMESPACES

LARGEST = 64_000_000
"""The most bytes that a template may unpack to; a logo of many pages stays far below."""
MOST_PARTS = 2000

_TYPES = "[Content_Types].xml"
_CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DOCUMENT, _TEMPLATE = f"{_WORD}.document.main+xml", f"{_WORD}.template.main+xml"
_THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
_CORE = f"{_PACKAGE_RELS}/metadata/core-properties"
_OLE = b"\xd0\xcf\x11\xe0"
_STRICT = b"purl.oclc.org/ooxml"
_LEFT_OUT = ("docProps/app.xml", "docProps/custom.xml", "docProps/thumbnail")
"""What tells of people and machines, and of nothing that a reader of the report needs."""
_OUTSIDE_ALLOWED = ("hyperlink", "attachedTemplate", "mailMergeSource")


@dataclass(slots=True)
class Template:
    """The parts of a template that passed every check, ready to be opened as a document."""

    name: str
    parts: dict[str, bytes]
    main: str
    """The name of the main part, such as ``word/document.xml``."""
    left_out: list[str] = field(default_factory=list)
    """What was left out, in lines for people."""

    def package(self) -> bytes:
        """Return the template as a .docx file."""
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as archive:
            for name, content in self.parts.items():
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
        return kept.getvalue()

    def related(self, kind: str) -> str | None:
        """Return the name of the part that the main part relates to as ``kind``, such as ``styles``."""
        return next((target for found, target in self.relations() if found == kind), None)

    def add(self, kind: str, content: bytes) -> None:
        """Add a part of the kit's own kind beside the main part."""
        name = posixpath.join(posixpath.dirname(self.main), f"{kind}.xml")
        number = 0
        while name in self.parts:
            number += 1
            name = posixpath.join(posixpath.dirname(self.main), f"{kind}{number}.xml")
        self.parts[name] = content
        types = etree.fromstring(self.parts[_TYPES], _parser())
        override = etree.SubElement(types, f"{{{_CONTENT}}}Override")
        override.set("PartName", f"/{name}")
        override.set("ContentType", _THEME if kind == "theme" else f"{_WORD}.{kind}+xml")
        self.parts[_TYPES] = _bytes(types)
        rels_name = _rels_of(self.main)
        empty = f'<Relationships xmlns="{_PACKAGE_RELS}"/>'.encode()
        rels = etree.fromstring(self.parts.get(rels_name, empty), _parser())
        one = etree.SubElement(rels, f"{{{_PACKAGE_RELS}}}Relationship")
        one.set("Id", f"rIdPeervisit{kind.title()}")
        one.set("Type", f"{NAMESPACES['r']}/{kind}")
        one.set("Target", posixpath.basename(name))
        self.parts[rels_name] = _bytes(rels)

    def add_properties(self, content: bytes) -> None:
        """Add properties of the document where there are none: else they would tell the hour."""
        rels = etree.fromstring(self.parts["_rels/.rels"], _parser())
        if any((one.get("Type") or "").endswith("/core-properties") for one in rels):
            return
        name = "docProps/core.xml"
        one = etree.SubElement(rels, f"{{{_PACKAGE_RELS}}}Relationship")
        one.set("Id", "rIdPeervisitProperties")
        one.set("Type", _CORE)
        one.set("Target", name)
        self.parts["_rels/.rels"] = _bytes(rels)
        types = etree.fromstring(self.parts[_TYPES], _parser())
        for known in list(types):
            if known.get("PartName") == f"/{name}":
                types.remove(known)
        override = etree.SubElement(types, f"{{{_CONTENT}}}Override")
        override.set("PartName", f"/{name}")
        override.set("ContentType", "application/vnd.openxmlformats-package.core-properties+xml")
        self.parts[_TYPES] = _bytes(types)
        self.parts[name] = content

    def relations(self) -> list[tuple[str, str]]:
        """Return the parts that the main part relates to: kind, such as ``styles``, and name."""
        content = self.parts.get(_rels_of(self.main))
        if content is None:
            return []
        found = []
        for one in etree.fromstring(content, _parser()):
            if one.get("TargetMode") != "External":
                target = posixpath.normpath(
                    posixpath.join("/" + posixpath.dirname(self.main), one.get("Target") or "")
                )
                found.append(((one.get("Type") or "").rpartition("/")[2], target.lstrip("/")))
        return found


def open_template(path: Path) -> Template:
    """Return the parts of a template.

    Raises TemplateError where the file is missing, damaged, no Word file, holds macros, unpacks to more than
    64 MB, declares entities, or takes something from outside itself; the message says which.
    """
    parts = _unpacked(path)
    types = _parsed(path.name, _TYPES, parts.get(_TYPES) or _not_word(path.name, parts))
    _refuse_macros(path.name, types, parts)
    main = _main_part(path.name, types, parts)
    template = Template(path.name, parts, main)
    for name in sorted(parts):
        if name.endswith((".xml", ".rels")):
            root = _parsed(path.name, name, parts[name])
            if name.endswith(".rels"):
                _refuse_outside(path.name, root)
    if _STRICT in parts[main][:4000]:
        raise TemplateError(
            _(
                "{file}: saved as “Strict Open XML”; save it in Word as “Word document” or “Word template”"
            ).format(file=path.name)
        )
    for override in types:
        if override.get("ContentType") == _TEMPLATE:
            override.set("ContentType", _DOCUMENT)
    parts[_TYPES] = _bytes(types)
    _leave_out(template)
    return template


def _unpacked(path: Path) -> dict[str, bytes]:
    name = path.name
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if start == _OLE:
            raise TemplateError(
                _(
                    "{file}: an old Word file (.doc, .dot), or locked with a password; "
                    "save it in Word as .dotx without a password"
                ).format(file=name)
            )
        if start == b"%PDF":
            raise TemplateError(
                _("{file}: a PDF; give the Word file that it was made from").format(file=name)
            )
        with zipfile.ZipFile(path) as archive:
            return _read(name, archive)
    except IsADirectoryError as error:
        raise TemplateError(_("{file}: a folder; give the file of the template").format(file=name)) from error
    except FileNotFoundError as error:
        raise TemplateError(_("{file}: no such file").format(file=name)) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise TemplateError(
            _("{file}: damaged, or not a Word file; open it in Word and save it again").format(file=name)
        ) from error
    except OSError as error:
        raise TemplateError(_("{file}: cannot be read").format(file=name)) from error


def _read(name: str, archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [one for one in archive.infolist() if not one.is_dir()]
    parts: dict[str, bytes] = {}
    left = LARGEST
    for entry in entries[: MOST_PARTS + 1]:
        # What the directory of the file says of sizes may be a lie: only what is read counts.
        with archive.open(entry) as part:
            content = part.read(left + 1)
        left -= len(content)
        if left < 0 or len(parts) == MOST_PARTS:
            raise TemplateError(
                _("{file}: unpacks to more than {size} MB or {parts} parts; this is no template").format(
                    file=name, size=LARGEST // 1_000_000, parts=MOST_PARTS
                )
            )
        if entry.filename in parts:
            raise TemplateError(
                _("{file}: holds {part} twice; open it in Word and save it again").format(
                    file=name, part=entry.filename
                )
            )
        parts[entry.filename] = content
    return parts


def _not_word(name: str, parts: dict[str, bytes]) -> bytes:
    if b"opendocument" in parts.get("mimetype", b""):
        raise TemplateError(
            _("{file}: an OpenDocument file; save it in LibreOffice as Word (.docx)").format(file=name)
        )
    raise TemplateError(_("{file}: not a Word file").format(file=name))


def _refuse_macros(name: str, types: etree._Element, parts: dict[str, bytes]) -> None:
    told = " ".join(str(one.get("ContentType")) for one in types).casefold()
    held = any("vbaproject" in part.casefold() or "vbadata" in part.casefold() for part in parts)
    if held or "macroenabled" in told or "vbaproject" in told:
        raise TemplateError(
            _("{file}: holds macros, which no report carries; save it in Word as .dotx").format(file=name)
        )


def _main_part(name: str, types: etree._Element, parts: dict[str, bytes]) -> str:
    for one in types:
        if one.get("ContentType") in (_DOCUMENT, _TEMPLATE):
            main = (one.get("PartName") or "").lstrip("/")
            if main in parts:
                return main
    raise TemplateError(
        _("{file}: an Office file, but not one of Word; a template is a .docx or .dotx").format(file=name)
    )


def _parsed(file: str, part: str, content: bytes) -> etree._Element:
    try:
        root = etree.fromstring(content, _parser())
    except etree.XMLSyntaxError as error:
        raise TemplateError(
            _("{file}: {part} is damaged; open the file in Word and save it again").format(
                file=file, part=part
            )
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise TemplateError(
            _("{file}: {part} declares entities, which no Word file does").format(file=file, part=part)
        )
    return root


def _refuse_outside(file: str, rels: etree._Element) -> None:
    for one in rels:
        kind = (one.get("Type") or "").rpartition("/")[2]
        if one.get("TargetMode") == "External" and kind not in _OUTSIDE_ALLOWED:
            raise TemplateError(
                _("{file}: takes something from outside the file ({kind}); put it into the file").format(
                    file=file, kind=kind
                )
            )


def _leave_out(template: Template) -> None:
    """Take out what names people or machines, what asks a question on opening, and what Word cannot reach."""
    parts = template.parts
    dropped = [name for name in parts if name.startswith(_LEFT_OUT)]
    for name in dropped:
        del parts[name]
    types = etree.fromstring(parts[_TYPES], _parser())
    for one in list(types):
        if (one.get("PartName") or "").lstrip("/") in dropped:
            types.remove(one)
    parts[_TYPES] = _bytes(types)
    rels = etree.fromstring(parts["_rels/.rels"], _parser()) if "_rels/.rels" in parts else None
    if rels is None:
        raise TemplateError(_("{file}: not a Word file").format(file=template.name))
    for one in list(rels):
        if (one.get("Target") or "").lstrip("/") in dropped:
            rels.remove(one)
    parts["_rels/.rels"] = _bytes(rels)
    settings = template.related("settings")
    if settings and settings in parts:
        _settings(template, settings)
    _settle(template)


def _settle(template: Template) -> None:
    """Take what is tracked, and leave out comments with the names of those who wrote them."""
    parts = template.parts
    related = template.relations()
    names = [template.main, *(target for kind, target in related if kind in STORIES and target in parts)]
    changes = comments = 0
    for name in dict.fromkeys(names):
        root = etree.fromstring(parts[name], _parser())
        found = settle(root)
        if order(root) or any(found) or b":author=" in parts[name]:
            parts[name] = _bytes(root)
        changes, comments = changes + found[0], comments + found[1]
    dropped = {target for kind, target in related if kind in (*DISCUSSING, *OUTDATED)}
    _drop(template, dropped)
    if changes:
        template.left_out.append(_("tracked changes: they were taken as they stand"))
    if comments or any(kind == "comments" for kind, _target in related):
        template.left_out.append(_("the comments in the margin"))


def _drop(template: Template, dropped: set[str]) -> None:
    parts = template.parts
    for name in dropped:
        parts.pop(name, None)
        parts.pop(_rels_of(name), None)
    types = etree.fromstring(parts[_TYPES], _parser())
    for one in list(types):
        if (one.get("PartName") or "").lstrip("/") in dropped:
            types.remove(one)
    parts[_TYPES] = _bytes(types)
    rels_name = _rels_of(template.main)
    if dropped and rels_name in parts:
        rels = etree.fromstring(parts[rels_name], _parser())
        for one in list(rels):
            if (one.get("Type") or "").rpartition("/")[2] in (*DISCUSSING, *OUTDATED):
                rels.remove(one)
        parts[rels_name] = _bytes(rels)


def _settings(template: Template, name: str) -> None:
    root = etree.fromstring(template.parts[name], _parser())
    reasons: dict[str, Callable[[], str]] = {
        "attachedTemplate": lambda: _("the link to another template"),
        "updateFields": lambda: _("the wish to update fields on opening, which makes Word ask"),
        "mailMerge": lambda: _("the mail merge"),
        "documentProtection": lambda: _("the protection against changes"),
        "writeProtection": lambda: _("the protection against changes"),
        "trackRevisions": lambda: _("the wish to track changes"),
    }
    for tag, told in reasons.items():
        for found in root.findall(f"w:{tag}", NAMESPACES):
            root.remove(found)
            template.left_out.append(told())
    template.parts[name] = _bytes(root)
    rels_name = _rels_of(name)
    if rels_name in template.parts:
        rels = etree.fromstring(template.parts[rels_name], _parser())
        for one in list(rels):
            if (one.get("Type") or "").rpartition("/")[2] in ("attachedTemplate", "mailMergeSource"):
                rels.remove(one)
        template.parts[rels_name] = _bytes(rels)


def _rels_of(part: str) -> str:
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
