"""What the report says, before any Word is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peervisit import i18n
from peervisit.model.attribution import Edition
from peervisit.model.data import ReviewData
from peervisit.model.fields import Record
from peervisit.model.synthesis import (
    Comment,
    Conclusion,
    ContextFactor,
    DevelopmentAction,
    GoodPractice,
    Recommendation,
)
from peervisit.report.outline import dates
from peervisit.report.outline.blocks import Block, Bullets, Cover, Outline, Paragraph, Section, Table
from peervisit.report.outline.build import build_outline
from peervisit.report.outline.inline import plain_text
from peervisit.report.outline.scope import Scope
from peervisit.report.outline.sourcing import enumeration, sources
from tests.builders import (
    a_review,
    agreed,
    claimed,
    desk,
    document,
    heard,
    interview,
    people,
    read,
    seen,
    self_assessed,
    slot,
)

EN = i18n.translator("en")


def texts(outline: Outline) -> list[str]:
    """Return every paragraph of an outline, cells included."""

    def of(block: Block) -> Iterator[str]:
        if isinstance(block, Paragraph):
            yield plain_text(block.runs)
        elif isinstance(block, Bullets):
            yield from (plain_text(item) for item in block.items)
        elif isinstance(block, Table):
            yield from (plain_text(p) for row in block.rows for cell in row.cells for p in cell.paragraphs)
        elif isinstance(block, Section):
            yield block.title
            for inner in block.blocks:
                yield from of(inner)

    return [text for section in outline.sections for text in of(section)]


def told(*records: Record, edition: Edition = "host", **terms: Any) -> list[str]:
    """Return the paragraphs of the report of a small review."""
    return texts(build_outline(a_review(*records, **terms), edition, "en"))


def met() -> list[Record]:
    """Return three people of each of two groups, whom the team met."""
    who = [*people("municipal-department", 3), *people("migrant-organisation", 3, start=4)]
    return [*who, interview("AR-N1", *(one.code for one in who))]


def test_sources_are_told_by_group() -> None:
    """Two services, one organisation and one document: counted by group, in words."""
    data = a_review(
        *met(),
        document("BK-D1"),
        heard("AR-E1", "AR-I1", "AR-I2"),
        heard("AR-E2", "AR-I4"),
        read("AR-E3", "BK-D1"),
    )
    s = Scope(data, "host", "en")

    assert "two municipal services, one migrant organisation and one document" == sources(s, data.evidence)


def test_what_was_seen_and_claimed_is_told_as_such() -> None:
    """An observation and a claim of the city are no voices."""
    data = a_review(seen("AR-E1"), claimed("AR-E2"))

    assert "what the peers saw in one place and the city’s self-assessment" == sources(
        Scope(data, "host", "en"), data.evidence
    )


def test_a_workshop_in_which_nobody_is_named_is_one_discussion() -> None:
    """What was said among several people, nobody noted by whom, counts once."""
    data = a_review(
        *people("migrant-or-user", 5),
        slot("AR-S1", *(f"AR-I{n}" for n in range(1, 6)), type="workshop"),
        interview("AR-N1", *(f"AR-I{n}" for n in range(1, 6)), slot="AR-S1"),
        heard("AR-E1", interview="AR-N1"),
    )

    assert "one group discussion" == sources(Scope(data, "host", "en"), ["AR-E1"])


def test_disagreement_dissent_and_differences_are_told() -> None:
    """Who says otherwise, why it weighed less, who dissents, and what differs from what was expected."""
    found = told(
        *met(),
        heard("AR-E1", "AR-I1"),
        heard("AR-E2", "AR-I4", direction="contradicts"),
        self_assessed(level="above"),
        desk("AR", "above"),
        agreed(
            "below",
            evidence_for=["AR-E1"],
            evidence_against=["AR-E2"],
            outweighed="It is older.",
            dissent={"BK": "I saw more."},
        ),
    )

    assert (
        "Sources disagree: evidence to the contrary comes from one migrant organisation [AR-E2]. It is older."
        in found
    )
    assert "Dissent of one of the team:\u00a0I saw more." in found
    assert (
        "The city placed itself higher than the team does. Before the visit, the peers had expected more."
        in found
    )


def test_the_team_edition_says_who_dissents() -> None:
    """The team's own edition gives the initials."""
    found = told(agreed(dissent={"BK": "I saw more."}), edition="team")

    assert "Dissent of BK:\u00a0I saw more." in found


