"""Names as people type them: without accents, with other apostrophes and hyphens, by title, by initial."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

HONORIFICS = (
    "mr|mrs|ms|miss|mx|dr|doctor|docteur|prof|professor|professeur|m|mme|mlle|madame|monsieur|mademoiselle|"
    "maitre|herr|frau|pan|pani|sr|sra|senor|senora|sig|signor|signora|sir|lady|lord|imam|sheikh|father|sister|"
    "pastor|rabbi|councillor|cllr|mayor"
)
_PARTICLES = frozenset(
    {
        "al",
        "ben",
        "bin",
        "bint",
        "da",
        "de",
        "del",
        "della",
        "den",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "el",
    }
    | {"ibn", "la", "le", "ter", "van", "von", "zu"}
)
_SMALL = str.maketrans(
    {
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'", "＇": "'",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
        "\u200b": " ", "\u00ad": None, "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None,
        "\u0640": None,
    }
)  # fmt: skip
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_LONG_ENOUGH = 4
"""Letters of a last name that stands for somebody by itself; the rules look for as many (R11)."""
_CAPITAL = "capital"
_BETWEEN = r"[\s.,_-]+"
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
LETTERS = re.compile(r"[^\W\d_]+")
"""The words of a folded text."""
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")
_NO_SPACES = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts that set no space between words."""
SPACELESS = "\u3000"
"""Stands for the words of a name in such a script: they cannot be looked up."""


def folded(text: str) -> str:
    """Return a text as names are compared: no case, no accents, one apostrophe, one hyphen."""
    if text.isascii():
        return text.lower().replace("`", "'")
    # Folded once more: what stands for one letter may itself be a letter with an accent.
    plain = unicodedata.normalize("NFKD", text.translate(_SMALL).casefold())
    return _MARKS.sub("", plain).translate(_SMALL)


def replaced(text: str, found: re.Pattern[str], instead: str) -> str:
    """Return a text with what a pattern finds in its folded form replaced, and every other letter kept.

    What :func:`in_capitals` finds is replaced only where it begins with no small letter in the text.
    """
    pieces = [folded(char) for char in text]
    spans = list(found.finditer("".join(pieces)))
    if not spans:
        return text
    at = [number for number, piece in enumerate(pieces) for _char in piece]
    spans = [span for span in spans if span.lastgroup != _CAPITAL or not text[at[span.start()]].islower()]
    told: list[str] = []
    position = 0
    for span in spans:
        end = at[span.end() - 1] + 1
        while end < len(pieces) and not pieces[end]:
            end += 1
        told += [text[position : at[span.start()]], instead]
        position = max(end, position)
    return "".join((*told, text[position:]))


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in its parts, each a set of the ways to write it."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    """What follows the given name; empty for a name of one word."""
    whole: str
    titled: bool = False
    """Whether all that is known is a title and one word: a last name, which may be a common word."""

    @property
    def words(self) -> set[str]:
        """Words of which a text holds one, if it holds the name in any form."""
        if self.spaceless:
            return {SPACELESS}
        parts = [part for part in self.family if part not in _PARTICLES] or self.family or self.given
        return {max(LETTERS.findall(way), key=len) for part in parts for way in _ways(part)}

    @property
    def spaceless(self) -> bool:
        """Whether the name is of a script without spaces."""
        return bool(_NO_SPACES.search(self.whole))

    def last(self) -> Iterator[str]:
        """Yield patterns of what stands for the person only after a title, see :func:`titled`."""
        if self.spaceless:
            return
        yield _joined(self.family or self.given)
        yield from (_any(part) for part in self.family if len(part) > 1 and part not in _PARTICLES)

    def alone(self) -> Iterator[tuple[str, str]]:
        """Yield each last name that is long enough to stand for the person by itself, as word and pattern."""
        if self.spaceless:
            return
        for part in self.given if self.titled else self.family:
            for way in _ways(part):
                if len(way) >= _LONG_ENOUGH and part not in _PARTICLES and LETTERS.fullmatch(way):
                    yield way, re.escape(way)

    def patterns(self) -> Iterator[str]:
        """Yield patterns for a folded text: the whole name, its parts together, an initial with a part."""
        if self.spaceless:
            yield r"\s*".join(map(re.escape, (*self.given, *self.family)))
            return
        if not self.family:
            if len("".join(self.given)) >= 3 and not self.titled:
                yield _bounded(_joined(self.given))
            return
        first, rest = _joined(self.given), _joined(self.family)
        yield _bounded(f"{first}{_BETWEEN}{rest}")
        yield _bounded(f"{rest}{_BETWEEN}{first}")
        initial = re.escape(self.given[0][0])
        for part in self.family:
            if len(part) < 2 or part in _PARTICLES:
                continue
            one = _any(part)
            yield _bounded(f"{first}{_BETWEEN}{one}")
            yield _bounded(f"{one},?{_BETWEEN}{first}")
            yield _bounded(rf"{initial}\.(?:\s?-?\w\.)*\s?{one}")


def name_of(typed: str) -> Name | None:
    """Return a name in its parts; None where there is nothing to look for."""
    text = _IN_BRACKETS.sub(" ", folded(typed.translate(_SMALL)).replace("\n", " ")).strip()
    if "," in text:
        last, _, first = text.partition(",")
        text = f"{first} {last}" if _TOKEN.search(first) else last
    groups = [_TOKEN.findall(group) for group in text.split()]
    groups = [group for group in groups if group]
    titles = set(HONORIFICS.split("|"))
    titled = False
    while len(groups) > 1 and len(groups[0]) == 1 and groups[0][0] in titles:
        groups, titled = groups[1:], True
    if not groups:
        return None
    umlauts = _spelt_out(typed)
    given, family = groups[0], [part for group in groups[1:] for part in group]
    return Name(
        tuple(umlauts.get(part, part) for part in given),
        tuple(umlauts.get(part, part) for part in family),
        text,
        titled and len(groups) == 1,
    )


def _spelt_out(typed: str) -> dict[str, str]:
    """Return the folded words that German or Nordic writers also spell with two vowels, with both ways."""
    found: dict[str, str] = {}
    for word in LETTERS.findall(unicodedata.normalize("NFC", typed).lower()):
        other = folded(word.translate(_UMLAUTS))
        if other != folded(word):
            found[folded(word)] = f"{folded(word)}|{other}"
    return found


def _ways(part: str) -> list[str]:
    return part.split("|")


def _any(part: str) -> str:
    ways = [re.escape(way) for way in _ways(part)]
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _joined(parts: tuple[str, ...]) -> str:
    return _BETWEEN.join(map(_any, parts))


def _bounded(pattern: str) -> str:
    return rf"(?<!\w){pattern}s?(?!\w)"


def in_capitals(lasts: Iterable[str]) -> str:
    """Return the pattern of any of these last names where :func:`replaced` finds a capital."""
    return rf"(?P<{_CAPITAL}>(?<!\w)(?:{'|'.join(lasts)})(?!\w))"


def titled(lasts: Iterable[str]) -> str:
    """Return the pattern of any of these last names after a title or several."""
    # One pattern for all: the titles repeated for each name would take longer to compile than a report.
    names = "|".join(sorted(lasts, key=lambda one: (-len(one), one)))
    return rf"(?<!\w)(?:(?:{HONORIFICS})\.?[\s-]+)+(?:{names})s?(?!\w)"
