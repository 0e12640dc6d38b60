"""What is typed after a command: options anywhere, and folders where a file is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.ran import Peervisit


def test_options_before_the_last_word(peervisit: Peervisit, visit: Path, tmp_path: Path) -> None:
    """An option may stand between the review and a word that can be left out."""
    store, words = tmp_path / "stick", tmp_path / "words.txt"
    store.mkdir()
    words.write_text("three of them\n", encoding="utf-8")

    assert 0 == peervisit("sync", visit, "--timeout", 5, "--json", store).status
    assert 0 == peervisit("history", visit, "--limit", 1, "CD").status
    assert "no such backup" in peervisit("restore", visit, "--passphrase-file", words, "none").err


@pytest.mark.parametrize(
    "command",
    [
        ["digest", "."],
        ["doctor", "."],
        ["restore", "/"],
        ["restore", "{visit}", "."],
        ["merge", "{visit}", "{visit}", "/"],
        ["import", "{visit}", "."],
        ["export", "{visit}", "."],
        ["join", ".", "new.peervisit"],
        ["join", "{visit}", ""],
        ["new", ".", "--city", "Gent", "--benchmark", "inti-cities"],
    ],
    ids=" ".join,
)
def test_a_folder_without_a_name(peervisit: Peervisit, visit: Path, command: list[str]) -> None:
    """Where a file is asked for, a folder such as ``.`` is refused in a line that says which word it is."""
    ran = peervisit(*(visit if word == "{visit}" else word for word in command))

    assert 2 == ran.status
    assert "give the name of a file" in ran.complaint
    assert ": : " not in ran.complaint
