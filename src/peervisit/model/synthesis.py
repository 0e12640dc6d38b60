"""What the team tells the host: conclusions, recommendations, good practices, context; and what follows."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from peervisit.i18n import N_
from peervisit.model import choices
from peervisit.model.fields import (
    Codes,
    Items,
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


class Conclusion(Record):
    """A strength or a challenge that the evidence shows (R02: it cites evidence)."""

    kind: ClassVar[str] = "conclusion"
    prefix: ClassVar[str | None] = "C"
    heading: ClassVar[str] = N_("Conclusion")
    main: ClassVar[str] = "title"

    type: choices.ConclusionType | None = text_field(N_("Strength or challenge"))
    title: OptLine = text_field(N_("Title"))
    text: Text = Field(title=N_("Text"), min_length=1)
    tiers: Annotated[Codes, Items("tier"), Field(title=N_("Pillar or dimension"))] = []
    theme: OptLine = text_field(N_("Theme"))
    indicators: Annotated[Codes, Items("indicator"), Field(title=N_("Indicators"))] = []
    evidence: Annotated[Codes, Items("evidence"), Field(title=N_("Evidence"))] = []
    context: Annotated[Codes, Items("context"), Field(title=N_("Context factors"))] = []
    summary: bool | None = text_field(N_("In the summary"))
    position: int | None = text_field(N_("Position"))
    remarks: Annotated[OptText, TeamOnly()] = text_field(N_("Team-only remarks"))


class Recommendation(Record):
    """What should be done, by whom, and what it rests on (R02: it cites a conclusion)."""

    kind: ClassVar[str] = "recommendation"
    prefix: ClassVar[str | None] = "R"
    heading: ClassVar[str] = N_("Recommendation")
    main: ClassVar[str] = "title"

    title: OptLine = text_field(N_("Title"))
    text: Text = Field(title=N_("What should be done"), min_length=1)
    addressee: OptLine = text_field(N_("By whom"))
    conclusions: Annotated[Codes, Items("conclusion"), Field(title=N_("Conclusions"))] = []
    indicators: Annotated[Codes, Items("indicator"), Field(title=N_("Indicators"))] = []
    type: choices.RecommendationType | None = text_field(N_("Recommendation or suggestion"))
    priority: choices.Degree | None = text_field(N_("Priority"))
    effort: choices.Degree | None = text_field(N_("Effort"))
    horizon: choices.Horizon | None = text_field(N_("Quick win or long haul"))
    peer_city: OptLine = text_field(N_("Peer city that can help"))
    summary: bool | None = text_field(N_("In the summary"))
    position: int | None = text_field(N_("Position"))
    remarks: Annotated[OptText, TeamOnly()] = text_field(N_("Team-only remarks"))


class GoodPractice(Record):
    """Something that works here and that another city could take home."""

    kind: ClassVar[str] = "practice"
    prefix: ClassVar[str | None] = "G"
    heading: ClassVar[str] = N_("Good practice")
    main: ClassVar[str] = "title"

    title: OptLine = text_field(N_("Title"))
    text: Text = Field(title=N_("What"), min_length=1)
    for_whom: OptText = text_field(N_("For whom"))
    results: OptText = text_field(N_("Results"))
    evidence: Annotated[Codes, Items("evidence"), Field(title=N_("Evidence"))] = []
    indicators: Annotated[Codes, Items("indicator"), Field(title=N_("Indicators"))] = []
    conditions: OptText = text_field(N_("Conditions for transfer"))
    host_agrees: bool | None = text_field(N_("Host agrees to be named"))
    contact: OptLine = text_field(N_("Contact"), N_("An office or a function, not a private person"))
    position: int | None = text_field(N_("Position"))


class ContextFactor(Record):
    """Something about the city that explains what was found; it never changes a level."""

    kind: ClassVar[str] = "context"
    prefix: ClassVar[str | None] = "X"
    heading: ClassVar[str] = N_("Context factor")
    main: ClassVar[str] = "text"

    factor: Annotated[OptRef, Ref("factor")] = text_field(N_("Which factor"), N_("From the benchmark's list"))
    text: Text = Field(title=N_("What"), min_length=1)
    indicators: Annotated[Codes, Items("indicator"), Field(title=N_("Indicators affected"))] = []
    evidence: Annotated[Codes, Items("evidence"), Field(title=N_("Evidence"))] = []
    position: int | None = text_field(N_("Position"))


class DevelopmentAction(Record):
    """What the host makes of a recommendation."""

    kind: ClassVar[str] = "action"
    prefix: ClassVar[str | None] = "A"
    heading: ClassVar[str] = N_("Development action")
    main: ClassVar[str] = "objective"

    recommendation: Annotated[OptRef, Ref("recommendation")] = text_field(N_("Recommendation"))
    response: choices.Response | None = text_field(N_("Response"))
    reason: OptText = text_field(N_("Reason"))
    objective: OptText = text_field(N_("Objective"))
    measure: OptText = text_field(N_("Measure"))
    owner: OptLine = text_field(N_("Owner"), N_("An office or a function"))
    budget: OptLine = text_field(N_("Budget"))
    start: OptDay = text_field(N_("Start"))
    end: OptDay = text_field(N_("End"))
    success: OptText = text_field(N_("Measure of success"))
    quick_win: bool | None = text_field(N_("Quick win"))
    status: choices.ActionStatus | None = text_field(N_("Status"))
    progress: OptText = text_field(N_("Progress notes"))


class Comment(Record):
    """A comment by the host on the draft: it corrects facts, never levels (R15)."""

    kind: ClassVar[str] = "comment"
    prefix: ClassVar[str | None] = "K"
    heading: ClassVar[str] = N_("Comment by the host")
    main: ClassVar[str] = "text"

    about: OptLine = text_field(N_("About"), N_("Code of indicator, conclusion or recommendation"))
    text: Text = Field(title=N_("Comment"), min_length=1)
    author: OptLine = text_field(N_("By"), N_("An office or a function"))
    received_at: OptMoment = text_field(N_("Received"))
    status: choices.CommentStatus | None = text_field(N_("Status"))
    correction: OptText = text_field(N_("Correction"))
    reason: OptText = text_field(N_("Reason"))
