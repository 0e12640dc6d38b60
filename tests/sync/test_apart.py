"""Locking with a passphrase from a thread: in a program of its own, so that nothing else stands still."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest

from peervisit.sync import apart, keys

pytest.importorskip("pyrage", reason="the extra [secure] is not installed")

T = TypeVar("T")
WORDS = "trois mots, une virgule – et « é »"
CONTENT = b"x\r\n\x00\xff" * 50_000


def in_a_thread(task: Callable[..., T], *arguments: Any) -> T:
    """Return what a task gives in a thread, as the app runs it."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(task, *arguments).result()


@pytest.fixture
def never_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to lock or unlock in this process."""

    def refuse(_content: bytes, _words: str) -> bytes:
        raise AssertionError("it was done here")

    held = SimpleNamespace(encrypt=refuse, decrypt=refuse)
    monkeypatch.setattr(keys, "_age", lambda: SimpleNamespace(passphrase=held, DecryptError=ValueError))


@pytest.mark.usefixtures("never_here")
def test_there_and_back() -> None:
    """What a thread locks is an age file with a passphrase, which only that passphrase opens again."""
    locked = in_a_thread(keys.lock_with_passphrase, CONTENT, WORDS)

    assert keys.has_passphrase(locked)
    assert in_a_thread(keys.unlock_with_passphrase, locked, WORDS) == CONTENT
    assert in_a_thread(keys.unlock_with_passphrase, locked, WORDS + ".") is None


@pytest.mark.usefixtures("never_here")
def test_what_is_no_such_file() -> None:
    """Something damaged is not unlocked, and nothing else goes wrong."""
    assert in_a_thread(keys.unlock_with_passphrase, keys.MAGIC[0] + b"\n-> scrypt", WORDS) is None


def test_on_the_main_thread_no_program_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command waits for nothing but this: it does it itself."""
    here = SimpleNamespace(encrypt=lambda content, words: content + words.encode())
    monkeypatch.setattr(keys, "_age", lambda: SimpleNamespace(passphrase=here))
    monkeypatch.setattr(subprocess, "run", None)

    assert keys.lock_with_passphrase(b"a", "b") == b"ab"


@pytest.mark.parametrize("program", ["", "/nowhere/python", sys.executable])
def test_where_no_program_can_be_started(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """It is done here then, rather than not at all: no program, a wrong one, or one that fails."""
    here = SimpleNamespace(encrypt=lambda content, words: content + words.encode())
    monkeypatch.setattr(keys, "_age", lambda: SimpleNamespace(passphrase=here))
    monkeypatch.setattr(sys, "executable", program)
    monkeypatch.setattr(apart, "PROGRAM", "raise SystemExit(1)")

    assert in_a_thread(keys.lock_with_passphrase, b"a", "b") == b"ab"


def test_nothing_secret_in_the_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrase and content go through a pipe: arguments can be read by everybody on the machine."""
    given: list[Any] = []

    def run(command: list[str], **options: Any) -> Any:
        given.extend((command, options))
        return SimpleNamespace(returncode=0, stdout=b"made")

    monkeypatch.setattr(subprocess, "run", run)

    assert apart.run("encrypt", b"content", "words") == b"made"
    assert not [one for one in given[0] if "words" in one and "read(size)" not in one]
    assert given[1]["input"] == b"wordscontent"
    assert "env" not in given[1]
