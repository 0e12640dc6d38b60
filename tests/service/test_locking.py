"""Locking a review, unlocking it, another passphrase: whole or not at all, the copies beside it too."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from peervisit.errors import (
    DamagedFileError,
    LockedFileError,
    PeervisitError,
    ReviewFileError,
    WrongPassphraseError,
)
from peervisit.service import keeping, locking, records
from peervisit.store import connection, driver, passphrases
from peervisit.store import locking as turning
from peervisit.store.backup import backups, entries_in
from peervisit.store.review_file import ReviewFile
from tests.service.world import new

pytest.importorskip("sqlcipher3", reason="needs the extra [secure]")

OLD, NEW = "the old passphrase", "quite another one"
SECRET = b"nobody was asked"


pytestmark = pytest.mark.usefixtures("quick_keys")


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """Return a review with one document and two backups, a leader's draft and a sealed level."""
    path = tmp_path / "visit.peervisit"
    with new(path) as review:
        records.add(review, "member", {"roles": ["peer"]}, code="AR")
        records.add(review, "document", {"title": SECRET.decode()}, code="AR-D01")
        review.set_local("me", "AR")
        review.back_up()
        review.back_up("asked")
    return path


@pytest.fixture
def locked(plain: Path) -> Path:
    """Return the same review, locked with the old passphrase, which this process has forgotten."""
    locking.secure(plain, OLD)
    passphrases.forget_all()
    return plain


def files(path: Path) -> list[Path]:
    """Return every file beside a review, its own among them."""
    return sorted(one for one in path.parent.rglob("*") if one.is_file())


def readable(path: Path) -> list[str]:
    """Return the names of the files beside a review in which a word that was typed can be read."""
    return [one.name for one in files(path) if SECRET in one.read_bytes()]


def content(path: Path) -> tuple[str, dict[str, Any]]:
    """Return the digest of a review, and what only this copy holds."""
    with ReviewFile.open(path, read_only=True) as review:
        rows = review.connection.execute("SELECT * FROM local ORDER BY key").fetchall()
        found = review.connection.execute("SELECT count(*) FROM search WHERE search MATCH 'nobody'")
        assert found.fetchone()[0] == 1
        return review.digest(), {row[0]: row[1] for row in rows}


def test_secure(plain: Path) -> None:
    """A locked review holds what it held, nothing beside it can be read, and its backups are good."""
    before = content(plain)
    done = locking.secure(plain, OLD)

    assert (True, 2, [], []) == (done.file, len(done.copies), done.removed, done.left)
    assert (before, []) == (content(plain), readable(plain))
    assert [3, 3] == [entries_in(one) and 3 for one in backups(plain)]
    assert {0o600} == {one.stat().st_mode & 0o777 for one in files(plain)}


def test_unsecure(locked: Path) -> None:
    """A review that is no longer locked holds what it held, and so do its backups, for any program."""
    passphrases.remember(locked, OLD)
    before = content(locked)
    done = locking.unsecure(locked)

    assert (True, 2, []) == (done.file, len(done.copies), done.left)
    for one in (locked, *backups(locked)):
        with closing(sqlite3.connect(one)) as other:
            assert [(SECRET.decode(),)] == other.execute("SELECT title FROM document").fetchall()
    assert before == content(locked)


def test_another_passphrase(locked: Path) -> None:
    """After a change neither the file nor a backup opens with the old passphrase."""
    passphrases.remember(locked, OLD)
    before = content(locked)
    locking.secure(locked, NEW)
    passphrases.forget_all()
    passphrases.offer(OLD)
    for one in (locked, *backups(locked)):
        with pytest.raises(WrongPassphraseError):
            ReviewFile.open(one, read_only=True)
    passphrases.offer(NEW)

    assert (before, 2) == (content(locked), len([entries_in(one) for one in backups(locked)]))


def test_backups_are_removed_where_asked(plain: Path) -> None:
    """Asked to, locking removes the readable backups instead."""
    done = locking.secure(plain, OLD, remove_backups=True)

    assert (2, [], [plain]) == (len(done.removed), backups(plain), files(plain))


