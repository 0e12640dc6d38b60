"""Settling conflicts by a rule rather than one by one, and what is only worth a look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from peervisit.errors import PeervisitError, RecordError, UnknownCodeError
from peervisit.i18n import _
from peervisit.model.kinds import KINDS
from peervisit.service.conflicts import Conflict, Grade, conflicts, settle, shown_name
from peervisit.store.log import Value
from peervisit.store.review_file import ReviewFile

RULES = ("newest", "mine", "theirs", "merge", "keep", "delete")
"""What may be taken in several conflicts at once."""

GRADES: tuple[str, ...] = get_args(Grade)

_TOO_MANY = 20_000
"""A merge of more changes than these filled the copy: whom it met there nobody has to look at."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A conflict, and the value that ends it, or why it stays open."""

    conflict: Conflict
    value: Value
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A record in which somebody changed one field while somebody else changed another, neither knowing."""

    kind: str
    code: str
    fields: tuple[str, ...]
    author: str | None
    came_fields: tuple[str, ...]
    came_author: str | None
    merge: int


def value_for(conflict: Conflict, take: str, member: str | None) -> Value:
    """Return the value that ends a conflict under a rule, or by the number of a version.

    Raises:
        RecordError: the rule does not say which.
    """
    versions = conflict.versions
    if take.isascii() and take.isdigit():
        if 1 <= int(take) <= len(versions):
            return versions[int(take) - 1].value
        raise _undecided(conflict, _("has {count} versions; take one of them by its number"))
    if take == "newest":
        # The first one is shown because its clock is the newest; a deletion has no place in that order.
        return max(versions, key=lambda one: one.at).value if _deletes(conflict) else versions[0].value
    if take in ("mine", "theirs"):
        found = [one.value for one in versions if (one.author == member) is (take == "mine")]
        if member is None or len(found) != 1:
            raise _undecided(conflict, _("nobody can tell which version that is; take one by its number"))
        return found[0]
    if take == "merge":
        combined = conflict.combined
        if combined is None:
            raise _undecided(conflict, _("not a long text; take one of its versions"))
        if not combined.clean:
            raise _undecided(conflict, _("the versions contradict each other in places; write what is right"))
        return combined.text
    if take in ("keep", "delete") and _deletes(conflict):
        return int(take == "delete")
    raise _undecided(conflict, _("has {count} versions; take one of them by its number"))


def _deletes(conflict: Conflict) -> bool:
    return conflict.grade == "edit-and-delete"


def _undecided(conflict: Conflict, reason: str) -> RecordError:
    words = reason.format(count=len(conflict.versions))
    return RecordError(f"{conflict.number} ({shown_name(conflict.name)}): {words}")


def settle_all(
    review: ReviewFile,
    take: str,
    *,
    member: str | None,
    grade: str | None = None,
    kinds: Iterable[str] = (),
    dry_run: bool = False,
) -> list[Settled]:
    """Settle every conflict by one rule, or all of a grade or of kinds of records, as one step to undo.

    Where the rule does not say which version, the conflict stays open.

    Raises:
        PeervisitError: there is no such rule, or no such kind.
    """
    if take not in RULES:
        raise PeervisitError(
            _("several conflicts take one of {rules}, no text and no number").format(rules=", ".join(RULES))
        )
    wanted, there = set(kinds), conflicts(review)
    if wanted - KINDS.keys() - {one.kind for one in there}:
        raise PeervisitError(_("unknown kind; there are {kinds}").format(kinds=", ".join(KINDS)))
    chosen = [
        one for one in there if (grade is None or one.grade == grade) and (not wanted or one.kind in wanted)
    ]
    if dry_run:
        return [_decided(one, take, member) for one in chosen]
    done: list[Settled] = []
    with review.transaction():
        review.name_step(f"settle-all {len(chosen)}")
        for one in chosen:
            found = _decided(one, take, member)
            if found.reason is None:
                try:
                    settle(review, *one.name, found.value)
                except UnknownCodeError:
                    # Settled with another one: what was disputed in a record that is deleted now.
                    continue
                except RecordError as error:
                    found = Settled(one, found.value, str(error))
            done.append(found)
    return done


def _decided(conflict: Conflict, take: str, member: str | None) -> Settled:
    try:
        return Settled(conflict, value_for(conflict, take, member))
    except RecordError as error:
        return Settled(conflict, None, str(error))


def notices(review: ReviewFile) -> list[Notice]:
    """Return the records that two people changed at the same time in different fields.

    Nothing of it is in conflict; but what was written beside a level, say, may no longer fit it. A change
    is later than all that its author had seen of the record: one that came in a merge, is older than what
    was written here, and was not here yet, was made by somebody who knew nothing of it, and the other way
    round.
    """
    found: list[Notice] = []
    run = review.connection.execute
    merges = run(
        "SELECT id, at FROM merge_step WHERE state = 'done' AND came <= ? ORDER BY id DESC LIMIT 20",
        (_TOO_MANY,),
    ).fetchall()
    for merge, at in merges:
        found += _met(review, int(merge), str(at))
    newest: dict[tuple[str, str], Notice] = {}
    for one in found:
        newest.setdefault((one.kind, one.code), one)
    return [one for name, one in sorted(newest.items()) if not _was_looked_at(review, one)]


def _met(review: ReviewFile, merge: int, at: str) -> Iterator[Notice]:
    rows = review.connection.execute(
        "SELECT g.kind, g.record, h.author, g.author, group_concat(DISTINCT h.field), "
        "group_concat(DISTINCT g.field) FROM merge_run AS r "
        "JOIN change AS g ON g.session = r.session AND g.seq BETWEEN r.first AND r.last "
        "JOIN head AS hg ON hg.kind = g.kind AND hg.record = g.record AND hg.field = g.field "
        "AND hg.session = g.session AND hg.seq = g.seq "
        "JOIN head AS hh ON hh.kind = g.kind AND hh.record = g.record AND hh.field <> g.field "
        "JOIN change AS h ON h.session = hh.session AND h.seq = hh.seq "
        "WHERE r.merge = ?1 AND g.field <> '_deleted' AND h.field <> '_deleted' "
        "AND NOT EXISTS (SELECT 1 FROM conflict AS c WHERE c.kind = g.kind AND c.record = g.record "
        "AND c.field IN (g.field, h.field, '_deleted')) "
        "AND h.author IS NOT g.author AND h.clock > g.clock AND substr(h.clock, 1, 19) || 'Z' <= ?2 "
        "AND NOT EXISTS (SELECT 1 FROM merge_run AS m WHERE m.session = h.session "
        "AND h.seq BETWEEN m.first AND m.last AND m.merge >= ?1) "
        "GROUP BY g.kind, g.record, h.author, g.author",
        (merge, at),
    )
    for kind, code, author, came_author, fields, came_fields in rows.fetchall():
        yield Notice(kind, code, _fields(fields), author, _fields(came_fields), came_author, merge)


def _fields(joined: str) -> tuple[str, ...]:
    return tuple(sorted(joined.split(",")))


def _was_looked_at(review: ReviewFile, notice: Notice) -> bool:
    return int(review.local(_key(notice)) or 0) >= notice.merge


def looked_at(review: ReviewFile, notice: Notice) -> None:
    """Remember that somebody has looked at what a notice says."""
    review.set_local(_key(notice), str(notice.merge))


def _key(notice: Notice) -> str:
    return f"looked at {notice.kind} {notice.code}"
