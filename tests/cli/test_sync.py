"""``peervisit sync`` as a person gives it: words, remembered store, passwords, exit status."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from peervisit.service import merging, records, reviews
from peervisit.store.review_file import ReviewFile
from peervisit.sync.stores import patience
from tests.cli.ran import Peervisit
from tests.sync.quick import quick_passphrases

SECRET = "correct-horse-battery"


@pytest.fixture
def copies(visit: Path) -> tuple[Path, Path]:
    """Two copies of a review, of AR and of BK, each with an entry of its own."""
    other = visit.with_name("other copy é.peervisit")
    with ReviewFile.open(visit) as first:
        reviews.use_as(first, "AR")
        with merging.make_copy(first, other) as second:
            reviews.use_as(second, "BK")
            records.add(second, "evidence", {"statement": "from BK", "channel": "heard"})
        records.add(first, "evidence", {"statement": "from AR", "channel": "heard"})
    return visit, other


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder on a stick."""
    folder = tmp_path / "stick à l'hôtel"
    folder.mkdir()
    return folder


def test_two_copies_meet_in_a_folder(copies: tuple[Path, Path], stick: Path, peervisit: Peervisit) -> None:
    """What went and what came is said by author, the store is remembered, both copies are alike."""
    first, second = copies
    made = peervisit("sync", first, stick)
    taken = peervisit("sync", second, stick)
    again = peervisit("sync", first)

    assert (0, 0, 0) == (made.status, taken.status, again.status)
    assert "this copy is the first in it" in made.err
    assert "Taken in: nothing new" in made.out
    assert "Taken in: 2 changes (AR 2)" in taken.out
    assert "BK " in again.out
    assert peervisit("digest", first).out == peervisit("digest", second).out


def test_a_program_reads_it_as_json(copies: tuple[Path, Path], stick: Path, peervisit: Peervisit) -> None:
    """Counts, authors, copies and conflicts by name."""
    first, second = copies
    peervisit("sync", first, stick)
    said = peervisit("sync", second, stick, "--json").json

    assert ({"AR"}, 0, None) == (set(said["taken"]["by_author"]), said["waiting"], said["failure"])
    assert {"AR", "BK"} == {copy["member"] for copy in said["copies"].values()}
    assert set(said["last_entries"]) >= {"AR", "BK", "CD"}


def test_conflicts_are_counted_and_told_by_the_status(
    copies: tuple[Path, Path], stick: Path, peervisit: Peervisit
) -> None:
    """Status 3 says that a person is needed."""
    first, second = copies
    for path in copies:
        peervisit("sync", path, stick)
    peervisit("sync", first)
    peervisit("evidence", "edit", first, "AR-E01", "--statement", "one way")
    peervisit("evidence", "edit", second, "AR-E01", "--statement", "another way")
    peervisit("sync", first)

    ran = peervisit("sync", second)

    assert 3 == ran.status
    assert "1 conflict to settle" in ran.err


def test_no_store_no_sync(copies: tuple[Path, Path], tmp_path: Path, peervisit: Peervisit) -> None:
    """Without a store, or in a folder whose parents are missing, nothing is done and the remedy is said."""
    first, _second = copies

    assert (1, True) == ((ran := peervisit("sync", first)).status, "FOLDER-OR-ADDRESS" in ran.complaint)
    lost = peervisit("sync", first, tmp_path / "not" / "mounted" / "store")
    assert (1, True) == (lost.status, "is it mounted" in lost.complaint)
    assert not (tmp_path / "not").exists()


@pytest.mark.parametrize("name", ["notes.txt", "other copy é.peervisit"])
def test_a_file_is_no_store(copies: tuple[Path, Path], name: str, peervisit: Peervisit) -> None:
    """Where a file is given for a folder, that is what is said, and the file stays as it is."""
    first, _second = copies
    first.with_name("notes.txt").write_text("notes", encoding="utf-8")
    before = first.with_name(name).read_bytes()

    ran = peervisit("sync", first, first.with_name(name))

    assert (1, True) == (ran.status, "a file, not a folder" in ran.complaint)
    assert before == first.with_name(name).read_bytes()


def test_an_emptied_store_stops_until_somebody_says_so(
    copies: tuple[Path, Path], stick: Path, peervisit: Peervisit
) -> None:
    """An empty folder in the place of the store is not filled by itself."""
    first, _second = copies
    peervisit("sync", first, stick)
    stick.rename(stick.with_name("aside"))
    stick.mkdir()

    refused = peervisit("sync", first, stick)

    assert (1, [], True) == (refused.status, list(stick.iterdir()), "--begin-again" in refused.complaint)
    assert 0 == peervisit("sync", first, "--begin-again").status
    assert list(stick.iterdir())


