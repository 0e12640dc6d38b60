"""Bringing two copies of a review together through their change logs."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from peervisit.errors import OtherReviewError
from peervisit.i18n import _
from peervisit.store.aside import TakenOut, set_aside, take_out
from peervisit.store.change import Change
from peervisit.store.log import Applied
from peervisit.store.review_file import ReviewFile
from peervisit.sync import team
from peervisit.sync.changefile import Section
from peervisit.sync.incoming import Incoming, ReviewCopy
from peervisit.sync.keyring import Keyring
from peervisit.sync.runs import RUN_CHANGES, Run, keep_signature

Watch = Callable[[Sequence[Change]], None]

Came = Counter[tuple[str | None, str]]
"""How many changes of which author, of which kind of record."""


def _unwatched(_changes: Sequence[Change]) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of a merge: changes new and known here, those held, and open conflicts after it."""

    applied: Applied
    conflicts: int


@dataclass(frozen=True, slots=True)
class Step:
    """A merge that was done on this copy, or undone: when, from where, and how many changes came."""

    number: int
    at: str
    sources: tuple[dict[str, Any], ...]
    came: int
    undone: bool


@dataclass(slots=True)
class Look:
    """What an incoming file holds: all its changes, those that are new here, and by whom they are."""

    changes: int = 0
    new: int = 0
    by_author: Came = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of taking in, and the number to undo it by; None where nothing came."""

    applied: Applied
    number: int | None


def look(review: ReviewFile, incoming: Incoming, seen: set[tuple[str, int, int]]) -> Look:
    """Read an incoming file from end to end and count what is new; inside a transaction to be given up.

    ``seen`` are runs that came in other files of the same merge; those of this one are added.

    Raises:
        ChangeFileError: the file is damaged, forged or cut short.
    """
    found = Look()
    for section in incoming.sections():
        found.changes += len(section.changes)
        key = (section.run.session, section.run.first, section.run.last)
        if key in seen:
            continue
        seen.add(key)
        here = numbers_here(review, section.run)
        new = [(change.author, change.kind) for change in section.changes if change.seq not in here]
        found.new += len(new)
        found.by_author.update(new)
    return found


def take_in(
    review: ReviewFile,
    sections: Iterable[Section],
    sources: Sequence[dict[str, Any]] = (),
    *,
    asked: bool = True,
    watch: Watch = _unwatched,
) -> TakenIn:
    """Take in sections, all or none, as one merge that can be undone.

    Args:
        review: the copy.
        sections: what comes, checked.
        sources: what to remember of where it came from.
        asked: whether somebody asked for just this; what an undone merge brought stays away otherwise.
        watch: told of changes before they are taken in.

    Raises:
        ForkError: a session number that is here arrives with another content.
        ChangeFileError: the file that the sections are from is not whole.
    """
    with review.transaction() as log:
        run = review.connection.execute
        number = 1 + run("SELECT coalesce(max(id), 0) FROM merge_step").fetchone()[0]
        before = _held(review)

        def coming() -> Iterator[Change]:
            for section in sections:
                changes = section.changes if asked else _not_set_aside(review, section)
                keep_signature(review, section.run)
                _remember(review, number, section.run, changes)
                watch(changes)
                yield from changes

        applied = log.apply(coming())
        came = applied.new + applied.held - before
        if came:
            form = (number, review.now().strftime("%Y-%m-%dT%H:%M:%SZ"), json.dumps(list(sources)), came)
            run("INSERT INTO merge_step (id, at, sources, came) VALUES (?, ?, ?, ?)", form)
            _forget_set_aside(review)
        return TakenIn(applied, number if came else None)


def numbers_here(review: ReviewFile, run: Run) -> set[int]:
    """Return the numbers of a run whose changes are here, taken in or waiting."""
    span = (run.session, run.first, run.last)
    rows = review.connection.execute(
        "SELECT seq FROM change WHERE session = ?1 AND seq BETWEEN ?2 AND ?3 "
        "UNION ALL SELECT seq FROM held_change WHERE session = ?1 AND seq BETWEEN ?2 AND ?3",
        span,
    )
    return {row[0] for row in rows}


def steps(review: ReviewFile) -> list[Step]:
    """Return the merges that were done on this copy, oldest first."""
    rows = review.connection.execute("SELECT id, at, sources, came, state FROM merge_step ORDER BY id")
    return [Step(row[0], row[1], tuple(json.loads(row[2])), row[3], row[4] == "undone") for row in rows]


def take_back(review: ReviewFile, number: int) -> TakenOut:
    """Take what a merge brought out of this copy again; see :mod:`peervisit.store.aside`."""
    with review.transaction() as log:
        return take_out(log, number, secrets.token_hex(8), review.now)


def bring_back(review: ReviewFile, number: int, watch: Watch = _unwatched) -> TakenIn:
    """Take in again what an undone merge had brought, as a merge of its own."""
    step = next(step for step in steps(review) if step.number == number)
    with review.transaction() as log:
        return take_in(review, _sections(set_aside(log, number)), step.sources, watch=watch)


def merge_from(review: ReviewFile, other: ReviewFile) -> Merged:
    """Take into ``review`` every change that ``other`` holds, all or none.

    Raises:
        OtherReviewError: the other file is a copy of another review.
        ForkError: both claim the same session with different contents.
    """
    if review.meta("review_id") != other.meta("review_id"):
        raise OtherReviewError(
            _("{file}: of another review; nothing was taken in").format(file=other.path.name)
        )
    copy = ReviewCopy(other, Keyring(other), Keyring(review))
    with review.transaction():
        applied = take_in(review, copy.sections(), [{"name": copy.name}]).applied
    conflicts = review.connection.execute("SELECT count(*) FROM conflict").fetchone()[0]
    return Merged(applied, int(conflicts))


def copy_for_teammate(review: ReviewFile, path: Path) -> ReviewFile:
    """Make a teammate's own copy of the review: everything in the log, nothing that is sealed or local."""
    return ReviewFile.create(path, now=review.now, fill=lambda copy: team.fill(review, copy))


