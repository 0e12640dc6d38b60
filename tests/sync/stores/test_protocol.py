"""What a sync does to a store, and what it makes of one that is not as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from peervisit.errors import OtherReviewError, StoreAwayError, StoreError
from peervisit.sync import runs, sending
from tests.sync.stores.copies import Team, note, statements, sync_with
from tests.sync.stores.faulty import FaultyStore


@pytest.fixture
def store() -> FaultyStore:
    """An empty store that does nothing wrong yet."""
    return FaultyStore()


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "LOOKS", (0.0,))


def change_files(store: FaultyStore) -> list[str]:
    """Return the paths of the change files in a store."""
    return sorted(path for path in store.files if path.endswith(".pvc"))


def test_a_sync_that_finds_nothing_new_asks_little(team: Team, store: FaultyStore) -> None:
    """Two tasks for the store and one for each copy, after one change and after a hundred syncs alike."""
    second = team.another("BK")
    sync_with(team.first, store, begin=True)
    sync_with(second, store, begin=True)
    for number in range(20):
        note(team.first, f"number {number}")
        sync_with(team.first, store)
    note(second, "from the other")
    sync_with(second, store)
    sync_with(team.first, store)
    store.tasks.clear()

    sync_with(team.first, store)

    assert ["list", "list", "list", "get"] == store.tasks


def test_only_one_sends_what_came_to_both_by_stick(team: Team, store: FaultyStore) -> None:
    """Changes that came by another way are passed on to the store, once."""
    from peervisit.service import merging

    second, away = team.another("BK"), team.another("CN")
    note(away, "written far from any network")
    for copy in (team.first, second):
        merging.take_from(copy, away.path)
    first = sync_with(team.first, store, begin=True)
    other = sync_with(second, store, begin=True)
    third = team.another("AR")
    sync_with(third, store, begin=True)

    assert (first.changes_sent > 0, 0) == (True, other.changes_sent)
    assert {"written far from any network"} == statements(third)


def test_an_emptied_store_is_not_made_again_by_itself(team: Team, store: FaultyStore) -> None:
    """Nothing is concluded from an empty store: the sync stops, and says how to go on."""
    note(team.first, "kept")
    sync_with(team.first, store, begin=True)
    store.files.clear()
    store.folders = {""}

    with pytest.raises(StoreError, match="empty; is the right disk or folder mounted") as refused:
        sync_with(team.first, store, begin=True)

    assert "--begin-again" in str(refused.value)
    assert ({}, {"kept"}) == (store.files, statements(team.first))
    again = sync_with(team.first, store, begin_again=True)
    assert (True, True) == (again.made_store, again.changes_sent > 0)


@pytest.mark.parametrize(
    ("left", "says"),
    [
        (None, "not there; is it mounted"),
        ("f" * 32, "a store of other reviews"),
        ("holiday pictures", "holds this review no longer"),
    ],
)
def test_a_store_that_is_another_is_told(left: str | None, says: str, team: Team, store: FaultyStore) -> None:
    """Unmounted, swapped for another review's, or replaced: each is said in its own words."""
    sync_with(team.first, store, begin=True)
    store.files.clear()
    store.folders = {"", left} if left else set()

    with pytest.raises(StoreError, match=says):
        sync_with(team.first, store)


def test_a_marker_of_another_review_stops_the_sync(team: Team, store: FaultyStore) -> None:
    """A folder whose marker names another review is left alone."""
    sync_with(team.first, store, begin=True)
    marker = next(path for path in store.files if path.endswith("review.json"))
    store.files[marker] = json.dumps({"peervisit": "store", "review": "f" * 32}).encode()

    with pytest.raises(OtherReviewError, match="the store of another review"):
        sync_with(team.first, store)


def test_files_that_vanish_are_sent_again(team: Team, store: FaultyStore) -> None:
    """What the store loses is put there again, and nothing is taken away here."""
    note(team.first, "kept")
    sync_with(team.first, store, begin=True)
    for path in change_files(store):
        del store.files[path]

    found = sync_with(team.first, store)

    assert (1, {"kept"}) == (found.lost, statements(team.first))
    second = team.another("BK")
    sync_with(second, store, begin=True)
    assert {"kept"} == statements(second)


def test_a_damaged_file_is_named_and_sent_again_when_its_writer_reads_all(
    team: Team, store: FaultyStore
) -> None:
    """A reader passes over a damaged file; its writer, asked to read all, puts it there anew."""
    sync_with(team.first, store, begin=True)
    note(team.first, "kept")
    sync_with(team.first, store)
    path = change_files(store)[-1]
    store.files[path] = store.files[path][:-1] + b"?"
    second = team.another("BK")
    found = [sync_with(second, store, begin=True) for _time in range(3)][-1]

    assert [(path.rpartition("/")[2], 3)] == [(one.file.name, one.tries) for one in found.troubles]
    sync_with(team.first, store, read_all=True)
    sync_with(second, store)
    assert {"kept"} == statements(second)


