"""Change files: everything comes through, nothing that was altered does, and nobody's memory is filled."""

from __future__ import annotations

import hashlib
import io
import json
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from peervisit.errors import CannotUnlockError, ForgedChangesError, OtherReviewError
from peervisit.service import records
from peervisit.store.change import Change
from peervisit.store.review_file import ReviewFile
from peervisit.sync.changefile import Room, read_changes, write_changes
from peervisit.sync.keyring import Keyring
from peervisit.sync.parsing import parse_section
from peervisit.sync.runs import RUN_CHANGES, changes_of, runs
from tests.sync.packed import again, change, opened, pack, plain, read_plain, take
from tests.sync.trio import shown


def test_everything_comes_through(team: list[ReviewFile]) -> None:
    """What one copy holds, another holds after taking in its pack; what it shows is the same."""
    anna, ben, _carla = team
    for number in range(30):
        records.add(anna, "document", {"title": f"Plan n° {number} « à deux »", "remarks": "x\n\ty"})
    take(ben, pack(anna))

    assert anna.digest() == ben.digest()
    assert shown(anna) == shown(ben)
    assert list(anna.log.changes()) == list(ben.log.changes())


def test_what_was_written_is_told(team: list[ReviewFile]) -> None:
    """Whoever wrote a file is told its size, its SHA-256 and how many changes are in it."""
    out = io.BytesIO()
    written = write_changes(out, team[0], Keyring(team[0]))

    assert len(out.getvalue()) == written.size
    assert hashlib.sha256(out.getvalue()).hexdigest() == written.sha256
    assert len(list(team[0].log.changes())) == written.changes


def test_passed_on_letter_for_letter(team: list[ReviewFile]) -> None:
    """What one copy signed reaches a third through a second, with the same lines and the same signature."""
    anna, ben, carla = team
    records.add(anna, "document", {"title": "Plan"})
    take(ben, pack(anna))
    take(carla, pack(ben))
    mine = {run.session: (run, changes_of(anna, run)) for run in runs(anna, Keyring(anna))}
    theirs = {run.session: (run, changes_of(carla, run)) for run in runs(carla, Keyring(carla))}

    assert mine[anna.log.session] == theirs[anna.log.session]
    assert mine[anna.log.session][0].signature is not None


def test_signed_once(team: list[ReviewFile]) -> None:
    """A run is signed when it first leaves; later ones begin after it."""
    anna, keys = team[0], Keyring(team[0])
    records.add(anna, "document", {"title": "Plan"})
    before = runs(anna, keys)
    records.add(anna, "document", {"title": "Budget"})
    after = runs(anna, keys)

    assert before == runs(anna, keys)[: len(before)] or set(before) < set(after)
    assert 1 == len(set(after) - set(before))


def test_long_sessions_and_long_texts(team: list[ReviewFile]) -> None:
    """A run ends after so many changes, or when it has become long; every change is in one of them."""
    anna, ben, _carla = team
    with anna.transaction() as log, log.gathering():
        for number in range(RUN_CHANGES + 10):
            log.record("document", f"D{number}", [("title", "Plan")])
        for number in range(4):
            log.record("interview", f"N{number}", [("notes", "é" * 100_000)])
    own = [run for run in runs(anna, Keyring(anna)) if run.session == anna.log.session]
    take(ben, pack(anna))

    assert RUN_CHANGES + 14 == sum(map(len, own))
    assert [RUN_CHANGES, 12] == [len(run) for run in own][:2]
    assert anna.digest() == ben.digest()


def test_what_waits_is_passed_on(team: list[ReviewFile]) -> None:
    """A change that waits for another is passed on, signed as it came."""
    anna, ben, carla = team
    records.add(anna, "document", {"title": "Plan"}, code="D1")
    take(ben, pack(anna))
    records.edit(ben, "document", "D1", {"title": "Budget"})
    own = [run for run in runs(ben, Keyring(ben)) if run.session == ben.log.session]
    out = io.BytesIO()
    write_changes(out, ben, Keyring(ben), own)
    take(carla, out.getvalue())
    held = carla.connection.execute("SELECT count(*) FROM held_change").fetchone()[0]
    take(anna, pack(carla))

    assert 1 == held
    assert "Budget" == anna.rows("document")["D1"]["title"]


def test_kinds_and_fields_of_a_newer_version(team: list[ReviewFile]) -> None:
    """What this version does not know is passed on untouched."""
    anna, ben, carla = team
    with anna.transaction() as log:
        log.record("hologram", "H1", [("width", 2.5), ("name", "Ærø"), ("depth", 10**15), ("flag", 1)])
        log.record("document", "D1", [("mood", "calm"), ("title", "Plan")])
    take(ben, pack(anna))
    take(carla, pack(ben))

    assert anna.digest() == carla.digest()
    assert list(anna.log.changes()) == list(carla.log.changes())


@pytest.mark.usefixtures("unlocked")
def test_without_the_extra(team: list[ReviewFile]) -> None:
    """A team without the extra that locks exchanges files all the same."""
    anna, ben, _carla = team
    for review in (anna, ben):
        review.connection.execute("DELETE FROM statement")
        review.connection.execute("DELETE FROM signature")
    records.add(anna, "document", {"title": "Plan"})
    content = pack(anna)
    take(ben, content)

    assert anna.digest() == ben.digest()
    assert b"Plan" in zlib.decompress(content)


