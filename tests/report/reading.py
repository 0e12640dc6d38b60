"""Reading a report back as somebody who looks for what must not be there."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from lxml import etree

_TAG = re.compile("<[^>]*>")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def everything(path: Path) -> str:
    """Return all there is in a package: names of parts, raw XML, text without tags, embedded packages too."""
    return "\n".join(_all(path.read_bytes()))


def _all(package: bytes) -> list[str]:
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            found.append(name)
            if name.endswith((".xlsx", ".docx")):
                found += _all(content)
                continue
            text = content.decode("utf-8", "replace")
            found += [text, _TAG.sub("", text), _TAG.sub(" ", text)]
    return found


def document(path: Path) -> etree._Element:
    """Return the main part, parsed."""
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read("word/document.xml"), etree.XMLParser(huge_tree=True))


def paragraphs(path: Path) -> list[str]:
    """Return the text of every paragraph."""
    root = document(path)
    return ["".join(t.text or "" for t in p.iter(f"{_W}t")) for p in root.iter(f"{_W}p")]


def changed(path: Path, target: Path, part: str, old: str, new: str, count: int = -1) -> Path:
    """Copy a package with a piece of one part replaced; the piece must be there."""
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            content = archive.read(name)
            if name == part:
                text = content.decode()
                if old not in text:
                    raise AssertionError(f"{old} is not in {part}")
                content = text.replace(old, new, count).encode()
            copy.writestr(name, content)
    return target
