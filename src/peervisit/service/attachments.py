"""Files that belong to a document record: what they were when attached, where they lie, and their words.

The record says by name and SHA-256 which file is meant, and travels to every copy of the review. Where the
file lies on this laptop, and its words, stay here.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from peervisit.errors import PeervisitError
from peervisit.i18n import _
from peervisit.service import records
from peervisit.store.pages import forget_pages, index_pages
from peervisit.store.read import Row
from peervisit.store.review_file import ReviewFile

State = Literal["here", "changed", "missing", "elsewhere", "none"]
"""Of the file of a document: as it was; no longer the same; no longer there; on another laptop; none."""


@dataclass(frozen=True, slots=True)
class Attached:
    """What came of attaching a file: its hash, how many pages or parts can be searched, or why none."""

    sha256: str
    pages: int
    reason: str


def attach(review: ReviewFile, code: str, path: Path) -> Attached:
    """Tie a file to a document record: its name and hash for everybody, its words for the search here.

    A document that was wanted or promised counts as received today.

    Raises:
        UnknownCodeError: there is no such document.
        PeervisitError: the file cannot be read.
    """
    held = records.require(review, "document", code)
    sha256 = _hash(path)
    fields: Row = {"link": path.name, "sha256": sha256}
    if held["status"] != "received":
        fields |= {"status": "received", "received_on": review.now().astimezone().strftime("%Y-%m-%d")}
    if not held["title"]:
        fields["title"] = path.stem
    with review.transaction(f"attach document {code}"):
        records.edit(review, "document", code, fields)
        return _keep(review, code, path, sha256)


def find_files(review: ReviewFile, folder: Path) -> dict[str, Path]:
    """Look in a folder, and below it, for the files of documents that were attached on another laptop.

    Returns:
        Code of the document to the file found; their words can be searched from now on.

    Raises:
        PeervisitError: there is no such folder.
    """
    if not folder.is_dir():
        raise PeervisitError(_("{folder}: no such folder").format(folder=folder.name or folder))
    wanted = {
        str(row["sha256"]): code
        for code, row in review.rows("document").items()
        if row["sha256"] and state(review, row) != "here"
    }
    found: dict[str, Path] = {}
    for path in _files(folder) if wanted else ():
        try:
            sha256 = _hash(path)
        except PeervisitError:
            continue
        code = wanted.pop(sha256, None)
        if code is not None:
            with review.transaction():
                _keep(review, code, path, sha256)
            found[code] = path
        if not wanted:
            break
    return found


def state(review: ReviewFile, document: Row, *, thorough: bool = True) -> State:
    """Say how it stands with the file of a document, on this laptop.

    Without ``thorough`` a file that is there counts as unchanged: reading a long one takes its time.
    """
    if not document["sha256"]:
        return "none"
    place = file_of(review, str(document["code"]))
    if place is None:
        return "elsewhere"
    if not place.exists():
        return "missing"
    return "here" if not thorough or _same(place, str(document["sha256"])) else "changed"


def file_of(review: ReviewFile, code: str) -> Path | None:
    """Return where the file of a document lies on this laptop, or None."""
    row = review.connection.execute("SELECT path FROM attachment WHERE document = ?", (code,)).fetchone()
    return Path(row[0]) if row else None


def words_for(found: State) -> str:
    """Say the state of a file in the language of the interface."""
    return {
        "here": _("on this laptop, as it was attached"),
        "changed": _("changed since it was attached; attach it again if this is meant"),
        "missing": _("no longer where it was; attach it again"),
        "elsewhere": _("not on this laptop; attach your copy of it"),
        "none": "",
    }[found]


def _keep(review: ReviewFile, code: str, path: Path, sha256: str) -> Attached:
    from peervisit.exchange.document_text import words_of

    words = words_of(path)
    run = review.connection.execute
    run("INSERT OR REPLACE INTO attachment VALUES (?, ?, ?)", (code, str(path.resolve()), sha256))
    forget_pages(review.connection, code)
    index_pages(review.connection, code, words.pages)
    return Attached(sha256, len(words.pages), words.reason)


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise PeervisitError(
            _("{file}: cannot be read; check its name and your rights on it").format(file=path.name)
        ) from error


def _same(path: Path, sha256: str) -> bool:
    try:
        return _hash(path) == sha256
    except PeervisitError:
        return False


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place, name) for name in sorted(names) if not name.startswith("."))