def test_a_password_is_kept_only_when_asked_and_never_shown(
    copies: tuple[Path, Path], tmp_path: Path, peervisit: Peervisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither what is printed nor what is remembered holds the password of an address."""
    monkeypatch.setattr(patience, "WAITS", (0.0,))
    first, _second = copies
    address = f"webdav://ana:{SECRET}@127.0.0.1:1/visit"
    password = tmp_path / "password"
    password.write_text(f"{SECRET}\n", encoding="utf-8")

    typed = peervisit("sync", first, address)
    filed = peervisit("sync", first, "webdav://ana@127.0.0.1:1/visit", "--password-file", password)
    asked = peervisit("sync", first, "webdav://ana@127.0.0.1:1/visit")

    assert (1, 1, 1) == (typed.status, filed.status, asked.status)
    assert "can be seen by others" in typed.err
    assert "--password-file" in asked.complaint
    assert not any(SECRET in ran.out + ran.err for ran in (typed, filed, asked))
    with sqlite3.connect(first) as connection:
        kept = connection.execute("SELECT value FROM local UNION ALL SELECT value FROM secret").fetchall()
    connection.close()
    assert not any(SECRET in str(row[0]) for row in kept)


@pytest.fixture
def trio(
    visit: Path, tmp_path: Path, peervisit: Peervisit, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, Path, Path]:
    """Copies of AR, BK and CD, made by invitation, that know one another through the store ``together``."""
    pytest.importorskip("pyrage")
    quick_passphrases(monkeypatch)
    words = tmp_path / "words"
    words.write_text("harvest lantern cobalt meadow\n", encoding="utf-8")
    together = tmp_path / "together"
    together.mkdir()
    made = [visit]
    peervisit("use", visit, "AR")
    for code in ("BK", "CD"):
        made.append(tmp_path / f"{code}.peervisit")
        peervisit("share", visit, "--member", code, tmp_path / code, "--passphrase-file", words)
        peervisit("join", tmp_path / code, made[-1], "--passphrase-file", words)
    for path in (*made, visit):
        peervisit("sync", path, together)
    return visit, made[1], made[2]


def test_what_a_member_wrote_after_leaving_is_passed_over_once(
    trio: tuple[Path, Path, Path], peervisit: Peervisit
) -> None:
    """It is named one time; nobody is needed, and the next sync does not say it again."""
    ar, bk, _cd = trio
    peervisit("leave", ar, "--member", "BK")
    peervisit("document", "add", bk, "--title", "late")
    peervisit("sync", bk)

    first, second = peervisit("sync", ar), peervisit("sync", ar, "--json")

    assert (0, 0) == (first.status, second.status)
    assert "Passed over: " in first.out
    assert "BK wrote it after leaving" in first.out
    assert "Not taken in" not in first.out
    assert [True] == [one["after_leaving"] for one in second.json["files_not_taken_in"]]
    assert "Passed over" not in peervisit("sync", ar).out


def test_who_wrote_after_leaving_is_named_though_never_heard_before(
    trio: tuple[Path, Path, Path], peervisit: Peervisit, tmp_path: Path
) -> None:
    """The copy is known from who vouched for it, even where the store held no file of it."""
    ar, bk, _cd = trio
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    peervisit("sync", ar, elsewhere)
    peervisit("leave", ar, "--member", "BK")
    peervisit("document", "add", bk, "--title", "late")
    peervisit("sync", bk, elsewhere)

    assert "BK wrote it after leaving" in peervisit("sync", ar).out


def test_a_file_of_who_left_that_holds_work_of_those_who_stay_needs_somebody(
    trio: tuple[Path, Path, Path], peervisit: Peervisit, tmp_path: Path
) -> None:
    """As long as what a colleague wrote is in no other file, the refusal is told; then it is not."""
    ar, bk, cd = trio
    peervisit("document", "add", cd, "--title", "of CD")
    peervisit("pack", cd, tmp_path / "cd.pvc")
    peervisit("merge", bk, tmp_path / "cd.pvc")
    peervisit("leave", ar, "--member", "BK")
    peervisit("document", "add", bk, "--title", "late")
    peervisit("sync", bk)

    told = peervisit("sync", ar)
    peervisit("merge", ar, tmp_path / "cd.pvc")
    calm = peervisit("sync", ar)

    assert (3, True) == (told.status, "Not taken in" in told.out)
    assert (0, False) == (calm.status, "Not taken in" in calm.out)
    assert ["of CD"] == [one["title"] for one in peervisit("document", "list", ar, "--json").json]


def test_what_somebody_had_taken_in_before_hearing_of_a_leaving_comes_at_once(
    trio: tuple[Path, Path, Path], peervisit: Peervisit, tmp_path: Path
) -> None:
    """A file that was refused often enough to rest is read again as soon as a colleague vouches for it."""
    ar, bk, cd = trio
    peervisit("leave", ar, "--member", "BK")
    peervisit("document", "add", bk, "--title", "late")
    peervisit("sync", bk)
    peervisit("pack", bk, tmp_path / "bk.pvc")
    peervisit("merge", cd, tmp_path / "bk.pvc")
    for _again in range(6):
        peervisit("sync", ar)
    peervisit("sync", cd)

    assert 0 == peervisit("sync", ar).status
    assert ["late"] == [one["title"] for one in peervisit("document", "list", ar, "--json").json]
    assert peervisit("digest", ar).out == peervisit("digest", cd).out


def test_a_leaving_and_what_came_after_it_in_one_sync(
    trio: tuple[Path, Path, Path], peervisit: Peervisit, tmp_path: Path
) -> None:
    """Whoever hears of a leaving weighs everything else by it, though the leaver's file comes first."""
    members = {"AR": trio[0], "BK": trio[1], "CD": trio[2]}
    for path in trio:
        peervisit("document", "add", path, "--title", "to have a folder in the store")
        peervisit("sync", path)
    devices = peervisit("sync", trio[0], "--json").json["copies"]
    leaver, speaker, hearer = (devices[device]["member"] for device in sorted(devices))
    for one in (speaker, hearer):
        peervisit("sync", members[one])
    assert 0 == peervisit("leave", members[speaker], "--member", leaver).status
    peervisit("sync", members[speaker])
    peervisit("document", "add", members[leaver], "--title", "late")
    peervisit("sync", members[leaver])

    peervisit("sync", members[hearer])
    peervisit("sync", members[speaker])
    peervisit("pack", members[hearer], tmp_path / "hearer.pvc")

    assert peervisit("digest", members[hearer]).out == peervisit("digest", members[speaker]).out
    assert 0 == peervisit("merge", members[speaker], tmp_path / "hearer.pvc").status


def test_a_copy_nobody_knew_of_when_its_invitation_ended(
    trio: tuple[Path, Path, Path], peervisit: Peervisit, tmp_path: Path
) -> None:
    """What a copy sends that was made from an ended invitation is passed over as calmly."""
    ar, _bk, _cd = trio
    words = tmp_path / "words"
    peervisit("share", ar, "--member", "BK", tmp_path / "again", "--passphrase-file", words)
    peervisit("leave", ar, "--member", "BK")
    peervisit("join", tmp_path / "again", tmp_path / "unheard.peervisit", "--passphrase-file", words)
    peervisit("document", "add", tmp_path / "unheard.peervisit", "--title", "late")
    peervisit("sync", tmp_path / "unheard.peervisit", tmp_path / "together")

    ran = peervisit("sync", ar)

    assert (0, True) == (ran.status, "Passed over: " in ran.out)
    peervisit("pack", tmp_path / "unheard.peervisit", tmp_path / "unheard.pvc")
    assert "a member vouched who has left" in peervisit("merge", ar, tmp_path / "unheard.pvc").complaint


def test_forgetting_a_store(copies: tuple[Path, Path], stick: Path, peervisit: Peervisit) -> None:
    """The store is forgotten; what is in it stays."""
    first, _second = copies
    peervisit("sync", first, stick)

    assert 0 == peervisit("sync", first, "--forget").status
    assert list(stick.iterdir())
    assert 1 == peervisit("sync", first).status


@pytest.mark.parametrize(
    "address", ["gopher://x/y", "webdav:///x", "webdav://[::1/x", "https://", "sftp://u@"]
)
def test_an_address_that_cannot_be(address: str, copies: tuple[Path, Path], peervisit: Peervisit) -> None:
    """An address with a slip in it is refused in one line."""
    ran = peervisit("sync", copies[0], address)

    assert (1, True) == (ran.status, ran.complaint.startswith("peervisit: "))
