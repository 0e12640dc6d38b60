"""The evening debrief and the coverage board as services: what is new, thin, contradictory, next."""

from __future__ import annotations

from typing import Any

import pytest

from peervisit.errors import PeervisitError
from peervisit.model.data import ReviewData
from peervisit.model.programme import Debrief, Document, Question
from peervisit.service.coverage import Coverage, cell_text, evening, signs
from peervisit.service.debriefing import as_data, debriefing_of, lines
from tests.builders import a_review, heard, interview, peer, person, read, slot

FIRST, SECOND = "2024-04-08", "2024-04-09"


def visit(*more: Any) -> ReviewData:
    """Return two days of a visit: on the first, pair A hears for and against ``PX-1``."""
    return a_review(
        peer("AR", pair="A"),
        peer("JN", pair="A"),
        person("AR-I1", "media", role="editor"),
        person("AR-I2", "business"),
        slot("AR-S1", "AR-I1", pair="A", lead="AR", note_taker="JN", title="The editor", status="done"),
        slot("AR-S2", "AR-I2", day=SECOND, pair="B", start="09:00", end="10:00", title="The port"),
        slot("AR-S3", day=SECOND, start="08:00", title="Called off", status="cancelled"),
        interview("AR-N1", "AR-I1", slot="AR-S1", confirmed={"AR": f"{FIRST}T18:00:00Z"}),
        heard("AR-E1", interview="AR-N1", follow_up=True),
        heard("AR-E2", direction="contradicts", recorded_by="JN", recorded_at=f"{FIRST}T22:00:00+02:00"),
        heard("AR-E3", on="QX-1", recorded_by="XX", recorded_at=f"{SECOND}T09:00:00Z"),
        heard("AR-E4", direction="contradicts", interview="AR-N1", withdrawn=True, withdrawn_reason="wrong"),
        *more,
    )


def codes(entries: Any) -> list[str]:
    """Return the codes of entries."""
    return [entry.code for entry in entries]


def test_the_first_day() -> None:
    """A day shows its own evidence by pair, what contradicts itself in it, and what was not confirmed."""
    told = debriefing_of(visit(Document(code="D1", title="Table", status="promised")), FIRST, SECOND)

    assert {pair: codes(entries) for pair, entries in told.new.items()} == {"A": ["AR-E1", "AR-E2"]}
    assert codes(told.sections["contradictions"]) == ["PX-1"]
    assert told.sections["contradictions"][0].note == "+ AR-E1  − AR-E2"
    assert codes(told.sections["follow_ups"]) == ["AR-E1"]
    assert [(one.code, one.note) for one in told.sections["unconfirmed"]] == [("AR-N1", "08/04/2024: JN")]
    assert codes(told.sections["documents"]) == ["D1"]
    assert told.next_day == SECOND
    assert codes(told.sections["programme"]) == ["AR-S2"]


def test_the_last_day_has_no_tomorrow() -> None:
    """After the last day nothing is planned; without a day the latest one reached is shown."""
    told = debriefing_of(visit(), "", "2024-05-01")

    assert (told.day, told.next_day, told.sections["programme"]) == (SECOND, "", ())
    assert codes(told.new[""]) == ["AR-E3"]
    assert codes(told.sections["unconfirmed"]) == ["AR-N1"]


@pytest.mark.parametrize(
    ("today", "expected"),
    [("2024-04-01", "2024-04-07"), (FIRST, FIRST), (SECOND, SECOND), ("2025-01-01", SECOND)],
)
def test_the_evening_that_is_debriefed(today: str, expected: str) -> None:
    """Before the visit it is the eve, so that a focus for the first day has a place."""
    assert evening(visit(), today) == expected


def test_what_is_no_day_is_refused() -> None:
    """The refusal does not repeat what was typed."""
    with pytest.raises(PeervisitError, match="a day is written as") as refused:
        debriefing_of(visit(), "Anna Rossi", FIRST)

    assert "Rossi" not in str(refused.value)


def test_text_and_data_say_the_same() -> None:
    """Every code of the data is in the text, one line each, line breaks in statements or not."""
    odd = heard("AR-E9", interview="AR-N1", statement="he said [/]\nand left")
    held = Debrief(code=FIRST, notes="Both say so.", tomorrow="Ask the port.", focus=["QY-1"])
    told = debriefing_of(visit(odd, held), FIRST, FIRST)
    text = "\n".join(lines(told))
    data = as_data(told)

    assert "he said [/] and left" in text
    assert "Both say so." in text
    assert "Ask the port." in text
    for name in ("contradictions", "follow_ups", "unconfirmed", "thin", "focus", "programme"):
        assert all(entry["code"] in text for entry in data[name])
    assert [entry["code"] for entry in data["focus"]] == ["QY-1"]


def test_nothing_yet() -> None:
    """A review without a visit has a debrief of today, with everything thin."""
    told = debriefing_of(a_review(), "", FIRST)

    assert (told.day, told.days, told.new) == (FIRST, (FIRST,), {})
    assert len(told.sections["thin"]) == 4
    assert "No new evidence on this day." in list(lines(told))


def found(data: ReviewData, today: str = FIRST) -> Coverage:
    """Return the coverage of a review in memory."""
    from peervisit.model.coverage import board

    return Coverage(data, tuple(board(data)), today)


def test_sides_count_one_source_once() -> None:
    """Folding groups into a side counts independent sources again: one unit in two groups is one source."""
    data = a_review(
        person("AR-I1", "integration-unit", unit="Office"),
        person("AR-I2", "municipal-department", unit="Office"),
        heard("AR-E1", "AR-I1"),
        heard("AR-E2", "AR-I2", direction="contradicts"),
    )
    sides = found(data).folded["PX-1"]

    assert {side: cell_text(cell) for side, cell in sides.items()} == {"municipal-side": "1±"}


def test_a_claim_is_a_sign_without_a_source() -> None:
    """What is no independent source shows only its direction."""
    assert cell_text(None) == ""
    assert signs({"context": 2}) == "="
    assert signs({"supports": 1, "context": 2}) == "+"


def test_pairs_and_days_deal_with_indicators() -> None:
    """A pair and a day keep what is in focus of their slots and what they brought evidence on."""
    data = visit(slot("AR-S4", day=SECOND, pair="B", focus=["QY-1"]), read("AR-E5", "D1", on="PY-1"))
    told = found(data)

    assert told.by_pair == {"A": {"PX-1"}, "B": {"QY-1"}}
    assert told.by_day == {FIRST: {"PX-1"}, SECOND: {"QX-1", "QY-1"}}


def test_the_focus_is_for_the_next_day() -> None:
    """The debrief of an evening holds the focus list for the next day, and its slots are offered."""
    told = found(visit(Debrief(code=FIRST, focus=["PY-1"])))

    assert (told.evening, told.next_day, told.focus) == (FIRST, SECOND, ("PY-1",))
    assert [one.code for one in told.coming] == ["AR-S2"]


def test_people_who_could_tell() -> None:
    """Whoever can tell about an indicator and was not met is offered."""
    data = visit(person("AR-I5", indicators=["PX-1"]), Question(code="Q1", text="?", indicators=["PX-1"]))

    assert found(data).people_to_ask("PX-1") == ["AR-I5"]
    assert found(data).not_met("civil-society") == ["AR-I5"]
