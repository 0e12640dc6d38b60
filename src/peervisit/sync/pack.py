"""Packs: everything that a copy holds in one file, for a stick, mail or chat."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from peervisit.errors import ChangeFileError, PeervisitError
from peervisit.i18n import _
from peervisit.locations import SUFFIX
from peervisit.store.review_file import ReviewFile
from peervisit.sync.beside import written_whole
from peervisit.sync.changefile import WrittenFile, write_changes
from peervisit.sync.incoming import PACK_SUFFIX, is_review_file, opened
from peervisit.sync.keyring import Keyring
from peervisit.sync.merge import numbers_here

_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"\\|?*]')


def write_pack(review: ReviewFile, keys: Keyring, target: Path) -> WrittenFile:
    """Write everything that this copy holds, everybody's, to a file.

    Raises:
        ChangeFileError: the file cannot be written, or the one of that name holds what this copy does not.
    """
    _refuse_to_lose(review, keys, target)
    with written_whole(target) as out:
        return write_changes(out, review, keys)


def name_in(review: ReviewFile, folder: Path) -> Path:
    """Return a name for a pack in a folder: safe on every file system, and free."""
    author = review.log.author or review.local("me") or ""
    plain = unicodedata.normalize("NFKD", review.path.stem).encode("ascii", "ignore").decode().lower()
    parts = [re.sub("[^a-z0-9]+", "-", part).strip("-") for part in (plain, author)]
    stamp = review.now().strftime("%Y%m%d-%H%M")
    stem = "-".join(part for part in (parts[0] or "review", parts[1].lower(), stamp) if part)
    names = (f"{stem}{f'-{n}' if n else ''}{PACK_SUFFIX}" for n in range(10_000))
    return next(folder / name for name in names if not (folder / name).exists())


def is_safe_everywhere(name: str) -> bool:
    """Whether Windows and FAT take a file name."""
    return not (
        _FORBIDDEN.search(name) or _RESERVED.fullmatch(name) or name.endswith((".", " ")) or len(name) > 120
    )


def _refuse_to_lose(review: ReviewFile, keys: Keyring, target: Path) -> None:
    """Refuse to write over anything but a pack whose changes are all here."""
    if target.is_dir():
        raise ChangeFileError(_("{file}: a folder; give the name of a file").format(file=target.name))
    if target.suffix.lower() == SUFFIX:
        raise ChangeFileError(
            _("{file}: a pack needs another ending than a review, such as {ending}").format(
                file=target.name, ending=PACK_SUFFIX
            )
        )
    if not target.exists():
        return
    try:
        known = not is_review_file(target) and _holds_nothing_new(review, keys, target)
    except (PeervisitError, OSError):
        known = False
    if not known:
        raise ChangeFileError(
            _(
                "{file}: is there already and holds what this copy does not; merge it first, "
                "or choose another name"
            ).format(file=target.name)
        )


def _holds_nothing_new(review: ReviewFile, keys: Keyring, target: Path) -> bool:
    with opened(review, keys, target) as incoming:
        return all(
            len(numbers_here(review, section.run)) == len(section.run) for section in incoming.sections()
        )
