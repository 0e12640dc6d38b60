"""What a rule found, in words that hold no name and nothing that anybody typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from peervisit.i18n import Translator
from peervisit.model.data import ReviewData

_NUMBERS = re.compile(r"(\d+)")
_TRANSLATED = frozenset({"field", "what"})
"""The parameters that are themselves texts of the catalogue."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule not met by one record."""

    rule: str
    kind: str
    code: str
    message: str
    """A text of the catalogue, with ``{places}`` for the parameters."""
    params: Mapping[str, str] = field(default_factory=dict)
    """Codes, numbers, days and labels only: a finding is shown in terminals and logs."""
    overridden: str | None = None
    """Code of the override, if a peer set the rule aside for this record; the reason is kept there."""

    def text(self, translator: Translator) -> str:
        """Return the finding in the translator's language."""
        values = {
            name: translator.gettext(value) if name in _TRANSLATED else value
            for name, value in self.params.items()
        }
        return translator.gettext(self.message).format_map(values)

    @property
    def order(self) -> tuple[str, str, tuple[tuple[int, int, str], ...]]:
        """Where the finding stands in a list: by rule, kind and code, ``AR-E9`` before ``AR-E14``."""
        parts = (part for part in _NUMBERS.split(self.code) if part)
        key = tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)
        return self.rule, self.kind, key


def listed(codes: Iterable[str]) -> str:
    """Return codes as one text."""
    return ", ".join(codes)


def phase(data: ReviewData) -> int:
    """Return the phase of the review; where nobody set it, the last one that left something behind (ours)."""
    if data.review.phase is not None:
        return data.review.phase
    left = (
        (9, data.action),
        (8, data.comment),
        (7, data.conclusion or data.recommendation),
        (6, data.consensus or data.judgement),
        (5, data.interview),
        (4, data.slot),
        (3, data.desk_review),
        (2, data.self_assessment),
    )
    return next((number for number, records in left if records), 0)
