"""Two versions of a long text brought together over the text that both started from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SENTENCES = re.compile(r"[^\s.!?…][^\n.!?…]*[.!?…]*|[.!?…]+|\n|[^\S\n]+")
"""Sentences, and what stands between them, so that one that is added changes none before it."""
_CLASH = re.compile(r"⟦\d+⟧|⟦⟧")
_OPEN, _CLOSE = "⟦{number}⟧", "⟦⟧"


@dataclass(frozen=True, slots=True)
class Combined:
    """What several versions come to, and in how many places they contradict each other there."""

    text: str
    clashes: int

    @property
    def clean(self) -> bool:
        """Whether nobody has to choose between words."""
        return not self.clashes


def combine(base: str | None, versions: Sequence[str]) -> Combined:
    """Bring versions of a text together, sentence by sentence.

    What one of them changed is taken; what several added in the same place is all kept, in their order.
    Where two changed the same sentence both stand, after ``⟦1⟧`` and ``⟦2⟧`` up to ``⟦⟧``, and a person
    decides. Without a text that all started from, everything is such a place.
    """
    if not base:
        return _side_by_side(versions)
    text, clashes = versions[0], 0
    for number, version in enumerate(versions[1:], 2):
        if clashes:
            # What comes after a clash cannot be laid over it; it is all there to choose from.
            text = f"{text}\n{_OPEN.format(number=number)}{version}{_CLOSE}"
            clashes += 1
            continue
        parts = list(_parts(base, text, version, number))
        text = "".join(words for words, _clash in parts)
        clashes = sum(clash for _words, clash in parts)
    return Combined(text, clashes)


def has_clashes(text: str) -> bool:
    """Whether a text still has places in which somebody must choose."""
    return _CLASH.search(text) is not None


def _side_by_side(versions: Sequence[str]) -> Combined:
    marked = [f"{_OPEN.format(number=number)}{version}" for number, version in enumerate(versions, 1)]
    return Combined("\n".join([*marked, _CLOSE]), 1)


def _parts(base: str, one: str, other: str, number: int) -> Iterator[tuple[str, bool]]:
    from merge3 import Merge3

    for how, *sides in Merge3(sentences(base), sentences(one), sentences(other)).merge_groups():
        if how != "conflict":
            yield "".join(sides[0]), False
            continue
        together = _added_beside(sides[0], sides[1], sides[2])
        if together is not None:
            yield together, False
        else:
            _before, first, second = ("".join(side) for side in sides)
            yield f"{_OPEN.format(number=1)}{first}{_OPEN.format(number=number)}{second}{_CLOSE}", True


def _added_beside(before: Sequence[str], first: Sequence[str], second: Sequence[str]) -> str | None:
    """Return both changes of a place if one of them only added something beside what was there, or None."""
    if not before:
        return _after(first, second)
    for changed, grown in ((first, second), (second, first)):
        if grown[: len(before)] == before:
            return _after(changed, grown[len(before) :])
        if grown[-len(before) :] == before:
            return _after(grown[: -len(before)], changed)
    return None


def _after(first: Sequence[str], second: Sequence[str]) -> str:
    """Return two texts that stand in the same place, one after the other."""
    one, other = "".join(first), "".join(second)
    apart = not one or not other or one[-1].isspace() or other[0].isspace()
    return f"{one}{'' if apart else ' '}{other}"


def sentences(text: str) -> list[str]:
    """Return the sentences of a text and what stands between them, which make it up again."""
    return _SENTENCES.findall(text)
