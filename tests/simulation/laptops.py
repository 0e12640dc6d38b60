"""Laptops with real copies of a review, in memory, and what the file of each says when it is read raw."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from peervisit.service import records
from peervisit.store.change import Change
from peervisit.store.digest import digest
from peervisit.store.review_file import ReviewFile
from peervisit.store.search import SEARCHED
from tests.service.world import new
from tests.simulation.oracle import Copy, Entry, Oracle, require

MEMBERS = ("AR", "BK", "CD", "EF", "GH")
START = datetime(2026, 5, 12, 9, tzinfo=UTC)
KINDS = ("conclusion", "document", "evidence", "judgement")
EXTRA = (
    "ALTER TABLE conclusion ADD COLUMN hologram",
    "CREATE TABLE hologram (code TEXT PRIMARY KEY, depth)",
)
"""What a newer version knows besides."""


@cache
def _blank() -> sqlite3.Connection:
    """Return a review with members, in memory."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    with TemporaryDirectory() as folder, new(Path(folder) / "made.peervisit") as review:
        for code in MEMBERS:
            records.add(review, "member", {"roles": ["peer"], "city": "Porto"}, code=code)
        review.connection.backup(memory)
    return memory


class Watch:
    """A clock that may be wrong by years and jump."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        """Return the time it shows."""
        return self.at

    def jump(self, days: float) -> None:
        """Set it forward or back, within what a calendar holds."""
        moved = self.at + timedelta(days=days)
        if 1970 < moved.year < 2200:
            self.at = moved


class Laptop:
    """One laptop: its copy, its clock, and what the oracle says it must hold."""

    def __init__(self, number: int, random: Random, oracle: Oracle, *, newer: bool = False) -> None:
        self.member = MEMBERS[number % len(MEMBERS)]
        self.watch, self.newer = Watch(), newer
        self._random, self._oracle = random, oracle
        self.connection = _copied(_blank())
        if newer:
            for statement in EXTRA:
                self.connection.execute(statement)
        self.model = Copy()
        self.model.deliver(entries(self.connection))
        oracle.written.update(self.model.entries)
        self.backups: list[tuple[sqlite3.Connection, Copy]] = []
        self.reopen()

    def reopen(self) -> None:
        """Open the file, as each command and each start of the app does."""
        self.review = ReviewFile(Path("memory"), self.connection, author=self.member, now=self.watch)
        self.review.log.session = f"{self._random.getrandbits(64):016x}"

    def replace_file(self, connection: sqlite3.Connection, model: Copy) -> None:
        """Put another file in the place of this one, and open it."""
        self.connection.close()
        self.connection, self.model = _copied(connection), model.twin()
        self.newer = any(
            row[0] == "hologram" for row in self.connection.execute("SELECT name FROM sqlite_master")
        )
        self.reopen()

    def back_up(self) -> None:
        """Keep the file as it is now."""
        self.backups.append((_copied(self.connection), self.model.twin()))

    def written(self) -> list[Entry]:
        """Return what lies in the file and the oracle does not know yet, and check it."""
        log = self.review.log
        new_ones = entries(self.connection, "WHERE c.session = ? AND c.seq > ?", (log.session, self._known()))
        return self._oracle.wrote(self.model, new_ones, self.member)

    def _known(self) -> int:
        session = self.review.log.session
        seq = self.review.log.seq
        while seq and (session, seq) not in self.model.entries:
            seq -= 1
        return seq

    def pack(self) -> list[Change]:
        """Return everything that the copy holds, what waits included."""
        held = self.connection.execute("SELECT content FROM held_change")
        return [*self.review.log.changes(), *(Change.from_json(row[0]) for row in held)]

    def take(self, changes: Sequence[Change]) -> None:
        """Take in what came from elsewhere."""
        with self.review.transaction() as log:
            log.apply(changes)
        self.model.deliver(map(entry_of, changes))

    def check(self) -> None:
        """Check the file against the oracle."""
        check(self.connection, self.model, self.member, newer=self.newer)

    def digest(self) -> str:
        """Return the digest."""
        return digest(self.connection)

    def everything_said(self) -> str:
        """Return all text of what would travel."""
        return "\n".join(str(change) for change in self.pack())


def check(connection: sqlite3.Connection, model: Copy, who: str, *, newer: bool = False) -> None:
    """Check a file against what it must hold: log, heads, conflicts, tables, index."""
    here = {one.key: one for one in entries(connection)}
    require(here == model.entries, f"{who}: the log holds something else")
    held = {tuple(row) for row in connection.execute("SELECT session, seq FROM held_change")}
    require(held == model.held.keys(), f"{who}: other changes wait")
    heads = {tuple(row) for row in connection.execute("SELECT kind, record, field, session, seq FROM head")}
    expected = {(*place, *key) for place, open_heads in model.heads.items() for key in open_heads}
    require(heads == expected, f"{who}: other heads")
    states = {name: model.state(name) for name in list(model.fields_of)}
    conflicts = {tuple(row) for row in connection.execute("SELECT kind, record, field FROM conflict")}
    disputed = {(*name, one) for name, (_shown, fields) in states.items() for one in fields}
    require(conflicts == disputed, f"{who}: other conflicts listed")
    shown = {name: values for name, (values, _fields) in states.items() if values is not None}
    kinds = [*KINDS, "hologram"] if newer else list(KINDS)
    words: dict[tuple[str, str], str] = {}
    for kind in kinds:
        words |= _check_table(connection, kind, shown, who)
    found = {
        (row[0], row[1]): row[2]
        for row in connection.execute("SELECT kind, code, words FROM search_entry")
        if row[0] in kinds
    }
    require(found == words, f"{who}: the index holds other words")
    connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")


def _check_table(
    connection: sqlite3.Connection, kind: str, shown: dict[tuple[str, str], dict[str, Any]], who: str
) -> dict[tuple[str, str], str]:
    """Check one readable table; return the words that the index must hold for it."""
    words = {}
    rows = {row["code"]: dict(row) for row in connection.execute(f"SELECT * FROM [{kind}]")}
    there = {code: values for (one, code), values in shown.items() if one == kind}
    require(rows.keys() == there.keys(), f"{who}: other records of {kind} in sight")
    for code, row in rows.items():
        for column, value in row.items():
            right = column == "code" or value == there[code].get(column)
            require(right, f"{who}: {kind} {code} {column} shown wrong")
        text = "\n".join(str(row[name]) for name in SEARCHED.get(kind, ()) if row.get(name))
        if text:
            words[kind, code] = text
    if kind in ("conclusion", "evidence"):
        items = {(row[0], row[1]) for row in connection.execute(f"SELECT * FROM {kind}_indicators")}
        expected = {
            (code, name.partition(".")[2])
            for code, values in there.items()
            for name, value in values.items()
            if name.startswith("indicators.") and value is not None
        }
        require(items == expected, f"{who}: other entries in {kind}_indicators")
    return words


def entries(connection: sqlite3.Connection, where: str = "", key: Sequence[Any] = ()) -> list[Entry]:
    """Return what lies in the log of a file, read by nothing of ours, in order of session and number."""
    found: dict[tuple[str, int], tuple[list[Any], set[tuple[str, int]]]] = {}
    rows = connection.execute(
        "SELECT c.session, c.seq, c.clock, c.author, c.kind, c.record, c.field, c.value, "
        "p.parent_session, p.parent_seq FROM change c LEFT JOIN change_parent p USING (session, seq) "
        f"{where} ORDER BY 1, 2",
        key,
    )
    for *values, session, seq in rows:
        parents = found.setdefault((values[0], values[1]), (values, set()))[1]
        if session is not None:
            parents.add((session, seq))
    return [Entry._make((*values, frozenset(parents))) for values, parents in found.values()]


def entry_of(change: Change) -> Entry:
    """Return a change that travels as an entry."""
    return Entry._make((*change[:8], frozenset(change.parents)))


def _copied(source: sqlite3.Connection) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    source.backup(connection)
    connection.row_factory = sqlite3.Row
    return connection


def all_have_all(laptops: Iterable[Laptop], oracle: Oracle) -> None:
    """Check that copies which have everything are the same, and that nothing was lost."""
    copies = list(laptops)
    oracle.nothing_lost(copies[0].model)
    for laptop in copies:
        laptop.check()
        require(laptop.model.entries == copies[0].model.entries, f"{laptop.member}: not everything is here")
        require(not laptop.model.held, f"{laptop.member}: something still waits")
    require(len({laptop.digest() for laptop in copies}) == 1, "digests differ")