def test_a_level_in_conflict_is_marked_provisional() -> None:
    """What two copies disagree on is marked where it stands and listed with the limits."""
    data = a_review(agreed("par"))
    data.conflicts = frozenset({("consensus", "PX-1", "level")})
    found = texts(build_outline(data, "host", "en", final=True))

    assert any(
        text.startswith("Provisional: two copies of the review say different things") for text in found
    )
    assert "● par (provisional)" in found
    assert "Provisional: two copies of the review still disagree on:\u00a0PX-1" in found


@pytest.mark.parametrize(
    "conflict",
    [
        ("self_assessment", "PX-1", "level"),
        ("judgement", "PX-1/AR/before", "level"),
        ("judgement", "PX-1/AR/after", "_deleted"),
        ("desk_review", "PX-1/BK", "level"),
        ("consensus", "PX-1", "rationale"),
    ],
)
@pytest.mark.parametrize("edition", ["host", "team"])
def test_any_level_in_conflict_is_marked(conflict: tuple[str, str, str], edition: Edition) -> None:
    """Also where copies disagree on a single person's level, or the host's, a final report says so."""
    data = a_review(agreed("par"))
    data.conflicts = frozenset({conflict})
    found = texts(build_outline(data, edition, "en", final=True))

    assert any(text.startswith("Provisional: two copies of the review say different") for text in found)
    assert "Provisional: two copies of the review still disagree on:\u00a0PX-1" in found
    assert (conflict[0] == "consensus") == ("● par (provisional)" in found)


SAYS = "Provisional: two copies of the review say different things here"


@pytest.mark.parametrize("edition", ["host", "team"])
@pytest.mark.parametrize(
    ("conflict", "alerts", "marks"),
    [
        (("conclusion", "AR-C1", "text"), 1, ["Jobs. Strong. (AR-C1) (provisional)"]),
        (("conclusion", "AR-C1", "evidence.AR-E1"), 1, ["Jobs. Strong. (AR-C1) (provisional)"]),
        (
            ("recommendation", "AR-R1", "_deleted"),
            1,
            ["Hire. (AR-R1) (provisional)", "Hire (AR-R1) (provisional)", *["Hire (provisional)"] * 2],
        ),
        (("practice", "AR-G1", "results"), 1, ["Desk (AR-G1) (provisional)"]),
        (("context", "AR-X1", "text"), 1, []),
        (("evidence", "AR-E1", "statement"), 0, ["AR-E1 (provisional)"]),
        (("document", "AR-D1", "title"), 0, ["AR-D1 (provisional)"]),
        (("comment", "AR-K1", "correction"), 0, ["AR-K1 (provisional)"]),
        (("slot", "AR-S1", "start"), 0, ["(provisional)"]),
        (("action", "AR-A1", "owner"), 0, ["(provisional)"]),
        (("review", "review", "summary"), 1, []),
        (("review", "review", "mandate"), 1, []),
        (("review", "review", "next_steps"), 1, []),
        (("review", "review", "limits"), 1, []),
    ],
)
def test_every_text_in_conflict_is_marked(
    conflict: tuple[str, str, str], alerts: int, marks: list[str], edition: Edition
) -> None:
    """A final report marks a disputed text wherever it stands, on the cover, and among the limits."""
    data = _synthesis()
    data.conflicts = frozenset({conflict})
    outline = build_outline(data, edition, "en", final=True)
    found = texts(outline)
    listed = [text for text in found if text.startswith("Provisional: two copies of the review still")]

    assert alerts == sum(text.startswith(SAYS) for text in found)
    assert sorted(marks) == sorted(text.strip() for text in found if text.endswith("(provisional)"))
    assert 1 == len(listed)
    assert conflict[0] == "review" or conflict[1] in listed[0]
    assert isinstance(outline.cover, Cover)
    assert "Some of it is provisional" in outline.cover.note


