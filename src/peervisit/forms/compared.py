"""A report that came back without marks, against the one that was sent: what was typed into it untracked.

Who accepts every change before sending a report back, or works in a program that tracks none, leaves a
clean text. Paragraph by paragraph, it is held against the file that was sent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from lxml import etree

from peervisit.forms.returned import PASSAGE, Paragraph, Remark, Target, paragraphs
from peervisit.forms.told import mark

MOST = 20_000
"""The most paragraphs that are compared: a long report has less than a fifth of it."""
_LEAST = 0.3
"""The least part of the paragraphs that must be the same in two copies of one report."""
_NEAR = 50
"""How many paragraphs are looked at for the one that another became."""
_PAGE = re.compile(r"[\s.…]*\d{1,4}\Z")
"""The number of a page after an entry of a list of contents."""
_WORD = re.compile(r"\s+|[^\s]+")


def untracked(returned: etree._Element, sent: etree._Element, known: Iterable[Target]) -> list[Remark] | None:
    """Return what differs, as changes by nobody known; None where the two are no copies of one report.

    What is tracked in the returned file is none of these: both are compared as they were before.
    """
    targets = list(known)
    before = [one for one in paragraphs(sent, targets) if one.text]
    after = [one for one in paragraphs(returned, targets) if one.text]
    if not before or max(len(before), len(after)) > MOST:
        return None
    first, second = ([mark(one.text) for one in part] for part in (before, after))
    if 2 * sum((Counter(first) & Counter(second)).values()) < _LEAST * (len(first) + len(second)):
        return None
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    stood, stands = set(first), set(second)
    found: list[Remark] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        about = before[i - 1].about if i else None
        if tag == "replace":
            found += _changes(before[i:j], after[k:m], about)
        elif tag == "delete":
            found += _changes([one for one in before[i:j] if mark(one.text) not in stands], [], about)
        elif tag == "insert":
            new = [one for one in after[k:m] if mark(one.text) not in stood]
            found += _changes([], [one for one in new if mark(_bare(one.text)) not in stood], about)
    return found


def _bare(text: str) -> str:
    """Return an entry of a list of contents without the page that an editor gave it."""
    return _PAGE.sub("", text)


def _changes(before: list[Paragraph], after: list[Paragraph], about: Target | None) -> Iterator[Remark]:
    """Yield what became of some paragraphs: one at the same place, or like it, is the same one."""
    left = list(after)
    for one in before:
        like = max(left[:_NEAR], key=lambda other: _likeness(one.text, other.text), default=None)
        if like is not None and (len(before) == len(after) or _likeness(one.text, like.text) > 0.5):
            left.remove(like)
            if not (one.linked and mark(_bare(like.text)) == mark(one.text)):
                removed, put = _between(one.text, like.text)
                yield Remark("change", "", "", put, removed, one.text[:PASSAGE], one.about)
        elif not one.linked:
            yield Remark("change", "", "", "", one.text, one.text[:PASSAGE], one.about)
        about = one.about
    for other in left:
        yield Remark("change", "", "", other.text, "", "", other.about or about)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split()[:200], other.split()[:200]).ratio()


def _between(old: str, new: str) -> tuple[str, str]:
    """Return the words that differ, between the same beginning and the same end."""
    first, second = _WORD.findall(old), _WORD.findall(new)
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    end = 0
    while end < min(len(first), len(second)) - start and first[-1 - end] == second[-1 - end]:
        end += 1
    return "".join(first[start : len(first) - end]).strip(), "".join(
        second[start : len(second) - end]
    ).strip()
