"""What is being typed in a form and is no entry yet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from peervisit.store import private
from peervisit.store.review_file import ReviewFile

NEW = "+"


class Drafts:
    """The drafts of one form: of a record, or of a new one with the same beginning."""

    def __init__(self, review: ReviewFile, kind: str, code: str | None, preset: Mapping[str, Any]) -> None:
        self._review, self._kind = review, kind
        start = json.dumps(preset, sort_keys=True, ensure_ascii=False) if preset else ""
        self._record = code or f"{NEW}{start}"
        self._author = review.log.author or ""

    @property
    def name(self) -> str:
        """Return what tells these drafts from all others."""
        return f"{self._kind} {self._record}"

    def read(self) -> tuple[dict[str, Any], str]:
        """Return the values kept by field, and when the last was kept; both empty where there are none."""
        rows = [
            row
            for row in private.drafts(self._review.connection, self._author)
            if row["kind"] == self._kind and row["record"] == self._record
        ]
        values = {row["field"]: json.loads(row["value"]) for row in rows}
        return values, max((str(row["saved_at"]) for row in rows), default="")

    def keep(self, values: Mapping[str, Any]) -> str:
        """Keep values; return when."""
        at = self._review.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        with self._review.transaction():
            for name, value in values.items():
                text = json.dumps(value, ensure_ascii=True)
                private.save_draft(
                    self._review.connection, self._author, self._kind, self._record, name, text, at
                )
        return at

    def drop(self) -> None:
        """Forget the drafts."""
        values, _at = self.read()
        if not values:
            return
        with self._review.transaction():
            for name in values:
                private.drop_draft(self._review.connection, self._author, self._kind, self._record, name)
