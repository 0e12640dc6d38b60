"""Where each review was left: the screen, the line under the cursor, and the note that was open."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peervisit.tui import places
from peervisit.tui.screens.base import ReviewScreen

if TYPE_CHECKING:
    from peervisit.tui.app import PeervisitApp

NAME, KEPT = "left.json", 12


class LeftOff:
    """Remembers in the state folder, outside the review, where this laptop left each of them."""

    def __init__(self, main: PeervisitApp) -> None:
        self._main, self._last = main, {"place": "overview", "code": "", "note": ""}

    @property
    def _path(self) -> Path:
        return self._main.settings.state / NAME

    def keep(self) -> None:
        """Remember where one is now, if that is another place than before."""
        stack = self._main.screen_stack
        under = stack[1] if len(stack) > 1 else None
        if not self._main.has_review or not isinstance(under, ReviewScreen) or not under.is_mounted:
            return
        note = next((str(getattr(one, "code", "")) for one in stack[2:] if isinstance(one, ReviewScreen)), "")
        here = {"place": under.PLACE, "code": under.where(), "note": note}
        if here == self._last:
            return
        self._last = here
        told = self._read()
        name = str(self._main.review.path.resolve())
        told.pop(name, None)
        told[name] = here
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside = self._path.with_name(f".{NAME}.part")
            beside.touch(mode=0o600)
            beside.write_text(json.dumps(dict(list(told.items())[-KEPT:])), encoding="utf-8")
            beside.replace(self._path)

    def back(self) -> None:
        """Go to where the open review was left, or to the overview."""
        held = self._read().get(str(self._main.review.path.resolve()))
        here = held if isinstance(held, dict) else {}
        name = here.get("place")
        if not any(place.name == name for place in places.PLACES):
            name = "overview"
        self._main.go(str(name))
        self._last = {key: str(here.get(key) or "") for key in ("place", "code", "note")}
        screen = self._main.get_screen(str(name))
        if isinstance(screen, ReviewScreen) and here.get("code"):
            screen.call_after_refresh(self._to_line, screen, str(here["code"]), str(here.get("note") or ""))

    def _to_line(self, screen: ReviewScreen, code: str, note: str) -> None:
        screen.back_to(code)
        held = self._main.review.row("interview", note) if note and screen.PLACE == "interview" else None
        # What is ended is not written on by the first key that somebody presses.
        if held is not None and not held["ended"]:
            from peervisit.tui.screens.notes import NoteScreen

            self._main.push_screen(NoteScreen(note))

    def _read(self) -> dict[str, Any]:
        with suppress(OSError, ValueError):
            found = json.loads(self._path.read_text(encoding="utf-8"))
            if isinstance(found, dict):
                return found
        return {}
