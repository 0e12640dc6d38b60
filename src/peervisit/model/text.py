"""Making typed and pasted text safe to keep: readable everywhere, and never silently shortened."""

from __future__ import annotations

import re
import unicodedata

# XML (and so Word) cannot hold these; terminals act on some of them.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"[ \t]*\n[ \t\n]*")
_PLAIN = re.compile(r"[\t\n -~]*\Z")


def clean(text: str) -> str:
    r"""Return the text in NFC with every character one that can be stored, shown and written to Word.

    Line ends become ``\n``; control characters become their visible pictures (``␀``); halves of
    surrogate pairs are joined, or become U+FFFD where the other half is missing.
    """
    if text.isascii() and (text.isprintable() or _PLAIN.match(text)):
        return text
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _BREAKS.sub("\n", text)
    text = _CONTROL.sub(_picture, text)
    return unicodedata.normalize("NFC", text)


def visible(text: str) -> str:
    """Return the text with a picture of each control on which a terminal acts; tabs and line ends stay.

    No text that was entered holds any. What another copy sends, or a file is called, may.
    """
    if text.isascii() and (text.isprintable() or _PLAIN.match(text)):
        return text
    return _ACTING.sub(_picture, text)


def clean_line(text: str) -> str:
    """Return the text cleaned and on one line, without space around it."""
    return _SPACES.sub(" ", clean(text)).strip()


def _picture(match: re.Match[str]) -> str:
    point = ord(match.group())
    if point < 0x20:
        return chr(0x2400 + point)
    return "\u2421" if point == 0x7F else "\ufffd"


def fold(text: str) -> str:
    """Return the text without accents and case, for comparing what people typed."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
