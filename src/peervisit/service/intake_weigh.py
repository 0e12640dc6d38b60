"""What came back against what was issued and what is recorded now: take, leave, ask, or keep both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from peervisit.errors import FormError
from peervisit.i18n import _, ngettext
from peervisit.service.intake_plan import SKIP, Choices, Option, Plan, Question, Take
from peervisit.store.read import Row
from peervisit.store.review_file import ReviewFile

if TYPE_CHECKING:
    from peervisit.forms.filled import FilledRow

CLEARED = "cleared"
"""The number of the question about answers that stood in the form and are gone."""


@dataclass
class Weigher:
    """Weighs the answers of one form."""

    review: ReviewFile
    plan: Plan
    settled: Choices
    issued: Mapping[str, Mapping[str, Any]] | None
    """What stood in the form by key of the row; None where this copy does not know."""
    runs: Sequence[tuple[str, int, int]] = ()
    """The changes that copies of this form made when they came back: session, first and last."""
    _cleared: list[Take] = field(default_factory=list)

    def record(
        self,
        kind: str,
        code: str,
        row: FilledRow,
        values: Mapping[str, Any],
        held: Row | None,
        *,
        key: str | None = None,
        new: int = 0,
        sealed: bool = False,
    ) -> None:
        """Weigh the answers of one row that change one record; ``held`` is what is recorded of it."""
        stood = (self.issued or {}).get(key or code, {})
        for name, value in values.items():
            before = (held or {}).get(name) or None
            if isinstance(value, list):
                self._set(kind, code, row, name, value, before or [], stood.get(name) or [])
                continue
            base = stood.get(name) or None
            take = Take(kind, code, str(row.code), name, before, value, row.place, base=base, new=new)
            # Who says that there are no data says that there is no level; else an empty cell says nothing.
            said = name == "no_data" or bool(values.get("no_data"))
            self._weigh(take, known=self.issued is not None, sealed=sealed, said=said)

    def _weigh(self, take: Take, *, known: bool, sealed: bool, said: bool) -> None:
        value, before, base = take.after, take.before, take.base
        if value is None and not said:
            if base is not None and before is not None:
                self._cleared.append(take)
            return
        if _same(value, before) or (known and _same(value, base)):
            self.plan.unchanged += value is not None
        elif self._is_open(take) or self._came_before(take.kind, take.code, take.field, value):
            self.plan.unchanged += 1
        elif _same(before, base) if known else before is None:
            self.plan.takes.append(take)
        elif not known and self._was_before(take):
            self.plan.unchanged += 1
        elif sealed:
            self._ask_sealed(take)
        else:
            self.plan.takes.append(_as_conflict(take))

    def _is_open(self, take: Take) -> bool:
        """Whether the value is one side of a conflict that is open already."""
        key = (take.kind, take.code, take.field)
        return key in self._disputed and any(
            _same(take.after, head.value) for head in self.review.log.heads(*key)
        )

    @cached_property
    def _disputed(self) -> set[tuple[str, str, str]]:
        return {
            tuple(row) for row in self.review.connection.execute("SELECT kind, record, field FROM conflict")
        }

    def _came_before(self, kind: str, code: str | None, field: str, value: Any) -> bool:
        """Whether this form brought the value before: whoever changed it since had seen it."""
        if not self.runs:
            return False
        of_one = "AND record = ?" if code is not None else ""
        rows = self.review.connection.execute(
            f"SELECT value, session, seq FROM change WHERE kind = ? AND field = ? {of_one}",
            (kind, field, *((code,) if code is not None else ())),
        )
        return any(
            _same(value, held)
            and any(session == one and first <= seq <= last for one, first, last in self.runs)
            for held, session, seq in rows
        )

    def _was_before(self, take: Take) -> bool:
        """Whether the answer is what was recorded earlier: an old answer that came along, not a new one."""
        rows = self.review.connection.execute(
            "SELECT value FROM change WHERE kind = ? AND record = ? AND field = ?",
            (take.kind, take.code, take.field),
        )
        return any(_same(take.after, value) for (value,) in rows)

    def _ask_sealed(self, take: Take) -> None:
        """What is sealed is in no log that could hold both: a person says which one stays."""
        number = f"{take.place}.{take.field}.kept"
        chosen = self.settled.choice(number)
        if chosen == "take":
            self.plan.takes.append(take)
        elif chosen is None:
            self.plan.questions.append(
                Question(
                    number,
                    _("{code}: another answer is kept sealed already; which one stays?").format(
                        code=take.row
                    ),
                    str(take.after),
                    (Option(SKIP, _("what is kept")), Option("take", _("what the form says"))),
                )
            )
        elif chosen != SKIP:
            raise FormError(
                _("question {number}: choose one of {options}").format(number=number, options=f"take, {SKIP}")
            )

    def _set(
        self,
        kind: str,
        code: str,
        row: FilledRow,
        name: str,
        value: Sequence[str],
        before: Sequence[str],
        stood: Sequence[str],
    ) -> None:
        """Entries come and go one by one, so that two people who add different ones do not disagree."""
        added = [one for one in value if one not in stood and one not in before]
        came = [one for one in added if self._came_before(kind, code, f"{name}.{one}", 1)]
        added = [one for one in added if one not in came]
        gone = [one for one in stood if one not in value and one in before]
        if gone and not value:
            self._cleared += [
                Take(kind, code, str(row.code), f"{name}.{one}", one, None, row.place) for one in gone
            ]
            gone = []
        self.plan.takes += [
            Take(kind, code, str(row.code), f"{name}.{one}", None, one, row.place) for one in added
        ]
        self.plan.takes += [
            Take(kind, code, str(row.code), f"{name}.{one}", one, None, row.place) for one in gone
        ]
        self.plan.unchanged += len(value) - len(added)

    def finish(self) -> None:
        """Ask once about all answers that stood in the form and are empty now.

        Some programs drop what they do not understand, so that an empty cell alone means nothing.
        """
        if not self._cleared:
            return
        chosen = self.settled.choice(CLEARED)
        if chosen == "clear":
            for take in self._cleared:
                same = _same(take.before, take.base) or "." in take.field
                self.plan.takes.append(take if same else _as_conflict(take))
        elif chosen is None:
            count = len(self._cleared)
            text = ngettext(
                "{n} answer stood in the form and is empty now; is it to be taken away?",
                "{n} answers stood in the form and are empty now; are they to be taken away?",
                count,
            ).format(n=count)
            where = ", ".join(dict.fromkeys(take.row for take in self._cleared))
            options = (Option(SKIP, _("keep what is recorded")), Option("clear", _("take away")))
            self.plan.questions.append(Question(CLEARED, text, where, options, SKIP))
        elif chosen != SKIP:
            raise FormError(
                _("question {number}: choose one of {options}").format(
                    number=CLEARED, options=f"clear, {SKIP}"
                )
            )

    # Kinds that add records

    def comment(self, row: FilledRow, values: Mapping[str, Any], known: Sequence[Row]) -> None:
        """Weigh a row of comments: each is a record of its own, the same one never twice."""
        notes = [
            (self._said(row, values, known), None),
            *((note.text, note.at or None) for note in row.margin),
        ]
        for text, at in notes:
            if not text:
                continue
            if (
                any(one["about"] == row.code and _same(one["text"], text) for one in known)
                or self._is_double(row, text, values.get("author"))
                or self._came_before("comment", None, "text", text)
            ):
                self.plan.unchanged += 1
                continue
            new = self._next()
            fields = {
                "about": row.code,
                "text": text,
                "author": values.get("author") if text != values.get("author") else None,
                "received_at": _moment(at),
            }
            for name, value in fields.items():
                if value:
                    take = Take("comment", "", str(row.code), name, None, value, row.place, new=new)
                    self.plan.takes.append(take)

    def _is_double(self, row: FilledRow, text: Any, author: Any) -> bool:
        """Whether the form says the same of the same already, and nobody else says it now."""
        takes = [one for one in self.plan.takes if one.row == row.code]
        by = {one.new: one.after for one in takes if one.field == "author"}
        return any(
            one.field == "text" and _same(one.after, text) and author in (None, by.get(one.new))
            for one in takes
        )

    def _said(self, row: FilledRow, values: Mapping[str, Any], known: Sequence[Row]) -> Any:
        """Return the comment of a row; words that stand where only its author should are asked about."""
        author = values.get("author")
        if values.get("text") or not author or row.margin:
            return values.get("text")
        if any(one["about"] == row.code and _same(one["text"], author) for one in known):
            return author
        number = f"{row.place}.author"
        chosen = self.settled.choice(number)
        if chosen is None:
            text = _("{code}: no comment, but words in the column for who it is by; are they the comment?")
            options = (Option("take", _("they are the comment")), Option(SKIP, _("leave them out")))
            self.plan.questions.append(Question(number, text.format(code=row.code), str(author), options))
        elif chosen not in ("take", SKIP):
            raise FormError(
                _("question {number}: choose one of {options}").format(number=number, options=f"take, {SKIP}")
            )
        return author if chosen == "take" else None

    def _next(self) -> int:
        return max((one.new for one in self.plan.takes), default=0) + 1

    def actions(
        self, rows: Sequence[FilledRow], values: Sequence[Mapping[str, Any]], held: Mapping[str, Row]
    ) -> None:
        """Weigh the rows of one recommendation: the first answers its first action, and so on."""
        answered = [
            (row, found)
            for row, found in zip(rows, values, strict=True)
            if row.key in held or any(found.values())
        ]
        left = [code for code in held if all(row.key != code for row, _found in answered)]
        for row, found in answered:
            code = str(row.key) if row.key in held else left.pop(0) if left else ""
            if code:
                self.record("action", code, row, found, held[code])
            elif any(
                value and not self._came_before("action", None, name, value) for name, value in found.items()
            ):
                new = self._next()
                fields = {"recommendation": row.code, **found}
                self.plan.takes += [
                    Take("action", "", str(row.code), name, None, value, row.place, new=new)
                    for name, value in fields.items()
                    if value is not None
                ]


def _as_conflict(take: Take) -> Take:
    return Take(
        take.kind, take.code, take.row, take.field, take.before, take.after, take.place, conflict=True,
        base=take.base,
    )  # fmt: skip


def _same(one: Any, other: Any) -> bool:
    """Whether two values say the same: line ends and spaces, which editors change unasked, do not count."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other or one.split() == other.split()
    return (one or None) == (other or None)


def _moment(at: str | None) -> str | None:
    """Return the time of a comment as Word has it, where that is a time."""
    from datetime import datetime

    try:
        return datetime.fromisoformat(at).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
    except ValueError:
        return None


def in_groups(rows: Sequence[FilledRow]) -> Iterator[tuple[str, list[FilledRow]]]:
    """Yield codes with their rows, in the order in which the codes first stand."""
    found: dict[str, list[FilledRow]] = {}
    for row in rows:
        found.setdefault(str(row.code), []).append(row)
    yield from found.items()
