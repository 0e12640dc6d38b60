"""The streams that a change file passes through: lines, compressed, locked, and the way back."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from peervisit.errors import ChangeFileError
from peervisit.i18n import _

LINE_BYTES = 64 * 1024 * 1024
"""The longest line there may be: the longest text of a field, and some room."""

LOCKED_BYTES = 512 * 1024 * 1024
"""The largest file that is unlocked: what a stranger sends must not fill the memory."""

_CHUNK = 64 * 1024


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


def in_an_archive(name: str) -> ChangeFileError:
    """Return the error for a pack that a mail program or somebody put into an archive."""
    return ChangeFileError(
        _("{file}: an archive; unpack it first, then merge what it holds; nothing was taken in").format(
            file=name
        )
    )


def lines_of(unlocked: BinaryIO, name: str) -> Iterator[str]:
    """Yield the lines of an unlocked change file.

    Raises:
        ChangeFileError: it was cut short, is damaged, or is none of ours.
    """
    unlocked.seek(0)
    return _split(_decompressed(unlocked, name), name)


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
            whole, end, rest = piece.rpartition(b"\n")
            if end:
                yield from b"".join((*waiting, whole)).decode().split("\n")
                waiting, size = [], 0
            waiting.append(rest)
            size += len(rest)
            if size > LINE_BYTES:
                raise damaged(name)
        if size:
            raise damaged(name)
    except UnicodeDecodeError as error:
        raise damaged(name) from error


class Unlocked(io.BytesIO):
    """What was unlocked: in memory, because nothing readable may reach the disk."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def write(self, data: Any) -> int:
        """Keep more of it."""
        if self.tell() + len(data) > LOCKED_BYTES:
            raise ChangeFileError(_("{file}: too large for a change file").format(file=self._name))
        return super().write(data)


class Compressed(io.RawIOBase):
    """Lines as a stream to read from, compressed as they are asked for."""

    def __init__(self, lines: Iterator[str]) -> None:
        super().__init__()
        self._pieces = self._compress(lines)
        self._ready = b""
        self.failure: BaseException | None = None

    @staticmethod
    def _compress(lines: Iterator[str]) -> Iterator[bytes]:
        # Above 7 it takes twice the time for half a percent.
        machine = zlib.compressobj(7)
        waiting: list[str] = []
        size = 0
        for line in lines:
            waiting.append(line)
            size += len(line)
            if size >= _CHUNK:
                yield machine.compress("\n".join((*waiting, "")).encode())
                waiting, size = [], 0
        yield machine.compress("\n".join((*waiting, "")).encode())
        yield machine.flush()

    def readable(self) -> bool:
        """Whether it may be read: yes."""
        return True

    def readinto(self, into: Any) -> int:
        """Fill a buffer; return how much of it was filled, 0 at the end."""
        try:
            while not self._ready and (piece := next(self._pieces, None)) is not None:
                self._ready = piece
        except BaseException as error:
            self.failure = error
            raise
        size = min(len(into), len(self._ready))
        into[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size


class Counted(io.RawIOBase):
    """Passes on what is written, and keeps its size and SHA-256."""

    def __init__(self, out: BinaryIO) -> None:
        super().__init__()
        self._out = out
        self.size = 0
        self.total = hashlib.sha256()
        self.failure: BaseException | None = None

    def writable(self) -> bool:
        """Whether it may be written to: yes."""
        return True

    def write(self, data: Any) -> int:
        """Pass it on."""
        try:
            self._out.write(data)
        except BaseException as error:
            self.failure = error
            raise
        self.size += len(data)
        self.total.update(data)
        return len(data)
