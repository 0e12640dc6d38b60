"""Writing a file that somebody will carry away: whole under its name, or not there at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from peervisit.errors import ChangeFileError
from peervisit.i18n import _

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def written_whole(target: Path) -> Iterator[BinaryIO]:
    """Write beside the target, sync to the disk, then move: for the owner's eyes only.

    Raises:
        ChangeFileError: the disk is full, or the file cannot be written there; nothing was left behind.
    """
    beside = target.with_name(f".peervisit-{secrets.token_hex(4)}.part")
    try:
        try:
            with os.fdopen(os.open(beside, _FLAGS, 0o600), "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(target)
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
        _sync_folder(target.parent)
    except OSError as error:
        raise _explained(target, error) from error


_FLAGS = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)


def _sync_folder(folder: Path) -> None:
    # Not on Windows, and not on every file system: the file itself is safe already.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _explained(target: Path, error: OSError) -> ChangeFileError:
    name = target.name
    if error.errno in _FULL:
        words = _("{file}: the disk is full; nothing was written; free some space and try again")
    elif error.errno in _REFUSED:
        words = _("{file}: cannot be written there; check the rights, or choose another folder")
    elif error.errno in {errno.ENOENT, errno.ENOTDIR}:
        words = _("{file}: there is no such folder")
    elif error.errno in {errno.EINVAL, errno.ENAMETOOLONG, errno.EILSEQ}:
        words = _("{file}: the disk does not take this name; choose a shorter one of plain letters")
    else:
        return ChangeFileError(
            _("{file}: cannot be written: {reason}").format(file=name, reason=error.strerror or error)
        )
    return ChangeFileError(words.format(file=name))
