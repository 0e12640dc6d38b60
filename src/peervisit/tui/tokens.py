"""What may be typed into a line of a note for the program to understand: offered, never required.

``#GG-AMB-1`` or ``#ga1`` links an indicator (``#-GG-AMB-1`` contradicts it, ``#=GG-AMB-1`` gives context),
``@AR-I03``, ``@I03`` or ``@mayor`` says who spoke, ``!`` at the beginning asks to follow up, and the name
of a level, as in ``!below``, says which way the indicators of the line are spoken to. Quotation marks around
the whole line make it a quote. What is not understood stays part of the statement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from peervisit.i18n import current
from peervisit.model.benchmark import Benchmark, in_language
from peervisit.model.text import clean, fold

_LEAD = re.compile(r"^\s*(?:[-–•*>]\s+)?(?:\[\d{1,2}:\d{2}\]\s*)?(?:[-–•*>]\s+)?")
_TOKEN = re.compile(r"(?<!\S)(?:#([+\-−=]?)([\w.\-]*\w)|@([\w\-]*\w)|!([\w\-]*\w))(?=[\s.,;:?)]|$)")
_URGENT = re.compile(r"^!+\s+")
_QUOTES = ("“”", "„“", "«»", '""', "„”", "‹›")
_SIGNS = {"-": "contradicts", "−": "contradicts", "=": "context", "+": "supports", "": "supports"}

Rows = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Line:
    """A line of a note, understood."""

    statement: str
    indicators: dict[str, str] = field(default_factory=dict)
    stakeholders: list[str] = field(default_factory=list)
    follow_up: bool = False
    quote: bool = False
    unknown: list[str] = field(default_factory=list)
    level: str = ""

    def fields(self) -> dict[str, Any]:
        """Return the fields of the evidence that the line becomes, the statement aside."""
        found: dict[str, Any] = {}
        if self.indicators:
            found["indicators"] = self.indicators
        if self.stakeholders:
            found["stakeholders"] = self.stakeholders
        if self.follow_up:
            found["follow_up"] = True
        if self.quote:
            found["quote"] = True
        return found


def understand(text: str, benchmark: Benchmark, people: Rows, here: Sequence[str] = ()) -> Line:
    """Read a line; people ``here`` are meant first where several could be."""
    rest = _LEAD.sub("", clean(text), count=1)
    urgent = _URGENT.match(rest)
    tokens = _Tokens(benchmark, people, here)
    left = _TOKEN.sub(tokens.take, rest[urgent.end() :] if urgent else rest)
    statement, quote = _unquoted(_tidy(left))
    links = tokens.links
    if tokens.level and benchmark.position(tokens.level) == 0:
        links = {code: "contradicts" if way == "supports" else way for code, way in links.items()}
    return Line(statement, links, tokens.speakers, bool(urgent), quote, tokens.unknown, tokens.level)


class _Tokens:
    """Collects what the tokens of one line mean."""

    def __init__(self, benchmark: Benchmark, people: Rows, here: Sequence[str]) -> None:
        self._benchmark, self._people, self._here = benchmark, people, here
        self.links: dict[str, str] = {}
        self.speakers: list[str] = []
        self.unknown: list[str] = []
        self.level = ""

    def take(self, match: re.Match[str]) -> str:
        """Take a token out of the line, or leave it there where nobody knows what it means."""
        sign, indicator, person, word = match.groups()
        if indicator is not None:
            known = self._link(indicator, _SIGNS[sign])
        elif person is not None:
            known = self._speaker(person)
        else:
            self.level = _level(self._benchmark, word) or self.level
            known = _level(self._benchmark, word) is not None
        if known:
            return ""
        self.unknown.append(match.group())
        return match.group()

    def _link(self, word: str, direction: str) -> bool:
        code = indicator_of(self._benchmark, word)
        if code:
            self.links[code] = direction
        return code is not None

    def _speaker(self, word: str) -> bool:
        code = person_of(self._people, self._here, word)
        if code and code not in self.speakers:
            self.speakers.append(code)
        return code is not None


def indicator_of(benchmark: Benchmark, word: str) -> str | None:
    """Return the indicator that a code, an older code or a short code names."""
    return benchmark.find(word) or short_codes(benchmark).get(fold(word).replace("-", ""))


_short: dict[str, dict[str, str]] = {}


def short_codes(benchmark: Benchmark) -> dict[str, str]:
    """Return the short codes that mean one indicator only: ``ga1`` for ``GG-AMB-1``."""
    key = f"{benchmark.id} {benchmark.version}"
    if key not in _short:
        found: dict[str, str | None] = {}
        for one in benchmark.indicators:
            parts = [part for part in re.split(r"[-.]", one.id.casefold()) if part]
            short = "".join(part if part.isdigit() else part[:1] for part in parts)
            found[short] = None if short in found else one.id
        _short[key] = {short: code for short, code in found.items() if code}
    return _short[key]


def person_of(people: Rows, here: Sequence[str], word: str) -> str | None:
    """Return the person whose code, end of the code or word of the role this is, if it is one person."""
    asked = fold(word)
    for codes in (here, list(people)):
        for fits in (
            [code for code in codes if fold(code) == asked],
            [code for code in codes if fold(code).endswith(f"-{asked}")],
            [code for code in codes if len(asked) > 2 and asked in _role_words(people.get(code))],
        ):
            if len(fits) == 1:
                return fits[0]
    return None


def _role_words(row: Mapping[str, Any] | None) -> set[str]:
    return (
        set(re.findall(r"\w+", fold(f"{row.get('role') or ''} {row.get('organisation') or ''}")))
        if row
        else set()
    )


def _level(benchmark: Benchmark, word: str) -> str | None:
    asked = fold(word)
    for level in benchmark.assessed:
        if asked in (fold(level.id), fold(in_language(level.name, current()))):
            return level.id
    return None


def _tidy(text: str) -> str:
    lines = [re.sub(r"[ \t]{2,}", " ", line).strip() for line in text.splitlines()]
    return re.sub(r" +([.,])(?=\s|$)", r"\1", "\n".join(line for line in lines if line))


def _unquoted(text: str) -> tuple[str, bool]:
    for marks in _QUOTES:
        inner = text[1:-1]
        if len(text) > 2 and text[0] == marks[0] and text[-1] == marks[1]:
            if marks[0] in inner or marks[1] in inner:
                continue
            return inner.strip(), True
    return text, False
