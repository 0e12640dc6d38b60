"""Taking in a Word form that came back: first what it would do, then all of it in one step.

What came back is weighed against what stood in the form when it was issued. An answer that somebody wrote
takes the place of what stood there; where the record was changed meanwhile, both are kept as a conflict.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from peervisit.errors import FormError
from peervisit.i18n import _, current
from peervisit.model.review import REVIEW
from peervisit.service import forms, returned
from peervisit.service.benchmarks import benchmark_of
from peervisit.service.intake_plan import REPORT, SKIP, Choices, Option, Plan, Question, Take
from peervisit.service.intake_rows import once, settle_rows
from peervisit.service.intake_values import Reader
from peervisit.service.intake_weigh import Weigher, in_groups
from peervisit.service.intake_write import Writer
from peervisit.service.reviews import require_member
from peervisit.service.steps import runs
from peervisit.store import private
from peervisit.store.read import Row
from peervisit.store.review_file import ReviewFile

if TYPE_CHECKING:
    from peervisit.forms.filled import Expected, FilledRow
    from peervisit.forms.identity import Identity
    from peervisit.forms.package import Package
    from peervisit.forms.reading import Read

WHICH = "form"
"""The number of the question which form a document is."""


def plan_intake(
    review: ReviewFile,
    path: Path,
    settled: Mapping[str, str] | None = None,
    *,
    by: str | None = None,
    sent: Path | None = None,
) -> Plan:
    """Return what taking in a file would do; nothing is written.

    ``settled`` holds choices by number of question. ``by`` is the office or function in whose name the
    comments of a report that came back are kept, instead of the people whom the file names; ``sent`` is the
    report as it was sent, to find what was typed into it without tracking.

    Raises:
        FormError: the file is no form of this review, or a choice is none of those offered.
    """
    with _without_collecting():
        return _Intake(review, path, settled or {}, by, sent).plan


def take_in(
    review: ReviewFile,
    path: Path,
    settled: Mapping[str, str] | None = None,
    *,
    by: str | None = None,
    sent: Path | None = None,
) -> Plan:
    """Take in what is settled, all of it or nothing; return what was done and what is left to settle.

    One step that can be undone, what is sealed for its peer too. The same file again takes in nothing.

    Raises:
        FormError: the file is no form of this review, or a choice is none of those offered.
        RecordError: nobody is known to be writing.
    """
    with _without_collecting(), review.transaction():
        intake = _Intake(review, path, settled or {}, by, sent)
        Writer(review, intake.plan, intake.benchmark, intake.new_documents, intake.known_row).write()
    return intake.plan


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Look for no garbage while a form is read: there is none, and looking costs a quarter of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class _Intake:
    """One file on its way in."""

    def __init__(
        self,
        review: ReviewFile,
        path: Path,
        settled: Mapping[str, str],
        by: str | None,
        sent: Path | None,
    ) -> None:
        from peervisit.forms.package import open_package
        from peervisit.forms.reading import read

        self.review = review
        self.by = by
        self.sent = sent
        self.settled = Choices(settled)
        package = open_package(path)
        self.plan = Plan(path.name, package.sha256)
        self.new_documents: dict[str, str] = {}
        self.found: Read = read(package)
        self.benchmark = benchmark_of(review)
        self.held: dict[str, Row] = {}
        self.known_row: Row | None = None
        identity = self._identity(package)
        if sent is not None and self.plan.type != REPORT:
            raise FormError(_("{file}: is no report; --sent goes with a report").format(file=path.name))
        if identity is not None:
            self._identify(identity)
            self._weigh()
        self._check_settled()

    # Which form it is

    def _identity(self, package: Package) -> Identity | None:
        from peervisit.forms.filled import guess, identity_of
        from peervisit.forms.identity import Identity, short
        from peervisit.forms.spec import FORMS, VERSION

        found = identity_of(self.found)
        if found is not None:
            return found
        if self.sent is not None or returned.has_bookmarks(self.review, self.found):
            self._report(package)
            return None
        likely = guess(self.found)
        if likely is None and returned.names_codes(self.review, self.found):
            self._report(package)
            return None
        if likely is None:
            raise FormError(_("{file}: is not a form of peervisit").format(file=self.plan.file))
        chosen = self.settled.choice(WHICH)
        if chosen is None:
            options = tuple(Option(one.type, _(one.title)) for one in FORMS.values())
            if returned.names_codes(self.review, self.found):
                options += (Option(REPORT, _("report that came back")),)
            text = _("the line that says which form this is is gone; is it a form of this review, and which?")
            self.plan.questions.append(Question(WHICH, text, "", options, likely.type))
            return None
        if chosen == REPORT:
            self._report(package)
            return None
        if chosen not in FORMS:
            raise FormError(
                _("question {number}: choose one of {options}").format(number=WHICH, options=", ".join(FORMS))
            )
        member = self.review.log.author if chosen == "desk-review" else None
        return Identity(chosen, VERSION, short(self.review.meta("review_id")), "", "", "", member)

    def _report(self, package: Package) -> None:
        """Take the comments and changes of a report that came back."""
        self.plan.type = REPORT
        if self.sent is None and not self._is_of_this_city():
            return
        found = returned.remarks_of(self.review, package, self.sent)
        if not found and self.sent is None:
            self.plan.notes.append(
                _("no comment and no tracked change in it; to find what was typed, add --sent SENT.docx")
            )
        report = returned.plan(self.review, found, by=self.by)
        self.plan.unchanged = report.known
        for number, one in enumerate(report.new, start=1):
            about = one.fields.get("about", "")
            self.plan.takes += [
                Take("comment", "", about, name, None, value, "", new=number)
                for name, value in one.fields.items()
                if name != "status"
            ]

    def _is_of_this_city(self) -> bool:
        """Whether a report names the host city, or somebody says that it is this review's all the same."""
        if returned.names_city(self.review, self.found):
            return True
        chosen = self.settled.choice(REPORT)
        if chosen is None:
            text = _("the document does not name the city: is it a report of this review?")
            options = (Option("yes", _("yes")), Option(SKIP, _("no, leave it out")))
            self.plan.questions.append(Question(REPORT, text, "", options))
        elif chosen not in ("yes", SKIP):
            words = _("question {number}: choose one of {options}")
            raise FormError(words.format(number=REPORT, options=f"yes, {SKIP}"))
        return chosen == "yes"

    def _identify(self, identity: Identity) -> None:
        from peervisit.forms.identity import short
        from peervisit.forms.spec import VERSION

        plan = self.plan
        if identity.review != short(self.review.meta("review_id")):
            raise FormError(
                _("{file}: is a form of another review; open that review and take it in there").format(
                    file=plan.file
                )
            )
        if identity.version > VERSION:
            raise FormError(
                _("{file}: was made by a newer peervisit; update this one, then take it in").format(
                    file=plan.file
                )
            )
        plan.type, plan.form, plan.member = identity.type, identity.code, identity.member
        plan.language, plan.issued_on = identity.language, identity.issued_on
        if identity.type == "desk-review":
            plan.member = self._member(identity)
        self.known_row = self.review.row("form", identity.code) if identity.code else None
        if self.known_row is not None and self.known_row["type"] not in (identity.type, None):
            self.known_row = None
        self._note_history(identity)

    def _member(self, identity: Identity) -> str:
        known = {code.casefold(): code for code in self.review.rows("member")}
        member = known.get((identity.member or "").casefold(), identity.member)
        if member is None:
            raise FormError(
                _("{file}: does not say whose desk review it is; say it with --as MEMBER").format(
                    file=self.plan.file
                )
            )
        require_member(self.review, member)
        return member

    def _note_history(self, identity: Identity) -> None:
        plan, row = self.plan, self.known_row
        if row is None:
            if identity.code:
                plan.notes.append(
                    _(
                        "this copy does not know the form {code}; answers are compared with what is recorded"
                    ).format(code=identity.code)
                )
            return
        plan.returned_before = plan.sha256 in row["returned"]
        if plan.returned_before:
            plan.notes.append(_("this very file was taken in before"))
        elif row["returned"]:
            plan.notes.append(_("another copy of this form was taken in before"))
        newer = [
            code
            for code, other in self.review.rows("form", "type = ?", identity.type).items()
            if (other["issued_at"] or "") > (row["issued_at"] or "") and other["member"] == row["member"]
        ]
        if newer:
            plan.notes.append(_("an older form; issued after it: {code}").format(code=", ".join(newer)))

    # What it says

    def _weigh(self) -> None:
        from peervisit.forms.filled import fill

        plan, review = self.plan, self.review
        benchmark = self.benchmark
        titles = {
            row[0]: row[1] or "" for row in review.connection.execute("SELECT code, title FROM document")
        }
        expected = self._expected()
        filled = fill(self.found, expected)
        self._note_changes()
        if not filled.rows:
            plan.notes.append(_("no row of the form is left in it"))
        reader = Reader(expected.spec, benchmark, current(), self.settled, titles)
        stood = forms.issued(review, plan.form) if self._is_known() else None
        rows = settle_rows(filled, expected, self.settled, plan)
        weigher = Weigher(review, plan, self.settled, stood, self._runs())
        self._by_type(rows, reader, weigher)
        weigher.finish()
        plan.questions = sorted([*plan.questions, *reader.questions], key=_place)
        used = {one.field.partition(".+")[2] for one in plan.takes if ".+" in one.field}
        self.new_documents = {key: title for key, title in reader.new_documents.items() if key in used}
        plan.documents = list(self.new_documents.values())

    def _is_known(self) -> bool:
        """Whether it is beyond doubt what stood in the form: two copies may have given out one number."""
        if self.known_row is None:
            return False
        disputed = self.review.connection.execute(
            "SELECT 1 FROM conflict WHERE kind = 'form' AND record = ? AND field IN ('issued', 'issued_at')",
            (self.plan.form,),
        ).fetchone()
        return disputed is None

    def _runs(self) -> list[tuple[str, int, int]]:
        """Return the changes that copies of the form made when they came back."""
        returned = self.known_row["returned"] if self.known_row is not None else {}
        return [(one, int(first), int(last)) for made in returned.values() for one, first, last in runs(made)]

    def _by_type(self, rows: list[FilledRow], reader: Reader, weigher: Weigher) -> None:
        type, review, plan = self.plan.type, self.review, self.plan
        if type == "self-assessment":
            held = review.rows("self_assessment")
            for row in once(rows, self.settled, plan, weigher.issued or {}):
                code = str(row.code)
                weigher.record("self_assessment", code, row, reader.values(row), held.get(code))
        elif type == "desk-review":
            self._desk_review(once(rows, self.settled, plan, weigher.issued or {}), reader, weigher)
        elif type == "comments":
            known = list(review.rows("comment").values())
            for row in rows:
                weigher.comment(row, reader.values(row), known)
        else:
            actions = review.rows("action")
            for code, of_one in in_groups(rows):
                own = {one: row for one, row in actions.items() if row["recommendation"] == code}
                weigher.actions(of_one, [reader.values(row) for row in of_one], own)

    def _desk_review(self, rows: list[FilledRow], reader: Reader, weigher: Weigher) -> None:
        member = str(self.plan.member)
        submitted = self.review.rows("desk_review", "member = ?", member)
        kept = private.sealed(self.review.connection, member, "desk_review")
        for row in rows:
            code = f"{row.code}/{member}"
            sealed = code not in submitted
            self.plan.sealed = self.plan.sealed or sealed
            held: Row | None = kept.get(code) if sealed else submitted[code]
            weigher.record(
                "desk_review", code, row, reader.values(row), held, key=str(row.code), sealed=sealed
            )

    def _expected(self) -> Expected:
        from peervisit.forms.filled import Expected
        from peervisit.forms.spec import FORMS

        spec = FORMS[self.plan.type]
        benchmark = self.benchmark
        codes: dict[str, str] = {}
        if spec.type != "response":
            codes = {alias: one.id for one in benchmark.indicators for alias in (*one.aliases, one.id)}
        run = self.review.connection.execute
        if spec.type == "comments":
            codes[REVIEW] = REVIEW
            for kind in ("conclusion", "recommendation", "practice", "context"):
                codes |= {row[0]: row[0] for row in run(f"SELECT code FROM [{kind}]")}
        keys = {code: code for code in codes.values()}
        if spec.type == "response":
            codes = {row[0]: row[0] for row in run("SELECT code FROM recommendation")}
            keys = dict(codes)
            keys |= {
                row[0]: row[1] for row in run("SELECT code, recommendation FROM action") if row[1] in codes
            }
        told = forms.told(self.review, self.plan.form) if self._is_known() else None
        asked = self._asked() if spec.type in ("self-assessment", "desk-review") else {}
        return Expected(spec, codes, keys, told, asked)

    def _asked(self) -> dict[str, str]:
        """Return the titles and statements that belong to one indicator alone."""
        found: dict[str, str] = {}
        several: set[str] = set()
        for one in self.benchmark.indicators:
            for line in {*self._said(one.title or {}), *self._said(one.statement)}:
                if found.setdefault(line, one.id) != one.id:
                    several.add(line)
        return {line: code for line, code in found.items() if line not in several}

    def _said(self, words: Mapping[str, str]) -> Iterable[str]:
        """Return a text of the benchmark as the form says it: in its language, or in every one."""
        said = words.get(self.plan.language)
        return words.values() if said is None else (said,)

    def _note_changes(self) -> None:
        found, notes = self.found, self.plan.notes
        if found.insertions or found.deletions:
            notes.append(
                _("tracked changes: insertions taken ({taken}), deletions left out ({left})").format(
                    taken=found.insertions, left=found.deletions
                )
            )
        if found.pictures:
            notes.append(_("pictures are not taken ({n}); keep the file").format(n=found.pictures))

    def _check_settled(self) -> None:
        """Refuse a choice for a question that was not asked: it was meant for something else."""
        if self.plan.returned_before:
            # Settled the first time: the same command again finds nothing new, and no question either.
            return
        for number in self.settled.idle:
            raise FormError(
                _("there is no question {number}; 'intake --dry-run' lists them").format(number=number[:40])
            )


def _place(question: Question) -> tuple[int, ...]:
    """Return where a question stands in the document; one about all of it comes last."""
    places = [int(part) for part in question.number.split(".")[:2] if part.isdecimal()]
    return tuple(places) if len(places) == 2 else (10**9,)
