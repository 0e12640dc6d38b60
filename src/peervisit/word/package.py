"""Opening the base template, and saving so that the same data give the same bytes."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.opc.pkgwriter import _ContentTypesItem
from lxml import etree

from peervisit.word.xml import DECLARATIONS, Xml, parse

BASE = Path(__file__).with_name("base.docx")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def open_base(path: Path = BASE) -> Document:
    """Open a template for a new report."""
    return docx.Document(str(path))


def core_properties() -> bytes:
    """Return the properties of the base template: no title yet, nobody's name, no hour."""
    with zipfile.ZipFile(BASE) as archive:
        return archive.read("docProps/core.xml")


def put_paragraph(document: Document, relation: str, paragraph: Xml) -> None:
    """Put a paragraph in the place of what a header or footer holds."""
    element: etree._Element = document.part.related_parts[relation].element
    for child in list(element):
        element.remove(child)
    element.append(parse(paragraph, "w:hdr")[0])


def save(document: Document, body: Xml, path: Path) -> None:
    """Write the package with a new body, which ends with the last section's properties."""
    save_content(document, content_of(body), path)


def save_content(document: Document, content: bytes, path: Path) -> None:
    """Write the package with a new main part: every part with the same date, in the same order.

    The main part goes into the package as it is, without becoming elements first: opening the package again
    for the proof parses it anyway.
    """
    package: Any = document.part.package
    types: Any = _ContentTypesItem
    parts = list(package.iter_parts())
    for part in parts:
        part.before_marshal()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: PackURI, held: bytes) -> None:
            archive.writestr(zipfile.ZipInfo(name.membername, _EPOCH), held, zipfile.ZIP_DEFLATED)

        put(PackURI("/[Content_Types].xml"), types.from_parts(parts).blob)
        put(PACKAGE_URI.rels_uri, package.rels.xml)
        for part in parts:
            put(part.partname, content if part is document.part else part.blob)
            if len(part.rels):
                put(part.partname.rels_uri, part.rels.xml)


def content_of(body: Xml) -> bytes:
    """Return the main part with this body."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<w:document {DECLARATIONS}><w:body>{body}</w:body></w:document>".encode()
