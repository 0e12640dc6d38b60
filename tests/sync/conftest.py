"""What the tests of keys start from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from peervisit.store.review_file import ReviewFile
from peervisit.sync import keys as locking
from tests.sync.laptops import Laptops
from tests.sync.trio import trio


@pytest.fixture
def laptops(tmp_path: Path) -> Iterator[Laptops]:
    """Return the laptops of a team; AR's has the review."""
    team = Laptops(tmp_path)
    yield team
    team.close()


@pytest.fixture
def without_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the extra ``[secure]`` away, as on a laptop where it was not installed."""
    for module in ("pyrage", "cryptography.hazmat.primitives.asymmetric.ed25519"):
        monkeypatch.setitem(__import__("sys").modules, module, None)


@pytest.fixture
def team() -> Iterator[list[ReviewFile]]:
    """Return three copies that hold the same."""
    with trio() as copies:
        yield copies


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do without the extra that locks and signs."""
    monkeypatch.setattr(locking, "available", lambda: False)
