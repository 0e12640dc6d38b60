"""The words of files that lie on this laptop, in the same index as everything that was written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

ATTACHMENT = "attachment"
"""What the index calls a page of a file; its code is the document's, with ``#`` and the page, if any."""


def index_pages(connection: sqlite3.Connection, document: str, pages: Iterable[tuple[int, str]]) -> None:
    """Put the pages of a document's file into the search index."""
    connection.executemany(
        "INSERT INTO search_entry (kind, code, words) VALUES (?, ?, ?)",
        [(ATTACHMENT, f"{document}#{number}" if number else document, words) for number, words in pages],
    )


def forget_pages(connection: sqlite3.Connection, document: str) -> None:
    """Take the pages of a document's file out of the search index."""
    connection.execute(
        "DELETE FROM search_entry WHERE kind = ? AND (code = ? OR substr(code, 1, ?) = ?)",
        (ATTACHMENT, document, len(document) + 1, f"{document}#"),
    )


def page_of(code: str) -> tuple[str, int]:
    """Return the document that a code of the index names, and the page (0 for none)."""
    document, _mark, page = code.partition("#")
    return document, int(page or 0)
