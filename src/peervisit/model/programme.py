"""The visit: slots, questions, interview records, documents, and the evening debriefs."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from peervisit.i18n import N_
from peervisit.model import choices
from peervisit.model.fields import (
    Code,
    Codes,
    Items,
    Moment,
    OptClock,
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


class Slot(Record):
    """One place in the programme: who is met, when, where, by which pair, about which indicators."""

    kind: ClassVar[str] = "slot"
    prefix: ClassVar[str | None] = "S"
    heading: ClassVar[str] = N_("Slot")
    main: ClassVar[str] = "title"

    number: int | None = text_field(N_("Number"), ge=0, le=9999)
    title: OptLine = text_field(N_("Title"))
    day: OptDay = text_field(N_("Day"))
    start: OptClock = text_field(N_("Start"))
    end: OptClock = text_field(N_("End"))
    room: OptLine = text_field(N_("Room"))
    type: choices.SlotType | None = text_field(N_("Kind of slot"))
    status: choices.SlotStatus | None = text_field(N_("Status"))
    stakeholders: Annotated[Codes, Items("stakeholder"), Field(title=N_("People"))] = []
    pair: OptLine = text_field(N_("Pair"))
    lead: Annotated[OptRef, Ref("member")] = text_field(N_("Leads the interview"))
    note_taker: Annotated[OptRef, Ref("member")] = text_field(N_("Takes the notes"))
    interpreter: OptLine = text_field(N_("Interpreter"), N_("Initials or service, never a private person"))
    language: OptLine = text_field(N_("Language"))
    focus: Annotated[Codes, Items("indicator"), Field(title=N_("Focus indicators"))] = []
    remarks: Annotated[OptText, TeamOnly()] = text_field(N_("Team-only remarks"))


class Question(Record):
    """Something the team wants to know, from the moment it is thought of until it is answered."""

    kind: ClassVar[str] = "question"
    prefix: ClassVar[str | None] = "Q"
    heading: ClassVar[str] = N_("Question")
    main: ClassVar[str] = "text"

    text: Text = Field(title=N_("Question"))
    indicators: Annotated[Codes, Items("indicator"), Field(title=N_("Indicators"))] = []
    asked_by: Annotated[OptRef, Ref("member")] = text_field(N_("Asked by"))
    to_whom: OptLine = text_field(N_("To whom"))
    groups: Annotated[Codes, Items("group"), Field(title=N_("Groups that can answer"))] = []
    slots: Annotated[Codes, Items("slot"), Field(title=N_("Slots"))] = []
    document: Annotated[OptRef, Ref("document")] = text_field(N_("Document that may answer it"))
    status: choices.QuestionStatus | None = text_field(N_("Status"))
    answer: OptText = text_field(N_("Answer"))


class InterviewRecord(Record):
    """What was said or seen in one slot, without interpretation, confirmed by each of the pair (R10)."""

    kind: ClassVar[str] = "interview"
    prefix: ClassVar[str | None] = "N"
    heading: ClassVar[str] = N_("Interview record")
    main: ClassVar[str] = "slot"

    slot: Annotated[OptRef, Ref("slot")] = text_field(N_("Slot"))
    started: OptMoment = text_field(N_("Started"))
    ended: OptMoment = text_field(N_("Ended"))
    stakeholders: Annotated[Codes, Items("stakeholder"), Field(title=N_("Who was there"))] = []
    lead: Annotated[OptRef, Ref("member")] = text_field(N_("Led by"))
    note_taker: Annotated[OptRef, Ref("member")] = text_field(N_("Notes by"))
    language: OptLine = text_field(N_("Language"))
    interpreted: bool | None = text_field(N_("Interpreted"))
    notes: OptText = text_field(N_("Notes"), N_("What was said or seen, without interpretation"))
    key_messages: OptText = text_field(N_("Key messages"))
    remarks: Annotated[OptText, TeamOnly()] = text_field(N_("Team-only remarks"))
    confirmed: Annotated[
        dict[Code, Moment], Items("member", "confirmed_at"), Field(title=N_("Confirmed by"))
    ] = {}


class Document(Record):
    """Something to read, from the moment it is wanted."""

    kind: ClassVar[str] = "document"
    prefix: ClassVar[str | None] = "D"
    heading: ClassVar[str] = N_("Document")
    main: ClassVar[str] = "title"

    title: OptLine = text_field(N_("Title"))
    author: OptLine = text_field(N_("Author"), N_("Body that issued it"))
    dated: OptLine = text_field(N_("Date"), N_("As printed on it: 2024, 2024-05, 2024-05-17"))
    type: choices.DocumentType | None = text_field(N_("Kind of document"))
    language: OptLine = text_field(N_("Language"))
    public: bool | None = text_field(N_("Public"))
    host: bool | None = text_field(N_("Issued by the host"))
    status: choices.DocumentStatus | None = text_field(N_("Status"))
    wanted_by: Annotated[OptRef, Ref("member")] = text_field(N_("Wanted by"))
    promised_in: Annotated[OptRef, Ref("interview")] = text_field(N_("Promised in"))
    received_on: OptDay = text_field(N_("Received on"))
    link: OptLine = text_field(N_("Link or file name"))
    sha256: OptLine = text_field(N_("SHA-256 of the file"))
    indicators: Annotated[Codes, Items("indicator"), Field(title=N_("Indicators"))] = []
    remarks: Annotated[OptText, TeamOnly()] = text_field(N_("Team-only remarks"))


class Debrief(Record):
    """What the team took from one day, and what it changes tomorrow; the code is the day."""

    kind: ClassVar[str] = "debrief"
    heading: ClassVar[str] = N_("Debrief")
    main: ClassVar[str] = "code"

    notes: OptText = text_field(N_("What we heard today"))
    tomorrow: OptText = text_field(N_("What we change tomorrow"))
    focus: Annotated[Codes, Items("indicator"), Field(title=N_("Focus for tomorrow"))] = []
