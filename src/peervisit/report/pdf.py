"""The report as PDF, and the pages of its chapters, where LibreOffice is installed: it does the work."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peervisit.errors import ReportError
from peervisit.i18n import _

PROGRAMS = ("soffice", "libreoffice")
_ELSEWHERE = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
PATIENCE = 300
"""After so many seconds LibreOffice is taken to hang: a long report takes five."""
_TRUE = {"type": "boolean", "value": "true"}
_ASKED = {
    "PDFUACompliance": _TRUE,
    "UseTaggedPDF": _TRUE,
    "ExportBookmarks": _TRUE,
    "ExportBookmarksToPDFDestination": _TRUE,
}
"""A PDF that a screen reader can follow (PDF/UA), with the bookmarks of the document as its places."""
_PLACES = re.compile(rb"/Dests (\d+) 0 R")
_PLACE = re.compile(rb"/([A-Za-z0-9_#.-]+)\s*\[(\d+) 0 R/")
_KIDS = re.compile(rb"/Type\s*/Pages\b.*?/Kids\s*\[([^\]]*)\]", re.DOTALL)
_REFERENCE = re.compile(rb"(\d+) 0 R")


def office() -> Path | None:
    """Return the program that makes PDFs, or None where LibreOffice is not installed."""
    for name in PROGRAMS:
        if found := shutil.which(name):
            return Path(found)
    return next((Path(one) for one in _ELSEWHERE if Path(one).is_file()), None)


def write_pdf(document: Path, target: Path) -> None:
    """Write a Word file as PDF/UA: tagged, with title and language, links and outline.

    Raises ReportError where LibreOffice is missing, fails or hangs; an earlier file is then as it was.
    """
    with _converted(document) as made:
        beside = target.with_name(f".{target.name}.part")
        try:
            shutil.copyfile(made, beside)
            beside.replace(target)
        except OSError as error:
            raise ReportError(
                _("{file}: the document cannot be written ({reason})").format(
                    file=target.name, reason=error.strerror
                )
            ) from error
        finally:
            beside.unlink(missing_ok=True)


def count_pages(document: Path) -> dict[str, str]:
    """Return the page that each bookmark of a Word file stands on, as LibreOffice sets it.

    Bookmarks that it does not tell of are not in it. Raises ReportError as :func:`write_pdf` does.
    """
    with _converted(document) as made:
        return places(made.read_bytes())


def places(pdf: bytes) -> dict[str, str]:
    """Return the page of each named place of a PDF as LibreOffice writes it, counted from 1."""
    found, tree = _PLACES.search(pdf), _KIDS.search(pdf)
    if found is None or tree is None:
        return {}
    pages = {number: str(n) for n, number in enumerate(_REFERENCE.findall(tree[1]), start=1)}
    start = pdf.find(b"\n" + found[1] + b" 0 obj")
    held = pdf[start : pdf.find(b"endobj", start)]
    return {name.decode(): pages[page] for name, page in _PLACE.findall(held) if page in pages}


@contextmanager
def _converted(document: Path) -> Iterator[Path]:
    """Yield a Word file as PDF; the file vanishes afterwards."""
    program = office()
    if program is None:
        raise ReportError(
            _("LibreOffice, which makes PDFs, is not installed here; Word can save the Word file as PDF")
        )
    with tempfile.TemporaryDirectory(prefix="peervisit-", ignore_cleanup_errors=True) as folder:
        # A profile of its own: an open LibreOffice is left alone, and its settings change nothing here.
        profile = Path(folder, "profile").as_uri()
        source = Path(folder, "document.docx")
        shutil.copyfile(document, source)
        command = [
            str(program), "--headless", "--norestore", "--nologo", "--nolockcheck",
            f"-env:UserInstallation={profile}", "--convert-to", f"pdf:writer_pdf_Export:{json.dumps(_ASKED)}",
            "--outdir", folder, str(source),
        ]  # fmt: skip
        _run(command)
        made = source.with_suffix(".pdf")
        if not made.is_file() or not made.stat().st_size:
            raise ReportError(_("LibreOffice made no PDF of the document; the Word file is there"))
        yield made


def _run(command: list[str]) -> None:
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=sys.platform != "win32",
    )
    try:
        process.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired as error:
        raise ReportError(
            _("LibreOffice did not finish the PDF within {n} minutes; the Word file is there").format(
                n=PATIENCE // 60
            )
        ) from error
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice with the program that it starts itself: its own session, nobody else's."""
    if sys.platform != "win32":
        import signal

        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
