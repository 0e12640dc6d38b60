"""A last safeguard: the names of people who may not be named, wherever somebody typed them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from peervisit.model.attribution import Attributor
from peervisit.model.people import Stakeholder
from peervisit.model.text import clean_line

_HONORIFICS = "Mr|Mrs|Ms|Miss|Dr|Prof|Professor|M|Mme|Mlle|Herr|Frau|Pan|Pani|Sr|Sra|Sig|Imam|Councillor"


def withholder(who: Attributor, instead: str) -> Callable[[str], str]:
    """Return a function that puts ``instead`` in the place of every name that may not appear.

    The whole name and the contact always; the last name alone only after a form of address, because a
    last name may also be a common word.
    """
    hidden = [found for person in who.data.stakeholder.values() for found in _hidden(who, person)]
    if not hidden:
        return lambda text: text
    words = sorted({one.word for one in hidden if "@" not in one.word})
    addresses = sorted({one.word for one in hidden if "@" in one.word})
    patterns = sorted({one.pattern for one in hidden}, key=lambda one: (-len(one), one))
    found = re.compile("|".join(patterns), re.IGNORECASE)

    def withhold(text: str) -> str:
        # Almost no text holds a name: looking for one word of each is faster than the whole pattern.
        folded = text.lower()
        near = any(word in folded for word in words)
        near = near or ("@" in folded and any(word in folded for word in addresses))
        return found.sub(instead, text) if near else text

    return withhold


@dataclass(frozen=True, slots=True)
class _Hidden:
    word: str
    """One word of it in lower case, without which the pattern cannot occur."""
    pattern: str


def _hidden(who: Attributor, person: Stakeholder) -> Iterator[_Hidden]:
    source = who.person(person)
    # The team wrote its own notes; only somebody who withdrew has to vanish from them.
    kept = who.edition == "team" and source is not None
    if person.contact and len(person.contact) > 3 and not kept:
        contact = clean_line(person.contact)
        yield _Hidden(contact.lower().split()[0], rf"(?<!\w){re.escape(contact)}(?!\w)")
    if not person.name or kept or (source is not None and source.name):
        return
    words = clean_line(person.name).split()
    if len("".join(words)) >= 3:
        yield from (_Hidden(words[-1].lower(), pattern) for pattern in _patterns(words))


def _patterns(words: list[str]) -> Iterator[str]:
    between = r"[\s\u00a0-]+"
    yield rf"(?<!\w){between.join(map(re.escape, words))}(?!\w)"
    if len(words) > 1:
        yield rf"(?<!\w)(?:{_HONORIFICS})\.?{between}{re.escape(words[-1])}(?!\w)"
        yield rf"(?<!\w){re.escape(words[-1])},?{between}{between.join(map(re.escape, words[:-1]))}(?!\w)"
