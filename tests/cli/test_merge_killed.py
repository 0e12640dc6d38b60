"""A pack, a merge or its undo that is killed leaves all of it, or nothing."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from peervisit.service import merging, records, reviews
from peervisit.store.review_file import ReviewFile
from tests.sync.trio import Shown, shown

COUNT = 60
ROOT = Path(__file__).parents[2]

KILLED_AT = """
import os, signal, sys
left = int(sys.argv.pop(1))
def count(frame, event, _arg):
    global left
    if event in ("call", "c_call") and "peervisit" in frame.f_code.co_filename:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
from peervisit.cli import main
sys.setprofile(count)
status = main(sys.argv[1:])
sys.setprofile(None)
print(-left)
sys.exit(status)
"""
"""Runs a command line and is killed at the nth call inside; says how many there were."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="uses POSIX signals")


def run(kill_at: int, *arguments: object) -> tuple[int, str]:
    """Run a command line, killed at a call; return its status and what it printed last."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT, str(kill_at), *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    return done.returncode, (done.stdout.splitlines() or [""])[-1]


@pytest.fixture
def other(heard: Path) -> Path:
    """Return BK's copy, in which some documents were added."""
    path = heard.with_name("bk.peervisit")
    with ReviewFile.open(heard) as review:
        merging.make_copy(review, path).close()
    with reviews.open_review(path, member="BK") as copy, copy.transaction():
        for number in range(COUNT):
            records.add(copy, "document", {"title": f"Plan {number}"})
    return path


def state(path: Path) -> tuple[str, Shown, int]:
    """Return everything that a copy shows, and how many merges it knows of."""
    with ReviewFile.open(path) as review:
        done = sum(not step.undone for step in merging.merges(review))
        return review.digest(), shown(review), done


@pytest.mark.parametrize("what", ["merge", "undo"])
def test_all_or_nothing(heard: Path, other: Path, tmp_path: Path, what: str) -> None:
    """Killed at any moment, a merge and its undo were done whole, or not at all; then they can be done."""
    command = ["merge", heard, other]
    if what == "undo":
        with ReviewFile.open(heard) as review:
            merging.merge(review, [other])
        command = ["merge", heard, "--undo"]
    start = tmp_path / "start.peervisit"
    shutil.copy(heard, start)
    before = state(heard)
    status, calls = run(0, *command)
    after = state(heard)
    dice = random.Random(what)
    places = [dice.randrange(1, int(calls)) for _ in range(3)]
    found = []
    for place in places:
        shutil.copy(start, heard)
        killed, _said = run(place, *command)
        found.append((killed, state(heard) in (before, after)))

    assert (0, True) == (status, before != after)
    assert [(-9, True)] * len(places) == found
    again, _said = run(0, *command)
    assert again in (0, 1)
    assert state(heard) == after


def test_no_half_pack(heard: Path, other: Path, tmp_path: Path) -> None:
    """Killed at any moment, a pack is there whole under its name, or not there."""
    folder = tmp_path / "stick"
    folder.mkdir()
    out = folder / "out.pvc"
    _status, calls = run(0, "pack", other, out)
    dice = random.Random("pack")
    found = []
    for place in [*(dice.randrange(1, int(calls)) for _ in range(3)), int(calls)]:
        out.unlink(missing_ok=True)
        run(place, "pack", other, out)
        if out.exists():
            with ReviewFile.open(heard) as review:
                found.append(merging.merge(review, [out], dry_run=True).new)
    with ReviewFile.open(other) as review:
        kept = len(review.rows("document"))

    assert found
    assert {COUNT} == set(found)
    assert COUNT == kept
