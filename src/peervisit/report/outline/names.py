"""A last safeguard: the names of people who may not be named, wherever somebody typed them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from peervisit.model.attribution import Attributor
from peervisit.model.people import Stakeholder
from peervisit.model.text import clean_line

_HONORIFICS = "Mr|Mrs|Ms|Miss|Dr|Prof|Professor|M|Mme|Mlle|Herr|Frau|Pan|Pani|Sr|Sra|Sig|Imam|Councillor"


def withholder(who: Attributor, instead: str) -> Callable[[str], str]:
    """Return a function that puts ``instead`` in the place of every name that may not appear.

    The whole name and the contact always; the last name alone only after a form of address, because a
    last name may also be a common word.
    """
    patterns = [pattern for person in who.data.stakeholder.values() for pattern in _patterns(who, person)]
    if not patterns:
        return lambda text: text
    found = re.compile("|".join(sorted(patterns, key=lambda one: (-len(one), one))), re.IGNORECASE)
    return lambda text: found.sub(instead, text)


def _patterns(who: Attributor, person: Stakeholder) -> Iterator[str]:
    source = who.person(person)
    # The team wrote its own notes; only somebody who withdrew has to vanish from them.
    kept = who.edition == "team" and source is not None
    if person.contact and len(person.contact) > 3 and not kept:
        yield rf"(?<!\w){re.escape(clean_line(person.contact))}(?!\w)"
    if not person.name or kept or (source is not None and source.name):
        return
    words = clean_line(person.name).split()
    if len("".join(words)) < 3:
        return
    between = r"[\s\u00a0-]+"
    yield rf"(?<!\w){between.join(map(re.escape, words))}(?!\w)"
    if len(words) > 1:
        yield rf"(?<!\w)(?:{_HONORIFICS})\.?{between}{re.escape(words[-1])}(?!\w)"
        yield rf"(?<!\w){re.escape(words[-1])},?{between}{between.join(map(re.escape, words[:-1]))}(?!\w)"
