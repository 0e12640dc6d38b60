"""Whether a folder is a safe place for a review file."""

from __future__ import annotations

import sys
from pathlib import Path

from peervisit.i18n import _

SYNCED = (
    "onedrive",
    "dropbox",
    "nextcloud",
    "owncloud",
    "google drive",
    "googledrive",
    "icloud",
    "mobile documents",
    "syncthing",
)
NETWORK = (
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "sshfs",
    "fuse.sshfs",
    "davfs",
    "fuse.davfs2",
    "9p",
    "webdav",
)


def warning(path: Path) -> str | None:
    """Return a warning where a review file must not be worked on, else None.

    A program that keeps a folder in step copies the file while it is written to; network folders do not
    lock it; a stick may be pulled. All three damage SQLite files.
    """
    folder = path.resolve().parent
    parts = [part.casefold() for part in folder.parts]
    if any(part.startswith(name) for part in parts for name in SYNCED):
        return _(
            "{folder} is kept in step by another program, which can damage a review file; "
            "keep the review in another folder"
        ).format(folder=folder)
    if str(folder).startswith("\\\\") or _filesystem(folder) in NETWORK:
        return _(
            "{folder} is on the network, where a review file can be damaged; keep it on this laptop"
        ).format(folder=folder)
    if folder.parts[1:2] in (("media",), ("Volumes",)) or folder.parts[1:3] == ("run", "media"):
        return _(
            "{folder} looks like a stick or other removable disk; keep the review on this laptop"
        ).format(folder=folder)
    return None


def _filesystem(folder: Path) -> str:
    """Return the type of the file system that a folder is on, where the system tells."""
    if not sys.platform.startswith("linux"):
        return ""
    best, kind = "", ""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        if (str(folder) + "/").startswith(point.rstrip("/") + "/") and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind
