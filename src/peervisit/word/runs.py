"""Runs of text: character style, language, right-to-left scripts, links, fields."""

from __future__ import annotations

import re
from functools import lru_cache

from peervisit.word.xml import NONE, Xml, escaped, joined, quoted, safe, text

_R = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RTL = re.compile(rf"[{_R}](?:[\W\d]*[{_R}])*")
"""Words of a script that runs from right to left, and what stands between them but no other letters."""
_HEBREW = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")
_BREAKS = re.compile("([\t\n])")
_TURNS = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"),
    **dict.fromkeys("\u2066\u2067\u2068", "\u2069"),
}
"""Signs that turn the direction of what follows, each with the one that ends it."""


@lru_cache(maxsize=256)
def _properties(style: str | None, lang: str | None) -> Xml:
    inner = f'<w:rStyle w:val="{style}"/>' if style else ""
    inner += f'<w:lang w:val="{lang}"/>' if lang else ""
    return Xml(f"<w:rPr>{inner}</w:rPr>") if inner else NONE


@lru_cache(maxsize=8192)
def run(value: str, style: str | None = None, lang: str | None = None) -> Xml:
    """Return a run of text; line breaks and tabs in it are kept, right-to-left parts are marked."""
    value = safe(value)
    properties = _properties(style, lang)
    if value.isascii() and value.isprintable():
        return Xml(f'<w:r>{properties}<w:t xml:space="preserve">{escaped(value)}</w:t></w:r>')
    value += _left_open(value)
    return _run_of_any_script(value, style, properties)


def _left_open(value: str) -> str:
    """Return the signs that end the turns which a text leaves open: else they turn what stands after it."""
    ends: list[str] = []
    for char in value:
        if char in _TURNS:
            ends.append(_TURNS[char])
        elif char in "\u202c\u2069" and char in ends:
            # The end of an outer turn ends those within it; an end of nothing is nothing.
            del ends[len(ends) - 1 - ends[::-1].index(char) :]
    return "".join(reversed(ends))


def _run_of_any_script(value: str, style: str | None, properties: Xml) -> Xml:
    parts: list[Xml] = []
    position = 0
    for found in _RTL.finditer(value):
        if found.start() > position:
            parts.append(_run(value[position : found.start()], properties))
        parts.append(_run(found.group(), _right_to_left(style, found.group())))
        position = found.end()
    if position < len(value):
        parts.append(_run(value[position:], properties))
    return joined(parts)


def _right_to_left(style: str | None, words: str) -> Xml:
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    language = "he-IL" if _HEBREW.search(words) else "ar-SA"
    return Xml(f'<w:rPr>{named}<w:rtl/><w:lang w:bidi="{language}"/></w:rPr>')


def _run(value: str, properties: Xml) -> Xml:
    if "\n" not in value and "\t" not in value:
        return Xml(f'<w:r>{properties}<w:t xml:space="preserve">{escaped(value)}</w:t></w:r>')
    inner = joined(_piece(piece) for piece in _BREAKS.split(value) if piece)
    return Xml(f"<w:r>{properties}{inner}</w:r>")


def _piece(piece: str) -> Xml:
    if piece == "\n":
        return Xml("<w:br/>")
    if piece == "\t":
        return Xml("<w:tab/>")
    return Xml(f'<w:t xml:space="preserve">{escaped(piece)}</w:t>')


def tab() -> Xml:
    """Return a tab to the next tab stop."""
    return Xml("<w:r><w:tab/></w:r>")


def link(bookmark: str, inside: Xml, tooltip: str = "") -> Xml:
    """Return runs that jump to a bookmark of the same document."""
    tip = f" w:tooltip={quoted(tooltip)}" if tooltip else ""
    return Xml(f'<w:hyperlink w:anchor="{bookmark}"{tip} w:history="1">{inside}</w:hyperlink>')


def field(instruction: str, cached: str) -> Xml:
    """Return a field such as ``PAGE`` with the text that stands there until it is updated."""
    return Xml(f'<w:fldSimple w:instr=" {instruction} "><w:r><w:t>{text(cached)}</w:t></w:r></w:fldSimple>')


def field_begin(instruction: str) -> Xml:
    """Return the start of a field that spans paragraphs; :data:`FIELD_END` must follow."""
    return Xml(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


FIELD_END = Xml('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