def test_of_another_review(team: list[ReviewFile]) -> None:
    """A file of another review is refused by name."""
    content = pack(team[0])
    team[1].connection.execute("UPDATE meta SET value = 'other' WHERE key = 'review_id'")

    with pytest.raises(OtherReviewError, match=r"^p\.pvc: of another review; nothing was taken in$"):
        opened(team[1], content)


def test_locked_for_others(team: list[ReviewFile]) -> None:
    """A copy that has none of the keys says so."""
    content = pack(team[0])
    stranger = team[1]
    stranger.connection.execute("DELETE FROM secret")

    with pytest.raises(CannotUnlockError, match=r"p\.pvc"):
        opened(stranger, content)


def test_signed_by_a_stranger(team: list[ReviewFile]) -> None:
    """Changes that a copy signed for which nobody vouched are refused, and the file is named."""
    anna, ben, _carla = team
    lines = plain(anna)
    places = [place for place, line in enumerate(lines) if '"key"' in line]
    for place in places:
        head = json.loads(lines[place])
        lines[place] = json.dumps(head | {"key": "00" * 32})

    with pytest.raises(ForgedChangesError, match=r"^p\.pvc: "):
        read_plain(ben, again(lines))


@pytest.mark.parametrize("alter", ["value", "author", "swap", "drop", "add", "signature"])
def test_altered_by_one_of_the_team(team: list[ReviewFile], alter: str) -> None:
    """Whoever can unlock a file still cannot change what others signed in it."""
    anna, ben, _carla = team
    records.add(anna, "document", {"title": "Plan", "author": "City"}, code="D1")
    lines = plain(anna)
    title = next(place for place, line in enumerate(lines) if '"Plan"' in line)
    head = max(place for place in range(title) if lines[place].startswith("{"))
    if alter == "value":
        lines[title] = lines[title].replace("Plan", "Flan")
    elif alter == "author":
        lines[title] = lines[title].replace('"AR"', '"BK"')
    elif alter == "swap":
        lines[title], lines[title + 1] = lines[title + 1], lines[title]
    elif alter == "drop":
        parts = json.loads(lines[head])
        lines[head] = json.dumps(parts | {"last": parts["last"] - 1})
        del lines[title + 1]
    elif alter == "add":
        parts = json.loads(lines[head])
        lines[head] = json.dumps(parts | {"last": parts["last"] + 1})
        more = json.loads(lines[title + 1])
        lines.insert(title + 2, json.dumps([more[0], more[1] + 1, *more[2:]], separators=(",", ":")))
    else:
        parts = json.loads(lines[head])
        lines[head] = json.dumps(parts | {"key": None, "signature": None})

    with pytest.raises(ForgedChangesError, match=r"^p\.pvc: "):
        read_plain(ben, again(lines))


class _Failing(io.BytesIO):
    """A disk that is full after so many bytes."""

    def __init__(self, room: int, error: Callable[[], BaseException]) -> None:
        super().__init__()
        self._room, self._error = room, error

    def write(self, data: Any) -> int:
        """Take it, or fail."""
        self._room -= len(data)
        if self._room < 0:
            raise self._error()
        return super().write(data)


@pytest.mark.parametrize("room", [0, 10, 500, 5000])
def test_a_failure_keeps_its_name(team: list[ReviewFile], room: int) -> None:
    """What goes wrong under the library that locks comes out as what it is."""
    out = _Failing(room, lambda: OSError(28, "No space left on device"))

    with pytest.raises(OSError, match="No space left") as caught:
        write_changes(out, team[0], Keyring(team[0]))
    assert 28 == caught.value.errno


def test_read_again_is_the_same(team: list[ReviewFile]) -> None:
    """A file may be read from end to end more than once."""
    anna, ben, _carla = team
    records.add(anna, "document", {"title": "Plan"})
    found = opened(ben, pack(anna))
    first = [section.changes for section in found.sections()]
    second = [section.changes for section in found.sections()]

    assert first == second == [changes_of(anna, run) for run in runs(anna, Keyring(anna))]


@pytest.mark.parametrize("left", [2**20, 600, 0])
def test_what_was_kept_is_the_same(team: list[ReviewFile], left: int) -> None:
    """Whether all was kept, too much came to be kept, or nothing had room; the room is then free again."""
    anna, ben, _carla = team
    for number in range(4):
        records.add(anna, "document", {"title": f"Plan {number}", "remarks": "« x »" * 20})
    records.add(ben, "document", {"title": "Rapport"})
    take(anna, pack(ben))
    room = Room(left)
    content = io.BytesIO(pack(anna))
    found = read_changes(content, Keyring(ben), ben.meta("review_id"), name="p.pvc", room=room)

    first = [(section.run, section.changes) for section in found.sections()]
    assert (room.left < left) is (left == 2**20)
    assert first == [(section.run, section.changes) for section in found.sections()]
    assert all(type(change) is Change for _run, changes in first for change in changes)


def test_lines_known_good_read_the_same() -> None:
    """A line that was examined before is read as one that was not."""
    lines = [change(parents=[["a", 1], ["b", 2]]), change(seq=2, value=1.5, author=None)]

    assert parse_section("s", 1, lines) == parse_section("s", 1, lines, known_good=True)
