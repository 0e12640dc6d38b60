"""A crash report that holds where the program was, and nobody's words or names."""

from __future__ import annotations

import platform
import sys
import traceback
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def report_of(error: BaseException) -> str:
    """Return the report: versions, kinds of error, and places in the code; no messages, no values."""
    ours, textual = _version("peervisit"), _version("textual")
    lines = [f"peervisit {ours}, textual {textual}, Python {platform.python_version()}, {sys.platform}"]
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        lines.append(f"{type(one).__module__}.{type(one).__name__}")
        for frame, number in traceback.walk_tb(one.__traceback__):
            code = frame.f_code
            lines.append(f"  {_place(code.co_filename)}:{number} {code.co_name}")
        one = one.__cause__ or one.__context__
    return "\n".join(lines) + "\n"


def write_report(error: BaseException, folder: Path, now: datetime) -> Path | None:
    """Write the report into the folder; None where that is not possible."""
    path = folder / "crashes" / f"{now:%Y%m%d-%H%M%S}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(report_of(error), encoding="utf-8")
    except OSError:
        return None
    return path


def _place(filename: str) -> str:
    # Folders may carry the name of the person who uses the laptop.
    return "/".join(Path(filename).parts[-3:])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"
