"""What is told of a review in which hardly anything has happened yet."""

from __future__ import annotations

from pathlib import Path

from tests.cli.ran import Peervisit


def test_phase_has_its_name(peervisit: Peervisit, visit: Path) -> None:
    """A phase is told by its number and by its name; a number alone says nothing to who reads it."""
    assert "Phase: 0 Terms of the review\n" in peervisit("show", visit).out


def test_nothing_is_said_as_nothing(peervisit: Peervisit, heard: Path) -> None:
    """An indicator without evidence has no evidence yet: it does not have one channel."""
    first = peervisit("coverage", heard).out.splitlines()[1]

    assert first.startswith("GG-AMB-2 ")
    assert "no evidence yet" in first
