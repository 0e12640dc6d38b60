"""The program is killed while somebody types into a note; what the screen said was saved is there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from peervisit.store.review_file import ReviewFile
from peervisit.tui.note_keeping import NoteKeeper
from tests.tui.visiting import begin, plan

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

from tests.tui.terminal import running


def offered(path: Path, code: str) -> str:
    """Return what the app would offer."""
    with ReviewFile.open(path, read_only=True) as review:
        review.log.author = "AR"
        draft = NoteKeeper(review, code).draft()
        return draft.text if draft is not None else NoteKeeper(review, code).base


def test_killed_while_typing(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three times killed: all that was acknowledged is offered, each time on top of what was before."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    plan(path)
    code = begin(path)
    acknowledged = ""
    for words in ("Le comité siège", " en été [peu]", " de gens –\u00a0! "):
        for left in (tmp_path / "state").rglob("left.json"):
            left.unlink()
        with running(str(path)) as terminal:
            terminal.wait_for("Phase 0")
            terminal.press("N")
            terminal.wait_for("Note")
            terminal.press(f":{code}\r\r")
            terminal.wait_for(f"{code} The mayor")
            terminal.press(words)
            # First of all these words: what was saved before them is on the screen from the start.
            terminal.wait_for("typing…")
            terminal.wait_for("saved ")
            acknowledged += words
            # Leaving the terminal ends the program at once, as a battery that is pulled.
            terminal.press("and then the lid")
        there = offered(path, code)

        assert there.startswith(acknowledged)
        assert (acknowledged + "and then the lid").startswith(there)
        acknowledged = there
