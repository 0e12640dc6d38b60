"""Inviting, joining and leaving on the command line: what is printed where, and with which status."""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path

import pytest

from peervisit.service import passphrases, records, reviews
from tests.cli.ran import Peervisit
from tests.sync.quick import quick_passphrases


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick_passphrases(monkeypatch)


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """Return a file with a passphrase."""
    path = tmp_path / "words.txt"
    path.write_text("three words, one comma\nand a note\n", encoding="utf-8")
    return path


def test_share_and_join(peervisit: Peervisit, visit: Path, tmp_path: Path, words: Path) -> None:
    """A passphrase from a file makes an invitation and opens it; the copy knows whose it is."""
    given = ("--passphrase-file", words)
    assert peervisit("share", visit, "--member", "BK", tmp_path / "bk.inv", *given).status == 0
    joined = peervisit("join", tmp_path / "bk.inv", tmp_path / "bk.peervisit", *given)

    assert joined.status == 0
    assert "this copy is BK's" in joined.err
    assert joined.out == ""
    assert peervisit("digest", visit).out == peervisit("digest", tmp_path / "bk.peervisit").out
    added = peervisit("document", "add", tmp_path / "bk.peervisit", "--title", "Plan")
    assert added.out == "BK-D01\n"


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "the disk is full; nothing was written; free some space"),
        (errno.EROFS, "check the rights"),
    ],
)
def test_a_stick_that_fails(
    peervisit: Peervisit,
    visit: Path,
    tmp_path: Path,
    words: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    says: str,
) -> None:
    """A full stick or one that may not be written is said with what to do; nothing is left on it."""

    def fails(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(os, "fsync", fails)
    ran = peervisit("share", visit, "--member", "BK", stick / "bk.inv", "--passphrase-file", words)

    assert 1 == ran.status
    assert says in ran.complaint
    assert not list(stick.iterdir())


def test_passphrase_made(peervisit: Peervisit, visit: Path, tmp_path: Path) -> None:
    """Where nobody can be asked, a passphrase is made and is the one line on stdout."""
    shared = peervisit("share", visit, "--member", "BK", tmp_path / "bk.inv")
    (line,) = shared.out.splitlines()
    (tmp_path / "words").write_text(line)

    assert all(word in passphrases.WORDS for word in line.split("-"))
    assert "tell it by phone, never send it along" in shared.err
    assert line not in shared.err
    assert (
        peervisit(
            "join", tmp_path / "bk.inv", tmp_path / "b.peervisit", "--passphrase-file", tmp_path / "words"
        ).status
        == 0
    )


def test_as_json(peervisit: Peervisit, visit: Path, tmp_path: Path, words: Path) -> None:
    """A program reads what came of it; a passphrase that was given is not repeated."""
    made = peervisit("share", visit, "--member", "BK", tmp_path / "1.inv", "--json").json
    given = peervisit(
        "share", visit, "--member", "BK", tmp_path / "2.inv", "--json", "--passphrase-file", words
    ).json
    joined = peervisit(
        "join", tmp_path / "2.inv", tmp_path / "b.peervisit", "--json", "--passphrase-file", words
    ).json

    assert (True, True) == (made["locked"], bool(made["passphrase"]))
    assert given["passphrase"] is None
    assert ("BK", "Genoa") == (joined["member"], joined["city"])
    assert joined["records"]["member"] == 3


def test_wrong_passphrase(peervisit: Peervisit, visit: Path, tmp_path: Path, words: Path) -> None:
    """Another passphrase is answered calmly, with status 1; nothing is made and nothing repeated."""
    peervisit("share", visit, "--member", "BK", tmp_path / "bk.inv", "--passphrase-file", words)
    (tmp_path / "other").write_text("my secret guess")
    ran = peervisit(
        "join", tmp_path / "bk.inv", tmp_path / "b.peervisit", "--passphrase-file", tmp_path / "other"
    )

    assert ran.status == 1
    assert ran.complaint == ("peervisit: bk.inv: not its passphrase, or damaged on its way; nothing was made")
    assert not (tmp_path / "b.peervisit").exists()


def test_nobody_to_ask(peervisit: Peervisit, visit: Path, tmp_path: Path, words: Path) -> None:
    """Without a terminal and without a file, join says where a passphrase may come from."""
    peervisit("share", visit, "--member", "BK", tmp_path / "bk.inv", "--passphrase-file", words)
    ran = peervisit("join", tmp_path / "bk.inv", tmp_path / "b.peervisit")

    assert ran.status == 1
    assert "--passphrase-file" in ran.complaint


@pytest.mark.parametrize("option", ["--passphrase", "--password", "--words"])
def test_never_on_the_command_line(peervisit: Peervisit, visit: Path, tmp_path: Path, option: str) -> None:
    """There is no option that takes the words themselves: others on the laptop could read them."""
    ran = peervisit("share", visit, "--member", "BK", tmp_path / "x.inv", f"{option}=secret")

    assert ran.status == 2
    assert "secret" not in ran.err
    assert not (tmp_path / "x.inv").exists()


class TestTyped:
    """A passphrase typed in a terminal."""

    @pytest.fixture
    def typed(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """Return what is typed, answer by answer; typing nothing is an empty text."""
        answers: list[str] = []
        monkeypatch.setattr("peervisit.cli.unlocking.in_terminal", lambda: True)
        monkeypatch.setattr("getpass.getpass", lambda *_given, **_named: answers.pop(0))
        return answers

    def test_twice(self, peervisit: Peervisit, visit: Path, tmp_path: Path, typed: list[str]) -> None:
        """It is asked for twice when it is set, and once when it is used."""
        typed += ["some good words", "some good words", "some good words"]
        shared = peervisit("share", visit, "--member", "BK", tmp_path / "bk.inv")
        joined = peervisit("join", tmp_path / "bk.inv", tmp_path / "b.peervisit")

        assert (0, "", 0) == (shared.status, shared.out, joined.status)
        assert typed == []

    def test_not_the_same(self, peervisit: Peervisit, visit: Path, tmp_path: Path, typed: list[str]) -> None:
        """A slip makes no invitation that nobody could open."""
        typed += ["some good words", "some god words"]
        ran = peervisit("share", visit, "--member", "BK", tmp_path / "bk.inv")

        assert (1, "peervisit: the two passphrases differ; nothing was made") == (ran.status, ran.complaint)
        assert not (tmp_path / "bk.inv").exists()

    def test_enter(self, peervisit: Peervisit, visit: Path, tmp_path: Path, typed: list[str]) -> None:
        """Enter alone has one made."""
        typed += [""]

        assert peervisit("share", visit, "--member", "BK", tmp_path / "bk.inv").out.count("-") == 6


def test_short(peervisit: Peervisit, visit: Path, tmp_path: Path) -> None:
    """A short passphrase is taken, and said to be one."""
    (tmp_path / "words").write_text("porto")
    ran = peervisit(
        "share", visit, "--member", "BK", tmp_path / "x.inv", "--passphrase-file", tmp_path / "words"
    )

    assert ran.status == 0
    assert "short" in ran.err


def test_without_the_extra(
    peervisit: Peervisit, visit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without ``[secure]`` the invitation is made, and a warning says what it is worth."""
    monkeypatch.setitem(sys.modules, "pyrage", None)
    shared = peervisit("share", visit, "--member", "BK", tmp_path / "bk.inv")
    joined = peervisit("join", tmp_path / "bk.inv", tmp_path / "b.peervisit")
    packed = peervisit("pack", visit, tmp_path / "x.pvc")

    assert "WARNING: the invitation is not locked" in shared.err
    assert (0, "") == (shared.status, shared.out)
    assert "not locked" in joined.err
    assert "pip install 'peervisit[secure]'" in packed.err
    assert peervisit("merge", tmp_path / "b.peervisit", tmp_path / "x.pvc").status == 0


def test_leave(peervisit: Peervisit, visit: Path, tmp_path: Path, words: Path) -> None:
    """What a member who left sends is refused by name; others go on; what it cannot undo is said."""
    given = ("--passphrase-file", words)
    peervisit("use", visit, "AR")
    for code in ("BK", "CD"):
        peervisit("share", visit, "--member", code, tmp_path / f"{code}.inv", *given)
        peervisit("join", tmp_path / f"{code}.inv", tmp_path / f"{code}.peervisit", *given)
        peervisit("document", "add", tmp_path / f"{code}.peervisit", "--title", f"of {code}")
        peervisit("pack", tmp_path / f"{code}.peervisit", tmp_path / f"{code}.pvc")
    assert peervisit("merge", visit, tmp_path / "BK.pvc").status == 0
    left = peervisit("leave", visit, "--member", "BK")
    assert left.status == 0
    assert "what BK had until now stays readable to them" in left.err

    peervisit("document", "add", tmp_path / "BK.peervisit", "--title", "late")
    peervisit("pack", tmp_path / "BK.peervisit", tmp_path / "BK2.pvc")
    for late in ("BK2.pvc", "BK.peervisit"):
        ran = peervisit("merge", visit, tmp_path / late)
        assert ran.status == 1
        assert late in ran.complaint
        assert "of BK after its member had left" in ran.complaint
    assert peervisit("merge", visit, tmp_path / "CD.pvc").status == 0
    peervisit("pack", visit, tmp_path / "AR.pvc")
    refused = peervisit("merge", tmp_path / "BK.peervisit", tmp_path / "AR.pvc")
    assert refused.status == 1
    assert "a key that this copy does not have" in refused.complaint
    assert peervisit("merge", tmp_path / "CD.peervisit", tmp_path / "AR.pvc").status == 0
    assert peervisit("digest", visit).out == peervisit("digest", tmp_path / "CD.peervisit").out
    with reviews.open_review(visit) as review:
        assert {"of BK", "of CD"} == {row["title"] for row in review.rows("document").values()}

    again = peervisit("leave", visit, "--member", "BK")
    assert "peervisit: BK has left already; nothing was changed" == again.complaint
    assert "AR uses this copy" in peervisit("leave", visit, "--member", "AR").complaint


def test_copies(peervisit: Peervisit, visit: Path, tmp_path: Path, words: Path) -> None:
    """Who has a copy is listed, for people and for programs; the key only when it is asked for."""
    assert "no copy is known yet" in peervisit("copies", visit).err
    peervisit("use", visit, "AR")
    peervisit("share", visit, "--member", "BK", tmp_path / "bk.inv", "--passphrase-file", words)
    listed = peervisit("copies", visit).out.splitlines()
    told = peervisit("copies", visit, "--json")
    shown = peervisit("copies", visit, "--show-key")

    assert ["AR", "BK"] == [line.split()[0] for line in listed]
    assert [False, True] == [one["invitation"] for one in told.json if one["member"]]
    assert "SECRET" not in told.out.upper()
    assert "AGE-SECRET-KEY-1" in shown.out
    assert "SECRET" in shown.err


def test_history_says_on_whose_copy(peervisit: Peervisit, visit: Path, tmp_path: Path, words: Path) -> None:
    """An entry that was made in AR's name on BK's copy is shown as that; BK's own is not remarked upon."""
    given = ("--passphrase-file", words)
    peervisit("use", visit, "AR")
    peervisit("share", visit, "--member", "BK", tmp_path / "bk.inv", *given)
    peervisit("join", tmp_path / "bk.inv", tmp_path / "b.peervisit", *given)
    for member in ("AR", "BK"):
        peervisit("document", "add", tmp_path / "b.peervisit", "--title", f"by {member}", "--as", member)
    peervisit("pack", tmp_path / "b.peervisit", tmp_path / "b.pvc")
    peervisit("merge", visit, tmp_path / "b.pvc")

    assert "(on BK's copy)" in peervisit("history", visit, "AR-D01").out
    assert "copy)" not in peervisit("history", visit, "BK-D01").out
    assert {"BK"} == {one["signed_by"] for one in peervisit("history", visit, "BK-D01", "--json").json}


def test_no_name_in_what_is_said(peervisit: Peervisit, visit: Path, tmp_path: Path, words: Path) -> None:
    """Messages on copies carry initials and numbers, never a person's name."""
    with reviews.open_review(visit) as review:
        records.edit(review, "member", "BK", {"name": "Benedikt Koch-Álvarez"})
    said = [
        peervisit("share", visit, "--member", "BK", tmp_path / "bk.inv", "--passphrase-file", words),
        peervisit("join", tmp_path / "bk.inv", tmp_path / "b.peervisit", "--passphrase-file", words),
        peervisit("copies", visit),
        peervisit("leave", visit, "--member", "BK"),
    ]

    assert "Benedikt" not in json.dumps([(ran.out, ran.err) for ran in said])
