"""The texts that the host's edition is made of, and the names of people found in texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from peervisit.model.data import ReviewData
from peervisit.model.fields import Record
from peervisit.model.kinds import fields_of
from peervisit.model.text import fold

REPORTED = (
    "review",
    "evidence",
    "self_assessment",
    "consensus",
    "context",
    "conclusion",
    "recommendation",
    "practice",
    "action",
)
"""The kinds whose texts the host's edition prints."""

WORKING = ("interview", "question", "debrief", "desk_review", "judgement")
"""The kinds that the team writes in for itself."""


_MORE_THAN_CHANCE = 20


@dataclass(frozen=True, slots=True)
class Passage:
    """One text field of one record."""

    kind: str
    code: str
    field: str
    text: str
    team_only: bool

    @property
    def title(self) -> str:
        """The field's title in English, for the catalogue."""
        return fields_of(self.kind)[self.field].title


def passages(data: ReviewData, kinds: tuple[str, ...]) -> Iterator[Passage]:
    """Yield the texts of the records of these kinds, team-only ones too, as they stand in the file."""
    for kind in kinds:
        for record in _records(data, kind):
            yield from _of_record(kind, record)


def _records(data: ReviewData, kind: str) -> Iterator[Record]:
    held = getattr(data, kind)
    yield from held.values() if isinstance(held, dict) else (held,)


def _of_record(kind: str, record: Record) -> Iterator[Passage]:
    for name, known in fields_of(kind).items():
        value = getattr(record, name)
        plain = isinstance(value, str) and not (known.choices or known.ref or known.personal)
        if plain and value:
            yield Passage(kind, record.code, name, value, known.team_only)
        elif known.items and known.items.value and not known.choices:
            for text in value.values():
                yield Passage(kind, record.code, name, text, known.team_only)


def wording(text: str) -> str | None:
    """Return what a text says, for finding it in another; None if it is so short that chance would do."""
    words = fold(text).strip(" .\"'«»“”")
    return words if len(words) >= _MORE_THAN_CHANCE else None


class Names:
    """Finds the people of the stakeholder list in a text: by full name, or by a surname of four letters."""

    def __init__(self, data: ReviewData) -> None:
        self._codes: dict[str, set[str]] = {}
        for person in data.stakeholder.values():
            for name in _spellings(person.name or ""):
                self._codes.setdefault(name, set()).add(person.code)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._codes, key=len, reverse=True)
        return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)")

    def found_in(self, text: str) -> list[str]:
        """Return the codes of the people whose names stand in the text."""
        if not self._codes:
            return []
        codes = {code for name in self._pattern.findall(text) for code in self._codes[name]}
        return sorted(codes)


def _spellings(name: str) -> Iterator[str]:
    words = name.split()
    if len(words) > 1:
        yield name
    if words and len(words[-1]) >= 4:
        yield words[-1]
