"""The note of one interview between keyboard and record: draft, record, and what others wrote meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from peervisit.model.text import clean
from peervisit.store.review_file import ReviewFile
from peervisit.tui.drafts import Drafts


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed and is no entry yet: the text, when it was kept, whether the record changed."""

    text: str
    at: str
    cursor: tuple[int, int]
    outdated: bool


class NoteKeeper:
    """Keeps one note; the draft is apart from the drafts of the form of the same interview."""

    def __init__(self, review: ReviewFile, interview: str, field: str = "notes") -> None:
        self._review, self._interview, self._field = review, interview, field
        self._drafts = Drafts(review, "interview", f"{interview}/{field}", {})
        self.base = self.stored()

    def stored(self) -> str:
        """Return the note as it stands in the record."""
        row = self._review.connection.execute(
            f"SELECT [{self._field}] FROM interview WHERE code = ?", (self._interview,)
        ).fetchone()
        return (row[0] or "") if row else ""

    def draft(self) -> Draft | None:
        """Return the draft there is, unless the record says the same already."""
        values, at = self._drafts.read()
        text = values.get("text")
        if not isinstance(text, str) or clean(text) == self.base:
            return None
        row, column = values.get("cursor") or (0, 0)
        return Draft(text, at, (int(row), int(column)), values.get("base") != _digest(self.base))

    def keep(self, text: str, cursor: tuple[int, int] = (0, 0)) -> str:
        """Keep a draft on this laptop; return when."""
        return self._drafts.keep({"text": text, "base": _digest(self.base), "cursor": list(cursor)})

    def forget(self) -> None:
        """Forget the draft."""
        self._drafts.drop()

    def enter(self, text: str) -> bool:
        """Turn the text into one change of the record and forget the draft; False where nothing changed.

        Raises:
            UnknownCodeError: the interview record was deleted; the draft stays.
        """
        changed = clean(text) != self.stored()
        if changed:
            from peervisit.service import records

            value: Any = text if text.strip() else None
            records.edit(self._review, "interview", self._interview, {self._field: value})
        self.base = self.stored()
        self.forget()
        return changed

    def news(self) -> str:
        """Return the lines that somebody else put into the record since it was read here, once."""
        stored = self.stored()
        if stored == self.base:
            return ""
        known = set(self.base.splitlines())
        self.base = stored
        return "\n".join(line for line in stored.splitlines() if line not in known)


def both(stored: str, draft: str, between: str) -> str:
    """Return a text that loses neither the record nor the draft."""
    if not stored.strip() or draft.startswith(stored):
        return draft
    if stored.startswith(draft):
        return stored
    return f"{stored.rstrip()}\n\n{between}\n{draft}"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
