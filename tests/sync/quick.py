"""A stand-in for the lock with a passphrase, which takes seconds by design; for tests of all around it."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from peervisit.sync import keys

_HEAD = keys.MAGIC[0] + b"\n-> scrypt not really\n"


def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a passphrase lock and unlock at once. What it locks is not secret."""
    monkeypatch.setattr(keys, "lock_with_passphrase", _lock)
    monkeypatch.setattr(keys, "unlock_with_passphrase", _unlock)


def _sum(words: str, plain: bytes) -> bytes:
    return hmac.digest(words.encode(), plain, hashlib.sha256)


def _lock(plain: bytes, words: str) -> bytes:
    return _HEAD + _sum(words, plain) + plain


def _unlock(locked: bytes, words: str) -> bytes | None:
    tag, plain = locked[len(_HEAD) : len(_HEAD) + 32], locked[len(_HEAD) + 32 :]
    return plain if tag == _sum(words, plain) else None
