"""``[[placeholders]]``: found and filled wherever they stand, also when Word split them over several runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from peervisit.word.template.names import key
from peervisit.word.xml import NAMESPACES, qn, safe

PLACEHOLDER = re.compile(r"\[\[([^\[\]]{1,40})\]\]")
REPORT, CONTENTS = "report", "contents"
NAMES: dict[str, tuple[str, ...]] = {
    REPORT: ("rapport", "bericht"),
    CONTENTS: ("sommaire", "table des matières", "inhalt", "inhaltsverzeichnis"),
    "city": ("ville", "stadt"),
    "country": ("pays", "land"),
    "title": ("titre", "titel"),
    "kind": ("type", "art"),
    "theme": ("thème", "thema"),
    "date": ("datum",),
    "visit": ("visite", "besuch"),
    "edition": ("édition", "ausgabe"),
    "status": ("statut", "stand"),
    "version": ("fassung",),
    "benchmark": ("référentiel", "maßstab"),
    "team": ("équipe",),
    "leader": ("chef d’équipe", "chef d'équipe", "leitung"),
    "feedback": ("restitution", "rückmeldung"),
    "deadline": ("échéance", "frist"),
}
"""What may stand in a template, in English, French and German."""
_KNOWN = {key(word): name for name, words in NAMES.items() for word in (name, *words)}
_P, _T, _R = qn("w:p"), qn("w:t"), qn("w:r")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def meaning(word: str) -> str | None:
    """Return which placeholder a word between brackets is, or None."""
    return _KNOWN.get(key(word))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a placeholder stands."""

    word: str
    """What stands between the brackets."""
    name: str | None
    """Which placeholder it is; None where nobody knows it."""
    paragraph: etree._Element


def places(root: etree._Element) -> Iterator[Place]:
    """Yield every placeholder below an element, in order."""
    for paragraph in root.iter(_P):
        for found in PLACEHOLDER.finditer("".join(one.text or "" for one in _texts(paragraph))):
            yield Place(found[1].strip(), meaning(found[1]), paragraph)


def fill(root: etree._Element, values: Mapping[str, str], leave: Iterable[str] = ()) -> None:
    """Put the values in the place of the placeholders; what is unknown, or to be left, stays as it is."""
    left = set(leave)
    for paragraph in list(root.iter(_P)):
        _fill(paragraph, {name: value for name, value in values.items() if name not in left})


def text_of(paragraph: etree._Element) -> str:
    """Return the words of a paragraph without those of text boxes in it."""
    return "".join(one.text or "" for one in _texts(paragraph))


def _fill(paragraph: etree._Element, values: Mapping[str, str]) -> None:
    texts = _texts(paragraph)
    whole = "".join(one.text or "" for one in texts)
    # From the last to the first: what was replaced moves nothing that is still to come.
    for found in reversed(list(PLACEHOLDER.finditer(whole))):
        value = values.get(meaning(found[1]) or "")
        if value is not None:
            _replace(texts, found.start(), found.end(), " ".join(safe(value).split()))


def _replace(texts: list[etree._Element], start: int, end: int, value: str) -> None:
    position = 0
    first = True
    for one in texts:
        held = one.text or ""
        here = (max(start - position, 0), min(end - position, len(held)))
        position += len(held)
        if here[0] >= here[1]:
            continue
        one.text = held[: here[0]] + (value if first else "") + held[here[1] :]
        one.set(_SPACE, "preserve")
        if first:
            _settle(one)
        first = False


def _settle(text: etree._Element) -> None:
    """Make a content control around a filled placeholder an ordinary one: it has its words now."""
    for control in text.iterancestors(qn("w:sdt")):
        properties = control.find("w:sdtPr", NAMESPACES)
        if properties is None:
            continue
        for tag in ("showingPlcHdr", "dataBinding"):
            for found in properties.findall(f"w:{tag}", NAMESPACES):
                properties.remove(found)


def _texts(paragraph: etree._Element) -> list[etree._Element]:
    """Return the texts of a paragraph, not those of paragraphs in text boxes within it."""
    return [one for one in paragraph.iter(_T) if next(one.iterancestors(_P)) is paragraph]
