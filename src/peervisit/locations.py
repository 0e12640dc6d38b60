"""The only place that knows where files live on this laptop."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

SUFFIX = ".peervisit"


def data_folder() -> Path:
    """Return the folder in which review files are kept by default."""
    from platformdirs import user_data_path

    return user_data_path("peervisit", appauthor=False)


def config_folder() -> Path:
    """Return the folder of the settings and key maps."""
    from platformdirs import user_config_path

    return user_config_path("peervisit", appauthor=False)


def state_folder() -> Path:
    """Return the folder of logs, crash reports and the list of recent reviews."""
    from platformdirs import user_state_path

    return user_state_path("peervisit", appauthor=False)


def backup_folder(review: Path) -> Path:
    """Return the folder of the backups of a review file: beside it, so that they travel with it."""
    return review.parent / f"{review.name}.backups"


def beside(review: Path, *parts: str, suffix: str) -> Path:
    """Return where a paper is written: beside the review, named after it; a part is no way to elsewhere."""
    named = [re.sub(r'[\x00-\x1f/\\:*?"<>|]+', "-", part) for part in parts if part]
    return review.with_name("-".join([review.stem, *named]) + suffix)


def meant(words: str) -> Path:
    """Return the path that somebody typed or dropped: without quotation marks, ~ as the own folder."""
    path = Path(words.strip().strip("'\"").replace("\0", ""))
    try:
        return path.expanduser()
    except RuntimeError:  # ~name, and nobody of that name is here
        return path


def named_as_review(words: str) -> Path:
    """Return the path that somebody typed for a new review, with its suffix; a folder or nothing stays so."""
    path = meant(words)
    return path if path.suffix == SUFFIX or not path.name else path.with_name(path.name + SUFFIX)


def typed(path: Path | str) -> str:
    """Return a path as it is typed in a command: in quotes where the shell of this system needs them."""
    return subprocess.list2cmdline([str(path)]) if os.name == "nt" else shlex.quote(str(path))


def review_of(path: Path) -> Path:
    """Return the review that a file in a folder of backups belongs to; any other file is its own."""
    folder = path.parent
    if folder.suffix == ".backups":
        return folder.with_suffix("")
    return path
