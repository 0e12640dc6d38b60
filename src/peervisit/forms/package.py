"""Opening a Word file that comes from outside: refused calmly, in bounded memory and time.

Nothing is ever unpacked to disk, followed outside the file, expanded or run; macros are never looked at.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from peervisit.errors import FormError
from peervisit.i18n import _

LARGEST_FILE = 64_000_000
"""The largest file that is opened, in bytes: pictures may make a form large."""
LARGEST_PART = 24_000_000
"""The largest part that is read, in bytes, once it is unpacked. A full form has less than one million."""
MOST_PARTS = 10_000
MOST_TAGS = 1_500_000
"""The most marks in one part: what takes the memory is not text but elements."""

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main",
     b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)  # fmt: skip
"""Word's "Strict Open XML" names the same elements differently."""
_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_READABLE = frozenset((b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = re.compile(
    r"wordprocessingml\.(document|template)\.main\+xml|ms-word\.\w+\.macroEnabled\w*\.main\+xml"
)


@dataclass(slots=True)
class Package:
    """A Word file that was read: its document, and the parts beside it that matter."""

    name: str
    sha256: str
    document: etree._Element
    comments: list[etree._Element]
    """The parts with comments in the margin: none, or one."""
    _reader: _Reader
    _main: str

    def beside(self, kind: str) -> list[etree._Element]:
        """Return the parts of a kind, ``header`` or ``footer``, or the ``properties`` that are custom.

        Read only when somebody asks.

        Raises:
            FormError: one is damaged or too large.
        """
        with _refused(self.name):
            if kind != "properties":
                return self._reader.related(self._main, kind)
            found = self._reader.part("docProps/custom.xml")
            return [found] if found is not None else []

    @property
    def furniture_sums(self) -> list[str]:
        """The sums that the file lists for its headers and footers: the same ones are as they were."""
        return self._reader.sums(self._main, "header") + self._reader.sums(self._main, "footer")


@contextmanager
def _refused(name: str) -> Iterator[None]:
    """Say in one line what is wrong with a file that cannot be read."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, LookupError, RuntimeError):
        raise _damaged(name) from None


def open_package(path: Path) -> Package:
    """Return a Word file that somebody sent.

    Raises:
        FormError: it is not a Word file (.docx), is damaged, locked with a password, or too large.
    """
    content = _content(path)
    with _refused(path.name):
        return _read(zipfile.ZipFile(io.BytesIO(content)), path.name, hashlib.sha256(content).hexdigest())


def _content(path: Path) -> bytes:
    name = path.name
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise FormError(_("{file}: is no file").format(file=name))
        if found.st_size > LARGEST_FILE:
            raise too_large(name)
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise FormError(
            _("{file}: cannot be read ({reason})").format(file=name, reason=error.strerror)
        ) from None
    if len(content) > LARGEST_FILE:
        raise too_large(name)
    _refuse_other_kinds(name, content)
    return content


def _refuse_other_kinds(name: str, content: bytes) -> None:
    """Refuse what is no zip file, saying what it is and what to do."""
    start = content[:1024].lstrip()
    if not start:
        raise FormError(_("{file}: is empty").format(file=name))
    if start.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise FormError(_("{file}: is locked with a password; ask for it without one").format(file=name))
        raise FormError(
            _("{file}: is in Word's old format (.doc); open it and save it as .docx").format(file=name)
        )
    for begins, what in ((b"%PDF", "PDF"), (b"{\\rtf", "RTF"), (b"<", "HTML, XML")):
        if start.startswith(begins):
            raise FormError(
                _("{file}: is {what}, not a Word document; ask for the .docx itself").format(
                    file=name, what=what
                )
            )
    if not content.startswith(b"PK"):
        raise FormError(_("{file}: is not a Word document (.docx)").format(file=name))


def _read(archive: zipfile.ZipFile, name: str, digest: str) -> Package:
    entries: dict[str, zipfile.ZipInfo] = {}
    listed = archive.infolist()
    if len(listed) > MOST_PARTS:
        raise too_large(name)
    for entry in listed:
        # The first of a name counts, as for Word; a name is only ever compared, never opened.
        entries.setdefault(entry.filename.replace("\\", "/").lstrip("/").casefold(), entry)
    reader = _Reader(archive, name, entries)
    types = reader.part("[Content_Types].xml")
    if types is None or not _MAIN.search(" ".join(str(one.get("ContentType")) for one in types)):
        raise _not_word(name, entries, archive)
    main = reader.target("_rels/.rels", "", "/officeDocument") or "word/document.xml"
    document = reader.part(main)
    if document is None:
        raise _damaged(name)
    if etree.QName(document).localname != "document":
        raise FormError(_("{file}: is not a Word document (.docx)").format(file=name))
    return Package(name, digest, document, reader.related(main, "comments"), reader, main)


@dataclass(slots=True)
class _Reader:
    """Reads parts of one package, each and all together within bounds."""

    archive: zipfile.ZipFile
    name: str
    entries: dict[str, zipfile.ZipInfo]
    left: int = 2 * LARGEST_PART
    relations: etree._Element | None = None

    def part(self, name: str) -> etree._Element | None:
        """Return a part as XML, or None where there is none."""
        entry = self.entries.get(name.lstrip("/").casefold())
        if entry is None:
            return None
        if entry.flag_bits & 1:
            raise FormError(
                _("{file}: is locked with a password; ask for it without one").format(file=self.name)
            )
        with self.archive.open(entry) as stream:
            most = min(LARGEST_PART, self.left)
            # What a part says of its own size is not believed.
            raw = stream.read(most + 1)
        self.left -= len(raw)
        if len(raw) > most:
            raise too_large(self.name)
        return _parse(raw, self.name)

    def _of(self, relations: etree._Element | None, folder: str, kind: str) -> list[str]:
        """Return the parts of this package that the relations of a kind lead to."""
        return [
            posixpath.normpath(posixpath.join("/", folder, str(one.get("Target")))).lstrip("/")
            for one in (relations if relations is not None else ())
            if str(one.get("Type")).endswith(kind) and one.get("TargetMode") != "External"
        ][:40]

    def related(self, main: str, kind: str) -> list[etree._Element]:
        """Return the parts of a kind that belong to the document."""
        folder, _slash, base = main.rpartition("/")
        if self.relations is None:
            self.relations = self.part(f"{folder}/_rels/{base}.rels")
        found = self._of(self.relations, folder, f"/{kind}")
        return [part for target in found if (part := self.part(target)) is not None]

    def sums(self, main: str, kind: str) -> list[str]:
        """Return the sums of the parts of a kind, as the archive lists them."""
        found = self._of(self.relations, main.rpartition("/")[0], f"/{kind}")
        entries = (self.entries.get(target.casefold()) for target in found)
        return [f"{entry.CRC:08x}" for entry in entries if entry is not None]

    def target(self, relations: str, folder: str, kind: str) -> str | None:
        """Return the first part that the relations of a kind lead to."""
        return next(iter(self._of(self.part(relations), folder, kind)), None)


def _parse(raw: bytes, name: str) -> etree._Element:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raw = re.sub(r"^<\?xml[^>]*\?>", "", raw.decode("utf-16", "replace").lstrip("\ufeff")).encode()
    declared = _ENCODING.match(raw.removeprefix(b"\xef\xbb\xbf").lstrip())
    if declared and declared[1].lower() not in _READABLE:
        raise _damaged(name)
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise FormError(
            _("{file}: holds what no Word document holds (a DTD); it was not opened").format(file=name)
        )
    if raw.count(b"<") > MOST_TAGS:
        raise too_large(name)
    if b"//purl.oclc.org/ooxml/" in raw:
        for strict, common in _STRICT:
            raw = raw.replace(strict, common)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError:
        raise _damaged(name) from None


def _not_word(name: str, entries: dict[str, zipfile.ZipInfo], archive: zipfile.ZipFile) -> FormError:
    kind = entries.get("mimetype")
    if kind is not None and not kind.flag_bits & 1:
        with archive.open(kind) as stream:
            if b"opendocument" in stream.read(200):
                return FormError(
                    _("{file}: is an OpenDocument file; save it as .docx and try again").format(file=name)
                )
    if any(entry.endswith(".iwa") for entry in entries):
        return FormError(_("{file}: is a Pages file; export it to Word and try again").format(file=name))
    return FormError(_("{file}: is not a Word document (.docx)").format(file=name))


def _damaged(name: str) -> FormError:
    return FormError(
        _("{file}: is damaged; open it in Word or LibreOffice, save it anew as .docx and try again").format(
            file=name
        )
    )


def too_large(name: str) -> FormError:
    """Return the refusal of a file that holds more than any form."""
    return FormError(
        _("{file}: is larger than any form can be; copy the answers into the form that was sent").format(
            file=name
        )
    )
