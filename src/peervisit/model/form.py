"""The Word forms that were sent out, and what of them came back."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from peervisit.i18n import N_
from peervisit.model import choices
from peervisit.model.fields import (
    Code,
    Items,
    Line,
    OptDay,
    OptLine,
    OptMoment,
    OptRef,
    Record,
    Ref,
    text_field,
)


class Form(Record):
    """A form as it was issued: what stood in it tells what its answers change, and what they cannot know."""

    kind: ClassVar[str] = "form"
    prefix: ClassVar[str | None] = "F"
    heading: ClassVar[str] = N_("Form")
    main: ClassVar[str] = "type"

    type: choices.FormType | None = text_field(N_("Which form"))
    version: int | None = text_field(N_("Version of the form"))
    language: OptLine = text_field(N_("Language"))
    member: Annotated[OptRef, Ref("member")] = text_field(N_("For whom"))
    issued_at: OptMoment = text_field(N_("Issued"))
    due_on: OptDay = text_field(N_("Back by"))
    issued: OptLine = text_field(
        N_("What stood in it"), N_("As JSON: kind, code, field and value; nothing that is sealed")
    )
    returned: Annotated[dict[Code, Line], Items("file", "changes"), Field(title=N_("Returned"))] = {}
    """SHA-256 of each file taken in, to the changes it made: ``session:first-last``, or ``sealed``."""
