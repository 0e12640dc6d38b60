"""Writing and reading change files, the one format for every route (decision 006).

Neither side holds more than one section at a time; what is unlocked stays in memory, compressed, and
never touches the disk.
"""

from __future__ import annotations

import hashlib
import io
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from peervisit.errors import ChangeFileError, OtherReviewError
from peervisit.i18n import _
from peervisit.store.change import Change
from peervisit.store.review_file import ReviewFile
from peervisit.sync.keyring import Keyring, Signature
from peervisit.sync.parsing import LAST_NUMBER, MALFORMED, parse_object, parse_section
from peervisit.sync.runs import Run, changes_of, runs, signed_bytes

VERSION = 1

LINE_BYTES = 64 * 1024 * 1024
"""The longest line there may be: the longest text of a field, and some room."""

SECTION_BYTES = LINE_BYTES + 1024 * 1024
SECTION_CHANGES = 100_000
STATEMENTS = 10_000
LOCKED_BYTES = 512 * 1024 * 1024
"""The largest file that is unlocked: what a stranger sends must not fill the memory."""

_CHUNK = 64 * 1024

Lock = Callable[[BinaryIO, BinaryIO], None]
"""Copies the first stream to the second, locking or unlocking it on the way."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A change file that was written: its changes and sections, its size in bytes and its SHA-256."""

    changes: int
    sections: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Header:
    """What a change file says of itself: whose review, which copy wrote it, when."""

    review: str
    device: str
    made: str


@dataclass(frozen=True, slots=True)
class Section:
    """A run whose signature was checked, the device that signed it, and its changes."""

    run: Run
    device: str | None
    changes: list[Change]


def write_changes(
    out: BinaryIO,
    review: ReviewFile,
    keys: Keyring,
    chosen: Sequence[Run] | None = None,
    *,
    lock: Lock | None = None,
    preface: dict[str, Any] | None = None,
) -> WrittenFile:
    """Write a change file of the runs chosen, or of everything that this copy holds.

    Args:
        out: where to write; neither closed nor synced here.
        review: the copy to write from.
        keys: its keys.
        chosen: some of :func:`peervisit.sync.runs.runs`.
        lock: what locks the file; the key of the team if left out.
        preface: an object to put before the header; its ``"peervisit"`` says what it is.

    Raises:
        ChangeFileError: changes of a run are gone, because a merge was undone meanwhile.
    """
    whole = runs(review, keys) if chosen is None else chosen
    counted = _Counted(out)
    plain = _Compressed(_lines(review, keys, whole, preface))
    try:
        (lock or keys.lock)(cast(BinaryIO, plain), cast(BinaryIO, counted))
    except BaseException as error:
        # The locking library hides what went wrong while it read from us or wrote through us.
        hidden = plain.failure or counted.failure
        if hidden is None or hidden is error:
            raise
        raise hidden from error
    return WrittenFile(sum(map(len, whole)), len(whole), counted.size, counted.total.hexdigest())


def _lines(
    review: ReviewFile, keys: Keyring, chosen: Sequence[Run], preface: dict[str, Any] | None
) -> Iterator[str]:
    review_id = str(review.meta("review_id"))
    if preface is not None:
        yield _object(preface)
    header = {"peervisit": "changes", "version": VERSION, "review": review_id, "device": keys.device}
    yield _object(header | {"made": review.now().strftime("%Y-%m-%dT%H:%M:%SZ")})
    for statement in keys.statements():
        yield _object({"statement": statement})
    for run in chosen:
        vouched = {"key": run.signature.key, "signature": run.signature.signature} if run.signature else {}
        yield _object({"session": run.session, "first": run.first, "last": run.last} | vouched)
        changes = changes_of(review, run)
        if len(changes) != len(run):
            raise ChangeFileError(_("the review changed while it was read; try again"))
        yield from map(Change.as_json, changes)
    yield _object({"end": sum(map(len, chosen))})


