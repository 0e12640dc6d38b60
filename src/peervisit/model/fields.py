"""The kinds of fields that records are made of, and what the store and the screens need to know of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from peervisit.model import typed
from peervisit.model.text import clean, clean_line


@dataclass(frozen=True, slots=True)
class Ref:
    """The field names another record by its code; or an ``indicator``, ``tier`` or ``level`` by its."""

    kind: str


@dataclass(frozen=True, slots=True)
class Items:
    """The field is a set, or a mapping, whose entries are changed one by one.

    Each entry is a change of its own (``indicators.GG-AMB-1``), so that two people who add different
    entries do not disagree. The readable table is ``<kind>_<field>`` with the record's code in a column
    named after its kind, the entry in ``item`` and, for a mapping, the value in ``value``.
    """

    item: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """The field has a strict form; the example says which."""

    example: str


class Personal:
    """The field names a person: kept in the table ``person``, apart from everything else (R13)."""


class Long:
    """The field holds free text of any length, shown in a text area and searched."""


class TeamOnly:
    """The field never leaves the team edition (R14)."""


def _empty_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _cleaned(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


def _cleaned_line(value: Any) -> Any:
    return clean_line(value) if isinstance(value, str) else value


def _moment(value: str) -> str:
    datetime.fromisoformat(value)
    return value


def _sorted_set(values: list[str]) -> list[str]:
    return sorted(set(values))


# Cleaned before anything else looks at it: half a surrogate pair is not a string to pydantic.
Line = Annotated[str, BeforeValidator(_cleaned_line)]
Text = Annotated[str, BeforeValidator(_cleaned), Long()]
OptLine = Annotated[Line | None, BeforeValidator(_empty_is_none)]
OptText = Annotated[Text | None, BeforeValidator(_empty_is_none), Long()]
DAY = Form("2026-05-12")
Day = Annotated[
    str,
    Field(pattern=r"^\d{4}-\d{2}-\d{2}$"),
    AfterValidator(_moment),
    BeforeValidator(typed.day),
    DAY,
]
OptDay = Annotated[Day | None, BeforeValidator(_empty_is_none)]
Clock = Annotated[
    str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$"), BeforeValidator(typed.clock), Form("14:30")
]
OptClock = Annotated[Clock | None, BeforeValidator(_empty_is_none)]
MOMENT = Form("2026-05-12T14:30")
Moment = Annotated[str, AfterValidator(_moment), BeforeValidator(typed.moment), MOMENT]
OptMoment = Annotated[Moment | None, BeforeValidator(_empty_is_none)]
Code = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(clean_line)]
IndicatorCode = Annotated[Code, Ref("indicator")]
LevelId = Annotated[Code, Ref("level")]
MemberCode = Annotated[Code, Ref("member")]
OptRef = Annotated[str | None, BeforeValidator(_empty_is_none)]
"""The code of another record, if any; the field says of which kind: ``Annotated[OptRef, Ref("slot")]``."""
Codes = Annotated[list[Code], AfterValidator(_sorted_set)]
"""A set of codes in order; the field says of which kind: ``Annotated[Codes, Items("indicator")]``."""


class Record(BaseModel):
    """One record of the review: its code, and the fields of its kind."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, frozen=True)

    kind: ClassVar[str]
    prefix: ClassVar[str | None] = None
    """The letter in the codes of this kind (``AR-E14``); None where the code has a meaning of its own."""
    heading: ClassVar[str]
    """What one record of this kind is called, in English, for the catalogue."""
    main: ClassVar[str]
    """The field that tells a person which record it is."""

    code: Code


def text_field(title: str, hint: str = "", **extra: Any) -> Any:
    """Return a field that may be empty, with its title and a hint for whoever fills it in."""
    return Field(default=None, title=title, description=hint or None, **extra)
