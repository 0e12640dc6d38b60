"""The words of a document that the host sent: of PDF and of Word files, page by page where there are pages.

Files come from outside: what is damaged, locked or built to exhaust memory gives no words and a reason,
never an exception of a library.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from peervisit.i18n import _
from peervisit.model.text import clean

MOST_PAGES = 3000
MOST_CHARACTERS = 5_000_000
MOST_BYTES = 200_000_000
"""What one document may hold, unpacked, to be read for its words."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PIECE = 65536


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a document by page (0 where it has none), and why some or all are missing."""

    pages: tuple[tuple[int, str], ...] = ()
    reason: str = ""


class _TooMuchError(Exception):
    """There is more in the file than a document holds."""


def _too_long() -> str:
    return _("it is too long to be searched whole")


def words_of(path: Path) -> Words:
    """Return the words of a ``.pdf`` or ``.docx`` file; of any other, none and no reason."""
    read = {".pdf": _of_pdf, ".docx": _of_word}.get(path.suffix.lower())
    if read is None:
        return Words()
    pages: list[tuple[int, str]] = []
    reason, left = "", MOST_CHARACTERS
    try:
        for number, text in read(path):
            text = clean(text).strip()[:left]
            left -= len(text)
            if text:
                pages.append((number, text))
            if left <= 0:
                reason = _too_long()
                break
    except _TooMuchError:
        reason = _too_long()
    except ImportError:
        return Words(reason=_("words of PDF files need: pip install 'peervisit[documents]'"))
    except Exception:
        # Whatever the library stumbled over: the file is not ours to mend, and its words are a comfort.
        reason = _("it is damaged or locked, so its words cannot be searched")
    if not pages and not reason:
        reason = _("no words found in it; it may be a scan")
    return Words(tuple(pages), reason)


def _of_pdf(path: Path) -> Iterator[tuple[int, str]]:
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    if path.stat().st_size > MOST_BYTES:
        raise _TooMuchError
    with pypdf.PdfReader(path) as reader:
        for number, page in enumerate(reader.pages, 1):
            if number > MOST_PAGES:
                raise _TooMuchError
            yield number, page.extract_text() or ""


def _of_word(path: Path) -> Iterator[tuple[int, str]]:
    with zipfile.ZipFile(path) as package, package.open("word/document.xml") as part:
        yield 0, "\n".join(_paragraphs(part))


def _paragraphs(part: IO[bytes]) -> Iterator[str]:
    from lxml import etree

    # No network, no entities, no huge trees; read piece by piece, so that a bomb is stopped on its way.
    parser: Any = etree.XMLPullParser(
        events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    read = 0
    while piece := part.read(_PIECE):
        read += len(piece)
        if read > MOST_BYTES:
            raise _TooMuchError
        parser.feed(piece)
        for _event, element in parser.read_events():
            if element.tag == f"{_W}p":
                yield "".join(_runs(element))
                element.clear()
    parser.close()


def _runs(paragraph: Any) -> Iterator[str]:
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if element.tag == f"{_W}t":
            yield element.text or ""
        else:
            yield {"tab": "\t", "noBreakHyphen": "-"}.get(element.tag.removeprefix(_W), "\n")
