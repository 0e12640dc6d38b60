"""Writing what a form that came back brings: every record of it, inside one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from peervisit.model.benchmark import Benchmark
from peervisit.model.flat import changes
from peervisit.service import levels, records
from peervisit.service.intake_plan import REPORT, Plan, Take
from peervisit.store.log import Change
from peervisit.store.read import Row
from peervisit.store.review_file import ReviewFile

SEALED = "sealed"
"""What stands for the changes that a form made where none are in the log yet."""


@dataclass
class Writer:
    """Writes what a plan takes."""

    review: ReviewFile
    plan: Plan
    benchmark: Benchmark
    new_documents: Mapping[str, str]
    """Title as it is compared to the title."""
    known_row: Row | None
    """The record of the form, where this copy has it."""
    _there: dict[str, set[str]] = field(default_factory=dict)
    _named: dict[tuple[str, str], bool] = field(default_factory=dict)

    def write(self) -> None:
        """Write what is settled; for use inside a transaction."""
        review, plan = self.review, self.plan
        if not plan.type or (plan.returned_before and not plan.takes):
            return
        first = review.log.seq + 1
        review.name_step(_label(plan))
        codes = self._write_documents()
        groups: dict[tuple[str, str, int], list[Take]] = {}
        for take in plan.takes:
            groups.setdefault((take.kind, take.code, take.new), []).append(take)
        with review.log.gathering():
            for (kind, code, _new), takes in groups.items():
                if code:
                    self._write_record(kind, code, [one for one in takes if not one.conflict], codes)
        for (kind, code, _new), takes in groups.items():
            if not code:
                # Outside, because the next free code is read from what is written.
                self._write_record(kind, code, takes, codes)
        for take in plan.conflicts:
            self._write_conflict(take)
        self._remember(first)

    def _write_documents(self) -> dict[str, str]:
        codes: dict[str, str] = {}
        for key, title in self.new_documents.items():
            fields = {"title": title, "host": True, "status": "promised"}
            codes[f"+{key}"] = records.add(self.review, "document", fields)
        return codes

    def _write_record(self, kind: str, code: str, takes: list[Take], codes: Mapping[str, str]) -> None:
        if not takes:
            return
        review = self.review
        is_first = bool(code) and not self._was_there(kind, code)
        held = review.row(kind, code) if code and not is_first else None
        fields: dict[str, Any] = {}
        for take in takes:
            name, dot, item = take.field.partition(".")
            if not dot:
                fields[name] = take.after
                continue
            entries = fields.setdefault(name, set((held or {}).get(name) or ()))
            entries |= {codes.get(item, item)} if take.after is not None else set()
            entries -= {item} if take.after is None else set()
        fields = {name: sorted(value) if isinstance(value, set) else value for name, value in fields.items()}
        now = review.now()
        if kind == "self_assessment" and not (held or {}).get("answered_on"):
            fields["answered_on"] = now.strftime("%Y-%m-%d")
        if kind == "desk_review":
            indicator, _slash, member = code.rpartition("/")
            levels.keep_sealed(review, kind, member, indicator, fields)
        elif kind == "comment":
            records.add(
                review,
                kind,
                {"received_at": now.strftime("%Y-%m-%dT%H:%M:%SZ"), **fields, "status": "open"},
            )
        elif not code:
            records.add(review, kind, fields)
        elif is_first:
            self._add(kind, code, fields)
        else:
            records.put(review, kind, code, fields)

    def _add(self, kind: str, code: str, fields: Mapping[str, Any]) -> None:
        """Add a record that was never there, as :func:`records.add` does with the benchmark read once."""
        from peervisit.model.validate import validated, with_references

        clean = validated(kind, code, fields)
        clean = with_references(kind, code, clean, self.benchmark, self._exists)
        self.review.log.record_first(kind, code, changes(kind, {}, clean))
        self._there[kind].add(code)

    def _was_there(self, kind: str, code: str) -> bool:
        """Whether a record was ever there, deleted or not: asked once for all of a kind."""
        if kind not in self._there:
            self._there[kind] = self.review.log.codes(kind)
        return code in self._there[kind]

    def _exists(self, kind: str, code: str) -> bool:
        """Whether a record that an answer names is there; most name the same few documents."""
        if (kind, code) not in self._named:
            self._named[kind, code] = self.review.exists(kind, code)
        return self._named[kind, code]

    def _write_conflict(self, take: Take) -> None:
        log = self.review.log
        value = int(take.after) if isinstance(take.after, bool) else take.after
        log.write_open(take.kind, take.code, take.field, value, self._seen(take))

    def _seen(self, take: Take) -> list[Change]:
        """Return the newest change that wrote what stood in the form: the answer replaces that one only."""
        if take.base is None:
            return []
        where = "WHERE c.kind = ? AND c.record = ? AND c.field = ?"
        found = [
            change
            for change in self.review.log.changes(where, (take.kind, take.code, take.field))
            if change.value == take.base
        ]
        return found[-1:]

    def _remember(self, first: int) -> None:
        """Note on the form's record that this file came back, and which changes it made."""
        review, plan = self.review, self.plan
        if not plan.form:
            return
        last = review.log.seq
        made = f"{review.log.session}:{first}-{last}" if last >= first else SEALED if plan.sealed else "0"
        if self.known_row is None and not review.exists("form", plan.form):
            fields = {"type": plan.type, "language": plan.language or None, "member": plan.member}
            records.add(review, "form", fields, code=plan.form)
        if self.known_row is None or plan.sha256 not in self.known_row["returned"]:
            review.log.record("form", plan.form, [(f"returned.{plan.sha256}", made)])
        elif last >= first:
            again = f"{self.known_row['returned'][plan.sha256]} {made}"
            review.log.record("form", plan.form, [(f"returned.{plan.sha256}", again)])


def _label(plan: Plan) -> str:
    """Return the name of the step: the form, or how many comments a report brought."""
    if plan.type == REPORT:
        return f"intake comment {len({one.new for one in plan.takes})}"
    return f"intake form {plan.form or '–'}"