@pytest.mark.parametrize(
    "conflict",
    [
        ("conclusion", "AR-C1", "position"),
        ("conclusion", "AR-C1", "remarks"),
        ("evidence", "AR-E2", "statement"),
        ("document", "AR-D2", "title"),
        ("slot", "AR-S1", "title"),
        ("stakeholder", "AR-I1", "name"),
    ],
)
def test_what_an_edition_does_not_tell_is_not_marked(conflict: tuple[str, str, str]) -> None:
    """A conflict on what only the team reads leaves no trace in the edition for the host."""
    data = _synthesis()
    data.conflicts = frozenset({conflict})
    found = texts(outline := build_outline(data, "host", "en", final=True))

    assert not [text for text in found if "rovisional" in text]
    assert isinstance(outline.cover, Cover)
    assert "" == outline.cover.note


def _synthesis() -> ReviewData:
    about: dict[str, Any] = {"indicators": ["PX-1"]}
    return a_review(
        *people("civil-society", 3),
        agreed("par"),
        heard("AR-E1", "AR-I1"),
        heard("AR-E2", "AR-I1", attribution="background"),
        document("AR-D1", public=True, host=False),
        document("AR-D2", public=False, host=False),
        slot("AR-S1", "AR-I1"),
        Conclusion(code="AR-C1", type="strength", title="Jobs", text="Strong.", remarks="?", **about),
        Recommendation(code="AR-R1", title="Hire", text="Hire more.", conclusions=["AR-C1"]),
        GoodPractice(code="AR-G1", title="Desk", text="One door.", results="Used.", **about),
        ContextFactor(code="AR-X1", text="A port.", **about),
        DevelopmentAction(code="AR-A1", recommendation="AR-R1", owner="Jobs office"),
        Comment(code="AR-K1", about="AR-C1", text="No.", correction="Yes."),
        summary="Short.",
        mandate="Asked.",
        next_steps="Soon.",
        limits="Few.",
    )


def test_an_indicator_without_any_record_has_no_section() -> None:
    """It stands in the table of its chapter, and can be linked to there."""
    found = told()

    assert 0 == sum(text == "No evidence on this indicator is on record." for text in found)


@pytest.mark.parametrize("edition", ["host", "team"])
def test_every_level_is_symbol_and_word(edition: Edition) -> None:
    """No level is told by a symbol alone."""
    found = told(agreed("above"), self_assessed(level="below"), edition=edition)

    assert any("▲ above" in text and "▼ below" in text for text in found)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-05-12", "2026-05-14", "12 to 14 May 2026"),
        ("2026-05-12", "2026-05-12", "12 May 2026"),
        ("2026-04-29", "2026-05-02", "29 April 2026 to 2 May 2026"),
        ("2026-05-12", None, "12 May 2026"),
        (None, None, ""),
        ("in May", None, "in May"),
    ],
)
def test_days_as_people_write_them(first: str | None, last: str | None, expected: str) -> None:
    """The days of a visit are told in one phrase."""
    assert expected == dates.days(EN, first, last)


@given(st.lists(st.text("ab", min_size=1), min_size=1, max_size=6))
def test_an_enumeration_holds_every_part(parts: list[str]) -> None:
    """Always: every part once, and one ``and`` from two parts on."""
    found = enumeration(EN, parts)

    assert parts == found.replace(" and ", ", ").split(", ")
    assert (1 if len(parts) > 1 else 0) == found.count(" and ")


def test_unread_fields_are_told() -> None:
    """A report that leaves out what a newer version wrote says so."""
    data: ReviewData = a_review()
    data.unread = ("evidence AR-E1 mood",)

    assert any("newer version" in text for text in texts(build_outline(data, "host", "en")))
