"""Locked reviews on the command line: passphrases from a prompt or a file, calm words, nothing readable."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from peervisit.cli.commands import lowest
from peervisit.service import reviews
from peervisit.store import driver
from tests.cli.ran import Peervisit
from tests.sync.quick import quick_passphrases

pytest.importorskip("sqlcipher3", reason="needs the extra [secure]")

ROOT = Path(__file__).parents[2]
WORDS = "four words nobody guesses"
TYPED = ("Nobody in our street", "budget line", "Jana Nowak", "Head of unit", WORDS)


pytestmark = pytest.mark.usefixtures("quick_keys")


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """Return a file that holds the passphrase."""
    path = tmp_path / "words" / "passphrase.txt"
    path.parent.mkdir()
    path.write_text(WORDS + "\nwhat follows is not read\n", encoding="utf-8")
    return path


@pytest.fixture
def locked(heard: Path, words: Path, peervisit: Peervisit) -> Path:
    """Return a locked review with two items of evidence, and a locked backup."""
    peervisit("backup", heard)
    assert peervisit("secure", heard, "--passphrase-file", words).status == 0
    return heard


def readable(folder: Path) -> list[str]:
    """Return the names of the files in a folder in which something that was typed can be read."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in found if any(one.encode() in path.read_bytes() for one in TYPED)]


def test_secure(peervisit: Peervisit, heard: Path, words: Path) -> None:
    """A review and its backups are locked, and it is said what that does not reach."""
    peervisit("backup", heard)
    before = peervisit("digest", heard).out
    ran = peervisit("secure", heard, "--passphrase-file", words)

    assert (0, "") == (ran.status, ran.out)
    assert [
        "visit.peervisit: locked; only its passphrase opens it",
        "1 backup locked too",
        "what was copied elsewhere, exported or written as a report before stays readable",
    ] == ran.err.splitlines()
    assert before == peervisit("digest", heard, "--passphrase-file", words).out


def test_without_a_passphrase(peervisit: Peervisit, locked: Path) -> None:
    """Where nobody can be asked, each command refuses with one line and status 1."""
    before = locked.read_bytes()
    for command in (("show",), ("digest",), ("doctor",), ("restore",), ("backup",), ("evidence", "list")):
        ran = peervisit(*command, locked)

        assert (1, "") == (ran.status, ran.out)
        assert (
            "peervisit: visit.peervisit: locked; give its passphrase in a terminal or with --passphrase-file"
            == ran.complaint
        )
    assert before == locked.read_bytes()


def test_wrong_passphrase(peervisit: Peervisit, locked: Path, tmp_path: Path) -> None:
    """A wrong passphrase is refused in one line that does not repeat it."""
    other = tmp_path / "other.txt"
    other.write_text("wrong words", encoding="utf-8")
    ran = peervisit("show", locked, "--passphrase-file", other)

    assert (1, "", "peervisit: visit.peervisit: this passphrase does not open it") == (
        ran.status,
        ran.out,
        ran.complaint,
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "holds no passphrase"),
        (b"\nwords", "holds no passphrase"),
        (b"\xff\xfe", "not UTF-8"),
        (None, "No such file"),
    ],
)
def test_bad_passphrase_files(
    peervisit: Peervisit, locked: Path, tmp_path: Path, content: bytes | None, says: str
) -> None:
    """A passphrase file that holds none is named, not taken for an empty passphrase."""
    path = tmp_path / "bad.txt"
    if content is not None:
        path.write_bytes(content)
    ran = peervisit("digest", locked, "--passphrase-file", path)

    assert (1, True, True) == (ran.status, says in ran.complaint, "bad.txt" in ran.complaint)


@pytest.mark.parametrize("ending", ["\n", "\r\n", ""])
def test_line_endings(peervisit: Peervisit, locked: Path, words: Path, ending: str) -> None:
    """A passphrase file written on any system opens the review, a byte order mark and all."""
    words.write_bytes(b"\xef\xbb\xbf" + WORDS.encode() + ending.encode())

    assert 0 == peervisit("digest", locked, "--passphrase-file", words).status


def test_a_day_on_a_locked_review(peervisit: Peervisit, locked: Path, words: Path, tmp_path: Path) -> None:
    """Entering, searching, backing up, restoring and merging work, and leave nothing readable anywhere."""
    key = ("--passphrase-file", words)
    for command in (
        ("use", locked, "BK", *key),
        ("evidence", "add", locked, "--statement", "The budget line is empty.", "--channel", "seen", *key),
        ("search", locked, "street", *key),
        ("backup", locked, *key),
        ("restore", locked, *key),
        ("undo", locked, *key),
        ("doctor", locked, *key),
        ("check", locked, *key),
    ):
        ran = peervisit(*command)
        assert (0, "") == (ran.status, ran.err if ran.status else "")

    home = Path(os.environ["HOME"])
    words.unlink()
    assert ([], []) == (readable(tmp_path), readable(home))


