"""What the programme screen reads: days, slots by pair, clashes, and what has no slot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from peervisit.i18n import _, date_of, long_day
from peervisit.model.clashes import Clash, clashes, overlap
from peervisit.store.read import Row
from peervisit.store.review_file import ReviewFile

STATUS = {"planned": "·", "confirmed": "✓", "done": "●", "cancelled": "✗"}


@dataclass
class Programme:
    """The whole programme in memory."""

    slots: dict[str, Row] = field(default_factory=dict)
    people: dict[str, Row] = field(default_factory=dict)
    questions: dict[str, Row] = field(default_factory=dict)
    interviews: dict[str, str] = field(default_factory=dict)
    """Slot to its interview record."""
    met: set[str] = field(default_factory=set)
    found: list[Clash] = field(default_factory=list)

    def clashes_of(self, slot: str) -> list[Clash]:
        """Return the clashes that a slot is part of."""
        return [one for one in self.found if slot in (one.first, one.second)]

    def questions_of(self, slot: str) -> list[str]:
        """Return what is asked in a slot."""
        return [code for code, row in self.questions.items() if slot in row["slots"]]

    @property
    def days(self) -> dict[str, list[Row]]:
        """Return the slots by day, in order of time; those without a day come last."""
        ordered = sorted(self.slots.values(), key=_order)
        found: dict[str, list[Row]] = {}
        for row in ordered:
            found.setdefault(row["day"] or "", []).append(row)
        return found

    @property
    def pairs(self) -> list[str]:
        """Return the pairs in order."""
        return sorted({row["pair"] for row in self.slots.values() if row["pair"]})

    @property
    def homeless(self) -> list[str]:
        """Return the open questions that no slot and no document is to answer."""
        off = {code for code, row in self.slots.items() if row["status"] == "cancelled"}
        return [
            code
            for code, row in self.questions.items()
            if row["status"] in (None, "open") and not set(row["slots"]) - off and not row["document"]
        ]

    @property
    def unmet(self) -> list[str]:
        """Return the people who are in no slot and were in no interview."""
        planned = {
            code
            for row in self.slots.values()
            if row["status"] != "cancelled"
            for code in row["stakeholders"]
        }
        return [
            code
            for code, row in self.people.items()
            if code not in planned and code not in self.met and not row["withdrawn"]
        ]


def read_programme(review: ReviewFile) -> Programme:
    """Return the programme."""
    run = review.connection.execute
    found = Programme(review.rows("slot"), review.rows("stakeholder"), review.rows("question"))
    found.interviews = dict(
        run("SELECT slot, min(code) FROM interview WHERE slot IS NOT NULL GROUP BY slot").fetchall()
    )
    found.met = {row[0] for row in run("SELECT DISTINCT item FROM interview_stakeholders")}
    found.found = clashes(found.slots.values())
    return found


def blocks_of_time(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield the slots of a day in groups of those that run at the same time."""
    group: list[Row] = []
    for row in rows:
        if group and not any(overlap(row, one) for one in group):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def day_title(day: str) -> str:
    """Return a day as people say it."""
    if not day:
        return _("Without a day")
    held = date_of(day)
    if held is None:
        return day
    names = (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
    )  # fmt: skip
    return f"{names[held.weekday()]} {long_day(day)}"


def clash_text(clash: Clash, other_than: str = "") -> str:
    """Return a clash in words."""
    said = {
        "person": _("{who} is to be met"),
        "peer": _("{who} is needed"),
        "interpreter": _("interpreter {who} is needed"),
        "room": _("room {who} is needed"),
    }[clash.what].format(who=clash.who)
    others = [one for one in (clash.first, clash.second) if one != other_than]
    return _("{what} at the same time in {slots}").format(what=said, slots=", ".join(others))


def times(row: Row) -> str:
    """Return when a slot begins and ends."""
    if not row["start"]:
        return _("no time")
    return f"{row['start']}–{row['end']}" if row["end"] else row["start"]


def pair_of(row: Row) -> str:
    """Return the letter of the pair and its two members."""
    two = "/".join(one for one in (row["lead"], row["note_taker"]) if one)
    return " ".join(one for one in (row["pair"], two) if one)


def alone(row: Row) -> bool:
    """Whether one peer is to lead and to take the notes; in a slot that is not held nobody is."""
    return bool(row["lead"]) and row["lead"] == row["note_taker"] and row["status"] != "cancelled"


def _order(row: Row) -> tuple[str, str, str, str]:
    return (row["day"] or "9999", row["start"] or "99", row["pair"] or "", row["code"])
