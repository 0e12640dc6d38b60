"""Review files for the tests of the store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from peervisit.store.review_file import ReviewFile
from tests.store.copies import Copy, Watch


@pytest.fixture
def watch() -> Watch:
    """Return the clock of the laptop."""
    return Watch()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the review file lies."""
    return tmp_path / "lyon.peervisit"


@pytest.fixture
def review(path: Path, watch: Watch) -> Iterator[ReviewFile]:
    """Return an empty review file, open."""
    with ReviewFile.create(path, author="AR", now=watch) as opened:
        yield opened


@pytest.fixture
def anna() -> Copy:
    """Return Anna's copy."""
    return Copy("AR")


@pytest.fixture
def ben() -> Copy:
    """Return Ben's copy."""
    return Copy("BK")


@pytest.fixture
def carla() -> Copy:
    """Return Carla's copy."""
    return Copy("CM")
