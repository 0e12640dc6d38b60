"""Change files that were altered, cut short or made to harm: refused by name, in bounded memory."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervisit.errors import ChangeFileError
from peervisit.store.change import Change
from peervisit.store.review_file import ReviewFile
from peervisit.sync import streams
from peervisit.sync.changefile import write_changes
from peervisit.sync.keyring import Keyring
from tests.sync.packed import GOOD, HEADER, RUN, again, change, copied, opened, pack, read_plain
from tests.sync.trio import shown, trio


@cache
def _pack_of_three() -> tuple[bytes, bytes]:
    """Return a pack as it travels, and the inside of it, compressed."""
    with trio() as (anna, _ben, _carla):
        anna.connection.execute("DELETE FROM change WHERE kind = 'benchmark'")
        anna.connection.execute("DELETE FROM signature")
        anna.connection.execute("DELETE FROM statement")
        records_of = [("title", "Plan"), ("author", "City")]
        with anna.transaction() as log:
            log.record("document", "D1", records_of)
        out = io.BytesIO()
        write_changes(out, anna, Keyring(anna), lock=copied)
        return pack(anna), out.getvalue()


@settings(max_examples=80)
@given(st.data(), st.booleans())
def test_one_byte_flipped(data: st.DataObject, locked: bool) -> None:
    """With any bit of it flipped, a file is refused calmly, or holds the same: never half, never another."""
    content = _pack_of_three()[0 if locked else 1]
    place = data.draw(st.integers(0, len(content) - 1))
    bit = data.draw(st.integers(0, 7))
    broken = bytearray(content)
    broken[place] ^= 1 << bit
    _refused_or_the_same(bytes(broken), content, locked=locked)


@settings(max_examples=30)
@given(st.data(), st.booleans())
def test_cut_short(data: st.DataObject, locked: bool) -> None:
    """A file that was cut short anywhere is refused calmly."""
    content = _pack_of_three()[0 if locked else 1]
    length = data.draw(st.integers(0, len(content) - 1))
    with trio() as (_anna, ben, _carla):
        before = shown(ben)
        with pytest.raises(ChangeFileError, match=r"^p\.pvc: "):
            _read(ben, content[:length], locked=locked)

        assert before == shown(ben)


def _refused_or_the_same(broken: bytes, content: bytes, *, locked: bool) -> None:
    with trio() as (_anna, ben, _carla):
        good = _read(ben, content, locked=locked)
        try:
            found = _read(ben, broken, locked=locked)
        except ChangeFileError as error:
            found, said = good, str(error)
        else:
            said = "p.pvc: "

        assert good == found
        assert said.startswith("p.pvc: ")


def _read(review: ReviewFile, content: bytes, *, locked: bool) -> list[Change]:
    if not locked:
        return read_plain(review, content)
    return [change for section in opened(review, content).sections() for change in section.changes]


@pytest.mark.usefixtures("unlocked")
@pytest.mark.parametrize(
    "line",
    [
        change(session="t"),
        change(seq=2),
        change(seq=True),
        change(seq=1.0),
        change(seq="1"),
        change(clock=None),
        change(author=7),
        change(kind=[]),
        change(record={}),
        change(field="x" * 5000),
        change(value=True),
        change(value=[1]),
        change(value={"a": 1}),
        change(value=2**63),
        change(parents=None),
        change(parents=[1]),
        change(parents=[["s"]]),
        change(parents=[["s", 1]]),
        change(parents=[["a", 0]]),
        change(parents=[["a", 1.0]]),
        change(parents=[["b", 1], ["a", 1]]),
        change(parents=[["a", 1], ["a", 1]]),
        GOOD.replace("Plan", "\\ud800"),
        GOOD.replace("Plan", "\\u0050lan"),
        GOOD.replace('"Plan"', "NaN"),
        GOOD.replace('"Plan"', "1e999"),
        GOOD.replace('"Plan"', "1.0e3"),
        GOOD.replace('"Plan"', "9" * 5000),
        GOOD.replace('"Plan"', "[" * 100_000),
        GOOD.replace(",[]]", "]"),
        GOOD.replace("[]]", "[],1]"),
        " " + GOOD,
        GOOD + " ",
        "",
        "7",
        "null",
        "{}",
        "[]",
        "[",
        '"',
        "\x00",
    ],
)
def test_hostile_changes(team: list[ReviewFile], line: str) -> None:
    """A line that none of our versions writes is refused calmly."""
    ben = team[1]
    ben.connection.execute("DELETE FROM statement")
    content = again([HEADER % ben.meta("review_id"), RUN, line, '{"end":1}'])

    with pytest.raises(ChangeFileError, match=r"^p\.pvc: damaged"):
        read_plain(ben, content)


@pytest.mark.usefixtures("unlocked")
@pytest.mark.parametrize(
    "lines",
    [
        [],
        [""],
        ["[]"],
        ["{}"],
        ['{"peervisit":"changes"}'],
        ['{"peervisit":"changes","version":"1"}'],
        ['{"peervisit":"changes","version":1,"review":7,"device":"d","made":"m"}'],
        [HEADER.replace('"d"', '"../d"'), '{"end":0}'],
        [HEADER.replace('"m"', '"\\u001b[2J"'), '{"end":0}'],
        [HEADER.replace("1", "0"), '{"end":0}'],
        [HEADER],
        [HEADER, '{"end":1}'],
        [HEADER, '{"end":0}', '{"end":0}'],
        [HEADER, '{"end":0}', ""],
        [HEADER, RUN, '{"end":1}'],
        [HEADER, RUN, GOOD],
        [HEADER, RUN, GOOD, '{"end":2}'],
        [HEADER, RUN, GOOD, GOOD, '{"end":1}'],
        [HEADER, '{"session":"s","first":0,"last":0}', '{"end":1}'],
        [HEADER, '{"session":"s","first":2,"last":1}', '{"end":0}'],
        [HEADER, '{"session":"s","first":1,"last":10000000000}', GOOD, '{"end":1}'],
        [HEADER, '{"session":"s","first":1,"last":1e400}', GOOD, '{"end":1}'],
        [HEADER, '{"session":7,"first":1,"last":1}', GOOD, '{"end":1}'],
        [HEADER, '{"session":"s","first":1,"last":1,"key":"k"}', GOOD, '{"end":1}'],
        [HEADER, '{"session":"s","first":1,"last":1,"key":[],"signature":{}}', GOOD, '{"end":1}'],
        [HEADER, '{"statement":7}', '{"end":0}'],
        [HEADER, *['{"statement":"x"}'] * 10_001, '{"end":0}'],
        [HEADER, '{"a":' * 50_000],
    ],
)
def test_hostile_files(team: list[ReviewFile], lines: list[str]) -> None:
    """A file that none of our versions writes is refused calmly."""
    ben = team[1]
    ben.connection.execute("DELETE FROM statement")
    content = again([line.replace("%s", str(ben.meta("review_id"))) for line in lines])

    with pytest.raises(ChangeFileError, match=r"^p\.pvc: (damaged|neither)"):
        read_plain(ben, content)


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"\x78\xda", b"PK\x03\x04" * 100, b"SQLite format 3\x00" * 10, b"\x00" * 5000, b"{}\n"],
)
def test_none_of_ours(team: list[ReviewFile], content: bytes) -> None:
    """A file of another kind is refused calmly."""
    with pytest.raises(ChangeFileError, match=r"^p\.pvc: (damaged|neither)"):
        opened(team[1], content)


@pytest.mark.usefixtures("unlocked")
def test_something_after_the_end(team: list[ReviewFile]) -> None:
    """What follows the compressed part is no part of a file."""
    ben = team[1]
    ben.connection.execute("DELETE FROM statement")
    content = again([HEADER % ben.meta("review_id"), '{"end":0}'])
    whole = read_plain(ben, content)

    with pytest.raises(ChangeFileError, match="damaged"):
        read_plain(ben, content + b"x")
    assert [] == whole


def test_of_a_newer_version(team: list[ReviewFile]) -> None:
    """A newer format is named, with the remedy."""
    content = again(['{"peervisit":"changes","version":2,"sections":{}}'])

    with pytest.raises(ChangeFileError, match=r"p\.pvc: written by a newer peervisit; update peervisit"):
        read_plain(team[1], content)


@pytest.mark.usefixtures("unlocked")
def test_a_bomb_of_one_line(team: list[ReviewFile], monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that never ends is refused before it fills the memory."""
    monkeypatch.setattr(streams, "LINE_BYTES", 1_000_000)
    taken: list[int] = []
    real = streams._decompressed

    def counted(*given: Any) -> Iterator[bytes]:
        for piece in real(*given):
            taken.append(len(piece))
            yield piece

    monkeypatch.setattr(streams, "_decompressed", counted)
    machine = zlib.compressobj(9)
    bomb = b"".join(machine.compress(b'"' * 1_000_000) for _ in range(50)) + machine.flush()

    with pytest.raises(ChangeFileError, match="damaged"):
        read_plain(team[1], bomb)
    assert sum(taken) < 1_200_000
    assert max(taken) <= 64 * 1024


def test_too_large(team: list[ReviewFile], monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond every size that a review could need is refused before it fills the memory."""
    monkeypatch.setattr(streams, "LOCKED_BYTES", 1000)

    with pytest.raises(ChangeFileError, match=r"p\.pvc: too large"):
        read_plain(team[1], b"\x78\xda" + b"x" * 2000)
