"""What people write where a form expects a code, a level, a choice, a day or a header."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from peervisit import i18n
from peervisit.forms.answers import MONTHS
from peervisit.forms.spec import CHOOSE, CODE, NO_DATA, FormSpec
from peervisit.model.benchmark import Benchmark
from peervisit.model.text import fold

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d\u00ad"), "-")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"), None)
_WORD = re.compile(r"[^\W_]+")
_AROUND = " \t\n\u00a0.,;:()[]{}<>«»“”\"'`*_"
_DOUBT = frozenset("?¿？/\\|+±=≈~<>≤≥→←↑↓↗↘⇒➔")
"""Signs with which people say that they are not sure, or mean something between two levels."""
SHORTEST = 3
"""The fewest letters that an abbreviation of a level may have."""


@lru_cache(maxsize=4096)
def plain_code(text: str) -> str:
    """Return a code as it is compared: case, spaces, and the kind of dash do not count."""
    return re.sub(r"\s+", "", text.translate(_DASHES | _INVISIBLE)).strip(_AROUND).casefold()


@lru_cache(maxsize=4096)
def loose_code(text: str) -> str:
    """Return the letters and figures of a code alone, also where somebody typed them in full width."""
    return "".join(_WORD.findall(unicodedata.normalize("NFKC", text))).casefold()


@lru_cache(maxsize=4096)
def plain_words(text: str) -> str:
    """Return words as they are compared: case, accents, signs and spaces do not count."""
    return " ".join(_WORD.findall(fold(text.translate(_DASHES | _INVISIBLE))))


def in_all_languages(message: str) -> set[str]:
    """Return a text of ours in every language we have."""
    return {i18n.translator(language).gettext(message) for language in i18n.languages()}


class Words:
    """Answers of a closed list by every way in which somebody may write them."""

    def __init__(self, known: Iterable[tuple[str, Iterable[str]]], symbols: Mapping[str, str]) -> None:
        self._exact: dict[str, str | None] = {}
        self._symbols = symbols
        self._doubt = set(_DOUBT)
        for value, names in known:
            for name in names:
                self._add(plain_words(name), value)
                self._doubt -= set(name)

    def _add(self, words: str, value: str) -> None:
        if words and self._exact.setdefault(words, value) != value:
            # Two answers are called the same in two languages: nobody can know which one is meant.
            self._exact[words] = None

    def find(self, text: str) -> str | None:
        """Return the one answer that a text means beyond doubt, or None.

        Its name, symbol or both, or the beginning of one name that no other answer begins with.
        """
        bare = text.translate(_INVISIBLE).strip(_AROUND)
        if bare in self._symbols:
            return self._symbols[bare]
        framed = text.strip().startswith("<") and text.strip().endswith(">")
        if self._doubt.intersection(bare if framed else text) or bare.endswith(("-", "\u2212")):
            return None
        words = plain_words(bare)
        marked = {value for symbol, value in self._symbols.items() if symbol in bare and not symbol.isalnum()}
        found = self._exact[words] if words in self._exact else self._abbreviated(words)
        if found is not None and len(marked) == 1 and _is_sign(bare, self._symbols) and found not in marked:
            return None
        return found

    def _abbreviated(self, words: str) -> str | None:
        if len(words) < SHORTEST or words in self._exact:
            return None
        found = {value for name, value in self._exact.items() if _begins(name, words)}
        return found.pop() if len(found) == 1 else None

    def says_more(self, text: str) -> bool:
        """Whether a text is more than an answer badly written: a remark that belongs with it."""
        words = plain_words(text)
        likest = max((SequenceMatcher(None, words, name).ratio() for name in self._exact), default=0.0)
        return len(words.split()) > 2 and likest < 0.8

    def near(self, text: str) -> list[str]:
        """Return the answers that a text is like, the likest first."""
        words = plain_words(text)
        # A dash in a sentence is no sign of a level, though a scale may have one.
        rated: dict[str, float] = {
            value: 2.0
            for symbol, value in self._symbols.items()
            if symbol in text and not unicodedata.category(symbol[0]).startswith("P")
        }
        for name, value in self._exact.items():
            if value is not None:
                rated[value] = max(rated.get(value, 0.0), SequenceMatcher(None, words, name).ratio())
        return sorted((v for v, rate in rated.items() if rate > 0.5), key=lambda v: -rated[v])


def _begins(name: str, words: str) -> bool:
    """Whether words are a name cut short: two words of it or more, a whole one, or more than half of it.

    Less could be the whole of another scale's word: ``par`` is no short way to say ``partly``.
    """
    return name.startswith(words) and (" " in words or name[len(words)] == " " or 2 * len(words) > len(name))


def _is_sign(bare: str, symbols: Mapping[str, str]) -> bool:
    """Whether a text begins or ends with a sign that cannot be part of ordinary writing."""
    signs = tuple(symbol for symbol in symbols if not symbol.isascii())
    return bare.startswith(signs) or bare.endswith(signs)


def levels(benchmark: Benchmark, *, no_data: bool) -> Words:
    """Return the levels of a scale, by id, and by name in every language; ``no data`` is the value ``""``."""
    known: list[tuple[str, Iterable[str]]] = [
        (level.id, (level.id, level.symbol, *level.name.values())) for level in benchmark.scale
    ]
    if no_data:
        known.append(("", in_all_languages(NO_DATA)))
    return Words(known, {level.symbol: level.id for level in benchmark.scale if level.symbol})


def options(pairs: Iterable[tuple[str, str]], also: Mapping[str, Iterable[str]]) -> Words:
    """Return the choices of a column, by what is stored and by what any language says."""
    return Words(
        ((value, (value, *in_all_languages(label), *also.get(value, ()))) for value, label in pairs), {}
    )


@lru_cache(maxsize=1)
def placeholders() -> frozenset[str]:
    """Return what stands in a list from which nothing was chosen, ours and Word's, as it is compared."""
    words = {plain_words(one) for one in in_all_languages(CHOOSE)}
    other = ("Choose an item.", "Choisissez un élément.", "Wählen Sie ein Element aus.", "Wybierz element.",
             "Click or tap here to enter text.", "Cliquez ou appuyez ici pour entrer du texte.")  # fmt: skip
    return frozenset(words | {plain_words(one) for one in other})


