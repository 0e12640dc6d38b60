"""Random histories of several copies: nothing written is lost, and all copies show the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervisit.store import arrivals
from peervisit.store.catalogue import DELETED
from peervisit.store.log import Change
from tests.store.copies import Copy

Step = Callable[[list[Copy]], None]

_VALUES = st.sampled_from(["a", "b", "c", None, 1])
_FIELDS = st.sampled_from(["title", "theme", "indicators.X", "indicators.Y", "unknown"])
_CODES = st.sampled_from(["C1", "C2"])
_WHO = st.integers(0, 2)


@st.composite
def _steps(draw: st.DrawFn) -> list[tuple[str, int, tuple[object, ...]]]:
    kinds = st.sampled_from(["write"] * 5 + ["delete", "restore", "settle", "reopen", "skew"] + ["send"] * 4)
    steps: list[tuple[str, int, tuple[object, ...]]] = []
    for _number in range(draw(st.integers(1, 25))):
        kind = draw(kinds)
        more: tuple[object, ...] = ()
        if kind in ("write", "settle"):
            more = draw(st.tuples(_CODES, _FIELDS, _VALUES))
        elif kind in ("delete", "restore"):
            more = (draw(_CODES),)
        elif kind == "skew":
            more = (draw(st.integers(-10_000_000, 10_000_000)),)
        elif kind == "send":
            more = (draw(_WHO), draw(st.randoms(use_true_random=False)), draw(st.floats(0, 1)))
        steps.append((kind, draw(_WHO), more))
    return steps


def _play(copies: list[Copy], steps: list[tuple[str, int, tuple[object, ...]]]) -> set[Change]:
    """Do the steps; return every change ever written."""
    written: set[Change] = set()
    for kind, who, more in steps:
        copy = copies[who]
        copy.watch.forward(milliseconds=1)
        _do(copies, copy, kind, more)
        written |= {change for change in copy.changes() if change.session == copy.log.session}
    return written


def _do(copies: list[Copy], copy: Copy, kind: str, more: tuple[object, ...]) -> None:
    match kind, more:
        case "write", (str(code), str(name), value):
            copy.log.record("conclusion", code, [(name, value)])  # type: ignore[list-item]
        case "settle", (str(code), str(name), value):
            copy.log.settle("conclusion", code, name, value)  # type: ignore[arg-type]
        case "delete", (str(code),):
            copy.log.delete("conclusion", code)
        case "restore", (str(code),):
            copy.log.restore("conclusion", code)
        case "reopen", ():
            copy.reopen()
        case "skew", (int(seconds),):
            copy.watch.forward(seconds=seconds)
        case "send", (int(to), random, float(share)):
            _send(copy, copies[to], random, share)


def _send(source: Copy, target: Copy, random: object, share: float) -> None:
    """Deliver a part of what one copy holds, in any order, some of it twice."""
    changes = source.changes()
    picked = [one for one in changes if random.random() < share]  # type: ignore[attr-defined]
    picked += [one for one in picked if random.random() < 0.2]  # type: ignore[attr-defined]
    random.shuffle(picked)  # type: ignore[attr-defined]
    target.log.apply(picked)


@settings(max_examples=150)
@given(steps=_steps(), random=st.randoms(use_true_random=False), batch=st.sampled_from([2, 5000]))
def test_random_histories_lose_nothing(
    steps: list[tuple[str, int, tuple[object, ...]]], random: object, batch: int
) -> None:
    """Whatever three copies do and however it travels, all end with the same, and nothing is lost."""
    copies = [Copy(name) for name in ("AR", "BK", "CM")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrivals, "BATCH", batch)
        written = _play(copies, steps)
        for _round in range(2):
            for source in copies:
                for target in copies:
                    _send(source, target, random, 1.0)

    assert [written] * 3 == [set(copy.changes()) for copy in copies]
    assert 1 == len({copy.digest() for copy in copies})
    assert 1 == len({repr(copy.tables()) for copy in copies})
    assert 0 == copies[0].connection.execute("SELECT count(*) FROM held_change").fetchone()[0]
    _assert_nothing_lost(copies[0], written)


def _assert_nothing_lost(copy: Copy, written: set[Change]) -> None:
    """Each value is current, or was replaced by a change that saw it, or is in a listed conflict."""
    replaced = {(parent, change.field) for change in written for parent in change.parents}
    disputed = copy.conflicts()
    deletions = [change for change in written if change.field == DELETED and change.value]
    seen_and_deleted = {parent for deletion in deletions for parent in deletion.parents}
    for change in written:
        key = (change.session, change.seq)
        heads = copy.log.heads(change.kind, change.record, change.field)
        is_head = key in {(head.session, head.seq) for head in heads}
        by_own_field = (key, change.field) in replaced

        assert is_head != by_own_field
        if is_head and change.value != heads[0].value and change.field != DELETED:
            assert (change.kind, change.record, change.field) in disputed or key in seen_and_deleted
