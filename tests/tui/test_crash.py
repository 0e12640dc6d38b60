"""An error in the program, in a real terminal: it is given back as it was, and nobody's words are in it."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from rich.traceback import Stack, Trace, Traceback
from textual.app import App

from peervisit.service import records, reviews
from peervisit.tui.app import PeervisitApp
from peervisit.tui.widgets.field_form import FieldForm
from tests.tui.conftest import Opened

pty = pytest.importorskip("pty", reason="uses a pseudo-terminal")

ROOT = Path(__file__).parents[2]
NAME = "[/] Fatima \x1b[31mAl-Sayed"
BROKEN = (
    "import sys\n"
    "from peervisit.cli import main\n"
    "from peervisit.tui.app import PeervisitApp\n"
    "def fail(app):\n"
    "    person = app.review.rows('stakeholder')\n"
    "    raise ValueError('Al-Sayed', person)\n"
    "PeervisitApp.action_undo = fail\n"
    "sys.exit(main(sys.argv[1:]))\n"
)


def test_the_terminal_is_given_back(path: Path) -> None:
    """After an error with a hostile name on the screen: the terminal works, and says that all is saved."""
    with reviews.open_review(path) as review:
        records.add(review, "stakeholder", {"name": NAME, "role": NAME, "group": "migrant-or-user"})
    main, side = pty.openpty()
    termios.tcsetwinsize(side, (24, 80))
    before = termios.tcgetattr(side)
    program = subprocess.Popen(
        [sys.executable, "-c", BROKEN, str(path)],
        stdin=side,
        stdout=side,
        stderr=side,
        env=os.environ | {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT / "src")},
        start_new_session=True,
    )
    try:
        shown = _read_until(main, "Aldermere")
        os.write(main, b"P")
        shown += _read_until(main, "Al-Sayed")
        os.write(main, b"u")
        shown += _read_until(main, "report")
        status = program.wait(30)
        shown += _rest(main)
        after = termios.tcgetattr(side)
    finally:
        program.kill()
        program.wait()
        os.close(main)
        os.close(side)
    last = shown.rpartition("\x1b[?1049l")[2]
    (report,) = (Path(os.environ["XDG_STATE_HOME"]) / "peervisit" / "crashes").glob("*.txt")

    assert (True, before) == (status != 0, after)
    assert "Everything entered is saved." in " ".join(last.split())
    assert all(f"\x1b[?{mode}l" in shown for mode in ("1000", "1049", "2004"))
    assert "\x1b[?25h" in shown
    assert not any(word in last + report.read_text(encoding="utf-8") for word in ("Fatima", "Sayed", "[31m"))
    assert "]0;" not in shown
    assert "]2;" not in shown


async def test_the_reading_of_keys_fails(opened: Opened, path: Path) -> None:
    """Where Textual would print its own account, the report is like any other, and what was typed kept."""
    async with opened(path) as pilot:
        await pilot.press("E", "n", *"words")
        await pilot.pause()
        pilot.app.panic(Traceback(Trace([Stack("ValueError", "Al-Sayed")])))
    (report,) = (path.parent / "state" / "crashes").glob("*.txt")
    with reviews.open_review(path) as review:
        kept = review.connection.execute("SELECT count(*) FROM draft WHERE value LIKE '%words%'").fetchone()

    assert 1 == kept[0]
    assert "Sayed" not in report.read_text(encoding="utf-8")


async def test_a_crash_says_that_the_last_words_may_be_missing(
    opened: Opened, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where what is typed cannot be kept either, it says so once, and the report is written all the same."""
    said: list[str] = []

    def fail(_self: object) -> None:
        raise ValueError("Fatima")

    def note(app: PeervisitApp, *renderables: object) -> None:
        said.extend(map(str, renderables))
        App.panic(app, *renderables)  # type: ignore[arg-type]

    monkeypatch.setattr(FieldForm, "keep_draft", fail)
    monkeypatch.setattr(PeervisitApp, "panic", note)
    with pytest.raises(ValueError, match="Fatima"):
        async with opened(path) as pilot:
            await pilot.press("P", "n")
            await pilot.pause()
            pilot.app.call_later(fail, None)
            await pilot.pause()
    (report,) = (tmp_path / "state" / "crashes").glob("*.txt")

    assert 1 == len(said)
    assert "may be missing" in said[0]
    assert "Everything entered is saved" not in said[0]
    assert "Fatima" not in said[0] + report.read_text(encoding="utf-8")


def _read_until(main: int, words: str) -> str:
    found = ""
    while words not in found:
        ready, _, _ = select.select([main], [], [], 30)
        assert ready, f"{words!r} never came"
        try:
            found += os.read(main, 65536).decode(errors="replace")
        except OSError:
            break
    return found


def _rest(main: int) -> str:
    found = b""
    while select.select([main], [], [], 0)[0]:
        found += os.read(main, 65536)
    return found.decode(errors="replace")