def _object(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


@dataclass(slots=True)
class ChangeFile:
    """A change file that is unlocked and whose beginning was read: ask for its sections once."""

    name: str
    header: Header
    statements: list[str]
    preface: dict[str, Any] | None
    _lines: Iterator[str]
    _keys: Keyring
    _next: dict[str, Any] = field(default_factory=dict)

    def sections(self) -> Iterator[Section]:
        """Take in the statements, then yield every section once its signature was checked.

        Keep nothing of what came unless the last section came too: only then is the file known to be
        whole.

        Raises:
            ForgedChangesError: a section was altered, or no trusted copy signed it.
            ChangeFileError: the file was cut short or is damaged.
        """
        self._keys.learn(self.statements)
        count = 0
        while "end" not in self._next:
            section = self._section(self._next)
            count += len(section.run)
            yield section
            self._next = self._object()
        if self._next["end"] != count or next(self._lines, None) is not None:
            raise damaged(self.name)

    def _section(self, head: dict[str, Any]) -> Section:
        run = _run(head, self.name)
        lines: list[str] = []
        size = 0
        for line in self._lines:
            lines.append(line)
            size += len(line)
            if size > SECTION_BYTES:
                raise damaged(self.name)
            if len(lines) == len(run):
                break
        if len(lines) < len(run):
            raise damaged(self.name)
        device = self._keys.check(run.signature, signed_bytes(self.header.review, lines))
        try:
            return Section(run, device, parse_section(run.session, run.first, lines))
        except MALFORMED as error:
            raise damaged(self.name) from error

    def _object(self) -> dict[str, Any]:
        return _next_object(self._lines, self.name)


def read_changes(
    source: BinaryIO,
    keys: Keyring,
    review_id: str | None = None,
    *,
    name: str = "",
    unlock: Lock | None = None,
) -> ChangeFile:
    """Unlock a change file and read its beginning.

    Args:
        source: the file.
        keys: those of the copy that reads.
        review_id: the review it must belong to; any if left out.
        name: what to call the file in an error.
        unlock: what unlocks it; the keys of the copy if left out.

    Raises:
        CannotUnlockError: none of the keys fits.
        OtherReviewError: it is of another review.
        ChangeFileError: it is no change file, is damaged, or was written by a newer version.
    """
    unlocked = _Unlocked(name)
    (unlock or keys.unlock)(source, unlocked)
    unlocked.seek(0)
    lines = _split(_decompressed(unlocked, name), name)
    first = _next_object(lines, name, missing=not_ours(name))
    preface = None
    if first.get("peervisit") not in (None, "changes"):
        preface, first = first, _next_object(lines, name)
    header = _header(first, name)
    if review_id is not None and header.review != review_id:
        raise OtherReviewError(_("{file}: of another review; nothing was taken in").format(file=name))
    statements = []
    following = _next_object(lines, name)
    while isinstance(following.get("statement"), str):
        statements.append(following["statement"])
        if len(statements) > STATEMENTS:
            raise damaged(name)
        following = _next_object(lines, name)
    return ChangeFile(name, header, statements, preface, lines, keys, following)


def damaged(name: str) -> ChangeFileError:
    """Return the error for a file that was cut short or altered on its way."""
    return ChangeFileError(
        _("{file}: damaged or cut short on its way; nothing was taken in; copy it again").format(file=name)
    )


def not_ours(name: str) -> ChangeFileError:
    """Return the error for a file that is none of ours."""
    return ChangeFileError(
        _("{file}: neither a pack nor a review file; nothing was taken in").format(file=name)
    )


def _next_object(lines: Iterator[str], name: str, missing: ChangeFileError | None = None) -> dict[str, Any]:
    line = next(lines, None)
    try:
        return parse_object(line or "")
    except MALFORMED as error:
        raise missing or damaged(name) from error


def _header(values: dict[str, Any], name: str) -> Header:
    version = values.get("version")
    if values.get("peervisit") != "changes" or type(version) is not int:
        raise not_ours(name)
    if version > VERSION:
        raise ChangeFileError(
            _("{file}: written by a newer peervisit; update peervisit, then take it in").format(file=name)
        )
    texts = [values.get(key) for key in ("review", "device", "made")]
    if not all(isinstance(text, str) and len(text) <= 100 and text.isascii() for text in texts):
        raise damaged(name)
    return Header(*map(str, texts))


def _run(values: dict[str, Any], name: str) -> Run:
    session, first, last = (values.get(key) for key in ("session", "first", "last"))
    key, signature = values.get("key"), values.get("signature")
    if not isinstance(session, str) or type(first) is not int or type(last) is not int:
        raise damaged(name)
    if not 0 < first <= last < LAST_NUMBER or last - first >= SECTION_CHANGES:
        raise damaged(name)
    if key is None and signature is None:
        return Run(session, first, last)
    if not isinstance(key, str) or not isinstance(signature, str):
        raise damaged(name)
    return Run(session, first, last, Signature(key, signature))


def _decompressed(source: BinaryIO, name: str) -> Iterator[bytes]:
    """Yield what a zlib stream holds in pieces of bounded size, however well it was compressed."""
    machine = zlib.decompressobj()
    begun = False
    try:
        while not machine.eof:
            chunk = machine.unconsumed_tail or source.read(_CHUNK)
            piece = machine.decompress(chunk, _CHUNK)
            begun = True
            if piece:
                yield piece
            elif not chunk:
                raise damaged(name)
    except zlib.error as error:
        raise (damaged(name) if begun else not_ours(name)) from error
    if machine.unused_data or source.read(1):
        raise damaged(name)


def _split(pieces: Iterable[bytes], name: str) -> Iterator[str]:
    """Yield the lines of a stream of bytes."""
    try:
        waiting: list[bytes] = []
        size = 0
        for piece in pieces:
            *whole, rest = piece.split(b"\n")
            for line in whole:
                yield (b"".join((*waiting, line)) if waiting else line).decode()
                waiting, size = [], 0
            waiting.append(rest)
            size += len(rest)
            if size > LINE_BYTES:
                raise damaged(name)
        if size:
            raise damaged(name)
    except UnicodeDecodeError as error:
        raise damaged(name) from error


class _Unlocked(io.BytesIO):
    """What was unlocked: in memory, because nothing readable may reach the disk."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > LOCKED_BYTES:
            raise ChangeFileError(_("{file}: too large for a change file").format(file=self._name))
        return super().write(data)


class _Compressed(io.RawIOBase):
    """Lines as a stream to read from, compressed as they are asked for."""

    def __init__(self, lines: Iterator[str]) -> None:
        super().__init__()
        self._pieces = self._compress(lines)
        self._ready = b""
        self.failure: BaseException | None = None

    @staticmethod
    def _compress(lines: Iterator[str]) -> Iterator[bytes]:
        machine = zlib.compressobj(9)
        for line in lines:
            if piece := machine.compress(line.encode() + b"\n"):
                yield piece
        yield machine.flush()

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        try:
            if not self._ready:
                self._ready = next(self._pieces, b"")
        except BaseException as error:
            self.failure = error
            raise
        size = min(len(into), len(self._ready))
        into[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size


class _Counted(io.RawIOBase):
    """Passes on what is written, and keeps its size and SHA-256."""

    def __init__(self, out: BinaryIO) -> None:
        super().__init__()
        self._out = out
        self.size = 0
        self.total = hashlib.sha256()
        self.failure: BaseException | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        try:
            self._out.write(data)
        except BaseException as error:
            self.failure = error
            raise
        self.size += len(data)
        self.total.update(data)
        return len(data)
