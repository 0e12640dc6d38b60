"""Backups: whole, proven, few, and never the cause of a loss."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from peervisit.errors import DamagedFileError, ReviewFileError
from peervisit.locations import backup_folder
from peervisit.store import backup
from peervisit.store.backup import back_up, backups, entries_in
from peervisit.store.review_file import ReviewFile
from peervisit.tui.settings import Settings
from tests.store.copies import Watch


def write(review: ReviewFile, title: str = "A") -> None:
    """Write one entry."""
    with review.transaction() as log:
        log.record("conclusion", "C1", [("title", title)])


def test_a_backup_is_a_whole_review(review: ReviewFile) -> None:
    """A backup opens as a review that holds the same."""
    write(review)
    made = review.back_up()
    with ReviewFile.open(made, read_only=True) as copy:
        found = copy.digest(), copy.meta("review_id")

    assert (review.digest(), review.meta("review_id")) == found


def test_a_backup_lies_beside_the_review(review: ReviewFile, path: Path) -> None:
    """Backups are in a folder beside the file, named by time and reason."""
    made = review.back_up("before-merge")

    assert path.with_name("lyon.peervisit.backups") / "20260512-090000-00-before-merge.peervisit" == made


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text there")
def test_a_name_in_another_encoding(path: Path) -> None:
    """A review whose name is no UTF-8, on an old stick for one, is backed up, and is found again."""
    odd = path.with_name(os.fsdecode(b"visite \xe9t\xe9.peervisit"))
    with ReviewFile.create(odd) as review:
        write(review)
        made = review.back_up()
        held = entries_in(made)
    settings = Settings.load(path.parent, path.parent, path.parent)
    settings.opened(odd)

    assert 1 == held
    assert [odd] == settings.recent()


@pytest.mark.skipif(os.name == "nt", reason="rights of another system")
def test_only_the_owner_can_read(review: ReviewFile) -> None:
    """Nobody else can read a backup, or see that there are any."""
    made = review.back_up()

    assert (0o600, 0o700) == (made.stat().st_mode & 0o777, made.parent.stat().st_mode & 0o777)


def test_newest_first(review: ReviewFile, watch: Watch) -> None:
    """Backups are listed newest first, also when several were made within a second."""
    made = [review.back_up(reason) for reason in ("zz", "auto", "mm", "auto")]
    watch.forward(seconds=1)
    made.append(review.back_up("aa"))

    assert made[::-1] == backups(review.path)


def test_ten_are_kept(review: ReviewFile, watch: Watch) -> None:
    """The newest ten are kept."""
    made = []
    for _number in range(13):
        watch.forward(minutes=1)
        made.append(review.back_up())

    assert made[:2:-1] == backups(review.path)


@pytest.mark.parametrize("years", [70, -50])
def test_after_the_clock_was_wrong_new_ones_are_kept(review: ReviewFile, watch: Watch, years: int) -> None:
    """Ten backups from while the clock was wrong do not push out the one that is made now."""
    watch.forward(days=365 * years)
    for _number in range(11):
        watch.forward(minutes=1)
        review.back_up()
    watch.forward(days=-365 * years)
    made = review.back_up("asked")

    assert made == backups(review.path, review.now())[0]
    assert made.exists()
    assert 10 == len(backups(review.path))


def test_due_once_an_hour_when_something_changed(review: ReviewFile, watch: Watch) -> None:
    """A backup is made at first, and then hourly if something changed."""
    made = [bool(review.back_up_if_due())]
    watch.forward(hours=2)
    made.append(bool(review.back_up_if_due()))
    write(review)
    made.append(bool(review.back_up_if_due()))
    write(review, "B")
    watch.forward(minutes=59)
    made.append(bool(review.back_up_if_due()))
    watch.forward(minutes=2)
    made.append(bool(review.back_up_if_due()))

    assert [True, False, True, False, True] == made


def test_due_when_the_backups_are_gone(review: ReviewFile) -> None:
    """Where the backups were removed, the next one is due at once."""
    review.back_up()
    shutil.rmtree(backup_folder(review.path))

    assert review.back_up_if_due() is not None


def test_due_when_the_clock_was_wrong(review: ReviewFile, watch: Watch) -> None:
    """After a laptop's clock was years ahead, backups go on."""
    watch.forward(days=2000)
    review.back_up()
    watch.forward(days=-2000)
    write(review)

    assert review.back_up_if_due() is not None


