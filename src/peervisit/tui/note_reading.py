"""What the interview screen reads of the review: people, focus, questions and evidence of one interview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from peervisit.i18n import _, current, ngettext, short_moment
from peervisit.model.benchmark import Benchmark
from peervisit.model.clashes import span, usual
from peervisit.store.read import Row
from peervisit.store.review_file import ReviewFile
from peervisit.tui.levels import level_role, level_text
from peervisit.tui.plain import one_line
from peervisit.tui.reading import evidence_cell, standing
from peervisit.tui.widgets.detail import GAP, Block

SIGNS = {"supports": "+", "contradicts": "−", "context": "="}


@dataclass
class Sitting:
    """One interview with everything that its screen shows."""

    row: Row
    slot: Row | None = None
    people: dict[str, Row] = field(default_factory=dict)
    evidence: dict[str, Row] = field(default_factory=dict)
    questions: dict[str, Row] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Return what the interview is called."""
        named = self.slot["title"] if self.slot and self.slot["title"] else ""
        return named or ", ".join(self.row["stakeholders"]) or self.row["code"]

    @property
    def focus(self) -> list[str]:
        """Return the focus indicators of the slot."""
        return list(self.slot["focus"]) if self.slot else []

    @property
    def here(self) -> list[str]:
        """Return the codes of who is there."""
        return list(self.row["stakeholders"])

    @property
    def unasked(self) -> int:
        """Return how many questions planned for this slot are open."""
        planned = (one for one in self.questions.values() if self.row["slot"] in one["slots"])
        return sum(one["status"] in (None, "open") for one in planned)

    @property
    def unlinked(self) -> list[str]:
        """Return the evidence that speaks to no indicator yet."""
        return [code for code, row in self.evidence.items() if not row["indicators"] and not row["withdrawn"]]


def read_sitting(review: ReviewFile, code: str) -> Sitting | None:
    """Return an interview with its surroundings; None where the record is gone."""
    row = review.row("interview", code)
    if row is None:
        return None
    found = Sitting(row, review.row("slot", row["slot"]) if row["slot"] else None)
    found.people = review.rows("stakeholder")
    rows = review.rows("evidence", "interview = ?", code)
    found.evidence = dict(sorted(rows.items(), key=lambda pair: str(pair[1]["recorded_at"] or "")))
    found.questions = dict(_questions(review, found))
    return found


def _questions(review: ReviewFile, sitting: Sitting) -> Iterator[tuple[str, Row]]:
    """Yield the questions of the slot, then open ones that no slot has and that are about its focus."""
    slot, focus = sitting.row["slot"], set(sitting.focus)
    rows = review.rows("question")
    yield from ((code, one) for code, one in rows.items() if slot and slot in one["slots"])
    for code, one in rows.items():
        free = not one["slots"] and one["status"] in (None, "open")
        if free and focus & set(one["indicators"]):
            yield code, one


# The clock


