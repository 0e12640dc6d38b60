"""Writing beside an earlier file, and only then in its place."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peervisit.errors import ReportError
from peervisit.i18n import _


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Yield a new file beside ``path`` that takes its place if all goes well, and vanishes if not."""
    try:
        handle, name = tempfile.mkstemp(prefix=".peervisit-", suffix=".docx", dir=path.parent)
    except OSError as error:
        raise ReportError(
            _("{folder}: no document can be written in this folder").format(folder=path.parent)
        ) from error
    os.close(handle)
    written = Path(name)
    try:
        yield written
        written.chmod(0o644 & ~_umask())
        written.replace(path)
    except OSError as error:
        raise ReportError(
            _("{file}: the document cannot be written ({reason})").format(
                file=path.name, reason=error.strerror
            )
        ) from error
    finally:
        written.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
