"""Packs written and read in memory, and lines of change files to be altered."""

from __future__ import annotations

import io
import json
import zlib
from typing import Any

from peervisit.store.change import Change
from peervisit.store.review_file import ReviewFile
from peervisit.sync.changefile import ChangeFile, read_changes, write_changes
from peervisit.sync.keyring import Keyring
from peervisit.sync.merge import take_in

HEADER = '{"peervisit":"changes","version":1,"review":"%s","device":"d","made":"m"}'
RUN = '{"session":"s","first":1,"last":1}'
GOOD = '["s",1,"c","AR","document","D1","title","Plan",[]]'


def pack(review: ReviewFile) -> bytes:
    """Return a pack of everything that a copy holds."""
    out = io.BytesIO()
    write_changes(out, review, Keyring(review))
    return out.getvalue()


def opened(review: ReviewFile, content: bytes) -> ChangeFile:
    """Return a change file as a copy reads it."""
    return read_changes(io.BytesIO(content), Keyring(review), review.meta("review_id"), name="p.pvc")


def take(review: ReviewFile, content: bytes) -> None:
    """Take a pack in, whole or not at all."""
    with review.transaction():
        take_in(review, opened(review, content).sections())


def plain(review: ReviewFile) -> list[str]:
    """Return the lines inside a pack of a copy."""
    out = io.BytesIO()
    write_changes(out, review, Keyring(review), lock=lambda source, target: copied(source, target))
    return zlib.decompress(out.getvalue()).decode().splitlines()


def copied(source: Any, target: Any) -> None:
    """Pass on what is not locked, in the place of what locks or unlocks."""
    target.write(source.read())


def again(lines: list[str]) -> bytes:
    """Return lines as the inside of a change file."""
    return zlib.compress("".join(f"{line}\n" for line in lines).encode())


def read_plain(review: ReviewFile, content: bytes) -> list[Change]:
    """Return the changes in a change file that is not locked."""
    found = read_changes(
        io.BytesIO(content), Keyring(review), review.meta("review_id"), name="p.pvc", unlock=copied
    )
    return [change for section in found.sections() for change in section.changes]


def change(**other: Any) -> str:
    """Return a line of a change with parts of it replaced."""
    parts = json.loads(GOOD)
    names = ("session", "seq", "clock", "author", "kind", "record", "field", "value", "parents")
    for name, value in other.items():
        parts[names.index(name)] = value
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
