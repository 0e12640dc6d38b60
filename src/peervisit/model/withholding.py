"""A last safeguard: the names of people who may not be named, wherever somebody typed them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from peervisit.model.attribution import Attributor
from peervisit.model.naming import LETTERS, SPACELESS, Name, folded, in_capitals, name_of, replaced, titled
from peervisit.model.people import Stakeholder
from peervisit.model.text import clean_line

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"\+?\d(?:[\s().\-/\u2011]*\d){6,}")
_ACCENTS = re.compile("[\u0300-\u036f]")
NUMBER = "0"
"""Stands for the word of what is a number."""
_APART = r"[\s().\-/]*"
_TELLING = 8
"""So many figures at the end of a telephone number are the same at home and from abroad."""


def withholder(who: Attributor, instead: str) -> Callable[[str], str]:
    """Return a function that puts ``instead`` in the place of every name that may not appear.

    The whole name and the contact always, however they are spelt, and the last name after a form of address
    or an initial; where copies disagree on either, each version of it. The last name alone where it has a
    capital and four letters or more, unless it means something else in this review too: see
    :class:`_OtherMeanings`.
    """
    looked_for: dict[str, set[str]] = {}
    lasts: dict[str, set[str]] = {}
    alone: dict[str, str] = {}
    others = _OtherMeanings(who)
    for person in (*who.data.stakeholder.values(), *who.data.rivals):
        if name := _hidden_name(who, person):
            for word in name.words:
                looked_for.setdefault(word, set()).update(name.patterns())
                lasts.setdefault(word, set()).update(name.last())
            for word, way in name.alone():
                if word not in others:
                    looked_for.setdefault(word, set())
                    alone[word] = way
        for each in _hidden_contacts(who, person):
            looked_for.setdefault(each.word, set()).add(each.pattern)
    if not looked_for:
        return lambda text: text

    @cache
    def pattern(words: frozenset[str]) -> re.Pattern[str]:
        found = {one for word in words for one in looked_for[word]}
        if last := {one for word in words for one in lasts.get(word, ())}:
            found.add(titled(last))
        every = sorted(found, key=lambda one: (-len(one), one))
        if by_itself := sorted(alone[word] for word in words if word in alone):
            # Last of all: wherever more of a name stands, all of it goes.
            every.append(in_capitals(by_itself))
        return re.compile("|".join(every))

    @cache
    def withhold(text: str) -> str:
        # Almost no text holds a name: looking for one word of each is faster than any pattern, and only
        # the patterns of names that may be there are compiled.
        plain = folded(text)
        near = looked_for.keys() & LETTERS.findall(plain)
        if SPACELESS in looked_for and not text.isascii():
            near.add(SPACELESS)
        if NUMBER in looked_for and _NUMBER.search(plain):
            near.add(NUMBER)
        return replaced(text, pattern(frozenset(near)), instead) if near else text

    return withhold


class _OtherMeanings:
    """Words that are more than somebody's last name in a review.

    The review uses them without a capital, or they are part of its city, of an organisation, or of the name
    of somebody who may be told. Putting something in their place would spoil texts about something else.
    """

    def __init__(self, who: Attributor) -> None:
        self._who = who

    def __contains__(self, word: str) -> bool:
        if word in self._proper:
            return True
        # Looked for as plain text first: that is much faster than a pattern, and mostly enough.
        return word in self._texts and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", self._texts) is not None

    @cached_property
    def _proper(self) -> frozenset[str]:
        data, who = self._who.data, self._who
        names = [one.name for one in data.member.values()]
        for person in data.stakeholder.values():
            names.append(person.organisation)
            if _hidden_name(who, person) is None:
                names.append(person.name)
        names.append(data.review.city)
        return frozenset(LETTERS.findall(folded(" ".join(name for name in names if name))))

    @cached_property
    def _texts(self) -> str:
        data = self._who.data
        asked = (text for one in data.benchmark.indicators for text in one.statement.values())
        said = (one.statement for one in data.evidence.values())
        found = (one.text for one in data.conclusion.values())
        # Without accents, and with its capitals: a word with a capital is no common word yet.
        plain = unicodedata.normalize("NFKD", "\n".join((*asked, *said, *found)))
        return _ACCENTS.sub("", plain)


@dataclass(frozen=True, slots=True)
class _Contact:
    pattern: str
    word: str
    """A word of it, without which the pattern finds nothing."""


def _hidden_name(who: Attributor, person: Stakeholder) -> Name | None:
    source = who.person(person)
    # The team wrote its own notes; only somebody who withdrew has to vanish from them.
    kept = source is not None and (who.edition == "team" or source.name is not None)
    return name_of(clean_line(person.name)) if person.name and not kept else None


def _hidden_contacts(who: Attributor, person: Stakeholder) -> Iterator[_Contact]:
    if not person.contact or (who.edition == "team" and who.person(person) is not None):
        return
    contact = folded(clean_line(person.contact))
    for known in (contact, *_ADDRESS.findall(contact)):
        if len(known) > 3:
            word = max(LETTERS.findall(known), key=len, default=NUMBER)
            yield _Contact(rf"(?<!\w){re.escape(known)}(?!\w)", word)
    for number in _NUMBER.findall(contact):
        figures = re.sub(r"\D", "", number)[-_TELLING:]
        yield _Contact(rf"(?<!\d)\+?(?:\d{_APART}){{0,6}}{_APART.join(figures)}(?!\d)", NUMBER)
