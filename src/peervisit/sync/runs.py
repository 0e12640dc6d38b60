"""Runs: consecutive changes of one session, the unit that is signed and travels (decision 006)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import groupby

from peervisit.store import log_rows as rows
from peervisit.store.change import Change
from peervisit.store.review_file import ReviewFile
from peervisit.sync.keyring import Keyring, Signature

RUN_CHANGES = 1000
"""How many changes a run holds at most when it is first signed."""

RUN_BYTES = 256 * 1024
"""How long a run may grow when it is first signed, as JSON; one long text is a run of its own."""


@dataclass(frozen=True, slots=True)
class Run:
    """The changes ``first`` to ``last`` of a session, and who vouches for them."""

    session: str
    first: int
    last: int
    signature: Signature | None = None

    def __len__(self) -> int:
        """Return the number of changes."""
        return self.last - self.first + 1


@dataclass(slots=True)
class Lines:
    """The lines of runs that were just signed, kept for whoever writes them next, as far as there is room."""

    room: int = 8 * 2**20
    """How many characters there is room for."""
    _kept: dict[Run, list[str]] = field(default_factory=dict)

    def keep(self, run: Run, lines: list[str]) -> None:
        """Keep the lines of a run if there is room."""
        size = sum(map(len, lines))
        if size <= self.room:
            self.room -= size
            self._kept[run] = lines

    def of(self, review: ReviewFile, run: Run) -> list[str]:
        """Return the lines of a run, kept or read; they are kept no longer."""
        lines = self._kept.pop(run, None)
        return lines_of(review, run) if lines is None else lines


def runs(review: ReviewFile, keys: Keyring | None, lines: Lines | None = None) -> list[Run]:
    """Return everything that this copy holds as runs, in about the order in which they were written.

    What no signature covers was written here and is signed now, once; without keys it is left unsigned.
    Changes that wait for others are passed on like the rest. The ``lines`` of what is signed are kept.
    """
    found: list[Run] = []
    with review.transaction() if keys is not None else nullcontext():
        signed = _signed(review)
        for session, spans in _present(review).items():
            for first, last in spans:
                found += _cover(review, keys, Run(session, first, last), signed.get(session, ()), lines)
    begun = {(run.session, run.first): _clock(review, run) for run in found}
    return sorted(found, key=lambda run: (begun[run.session, run.first], run.session, run.first))


def changes_of(review: ReviewFile, run: Run) -> list[Change]:
    """Return the changes of a run in their order."""
    span = (run.session, run.first, run.last)
    found = list(review.log.changes("WHERE c.session = ? AND c.seq BETWEEN ? AND ?", span))
    if len(found) < len(run):
        held = review.connection.execute(
            "SELECT content FROM held_change WHERE session = ? AND seq BETWEEN ? AND ?", span
        )
        found += [Change.from_json(row[0]) for row in held]
    return sorted(found, key=lambda change: change.seq)


def lines_of(review: ReviewFile, run: Run) -> list[str]:
    """Return the changes of a run in their order, each as its line of a change file."""
    return [line for _seq, line in rows.lines(review.connection, run.session, run.first, run.last)]


def signed_bytes(review_id: str, lines: Sequence[str]) -> bytes:
    """Return what is signed for a run: the number of the review and the lines of its changes."""
    return "\n".join(("peervisit changes 1", review_id, *lines, "")).encode()


def keep_signature(review: ReviewFile, run: Run) -> None:
    """Keep who vouches for a run that came from elsewhere, unless that is known."""
    if run.signature is None:
        return
    review.connection.execute(
        "INSERT OR IGNORE INTO signature SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS "
        "(SELECT 1 FROM signature WHERE session = ?1 AND first <= ?2 AND last >= ?3)",
        (run.session, run.first, run.last, run.signature.key, run.signature.signature),
    )


def _signed(review: ReviewFile) -> dict[str, list[Run]]:
    found = review.connection.execute(
        "SELECT session, first, last, key, signature FROM signature ORDER BY session, first, last DESC"
    )
    return {
        session: [Run(session, row[1], row[2], Signature(row[3], row[4])) for row in group]
        for session, group in groupby(found, key=lambda row: str(row[0]))
    }


def _present(review: ReviewFile) -> dict[str, list[tuple[int, int]]]:
    """Return the numbers of each session that are here, as spans without a gap."""
    everything = "SELECT session, seq FROM change UNION SELECT session, seq FROM held_change"
    if review.connection.execute("SELECT 1 FROM held_change LIMIT 1").fetchone() is None:
        everything = "SELECT session, seq FROM change"
    found: dict[str, list[tuple[int, int]]] = {}
    for session, count, first, last in review.connection.execute(
        f"SELECT session, count(*), min(seq), max(seq) FROM ({everything}) GROUP BY session"
    ).fetchall():
        if count == last - first + 1:
            found[session] = [(first, last)]
            continue
        islands = review.connection.execute(
            "SELECT min(seq), max(seq) FROM (SELECT seq, seq - row_number() OVER (ORDER BY seq) AS island "
            f"FROM ({everything}) WHERE session = ?) GROUP BY island ORDER BY 1",
            (session,),
        )
        found[session] = [(row[0], row[1]) for row in islands]
    return found


def _cover(
    review: ReviewFile, keys: Keyring | None, span: Run, signed: Sequence[Run], lines: Lines | None
) -> Iterator[Run]:
    """Yield runs that cover a span: the signed ones that lie in it, and new ones between them."""
    covered = span.first - 1
    for run in signed:
        if run.first < span.first or run.last > span.last or run.last <= covered:
            continue
        if run.first > covered + 1:
            yield from _sign(review, keys, Run(span.session, covered + 1, run.first - 1), lines)
        yield run
        covered = run.last
    if covered < span.last:
        yield from _sign(review, keys, Run(span.session, covered + 1, span.last), lines)


def _sign(review: ReviewFile, keys: Keyring | None, span: Run, lines: Lines | None) -> Iterator[Run]:
    review_id = str(review.meta("review_id"))
    for first, piece in _pieces(review, span):
        signature = keys.sign(signed_bytes(review_id, piece)) if keys is not None else None
        run = Run(span.session, first, first + len(piece) - 1, signature)
        keep_signature(review, run)
        if lines is not None:
            lines.keep(run, piece)
        yield run


def _pieces(review: ReviewFile, span: Run) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of a span in pieces that a run may hold, each with the number of its first."""
    lines: list[str] = []
    size = 0
    first = span.first
    for start in range(span.first, span.last + 1, RUN_CHANGES):
        part = Run(span.session, start, min(start + RUN_CHANGES - 1, span.last))
        for line in lines_of(review, part):
            if lines and (len(lines) == RUN_CHANGES or size + len(line) > RUN_BYTES):
                yield first, lines
                first, lines, size = first + len(lines), [], 0
            lines.append(line)
            size += len(line)
    if lines:
        yield first, lines


def _clock(review: ReviewFile, run: Run) -> str:
    row = review.connection.execute(
        "SELECT clock FROM change WHERE session = ? AND seq = ?", (run.session, run.first)
    ).fetchone()
    # What waits for others comes last.
    return str(row[0]) if row else "~"