def test_what_was_left_readable_is_locked_later(plain: Path) -> None:
    """Securing a locked review again locks the copies that still lie readable beside it."""
    turning.turn(plain, passphrases.new_lock(OLD))
    assert 2 == len(readable(plain))
    done = locking.secure_copies(plain)

    assert (False, 2, []) == (done.file, len(done.copies), readable(plain))


def test_what_was_set_aside_is_locked_too(plain: Path) -> None:
    """The file that a restore set aside is a copy as well."""
    keeping.restore(plain)
    locking.secure(plain, OLD)

    assert [] == readable(plain)


@pytest.mark.parametrize("name", [".visit.peervisit.aside-1.turning", "backups/.x.peervisit.part"])
def test_what_a_crash_left_is_removed(plain: Path, name: str) -> None:
    """What a crash left half written beside a review goes when it is locked, wherever it lies."""
    left = plain.parent / name.replace("backups", "visit.peervisit.backups")
    left.write_bytes(SECRET)
    locking.secure(plain, OLD)

    assert not left.exists()
    assert [] == readable(plain)


def test_a_damaged_backup_is_named(plain: Path) -> None:
    """A backup that does not open cannot be locked; it is named, and everything else is locked."""
    bad = backups(plain)[0]
    bad.write_bytes(bad.read_bytes()[: 30 * 4096])
    done = locking.secure(plain, OLD)

    assert ([bad], 1) == (done.left, len(done.copies))


