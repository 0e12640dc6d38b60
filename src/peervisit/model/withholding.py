"""A last safeguard: the names of people who may not be named, wherever somebody typed them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from peervisit.model.attribution import Attributor
from peervisit.model.naming import LETTERS, SPACELESS, Name, folded, name_of, replaced, titled
from peervisit.model.people import Stakeholder
from peervisit.model.text import clean_line

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"\+?\d(?:[\s().\-/\u2011]*\d){6,}")
NUMBER = "0"
"""Stands for the word of what is a number."""
_APART = r"[\s().\-/]*"
_TELLING = 8
"""So many figures at the end of a telephone number are the same at home and from abroad."""


def withholder(who: Attributor, instead: str) -> Callable[[str], str]:
    """Return a function that puts ``instead`` in the place of every name that may not appear.

    The whole name and the contact always, however they are spelt; the last name alone only after a form of
    address or an initial, because a last name may also be a common word.
    """
    looked_for: dict[str, set[str]] = {}
    lasts: dict[str, set[str]] = {}
    for person in who.data.stakeholder.values():
        if name := _hidden_name(who, person):
            for word in name.words:
                looked_for.setdefault(word, set()).update(name.patterns())
                lasts.setdefault(word, set()).update(name.last())
        for each in _hidden_contacts(who, person):
            looked_for.setdefault(each.word, set()).add(each.pattern)
    if not looked_for:
        return lambda text: text

    @cache
    def pattern(words: frozenset[str]) -> re.Pattern[str]:
        found = {one for word in words for one in looked_for[word]}
        if last := {one for word in words for one in lasts.get(word, ())}:
            found.add(titled(last))
        return re.compile("|".join(sorted(found, key=lambda one: (-len(one), one))))

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
