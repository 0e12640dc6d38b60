"""The review itself: its terms, its benchmark, what was submitted, which rules were overridden."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from peervisit.i18n import N_
from peervisit.model import choices
from peervisit.model.fields import (
    Line,
    MemberCode,
    Moment,
    OptDay,
    OptLine,
    OptRef,
    OptText,
    Record,
    Ref,
    TeamOnly,
    Text,
    text_field,
)

REVIEW = "review"
"""The code of the one review record in a file."""


class Review(Record):
    """The terms of the review (phase 0): one record a file."""

    kind: ClassVar[str] = "review"
    heading: ClassVar[str] = N_("Review")
    main: ClassVar[str] = "city"

    code: Literal["review"] = "review"
    city: OptLine = text_field(N_("Host city"))
    country: OptLine = text_field(N_("Country"))
    theme: OptLine = text_field(N_("Theme"))
    mode: choices.Mode | None = text_field(N_("Kind of review"))
    benchmark: Annotated[OptRef, Ref("benchmark")] = text_field(N_("Benchmark"))
    benchmark_version: OptLine = text_field(N_("Version of the benchmark"))
    language: OptLine = text_field(N_("Language of the report"))
    starts_on: OptDay = text_field(N_("Visit starts on"))
    ends_on: OptDay = text_field(N_("Visit ends on"))
    phase: int | None = text_field(N_("Phase"), N_("0 to 9, as in the method"), ge=0, le=9)
    mandate: OptText = text_field(N_("Mandate"))
    attribution: choices.Attribution | None = text_field(
        N_("Attribution rule"), N_("How the report points to people unless they asked for less")
    )
    publication: OptText = text_field(N_("Publication"), N_("What will be published, by whom"))
    legal_basis: OptLine = text_field(N_("Legal basis for personal data"))
    retention_until: OptDay = text_field(N_("Personal data kept until"))
    agreed_on: OptDay = text_field(N_("Terms agreed on"))
    previewed_on: OptDay = text_field(N_("Host coordinator has seen a preview on"))
    feedback_on: OptDay = text_field(N_("Feedback meeting on"))
    draft_on: OptDay = text_field(N_("Draft report on"))
    factual_check_until: OptDay = text_field(N_("Factual check until"))
    response_due: OptDay = text_field(N_("Host response due"))
    progress_review_on: OptDay = text_field(N_("Progress review on"))
    status: choices.ReportStatus | None = text_field(N_("Status of the report"))
    version: OptLine = text_field(N_("Version of the report"))
    limits: OptText = text_field(N_("Limits of this review"))
    summary: OptText = text_field(N_("Summary in a few sentences"))
    next_steps: OptText = text_field(N_("Next steps"))
    previous: OptLine = text_field(N_("Earlier review"), N_("Digest of the file it is compared with"))
    remarks: Annotated[OptText, TeamOnly()] = text_field(N_("Team-only remarks"))


class StoredBenchmark(Record):
    """The benchmark that the review is held against, whole, so that the file can be read on its own."""

    kind: ClassVar[str] = "benchmark"
    heading: ClassVar[str] = N_("Benchmark")
    main: ClassVar[str] = "code"

    version: Line = Field(title=N_("Version"))
    content: Text = Field(title=N_("Content"), description=N_("The benchmark as JSON"))


class Override(Record):
    """A rule that a peer sets aside for one record, with the reason; the code is ``RULE/SUBJECT``."""

    kind: ClassVar[str] = "override"
    heading: ClassVar[str] = N_("Override")
    main: ClassVar[str] = "code"

    rule: Annotated[str, Field(pattern=r"^R(0[1-9]|1[0-7])$", title=N_("Rule"))]
    subject: Line = Field(title=N_("Record"))
    reason: Text = Field(title=N_("Reason"), min_length=1)
    member: MemberCode = Field(title=N_("By"))
    at: Moment | None = text_field(N_("When"))


class Submission(Record):
    """A peer has handed in desk reviews or first-round levels; the code is ``PHASE/MEMBER``."""

    kind: ClassVar[str] = "submission"
    heading: ClassVar[str] = N_("Submission")
    main: ClassVar[str] = "code"

    phase: Literal["desk_review", "judgement"] = Field(title=N_("What"))
    member: MemberCode = Field(title=N_("Peer"))
    at: Moment | None = text_field(N_("When"))
