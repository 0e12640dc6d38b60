"""How far each part of the review has come, by counts alone."""

from __future__ import annotations

from dataclasses import dataclass

from peervisit.i18n import _, ngettext
from peervisit.model.benchmark import Benchmark
from peervisit.service.visibility import judging_members
from peervisit.store.review_file import ReviewFile
from peervisit.tui.reading import count

BAR = 10


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the work: where it is done, how much of it is, and what is missing."""

    place: str
    name: str
    done: int
    total: int | None
    missing: str = ""

    @property
    def figures(self) -> str:
        """Return how much is done, of how much."""
        return f"{self.done}/{self.total}" if self.total else str(self.done)

    @property
    def bar(self) -> str:
        """Return a bar; nothing where there is no whole."""
        if not self.total:
            return ""
        full = min(BAR, self.done * BAR // self.total)
        return "█" * full + "░" * (BAR - full)


def progress(review: ReviewFile, benchmark: Benchmark) -> list[Part]:
    """Return the parts in the order of the method."""
    indicators = len(benchmark.indicators)
    peers = len(judging_members(review))

    def n(sql: str, *values: object) -> int:
        return count(review, sql, *values)

    records = n("SELECT count(*) FROM interview")
    slots = n(
        "SELECT count(*) FROM slot WHERE status IS NOT 'cancelled' "
        "AND coalesce(type, 'interview') NOT IN ('debrief', 'buffer')"
    )
    return [
        Part("indicators", _("Self-assessment"), n("SELECT count(*) FROM self_assessment"), indicators),
        Part(
            "indicators",
            _("Desk reviews submitted"),
            n("SELECT count(*) FROM submission WHERE phase = 'desk_review'"),
            peers,
            _sealed(n("SELECT count(DISTINCT record) FROM sealed WHERE kind = 'desk_review'")),
        ),
        Part("documents", _("Documents received"), *_documents(review)),
        Part(
            "interview",
            _("Interviews recorded"),
            records,
            max(slots, records),
            _missing(records - _confirmed(review), _("not confirmed by both")),
        ),
        Part(
            "evidence",
            _("Evidence"),
            n("SELECT count(*) FROM evidence WHERE withdrawn IS NOT 1"),
            None,
            _missing(
                n(
                    "SELECT count(*) FROM evidence WHERE withdrawn IS NOT 1 "
                    "AND code NOT IN (SELECT evidence FROM evidence_indicators)"
                ),
                _("without an indicator"),
            ),
        ),
        Part(
            "evidence",
            _("Indicators with evidence"),
            n(
                "SELECT count(DISTINCT i.item) FROM evidence_indicators AS i "
                "JOIN evidence AS e ON e.code = i.evidence WHERE e.withdrawn IS NOT 1"
            ),
            indicators,
        ),
        Part(
            "judging",
            _("First levels submitted"),
            n("SELECT count(*) FROM submission WHERE phase = 'judgement'"),
            peers,
            _sealed(n("SELECT count(DISTINCT record) FROM sealed WHERE kind = 'judgement'")),
        ),
        Part(
            "consensus",
            _("Consensus"),
            n("SELECT count(*) FROM consensus WHERE level IS NOT NULL"),
            indicators,
            _missing(_still_open(review, benchmark), _("still open")),
        ),
        Part("synthesis", _("Conclusions"), n("SELECT count(*) FROM conclusion"), None),
        Part("synthesis", _("Recommendations"), n("SELECT count(*) FROM recommendation"), None),
    ]


def open_questions(review: ReviewFile) -> tuple[int, int]:
    """Return how many questions are open, and how many of them have neither a slot nor a document."""
    is_open = "coalesce(status, 'open') IN ('open', 'left-open')"
    return (
        count(review, f"SELECT count(*) FROM question WHERE {is_open}"),
        count(
            review,
            f"SELECT count(*) FROM question WHERE {is_open} AND document IS NULL "
            "AND code NOT IN (SELECT question FROM question_slots)",
        ),
    )


def _documents(review: ReviewFile) -> tuple[int, int]:
    return (
        count(review, "SELECT count(*) FROM document WHERE coalesce(status, 'received') = 'received'"),
        count(review, "SELECT count(*) FROM document WHERE coalesce(status, '') <> 'refused'"),
    )


def _confirmed(review: ReviewFile) -> int:
    return count(
        review,
        "SELECT count(*) FROM (SELECT interview FROM interview_confirmed GROUP BY 1 HAVING count(*) > 1)",
    )


def _still_open(review: ReviewFile, benchmark: Benchmark) -> int:
    ids = [level.id for level in benchmark.scale if level.open]
    if not ids:
        return 0
    marks = ", ".join("?" * len(ids))
    return count(review, f"SELECT count(*) FROM consensus WHERE level IN ({marks})", *ids)


def _missing(number: int, words: str) -> str:
    return f"{number} {words}" if number > 0 else ""


def _sealed(number: int) -> str:
    return ngettext("{n} sealed here", "{n} sealed here", number).format(n=number) if number else ""
