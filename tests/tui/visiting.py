"""A small visit for tests: two pairs, a slot with focus indicators, people and a question."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from textual.pilot import Pilot

from peervisit.service import records, reviews
from peervisit.store.review_file import ReviewFile
from peervisit.tui.app import PeervisitApp
from peervisit.tui.screens.notes import NoteScreen


def plan(path: Path) -> None:
    """Put a morning with two parallel slots into a review."""
    with reviews.open_review(path, member="AR") as review:
        review.log.author = "AR"
        for code, role in (("AR-I07", "mayor"), ("AR-I08", "director of housing")):
            records.add(review, "stakeholder", {"role": role, "group": "elected-politician"}, code=code)
        slot: dict[str, Any] = {
            "title": "The mayor",
            "day": "2026-05-12",
            "start": "09:00",
            "end": "10:00",
            "room": "Room 1",
            "status": "planned",
            "type": "interview",
            "pair": "A",
            "lead": "JN",
            "note_taker": "AR",
            "stakeholders": ["AR-I07"],
            "focus": ["GG-AMB-1", "GG-LEA-1"],
        }
        records.add(review, "slot", slot, code="AR-S01")
        other: dict[str, Any] = {
            "title": "Housing",
            "room": "Room 1",
            "pair": "B",
            "lead": "JN",
            "stakeholders": ["AR-I08"],
        }
        other |= {"note_taker": None, "focus": []}
        fields = {name: value for name, value in {**slot, **other}.items() if value is not None}
        records.add(review, "slot", fields, code="AR-S02")
        question = {"text": "Who chairs the group?", "status": "open", "indicators": ["GG-AMB-1"]}
        records.add(review, "question", question, code="AR-Q01")


def begin(path: Path, *people: str) -> str:
    """Begin the interview of the first slot, with other people if named; return its code."""
    with reviews.open_review(path, member="AR") as review:
        review.log.author = "AR"
        from peervisit.service import visit

        code = visit.begin(review, "AR-S01")
        if people:
            records.edit(review, "interview", code, {"stakeholders": list(people)})
        return code


async def in_note(pilot: Pilot[int], code: str) -> NoteScreen:
    """Open the note of an interview as somebody does."""
    await pilot.press("f8")
    await pilot.pause()
    app = pilot.app
    assert isinstance(app, PeervisitApp)
    app.open_code(code)
    await pilot.pause()
    await pilot.press("enter")
    await pilot.pause()
    assert isinstance(app.screen, NoteScreen)
    return app.screen


async def typed(pilot: Pilot[int], text: str) -> None:
    """Type a text key by key."""
    names = {
        " ": "space",
        "\n": "enter",
        "#": "number_sign",
        "-": "minus",
        "@": "at",
        "!": "exclamation_mark",
    }
    names |= {".": "full_stop", "[": "left_square_bracket", "]": "right_square_bracket"}
    await pilot.press(*(names.get(one, one) for one in text))
    await pilot.pause()


def only(review: ReviewFile, kind: str, **fields: object) -> dict[str, Any]:
    """Return the one record of a kind whose fields have these values."""
    found = [
        row for row in review.rows(kind).values() if all(row[name] == value for name, value in fields.items())
    ]
    assert len(found) == 1, found
    return found[0]


def app_of(pilot: Pilot[int]) -> PeervisitApp:
    """Return the app."""
    return cast("PeervisitApp", pilot.app)


def shown(pilot: Pilot[int]) -> str:
    """Return what is on the screen, as text."""
    lines = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in lines)
