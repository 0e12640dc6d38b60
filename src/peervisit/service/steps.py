"""Undo, redo and history: what was done, by whom, and taking it back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from peervisit.i18n import N_, _, labelled
from peervisit.model.choices import code_in_words
from peervisit.store.catalogue import DELETED
from peervisit.store.clock import moment
from peervisit.store.log import Value
from peervisit.store.review_file import ReviewFile
from peervisit.store.undo import next_step
from peervisit.sync.signers import Signers

_RUN = re.compile(r"([0-9a-f]+):(\d+)-(\d+)")

VERBS = {
    "add": N_("add {kind} {code}"),
    "edit": N_("edit {kind} {code}"),
    "delete": N_("delete {kind} {code}"),
    "link": N_("link {kind} {code}"),
    "unlink": N_("unlink {kind} {code}"),
    "agree": N_("agree on {code}"),
    "override": N_("override {code}"),
    "withdraw": N_("withdraw {kind} {code}"),
    "confirm": N_("confirm {kind} {code}"),
    "import": N_("import {code}"),
    "settle": N_("settle {kind} {code}"),
    "settle-all": N_("settle {code} conflicts"),
    "intake": N_("take in {kind} {code}"),
}


@dataclass(frozen=True, slots=True)
class Undone:
    """A step that was undone or redone, and how many of its values others had changed since."""

    step: str
    kept: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One change in words: who changed which field of which record, when, from what to what."""

    at: str
    author: str | None
    kind: str
    code: str
    field: str
    before: tuple[Value, ...]
    after: Value
    deleted: bool | None = None
    """True where the entry deletes the record, False where it brings it back."""
    origin: str | None = None
    """The number of the form that the value came in with, if it came from one."""
    signed_by: str | None = None
    """On whose copy it was signed (initials); None where that is not known."""

    @property
    def by_another(self) -> str | None:
        """On whose copy it was signed, where that is not the author's own."""
        return self.signed_by if self.author is not None and self.signed_by != self.author else None


def undo(review: ReviewFile, *, redo: bool = False) -> Undone | None:
    """Take back the last step done on this copy (or do it again); None where there is none."""
    done = review.undo(redo=redo)
    return Undone(in_words(done[0]), len(done[1])) if done else None


def upcoming(review: ReviewFile, *, redo: bool = False) -> str | None:
    """Return in words what undo (or redo) would take back."""
    step = next_step(review.connection, redo=redo)
    return in_words(step["label"]) if step else None


def only_of(review: ReviewFile, kind: str, code: str, field: str) -> bool:
    """Whether what undo would take back is nothing but this field of this record."""
    step = next_step(review.connection)
    if step is None:
        return False
    found = review.connection.execute(
        "SELECT DISTINCT kind, record, field FROM change WHERE session = ? AND seq BETWEEN ? AND ?",
        (step["session"], step["first_seq"], step["last_seq"]),
    ).fetchall()
    return [tuple(row) for row in found] == [(kind, code, field)]


def in_words(label: str) -> str:
    """Return the name of a step in the language of the interface."""
    verb, _space, rest = label.partition(" ")
    kind, _space, code = rest.partition(" ")
    if verb not in VERBS:
        return label
    return _(VERBS[verb]).format(kind=_kind_in_words(kind), code=code_in_words(code or kind))


def _kind_in_words(kind: str) -> str:
    from peervisit.model.kinds import KINDS

    return _(KINDS[kind].heading).lower() if kind in KINDS else kind


def field_in_words(kind: str, field: str) -> str:
    """Return what a field, or an entry of one, is called in the language of the interface."""
    from peervisit.model.kinds import KINDS, fields_of

    base, dot, item = field.partition(".")
    if field == DELETED:
        return _("the whole record")
    if kind not in KINDS or base not in fields_of(kind):
        return field
    title = _(fields_of(kind)[base].title)
    return labelled(title, item) if dot else title


def without_people(entry: Entry) -> Entry:
    """Return the entry with the names and contacts of people made unreadable, for lists and logs (R13)."""
    from peervisit.model.kinds import KINDS, fields_of

    spec = fields_of(entry.kind).get(entry.field) if entry.kind in KINDS else None
    if spec is None or not spec.personal:
        return entry
    before = tuple("…" if value else value for value in entry.before)
    return replace(entry, before=before, after="…" if entry.after else entry.after)


def history(review: ReviewFile, code: str | None = None, *, limit: int | None = None) -> Iterator[Entry]:
    """Yield the changes of the records that have the code (or all), oldest first."""
    where = "WHERE c.record = ?" if code is not None else ""
    key: tuple[str, ...] = (code,) if code is not None else ()
    if limit is not None:
        where = (
            f"{where} {'AND' if where else 'WHERE'} (c.session, c.seq) IN "
            f"(SELECT session, seq FROM change AS c {where} "
            f"ORDER BY clock DESC, session DESC, seq DESC LIMIT {int(limit)})"
        )
        key = key * 2
    came = _came_from_forms(review)
    signers = Signers(review)
    for change in review.log.changes(where, key):
        gone = change.field == DELETED
        before = () if gone else tuple(dict.fromkeys(p.value for p in review.log.parents(change)))
        yield Entry(
            at=moment(change.clock),
            author=change.author,
            kind=change.kind,
            code=change.record,
            field=change.field,
            before=before,
            after=change.value,
            deleted=bool(change.value) if gone else None,
            origin=_origin(came, change.session, change.seq),
            signed_by=signers.of(change.session, change.seq),
        )


def runs(made: str | None) -> list[tuple[str, str, str]]:
    """Return the runs of changes that a form made, as its record keeps them: session, first, last."""
    return _RUN.findall(made or "")


def _came_from_forms(review: ReviewFile) -> dict[str, list[tuple[int, int, str]]]:
    """Return session to the runs of its changes that came in with a form: first, last, number of the form."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for form, made in review.connection.execute("SELECT form, value FROM form_returned"):
        for session, first, last in runs(made):
            found.setdefault(session, []).append((int(first), int(last), form))
    return found


def _origin(came: dict[str, list[tuple[int, int, str]]], session: str, seq: int) -> str | None:
    return next((form for first, last, form in came.get(session, ()) if first <= seq <= last), None)
