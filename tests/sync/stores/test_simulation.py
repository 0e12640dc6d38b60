"""Histories of several copies over a store that does everything wrong: nothing lost, nothing half."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from peervisit.errors import PeervisitError, StoreError
from peervisit.store.log import Change
from peervisit.store.review_file import ReviewFile
from peervisit.sync import sending, syncing
from peervisit.sync.keyring import Keyring
from tests.sync.stores.faulty import DEATHS, ERRORS, WRONGS, FaultyStore, Killed

FIELDS = [("evidence", code, name) for code in ("AR-E1", "BK-E1") for name in ("statement", "remarks")]
ADDRESS = "memory://store"


@dataclass
class World:
    """Copies of one review in files, a store, and every change that anybody ever wrote."""

    folder: Path
    chance: random.Random
    store: FaultyStore = field(default_factory=FaultyStore)
    paths: list[Path] = field(default_factory=list)
    written: dict[tuple[str, int], Change] = field(default_factory=dict)

    def write(self, path: Path, times: int) -> None:
        """Write on one copy, in a session of its own."""
        with ReviewFile.open(path) as review:
            for _time in range(times):
                kind, code, name = self.chance.choice(FIELDS)
                with review.transaction() as log:
                    log.record(kind, code, [(name, f"{path.stem} {self.chance.random()}")])
            for change in review.log.changes("WHERE c.session = ?", (review.log.session,)):
                self.written[change.session, change.seq] = change

    def sync(self, path: Path) -> None:
        """Sync one copy; whatever goes wrong, what it held before it still holds."""
        before = content(path)
        try:
            with ReviewFile.open(path) as review:
                syncing.sync(review, Keyring(review), self.store, address=ADDRESS, begin=True)
        except (PeervisitError, Killed):
            pass
        assert before.items() <= content(path).items()


def content(path: Path) -> dict[tuple[str, int], Change]:
    """Return every change that a copy holds, read anew from its file; held ones too."""
    with ReviewFile.open(path, read_only=True) as review:
        held = review.connection.execute("SELECT content FROM held_change").fetchall()
        changes = [*review.log.changes(), *(Change.from_json(row[0]) for row in held)]
        return {(change.session, change.seq): change for change in changes}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "LOOKS", (0.0,))
    monkeypatch.setattr("time.sleep", lambda _seconds: None)


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A review with nothing in it and a key, as the bytes of its file."""
    path = tmp_path_factory.mktemp("review") / "review.peervisit"
    with ReviewFile.create(path) as made:
        assert Keyring(made).device
        with made.transaction() as log:
            log.record("evidence", "AR-E1", [("statement", "the first words")])
    return path.read_bytes()


def begin(folder: Path, review: bytes, seed: str) -> World:
    """Return four copies on three laptops: the last is one that somebody made by hand."""
    world = World(folder, random.Random(seed))
    world.store.at_once = world.chance.random() < 0.5
    for name, member in (("first", "AR"), ("second", "BK"), ("third", "CN"), ("by-hand", "BK")):
        path = folder / f"{name}.peervisit"
        path.write_bytes(review)
        with ReviewFile.open(path) as copy:
            copy.set_local("me", member)
        world.paths.append(path)
        world.written |= content(path)
    return world


def some_trouble(chance: random.Random, often: float) -> Callable[[str, str], str | None]:
    """Return what lets tasks go wrong at random, each in the ways that are its own."""

    def wrong(task: str, _path: str) -> str | None:
        words = [*WRONGS[task], chance.choice(ERRORS), chance.choice(DEATHS)]
        return chance.choice(words) if chance.random() < often else None

    return wrong


def come_together(world: World) -> None:
    """Let the store be well again, and sync until every copy had the others' answers."""
    world.store.wrong = lambda _task, _path: None
    world.store.hidden.clear()
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    for _round in range(3):
        for path in world.paths:
            with ReviewFile.open(path, now=lambda: tomorrow) as review:
                for again in (False, True):
                    try:
                        found = syncing.sync(
                            review,
                            Keyring(review),
                            world.store,
                            address=ADDRESS,
                            begin=True,
                            begin_again=again,
                        )
                    except StoreError:
                        assert not again
                        continue
                    assert found.failure is None
                    break


