"""Files that cannot be used: one clear line, exit status 1, and the file is as it was."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from peervisit.store import connection as opening
from tests.cli.ran import Peervisit

COMMANDS = (
    ("show", "{file}"),
    ("digest", "{file}"),
    ("check", "{file}"),
    ("search", "{file}", "housing"),
    ("history", "{file}"),
    ("evidence", "list", "{file}"),
    ("export", "{file}", "-"),
    ("document", "add", "{file}", "--title", "Plan", "--as", "AR"),
    ("judge", "add", "{file}", "GG-AMB-1", "par", "--as", "AR"),
    ("undo", "{file}", "--as", "AR"),
    ("use", "{file}", "AR"),
)
"""Commands that read and commands that write."""


def on(file: Path, command: tuple[str, ...]) -> list[str]:
    """Return the command line of a command on a file."""
    return [part.format(file=file) for part in command]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_missing(peervisit: Peervisit, tmp_path: Path, command: tuple[str, ...]) -> None:
    """A file that is not there is named, and none is made."""
    ran = peervisit(*on(tmp_path / "none.peervisit", command))

    assert (ran.status, ran.out) == (1, "")
    assert ran.complaint == "peervisit: none.peervisit: no such file"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("content", [b"", b"minutes of the meeting", b"PK\x03\x04" * 500, b"\0" * 4096])
def test_not_a_review(peervisit: Peervisit, tmp_path: Path, command: tuple[str, ...], content: bytes) -> None:
    """A file of another kind is refused and left as it was, whatever is in it."""
    file = tmp_path / "minutes.peervisit"
    file.write_bytes(content)
    ran = peervisit(*on(file, command))

    assert (ran.status, ran.out) == (1, "")
    assert ran.complaint == "peervisit: minutes.peervisit: not a review file"
    assert file.read_bytes() == content


def test_another_database(peervisit: Peervisit, tmp_path: Path) -> None:
    """A database of another program is refused and left as it was."""
    file = tmp_path / "photos.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE photo (name TEXT)")
    other.close()
    before = file.read_bytes()
    ran = peervisit("show", file)

    assert (1, "peervisit: photos.db: not a review file") == (ran.status, ran.complaint)
    assert before == file.read_bytes()


def test_a_folder(peervisit: Peervisit, tmp_path: Path) -> None:
    """A folder is no review file."""
    ran = peervisit("show", tmp_path)

    assert ran.status == 1
    assert "a folder" in ran.complaint


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_newer(peervisit: Peervisit, visit: Path, command: tuple[str, ...]) -> None:
    """A file of a newer version is refused, with what to do, and left as it was."""
    with sqlite3.connect(visit) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    before = visit.read_bytes()
    ran = peervisit(*on(visit, command))

    assert (ran.status, ran.out) == (1, "")
    assert "newer peervisit" in ran.complaint
    assert "update peervisit" in ran.complaint
    assert before == visit.read_bytes()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_damaged(peervisit: Peervisit, visit: Path, command: tuple[str, ...]) -> None:
    """A damaged file is refused with the way out of it, and left as it was for whoever can repair it."""
    content = bytearray(visit.read_bytes())
    content[8192:] = b"\xa5" * (len(content) - 8192)
    visit.write_bytes(content)
    ran = peervisit(*on(visit, command))

    assert (ran.status, ran.out) == (1, "")
    assert "damaged" in ran.complaint
    assert "peervisit restore" in ran.complaint
    assert bytes(content) == visit.read_bytes()


@pytest.mark.parametrize("size", [1, 100, 4096, 5000])
def test_cut_short(peervisit: Peervisit, visit: Path, size: int) -> None:
    """A file that was not copied whole is refused in one line."""
    whole = visit.read_bytes()
    visit.write_bytes(whole[:size])
    ran = peervisit("show", visit)

    assert (ran.status, ran.out) == (1, "")
    assert ran.complaint.startswith("peervisit: visit.peervisit: ")
    assert whole[:size] == visit.read_bytes()


def test_read_only(peervisit: Peervisit, visit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What may not be written can be read, and writing to it is refused in one line."""
    # Not by the rights on the file: the tests may run as root, who may write everything.
    monkeypatch.setattr(opening, "_may_write", lambda path: path != visit)
    before = visit.read_bytes()
    ran = peervisit("document", "add", visit, "--title", "Plan", "--as", "AR")

    assert (1, "") == (ran.status, ran.out)
    assert "cannot be written" in ran.complaint
    assert before == visit.read_bytes()
    assert peervisit("show", visit).status == 0


def test_locked(peervisit: Peervisit, visit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program writes, writing is refused after a while, in one line, and reading works."""
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.2)
    hold = (
        "import sqlite3, sys\n"
        "held = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "held.execute('BEGIN EXCLUSIVE')\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(visit)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        wrote = peervisit("document", "add", visit, "--title", "Plan", "--as", "AR")
        read = peervisit("member", "list", visit, "--json")
        other.communicate()

    assert (1, "") == (wrote.status, wrote.out)
    assert "another program is writing to it" in wrote.complaint
    assert [row["code"] for row in read.json] == ["AR", "BK", "CD"]
    assert peervisit("document", "list", visit, "--json").json == []


def test_exists_already(peervisit: Peervisit, visit: Path) -> None:
    """A new review never takes the place of a file that is there."""
    before = visit.read_bytes()
    ran = peervisit("new", visit, "--city", "Lyon", "--benchmark", "inti-cities")

    assert (1, "peervisit: visit.peervisit: exists already; choose another name") == (
        ran.status,
        ran.complaint,
    )
    assert before == visit.read_bytes()


def test_no_such_folder(peervisit: Peervisit, tmp_path: Path) -> None:
    """A new review in a folder that is not there is refused."""
    ran = peervisit(
        "new", tmp_path / "none" / "visit.peervisit", "--city", "Lyon", "--benchmark", "inti-cities"
    )

    assert ran.status == 1
    assert "no such folder" in ran.complaint


def test_reading_leaves_nothing_behind(peervisit: Peervisit, visit: Path) -> None:
    """After a command that only reads, the file stands alone and is byte for byte as before."""
    before = visit.read_bytes()
    for command in (("show",), ("digest",), ("check",), ("history",)):
        assert peervisit(*command, visit).status == 0

    assert before == visit.read_bytes()
    assert [visit.name] == sorted(path.name for path in visit.parent.iterdir())
