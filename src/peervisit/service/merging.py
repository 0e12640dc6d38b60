"""Bringing copies of one review together, by packs or directly, and taking a merge back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peervisit.errors import ChangeFileError, PeervisitError
from peervisit.i18n import _
from peervisit.service.references import named_here
from peervisit.service.reviews import open_review
from peervisit.store.review_file import ReviewFile
from peervisit.sync import merge as merging
from peervisit.sync import pack as packing
from peervisit.sync.account import Account, ByAuthor
from peervisit.sync.changefile import Room, WrittenFile
from peervisit.sync.incoming import Incoming, opened
from peervisit.sync.keyring import Keyring
from peervisit.sync.merge import Came, Look, Merged, Step, TakenIn, copy_for_teammate, merge_from

NAMED = 5
"""How many records a refusal names."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file that was brought: by which copy and member it was made, when, and what it holds."""

    name: str
    device: str | None
    member: str | None
    made: str | None
    changes: int
    new: int
    by_author: Came


@dataclass(slots=True)
class MergeReport:
    """What comes, or came, of a merge."""

    sources: list[Source]
    new: int = 0
    known: int = 0
    held: int = 0
    conflicts: int = 0
    authors: list[ByAuthor] = field(default_factory=list)
    backup: Path | None = None
    number: int | None = None
    """The number to undo it by; None where nothing came, or for a trial."""


@dataclass(frozen=True, slots=True)
class Unmerged:
    """What an undone merge left: changes taken out, changes that wait for them, values kept."""

    step: Step
    aside: int
    waiting: int
    kept: int
    backup: Path


class _GivenUpError(Exception):
    """Ends a transaction that was only tried."""


@contextmanager
def _trying(review: ReviewFile, *, give_up: bool = True) -> Iterator[None]:
    """Run in a transaction whose writes are given up in the end."""
    with suppress(_GivenUpError), review.transaction():
        yield
        if give_up:
            raise _GivenUpError


def make_copy(review: ReviewFile, path: Path) -> ReviewFile:
    """Make a teammate's copy of the review and return it open."""
    return copy_for_teammate(review, path)


def take_from(review: ReviewFile, path: Path) -> Merged:
    """Take in what another copy of the review holds."""
    with ReviewFile.open(path, read_only=True, now=review.now) as other:
        return merge_from(review, other)


def count_conflicts(review: ReviewFile) -> int:
    """Return how many conflicts are open."""
    return int(review.connection.execute("SELECT count(*) FROM conflict").fetchone()[0])


def pack(review: ReviewFile, target: Path) -> tuple[Path, WrittenFile]:
    """Write a pack of everything that this copy holds; into a folder, under a name that suits it.

    Raises:
        ChangeFileError: it cannot be written there; nothing is left behind.
    """
    if target.is_dir():
        target = packing.name_in(review, target)
    return target, packing.write_pack(review, Keyring(review), target)


def pack_warnings(review: ReviewFile, target: Path) -> list[str]:
    """Return what to tell whoever made a pack."""
    found = []
    if warning := Keyring(review).warning:
        found.append(warning)
    if not packing.is_safe_everywhere(target.name):
        found.append(_("{file}: Windows and some sticks do not take this name").format(file=target.name))
    return found


def merge(
    review: ReviewFile,
    paths: Sequence[Path],
    *,
    dry_run: bool = False,
    tell: Callable[[list[Source]], None] = lambda _sources: None,
) -> MergeReport:
    """Take in packs, or other copies of the review, all of them or none.

    Every file is read and checked from end to end first; then ``tell`` hears what comes, a backup is made,
    and everything is taken in together. A trial run leaves the copy as it was.

    Raises:
        ChangeFileError: a file is damaged, forged, of another review or locked; nothing was taken in.
        ReviewFileError: the backup could not be made; nothing was taken in.
        ForkError: two copies claim one identity; nothing was taken in.
    """
    keys = Keyring(review)
    with ExitStack() as files:
        room = Room()
        incoming = [files.enter_context(_opened(review, keys, path, room)) for path in paths]
        sources = _look(review, keys, incoming)
        tell(sources)
        report = MergeReport(sources)
        if not dry_run and any(source.new for source in sources):
            report.backup = review.back_up("before-merge")
        with _trying(review, give_up=dry_run):
            _take_in(review, incoming, report)
    if dry_run:
        report.number = None
    return report


def merges(review: ReviewFile) -> list[Step]:
    """Return the merges that were done on this copy, oldest first."""
    return merging.steps(review)


def undo_merge(review: ReviewFile, number: int | None = None) -> Unmerged:
    """Take out again what a merge brought: the last one, or the one of this number.

    What came is set aside and comes back with :func:`redo_merge`, or when it is merged again. What was
    written here since stays: where it replaced something that goes, it stands on what was there before. What
    was written in records that go waits with them.

    Raises:
        PeervisitError: there is no such merge, or what was written here since names records that would go.
    """
    step = _chosen(review, number, undone=False)
    backup = review.back_up("before-undo-merge")
    with review.transaction():
        out = merging.take_back(review, step.number)
        if naming := named_here(review, out.vanished):
            raise PeervisitError(_named_words(naming))
    return Unmerged(step, out.aside, out.waiting, out.kept, backup)


