"""'conflicts' and 'resolve': lasting numbers, names, rules for all, a look that changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from peervisit.service import merging, records, reviews
from tests.cli.ran import Peervisit

BASE = "The council meets monthly. It has no budget."


@pytest.fixture
def disputed(peervisit: Peervisit, heard: Path) -> Path:
    """Return a review with conflicts on a title, a statement and a deletion."""
    other = heard.with_name("other.peervisit")
    with reviews.open_review(heard, member="AR") as one:
        records.add(one, "evidence", {"statement": BASE}, code="AR-E90")
        for code in ("AR-D91", "AR-D92"):
            records.add(one, "document", {"title": "Plan"}, code=code)
        merging.make_copy(one, other).close()
        records.edit(one, "evidence", "AR-E90", {"statement": BASE.replace("monthly", "weekly")})
        records.edit(one, "document", "AR-D91", {"title": "Plan A"})
        records.remove(one, "document", "AR-D92")
    with reviews.open_review(other, member="BK") as two:
        records.edit(two, "evidence", "AR-E90", {"statement": BASE + " Nobody asks for it."})
        records.edit(two, "document", "AR-D91", {"title": "Plan B"})
        records.edit(two, "document", "AR-D92", {"title": "Plan 2"})
    assert 3 == peervisit("merge", heard, other).status
    return heard


def _number(peervisit: Peervisit, path: Path, code: str) -> str:
    return next(
        str(one["number"]) for one in peervisit("conflicts", path, "--json").json if one["code"] == code
    )


def test_numbers_last(peervisit: Peervisit, disputed: Path) -> None:
    """A number never comes to mean another conflict, even when those before it are settled."""
    numbers = [str(one["number"]) for one in peervisit("conflicts", disputed, "--json").json]
    first = peervisit("resolve", disputed, numbers[0], "--take", "1", "--as", "AR")
    again = peervisit("resolve", disputed, numbers[0], "--take", "1", "--as", "AR")

    assert (3, 1) == (first.status, again.status)
    assert "is settled already" in again.complaint
    assert numbers[1:] == [str(one["number"]) for one in peervisit("conflicts", disputed, "--json").json]


def test_by_name(peervisit: Peervisit, disputed: Path) -> None:
    """Kind, code and field name a conflict as well; a merge is looked at first and taken then."""
    before = peervisit("digest", disputed).out
    name = ("evidence", "AR-E90", "statement")
    look = peervisit("resolve", disputed, *name, "--take", "merge", "--dry-run")
    unchanged = peervisit("digest", disputed).out
    peervisit("resolve", disputed, *name, "--take", "merge", "--as", "BK")
    statement = peervisit("evidence", "show", disputed, "AR-E90", "--json").json["statement"]
    wrong = peervisit("resolve", disputed, *name, "--take", "merge", "--as", "BK")

    assert before == unchanged
    assert "The council meets weekly. It has no budget. Nobody asks for it." in look.out
    assert "The council meets weekly. It has no budget. Nobody asks for it." == statement
    assert 1 == wrong.status
    assert wrong.complaint.endswith("no open conflict on 'statement'")


def test_the_listing(peervisit: Peervisit, disputed: Path) -> None:
    """The list says what was edited in a record that somebody deleted, and what both texts come to."""
    told = peervisit("conflicts", disputed)

    assert "[2] delete the record  (AR" in told.out
    assert "Title: Plan 2" in told.out
    assert "[merge] both together: The council meets weekly." in told.out


@pytest.mark.parametrize(("take", "titles"), [("mine", {"Plan A"}), ("theirs", {"Plan B", "Plan 2"})])
def test_all(peervisit: Peervisit, disputed: Path, take: str, titles: set[str]) -> None:
    """All conflicts take one side, as one step that is undone at once."""
    look = peervisit("resolve", disputed, "--all", "--take", take, "--as", "AR", "--dry-run")
    ran = peervisit("resolve", disputed, "--all", "--take", take, "--as", "AR")
    rows = peervisit("document", "list", disputed, "--json").json
    undone = peervisit("undo", disputed)

    assert (3, 3, 0) == (look.status, len(look.out.splitlines()), ran.status)
    assert titles == {row["title"] for row in rows if row["code"] in ("AR-D91", "AR-D92")}
    assert "settle 3 conflicts" in undone.err
    assert 3 == len(peervisit("conflicts", disputed, "--json").json)


def test_all_of_a_kind(peervisit: Peervisit, disputed: Path) -> None:
    """Of some kinds or one grade only; a rule that does not fit says so and leaves the conflict open."""
    deleted = peervisit(
        "resolve", disputed, "--all", "--take", "delete", "--grade", "edit-and-delete", "--as", "AR"
    )
    merged = peervisit("resolve", disputed, "--all", "--take", "merge", "--as", "AR")
    left = peervisit("conflicts", disputed, "--json").json

    assert (3, 3) == (deleted.status, merged.status)
    assert "not a long text" in merged.err
    assert ["AR-D91"] == [one["code"] for one in left]


@pytest.mark.parametrize(
    "words",
    [
        ("--take", "1"),
        ("1", "2", "--take", "1"),
        ("1", "--all", "--take", "newest"),
        ("1", "--kind", "slot", "--take", "newest"),
        ("x", "--take", "1"),
        ("--all", "--take", "a text"),
        ("--all", "--take", "newest", "--grade", "worse"),
    ],
)
def test_refused(peervisit: Peervisit, disputed: Path, words: tuple[str, ...]) -> None:
    """What is not clear settles nothing."""
    before = peervisit("digest", disputed).out
    ran = peervisit("resolve", disputed, *words, "--as", "AR")

    assert ran.status in (1, 2)
    assert before == peervisit("digest", disputed).out


def test_a_text_that_clashes(peervisit: Peervisit, disputed: Path) -> None:
    """Where both changed one sentence, 'merge' asks for a person, who writes what is right."""
    number = _number(peervisit, disputed, "AR-D91")
    ran = peervisit("resolve", disputed, number, "--take", "merge", "--as", "AR")
    done = peervisit("resolve", disputed, number, "--take", "Plan C", "--as", "AR")

    assert (1, 3) == (ran.status, done.status)
    assert "Plan C" == peervisit("document", "show", disputed, "AR-D91", "--json").json["title"]


def test_worth_a_look(peervisit: Peervisit, heard: Path) -> None:
    """Two who changed different fields of one record at once: said once, until somebody has looked."""
    other = heard.with_name("other.peervisit")
    with reviews.open_review(heard, member="AR") as one:
        records.add(one, "document", {"title": "Plan"}, code="AR-D91")
        merging.make_copy(one, other).close()
    with reviews.open_review(other, member="BK") as two:
        records.edit(two, "document", "AR-D91", {"author": "City"})
    with reviews.open_review(heard, member="AR") as one:
        records.edit(one, "document", "AR-D91", {"title": "Plan A"})
    peervisit("merge", heard, other)
    listed = peervisit("conflicts", heard)
    told = peervisit("conflicts", heard, "--notices")
    (found,) = peervisit("conflicts", heard, "--notices", "--looked", "--json").json

    assert 0 == listed.status
    assert "1 record was changed by two at once" in listed.err
    assert "document AR-D91  AR: Title; BK: Author" in told.out
    assert ["title"] == found["fields"]
    assert "" == peervisit("conflicts", heard, "--notices").out


def test_a_final_report_names_what_is_open(peervisit: Peervisit, disputed: Path, tmp_path: Path) -> None:
    """Written it is, with its marks; each conflict is named with its number and what settles it."""
    conflicts = peervisit("conflicts", disputed, "--json").json
    draft = peervisit("report", disputed, tmp_path / "draft.docx", "--edition", "team")
    final = peervisit("report", disputed, tmp_path / "final.docx", "--edition", "team", "--final")
    for one in conflicts:
        peervisit("resolve", disputed, str(one["number"]), "--take", "1", "--as", "AR")
    settled = peervisit("report", disputed, tmp_path / "final.docx", "--edition", "team", "--final")

    assert (0, 3, 0) == (draft.status, final.status, settled.status)
    assert "provisional, until a conflict is settled: AR-E90, AR-D91, AR-D92" in draft.err
    assert f"{len(conflicts)} conflicts are open in this final report" in final.err
    for one in conflicts:
        line = f"{one['number']}  {one['kind']} {one['code']}, {one['title']}: peervisit resolve "
        assert line in final.err
        assert f" {one['number']} --take N" in final.err
    assert "provisional" not in settled.err


def test_choices_and_levels_in_words(
    peervisit: Peervisit, heard: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Choices and levels are told in the reader's language, and taken as they were told."""
    other = heard.with_name("other.peervisit")
    level = {"rationale": "No budget."}
    with reviews.open_review(heard, member="AR") as one:
        records.add(one, "consensus", {"level": "par", **level}, code="GG-AMB-1")
        merging.make_copy(one, other).close()
        records.edit(one, "stakeholder", "BK-I01", {"consent": "given"})
        records.edit(one, "consensus", "GG-AMB-1", {"level": "above"})
    with reviews.open_review(other, member="BK") as two:
        records.edit(two, "stakeholder", "BK-I01", {"consent": "not-asked"})
        records.edit(two, "consensus", "GG-AMB-1", {"level": "below"})
    peervisit("merge", heard, other)
    monkeypatch.setenv("PEERVISIT_LANGUAGE", "fr")
    told = peervisit("conflicts", heard).out
    peervisit(
        "resolve", heard, "stakeholder", "BK-I01", "consent", "--take", "pas encore demandé", "--as", "AR"
    )
    peervisit("resolve", heard, "consensus", "GG-AMB-1", "level", "--take", "▼ en dessous", "--as", "AR")
    person = peervisit("stakeholder", "show", heard, "BK-I01", "--json").json
    agreed = peervisit("show", heard, "GG-AMB-1", "--json").json

    assert "not-asked" not in told
    assert "▲" in told
    assert ("not-asked", "below") == (person["consent"], agreed["consensus"]["level"])
    assert 0 == peervisit("conflicts", heard).status
