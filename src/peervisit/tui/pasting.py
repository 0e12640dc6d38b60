"""Pasted text that holds escape characters: text it is, and no keys.

Terminals put marks around what is pasted. Where the text holds escape characters of its own, as what was
copied from a terminal does, Textual takes what follows one for a key, or lets it overtake the rest of the
paste. Here each becomes its picture (``␛``), as it would in the file, before Textual reads it.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.message import Message

BEGIN, END = "\x1b[200~", "\x1b[201~"
PICTURE = "\u241b"


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


def install() -> None:
    """Let Textual read the keyboard so, on systems where it reads it as a terminal sends it."""
    from textual.drivers import linux_driver

    linux_driver.XTermParser = PasteParser  # type: ignore[attr-defined]
