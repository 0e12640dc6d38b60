"""Killed or without power at any point: what was said to be kept is there, and of a merge all or nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest

from peervisit.store import arrivals, log_rows
from peervisit.store.change import Change
from peervisit.store.review_file import ReviewFile
from tests.service.world import new
from tests.simulation.laptops import check, entries, entry_of
from tests.simulation.oracle import Copy

SECTOR = 512
MERGED = 400


def coming(number: int, count: int = MERGED) -> list[Change]:
    """Return the changes of another copy: new records, edits of those before, and longer texts."""
    session = f"{number:016x}"
    found = []
    for seq in range(1, count + 1):
        parents = ((session, seq - 40),) if seq > 40 else ()
        clock = f"2026-05-12T09:{number:02d}:00.{seq:03d}Z-0000"
        value = f"change {seq} of merge {number} " * 8
        code, name = f"M{number}-E{seq % 20}", ("statement", "remarks")[seq % 40 // 20]
        found.append(Change(session, seq, clock, "BK", "evidence", code, name, value, parents))
    return found


def model_of(review: ReviewFile) -> Copy:
    """Return what a file must hold that is as it should be."""
    model = Copy()
    model.deliver(entries(review.connection))
    return model


@pytest.fixture
def tight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold so few pages in memory that a merge is in the write-ahead log long before its end."""
    monkeypatch.setattr(log_rows, "_ROOM", 40)
    monkeypatch.setattr(arrivals, "BATCH", 50)


# Without power


class Disk:
    """The files of a review as they are at some moments, and as a disk may hold them without power."""

    def __init__(self, path: Path) -> None:
        self.path, self.wal = path, path.with_name(path.name + "-wal")

    def now(self) -> tuple[bytes, bytes]:
        """Return both files as the program sees them."""
        return self.path.read_bytes(), self.wal.read_bytes() if self.wal.exists() else b""

    def after_power_cut(self, place: Path, synced: bytes, seen: tuple[bytes, bytes], random: Random) -> None:
        """Write files whose write-ahead log has what was synced and, of the rest, what chance left."""
        place.write_bytes(seen[0])
        place.with_name(place.name + "-wal").write_bytes(_torn(synced, seen[1], random))


