"""What the tests of keys start from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.laptops import Laptops


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
