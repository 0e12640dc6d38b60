"""What is held against the benchmark: self-assessment, desk review, evidence, judgement, consensus."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from peervisit.i18n import N_
from peervisit.model import choices
from peervisit.model.fields import (
    Code,
    Codes,
    IndicatorCode,
    Items,
    MemberCode,
    OptDay,
    OptLine,
    OptMoment,
    OptRef,
    OptText,
    Record,
    Ref,
    TeamOnly,
    Text,
    text_field,
)


class SelfAssessment(Record):
    """What the host says of itself on one indicator; the code is the indicator's."""

    kind: ClassVar[str] = "self_assessment"
    heading: ClassVar[str] = N_("Self-assessment")
    main: ClassVar[str] = "code"

    answer: OptText = text_field(N_("Answer"))
    level: Annotated[OptRef, Ref("level")] = text_field(N_("Claimed level"))
    no_data: bool | None = text_field(N_("No data"))
    responsible: OptLine = text_field(N_("Who is responsible"))
    documents: Annotated[Codes, Items("document"), Field(title=N_("Documents"))] = []
    weaknesses: OptText = text_field(N_("Known weaknesses"))
    questions: OptText = text_field(N_("Questions to the peers"))
    answered_on: OptDay = text_field(N_("Answered on"))


class DeskReview(Record):
    """What one peer makes of the self-assessment on one indicator; the code is ``INDICATOR/MEMBER``."""

    kind: ClassVar[str] = "desk_review"
    heading: ClassVar[str] = N_("Desk review")
    main: ClassVar[str] = "code"

    indicator: IndicatorCode = Field(title=N_("Indicator"))
    member: MemberCode = Field(title=N_("Peer"))
    level: Annotated[OptRef, Ref("level")] = text_field(N_("First level"))
    known: OptText = text_field(N_("We know"))
    unknown: OptText = text_field(N_("We don't know"))
    suspected: OptText = text_field(N_("We suspect"), N_("The hypothesis to test on site"))
    questions: OptText = text_field(N_("Ask"), N_("One question a line"))
    meet: OptText = text_field(N_("Meet"), N_("Whom to meet, one a line"))
    documents: OptText = text_field(N_("Documents wanted"), N_("One a line"))


class Evidence(Record):
    """One statement of what was heard, read, seen or claimed, and the indicators it speaks to."""

    kind: ClassVar[str] = "evidence"
    prefix: ClassVar[str | None] = "E"
    heading: ClassVar[str] = N_("Evidence item")
    main: ClassVar[str] = "statement"

    statement: Text = Field(title=N_("Statement"), min_length=1)
    nature: choices.Nature | None = text_field(N_("Nature"))
    channel: choices.Channel | None = text_field(N_("Channel"))
    interview: Annotated[OptRef, Ref("interview")] = text_field(N_("Interview"))
    stakeholders: Annotated[Codes, Items("stakeholder"), Field(title=N_("Said by"))] = []
    document: Annotated[OptRef, Ref("document")] = text_field(N_("Document"))
    page: OptLine = text_field(N_("Page"))
    self_assessment: Annotated[OptRef, Ref("indicator")] = text_field(N_("Self-assessment on"))
    indicators: Annotated[
        dict[Code, choices.Direction], Items("indicator", "direction"), Field(title=N_("Indicators"))
    ] = {}
    quote: bool | None = text_field(N_("Verbatim quote"))
    quote_permitted: bool | None = text_field(N_("Permission to quote"))
    first_hand: bool | None = text_field(N_("First-hand"))
    confidence: choices.Degree | None = text_field(N_("Confidence"))
    attribution: choices.Attribution | None = text_field(N_("Attribution"))
    good_practice: bool | None = text_field(N_("Good practice"))
    follow_up: bool | None = text_field(N_("Follow up"))
    sensitive: bool | None = text_field(N_("Sensitive"), N_("Special categories of data about a person"))
    withdrawn: bool | None = text_field(N_("Withdrawn"))
    withdrawn_reason: OptLine = text_field(N_("Reason of the withdrawal"))
    recorded_by: Annotated[OptRef, Ref("member")] = text_field(N_("Recorded by"))
    recorded_at: OptMoment = text_field(N_("Recorded at"))
    remarks: Annotated[OptText, TeamOnly()] = text_field(N_("Team-only remarks"))


class Judgement(Record):
    """One peer's own level on one indicator; the code is ``INDICATOR/MEMBER/ROUND``."""

    kind: ClassVar[str] = "judgement"
    heading: ClassVar[str] = N_("Judgement")
    main: ClassVar[str] = "code"

    indicator: IndicatorCode = Field(title=N_("Indicator"))
    member: MemberCode = Field(title=N_("Peer"))
    round: choices.Round = Field(default="before", title=N_("Round"))
    level: Annotated[OptRef, Ref("level")] = text_field(N_("Level"))
    rationale: OptText = text_field(N_("Rationale"))
    evidence: Annotated[Codes, Items("evidence"), Field(title=N_("Evidence"))] = []
    confidence: choices.Degree | None = text_field(N_("Confidence"))
    judged_at: OptMoment = text_field(N_("Judged at"))


class Consensus(Record):
    """The level that the team agrees on for one indicator; the code is the indicator's."""

    kind: ClassVar[str] = "consensus"
    heading: ClassVar[str] = N_("Consensus")
    main: ClassVar[str] = "code"

    level: Annotated[OptRef, Ref("level")] = text_field(N_("Level"))
    rationale: OptText = text_field(N_("Rationale"))
    reason: OptText = text_field(N_("Why it was not assessed"))
    evidence_for: Annotated[Codes, Items("evidence"), Field(title=N_("Evidence for"))] = []
    evidence_against: Annotated[Codes, Items("evidence"), Field(title=N_("Evidence against"))] = []
    outweighed: OptText = text_field(N_("Why the evidence against was outweighed"))
    dissent: Annotated[dict[Code, Text], Items("member", "opinion"), Field(title=N_("Dissent"))] = {}
    confidence: choices.Degree | None = text_field(N_("Confidence"))
    decided_on: OptDay = text_field(N_("Decided on"))
    decided_by: Annotated[Codes, Items("member"), Field(title=N_("Decided by"))] = []
    change: OptText = text_field(N_("What changed since the desk review"))
    remarks: Annotated[OptText, TeamOnly()] = text_field(N_("Team-only remarks"))
