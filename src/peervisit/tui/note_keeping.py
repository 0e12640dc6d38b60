"""The note of one interview between keyboard and record: draft, record, and what others wrote meanwhile."""

from __future__ import annotations

import json
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
    """Keeps one note; the draft is apart from the drafts of the form of the same interview.

    Two windows may have the same note open. Neither writes over a draft of the other that it has not
    taken over: it keeps its own beside that one, and whoever opens the note next finds both.
    """

    def __init__(self, review: ReviewFile, interview: str, field: str = "notes") -> None:
        self._review, self._interview, self._field = review, interview, field
        self._record = self._first = f"{interview}/{field}"
        self._known: dict[str, str] = {}
        """Record of a draft to its text, of those that were taken over or written here."""
        self.base = self.stored()

    @property
    def name(self) -> str:
        """Return what tells the draft of this note from all others."""
        return f"note {self._first}"

    def stored(self) -> str:
        """Return the note as it stands in the record."""
        row = self._review.connection.execute(
            f"SELECT [{self._field}] FROM interview WHERE code = ?", (self._interview,)
        ).fetchone()
        return (row[0] or "") if row else ""

    def draft(self) -> Draft | None:
        """Return the draft there is, unless the record says the same already; of several, what all hold."""
        return self._together(self._drafts())

    def take_over(self) -> Draft | None:
        """Return the draft there is, to go on with: what is kept from now on replaces it."""
        found = self._drafts()
        self._known = {record: str(values["text"]) for record, values, _at in found}
        return self._together(found)

    def is_waiting(self) -> bool:
        """Whether what was kept here is no entry yet."""
        text = self._held(self._record)
        return text is not None and text == self._known.get(self._record) and clean(text) != self.base

    def keep(self, text: str, cursor: tuple[int, int] = (0, 0)) -> str:
        """Keep a draft on this laptop; return when."""
        held = self._held(self._record)
        if held is not None and held not in (text, self._known.get(self._record)):
            self._record = f"{self._first}/{self._review.log.session}"
        values = {"text": text, "base": _digest(self.base), "cursor": list(cursor)}
        with self._review.transaction():
            at = self._of(self._record).keep(values)
            self._drop(but=self._record)
        self._known[self._record] = text
        return at

    def forget(self) -> None:
        """Forget what was kept or taken over here; what another window keeps meanwhile stays."""
        if self._known:
            with self._review.transaction():
                self._drop()

    def _drop(self, but: str = "") -> None:
        for record, text in list(self._known.items()):
            if record != but:
                if self._held(record) == text:
                    self._of(record).drop()
                del self._known[record]

    def _of(self, record: str) -> Drafts:
        return Drafts(self._review, "interview", record, {})

    def _held(self, record: str) -> str | None:
        row = self._review.connection.execute(
            "SELECT value FROM draft "
            "WHERE author = ? AND kind = 'interview' AND record = ? AND field = 'text'",
            (self._review.log.author or "", record),
        ).fetchone()
        return str(json.loads(row[0])) if row else None

    def _drafts(self) -> list[tuple[str, dict[str, Any], str]]:
        """Return record, values and time of each draft of this note, the newest first."""
        rows = self._review.connection.execute(
            "SELECT record FROM draft WHERE author = ? AND kind = 'interview' AND field = 'text' "
            "AND (record = ? OR substr(record, 1, ?) = ?)",
            (self._review.log.author or "", self._first, len(self._first) + 1, f"{self._first}/"),
        )
        found = [(str(row[0]), *self._of(str(row[0])).read()) for row in rows.fetchall()]
        return sorted(found, key=lambda one: one[2], reverse=True)

    def _together(self, found: list[tuple[str, dict[str, Any], str]]) -> Draft | None:
        drafts = [(values, at) for _record, values, at in found if clean(values["text"]) != self.base]
        if not drafts:
            return None
        values, at = drafts[0]
        text = str(values["text"])
        for other, _at in drafts[1:]:
            known = set(text.splitlines())
            missing = [line for line in str(other["text"]).splitlines() if line not in known]
            text = "\n".join([text, *missing])
        row, column = values.get("cursor") or (0, 0)
        return Draft(text, at, (int(row), int(column)), values.get("base") != _digest(self.base))

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
