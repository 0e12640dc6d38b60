"""The visit: beginning and ending an interview, taking evidence from it, and moving slots about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from peervisit.i18n import _
from peervisit.service import records
from peervisit.store.review_file import ReviewFile


def moment(review: ReviewFile) -> str:
    """Return now, as the clock on the wall shows it, with its distance from UTC."""
    return review.now().astimezone().replace(microsecond=0).isoformat()


def begin(review: ReviewFile, slot: str) -> str:
    """Return the interview record of a slot; where there is none, one begins now as the slot plans it.

    Raises:
        UnknownCodeError: there is no such slot.
    """
    records.require(review, "slot", slot)
    held = review.connection.execute(
        "SELECT code FROM interview WHERE slot = ? ORDER BY started, code", (slot,)
    ).fetchone()
    if held is not None:
        return str(held[0])
    return record(review, {"slot": slot, "started": moment(review)})


def record(review: ReviewFile, fields: Mapping[str, Any], *, code: str | None = None) -> str:
    """Add an interview record and return its code; what is not said is as its slot plans it.

    Raises:
        RecordError: a field is not acceptable.
        UnknownCodeError: a code named in a field is unknown.
    """
    slot = review.row("slot", str(fields.get("slot") or "")) or {}
    planned = {
        name: slot[name] for name in ("stakeholders", "lead", "note_taker", "language") if slot.get(name)
    }
    if slot:
        planned["interpreted"] = bool(slot["interpreter"])
    return records.add(review, "interview", {**planned, **fields}, code=code)


def end(review: ReviewFile, interview: str) -> None:
    """Say that an interview has ended now, and that its slot is done.

    Raises:
        UnknownCodeError: there is no such interview record.
    """
    row = records.require(review, "interview", interview)
    with review.transaction():
        review.name_step(f"edit interview {interview}")
        if not row["ended"]:
            records.edit(review, "interview", interview, {"ended": moment(review)})
        if row["slot"] and review.exists("slot", row["slot"]):
            records.edit(review, "slot", row["slot"], {"status": "done"})


def take(review: ReviewFile, interview: str, statement: str, fields: Mapping[str, Any]) -> str:
    """Take a statement from the note as evidence: heard, in this interview, recorded by whoever writes, now.

    Raises:
        RecordError: the statement is empty, or a field is not acceptable.
        UnknownCodeError: the interview or a code in a field is unknown.
    """
    records.require(review, "interview", interview)
    known = {
        "statement": statement,
        "channel": "heard",
        "interview": interview,
        "recorded_by": review.log.author,
        "recorded_at": moment(review),
        **fields,
    }
    return records.add(
        review, "evidence", {name: value for name, value in known.items() if value is not None}
    )


def point(review: ReviewFile, evidence: Iterable[str], direction: str) -> None:
    """Say that evidence supports, contradicts or gives context to every indicator it is linked to."""
    with review.transaction():
        for code in evidence:
            review.name_step(f"edit evidence {code}")
            row = records.require(review, "evidence", code)
            links = dict.fromkeys(row["indicators"], direction)
            records.edit(review, "evidence", code, {"indicators": links})


def link(review: ReviewFile, evidence: Iterable[str], indicator: str, direction: str = "supports") -> None:
    """Link items of evidence to an indicator, as one step.

    Raises:
        UnknownCodeError: an item of evidence or the indicator is unknown.
    """
    codes = list(evidence)
    with review.transaction():
        review.name_step(f"link evidence {codes[0] if len(codes) == 1 else len(codes)}")
        for code in codes:
            records.link(review, "evidence", code, "indicators", indicator, direction)


def promise(review: ReviewFile, interview: str, title: str) -> str:
    """Keep that a document was promised in an interview; return its code.

    Raises:
        UnknownCodeError: there is no such interview record.
    """
    records.require(review, "interview", interview)
    fields: dict[str, Any] = {"title": title, "status": "promised", "promised_in": interview}
    if review.log.author:
        fields["wanted_by"] = review.log.author
    return records.add(review, "document", fields)


def swap(review: ReviewFile, kind: str, code: str) -> None:
    """Let the two of the pair change places: who leads takes the notes, in a ``slot`` or an ``interview``."""
    row = records.require(review, kind, code)
    records.edit(review, kind, code, {"lead": row["note_taker"], "note_taker": row["lead"]})


def take_over(review: ReviewFile, interview: str, member: str) -> None:
    """Let somebody who came in for one of the pair take the notes from now on.

    Raises:
        UnknownCodeError: the interview or the member is unknown.
    """
    records.edit(review, "interview", interview, {"note_taker": member})


def cancel(review: ReviewFile, slot: str) -> bool:
    """Cancel a slot, or plan a cancelled one again; return whether it is cancelled now."""
    row = records.require(review, "slot", slot)
    off = row["status"] != "cancelled"
    records.edit(review, "slot", slot, {"status": "cancelled" if off else "planned"})
    return bool(off)


def exchange(review: ReviewFile, slot: str, other: str) -> None:
    """Let two slots change places: each takes the day, the time and the room of the other.

    Raises:
        UnknownCodeError: there is no such slot.
    """
    rows = {code: records.require(review, "slot", code) for code in (slot, other)}
    with review.transaction():
        review.name_step(f"edit slot {slot}")
        for code, taken in ((slot, rows[other]), (other, rows[slot])):
            fields = {name: taken[name] for name in ("day", "start", "end", "room")}
            records.edit(review, "slot", code, fields)


def fill(review: ReviewFile, slot: str, *, people: Iterable[str] = (), questions: Iterable[str] = ()) -> None:
    """Make an interview of a buffer slot: with these people, on these questions and what they are about.

    Raises:
        UnknownCodeError: the slot, a person or a question is unknown.
    """
    row = records.require(review, "slot", slot)
    met = list(people)
    asked = {code: records.require(review, "question", code) for code in questions}
    focus = [one for held in asked.values() for one in held["indicators"]]
    roles = [records.require(review, "stakeholder", code)["role"] for code in met]
    fields: dict[str, Any] = {
        "stakeholders": list(dict.fromkeys((*row["stakeholders"], *met))),
        "focus": list(dict.fromkeys((*row["focus"], *focus))),
        "status": "planned",
    }
    if row["type"] == "buffer":
        fields["type"] = "interview"
        said = ", ".join(role for role in roles if role)
        fields |= {"title": said} if said else {}
    with review.transaction():
        review.name_step(f"edit slot {slot}")
        records.edit(review, "slot", slot, fields)
        for code in asked:
            records.link(review, "question", code, "slots", slot)


def assign(review: ReviewFile, slot: str, questions: Iterable[str]) -> None:
    """Let exactly these questions be asked in a slot; those that were and are not named lose it.

    Raises:
        UnknownCodeError: the slot or a question is unknown.
    """
    records.require(review, "slot", slot)
    wanted = set(questions)
    held = {
        row[0]
        for row in review.connection.execute("SELECT question FROM question_slots WHERE item = ?", (slot,))
    }
    with review.transaction():
        review.name_step(f"edit slot {slot}")
        for code in sorted(wanted - held):
            records.link(review, "question", code, "slots", slot)
        for code in sorted(held - wanted):
            records.unlink(review, "question", code, "slots", slot)


def ask(
    review: ReviewFile, text: str, *, slot: str | None, indicator: str | None = None, status: str = "open"
) -> str:
    """Keep a question that came up, or a guiding question of the benchmark; return its code."""
    fields: dict[str, Any] = {"text": text, "status": status}
    if review.log.author:
        fields["asked_by"] = review.log.author
    if slot:
        fields["slots"] = [slot]
    if indicator:
        fields["indicators"] = [indicator]
    return records.add(review, "question", fields)


def tick(review: ReviewFile, question: str, status: str, slot: str | None = None) -> None:
    """Say that a question was answered, is left open or is to be asked; from now on it belongs to the slot.

    Raises:
        UnknownCodeError: there is no such question.
    """
    held = records.require(review, "question", question)["slots"]
    fields: dict[str, Any] = {"status": status}
    if slot and slot not in held:
        fields["slots"] = [*held, slot]
    records.edit(review, "question", question, fields)


def collect_questions(review: ReviewFile) -> list[str]:
    """Make a question of each line that a submitted desk review asks and that is no question yet."""
    held = {" ".join(row["text"].split()) for row in review.rows("question").values() if row["text"]}
    made: list[str] = []
    with review.transaction():
        review.name_step("add question " + _("from the desk reviews"))
        for row in review.rows("desk_review").values():
            for line in (row["questions"] or "").splitlines():
                text = " ".join(line.lstrip("-–•* \t").split())
                if text and text not in held:
                    held.add(text)
                    made.append(_question(review, text, row))
    return made


def _question(review: ReviewFile, text: str, desk: Mapping[str, Any]) -> str:
    fields = {
        "text": text,
        "indicators": [desk["indicator"]],
        "asked_by": desk["member"],
        "status": "open",
    }
    return records.add(review, "question", fields)
