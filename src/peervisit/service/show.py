"""The state of a review, and everything about one code, as data and as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from peervisit.errors import PeervisitError, UnknownCodeError
from peervisit.i18n import _, current, labelled
from peervisit.model.benchmark import Benchmark, in_language
from peervisit.model.choices import LABELS
from peervisit.model.kinds import KINDS, fields_of
from peervisit.model.phases import PHASES
from peervisit.model.validate import shown_code
from peervisit.service import account
from peervisit.service.benchmarks import benchmark_of
from peervisit.service.visibility import hidden, visible
from peervisit.service.words import level_in_words
from peervisit.store.read import Row
from peervisit.store.review_file import ReviewFile


@dataclass(frozen=True, slots=True)
class Told:
    """The same as data for programs and as lines for people."""

    content: Any
    lines: list[str]


def state(review: ReviewFile) -> Told:
    """Tell where the review stands."""
    told = account.account_of(review)
    terms = review.row("review", "review") or {}
    slots = _next_slots(review)
    backup = review.local("backup_at")
    asked = review.connection.execute("SELECT count(*) FROM question WHERE status = 'open'").fetchone()[0]
    content = {
        **asdict(told),
        "phase": terms.get("phase"),
        "benchmark": terms.get("benchmark"),
        "next_slots": slots,
        "open_questions": asked,
        "last_backup": backup,
    }
    lines = list(account.lines(review, told))
    lines += ["", labelled(_("Phase"), _phase(terms.get("phase")))]
    lines.append(labelled(_("Open questions"), asked))
    if slots:
        lines.append(labelled(_("Next slots")).rstrip())
        lines += [
            f"  {one['day'] or '?'} {one['start'] or ''}  {one['code']}  {one['title'] or ''}"
            for one in slots
        ]
    lines.append(labelled(_("Last backup"), backup or _("none yet")))
    return Told(content, lines)


def _phase(number: object) -> str:
    if not isinstance(number, int) or not 0 <= number < len(PHASES):
        return "–"
    return f"{number} {_(PHASES[number])}"


def _next_slots(review: ReviewFile, limit: int = 5) -> list[dict[str, Any]]:
    rows = review.connection.execute(
        "SELECT code, day, start, title, pair FROM slot "
        "WHERE coalesce(status, 'planned') IN ('planned', 'confirmed') ORDER BY day, start, code LIMIT ?",
        (limit,),
    )
    return [dict(row) for row in rows]


def dossier(review: ReviewFile, code: str) -> Told:
    """Tell everything about an indicator, or about whatever record has the code.

    Raises:
        UnknownCodeError: nothing has this code.
        PeervisitError: it is somebody else's level, and one's own is not submitted yet (R09).
    """
    benchmark = benchmark_of(review)
    indicator = benchmark.find(code)
    if indicator is not None:
        return _indicator(review, benchmark, indicator)
    for kind in KINDS:
        row = review.row(kind, code)
        if row is not None and (kind, code) in hidden(review, review.log.author):
            raise PeervisitError(_("{code}: hidden until one's own is handed in (R09)").format(code=code))
        if row is not None and kind != "benchmark":
            return _record(review, kind, row)
    raise UnknownCodeError(_("nothing has the code '{code}'").format(code=shown_code(code)))


def _indicator(review: ReviewFile, benchmark: Benchmark, code: str) -> Told:
    me = review.log.author or review.local("me")
    one = benchmark.by_id[code]
    evidence = review.rows(
        "evidence", "code IN (SELECT evidence FROM evidence_indicators WHERE item = ?)", code
    )
    content: dict[str, Any] = {
        "code": code,
        "statement": dict(one.statement),
        "self_assessment": review.row("self_assessment", code),
        "desk_review": list(visible(review, "desk_review", code, me).values()),
        "judgement": list(visible(review, "judgement", code, me).values()),
        "consensus": review.row("consensus", code),
        "evidence": list(evidence.values()),
    }
    for kind in ("conclusion", "recommendation", "practice", "context", "question"):
        where = f"code IN (SELECT [{kind}] FROM [{kind}_indicators] WHERE item = ?)"
        content[kind] = list(review.rows(kind, where, code).values())
    return Told(content, list(_indicator_lines(benchmark, code, content)))


def _indicator_lines(benchmark: Benchmark, code: str, content: dict[str, Any]) -> Iterator[str]:
    one, language = benchmark.by_id[code], current()
    yield f"{code}  {in_language(one.statement, language)}"
    for kind in ("consensus", "self_assessment"):
        row = content[kind]
        yield "\n" + labelled(_(KINDS[kind].heading), level_in_words(benchmark, row["level"]) if row else "–")
        if row:
            yield from _texts(kind, row)
    for kind in ("judgement", "desk_review"):
        for row in content[kind]:
            yield "\n" + labelled(
                f"{_(KINDS[kind].heading)} {row['member']}", level_in_words(benchmark, row["level"])
            )
            yield from _texts(kind, row)
    yield "\n" + _("Evidence") + f" ({len(content['evidence'])})"
    for row in content["evidence"]:
        way = _(LABELS.get(row["indicators"].get(code, ""), ""))
        state = " [" + _("withdrawn") + "]" if row["withdrawn"] else ""
        yield labelled(f"  {row['code']}  {way}", f"{row['statement']}{state}")
    for kind in ("conclusion", "recommendation", "practice", "context", "question"):
        for row in content[kind]:
            yield "\n" + labelled(
                f"{_(KINDS[kind].heading)} {row['code']}", row.get("title") or row.get("text")
            )


def _texts(kind: str, row: Row) -> Iterator[str]:
    for name, spec in fields_of(kind).items():
        if spec.long and row.get(name):
            text = str(row[name]).replace("\n", "\n    ")
            yield labelled(f"  {_(spec.title)}", text)
        elif spec.items and row.get(name):
            held = row[name]
            listed = [f"{item}: {held[item]}" for item in held] if isinstance(held, dict) else held
            yield labelled(f"  {_(spec.title)}", ", ".join(listed))


def _record(review: ReviewFile, kind: str, row: Row) -> Told:
    code = row["code"]
    content: dict[str, Any] = {"kind": kind, **row}
    lines = [f"{code}  {_(KINDS[kind].heading)}"]
    for name, spec in fields_of(kind).items():
        value = row.get(name)
        if value in (None, [], {}) or spec.long or spec.items:
            continue
        shown = (_("yes") if value else _("no")) if spec.boolean else _(LABELS.get(str(value), str(value)))
        lines.append(labelled(f"  {_(spec.title)}", shown))
    lines += _texts(kind, row)
    sources = {
        "stakeholder": "code IN (SELECT evidence FROM evidence_stakeholders WHERE item = ?)",
        "interview": "interview = ?",
        "document": "document = ?",
    }
    if kind in sources:
        rows = review.rows("evidence", sources[kind], code)
        content["evidence"] = list(rows.values())
        lines.append("\n" + _("Evidence") + f" ({len(rows)})")
        lines += [f"  {one['code']}  {one['statement']}" for one in rows.values()]
    return Told(content, lines)
