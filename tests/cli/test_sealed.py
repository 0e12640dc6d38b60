"""First levels are given alone (R09): no command shows another's before one's own is handed in."""

from __future__ import annotations

from pathlib import Path

import pytest

from peervisit.service import levels, reviews
from tests.cli.ran import Peervisit

WORD = "unmistakable"


@pytest.fixture
def judged(visit: Path) -> Path:
    """Return the review in which BK has handed in a level and a desk review on GG-AMB-1, and nobody else."""
    with reviews.open_review(visit, member="BK") as review:
        levels.keep_sealed(review, "judgement", "BK", "GG-AMB-1", {"level": "below", "rationale": WORD})
        levels.keep_sealed(review, "desk_review", "BK", "GG-AMB-1", {"suspected": WORD})
        levels.submit(review, "judgement", "BK")
        levels.submit(review, "desk_review", "BK")
    return visit


LOOKS = (
    ("show", "{file}", "GG-AMB-1"),
    ("show", "{file}", "GG-AMB-1/BK/before"),
    ("show", "{file}", "GG-AMB-1/BK"),
    ("search", "{file}", WORD),
    ("search", "{file}", WORD, "--kind", "judgement"),
    ("history", "{file}"),
    ("history", "{file}", "GG-AMB-1/BK/before"),
    ("consensus", "list", "{file}"),
)


@pytest.mark.parametrize("look", LOOKS, ids=" ".join)
def test_hidden_from_who_has_not_judged(peervisit: Peervisit, judged: Path, look: tuple[str, ...]) -> None:
    """A peer who has not handed in sees neither the level nor the reasons of another."""
    ran = peervisit(*(part.format(file=judged) for part in look), "--as", "CD")

    assert WORD not in ran.out + ran.err
    assert "below" not in ran.out
    assert "▼" not in ran.out


@pytest.mark.parametrize("look", LOOKS, ids=" ".join)
def test_shown_to_who_has_judged(peervisit: Peervisit, judged: Path, look: tuple[str, ...]) -> None:
    """Who has handed in on the indicator sees the others' levels and reasons."""
    with reviews.open_review(judged, member="CD") as review:
        for kind in ("judgement", "desk_review"):
            levels.keep_sealed(review, kind, "CD", "GG-AMB-1", {"level": "par"})
            levels.submit(review, kind, "CD")
    ran = peervisit(*(part.format(file=judged) for part in look), "--as", "CD")

    assert ran.status == 0
    assert WORD in ran.out or "BK▼" in ran.out


def test_who_uses_the_copy_looks(peervisit: Peervisit, judged: Path) -> None:
    """Without --as it is whoever uses the copy who looks."""
    assert peervisit("use", judged, "CD").status == 0
    assert WORD not in peervisit("search", judged, WORD).out
    assert peervisit("use", judged, "BK").status == 0
    assert WORD in peervisit("search", judged, WORD).out


def test_sealed_is_in_no_output(peervisit: Peervisit, visit: Path) -> None:
    """What is not handed in is in no list but one's own, in no export and in no history."""
    judge = ("GG-AMB-1", "below", "--rationale", WORD, "--as", "BK")
    assert peervisit("judge", visit, *judge).status == 0

    everywhere = [
        peervisit(*command, "--as", "AR") if viewer else peervisit(*command)
        for viewer, command in (
            (True, ("show", visit, "GG-AMB-1")),
            (True, ("search", visit, WORD)),
            (True, ("history", visit)),
            (True, ("judge", "list", visit)),
            (False, ("export", visit, "-")),
        )
    ]
    assert [0] * 5 == [ran.status for ran in everywhere]
    assert not any(WORD in ran.out for ran in everywhere)
    assert WORD in peervisit("judge", "list", visit, "--as", "BK").out


def test_names_are_not_in_the_history(peervisit: Peervisit, heard: Path) -> None:
    """The history says that a name was entered, not which."""
    ran = peervisit("history", heard, "BK-I01")

    assert "Name" in ran.out
    assert "Nowak" not in ran.out + peervisit("history", heard, "--json").out


@pytest.mark.parametrize(
    "words", ["budget plan", "GG-AMB-1", "strategy", '"', "AND OR NOT", "*", "né", "\x00"]
)
def test_search_takes_anything(peervisit: Peervisit, heard: Path, words: str) -> None:
    """Whatever is typed is words to search for, never a mistake."""
    ran = peervisit("search", heard, words, "--json")

    assert ran.status == 0
    assert isinstance(ran.json, list)


def test_search_finds_indicators(peervisit: Peervisit, heard: Path) -> None:
    """An indicator is found by its code, before the records that mention it."""
    assert {"kind": "indicator", "code": "GG-AMB-1"}.items() <= peervisit(
        "search", heard, "gg-amb-1", "--json"
    ).json[0].items()


def test_search_of_an_unknown_kind(peervisit: Peervisit, heard: Path) -> None:
    """A kind that is not there is refused, with those that are."""
    ran = peervisit("search", heard, "plan", "--kind", "evidnce")

    assert ran.status == 1
    assert "evidence" in ran.complaint