def test_merge_with_a_locked_copy(peervisit: Peervisit, locked: Path, words: Path, tmp_path: Path) -> None:
    """Two locked copies with two passphrases come together when both passphrases are given."""
    other, theirs = tmp_path / "copy.peervisit", tmp_path / "theirs.txt"
    other.write_bytes(locked.read_bytes())
    theirs.write_text("their own words", encoding="utf-8")
    both = ("--passphrase-file", words, "--passphrase-file", theirs)
    peervisit("secure", other, "--change", "--passphrase-file", words, "--new-passphrase-file", theirs)
    added = ("--statement", "They met twice.", "--channel", "seen", "--as", "AR")
    assert 0 == peervisit("evidence", "add", other, *added, "--passphrase-file", theirs).status
    refused = peervisit("merge", locked, other, "--passphrase-file", words)
    merged = peervisit("merge", locked, other, *both)

    assert (1, 0) == (refused.status, merged.status)
    assert peervisit("digest", locked, *both).out == peervisit("digest", other, *both).out


@pytest.mark.parametrize("order", [1, -1])
def test_an_invitation_has_the_passphrase_that_is_not_the_review_s(
    peervisit: Peervisit,
    locked: Path,
    words: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    order: int,
) -> None:
    """Whichever of two passphrases is given first, the one that opens the review stays with it."""
    pytest.importorskip("pyrage", reason="needs the extra [secure]")
    quick_passphrases(monkeypatch)
    other = tmp_path / "other.txt"
    other.write_text("for the invitation alone\n", encoding="utf-8")
    given = [part for one in (words, other)[::order] for part in ("--passphrase-file", one)]
    peervisit("share", locked, tmp_path / "b.invitation", "--member", "BK", *given)
    joined = [
        peervisit("join", tmp_path / "b.invitation", tmp_path / f"{one.stem}.peervisit", *given[:1], one)
        for one in (words, other)
    ]

    assert [1, 0] == [one.status for one in joined]


def test_new(peervisit: Peervisit, tmp_path: Path, words: Path) -> None:
    """A new review may be locked from its first byte."""
    path = tmp_path / "new.peervisit"
    made = ("new", path, "--city", "Gent", "--benchmark", "inti-cities")
    ran = peervisit(*made, "--secure", "--passphrase-file", words)

    assert (0, True, 0) == (
        ran.status,
        driver.is_locked(path),
        peervisit("show", path, "--passphrase-file", words).status,
    )


def test_new_without_secure(peervisit: Peervisit, tmp_path: Path, words: Path) -> None:
    """A passphrase without --secure makes nothing: the person thinks that the file is locked."""
    path = tmp_path / "new.peervisit"
    ran = peervisit("new", path, "--city", "Gent", "--benchmark", "inti-cities", "--passphrase-file", words)

    assert (1, True, False) == (ran.status, "--secure" in ran.complaint, path.exists())


@pytest.mark.parametrize(
    "command", [("new", "--city", "G", "--benchmark", "inti-cities", "--secure"), ("secure",)]
)
def test_nobody_to_ask(peervisit: Peervisit, heard: Path, tmp_path: Path, command: Sequence[str]) -> None:
    """Without a terminal and a passphrase file nothing is locked."""
    path = tmp_path / "new.peervisit" if command[0] == "new" else heard
    ran = peervisit(command[0], path, *command[1:])

    assert (1, True) == (ran.status, "--passphrase-file" in ran.complaint)
    assert not driver.is_locked(heard)
    assert not (tmp_path / "new.peervisit").exists()


def test_secure_again(peervisit: Peervisit, locked: Path, words: Path) -> None:
    """A locked review is not locked twice; --change is named."""
    ran = peervisit("secure", locked, "--passphrase-file", words)

    assert (0, "visit.peervisit: locked already; --change gives it another passphrase\n") == (
        ran.status,
        ran.err,
    )


def test_change_of_a_plain_file(peervisit: Peervisit, heard: Path, words: Path) -> None:
    """A review without a passphrase has none to change."""
    assert (1, True) == (
        (ran := peervisit("secure", heard, "--change", "--passphrase-file", words)).status,
        "not locked" in ran.complaint,
    )


def test_remove_backups(peervisit: Peervisit, heard: Path, words: Path) -> None:
    """Asked to, locking removes the backups made until then, and says how many."""
    peervisit("backup", heard)
    ran = peervisit("secure", heard, "--remove-backups", "--passphrase-file", words)

    assert "1 backup removed" in ran.err.splitlines()
    assert [] == list(heard.with_name("visit.peervisit.backups").iterdir())


def test_unsecure(peervisit: Peervisit, locked: Path, words: Path) -> None:
    """The lock comes off the review and its backups, and it is said what that means."""
    ran = peervisit("unsecure", locked, "--passphrase-file", words)

    assert [
        "visit.peervisit: no longer locked; whoever has the file can read it",
        "1 backup unlocked too",
    ] == ran.err.splitlines()
    assert 0 == peervisit("doctor", locked).status
    with reviews.open_review(locked, read_only=True) as review:
        assert not review.secure


