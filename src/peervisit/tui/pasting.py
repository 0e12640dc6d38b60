"""What terminals send: pasted text is text and no keys, and ctrl works on keyboards of other scripts.

Terminals put marks around what is pasted. Where the text holds escape characters of its own, as what was
copied from a terminal does, Textual takes what follows one for a key, or lets it overtake the rest of the
paste. Here each becomes its picture (``␛``), as it would in the file, before Textual reads it.

A terminal set to another encoding sends bytes that are no UTF-8, and so does a paste of anything that is no
text. Textual's reading ends at the first of them, and the app with it. Here they are read as Windows-1252.

Under the Kitty protocol a Greek or Cyrillic keyboard sends ``ctrl+σ`` or ``ctrl+ы`` for ``ctrl+s``. Asked
for it, the terminal says too which key that is on a Latin keyboard, in a form that Textual does not read.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterable

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

BEGIN, END = "\x1b[200~", "\x1b[201~"
PICTURE = "\u241b"
_KEY = re.compile(r"\x1b\[(\d+):\d*(?::(\d+))?((?:;(\d*).*)?u)")
"""A key with its twins: the one that Shift makes of it, and the one in its place on a Latin keyboard."""
_ALT_OR_CTRL = 0b110
_DISAMBIGUATE_AND_TELL_TWINS = 0b101


class PasteParser(XTermParser):
    """Textual's reading of the keyboard, which sees no escape character within what is pasted."""

    def __init__(self, debug: bool = False) -> None:
        self._inside = False
        self._held = ""
        self._before = ""
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        """Read what the terminal sent; an empty text is its end."""
        if data:
            data = self._safe(data)
            return super().feed(data) if data else ()
        return super().feed(data)

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        return super()._sequence_to_key_events(_one_key(sequence), alt)

    def _safe(self, data: str) -> str:
        data, self._held = self._held + data, ""
        out: list[str] = []
        place = 0
        while place < len(data):
            step = self._pasted if self._inside else self._typed
            text, place = step(data, place)
            out.append(text)
        return "".join(out)

    def _typed(self, data: str, place: int) -> tuple[str, int]:
        """Pass on what is typed, up to the mark that begins a paste; the mark may come in two parts."""
        known = self._before + data[place:]
        at = known.find(BEGIN)
        end = len(data) if at < 0 else place + at + len(BEGIN) - len(self._before)
        self._inside = at >= 0
        self._before = "" if self._inside else known[-(len(BEGIN) - 1) :]
        return data[place:end], end

    def _pasted(self, data: str, place: int) -> tuple[str, int]:
        """Pass on what is pasted, up to the mark that ends it or to an escape character of its own."""
        at = data.find("\x1b", place)
        if at < 0:
            return data[place:], len(data)
        if data.startswith(END, at):
            self._inside = False
            return data[place : at + len(END)], at + len(END)
        if END.startswith(data[at:]):
            self._held = data[at:]
            return data[place:at], len(data)
        return data[place:at] + PICTURE, at + 1


def _one_key(sequence: str) -> str:
    """Return the sequence of a key without its twins; with ctrl or alt, one of another script by place."""
    found = _KEY.fullmatch(sequence)
    if found is None:
        return sequence
    key, latin, rest, held = found.groups()
    letter = chr(int(key))
    other = letter.isalpha() and not unicodedata.name(letter, "").startswith("LATIN")
    return f"\x1b[{latin if latin and other and int(held or 1) - 1 & _ALT_OR_CTRL else key}{rest}"


def decoder(_encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    """Return what makes a reader of UTF-8 that stops at no byte."""
    codecs.register_error("peervisit.any", _as_elsewhere)
    make = codecs.getincrementaldecoder("utf-8")
    return lambda: make("peervisit.any")


def _as_elsewhere(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def install() -> None:
    """Let Textual read the keyboard so, on systems where it reads it as a terminal sends it."""
    from textual.drivers import linux_driver

    linux_driver.getincrementaldecoder = decoder  # type: ignore[assignment,attr-defined]
    linux_driver.XTermParser = PasteParser  # type: ignore[attr-defined]
    linux_driver.KITTY_DISAMBIGUATE_ESCAPE_CODES = _DISAMBIGUATE_AND_TELL_TWINS  # type: ignore[misc]