def test_a_file_that_rots_is_found_and_sent_again_by_any_copy(team: Team, store: FaultyStore) -> None:
    """Each sync reads one file again: a damaged one is made good by whoever has its changes."""
    sync_with(team.first, store, begin=True)
    note(team.first, "kept")
    sync_with(team.first, store)
    second = team.another("BK")
    sync_with(second, store, begin=True)
    path = change_files(store)[1]
    store.files[path] = store.files[path][:-1] + b"?"

    found = [sync_with(second, store).lost for _time in range(len(store.files))]

    assert 1 == sum(found)
    third = team.another("CN")
    sync_with(third, store, begin=True)
    assert {"kept"} == statements(third)


def test_foreign_files_are_passed_over(team: Team, store: FaultyStore) -> None:
    """Copies made by cloud clients, odd names, folders of others: none is read, none stops anything."""
    sync_with(team.first, store, begin=True)
    folder = next(iter(path.rpartition("/")[0] for path in change_files(store)))
    review = folder.rpartition("/")[0]
    for name in ("000001-abc (conflicted copy).pvc", ".DS_Store", "desktop.ini", "é#?.pvc", "000001-.pvc"):
        store.files[f"{folder}/{name}"] = b"not ours"
        store.files[f"{review}/{name}"] = b"not ours"
    store.folders |= {f"{review}/Thumbs", f"{folder}/000002-{'a' * 32}.pvc", "other"}
    second = team.another("BK")
    store.tasks.clear()

    found = sync_with(second, store, begin=True)

    assert (1, []) == (found.files_taken, found.troubles)
    assert ["list", "get", "list", "get", "make", "put", "get"] == store.tasks


def test_a_forged_file_is_refused_by_name_and_holds_up_no_other(team: Team, store: FaultyStore) -> None:
    """A file that somebody made up is refused; the colleagues' files beside it come in."""
    from peervisit.service import reviews
    from peervisit.sync.store_names import name_for

    with reviews.create(team.folder / "stranger.peervisit", city="X", benchmark="inti-cities") as stranger:
        note(stranger, "forged")
        strange = FaultyStore()
        sync_with(stranger, strange, begin=True)
        content = strange.files[change_files(strange)[0]]
    note(team.first, "true")
    sync_with(team.first, store, begin=True)
    folder = change_files(store)[0].rpartition("/")[0]
    name = name_for(7, content)
    store.files[f"{folder}/{name}"] = content
    second = team.another("BK")

    found = sync_with(second, store, begin=True)

    assert {"true"} == statements(second)
    assert [(name, True)] == [(one.file.name, bool(one.reason)) for one in found.troubles]


