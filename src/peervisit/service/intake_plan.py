"""What taking in a form would do: shown before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

REPORT = "report"
"""What a report that came back is called where forms have their type."""
SKIP = "skip"
"""The choice that leaves a question's answer out."""


class Choices(dict[str, str]):
    """Choices by number of question, which know what was asked: a choice for anything else is a mistake."""

    def __init__(self, given: Mapping[str, str]) -> None:
        super().__init__(given)
        self._asked: set[str] = set()

    def choice(self, number: str) -> str | None:
        """Return the choice for a question, or None where nobody made one yet."""
        self._asked.add(number)
        return self.get(number)

    @property
    def idle(self) -> list[str]:
        """The numbers that were given and never asked."""
        return sorted(set(self) - self._asked)


@dataclass(frozen=True, slots=True)
class Option:
    """One way to settle a question."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a person must settle; nothing of it is taken until then."""

    number: str
    """Such as ``2.5`` for the code of the fifth row of the second table, ``2.5.level`` for its level."""
    text: str
    """What is asked, in the language of the interface."""
    stands: str
    """What stands there, as somebody typed it: for the person, never for a log."""
    options: tuple[Option, ...]
    suggested: str | None = None
    free: bool = False
    """Whether another value than the options may be given: a code, a day."""


@dataclass(slots=True)
class Take:
    """One value that will be taken."""

    kind: str
    code: str
    """The record's code; empty for one that is new and gets its code when it is written."""
    row: str
    """The code that the row has in the form."""
    field: str
    before: Any
    """What is recorded now."""
    after: Any
    place: str
    conflict: bool = False
    """Whether what is recorded was changed since the form was issued: both are kept, as a conflict."""
    base: Any = None
    """What stood in the form when it was issued."""
    new: int = 0
    """Which new record this belongs to, counted from 1; 0 for a record that is there."""

    @property
    def follows(self) -> bool:
        """Whether it follows from the row and the moment, so that nobody needs to read it."""
        return bool(self.new) and self.field in ("about", "received_at", "recommendation")


@dataclass(slots=True)
class Plan:
    """What taking in a file would do."""

    file: str
    sha256: str
    type: str = ""
    form: str = ""
    """The number of the form."""
    member: str | None = None
    """Whose desk review it is."""
    language: str = ""
    issued_on: str = ""
    sealed: bool = False
    """Whether what is taken stays sealed on this laptop, because its peer has not submitted (R09)."""
    takes: list[Take] = field(default_factory=list)
    unchanged: int = 0
    """Answers that say what is recorded, or what stood in the form already."""
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    """Titles of documents that are not on record yet."""
    returned_before: bool = False
    """Whether this very file was taken in before."""

    @property
    def conflicts(self) -> list[Take]:
        """What will stand as a conflict."""
        return [one for one in self.takes if one.conflict]

    @property
    def taken(self) -> list[Take]:
        """What will be taken and is worth reading."""
        return [one for one in self.takes if not one.conflict and not one.follows]

    @property
    def needs_person(self) -> bool:
        """Whether something is left for a person to settle, before or after."""
        return bool(self.questions or self.conflicts)

    @property
    def by_row(self) -> Mapping[str, list[Take]]:
        """What will be taken, by the code of the row."""
        found: dict[str, list[Take]] = {}
        for one in self.takes:
            found.setdefault(one.row, []).append(one)
        return found
