"""The people of a review: the team and the host's coordinators, and those whom the team meets."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from peervisit.i18n import N_
from peervisit.model import choices
from peervisit.model.fields import (
    Code,
    Codes,
    Items,
    Line,
    OptDay,
    OptLine,
    OptRef,
    OptText,
    Personal,
    Record,
    Ref,
    TeamOnly,
    text_field,
)


class Member(Record):
    """Somebody of the team or of the host who works on the review; the code is the person's initials."""

    kind: ClassVar[str] = "member"
    heading: ClassVar[str] = N_("Team member")
    main: ClassVar[str] = "name"

    code: Annotated[Code, Field(pattern=r"^[^\W_]{1,6}$", title=N_("Initials"))]
    name: Annotated[OptLine, Personal()] = text_field(N_("Name"))
    city: OptLine = text_field(N_("City"))
    organisation: OptLine = text_field(N_("Organisation"))
    roles: Annotated[Codes, Items("role"), Field(title=N_("Roles"))] = []
    languages: Annotated[Codes, Items("language"), Field(title=N_("Languages"))] = []
    pair: OptLine = text_field(N_("Pair"), N_("Letter of the interview pair, such as A"))
    benchmark_approved: bool | None = text_field(N_("Has approved the benchmark"))
    conflicts: Annotated[
        dict[Code, Line], Items("indicator", "reason"), Field(title=N_("Conflicts of interest"))
    ] = {}


class Stakeholder(Record):
    """Somebody whom the team meets, or might meet; the name is kept apart and can be stripped."""

    kind: ClassVar[str] = "stakeholder"
    prefix: ClassVar[str | None] = "I"
    heading: ClassVar[str] = N_("Stakeholder")
    main: ClassVar[str] = "role"

    name: Annotated[OptLine, Personal()] = text_field(N_("Name"))
    contact: Annotated[OptLine, Personal()] = text_field(N_("Contact"))
    role: OptLine = text_field(N_("Role"))
    organisation: OptLine = text_field(N_("Organisation"))
    group: choices.Group | None = text_field(N_("Group"))
    governance: choices.Governance | None = text_field(N_("Governance level"))
    gender: choices.Gender | None = text_field(N_("Gender"), N_("If given; only for balance"))
    language: OptLine = text_field(N_("Language"))
    unit: OptLine = text_field(N_("Unit"), N_("People of one unit count as one source (R05)"))
    interest: choices.Degree | None = text_field(N_("Interest"))
    influence: choices.Degree | None = text_field(N_("Influence"))
    knowledge: choices.Degree | None = text_field(N_("Knowledge"))
    already_involved: bool | None = text_field(N_("Already involved"))
    consent: choices.Consent | None = text_field(N_("Consent"))
    legal_basis: OptLine = text_field(N_("Legal basis"))
    informed_on: OptDay = text_field(N_("Information given on"))
    attribution: choices.Attribution | None = text_field(
        N_("Attribution"), N_("How the report may point to this person; empty: the review's rule")
    )
    withdrawn: bool | None = text_field(N_("Has withdrawn"))
    withdrawn_on: OptDay = text_field(N_("Withdrawn on"))
    indicators: Annotated[Codes, Items("indicator"), Field(title=N_("Can tell about"))] = []
    remarks: Annotated[OptText, TeamOnly()] = text_field(N_("Team-only remarks"))
    suggested_by: Annotated[OptRef, Ref("member")] = text_field(N_("Suggested by"))