def redo_merge(review: ReviewFile, number: int | None = None) -> MergeReport:
    """Take in again what an undone merge had brought: the one undone last, or the one of this number.

    Raises:
        PeervisitError: there is no such merge.
    """
    step = _chosen(review, number, undone=True)
    report = MergeReport([])
    report.backup = review.back_up("before-merge")
    with review.transaction():
        account = Account(review)
        _close(review, account, report, merging.bring_back(review, step.number, account.watch))
    return report


def merge_into(review: Path, paths: Sequence[Path], *, dry_run: bool = False) -> MergeReport:
    """Do as :func:`merge`, with a connection of its own to the review: for a thread."""
    with open_review(review) as opened_review:
        return merge(opened_review, paths, dry_run=dry_run)


def undo_merge_in(review: Path, number: int) -> Unmerged:
    """Do as :func:`undo_merge`, with a connection of its own to the review: for a thread."""
    with open_review(review) as opened_review:
        return undo_merge(opened_review, number)


def redo_merge_in(review: Path, number: int) -> MergeReport:
    """Do as :func:`redo_merge`, with a connection of its own to the review: for a thread."""
    with open_review(review) as opened_review:
        return redo_merge(opened_review, number)


def pack_of(review: Path, target: Path, member: str | None) -> tuple[Path, WrittenFile, list[str]]:
    """Do as :func:`pack`, with a connection of its own to the review: for a thread."""
    with open_review(review, member=member) as opened_review:
        path, written = pack(opened_review, target)
        return path, written, pack_warnings(opened_review, path)


def pack_name(review: ReviewFile) -> Path:
    """Return a name for a pack in the folder of the person who uses this copy."""
    return packing.name_in(review, Path.home())


def in_json(report: MergeReport) -> dict[str, Any]:
    """Return a report for a program."""
    return {
        "sources": [
            {
                "file": source.name,
                "device": source.device,
                "member": source.member,
                "made": source.made,
                "changes": source.changes,
                "new": source.new,
                "by_author": [
                    {"author": author, "kind": kind, "changes": count}
                    for (author, kind), count in ordered(source.by_author)
                ],
            }
            for source in report.sources
        ],
        "new": report.new,
        "known": report.known,
        "waiting": report.held,
        "conflicts": report.conflicts,
        "authors": [
            {name: getattr(one, name) for name in ByAuthor.__dataclass_fields__} for one in report.authors
        ],
        "backup": str(report.backup) if report.backup else None,
        "merge": report.number,
    }


def ordered(came: Came) -> list[tuple[tuple[str | None, str], int]]:
    """Return counts by author and kind in their order."""
    return sorted(came.items(), key=lambda item: (item[0][0] or "", item[0][1]))


def _opened(review: ReviewFile, keys: Keyring, path: Path, room: Room) -> Any:
    if not path.exists():
        raise ChangeFileError(_("{file}: no such file").format(file=path.name))
    if path.is_dir():
        raise ChangeFileError(_("{file}: a folder; give the name of a file").format(file=path.name))
    return opened(review, keys, path, room)


def _look(review: ReviewFile, keys: Keyring, incoming: Sequence[Incoming]) -> list[Source]:
    """Read every file from end to end, and leave the copy as it is."""
    found: list[Source] = []
    seen: set[tuple[str, int, int]] = set()
    with _trying(review):
        for one in incoming:
            held: Look = merging.look(review, one, seen)
            member = next((copy.member for copy in keys.copies() if copy.device == one.device), None)
            found.append(
                Source(one.name, one.device, member, one.made, held.changes, held.new, held.by_author)
            )
    return found


def _take_in(review: ReviewFile, incoming: Sequence[Incoming], report: MergeReport) -> None:
    account = Account(review)
    sections = (section for one in incoming for section in one.sections())
    remembered = [
        {"name": source.name, "device": source.device, "member": source.member, "made": source.made}
        for source in report.sources
        if source.new
    ]
    taken = merging.take_in(review, sections, remembered, watch=account.watch)
    _close(review, account, report, taken)


def _close(review: ReviewFile, account: Account, report: MergeReport, taken: TakenIn) -> None:
    applied = taken.applied
    report.new, report.known, report.held = applied.new, applied.known, applied.held
    report.number = taken.number
    report.authors = account.close(taken.number)
    report.conflicts = count_conflicts(review)


def _chosen(review: ReviewFile, number: int | None, *, undone: bool) -> Step:
    steps = [step for step in merging.steps(review) if step.undone is undone]
    if undone:
        # What came back since, with another merge, is no longer set aside.
        rows = review.connection.execute("SELECT DISTINCT merge FROM set_aside_change")
        aside = {row[0] for row in rows}
        steps = [step for step in steps if step.number in aside]
    found = [step for step in steps if number in (None, step.number)]
    if not found:
        words = _("no merge to bring back") if undone else _("no merge to undo")
        if steps:
            words = _("no merge of this number to choose; those there are: {numbers}").format(
                numbers=", ".join(str(step.number) for step in steps[-NAMED:])
            )
        raise PeervisitError(f"{review.path.name}: {words}")
    return found[-1]


def _named_words(naming: Sequence[tuple[str, str]]) -> str:
    names = ", ".join(f"{kind} {code}" for kind, code in naming[:NAMED])
    more = " …" if len(naming) > NAMED else ""
    return _(
        "written here since, and naming what would go: {records}; "
        "take that out of them first; nothing was changed"
    ).format(records=names + more)
