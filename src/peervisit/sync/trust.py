"""Whom a set of statements makes trustworthy: the same answer whatever the order they arrived in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from peervisit.sync.statements import COPY, KEPT, KEY, LEAVE, Statement


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the review that somebody vouched for."""

    key: str
    device: str
    member: str | None
    recipient: str
    invitation: bool
    """Whether it is not a copy yet: an invitation, which vouches for the copies made from it."""
    left: bool
    """Whether its member has left."""
    when: str
    of: str | None
    """The device with which it shares its file, or of which it is a copy made by hand."""
    by: str
    """The key of whoever vouched for it."""


class Trust:
    """What follows from statements whose signatures were checked.

    Every key leads back to a root: the key of the copy that made the review. A member's leaving ends the
    trust in what the member's copies sign, except for what the leave statement, or another copy that
    stayed, says was there before.
    """

    def __init__(self, statements: Iterable[Statement], roots: Iterable[str]) -> None:
        self._all = sorted({one.content: one for one in statements}.values(), key=lambda one: one.id)
        self._roots = frozenset(roots)
        self._leaves: list[Statement] = []
        self._kepts: list[Statement] = []
        self._origin, self._depth = self._chain(counted=False)
        self._reached = dict(self._origin)
        self._find_leaves()
        self._origin, _depth = self._chain(counted=True)
        self._find_kepts()

    @property
    def leaves(self) -> list[Statement]:
        """The leave statements that count."""
        return list(self._leaves)

    @cached_property
    def copies(self) -> dict[str, Copy]:
        """Every copy that was ever vouched for, by the key it signs with; those who left too."""
        found = {}
        for key, origin in sorted(self._origin.items()):
            if origin is None:
                continue
            body = origin.body
            left = bool(self._ends(key))
            found[key] = Copy(
                key,
                body["device"],
                body.get("member"),
                body["recipient"],
                bool(body.get("invitation")),
                left,
                body["when"],
                body.get("of"),
                origin.by,
            )
        return found

    def knows(self, key: str) -> bool:
        """Whether a key leads back to a root."""
        return key in self._origin

    def reaches(self, key: str) -> bool:
        """Whether a key leads back to a root when nobody's leaving is looked at."""
        return key in self._reached

    def devices_that_left(self) -> dict[str, str | None]:
        """Return the copies of members who left with their members.

        Those too for which only an ended invitation vouched.
        """
        found = {copy.device: copy.member for copy in self.copies.values() if copy.left}
        found |= {
            str(origin.body["device"]): origin.body.get("member")
            for key, origin in self._reached.items()
            if origin is not None and key not in self._origin
        }
        staying = {copy.device for copy in self.copies.values() if not copy.left}
        return {device: member for device, member in found.items() if device not in staying}

    def counts(self, statement: Statement) -> bool:
        """Whether a statement holds: its signer was trusted when it was made, as far as can be shown."""
        if statement.by not in self._origin or not self._may_say(statement):
            return False
        ends = self._ends(statement.by)
        return not ends or statement.id in self.known_statements(ends)

    def covers(self, key: str, session: str, last: int) -> bool:
        """Whether what a key signed, a session up to a number, counts."""
        if key not in self._origin or self._is_invitation(key):
            return False
        ends = self._ends(key)
        return not ends or last <= self.known_sessions(ends).get(session, 0)

    def lockings(self) -> list[Statement]:
        """Return the key statements that count, the one to lock with first."""
        found = [one for one in self._all if one.what == KEY and self.counts(one)]
        leaves = {leave.id for leave in self._leaves}

        def order(one: Statement) -> tuple[bool, int, str]:
            return leaves <= set(one.names("without")), one.body["number"], one.body["recipient"]

        return sorted(found, key=order, reverse=True)

    def answers_every_leave(self, key: Statement) -> bool:
        """Whether a key was made without all who have left."""
        return {leave.id for leave in self._leaves} <= set(key.names("without"))

    def ended_by(self, leave: Statement) -> set[str]:
        """Return the keys in which a leave statement ends the trust."""
        return {key for key in self._origin if leave in self._ends(key)}

    def after(self, key: str) -> list[str]:
        """Return the leave statements that came before a copy was vouched for, by id."""
        origin = self._origin.get(key)
        return list(origin.names("after")) if origin is not None else []

    def with_their_files(self, keys: set[str]) -> set[str]:
        """Return keys of members, with those of the copies that nobody else uses who stays."""
        found = set(keys)
        for key, copy in self.copies.items():
            users = {one.key for one in self.copies.values() if one.by == key and one.of == copy.device}
            if users & keys and all(user in keys or self.copies[user].left for user in users):
                found.add(key)
        return found

    def made_by(self, keys: set[str]) -> list[Statement]:
        """Return the statements that some keys signed."""
        return [one for one in self._all if one.by in keys]

    def known_sessions(self, leaves: Iterable[Statement]) -> dict[str, int]:
        """Return what is kept of a member who left: session to its last number."""
        found: dict[str, int] = {}
        for one in (*leaves, *(kept for leave in leaves for kept in self._kept(leave))):
            for session, last in one.sessions().items():
                found[session] = max(last, found.get(session, 0))
        return found

    def known_statements(self, leaves: Iterable[Statement]) -> set[str]:
        """Return the statements of a member who left that are kept, by id."""
        given = (*leaves, *(kept for leave in leaves for kept in self._kept(leave)))
        return {id for one in given for id in one.names("statements")}

    def _kept(self, leave: Statement) -> list[Statement]:
        """Return what copies that stayed say they had; of those who left in turn, what others had seen."""
        return [one for one in self._kepts if one.body["leave"] == leave.id]

    def _find_kepts(self) -> None:
        """Decide which of these statements count: by who stays, or listed by something that counts."""
        waiting = [one for one in self._all if one.what == KEPT and one.by in self._origin]
        self._kepts = []
        found = waiting
        while found:
            listed = {
                (given.body.get("leave", given.id), id)
                for given in (*self._leaves, *self._kepts)
                for id in given.names("statements")
            }
            found = [
                one
                for one in waiting
                if not (ends := self._ends(one.by)) or any((end.id, one.id) in listed for end in ends)
            ]
            self._kepts += found
            waiting = [one for one in waiting if one not in found]

    def _chain(self, *, counted: bool) -> tuple[dict[str, Statement | None], dict[str, int]]:
        """Follow copy statements from the roots; return what vouches for each key, and how far it is."""
        origin: dict[str, Statement | None] = dict.fromkeys(self._roots)
        depth = dict.fromkeys(self._roots, 0)
        reached, level = set(self._roots), 0
        copies = [one for one in self._all if one.what == COPY]
        for one in copies:
            if one.by == one.body["key"] and one.by in origin and origin[one.by] is None:
                origin[one.by] = one
        while reached:
            level += 1
            fresh: dict[str, Statement | None] = {}
            for one in copies:
                key = one.body["key"]
                if one.by not in reached or key in origin or key in fresh:
                    continue
                host = origin[one.by]
                if host is not None and host.body.get("invitation") and not _is_of_invitation(host, one):
                    continue
                if counted and (ends := self._ends(one.by)) and one.id not in self.known_statements(ends):
                    continue
                fresh[key] = one
            origin |= fresh
            depth |= dict.fromkeys(fresh, level)
            reached = set(fresh)
        return origin, depth

    def _find_leaves(self) -> None:
        """Decide which leave statements count: those whose signer nobody ended who counts.

        Where members end each other in a circle, the one nearest the root counts first.
        """
        open_still = [one for one in self._all if one.what == LEAVE and one.by in self._origin]
        open_still = [one for one in open_still if self._may_say(one)]
        open_still.sort(key=lambda one: (self._depth[one.by], one.id))
        self._find_kepts()
        while open_still:
            open_still = [one for one in open_still if self.counts(one)]
            free = [one for one in open_still if not any(self._strikes(by, one) for by in open_still)]
            if decided := free or open_still[:1]:
                self._leaves += decided
                open_still = [one for one in open_still if one not in decided]
                self._find_kepts()

    def _strikes(self, leave: Statement, other: Statement) -> bool:
        """Whether a leave statement would keep another one from counting."""
        return (
            leave is not other
            and self._is_ended_by(leave, other.by)
            and other.id not in self.known_statements([leave])
        )

    def _ends(self, key: str) -> list[Statement]:
        return [one for one in self._leaves if self._is_ended_by(one, key)]

    def _is_ended_by(self, leave: Statement, key: str) -> bool:
        origin = self._origin.get(key)
        if origin is None or leave.id in origin.names("after"):
            return False
        return leave.body["member"] == origin.body.get("member") or key in leave.names("keys")

    def _is_invitation(self, key: str) -> bool:
        origin = self._origin.get(key)
        return origin is not None and bool(origin.body.get("invitation"))

    def _may_say(self, statement: Statement) -> bool:
        return statement.what == COPY or not self._is_invitation(statement.by)


def _is_of_invitation(host: Statement, copy: Statement) -> bool:
    """Whether a copy may be vouched for by an invitation: one of the same member, no invitation itself."""
    same = copy.body.get("member") == host.body.get("member") and copy.names("after") == host.names("after")
    return same and not copy.body.get("invitation")
