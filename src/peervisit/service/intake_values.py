"""From what stands in a cell to the stored values it means, or to a question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from peervisit.errors import FormError
from peervisit.i18n import _
from peervisit.model.benchmark import Benchmark, in_language
from peervisit.model.text import clean_line, fold
from peervisit.service.intake_plan import SKIP, Choices, Option, Question
from peervisit.service.intake_rows import add_words

if TYPE_CHECKING:
    from peervisit.forms.filled import FilledRow
    from peervisit.forms.matching import Words
    from peervisit.forms.spec import Column, FormSpec

_BULLET = re.compile(r"^[\s•◦▪‣–—*·-]+\s+")
_SHORT = 40
"""The most letters of a level that stands where another answer belongs."""
_RESPONSES = {
    "accepted": ("accept", "yes", "ok", "agreed", "accepté", "acceptée", "oui", "d'accord"),
    "partly": ("partly", "partially", "partially accepted", "in part", "en partie", "partiellement",
               "partiellement accepté", "partiellement acceptée", "acceptée en partie"),
    "rejected": ("rejected", "refused", "not accepted", "no", "disagree", "non", "pas d'accord", "refusé",
                 "refusée", "rejeté", "rejetée", "écartée", "non acceptée"),
}  # fmt: skip
"""Other words in which hosts have answered."""


@dataclass
class Reader:
    """Reads the answers of one form."""

    spec: FormSpec
    benchmark: Benchmark
    language: str
    """Of the interface: levels are offered in it."""
    settled: Choices
    titles: Mapping[str, str]
    """Code of each document on record to its title."""
    questions: list[Question] = field(default_factory=list)
    new_documents: dict[str, str] = field(default_factory=dict)
    """Title as it is compared to the title, for documents that are not on record."""

    def __post_init__(self) -> None:
        from peervisit.forms import matching

        self._levels = matching.levels(self.benchmark, no_data=self.spec.type == "self-assessment")
        self._choices = {
            column.field: matching.options(column.options, _RESPONSES)
            for column in self.spec.columns
            if column.options
        }
        self._named: dict[str, str] = {}
        self._codes = {matching.plain_code(code): code for code in self.titles}
        self._titles = {fold(title): code for code, title in self.titles.items() if title}

    def values(self, row: FilledRow) -> dict[str, Any]:
        """Return the stored values of a row; None where the cell is empty, nothing where it is unsettled."""
        found: dict[str, Any] = {}
        self._find_level(row)
        for column in self.spec.columns:
            if column.field in row.answers:
                found.update(self._read(column, row, row.answers[column.field]))
        return found

    def _find_level(self, row: FilledRow) -> None:
        """Ask about a level that stands alone in the column of another answer, where its own is empty."""
        own = next((one.field for one in self.spec.columns if one.asked == "level"), None)
        if own is None or row.answers.get(own, "").strip():
            return
        for column in self.spec.columns:
            text = row.answers.get(column.field, "")
            if column.asked not in ("text", "line") or len(text) > _SHORT or not self._is_level(text):
                continue
            number = f"{row.place}.{column.field}"
            if self.settled.choice(number) is None:
                options = (
                    Option("level", _("yes, it is the level")),
                    Option("keep", _("no, leave it where it stands")),
                    Option(SKIP, _("leave it out")),
                )
                asked = _("{code}: is this the level, in another column?").format(code=row.code)
                self.questions.append(Question(number, asked, text, options, "level"))
                del row.answers[column.field]
            elif self._choice(number, {"level": "level", "keep": "keep"}) != "keep":
                del row.answers[column.field]
                if self.settled[number] == "level":
                    row.answers[own] = text
                return

    def _is_level(self, text: str) -> bool:
        """Whether a text is a level and no mere dash, which people put where they have nothing to say."""
        return self._levels.find(text) is not None and any(unicodedata.category(c)[0] in "LS" for c in text)

    def _read(self, column: Column, row: FilledRow, text: str) -> dict[str, Any]:
        if column.asked == "text":
            return {column.field: text or None}
        if column.asked == "line":
            return {column.field: " ".join(text.split()) or None}
        if column.asked == "level":
            return self._level(column, row, text)
        if column.asked == "documents":
            return {column.field: self._documents(text)}
        return self._closed(column, row, text)

    def _level(self, column: Column, row: FilledRow, text: str) -> dict[str, Any]:
        if not text.strip():
            return {column.field: None}
        names = {
            one.id: f"{one.symbol} {in_language(one.name, self.language)}" for one in self.benchmark.scale
        }
        if self.spec.type == "self-assessment":
            names[""] = _("no data")
        asked = _("{code}: which level is meant?")
        found = self._settle(column, row, text, self._levels, names, asked)
        if found is None:
            return {}
        if self.spec.type != "self-assessment":
            return {column.field: found}
        return {column.field: found or None, "no_data": True if found == "" else None}

    def _closed(self, column: Column, row: FilledRow, text: str) -> dict[str, Any]:
        if not text.strip():
            return {column.field: None}
        if column.asked == "day":
            return self._day(column, row, text)
        names = {value: _(label) for value, label in column.options}
        asked = _("{code}: which answer is meant?")
        found = self._settle(column, row, text, self._choices[column.field], names, asked)
        return {} if found is None else {column.field: found}

    def _settle(
        self, column: Column, row: FilledRow, text: str, words: Words, names: Mapping[str, str], asked: str
    ) -> str | None:
        """Return the one value that is meant, or None where that is left open or was left out."""
        found = words.find(text)
        if found is not None:
            return found
        number = f"{row.place}.{column.field}"
        if self.settled.choice(number) is not None:
            value = self._choice(number, {one or "no-data": one for one in names})
            if value is not None and words.says_more(text):
                add_words(row, self.spec.type, text)
            return value
        options = tuple(Option(value or "no-data", label) for value, label in names.items())
        near = words.near(text)
        self.questions.append(
            Question(
                number,
                asked.format(code=row.code),
                text,
                (*options, Option(SKIP, _("leave it out"))),
                (near[0] or "no-data") if near else None,
            )
        )
        return None

    def _choice(self, number: str, known: Mapping[str, str]) -> str | None:
        chosen = self.settled[number]
        if chosen == SKIP:
            return None
        if chosen not in known:
            raise FormError(
                _("question {number}: choose one of {options}").format(
                    number=number, options=", ".join((*known, SKIP))
                )
            )
        return known[chosen]

    def _day(self, column: Column, row: FilledRow, text: str) -> dict[str, Any]:
        from peervisit.forms.matching import day

        number = f"{row.place}.{column.field}"
        found = day(text)
        chosen = self.settled.choice(number) if found is None else None
        if chosen == SKIP:
            return {}
        if chosen is not None:
            try:
                found = str(date.fromisoformat(chosen))
            except ValueError:
                raise FormError(
                    _("question {number}: give a day as YYYY-MM-DD, or {skip}").format(
                        number=number, skip=SKIP
                    )
                ) from None
        if found is not None:
            return {column.field: found}
        self.questions.append(
            Question(
                number,
                _("{code}: which day is meant? Give it as YYYY-MM-DD.").format(code=row.code),
                text,
                (Option(SKIP, _("leave it out")),),
                free=True,
            )
        )
        return {}

    def _documents(self, text: str) -> list[str]:
        """Return codes of documents; one that is not on record stands as ``+`` and its title."""
        found: list[str] = []
        for piece in re.split(r"[\n;]", text):
            title = clean_line(_BULLET.sub("", piece)).strip(" .,")
            if not title or title in ("-", "–", "—"):
                continue
            if title not in self._named:
                self._named[title] = self._document(title)
            if self._named[title] not in found:
                found.append(self._named[title])
        return found

    def _document(self, title: str) -> str:
        from peervisit.forms.matching import plain_code

        key = fold(title)
        code = self._codes.get(plain_code(title.split()[0])) or self._titles.get(key)
        if code is None:
            self.new_documents.setdefault(key, title)
            code = f"+{key}"
        return code