def clock_text(sitting: Sitting, now: datetime) -> str:
    """Return the minutes used of those there are; of an interview of another day, when it began."""
    started = moment(sitting.row["started"])
    if started is None:
        return ""
    ended = moment(sitting.row["ended"])
    if ended is not None:
        return _("ended {time}").format(time=ended.strftime("%H:%M"))
    used = int((now - started).total_seconds() // 60)
    if not 0 <= used < 24 * 60 or started.date() != now.astimezone().date():
        return short_moment(started)
    planned = minutes_planned(sitting)
    over = "!" if used > planned else ""
    return f"{used}/{planned} min{over}"


def minutes_planned(sitting: Sitting) -> int:
    """Return how many minutes the interview may take."""
    held = span(sitting.slot) if sitting.slot and sitting.slot["end"] else None
    if held is not None:
        return held[1] - held[0]
    return usual(sitting.row["interpreted"])


def moment(value: str | None) -> datetime | None:
    """Return a stored moment by the clock on the wall; None where there is none."""
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00")).astimezone() if value else None
    except ValueError:
        return None


# The side pane


def pane(
    review: ReviewFile,
    benchmark: Benchmark,
    sitting: Sitting,
    order: Sequence[str],
    last: str | None,
    room: int = 60,
) -> Iterator[Block]:
    """Yield the focus indicators, thin ones first, then what to ask and the evidence taken so far.

    ``room`` is how many characters of an indicator's words there is room for.
    """
    yield from _focus(review, benchmark, order, room)
    yield from _asked(sitting)
    yield from _evidence(sitting, last)


def thin_first(review: ReviewFile, focus: Sequence[str]) -> list[str]:
    """Return the focus indicators, those first to which the fewest independent sources speak."""
    counts = source_counts(review, focus)
    return sorted(focus, key=counts.__getitem__)


def source_counts(review: ReviewFile, focus: Sequence[str]) -> dict[str, int]:
    """Return how many independent sources speak to each of the indicators (R05)."""
    from peervisit.service.coverage import sources_on

    marks = ", ".join("?" * len(focus))
    linked = review.connection.execute(
        "SELECT i.item, count(*), total(e.withdrawn) FROM evidence_indicators AS i "
        f"JOIN evidence AS e ON e.code = i.evidence WHERE i.item IN ({marks}) GROUP BY 1",
        tuple(focus),
    ).fetchall()
    # Counting takes a while where there is much, and most of what is typed links nothing.
    known = (review.log.session, tuple(focus), tuple(tuple(row) for row in linked))
    if known not in _counted:
        _counted.clear()
        _counted[known] = sources_on(review, focus)
    return dict(_counted[known])


_counted: dict[object, dict[str, int]] = {}


def _focus(review: ReviewFile, benchmark: Benchmark, order: Sequence[str], room: int) -> Iterator[Block]:
    yield Block(_("Focus, thin ones first"), "heading")
    if not order:
        yield Block(_("none chosen for this slot"), "muted")
        return
    known = standing(review)
    for place, (code, sources) in enumerate(source_counts(review, order).items(), 1):
        one = benchmark.by_id.get(code)
        words = one_line(one.heading(current())) if one else ""
        thin = "bad" if sources < benchmark.sources_asked else "good"
        said = (
            ngettext("{n} source", "{n} sources", sources).format(n=sources)
            + f" {evidence_cell(known.evidence.get(code))}"
        )
        digit = str(place) if place < 10 else " "
        yield Block(said, thin, label=f"{digit} {code}  ", code=code, label_role="accent")
        if code in known.host:
            level = known.host[code]
            yield Block(level_text(benchmark, level), level_role(benchmark, level), 2, _("host says") + " ")
        yield Block(short(words, room), "muted", 2)


def short(words: str, room: int) -> str:
    """Return the beginning of the words, cut between two of them."""
    if len(words) <= room:
        return words
    return words[: room - 1].rsplit(" ", 1)[0] + "…"


def _asked(sitting: Sitting) -> Iterator[Block]:
    planned = [one for one in sitting.questions.values() if sitting.row["slot"] in one["slots"]]
    if planned:
        yield GAP
        yield Block(_("To ask"), "heading")
    for one in planned:
        yield Block(one["text"] or "", "muted" if ticked(one) != "○" else "", label=f"{ticked(one)} ")


def ticked(question: Row) -> str:
    """Return the mark of a question: open, answered, left open or dropped."""
    return {"answered": "✓", "left-open": "…", "dropped": "✗"}.get(question["status"] or "", "○")


def _evidence(sitting: Sitting, last: str | None) -> Iterator[Block]:
    yield GAP
    count, loose = len(sitting.evidence), len(sitting.unlinked)
    title = _("Evidence so far: {n}").format(n=count)
    yield Block(title + (", " + _("{n} not linked").format(n=loose) if loose else ""), "heading")
    for code, row in reversed(sitting.evidence.items()):
        mark = "› " if code == last else "  "
        yield Block(
            row["statement"] or "",
            "muted" if row["withdrawn"] else "",
            label=f"{mark}{code}  ",
            code=code,
            label_role="accent" if code == last else "muted",
        )
        yield Block(links_text(row), "" if row["indicators"] else "open", 4)


def links_text(row: dict[str, Any]) -> str:
    """Return what an item of evidence speaks to, in one line."""
    links = " ".join(f"{SIGNS.get(way, '?')}{code}" for code, way in row["indicators"].items())
    return links or _("not linked")
