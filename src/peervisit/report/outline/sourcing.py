"""Where a finding comes from, in words: by group, never by name, and never more than consent allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from peervisit.i18n import Translator
from peervisit.model.groups import EVERYBODY, OTHERS, leaves
from peervisit.model.levels import Evidence
from peervisit.model.people import Stakeholder
from peervisit.model.sources import TOGETHER, channel_of
from peervisit.model.text import fold
from peervisit.model.voices import group_of, speakers
from peervisit.report.outline.scope import Scope

Counted = Callable[[Callable[[str, str, int], str], int], str]

VOICES: dict[str, Counted] = {
    "elected-politician": lambda ngettext, n: ngettext(
        "one elected politician", "{number} elected politicians", n
    ),
    "integration-unit": lambda ngettext, n: ngettext("the integration unit", "{number} integration units", n),
    "municipal-department": lambda ngettext, n: ngettext(
        "one municipal service", "{number} municipal services", n
    ),
    "other-government": lambda ngettext, n: ngettext(
        "one authority of another level of government",
        "{number} authorities of other levels of government",
        n,
    ),
    "public-service-provider": lambda ngettext, n: ngettext(
        "one provider of public services", "{number} providers of public services", n
    ),
    "civil-society": lambda ngettext, n: ngettext(
        "one civil society organisation", "{number} civil society organisations", n
    ),
    "migrant-organisation": lambda ngettext, n: ngettext(
        "one migrant organisation", "{number} migrant organisations", n
    ),
    "migrant-or-user": lambda ngettext, n: ngettext(
        "one migrant or service user", "{number} migrants or service users", n
    ),
    "business": lambda ngettext, n: ngettext(
        "one business or employer", "{number} businesses or employers", n
    ),
    "social-partner": lambda ngettext, n: ngettext("one social partner", "{number} social partners", n),
    "education-research": lambda ngettext, n: ngettext(
        "one institution of education or research", "{number} institutions of education or research", n
    ),
    "faith-community": lambda ngettext, n: ngettext("one faith community", "{number} faith communities", n),
    "media": lambda ngettext, n: ngettext("one media outlet", "{number} media outlets", n),
    "other": lambda ngettext, n: ngettext("one other source", "{number} other sources", n),
    "municipal-side": lambda ngettext, n: ngettext(
        "one voice on the municipal side", "{number} voices on the municipal side", n
    ),
    "public-side": lambda ngettext, n: ngettext(
        "one voice from public authorities and services",
        "{number} voices from public authorities and services",
        n,
    ),
    "civil-society-side": lambda ngettext, n: ngettext(
        "one voice from civil society", "{number} voices from civil society", n
    ),
    "economy-side": lambda ngettext, n: ngettext(
        "one voice from business, social partners, education and others",
        "{number} voices from business, social partners, education and others",
        n,
    ),
    OTHERS: lambda ngettext, n: ngettext("one other person met", "{number} other people met", n),
    EVERYBODY: lambda ngettext, n: ngettext("one person met", "{number} people met", n),
}
"""How many of each group, in the words of the report. What counts one by one is an organisation."""

_ONE_BY_ONE = frozenset({"elected-politician", "migrant-or-user"})
_ORDER = (*leaves(EVERYBODY), *(group for group in VOICES if group not in set(leaves(EVERYBODY))))


@dataclass(slots=True)
class _Heard:
    people: dict[str, set[str]] = field(default_factory=dict)
    talks: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    claimed: bool = False


def sources(s: Scope, codes: Iterable[str]) -> str:
    """Return who says so, such as ``three municipal services, two migrant organisations and one document``.

    Only evidence that may appear in this edition counts, under groups merged as the edition asks.
    """
    heard = _Heard()
    for code in dict.fromkeys(codes):
        if s.may_show(code):
            _hear(s, heard, s.data.evidence[code])
    return enumeration(s.t, _phrases(s, heard))


def enumeration(t: Translator, parts: Sequence[str]) -> str:
    """Return parts as a sentence lists them: ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    _ = t.gettext
    first = parts[0]
    for part in parts[1:-1]:
        first = _("{first}, {second}").format(first=first, second=part)
    return _("{first} and {last}").format(first=first, last=parts[-1])


def _hear(s: Scope, heard: _Heard, item: Evidence) -> None:
    channel = channel_of(item)
    if channel == "claimed":
        heard.claimed = True
    elif channel == "seen":
        heard.places.add(item.interview or item.code)
    elif item.document and (channel == "read" or not (item.interview or item.stakeholders)):
        heard.documents.add(item.document)
    elif _is_talk(s, item):
        heard.talks.add(item.interview or item.code)
    else:
        for person in speakers(s.data, item):
            group = s.who.merged_group(group_of(person))
            heard.people.setdefault(group, set()).add(_who(person))


def _is_talk(s: Scope, item: Evidence) -> bool:
    """Whether it was said among several people, and nobody noted by whom."""
    if item.stakeholders:
        return False
    interview = s.data.interview.get(item.interview or "")
    slot = s.data.slot.get((interview.slot if interview else None) or "")
    return (slot is not None and slot.type in TOGETHER) or len(speakers(s.data, item)) > 1


def _who(person: Stakeholder) -> str:
    group = group_of(person)
    if group == "integration-unit":
        return group
    body = person.organisation if group != "municipal-department" else person.unit or person.organisation
    return fold(body) if body and group not in _ONE_BY_ONE else person.code


def _phrases(s: Scope, heard: _Heard) -> list[str]:
    ngettext, _ = s.t.ngettext, s.t.gettext
    parts = [
        _counted(s, VOICES[group], len(heard.people[group])) for group in _ORDER if group in heard.people
    ]
    if heard.talks:
        parts.append(
            ngettext("one group discussion", "{number} group discussions", len(heard.talks)).format(
                number=s.number(len(heard.talks))
            )
        )
    if heard.documents:
        words = ngettext("one document", "{number} documents", len(heard.documents))
        parts.append(words.format(number=s.number(len(heard.documents))))
    if heard.places:
        words = ngettext(
            "what the peers saw in one place", "what the peers saw in {number} places", len(heard.places)
        )
        parts.append(words.format(number=s.number(len(heard.places))))
    if heard.claimed:
        parts.append(_("the city’s self-assessment"))
    return parts


def _counted(s: Scope, words: Counted, count: int) -> str:
    return words(s.t.ngettext, count).format(number=s.number(count))
