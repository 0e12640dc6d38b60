"""A conflict in words: its versions as blocks of text, differing words between ⟨ and ⟩."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from peervisit.i18n import N_, _, labelled
from peervisit.model.caution import is_careful, most_careful
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.status import local_time
from peervisit.tui.widgets.detail import GAP, Block

if TYPE_CHECKING:
    from peervisit.service.conflicts import Conflict, Version
    from peervisit.service.settling import Notice

GRADES = {
    "same-field": N_("two values"),
    "edit-and-delete": N_("edited and deleted"),
    "unknown": N_("of a newer version"),
}

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LONGEST = 4000
"""How many words are compared at most: beyond, the versions are shown without marks."""


Say = Callable[[str, str, object], str]
"""Says a value of a kind's field in words."""


def marked(text: str, other: str) -> str:
    """Return a text in which every run of words that the other one has not stands between ⟨ and ⟩."""
    ours, theirs = _WORDS.findall(text), _WORDS.findall(other)
    if len(ours) + len(theirs) > _LONGEST:
        return text
    parts: list[str] = []
    for how, start, end, _from, _to in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        words = "".join(ours[start:end])
        if how == "equal" or not words.strip():
            parts.append(words)
            continue
        bare = words.strip()
        before, _bare, after = words.partition(bare)
        parts.append(f"{before}⟨{bare}⟩{after}")
    return "".join(parts)


def head(one: Conflict, say: Say) -> Iterator[Block]:
    """Yield what is in conflict and what both started from."""
    yield Block(one.title, "strong", label=f"{one.number}  {one.code}  ", label_role="heading")
    yield Block(_(GRADES[one.grade]), "muted")
    if one.base is not None:
        yield Block(say(one.kind, one.field, one.base), label=labelled(_("both started from")))
    if is_careful(one.kind, one.field) and one.grade == "same-field":
        careful = most_careful(one.kind, one.field, [version.value for version in one.versions])
        yield Block(say(one.kind, one.field, careful), "open", label=labelled(_("until then reports follow")))


def side(one: Conflict, number: int, say: Say) -> Iterator[Block]:
    """Yield one of the versions, numbered from 0."""
    version = one.versions[number]
    by = ", ".join([version.author or "?", local_time(version.at), *([version.copy] if version.copy else [])])
    yield Block(by, "muted", label=f"{number + 1}  ", label_role="accent")
    yield Block(_value(one, number, say))
    for edit in version.edits:
        yield Block(_words(one.kind, edit.field, edit.value, say), label=labelled(edit.title))


def after(one: Conflict) -> Iterator[Block]:
    """Yield what both versions come to when they are brought together."""
    combined = one.combined
    if combined is None:
        return
    if combined.clean:
        yield Block(combined.text, label=labelled(_("both together")))
    else:
        yield Block(
            keyed(_("<conflict.merge> brings both together; where they contradict each other you choose")),
            "muted",
        )


def stacked(one: Conflict, say: Say) -> Iterator[Block]:
    """Yield everything about a conflict, one below the other."""
    yield from head(one, say)
    for number in range(len(one.versions)):
        yield GAP
        yield from side(one, number, say)
    rest = list(after(one))
    if rest:
        yield GAP
        yield from rest


def notice(one: Notice, said: Sequence[tuple[str, str]]) -> Iterator[Block]:
    """Yield what two changed at once in different fields; ``said`` are titles and values."""
    yield Block(_("worth a look"), "strong", label=f"{one.code}  ", label_role="heading", code=one.code)
    words = _("{author} and {other} changed this record at the same time, each without the other's change.")
    yield Block(words.format(author=one.author or "?", other=one.came_author or "?"))
    yield Block(_("Nothing is in conflict. Does it still fit together?"), "muted")
    yield GAP
    for title, value in said:
        yield Block(value, label=labelled(title))


def _value(one: Conflict, number: int, say: Say) -> str:
    version: Version = one.versions[number]
    if one.grade == "edit-and-delete":
        return _("delete the record") if version.value else _("keep the record")
    others = [other.value for place, other in enumerate(one.versions) if place != number]
    words = _words(one.kind, one.field, version.value, say)
    if words == version.value and isinstance(others[0], str):
        return marked(words, others[0])
    return words


def _words(kind: str, field: str, value: object, say: Say) -> str:
    return _("nothing") if value is None else say(kind, field, value)
