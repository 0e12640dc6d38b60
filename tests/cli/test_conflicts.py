"""The commands that list and settle what copies disagree on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.ran import Peervisit


def test_conflicts(peervisit: Peervisit, copies: tuple[Path, Path]) -> None:
    """Conflicts are listed with both versions, who wrote them, and what both started from."""
    one, other = copies
    none = peervisit("conflicts", one)
    peervisit("merge", one, other)
    told = peervisit("conflicts", one)
    (found,) = peervisit("conflicts", one, "--json").json

    assert (0, "", "no conflicts\n") == (none.status, none.out, none.err)
    assert 3 == told.status
    assert all(
        word in told.out for word in ("1. document AR-D01", "Plan A", "Plan B", "(AR,", "(BK,", "Plan\n")
    )
    assert (1, "Plan") == (found["number"], found["base"])


@pytest.mark.parametrize(
    ("take", "expected"), [("1", None), ("2", None), ("Both, in a row.", "Both, in a row.")]
)
def test_resolve(peervisit: Peervisit, copies: tuple[Path, Path], take: str, expected: str | None) -> None:
    """A conflict is settled with a version by its number, or with another text; undo opens it again."""
    one, other = copies
    peervisit("merge", one, other)
    versions = [version["value"] for version in peervisit("conflicts", one, "--json").json[0]["versions"]]
    ran = peervisit("resolve", one, "1", "--take", take, "--as", "AR")
    title = peervisit("document", "show", one, "AR-D01", "--json").json["title"]

    assert (0, "", "no conflicts left\n") == (ran.status, ran.out, ran.err)
    assert title == (expected or versions[int(take) - 1])
    assert 0 == peervisit("conflicts", one).status
    assert 0 == peervisit("undo", one).status
    assert 3 == peervisit("conflicts", one).status


@pytest.mark.parametrize(("number", "take"), [("2", "1"), ("0", "1"), ("1", "3"), ("-1", "1")])
def test_resolve_refused(peervisit: Peervisit, copies: tuple[Path, Path], number: str, take: str) -> None:
    """A conflict or version of a number that is not there is refused, never taken for a text."""
    one, other = copies
    peervisit("merge", one, other)
    before = peervisit("digest", one).out
    ran = peervisit("resolve", one, number, "--take", take, "--as", "AR")

    assert ran.status in (1, 2)
    assert ran.err
    assert before == peervisit("digest", one).out


@pytest.mark.parametrize(("take", "there"), [("1", True), ("2", False)])
def test_edited_and_deleted(peervisit: Peervisit, copies: tuple[Path, Path], take: str, there: bool) -> None:
    """An edit against a deletion is settled by keeping the record or deleting it, nothing else."""
    one, other = copies
    peervisit("document", "remove", one, "AR-D01", "--as", "AR")
    peervisit("merge", one, other)
    told = peervisit("conflicts", one)
    numbers = [
        str(found["number"])
        for found in peervisit("conflicts", one, "--json").json
        if found["grade"] == "edit-and-delete"
    ]
    text = peervisit("resolve", one, *numbers, "--take", "Plan C", "--as", "AR")
    peervisit("resolve", one, *numbers, "--take", take, "--as", "AR")
    codes = [row["code"] for row in peervisit("document", "list", one, "--json").json]

    assert "keep the record" in told.out
    assert "delete the record" in told.out
    assert 1 == text.status
    assert there is ("AR-D01" in codes)