@lru_cache(maxsize=8)
def headers(spec: FormSpec) -> dict[str, str]:
    """Return header words in every language to ``code``, ``told`` or the field of a column."""
    named = [("code", CODE), ("told", spec.told), *((c.field, c.title) for c in spec.columns)]
    found: dict[str, str] = {}
    for name, title in named:
        for words in in_all_languages(title):
            found.setdefault(plain_words(words), name)
    return found


def nearest(code: str, known: Iterable[str]) -> list[str]:
    """Return up to three codes that a text is like, the likest first."""
    bare = plain_code(code)
    rated = [(SequenceMatcher(None, bare, plain_code(one)).ratio(), one) for one in known]
    return [one for rate, one in sorted(rated, key=lambda pair: -pair[0])[:3] if rate >= 0.6]


_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})$")
_DAY_FIRST = re.compile(r"(\d{1,2})\s?[-./]\s?(\d{1,2})\s?[-./]\s?(\d{4})$")
_MONTH = re.compile(r"(?:(\d{1,2})(?:\.|st|nd|rd|th|er)?\s+)?(?:of\s+|de\s+)?([^\W\d]+)\.?,?\s+(\d{4})$")
_NUMBERED_MONTH = re.compile(r"(?:(\d{4})[-./](\d{1,2})|(\d{1,2})[-./](\d{4}))$")


def day(text: str) -> str | None:
    """Return the day that a text names, as ``2027-03-31``; a month stands for its last day.

    The day comes before the month, as everywhere in Europe; anything else is for a person to settle.
    """
    bare = " ".join(text.translate(_DASHES | _INVISIBLE).split()).strip(_AROUND)
    if found := _ISO.match(bare):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.match(bare):
        return _date(int(found[3]), int(found[2]), int(found[1]))
    if found := _NUMBERED_MONTH.match(bare):
        year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
        return _date(int(year), int(month), None)
    if found := _MONTH.match(bare):
        month = _months().get(fold(found[2]))
        return _date(int(found[3]), month, int(found[1]) if found[1] else None) if month else None
    return None


def _date(year: int, month: int, of: int | None) -> str | None:
    try:
        return str(date(year, month, of or calendar.monthrange(year, month)[1]))
    except (ValueError, calendar.IllegalMonthError):
        return None


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    found: dict[str, int | None] = {}
    for number, month in enumerate(MONTHS, start=1):
        for name in in_all_languages(month):
            whole = fold(name)
            for words in {whole, whole[:3], whole[:4]}:
                if found.setdefault(words, number) != number:
                    found[words] = None
    return {words: number for words, number in found.items() if number is not None}
