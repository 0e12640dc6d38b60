"""What each form asks: its columns, and the record and field that each answer becomes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from peervisit.i18n import N_

Asked = Literal["text", "line", "level", "choice", "day", "documents"]
"""What an answer is read as."""

VERSION = 1
"""The version of the forms: raised when an older program could misread a newer form."""

NO_DATA = N_("no data")
CHOOSE = N_("Choose…")


@dataclass(frozen=True, slots=True)
class Column:
    """One column to fill in; ``titles`` are headers that earlier or other hands gave it."""

    field: str
    title: str
    asked: Asked = "text"
    weight: float = 3.0
    options: tuple[tuple[str, str], ...] = ()
    """For a choice: what is stored, and what the form says."""


@dataclass(frozen=True)
class FormSpec:
    """One form."""

    type: str
    kind: str
    """The kind of record that its answers become."""
    title: str
    told: str
    """The header of the column that tells what is asked."""
    told_weight: float
    columns: tuple[Column, ...]
    purpose: str
    """The first lines of the form: what it is for."""
    steps: tuple[str, ...]
    """How it is filled in, one sentence or two each."""

    @cached_property
    def by_field(self) -> dict[str, Column]:
        """Field to column."""
        return {column.field: column for column in self.columns}


CODE = N_("Code")
_CODES = N_(
    "Please leave the codes in the first column as they are: they bring each answer back to its place. "
    "Rows may stay empty, and cells grow as you type."
)
_LEVEL = N_("Level: choose from the list, or type the word or its symbol.")
_OFFICES = N_("Please name offices and functions rather than private persons.")

SELF_ASSESSMENT = FormSpec(
    "self-assessment",
    "self_assessment",
    N_("Self-assessment"),
    N_("Indicator"),
    4.6,
    (
        Column("level", N_("Level"), "level", 2.5),
        Column("answer", N_("Explanation"), "text", 6.0),
        Column("responsible", N_("Who is responsible"), "line", 2.6),
        Column("documents", N_("Documents"), "documents", 2.8),
        Column("weaknesses", N_("Known weaknesses"), "text", 3.3),
        Column("questions", N_("Questions to the peers"), "text", 3.3),
    ),
    N_(
        "The peers read this before they come. Tell them where you see your city today, what shows it, and "
        "what you would like to learn from them. Weaknesses that you name yourselves are a strength."
    ),
    (
        N_("Please answer every indicator in a few sentences. Where nothing is known, choose “no data”."),
        _LEVEL,
        N_(
            "Documents: one a line, by title. Those that have a code already keep it. Please send the files "
            "along with this form."
        ),
        _OFFICES,
        _CODES,
    ),
)

DESK_REVIEW = FormSpec(
    "desk-review",
    "desk_review",
    N_("Desk review"),
    N_("Indicator, and what the host says"),
    7.6,
    (
        Column("level", N_("Level"), "level", 2.2),
        Column("known", N_("We know"), "text", 3.0),
        Column("unknown", N_("We don't know"), "text", 2.8),
        Column("suspected", N_("We suspect"), "text", 2.8),
        Column("questions", N_("Ask"), "text", 2.8),
        Column("meet", N_("Meet"), "text", 2.1),
        Column("documents", N_("Documents wanted"), "text", 2.2),
    ),
    N_(
        "This is your own first reading, made alone: nobody of the team sees it before they have handed in "
        "theirs. What you do not know and what you suspect is worth as much here as what you know."
    ),
    (
        _LEVEL,
        N_("We suspect: a hypothesis that the visit can test."),
        N_("Ask, meet, documents wanted: one a line. They become the programme of the visit."),
        _OFFICES,
        _CODES,
    ),
)

COMMENTS = FormSpec(
    "comments",
    "comment",
    N_("Comments on the draft report"),
    N_("What the draft says"),
    9.0,
    (
        Column("text", N_("Your comment: which fact is not right, and what is"), "text", 8.5),
        Column("author", N_("By (office or function)"), "line", 2.8),
    ),
    N_(
        "Please check the facts. Each comment is answered: accepted with the correction, or declined with a "
        "reason that stands in the report. Facts are yours to correct; the levels are the team's."
    ),
    (
        N_("Write only where something is not right; empty rows mean that you have no comment."),
        N_("Say where the right figure or fact can be found, so that the team can follow it."),
        _OFFICES,
        _CODES,
    ),
)

RESPONSE = FormSpec(
    "response",
    "action",
    N_("Response to the recommendations"),
    N_("Recommendation"),
    6.4,
    (
        Column(
            "response",
            N_("Response"),
            "choice",
            2.3,
            (("accepted", N_("accepted")), ("partly", N_("partly accepted")), ("rejected", N_("declined"))),
        ),
        Column("reason", N_("Reason"), "text", 4.2),
        Column("objective", N_("What will be done"), "text", 5.2),
        Column("owner", N_("Owner"), "line", 3.0),
        Column("end", N_("By when"), "day", 2.2),
    ),
    N_(
        "Please say for each recommendation what becomes of it. This is the beginning of your development "
        "plan, and what the progress review will look at."
    ),
    (
        N_("Response: accepted, partly accepted or declined. Where it is not accepted in full, say why."),
        N_("Owner: the office or function that will see to it."),
        N_("By when: a day, or a month and a year. Several actions: copy the row, and keep its code."),
        _CODES,
    ),
)

FORMS: dict[str, FormSpec] = {one.type: one for one in (SELF_ASSESSMENT, DESK_REVIEW, COMMENTS, RESPONSE)}
"""Each form by its name on the command line."""
