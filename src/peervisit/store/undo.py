"""Undo and redo: the steps done on this copy, and their reversal by new changes."""

from __future__ import annotations

import sqlite3

from peervisit.store import sealed_steps
from peervisit.store.catalogue import DELETED
from peervisit.store.clock import moment
from peervisit.store.log import Change, ChangeLog, Value

KEPT = 500
"""How many steps can be undone."""


def remember(log: ChangeLog, first_seq: int, label: str) -> None:
    """Remember the changes since ``first_seq`` as one step, and forget what could be redone."""
    run = log.connection.execute
    run("DELETE FROM undo_step WHERE state = 'undone'")
    run(
        "INSERT INTO undo_step (session, first_seq, last_seq, author, label, at) VALUES (?, ?, ?, ?, ?, ?)",
        (log.session, first_seq, log.seq, log.author, label, moment(log.clock)),
    )
    made = run("SELECT last_insert_rowid()").fetchone()[0]
    run("DELETE FROM undo_step WHERE id <= (SELECT max(id) FROM undo_step) - ?", (KEPT,))
    sealed_steps.belong_to(log.connection, made)


def next_step(connection: sqlite3.Connection, *, redo: bool = False) -> sqlite3.Row | None:
    """Return the step that undo (or redo) would take, or None."""
    state, order = ("undone", "ASC") if redo else ("done", "DESC")
    row: sqlite3.Row | None = connection.execute(
        f"SELECT id, session, first_seq, last_seq, author, label, at FROM undo_step "
        f"WHERE state = ? ORDER BY id {order} LIMIT 1",
        (state,),
    ).fetchone()
    return row


def reverse(log: ChangeLog, step: sqlite3.Row, *, redo: bool = False) -> list[Change]:
    """Reverse a step by new changes; return the changes left alone because others built on them.

    A step and its reversal are each other's inverse, so that redo is the reversal of the reversal.
    """
    first_seq = log.seq + 1
    changes = list(
        log.changes(
            "WHERE c.session = ? AND c.seq BETWEEN ? AND ?",
            (step["session"], step["first_seq"], step["last_seq"]),
        )
    )
    born = _born_in(log, changes)
    kept: list[Change] = []
    for (kind, code), spans in sorted(_by_record(changes).items()):
        put_back = _unmake if (kind, code) in born else _put_record_back
        kept += put_back(log, kind, code, spans)
    sealed_steps.put_back(log.connection, step["id"], moment(log.clock), redo=redo)
    log.connection.execute(
        "UPDATE undo_step SET state = ?, session = ?, first_seq = ?, last_seq = ? WHERE id = ?",
        ("done" if redo else "undone", log.session, first_seq, log.seq, step["id"]),
    )
    return kept


Spans = dict[str, list[Change]]
"""Field to its changes in a step, oldest first."""


def _by_record(changes: list[Change]) -> dict[tuple[str, str], Spans]:
    found: dict[tuple[str, str], Spans] = {}
    for change in changes:
        spans = found.setdefault((change.kind, change.record), {})
        spans.setdefault(change.field, []).append(change)
    return found


def _left(span: list[Change]) -> set[Value]:
    """Return the values that a step left open in a field: one, but for a conflict that it opened."""
    replaced = {parent for change in span for parent in change.parents}
    return {change.value for change in span if (change.session, change.seq) not in replaced}


def _unmake(log: ChangeLog, kind: str, code: str, spans: Spans) -> list[Change]:
    """Delete a record that the step made, unless somebody has worked on it since."""
    if _is_deleted(log, kind, code):
        return []
    if not _stands_as(log, kind, code, {name: _left(span) for name, span in spans.items()}):
        return [span[-1] for span in spans.values()]
    log.delete(kind, code)
    return []


def _put_record_back(log: ChangeLog, kind: str, code: str, spans: Spans) -> list[Change]:
    """Put the fields of a record back; a deletion comes last, so that it has seen them all."""
    deletion = spans.get(DELETED)
    if not _still_as_left(log, kind, code, deletion):
        return [span[-1] for span in spans.values()]
    disputed = _disputed_by(log, deletion[0]) if deletion else None
    if disputed is None and _is_deleted(log, kind, code):
        log.restore(kind, code)
    kept = []
    for name, span in reversed(spans.items()):
        if name == DELETED:
            continue
        if {head.value for head in log.heads(kind, code, name)} == _left(span):
            _put_back(log, span[0])
        else:
            kept.append(span[-1])
    if disputed is not None:
        log.delete(kind, code, [*log.heads(kind, code, DELETED), *disputed])
    elif deletion and any(parent.value for parent in log.parents(deletion[0])):
        if kept:
            # What somebody else wrote since stays in sight, so the record does too.
            return [*kept, deletion[-1]]
        log.delete(kind, code)
    return kept


def _disputed_by(log: ChangeLog, settlement: Change) -> list[Change] | None:
    """Return what a deletion had seen that stood against an edit until a change settled it, or None."""
    seen = {key for deletion in log.parents(settlement) if deletion.value for key in deletion.parents}
    named = [one for key in settlement.parents if (one := log.get(*key)) is not None]
    if not seen or all(one.key in seen or one.field == DELETED for one in named):
        return None
    return [one for key in sorted(seen) if (one := log.get(*key)) is not None]


def _still_as_left(log: ChangeLog, kind: str, code: str, deletion: list[Change] | None) -> bool:
    """Whether a record is deleted, or not, as the step left it."""
    if deletion is None:
        return not _is_deleted(log, kind, code)
    return {head.value for head in log.heads(kind, code, DELETED)} == {deletion[-1].value}


def _put_back(log: ChangeLog, change: Change) -> None:
    kind, code, name = change.kind, change.record, change.field
    values: list[Value] = []
    for parent in log.parents(change):
        if parent.value not in values:
            values.append(parent.value)
    back = values[-1] if values else None
    if len(values) > 1 or len(log.heads(kind, code, name)) > 1:
        # Written even where that version is the one that was taken: the step that is undone in turn
        # must hold all that it left open.
        log.settle(kind, code, name, back)
    else:
        log.record(kind, code, [(name, back)])
    for value in reversed(values[:-1]):
        log.write_open(kind, code, name, value)


def _born_in(log: ChangeLog, changes: list[Change]) -> set[tuple[str, str]]:
    """Return the records that had no change before these."""
    ours = {(change.session, change.seq) for change in changes}
    born = set()
    for kind, code in {(c.kind, c.record) for c in changes if c.field != DELETED}:
        row = log.connection.execute(
            "SELECT session, seq FROM change WHERE kind = ? AND record = ? "
            "ORDER BY clock, session, seq LIMIT 1",
            (kind, code),
        ).fetchone()
        if (row[0], row[1]) in ours:
            born.add((kind, code))
    return born


def _is_deleted(log: ChangeLog, kind: str, code: str) -> bool:
    """Whether a record is deleted now."""
    heads = log.heads(kind, code, DELETED)
    return bool(heads and heads[0].value)


def _stands_as(log: ChangeLog, kind: str, code: str, left: dict[str, set[Value]]) -> bool:
    """Whether a record still holds what a step left in it, and nothing else."""
    rows = log.connection.execute(
        "SELECT h.field, c.value FROM head AS h JOIN change AS c "
        "ON c.session = h.session AND c.seq = h.seq WHERE h.kind = ? AND h.record = ?",
        (kind, code),
    )
    held: dict[str, set[Value]] = {}
    for name, value in rows:
        held.setdefault(name, set()).add(value)
    return all(values == left.get(name, {None}) for name, values in held.items() if name != DELETED)