def _held(review: ReviewFile) -> int:
    return int(review.connection.execute("SELECT count(*) FROM held_change").fetchone()[0])


def _remember(review: ReviewFile, number: int, run: Run, changes: Sequence[Change]) -> None:
    """Remember which numbers of a run are new here, as runs without a gap."""
    here = numbers_here(review, run)
    if not here and len(changes) == len(run):
        review.connection.execute(
            "INSERT OR REPLACE INTO merge_run VALUES (?, ?, ?, ?)", (run.session, run.first, run.last, number)
        )
        return
    new = (change.seq for change in changes if change.seq not in here)
    for _gap, group in groupby(enumerate(new), key=lambda pair: pair[1] - pair[0]):
        numbers = [seq for _place, seq in group]
        review.connection.execute(
            "INSERT OR REPLACE INTO merge_run VALUES (?, ?, ?, ?)",
            (run.session, numbers[0], numbers[-1], number),
        )


def _not_set_aside(review: ReviewFile, section: Section) -> list[Change]:
    span = (section.run.session, section.run.first, section.run.last)
    rows = review.connection.execute(
        "SELECT seq FROM set_aside_change WHERE session = ? AND seq BETWEEN ? AND ?", span
    )
    aside = {row[0] for row in rows}
    if not aside:
        return section.changes
    return [change for change in section.changes if change.seq not in aside]


def _forget_set_aside(review: ReviewFile) -> None:
    for table in ("change", "held_change"):
        review.connection.execute(
            f"DELETE FROM set_aside_change WHERE EXISTS (SELECT 1 FROM {table} AS c "
            "WHERE c.session = set_aside_change.session AND c.seq = set_aside_change.seq)"
        )


def _sections(changes: Iterable[Change]) -> Iterator[Section]:
    """Yield changes in order of session and number as sections that nobody vouches for anew."""
    waiting: list[Change] = []
    for change in changes:
        if waiting and (
            change.key != (waiting[-1].session, waiting[-1].seq + 1) or len(waiting) == RUN_CHANGES
        ):
            yield _section(waiting)
            waiting = []
        waiting.append(change)
    if waiting:
        yield _section(waiting)


def _section(changes: list[Change]) -> Section:
    return Section(Run(changes[0].session, changes[0].seq, changes[-1].seq), None, changes)
