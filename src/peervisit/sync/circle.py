"""The statements that one copy knows, and the ones it makes: who belongs to the team's circle of copies."""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from peervisit.errors import ChangeFileError
from peervisit.store.review_file import ReviewFile
from peervisit.sync import keys
from peervisit.sync.keybox import IDENTITY, Keybox
from peervisit.sync.keys import OwnKeys
from peervisit.sync.statements import COPY, KEPT, KEY, LEAVE, Statement, make, parse
from peervisit.sync.trust import Trust


@dataclass(slots=True)
class Circle:
    """The statements of one open copy. A copy opened for reading only makes them in memory."""

    review: ReviewFile
    box: Keybox
    _loose: list[Statement] = field(default_factory=list)
    _trust: Trust | None = None
    _known_by: tuple[object, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no statement is known: then nothing of this review was ever signed or locked."""
        return not (self._count() or self._loose)

    @property
    def trust(self) -> Trust:
        """Whom the statements known here make trustworthy."""
        # What was learned may have been given up again, so a number of statements would not do.
        ids = self.review.connection.execute("SELECT group_concat(id) FROM statement").fetchone()[0]
        roots = self.box.roots()
        if self._trust is None or self._known_by != (ids, len(self._loose), roots):
            self._trust, self._known_by = Trust(self.known(), roots), (ids, len(self._loose), roots)
        return self._trust

    def known(self) -> list[Statement]:
        """Return every statement known here, in the order of their ids."""
        rows = self.review.connection.execute("SELECT content FROM statement ORDER BY id")
        return [one for one in (parse(str(row[0])) for row in rows) if one is not None] + self._loose

    def keep(self, statements: Iterable[Statement]) -> None:
        """Keep statements that were checked."""
        new = list(statements)
        if self.review.read_only:
            self._loose += new
        elif new:
            with self.review.transaction():
                self.review.connection.executemany(
                    "INSERT OR IGNORE INTO statement VALUES (?, ?)", [(one.id, one.content) for one in new]
                )

    def learn(self, contents: Iterable[str]) -> int:
        """Take in statements that are properly signed and lead back to a root; return how many are new."""
        known = self.known()
        here = {one.content for one in known}
        review_id = str(self.review.meta("review_id"))
        fresh = [one for one in map(parse, dict.fromkeys(contents)) if one and one.content not in here]
        if not fresh:
            return 0
        roots = self.box.roots()
        fresh = [one for one in fresh if one.is_genuine(review_id)]
        reachable = Trust([*known, *fresh], roots)
        fresh = [one for one in fresh if reachable.reaches(one.by)]
        before = self.trust
        self.keep(fresh)
        self._unwrap()
        self._vouch_for_what_was_here(before)
        return len(fresh)

    def vouch(self, by: OwnKeys, copy: OwnKeys, *, when: str = "", **more: Any) -> None:
        """State that a copy belongs to the review, with its keys."""
        body = {"device": copy.device, "member": copy.member, "key": copy.public, "recipient": copy.recipient}
        given = {key: value for key, value in more.items() if value}
        self.keep([self._make(COPY, body | given, by=by, when=when)])

    def take_back(self, key: str) -> None:
        """Forget the statement that vouches for a key which has left this copy nowhere."""
        said = [one.id for one in self.known() if one.what == COPY and one.body.get("key") == key]
        with self.review.transaction():
            self.review.connection.executemany("DELETE FROM statement WHERE id = ?", [(one,) for one in said])

    def prepare(self) -> None:
        """State what must be known before anything leaves: whose copy this is, and which key locks."""
        base, own = self.box.base(), self.box.own()
        # The same in every copy made by hand, so that all of them state it in the same words.
        when = self.review.meta("made_at") or ""
        if self.box.is_first() and base.public not in self.trust.copies:
            self.vouch(base, base, when=when)
            first = keys.recipient_of(self.box.first_identity())
            self.keep([self._make(KEY, {"recipient": first, "number": 0, "wrapped": {}}, by=base, when=when)])
        if own.public not in self.trust.copies:
            self.vouch(base, own, when=when, after=self.trust.after(base.public), of=base.device)
        if not self.has_left():
            self._renew()

    def has_left(self) -> bool:
        """Whether whoever uses this copy has left the review."""
        copy = self.trust.copies.get(self.box.own().public)
        return copy is not None and copy.left

    def recipients(self) -> list[str]:
        """Return whom to lock for: the review, and once somebody has left, each copy that stays as well.

        A copy that stays may not have the new key yet: it comes to it by the statements in such a file.
        """
        current = self._lockings()[0].body
        staying = self._staying() if current["number"] else []
        return list(dict.fromkeys([current["recipient"], *staying]))

    def end(self, member: str, ended: set[str]) -> None:
        """State that a member has left, and what was there from their copies; make a new key."""
        with self.review.transaction():
            body = {"member": member, "keys": sorted(ended)}
            self.keep([self._make(LEAVE, body | self._traces(ended, self.trust, {}, set()))])
            self.prepare()

    def _count(self) -> int:
        return int(self.review.connection.execute("SELECT count(*) FROM statement").fetchone()[0])

    def _make(
        self, what: str, body: dict[str, Any], *, by: OwnKeys | None = None, when: str = ""
    ) -> Statement:
        signer = by or self.box.own()
        now = when or self.review.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        return make(str(self.review.meta("review_id")), signer.signing, signer.public, what, now, body)

    def _staying(self) -> list[str]:
        staying = {copy.recipient for copy in self.trust.copies.values() if not copy.left}
        return sorted(one for one in staying if keys.is_recipient(one))

    def _lockings(self) -> list[Statement]:
        return [one for one in self.trust.lockings() if keys.is_recipient(one.body["recipient"])]

    # Keys of the review

    def _renew(self) -> None:
        """Make a new key where the one in use was made before somebody left; give it to who lacks it."""
        found = self._lockings()
        if not found or not self.trust.answers_every_leave(found[0]):
            number = 1 + max((int(one.body["number"]) for one in found), default=0)
            without = sorted(leave.id for leave in self.trust.leaves)
            identity = keys.age_identity(secrets.token_bytes(32))
            self._hand_out(identity, self._staying(), {"number": number, "without": without})
            return
        current = found[0].body
        same = [one for one in found if one.body["recipient"] == current["recipient"]]
        had = {recipient for one in same for recipient in one.body["wrapped"]}
        lacking = [recipient for recipient in self._staying() if recipient not in had]
        held = self.box.of_review().get(current["recipient"])
        if current["number"] and lacking and held:
            self._hand_out(held, lacking, {name: current[name] for name in ("number", "without")})

    def _hand_out(self, identity: str, recipients: Iterable[str], body: dict[str, Any]) -> None:
        wrapped = {}
        for one in recipients:
            out = BytesIO()
            keys.lock(BytesIO(identity.encode()), out, [one])
            wrapped[one] = b64encode(out.getvalue()).decode()
        recipient = keys.recipient_of(identity)
        with self.review.transaction():
            self.box.keep(IDENTITY + recipient, identity)
            self.keep([self._make(KEY, {"recipient": recipient, "wrapped": wrapped} | body)])

    def _unwrap(self) -> None:
        """Take the keys of the review that were handed out to this copy."""
        if self.review.read_only:
            return
        held, openers = self.box.of_review(), self.box.identities()
        mine = {keys.recipient_of(identity) for identity in openers}
        for one in self.trust.lockings():
            recipient = str(one.body["recipient"])
            for name, wrapped in one.body["wrapped"].items():
                if recipient not in held and name in mine:
                    identity = _unwrapped(str(wrapped), openers)
                    if identity and keys.recipient_of(identity) == recipient:
                        held[recipient] = identity
                        self.box.keep(IDENTITY + recipient, identity)

    # Members who left

    def _traces(
        self, ended: set[str], trust: Trust, sessions: dict[str, int], statements: set[str]
    ) -> dict[str, Any]:
        """Return what is here of some keys beyond what is known to be: sessions, and what counted."""
        rows = self.review.connection.execute(
            "SELECT session, last, key FROM signature ORDER BY session, last"
        )
        last = {row[0]: row[1] for row in rows if row[2] in ended}
        said = [one.id for one in trust.made_by(ended) if trust.counts(one) and one.id not in statements]
        return {
            "sessions": {one: number for one, number in last.items() if number > sessions.get(one, 0)},
            "statements": said,
        }

    def _vouch_for_what_was_here(self, before: Trust) -> None:
        """State what this copy had of members before it learned that they left: that stays.

        Only what counted before it learned anything: what comes along with the news was perhaps made up
        after the leaving.
        """
        done = {leave.id for leave in before.leaves}
        while new := [leave for leave in self.trust.leaves if leave.id not in done]:
            if self.review.read_only or self.has_left():
                return
            for leave in new:
                done.add(leave.id)
                known = self.trust.known_sessions([leave]), self.trust.known_statements([leave])
                traces = self._traces(self.trust.ended_by(leave), before, *known)
                if traces["sessions"] or traces["statements"]:
                    self.keep([self._make(KEPT, {"leave": leave.id} | traces)])


def _unwrapped(wrapped: str, openers: list[str]) -> str | None:
    out = BytesIO()
    try:
        keys.unlock(BytesIO(b64decode(wrapped)), out, openers)
        return out.getvalue().decode("ascii")
    except (ChangeFileError, ValueError):
        return None