def test_entries_not_yet_folded_in_are_kept(plain: Path) -> None:
    """What a killed program left in the write-ahead log is in the locked file, and no log lies beside it."""
    wal = plain.with_name(plain.name + "-wal")
    code = (
        "import os, sys; from pathlib import Path; from peervisit.store.review_file import ReviewFile\n"
        "review = ReviewFile.open(Path(sys.argv[1])); review.set_local('kept', 'yes'); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(plain)], check=True)
    assert wal.stat().st_size
    locking.secure(plain, OLD)

    assert ("yes", False) == (content(plain)[1]["kept"], wal.exists())


def test_refused_while_open_here(plain: Path) -> None:
    """A review that this process has open is not turned."""
    with ReviewFile.open(plain), pytest.raises(LockedFileError):
        locking.secure(plain, OLD)

    assert not driver.is_locked(plain)


def test_refused_while_open_elsewhere(plain: Path) -> None:
    """A review that another program has open is not turned: it would go on writing into the old file."""
    code = (
        "import sys; from pathlib import Path; from peervisit.store.review_file import ReviewFile\n"
        "review = ReviewFile.open(Path(sys.argv[1])); print(1, flush=True); input(); review.close()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(plain)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(LockedFileError):
            locking.secure(plain, OLD)
        other.communicate(b"\n")

    assert (False, []) == (driver.is_locked(plain), [one for one in files(plain) if "turning" in one.name])


def test_a_file_that_does_not_match_is_not_taken(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where what was written differs in one row, the old file stays, and nothing lies beside it."""
    sync = turning._compare

    def lose_a_row(source: sqlite3.Connection, beside: Path) -> None:
        source.execute("DELETE FROM turned.document")
        sync(source, beside)

    monkeypatch.setattr(turning, "_compare", lose_a_row)
    before = content(plain)
    with pytest.raises(DamagedFileError):
        locking.secure(plain, OLD)

    assert (before, sorted([plain, *backups(plain)])) == (content(plain), files(plain))
    assert not driver.is_locked(plain)


def test_empty_passphrase(plain: Path) -> None:
    """An empty passphrase is none."""
    with pytest.raises(PeervisitError, match="empty"):
        locking.secure(plain, "")

    assert not driver.is_locked(plain)


def test_a_copy_with_a_second_name_is_not_wiped(plain: Path, tmp_path: Path) -> None:
    """The old file is overwritten once it has no name, but not where somebody gave it another."""
    other = tmp_path / "second name"
    os.link(plain, other)
    locking.secure(plain, OLD)

    assert SECRET in other.read_bytes()


def test_what_was_readable_is_overwritten(plain: Path) -> None:
    """Whoever had the old file open finds zeros in it, not what was typed."""
    with plain.open("rb") as opened:
        size = plain.stat().st_size
        locking.secure(plain, OLD)
        left = opened.read()

    assert bytes(size) == left


def test_restore_of_a_locked_file(locked: Path) -> None:
    """A locked file with a damaged beginning is told by its backups, which open with the passphrase."""
    content_before = bytearray(locked.read_bytes())
    content_before[:600] = os.urandom(600)
    locked.write_bytes(content_before)
    passphrases.offer(OLD)

    assert (False, True) == (keeping.examine(locked)[0].good, "restore" in keeping.examine(locked)[0].says)
    keeping.restore(locked)
    assert (True, []) == (content(locked)[0] != "", readable(locked))


def test_restore_with_a_wrong_passphrase(locked: Path) -> None:
    """With a wrong passphrase nothing is set aside and nothing brought back."""
    before = [(one, one.read_bytes()) for one in files(locked)]
    passphrases.offer(NEW)
    with pytest.raises(ReviewFileError):
        keeping.restore(locked)
    with pytest.raises(WrongPassphraseError):
        keeping.examine(locked)

    assert before == [(one, one.read_bytes()) for one in files(locked)]


def test_a_readable_backup_over_a_locked_file(plain: Path, tmp_path: Path) -> None:
    """A plain backup from elsewhere that is brought back over a locked review is locked on the way."""
    elsewhere = tmp_path / "stick" / "copy.peervisit"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(backups(plain)[0].read_bytes())
    locking.secure(plain, OLD)
    keeping.restore(plain, elsewhere)

    assert (["copy.peervisit"], True) == (readable(plain), driver.is_locked(plain))


# Killed at every point

SKIPPED = ("_compare", "<genexpr>", "<listcomp>")

EVERY = int(os.environ.get("PEERVISIT_KILL_EVERY", "37"))
"""Lines from one point to the next; 1 takes minutes."""


def killed_at(point: int, act: Callable[[], object]) -> bool:
    """Run something in a child that is killed at the n-th line of what turns files; whether it was."""
    ours = {turning.__file__, locking.__file__, connection.__file__}
    child = os.fork()
    if child == 0:  # pragma: no cover - the child is killed or leaves at once
        left = [point]

        def trace(frame: FrameType, event: str, _argument: object) -> Any:
            # Comparing only reads, in hundreds of lines.
            if frame.f_code.co_filename not in ours or frame.f_code.co_name in SKIPPED:
                return None
            if event == "line":
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        try:
            act()
        finally:
            os._exit(0)
    _child, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="uses POSIX processes")
@pytest.mark.parametrize("action", ["secure", "unsecure", "change"])
def test_killed_anywhere(plain: Path, action: str) -> None:
    """Killed anywhere, the review opens, plain or locked, with all it held; again goes on from there."""
    if action != "secure":
        locking.secure(plain, OLD)
    before = content(plain)
    kept = {one: one.read_bytes() for one in files(plain)}
    acts: dict[str, Callable[[], object]] = {
        "secure": lambda: locking.secure(plain, NEW),
        "unsecure": lambda: locking.unsecure(plain),
        "change": lambda: locking.secure(plain, NEW),
    }
    kinds, killed = set(), True
    backups(plain)[0].unlink()
    del kept[next(one for one in kept if not one.exists())]
    for point in range(0, 2000, EVERY):
        passphrases.forget_all()
        for one in set(files(plain)) - set(kept):
            one.unlink()
        for one, bytes_of in kept.items():
            one.write_bytes(bytes_of)
        for words in (OLD, NEW):
            passphrases.offer(words)
        killed = killed_at(point, acts[action])
        kinds.add(driver.is_locked(plain))

        assert before == content(plain)
        assert {1} == {bool(entries_in(one)) for one in backups(plain)}
        if not killed:
            break
        if action == "secure" and driver.is_locked(plain):
            locking.secure_copies(plain)
        else:
            acts[action]()

        assert before == content(plain)
        assert 1 == len([entries_in(one) for one in backups(plain)])
        assert files(plain) == sorted(kept)
        assert action == "unsecure" or [] == readable(plain)
    assert not killed
    assert kinds == ({True, False} if action != "change" else {True})
