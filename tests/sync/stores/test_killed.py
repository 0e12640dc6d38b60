"""``kill -9`` in the middle of a sync with a real server, at each request that it sends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from peervisit.store.review_file import ReviewFile
from tests.sync.stores import servers
from tests.sync.stores.copies import Team, note, statements, sync_at

ROOT = Path(__file__).parents[3]
WORDS = {f"sentence {number}" for number in range(30)}


def killed_at(request: int, server: servers.Dav, review: Path, address: str, password: Path) -> bool:
    """Run a sync and kill it when it has sent so many requests; whether it came that far."""
    command = [
        sys.executable,
        "-m",
        "peervisit",
        "sync",
        str(review),
        address,
        "--password-file",
        str(password),
    ]
    process = subprocess.Popen(
        command,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    seen = 0

    def kill(_method: str, _path: str) -> None:
        nonlocal seen
        seen += 1
        if seen == request:
            process.send_signal(signal.SIGKILL)
            process.wait()

    server.answer = kill
    process.wait(60)
    server.answer = lambda _method, _path: None
    return process.returncode == -signal.SIGKILL


@pytest.mark.skipif(os.name != "posix", reason="uses POSIX signals")
def test_a_killed_sync_is_finished_by_the_next(
    misbehave: servers.Dav,
    team: Team,
    address_of: Callable[[str], str],
    tmp_path: Path,
) -> None:
    """Killed while it sends, or while it takes in: the copy is whole, and the next sync goes on."""
    address = address_of("webdav")
    password = tmp_path / "password"
    password.write_text(servers.Dav.PASSWORD, encoding="utf-8")
    second = team.another("BK")
    for words in WORDS:
        note(team.first, words)
    path, other = team.first.path, second.path
    team.close()
    team.copies.clear()
    kills = 0
    for request in (2, 4, 6, 7):
        kills += killed_at(request, misbehave, path, address, password)
        with ReviewFile.open(path) as review:
            assert statements(review) == WORDS
    with ReviewFile.open(path) as review:
        sync_at(review, address, begin=True)
    for request in (2, 4):
        kills += killed_at(request, misbehave, other, address, password)
        with ReviewFile.open(other) as review:
            assert statements(review) in (set(), WORDS)
    with ReviewFile.open(other) as review:
        sync_at(review, address, begin=True)

        assert statements(review) == WORDS
    assert kills >= 2
