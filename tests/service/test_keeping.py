"""Keeping a review safe: bringing back a backup, and examining a file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from peervisit.errors import LockedFileError, PeervisitError, ReviewFileError
from peervisit.service import exchange, keeping, places, records, reviews
from peervisit.store import connection
from peervisit.store.review_file import ReviewFile
from tests.service.world import at, new


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return a review with two backups: with document 1, and with documents 1 and 2; it holds 1 to 3."""
    path = tmp_path / "visit.peervisit"
    new(path).close()
    for number in (1, 2, 3):
        moment = at(9 + number)
        with ReviewFile.open(path, author="AR", now=partial(_same, moment)) as review:
            records.add(review, "document", {"title": f"Plan {number}"}, code=f"AR-D0{number}")
            if number < 3:
                review.back_up("asked")
    return path


def _same(moment: datetime) -> datetime:
    return moment


def damage(path: Path) -> bytes:
    """Overwrite the second half of a file; return what it holds now."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = b"\xa5" * (len(content) - len(content) // 2)
    path.write_bytes(content)
    return bytes(content)


def documents(path: Path) -> list[str]:
    """Return the codes of the documents in a review."""
    with reviews.open_review(path, read_only=True) as review:
        return list(review.rows("document"))


def test_newest(kept: Path) -> None:
    """A damaged file is set aside, its write-ahead log with it, and the newest backup takes its place."""
    bad = damage(kept)
    wal = kept.with_name(f"{kept.name}-wal")
    wal.write_bytes(b"what was not yet folded in")
    restored = keeping.restore(kept)

    assert restored.aside is not None
    assert ["AR-D01", "AR-D02"] == documents(kept)
    assert bad == restored.aside.read_bytes()
    assert b"what was not yet folded in" == Path(f"{restored.aside}-wal").read_bytes()
    assert not wal.exists()
    assert 0o600 == kept.stat().st_mode & 0o777


def test_no_room_for_it(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk the file stays under its name, whatever state it is in, and nothing lies beside it."""
    bad = damage(kept)

    def full(_source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(ReviewFileError, match="the disk is full"):
        keeping.restore(kept)

    assert bad == kept.read_bytes()
    assert not [one.name for one in kept.parent.iterdir() if "aside" in one.name or "restoring" in one.name]


@pytest.mark.parametrize("content", [b"", b"no database", None], ids=["empty", "text", "damaged"])
def test_damaged_backups_are_skipped(kept: Path, content: bytes | None) -> None:
    """A backup that does not open is no backup."""
    newest = keeping.backups_of(kept)[0]
    if content is None:
        damage(newest)
    else:
        newest.write_bytes(content)
    damage(kept)
    keeping.restore(kept)

    assert ["AR-D01"] == documents(kept)


def test_no_good_backup(kept: Path) -> None:
    """Without a good backup nothing is touched."""
    for backup in keeping.backups_of(kept):
        backup.write_bytes(b"")
    bad = damage(kept)
    with pytest.raises(PeervisitError, match="there is no good backup"):
        keeping.restore(kept)

    assert bad == kept.read_bytes()
    assert [] == [path for path in kept.parent.iterdir() if "aside" in path.name]


def test_the_one_named(kept: Path) -> None:
    """A backup that is named is brought back, whichever is newer."""
    oldest = keeping.backups_of(kept)[-1]
    restored = keeping.restore(kept, oldest)

    assert oldest == restored.backup
    assert ["AR-D01"] == documents(kept)


def test_a_file_that_is_gone(kept: Path) -> None:
    """A file that was deleted comes back, and nothing is set aside."""
    kept.unlink()
    restored = keeping.restore(kept)

    assert restored.aside is None
    assert ["AR-D01", "AR-D02"] == documents(kept)


def test_set_aside_twice(kept: Path) -> None:
    """What was set aside before is never overwritten, not even within a second."""
    first, second = keeping.restore(kept), keeping.restore(kept)

    assert first.aside is not None
    assert second.aside is not None
    assert first.aside != second.aside
    assert ["AR-D01", "AR-D02", "AR-D03"] == documents(first.aside)


def test_what_was_entered_since_is_not_lost(kept: Path) -> None:
    """The file set aside can be merged into what was brought back: nothing that was entered is lost."""
    from peervisit.service import merging

    restored = keeping.restore(kept)
    assert restored.aside is not None
    with reviews.open_review(kept) as review:
        merging.take_from(review, restored.aside)

    assert ["AR-D01", "AR-D02", "AR-D03"] == documents(kept)


@pytest.mark.parametrize("content", [None, b"", b"text"], ids=["missing", "empty", "text"])
def test_no_backup(kept: Path, tmp_path: Path, content: bytes | None) -> None:
    """A file that is no backup is refused, and the review stays as it is."""
    other = tmp_path / "other.peervisit"
    if content is not None:
        other.write_bytes(content)
    before = kept.read_bytes()
    with pytest.raises(PeervisitError, match=r"other\.peervisit: "):
        keeping.restore(kept, other)

    assert before == kept.read_bytes()


def test_a_backup_of_another_review(kept: Path, tmp_path: Path) -> None:
    """A backup of another review does not take the place of a review that is good."""
    other = tmp_path / "other.peervisit"
    reviews.create(other, city="Lyon", benchmark="codesign").close()
    before = kept.read_bytes()
    with pytest.raises(PeervisitError, match="a backup of another review"):
        keeping.restore(kept, other)

    assert before == kept.read_bytes()


def test_while_it_is_open(kept: Path) -> None:
    """A file that another program has open is not set aside, since that program would write into it."""
    hold = (
        "import sqlite3, sys\n"
        "held = sqlite3.connect(sys.argv[1])\n"
        "held.execute('SELECT * FROM meta').fetchall()\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(kept)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(LockedFileError, match="another program"):
            keeping.restore(kept)
        other.communicate()

    assert ["AR-D01", "AR-D02", "AR-D03"] == documents(kept)


def test_examined(kept: Path) -> None:
    """A good file with good backups passes, part by part."""
    found = {one.what: one for one in keeping.examine(kept)}

    assert [] == [one.what for one in found.values() if not one.good]
    assert "2 backups, 2 of them good" == found["backups"].says


def test_examined_damaged(kept: Path) -> None:
    """A damaged file and a damaged backup are named; nothing is changed."""
    bad = damage(kept)
    damage(keeping.backups_of(kept)[0])
    found = {one.what: one for one in keeping.examine(kept)}

    assert {"file", "backups"} == {one.what for one in found.values() if not one.good}
    assert "damaged" in found["file"].says
    assert "2 backups, 1 of them good" == found["backups"].says
    assert bad == kept.read_bytes()


def test_examined_with_a_wrong_clock(tmp_path: Path) -> None:
    """An entry of the future is a warning about the clock, and no loss."""
    path = tmp_path / "visit.peervisit"
    new(path).close()
    with ReviewFile.open(path, author="AR", now=lambda: at(9).replace(year=2999)) as review:
        records.add(review, "document", {"title": "Plan"})
    clock = next(one for one in keeping.examine(path) if one.what == "clock")

    assert not clock.good
    assert "nothing is lost" in clock.says


def test_examined_with_conflicts(kept: Path, tmp_path: Path) -> None:
    """Open conflicts are something for a person."""
    from peervisit.service import merging

    with reviews.open_review(kept) as one, merging.make_copy(one, tmp_path / "b.peervisit") as two:
        records.edit(one, "document", "AR-D01", {"title": "A"})
        records.edit(two, "document", "AR-D01", {"title": "B"})
        merging.take_from(one, two.path)
    found = {one.what: one for one in keeping.examine(kept)}

    assert (False, "1") == (found["open conflicts"].good, found["open conflicts"].says)


@pytest.mark.parametrize(
    ("folder", "says"),
    [
        ("OneDrive - Città/review", "another program"),
        ("Dropbox", "another program"),
        ("Documents", None),
        ("my dropbox notes", None),
    ],
)
def test_places(tmp_path: Path, folder: str, says: str | None) -> None:
    """A folder that another program keeps in step is warned of."""
    warning = places.warning(tmp_path / folder / "visit.peervisit")

    assert (says is None and warning is None) or (says is not None and says in str(warning))


@pytest.mark.parametrize(("system", "warned"), [("nfs4", True), ("cifs", True), ("ext4", False)])
def test_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, warned: bool) -> None:
    """A network folder is warned of."""
    monkeypatch.setattr(places, "_filesystem", lambda _folder: system)

    assert warned is ("on the network" in str(places.warning(tmp_path / "visit.peervisit")))


def test_removable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stick is warned of."""
    monkeypatch.setattr(places, "_filesystem", lambda _folder: "vfat")

    assert "stick" in str(places.warning(Path("/media/ana/STICK/visit.peervisit")))


def test_made_whole_or_not_at_all(tmp_path: Path) -> None:
    """A review that cannot be made leaves nothing behind."""
    with pytest.raises(PeervisitError):
        reviews.create(tmp_path / "visit.peervisit", city=" ", benchmark="inti-cities")
    with pytest.raises(PeervisitError):
        reviews.create(tmp_path / "visit.peervisit", city="Genoa", benchmark="none")

    assert [] == list(tmp_path.iterdir())


def test_killed_while_being_made(tmp_path: Path) -> None:
    """A review is not there before its terms are in it."""
    path = tmp_path / "visit.peervisit"
    seen: list[bool] = []
    ReviewFile.create(path, fill=lambda _review: seen.append(path.exists())).close()

    assert [False] == seen
    assert path.exists()
    assert [path] == list(tmp_path.iterdir())


def test_no_room_to_fold_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a full disk keeps what was written in the log beside, nothing is made, and nothing stays."""
    path = tmp_path / "visit.peervisit"

    def full(opened: sqlite3.Connection) -> None:
        """Stay open, as the log does when it could not be folded in."""
        monkeypatch.undo()
        left.append(opened)

    def fill(review: ReviewFile) -> None:
        with review.transaction() as log:
            log.record("document", "AR-D01", [("title", "Left behind")])
        monkeypatch.setattr(connection, "close", full)

    left: list[sqlite3.Connection] = []
    with pytest.raises(ReviewFileError, match=r"^visit\.peervisit: the disk is full"):
        ReviewFile.create(path, fill=fill)
    left[0].close()

    assert [] == list(tmp_path.iterdir())


def test_made_under_its_own_name(tmp_path: Path) -> None:
    """What goes wrong while a review is made names the review, not the file beside it."""

    def fill(review: ReviewFile) -> None:
        raise ReviewFileError(f"{review.path.name}: the disk is full")

    with pytest.raises(ReviewFileError, match=r"^visit\.peervisit: the disk is full"):
        ReviewFile.create(tmp_path / "visit.peervisit", fill=fill)


def test_export_has_its_ending(kept: Path, tmp_path: Path) -> None:
    """An export that cannot be written is refused in one line, an earlier one left as it was."""
    taken = tmp_path / "taken"
    taken.write_text("minutes")
    with reviews.open_review(kept, read_only=True) as review:
        for target, says in (
            (tmp_path / "out.txt", "must end in .jsonl"),
            (tmp_path / "none" / "out.jsonl", "there is no such folder"),
            (taken / "out.jsonl", "there is no such folder"),
        ):
            with pytest.raises(PeervisitError, match=says):
                exchange.export_to(review, target)

    assert "minutes" == taken.read_text()
