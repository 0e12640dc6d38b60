"""What consent does not allow is nowhere in the package, whatever part one looks into."""

from __future__ import annotations

from pathlib import Path

import pytest

from peervisit.model.attribution import Attributor, Edition
from peervisit.model.data import ReviewData
from peervisit.model.synthesis import Conclusion
from peervisit.report import write_report
from tests.builders import a_review, agreed, heard, people, person
from tests.report.reading import everything
from tests.report.synthetic import big_review


def hidden_names(data: ReviewData, edition: Edition) -> list[str]:
    """Return the names that may not appear in an edition."""
    who = Attributor(data, edition)
    found = []
    for one in data.stakeholder.values():
        source = who.person(one)
        if one.name and (source is None or source.name is None):
            found.append(one.name)
    return found


@pytest.mark.parametrize("edition", ["host", "team"])
def test_no_name_of_somebody_who_may_not_be_named_is_in_the_package(
    review: ReviewData, written: dict[Edition, Path], edition: Edition
) -> None:
    """Names without consent are in no part: text, properties, bookmarks, descriptions, workbook."""
    names = hidden_names(review, "host") if edition == "host" else [_withdrawn(review)]
    package = everything(written[edition])

    assert names
    assert [] == [name for name in names if name in package]


def _withdrawn(data: ReviewData) -> str:
    return next(one.name or "" for one in data.stakeholder.values() if one.withdrawn)


def test_a_name_that_may_be_told_is_told(review: ReviewData, written: dict[Edition, Path]) -> None:
    """Who agreed to be named is named in the host's edition, so that the search above finds names at all."""
    who = Attributor(review, "host")
    sources = [who.person(one) for one in review.stakeholder.values()]
    told = [source.name for source in sources if source and source.name]

    assert any(name in everything(written["host"]) for name in told)


@pytest.mark.parametrize("secret", ["TEAMSECRET", "DESKSECRET", "@secret.example", "Coordinata"])
def test_what_is_for_the_team_only_is_not_in_the_host_edition(
    written: dict[Edition, Path], secret: str
) -> None:
    """Team-only remarks, interview notes, desk reviews and contacts never leave the team (R14)."""
    assert secret not in everything(written["host"])


def test_the_team_edition_holds_the_remarks(written: dict[Edition, Path]) -> None:
    """Remarks and desk reviews are in the team edition."""
    package = everything(written["team"])

    assert "TEAMSECRET consensus 0" in package
    assert "DESKSECRET" in package


def test_evidence_that_may_not_be_shown_is_not_there(
    review: ReviewData, written: dict[Edition, Path]
) -> None:
    """Neither the code nor the bookmark of withheld evidence is in the host's edition."""
    who = Attributor(review, "host")
    held = [code for code, item in review.evidence.items() if not who.evidence(item).shown]
    package = everything(written["host"])

    assert held
    assert [] == [code for code in held if f">{code}<" in package or f"[{code}]" in package]


@pytest.mark.parametrize(
    "typed",
    [
        "{name} said so",
        "as {upper} told us",
        "Ms {last} agreed",
        "see {last}, {first}",
        "{first}\n{last} nodded",
        "mail to {contact}",
    ],
)
def test_a_withheld_name_vanishes_from_what_somebody_typed(tmp_path: Path, typed: str) -> None:
    """A name that slipped into a free text is withheld there too, in the host's edition."""
    name = "Zdzisława Brzęczyszczykiewicz"
    first, last = name.split()
    words = typed.format(name=name, upper=name.upper(), first=first, last=last, contact="zb@city.example")
    someone = person("AR-I1", "civil-society", name=name, contact="zb@city.example")
    data = a_review(
        someone,
        *people("civil-society", 3, start=2),
        heard("AR-E1", "AR-I1", statement=words),
        agreed(rationale=words, evidence_for=["AR-E1"], dissent={"AR": words}),
        Conclusion(code="AR-C1", title=words.split("\n")[0], text=words, evidence=["AR-E1"]),
        city=words.replace("\n", " "),
        summary=words,
    )
    write_report(data, tmp_path / "r.docx", edition="host", language="en")
    package = everything(tmp_path / "r.docx").casefold()

    assert last.casefold() not in package
    assert "zb@city.example" not in package


def test_a_common_last_name_is_left_in_other_words(tmp_path: Path) -> None:
    """A last name that is also a word of the review stays where nobody is addressed by it."""
    data = a_review(
        person("AR-I1", name="Anna Berg"),
        *people("civil-society", 3, start=2),
        heard("AR-E1", "AR-I1", statement="The Berg district waits. It lies on a berg."),
    )
    write_report(data, tmp_path / "r.docx", edition="host", language="en")

    assert "The Berg district waits." in everything(tmp_path / "r.docx")


def test_groups_too_small_are_not_named(tmp_path: Path) -> None:
    """A group of which one person was met does not appear, neither in tables nor as a source."""
    small = big_review(evidence=40, recommendations=2, people=7)
    write_report(small, tmp_path / "r.docx", edition="host", language="en")
    package = everything(tmp_path / "r.docx")

    assert "migrant organisation" not in package.replace("migrant organisations", "").lower()