def test_a_file_stays_below_a_megabyte_unless_one_text_does_not(team: Team, store: FaultyStore) -> None:
    """Many large texts become many files; each can be taken by a server that allows a megabyte."""
    import random

    chance = random.Random(1)
    for number in range(6):
        note(team.first, f"{number} " + "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=400_000)))

    sync_with(team.first, store, begin=True)

    sizes = [len(store.files[path]) for path in change_files(store)]
    assert len(sizes) >= 2
    assert max(sizes) < sending.FILE_BYTES


def test_files_travel_beside_each_other_where_the_store_can(
    team: Team, store: FaultyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is read back before it counts all the same, and the next sync asks no more than ever."""
    monkeypatch.setattr(sending, "FILE_CHANGES", 5)
    monkeypatch.setattr(runs, "RUN_CHANGES", 5)
    store.at_once = True
    second = team.another("BK")
    sync_with(team.first, store, begin=True)
    for number in range(12):
        note(team.first, f"number {number}")
    store.begun, before = 0, len(change_files(store))

    found = sync_with(team.first, store)

    assert found.files_sent == store.begun > 4
    assert (0, found.files_sent) == (found.waiting, len(change_files(store)) - before)
    sync_with(second, store, begin=True)
    assert statements(team.first) == statements(second)
    sync_with(team.first, store)
    store.tasks.clear()
    sync_with(team.first, store)
    assert ["list", "list", "list", "get"] == store.tasks


@pytest.mark.parametrize("wrong", ["full", "413", "403", "500", "silent", "away", "cut"])
def test_one_file_that_fails_beside_others_holds_none_of_them_up(
    wrong: str, team: Team, store: FaultyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came through counts, though the one before did not; only what did not come is sent again."""
    monkeypatch.setattr(sending, "FILE_CHANGES", 5)
    monkeypatch.setattr(runs, "RUN_CHANGES", 5)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    store.at_once = True
    sync_with(team.first, store, begin=True)
    for number in range(12):
        note(team.first, f"number {number}")
    puts: list[str] = []

    def second_put_fails(task: str, path: str) -> str | None:
        if task == "put":
            puts.append(path)
        return wrong if task == "put" and len(puts) == 2 else None

    store.wrong = second_put_fails

    found = sync_with(team.first, store)

    assert (found.failure is None) == (wrong in {"500", "away", "cut"})
    store.wrong = lambda _task, _path: None
    came = len(change_files(store))
    again = sync_with(team.first, store)
    assert (0, None) == (again.waiting, again.failure)
    assert 4 <= came
    assert len(change_files(store)) == came + again.files_sent
    second = team.another("BK")
    sync_with(second, store, begin=True)
    assert statements(team.first) == statements(second)


@pytest.mark.parametrize(
    "wrong", ["full", "read-only", "401", "403", "413", "423", "500", "507", "away", "silent"]
)
def test_what_came_is_kept_when_nothing_can_be_put(wrong: str, team: Team, store: FaultyStore) -> None:
    """A store that takes nothing still gives; what waits is counted, and the next sync sends it."""
    second = team.another("BK")
    sync_with(team.first, store, begin=True)
    note(team.first, "from the first")
    sync_with(team.first, store)
    note(second, "from the second")
    store.wrong = lambda task, _path: wrong if task in {"put", "make"} else None

    found = sync_with(second, store, begin=True)

    assert {"from the first", "from the second"} == statements(second)
    assert (True, 0) == (found.waiting > 0, found.files_sent)
    assert isinstance(found.failure, StoreError)
    store.wrong = lambda _task, _path: None
    assert 0 == sync_with(second, store).waiting
    sync_with(team.first, store)
    assert {"from the first", "from the second"} == statements(team.first)


def test_a_store_that_cannot_be_read_changes_nothing(team: Team, store: FaultyStore) -> None:
    """A sync that cannot look at the store says so, and the copy is as it was."""
    sync_with(team.first, store, begin=True)
    note(team.first, "waits")
    before = team.first.digest()
    store.wrong = lambda task, _path: "away" if task == "list" else None
    with pytest.raises(StoreAwayError, match="cannot be reached now"):
        sync_with(team.first, store)
    store.wrong = lambda task, _path: "away" if task == "get" else None
    found = sync_with(team.first, store)

    assert isinstance(found.failure, StoreAwayError)
    assert (True, before) == (found.waiting > 0, team.first.digest())


def test_two_copies_with_one_number_never_overwrite(team: Team, store: FaultyStore) -> None:
    """A file copied by hand writes into the same folder under the same numbers, and nothing is lost."""
    from peervisit.store.review_file import ReviewFile

    sync_with(team.first, store, begin=True)
    twin_path = team.folder / "copied by hand é.peervisit"
    twin_path.write_bytes(_whole(team.first.path))
    with ReviewFile.open(twin_path) as twin:
        twin.log.author = "AR"
        seen = dict(store.files)
        note(team.first, "from the original")
        note(twin, "from the twin")
        stale = FaultyStore(files=dict(seen), folders=set(store.folders))
        sync_with(team.first, store)
        sync_with(twin, stale)
        store.files |= stale.files
        for copy in (team.first, twin):
            sync_with(copy, store)
        third = team.another("BK")
        sync_with(third, store, begin=True)

        assert {1, 2} == {int(path.rpartition("/")[2][:6]) for path in change_files(store)}
        assert team.first.digest() == twin.digest() == third.digest()


def _whole(path: Path) -> bytes:
    """Return a review file with what its write-ahead log holds, as a copy by hand of a closed one."""
    import sqlite3

    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path.read_bytes()


def everything_readable(team: Team, store: FaultyStore) -> str:
    """Return all that somebody with the team's key reads in a store, and all that anybody reads."""
    import io
    import zlib

    from peervisit.sync.keyring import Keyring

    found = []
    for path in change_files(store):
        out = io.BytesIO()
        Keyring(team.first).unlock(io.BytesIO(store.files[path]), out)
        found.append(zlib.decompress(out.getvalue()).decode())
    return "".join(found)


def test_what_is_sealed_or_a_draft_is_in_no_store(team: Team, store: FaultyStore) -> None:
    """A level and a desk review that nobody handed in stay on the laptop; handed in, they travel."""
    from peervisit.service import levels

    team.first.log.author = "AR"
    levels.keep_sealed(
        team.first, "judgement", "AR", "GG-AMB-1", {"level": "below", "rationale": "unmistakable"}
    )
    levels.keep_sealed(team.first, "desk_review", "AR", "GG-AMB-1", {"suspected": "unmistakable"})
    sync_with(team.first, store, begin=True)

    assert "unmistakable" not in everything_readable(team, store)
    levels.submit(team.first, "judgement", "AR")
    sync_with(team.first, store)
    assert "unmistakable" in everything_readable(team, store)


def test_a_store_learns_no_word_and_no_name(team: Team, store: FaultyStore) -> None:
    """What lies in a store shows neither what was said nor who is in the team."""
    pytest.importorskip("pyrage")
    note(team.first, "unmistakable")
    sync_with(team.first, store, begin=True)
    seen = b"".join([*store.files.values(), *(path.encode() for path in store.files)])

    assert "unmistakable" in everything_readable(team, store)
    assert not any(word in seen for word in (b"unmistakable", b"Fictional", b"Aldermere", b'"AR"'))