def test_a_backup_that_is_not_whole_is_refused(review: ReviewFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup that lost entries is reported and not kept among the good ones."""
    write(review)
    good = review.back_up()
    monkeypatch.setattr(backup, "entries_in", lambda _path: 0)

    with pytest.raises(DamagedFileError):
        review.back_up()

    assert [good] == backups(review.path)


def test_an_entry_made_meanwhile_is_no_mismatch(
    review: ReviewFile, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program that writes while a backup is made does not spoil it."""
    write(review)

    def slowly(path: Path) -> int:
        with ReviewFile.open(review.path, author="BK", now=watch) as other:
            write(other, "meanwhile")
        return entries_in(path)

    monkeypatch.setattr(backup, "entries_in", slowly)
    made = review.back_up()

    assert [made] == backups(review.path)


def test_a_merge_taken_back_meanwhile_is_no_mismatch(
    review: ReviewFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another program takes entries out and writes others meanwhile, the backup is made anew."""
    for number in range(9):
        write(review, f"title {number}")
    looked = []

    def meanwhile(path: Path) -> int:
        looked.append(entries_in(path))
        if len(looked) == 1:
            with closing(sqlite3.connect(review.path)) as other, other:
                other.execute("DELETE FROM change WHERE seq > 4")
            return 2
        return looked[-1]

    monkeypatch.setattr(backup, "entries_in", meanwhile)
    made = review.back_up()

    assert [made] == backups(review.path)
    assert [looked[0] > looked[1], entries_in(made)] == [True, looked[1]]


def test_two_at_once_take_different_names(review: ReviewFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another program takes the same name in the same moment, its backup stays as it is."""
    first = review.back_up("auto")
    content = first.read_bytes()
    monkeypatch.setattr(Path, "glob", lambda *_given: iter(()))
    made = back_up(review.connection, review.path, review.now(), "auto")

    assert first != made
    assert content == first.read_bytes()
    assert entries_in(made) == entries_in(first)


def test_a_damaged_backup_is_found(review: ReviewFile) -> None:
    """A backup that was damaged on disk is told from a good one."""
    for number in range(200):
        write(review, f"title {number} " * 30)
    made = review.back_up()
    content = made.read_bytes()
    made.write_bytes(content[: len(content) // 2])

    with pytest.raises(ReviewFileError):
        entries_in(made)


def test_a_backup_that_was_hardly_begun_is_found(review: ReviewFile) -> None:
    """A backup that is an empty file is damaged, and not an error in the program."""
    begun = back_up(review.connection, review.path, review.now())
    begun.write_bytes(b"")

    with pytest.raises(DamagedFileError):
        entries_in(begun)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="uses POSIX processes")
def test_killed_while_it_is_made(review: ReviewFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup that was killed half-way never had its name, and what is left of it goes after an hour."""
    good = review.back_up()
    monkeypatch.setattr(backup, "entries_in", lambda _path: os.kill(os.getpid(), signal.SIGKILL))
    child = os.fork()
    if child == 0:  # pragma: no cover - the child is killed
        back_up(review.connection, review.path, review.now())
    os.waitpid(child, 0)
    monkeypatch.undo()
    left = sorted(set(backup_folder(review.path).iterdir()) - {good})

    assert [good] == backups(review.path)
    assert [1, True] == [len(left), left[0].stat().st_size > 0]
    for age in (3000, 4000):
        os.utime(left[0], times=(review.now().timestamp() - age,) * 2)
        review.back_up()
        assert [age < 3600] == [left[0].exists()]
    assert 3 == len(list(backup_folder(review.path).iterdir()))


def test_one_that_another_program_finishes_meanwhile(
    review: ReviewFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup that another program was making, and is done with by now, is no error."""
    gone = backup_folder(review.path) / ".20260512-080000-00-auto.peervisit.part"
    listed = Path.glob
    monkeypatch.setattr(
        Path, "glob", lambda self, pattern: [gone] if pattern.endswith("part") else listed(self, pattern)
    )

    assert review.back_up() == backups(review.path)[0]


def test_no_room_for_backups(review: ReviewFile) -> None:
    """Where the folder cannot be made, the reason is said and the review goes on."""
    backup_folder(review.path).write_text("in the way")
    with pytest.raises(ReviewFileError) as caught:
        review.back_up()
    write(review)

    assert str(caught.value).startswith("lyon.peervisit.backups: ")


def test_a_backup_of_a_file_in_use(review: ReviewFile, path: Path) -> None:
    """A backup holds what was committed, also while another program is in the middle of writing."""
    write(review)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO local VALUES ('half', 'done')")
        made = back_up(review.connection, path, review.now())
        other.execute("ROLLBACK")

    assert 1 == entries_in(made)


def test_restoring_by_hand_reuses_no_identity(review: ReviewFile, path: Path, watch: Watch) -> None:
    """Entries made after going back to a backup never collide with those made before."""
    write(review)
    made = review.back_up()
    write(review, "lost and found")
    elsewhere = list(review.log.changes())
    review.close()
    shutil.copy(made, path)

    with ReviewFile.open(path, author="AR", now=watch) as restored:
        write(restored, "after")
        with restored.transaction() as log:
            log.apply(elsewhere)

        assert {"after", "lost and found"} == {
            head.value for head in restored.log.heads("conclusion", "C1", "title")
        }
