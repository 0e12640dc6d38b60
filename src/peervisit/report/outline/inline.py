"""Putting runs together: patterns with named places, lists with commas, paragraphs out of typed text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from peervisit.report.outline.blocks import Cell, Inline, Kind, Look, Paragraph, Run

_PLACE = re.compile(r"\{(\w+)\}")
_LINES = re.compile(r"\s*\n\s*")


@lru_cache(maxsize=4096)
def plain(text: str, look: Look = "plain", lang: str | None = None) -> Inline:
    """Return words of one look; nothing for no words."""
    return (Run(text, look, lang=lang),) if text else ()


def fill(pattern: str, **parts: Inline | str) -> Inline:
    """Return a translated pattern such as ``Rests on {conclusions}.`` with its places filled."""
    found: list[Inline] = []
    for number, piece in enumerate(_pieces(pattern)):
        if number % 2 == 0:
            found.append(plain(piece))
        else:
            part = parts[piece]
            found.append(plain(part) if isinstance(part, str) else part)
    return together(found)


@lru_cache(maxsize=512)
def _pieces(pattern: str) -> tuple[str, ...]:
    """Return a pattern taken apart: words and names of places in turn."""
    return tuple(_PLACE.split(pattern))


def together(parts: Iterable[Inline]) -> Inline:
    """Return inlines in a row as one."""
    return tuple(run for part in parts for run in part)


def between(parts: Sequence[Inline], separator: str, look: Look = "plain") -> Inline:
    """Return the parts that hold something, with a separator between them."""
    kept = [part for part in parts if part]
    rest = [plain(separator, look) + part for part in kept[1:]]
    return together([*kept[:1], *rest])


def lines(text: str | None) -> list[str]:
    """Return the paragraphs of a text that somebody typed."""
    return [line for line in _LINES.split(text.strip()) if line] if text else []


def paragraphs(text: str | None, kind: Kind = "body", lang: str | None = None) -> tuple[Paragraph, ...]:
    """Return what somebody typed as paragraphs."""
    return tuple(Paragraph(plain(line, lang=lang), kind) for line in lines(text))


def cell(*contents: str | Inline | None, level: str | None = None) -> Cell:
    """Return a cell; each text may hold several paragraphs, empty ones vanish."""
    found: list[Inline] = []
    for content in contents:
        if isinstance(content, str):
            found += [plain(line) for line in lines(content)]
        elif content:
            found.append(content)
    return Cell(tuple(found), level)


def capital(text: str) -> str:
    """Return the text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def plain_text(runs: Inline) -> str:
    """Return the words alone."""
    return "".join(run.text for run in runs)
