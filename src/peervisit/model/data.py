"""A whole review in memory, as the rules, the coverage and the report read it."""

from __future__ import annotations

from dataclasses import dataclass, field

from peervisit.model.benchmark import Benchmark
from peervisit.model.form import Form
from peervisit.model.levels import Consensus, DeskReview, Evidence, Judgement, SelfAssessment
from peervisit.model.people import Member, Stakeholder
from peervisit.model.programme import Debrief, Document, InterviewRecord, Question, Slot
from peervisit.model.review import Override, Review, Submission
from peervisit.model.synthesis import (
    Comment,
    Conclusion,
    ContextFactor,
    DevelopmentAction,
    GoodPractice,
    Recommendation,
)


@dataclass
class ReviewData:
    """Every record by code, in natural order of code; unchanged by whoever reads it.

    ``desk_review`` and ``judgement`` hold what was submitted, never what a peer still keeps sealed.
    """

    benchmark: Benchmark
    review: Review = field(default_factory=Review)
    member: dict[str, Member] = field(default_factory=dict)
    stakeholder: dict[str, Stakeholder] = field(default_factory=dict)
    document: dict[str, Document] = field(default_factory=dict)
    slot: dict[str, Slot] = field(default_factory=dict)
    question: dict[str, Question] = field(default_factory=dict)
    interview: dict[str, InterviewRecord] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    self_assessment: dict[str, SelfAssessment] = field(default_factory=dict)
    desk_review: dict[str, DeskReview] = field(default_factory=dict)
    judgement: dict[str, Judgement] = field(default_factory=dict)
    consensus: dict[str, Consensus] = field(default_factory=dict)
    context: dict[str, ContextFactor] = field(default_factory=dict)
    conclusion: dict[str, Conclusion] = field(default_factory=dict)
    recommendation: dict[str, Recommendation] = field(default_factory=dict)
    practice: dict[str, GoodPractice] = field(default_factory=dict)
    action: dict[str, DevelopmentAction] = field(default_factory=dict)
    comment: dict[str, Comment] = field(default_factory=dict)
    debrief: dict[str, Debrief] = field(default_factory=dict)
    override: dict[str, Override] = field(default_factory=dict)
    submission: dict[str, Submission] = field(default_factory=dict)
    form: dict[str, Form] = field(default_factory=dict)
    conflicts: frozenset[tuple[str, str, str]] = frozenset()
    """``(kind, code, field)`` of what two copies disagree on, until a person settles it."""
    rivals: tuple[Stakeholder, ...] = ()
    """People once more, by each name and contact that a copy has for them and that stands in no record."""
    unread: tuple[str, ...] = ()
    """Fields left out because their value is of a newer version or not understood: ``kind code field``."""

    def documents_read(self) -> list[Document]:
        """Return the documents that are here, or that evidence cites: what is cited was read."""
        cited = {one.document for one in self.evidence.values()}
        return [
            one for one in self.document.values() if one.status in (None, "received") or one.code in cited
        ]