def test_unsecure_goes_on(peervisit: Peervisit, locked: Path, words: Path) -> None:
    """Killed after the review and before its backups, the same command goes on with them."""
    backup = next(locked.with_name("visit.peervisit.backups").iterdir())
    content = backup.read_bytes()
    peervisit("unsecure", locked, "--passphrase-file", words)
    backup.write_bytes(content)
    ran = peervisit("unsecure", locked, "--passphrase-file", words)

    assert (0, ["1 backup unlocked too"]) == (ran.status, ran.err.splitlines())
    assert "nothing to do" in peervisit("unsecure", locked).err


def test_doctor_of_a_fresh_file(peervisit: Peervisit, visit: Path) -> None:
    """A review that was just made has nothing wrong with it."""
    ran = peervisit("doctor", visit)

    assert 0 == ran.status
    assert "✓ backups: none yet; the first is made when something is entered" in ran.out.splitlines()


def test_doctor_names_readable_backups(peervisit: Peervisit, locked: Path, words: Path, heard: Path) -> None:
    """A backup that can be read beside a locked review needs a person, and securing again locks it."""
    backup = next(heard.with_name("visit.peervisit.backups").iterdir())
    peervisit("unsecure", locked, "--passphrase-file", words)
    plain = backup.read_bytes()
    peervisit("secure", locked, "--passphrase-file", words)
    backup.write_bytes(plain)
    ran = peervisit("doctor", locked, "--passphrase-file", words)

    assert (3, True) == (ran.status, "can be read without the passphrase" in ran.out)
    assert "1 backup locked too" in peervisit("secure", locked, "--passphrase-file", words).err
    assert 0 == peervisit("doctor", locked, "--passphrase-file", words).status


def test_doctor_names_what_was_set_aside(peervisit: Peervisit, locked: Path, words: Path) -> None:
    """What a restore set aside is named too where it can be read; an empty backup cannot be."""
    key = ("--passphrase-file", words)
    backup = next(locked.with_name("visit.peervisit.backups").iterdir())
    aside = locked.with_name("visit.peervisit.aside-20260512-090000")
    backup.write_bytes(b"")
    empty = peervisit("doctor", locked, *key).out
    aside.write_bytes(b"SQLite format 3")
    ran = peervisit("doctor", locked, *key)

    assert "can be read" not in empty
    assert "! lock: 1 backup can be read without the passphrase" in ran.out


def test_every_command_takes_a_passphrase() -> None:
    """Every command that takes a review takes the passphrase of a locked one, and none as a value."""
    for command in lowest():
        parser = command.parser()
        if any(one.help == "the review file" for one in parser.given):
            assert "--passphrase-file" in parser.options, command.name
        assert not {"--passphrase", "--password", "--key"} & parser.options, command.name


# At a prompt


def typed(arguments: Sequence[object], *lines: str) -> tuple[int, str]:
    """Run a command in a pseudo-terminal and type a line at each prompt; return status and screen."""
    main, side = pty.openpty()
    code = (
        "import os; os.setsid(); import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
        "from peervisit.store import passphrases; passphrases.MEMORY = 8\n"
        "import sys; from peervisit.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=side,
        stdout=side,
        stderr=side,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )
    os.close(side)
    shown, left = "", list(lines)
    while select.select([main], [], [], 30)[0]:
        try:
            shown += os.read(main, 4096).decode()
        except OSError:
            break
        if left and shown.endswith(": "):
            os.write(main, left.pop(0).encode() + b"\n")
    os.close(main)
    return process.wait(), shown.replace("\r\n", "\n")


@pytest.mark.skipif(os.name != "posix", reason="uses a pseudo-terminal")
class TestPrompt:
    """In a terminal the passphrase is asked for, and never shown."""

    def test_open(self, locked: Path) -> None:
        """A locked review is opened with what is typed; nothing of it is on the screen."""
        status, shown = typed(["digest", locked], WORDS)

        assert (0, True, False) == (
            status,
            shown.startswith("Passphrase of visit.peervisit: "),
            WORDS in shown,
        )
        assert 64 == len(shown.split()[-1])

    def test_wrong(self, locked: Path) -> None:
        """A wrong one is refused calmly, once."""
        status, shown = typed(["restore", locked], "not the words")

        assert 1 == status
        assert [
            "Passphrase of visit.peervisit: ",
            "peervisit: visit.peervisit: this passphrase does not open it",
        ] == shown.splitlines()

    def test_set_twice(self, heard: Path) -> None:
        """A new passphrase is typed twice."""
        status, shown = typed(["secure", heard], WORDS, WORDS)

        assert (0, False, True) == (status, WORDS in shown, driver.is_locked(heard))
        assert "The same again: " in shown

    def test_set_differently(self, heard: Path) -> None:
        """Where the two differ, nothing is locked."""
        status, shown = typed(["secure", heard], WORDS, WORDS + "x")

        assert (1, True, False) == (status, "the two passphrases differ" in shown, driver.is_locked(heard))

    def test_empty(self, heard: Path) -> None:
        """An empty one is refused at once."""
        status, shown = typed(["secure", heard], "")

        assert (1, True, False) == (status, "empty" in shown, driver.is_locked(heard))
