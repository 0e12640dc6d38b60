"""Full-text search over what was written; never over the names of people."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence

SEARCHED: dict[str, tuple[str, ...]] = {
    "member": ("city", "organisation"),
    "stakeholder": ("role", "organisation", "remarks"),
    "document": ("title", "author", "remarks"),
    "slot": ("title", "room", "remarks"),
    "question": ("text", "to_whom", "answer"),
    "interview": ("notes", "key_messages", "remarks"),
    "evidence": ("statement", "remarks", "page"),
    "self_assessment": ("answer", "responsible", "weaknesses", "questions"),
    "desk_review": ("known", "unknown", "suspected", "questions", "meet", "documents"),
    "judgement": ("rationale",),
    "consensus": ("rationale", "reason", "outweighed", "change", "remarks"),
    "context": ("text",),
    "conclusion": ("title", "text", "theme", "remarks"),
    "recommendation": ("title", "text", "addressee", "peer_city", "remarks"),
    "practice": ("title", "text", "for_whom", "results", "conditions"),
    "action": ("reason", "objective", "measure", "owner", "success", "progress"),
    "comment": ("text", "correction", "reason"),
    "debrief": ("notes", "tomorrow"),
    "review": ("mandate", "publication", "limits", "summary", "next_steps"),
}
"""Kind to the fields whose words are found."""

_AT_ONCE = 3000
"""How many records one statement writes at most: the index writes its pages anew at the end of each."""

_MARKS = 999
"""How many marks a statement may hold in any SQLite; newer ones allow more, and say how many."""

_WORD = re.compile(r"\w+", re.UNICODE)


def index_records(connection: sqlite3.Connection, kind: str, codes: Sequence[str]) -> None:
    """Bring the index in step with the table of a kind, for records that are there and such that are not."""
    fields = SEARCHED.get(kind)
    if fields is None:
        return
    columns = ", ".join(f"t.[{name}]" for name in fields)
    at_once = _at_once(connection)
    for start in range(0, len(codes), at_once):
        chunk = codes[start : start + at_once]
        marks = ", ".join("?" * len(chunk))
        rows = connection.execute(
            f"SELECT t.code, {columns} FROM [{kind}] AS t WHERE t.code IN ({marks})", chunk
        )
        found = {code: "\n".join([str(value) for value in values if value]) for code, *values in rows}
        _write_words(connection, kind, [(code, found.get(code, "")) for code in chunk])


def _at_once(connection: sqlite3.Connection) -> int:
    """Return how many records one statement may write: three marks each."""
    limit = getattr(connection, "getlimit", None)
    marks = limit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) if limit is not None else _MARKS
    return min(_AT_ONCE, int(marks) // 3)


def _write_words(connection: sqlite3.Connection, kind: str, words: Iterable[tuple[str, str]]) -> None:
    entries: list[str] = []
    for code, text in words:
        if text:
            entries += (kind, code, text)
        else:
            connection.execute("DELETE FROM search_entry WHERE kind = ? AND code = ?", (kind, code))
    if entries:
        marks = ", ".join(["(?, ?, ?)"] * (len(entries) // 3))
        connection.execute(
            f"INSERT INTO search_entry (kind, code, words) VALUES {marks} "
            "ON CONFLICT (kind, code) DO UPDATE SET words = excluded.words WHERE words <> excluded.words",
            entries,
        )


def match_expression(words: str, *, typing: bool = False) -> str:
    """Return the FTS5 expression for what a person typed: every word, the last one as a beginning.

    While somebody is ``typing``, the first letter of a word waits for its second: nearly every text has it,
    and it alone would cost more than all others.
    """
    found = _WORD.findall(words)
    if typing and found and len(found[-1]) < 2 and words[-1:].isalnum():
        del found[-1]
    if not found:
        return ""
    quoted = [f'"{word}"' for word in found]
    quoted[-1] += "*"
    return " ".join(quoted)


def find(
    connection: sqlite3.Connection,
    words: str,
    *,
    kinds: tuple[str, ...] = (),
    limit: int = 50,
    ranked: bool = False,
    typing: bool = False,
) -> list[sqlite3.Row]:
    """Return ``kind``, ``code`` and ``excerpt`` of the records that hold the words, newest first.

    In the excerpt the words found stand between U+0001 and U+0002, which no stored text contains.
    """
    expression = match_expression(words, typing=typing)
    if not expression:
        return []
    where = f"AND e.kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
    order = "rank" if ranked else "search.rowid DESC"
    sql = (
        "SELECT e.kind, e.code, snippet(search, 0, char(1), char(2), '…', 16) AS excerpt "
        "FROM search JOIN search_entry AS e ON e.id = search.rowid "
        f"WHERE search MATCH ? {where} ORDER BY {order} LIMIT ?"
    )
    return connection.execute(sql, (expression, *kinds, limit)).fetchall()