def _torn(synced: bytes, seen: bytes, random: Random) -> bytes:
    kept = len(synced) if seen[: len(synced)] == synced else 0
    tail = bytearray(seen[kept:])
    frame = 24 + 4096
    if random.random() < 0.5:
        whole = random.random() < 0.5
        cut = random.randrange(len(tail) // frame + 1) * frame if whole else random.randrange(len(tail) + 1)
        del tail[cut:]
    else:
        # Sectors reach the disk in any order.
        for start in range(0, len(tail), SECTOR):
            if random.random() < 0.5:
                tail[start : start + SECTOR] = bytes(len(tail[start : start + SECTOR]))
    return seen[:kept] + bytes(tail)


@pytest.mark.usefixtures("tight")
@pytest.mark.parametrize("seed", range(6))
def test_power_lost_in_a_merge(tmp_path: Path, seed: int) -> None:
    """Whatever of a merge reached the disk: the entries before it are there, and all of it or nothing."""
    random = Random(seed)
    path, place = tmp_path / "visit.peervisit", tmp_path / "after.peervisit"
    review = new(path)
    disk = Disk(path)
    for number in range(5):
        with review.transaction() as log:
            log.record("evidence", f"AR-E{number}", [("statement", f"kept {number}")])
    before = model_of(review)
    synced = disk.now()[1]
    moments: list[tuple[bytes, bytes]] = []

    def travelling() -> Iterator[Change]:
        for number, change in enumerate(coming(seed)):
            if number % 80 == 60:
                moments.append(disk.now())
            yield change

    with review.transaction() as log:
        log.apply(travelling())
    after = model_of(review)
    moments.append(disk.now())
    review.close()
    outcomes = set()
    for seen in moments:
        for _time in range(3):
            disk.after_power_cut(place, synced, seen, random)
            with ReviewFile.open(place, read_only=True) as found:
                here = len(entries(found.connection))
                outcomes.add(here)
                require_whole(found, before if here == len(before.entries) else after)

    assert any(len(seen[1]) > len(synced) for seen in moments[:-1])
    assert outcomes <= {len(before.entries), len(after.entries)}


def require_whole(review: ReviewFile, model: Copy) -> None:
    """Check a file after an accident."""
    assert "ok" == review.connection.execute("PRAGMA integrity_check").fetchone()[0]
    review.connection.execute("PRAGMA query_only = 0")
    check(review.connection, model, "after")


@pytest.mark.parametrize("seed", range(4))
def test_power_lost_while_the_log_is_folded_in(tmp_path: Path, seed: int) -> None:
    """Any mixture of old and new pages, with the log beside it, is read as everything that was kept."""
    random = Random(seed)
    path, place = tmp_path / "visit.peervisit", tmp_path / "after.peervisit"
    review = new(path)
    disk = Disk(path)
    review.connection.execute("PRAGMA wal_autocheckpoint = 0")
    with review.transaction() as log:
        log.apply(coming(seed))
    model = model_of(review)
    before, wal = disk.now()
    review.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    after = disk.now()[0]
    review.close()
    for _time in range(4):
        pages = [
            (after if random.random() < 0.5 else before)[start : start + 4096] or bytes(4096)
            for start in range(0, len(after), 4096)
        ]
        place.write_bytes(b"".join(pages))
        place.with_name(place.name + "-wal").write_bytes(wal)
        with ReviewFile.open(place, read_only=True) as found:
            require_whole(found, model)


# Killed


def _work(path: Path, pipe: int, seed: int) -> None:
    """Write entries and take in merges, and say of each when it is kept."""
    review = ReviewFile.open(path, author="AR")
    for number in range(200):
        with review.transaction() as log:
            if number % 5 == 4:
                log.apply(coming(number * 100 + seed % 100, 120))
            else:
                log.record("evidence", f"AR-E{number}", [("statement", f"kept {number}")])
        os.write(pipe, b".")


@pytest.mark.usefixtures("tight")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="uses POSIX signals")
@pytest.mark.parametrize("seed", range(24))
def test_killed(tmp_path: Path, seed: int) -> None:
    """Killed with no warning while it writes and merges: all that it had said to be kept, no half merge."""
    path = tmp_path / "visit.peervisit"
    new(path).close()
    random = Random(seed)
    said = _killed_after(path, seed, random.randrange(1, 40), random.randrange(0, 40))
    with ReviewFile.open(path) as review:
        kept = {
            row[0] for row in review.connection.execute("SELECT code FROM evidence WHERE code LIKE 'AR-E%'")
        }
        merged = dict(
            review.connection.execute(
                "SELECT session, count(*) FROM change WHERE author = 'BK' GROUP BY session"
            ).fetchall()
        )
        require_whole(review, model_of(review))

    assert set(merged.values()) <= {120}
    assert said // 5 <= len(merged) <= said // 5 + 1
    assert {f"AR-E{number}" for number in range(said) if number % 5 != 4} <= kept


def _killed_after(path: Path, seed: int, said: int, more_pages: int) -> int:
    """Kill a process at work once it has said so often that something is kept, and written a bit more."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            _work(path, writing, seed)
        finally:
            os._exit(0)
    os.close(writing)
    heard = 0
    while heard < said:
        heard += len(os.read(reading, said - heard))
    wal = path.with_name(path.name + "-wal")
    size = wal.stat().st_size
    for _look in range(more_pages * 50):
        if wal.stat().st_size >= size + more_pages * 4096:
            break
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reading, 4096):
        heard += len(more)
    os.close(reading)
    return heard


def test_what_travels_is_what_is_checked() -> None:
    """The changes of these tests are such as another copy would send."""
    changes: Sequence[Change] = coming(1)
    model = Copy()
    model.deliver(map(entry_of, changes))

    assert (MERGED, 0) == (len(model.entries), len(model.held))