def assert_all_is_well(world: World, expected: dict[tuple[str, int], Change]) -> None:
    """Every copy holds every change as it was written, nothing waits, and all show the same."""
    digests = set()
    for path in world.paths:
        assert expected == content(path)
        with ReviewFile.open(path, read_only=True) as review:
            assert 0 == review.connection.execute("SELECT count(*) FROM held_change").fetchone()[0]
            digests.add(review.digest())
    assert 1 == len(digests)


@pytest.mark.parametrize("seed", range(10))
def test_nothing_is_lost_in_a_store_that_does_everything_wrong(
    seed: int, review: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lost, cut, altered, late and repeated files, errors of every kind, deaths, and a wiped store."""
    world = begin(tmp_path, review, f"wrong {seed}")
    if world.store.at_once:
        monkeypatch.setattr(sending, "FILE_CHANGES", 2)
    chance = world.chance
    often = chance.choice((0.05, 0.2, 0.5))
    for _step in range(14):
        path = chance.choice(world.paths)
        if chance.random() < 0.4:
            world.write(path, chance.randint(1, 4))
            continue
        world.store.wrong = some_trouble(chance, often)
        world.sync(path)
        event = chance.random()
        if event < 0.06:
            world.store.files.clear()
            world.store.folders = {""}
        elif event < 0.2:
            world.store.files.pop(chance.choice([*world.store.files, "none"]), None)
        elif event < 0.5:
            world.store.hidden.clear()

    come_together(world)

    assert_all_is_well(world, world.written)


@pytest.mark.parametrize("seed", range(4))
def test_a_restored_backup_gets_everything_back(seed: int, review: bytes, tmp_path: Path) -> None:
    """A copy that is set back to an earlier state finds in the store what it had put there and what came."""
    world = begin(tmp_path, review, f"restored {seed}")
    chance = world.chance
    kept = {path: path.read_bytes() for path in world.paths}
    gone: set[tuple[str, int]] = set()
    for _step in range(14):
        path = chance.choice(world.paths)
        event = chance.random()
        if event < 0.45:
            world.write(path, chance.randint(1, 3))
        elif event < 0.8:
            world.sync(path)
        elif event < 0.9:
            kept[path] = path.read_bytes()
        else:
            gone |= set(content(path)) - confirmed(path)
            path.write_bytes(kept[path])

    come_together(world)

    expected = {key: change for key, change in world.written.items() if key not in gone}
    found = content(world.paths[0])
    assert expected.items() <= found.items() <= world.written.items()
    assert_all_is_well(world, found)


def confirmed(path: Path) -> set[tuple[str, int]]:
    """Return the changes that a copy knows to be in the store."""
    with ReviewFile.open(path, read_only=True) as review:
        rows = review.connection.execute(
            "SELECT session, first, last FROM store_run WHERE first > 0"
        ).fetchall()
    return {(row[0], seq) for row in rows for seq in range(row[1], row[2] + 1)}


@pytest.mark.parametrize(("death", "at_once"), [*((death, False) for death in DEATHS), ("cut and die", True)])
def test_a_sync_may_end_at_any_step(
    death: str, at_once: bool, review: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However far a sync came before the laptop died, the next one finishes what it began."""
    if at_once:
        monkeypatch.setattr(sending, "FILE_CHANGES", 2)
    alive = 0
    for step in range(40):
        folder = tmp_path / str(step)
        folder.mkdir()
        world = begin(folder, review, "death")
        world.store.at_once = at_once
        for path in world.paths[:2]:
            world.write(path, 3)
        world.sync(world.paths[0])
        world.store.tasks.clear()
        world.store.wrong = lambda _task, _path: death if len(world.store.tasks) == step + 1 else None  # noqa: B023
        world.sync(world.paths[1])
        if len(world.store.tasks) <= step:
            alive += 1
            break
        come_together(world)
        assert_all_is_well(world, world.written)
    assert alive
    assert step >= 7


def test_the_oracle_sees_a_loss(review: bytes, tmp_path: Path) -> None:
    """What checks these histories notices one change that is missing in one copy."""
    world = begin(tmp_path, review, "oracle")
    world.write(world.paths[0], 2)
    come_together(world)
    last = max(world.written, key=lambda key: world.written[key].clock)
    with ReviewFile.open(world.paths[2]) as copy:
        copy.connection.execute("DELETE FROM change WHERE session = ? AND seq = ?", last)

    with pytest.raises(AssertionError):
        assert_all_is_well(world, world.written)
