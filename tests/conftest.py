"""What every test starts from: no language, no settings and no files of whoever runs it."""

from __future__ import annotations

import os
import random
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from peervisit import i18n
from peervisit.store import chance as own
from peervisit.store import clock, passphrases

SEED = os.environ.get("PEERVISIT_TEST_SEED", "")
"""Another one draws other examples of the properties, and gives copies other numbers, so that other ones
come first where clocks are equal."""

# Many tests share two cores: how long one example takes says nothing there.
settings.register_profile(
    "peervisit", deadline=None, derandomize=not SEED, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("peervisit")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues that are newer than what was compiled, once for all workers."""
    if hasattr(config, "workerinput"):
        return
    from hatch_build import compile_catalogue

    for catalogue in i18n.LOCALE_DIR.glob("*/LC_MESSAGES/*.po"):
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
            compile_catalogue(catalogue)


@pytest.fixture(autouse=True)
def _own_surroundings(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Give each test a home of its own and the English interface."""
    home: Path = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PEERVISIT_LANGUAGE", "en")
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture(autouse=True)
def _one_chance(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test the same numbers by chance and the same clock every time it runs."""
    chance = random.Random(f"{SEED} {request.node.nodeid}")
    monkeypatch.setattr(secrets, "token_bytes", lambda size=32: chance.randbytes(size))
    monkeypatch.setattr(secrets, "token_hex", lambda size=32: chance.randbytes(size).hex())
    monkeypatch.setattr(own, "token_hex", lambda size: chance.randbytes(size).hex())
    start, steps = datetime(2026, 5, 20, 9, tzinfo=UTC), count()

    class Clock(datetime):
        """What the store asks for the time: a moment that goes on by two milliseconds at each look."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Clock:
            moment = start + timedelta(milliseconds=2 * next(steps))
            return cls.fromtimestamp(moment.timestamp(), tz)

    monkeypatch.setattr(clock, "datetime", Clock)


@pytest.fixture
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work the keys of locked files out at once, and forget what a test told."""
    monkeypatch.setattr(passphrases, "MEMORY", 8)
    yield
    passphrases.forget_all()
