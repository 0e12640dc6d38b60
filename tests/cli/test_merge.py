"""Packs and merges from the command line: what comes, what came, by whom, and taking it back."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from peervisit.errors import ReviewFileError
from peervisit.service import merging, records, reviews
from peervisit.store.review_file import ReviewFile
from tests.cli.ran import Peervisit


def digest(path: Path) -> str:
    """Return the digest of a copy."""
    with ReviewFile.open(path, read_only=True) as review:
        return review.digest()


def test_what_comes_and_what_came(peervisit: Peervisit, heard: Path, pack: Path) -> None:
    """Before: from whom, when, how much of what. After: records by author, and the backup."""
    ran = peervisit("merge", heard, pack)
    lines = ran.out.splitlines()

    assert 0 == ran.status
    assert lines[0].startswith(f"{pack.name}: from ")
    assert lines[0].endswith(", 3 new here")
    assert ["BK", "document", "2"] in [line.split() for line in lines]
    assert ["author", "before", "after", "added", "changed", "gone", "in", "conflict"] in [
        line.split() for line in lines
    ]
    # Six records of BK were here; two came, and one of somebody else was changed.
    assert ["BK", "6", "8", "2", "1", "0", "0"] in [line.split() for line in lines]
    assert "before-merge.peervisit" in ran.err
    assert "3 changes taken in" in ran.err


def test_the_account_adds_up(peervisit: Peervisit, heard: Path, other: Path, pack: Path) -> None:
    """Before plus added less gone is after, for every author and in all, whatever was done."""
    with reviews.open_review(other, member="BK") as copy:
        records.remove(copy, "document", "BK-D01")
        records.remove(copy, "evidence", "BK-E01")
        records.edit(copy, "slot", "BK-S01", {"room": "12"})
        with copy.transaction() as log:
            log.record("hologram", "H1", [("width", 3)])
    with reviews.open_review(heard, member="AR") as here:
        records.edit(here, "slot", "BK-S01", {"room": "14"})
        records.edit(here, "evidence", "BK-E01", {"remarks": "Look again."})
    found = peervisit("merge", heard, pack, other, "--json").json
    authors = {one["author"]: one for one in found["authors"]}
    with ReviewFile.open(heard, read_only=True) as review:
        shown = sum(len(review.rows(kind)) for kind in review.catalogue)

    assert all(one["before"] + one["added"] - one["gone"] == one["after"] for one in authors.values())
    assert shown + 1 == sum(one["after"] for one in authors.values())
    assert (2, 2) == (authors["BK"]["added"], authors["AR"]["in_conflict"])
    assert 2 == found["conflicts"]
    assert ["paquet d'été n° 1.pvc", "bk.peervisit"] == [source["file"] for source in found["sources"]]
    assert found["new"] == sum(source["new"] for source in found["sources"])


def test_a_trial_changes_nothing(peervisit: Peervisit, heard: Path, pack: Path) -> None:
    """A trial says what would come of it, makes no backup and changes nothing."""
    before, backups = digest(heard), len(list(heard.parent.glob("*.backups/*")))
    trial = peervisit("merge", heard, pack, "--dry-run", "--json")
    real = peervisit("merge", heard, pack, "--json")

    assert trial.json | {"backup": 0, "merge": 0} == real.json | {"backup": 0, "merge": 0}
    assert (None, None) == (trial.json["backup"], trial.json["merge"])
    assert before != digest(heard)
    assert backups + 1 == len(list(heard.parent.glob("*.backups/*")))


@pytest.mark.parametrize("order", [("pack", "--dry-run"), ("--dry-run", "pack"), ("pack", "--json", "bk")])
def test_options_anywhere(
    peervisit: Peervisit, heard: Path, other: Path, pack: Path, order: tuple[str, ...]
) -> None:
    """Options stand before, between or after the packs."""
    words = {"pack": pack, "bk": other}

    assert 0 == peervisit("merge", heard, *(words.get(word, word) for word in order)).status


def test_seen_before(peervisit: Peervisit, heard: Path, pack: Path) -> None:
    """A pack seen before changes nothing, makes no backup, and says so."""
    peervisit("merge", heard, pack)
    before, backups = digest(heard), len(list(heard.parent.glob("*.backups/*")))
    ran = peervisit("merge", heard, pack)

    assert 0 == ran.status
    assert "nothing new: this copy held everything already" in ran.err
    assert before == digest(heard)
    assert backups == len(list(heard.parent.glob("*.backups/*")))
    assert 1 == len(peervisit("merge", heard, "--list", "--json").json)


def test_open_conflicts(peervisit: Peervisit, heard: Path, pack: Path) -> None:
    """Where conflicts are open after a merge, the exit status is 3, and the next command is named."""
    with reviews.open_review(heard, member="AR") as review:
        records.edit(review, "member", "CD", {"city": "Espoo"})
    ran = peervisit("merge", heard, pack)

    assert 3 == ran.status
    assert f"1 conflict to settle: peervisit conflicts {heard}" in ran.err


def test_undo_and_redo(peervisit: Peervisit, heard: Path, pack: Path) -> None:
    """A whole merge is undone, brought back, undone by number, and merged again."""
    digests = [digest(heard)]
    for command in ([pack], ["--undo"], ["--redo"], ["--undo", 2], [pack]):
        assert 0 == peervisit("merge", heard, *command).status
        digests.append(digest(heard))
    listed = peervisit("merge", heard, "--list", "--json").json
    again = peervisit("merge", heard, "--redo")
    unknown = peervisit("merge", heard, "--undo", 7)

    assert "no merge of this number to choose; those there are: 3" in unknown.complaint
    assert "no merge to bring back" in again.complaint
    assert digests[0] == digests[2] == digests[4] != digests[1]
    assert digests[1] == digests[3] == digests[5]
    assert [True, True, False] == [one["undone"] for one in listed]


@pytest.mark.parametrize("option", ["--undo", "--redo"])
@pytest.mark.parametrize("number", ["0", "-1", "last", None])
def test_no_number_of_a_merge(
    peervisit: Peervisit, heard: Path, pack: Path, option: str, number: str | None
) -> None:
    """What is no number of a merge undoes none, also where the review is given after the option."""
    peervisit("merge", heard, pack)
    held = digest(heard)
    ran = peervisit("merge", heard, option, number) if number else peervisit("merge", option, heard)

    assert (2, True) == (ran.status, "the review comes before it" in ran.err)
    assert held == digest(heard)


def test_undo_of_bringing_back_keeps_what_came_since(peervisit: Peervisit, visit: Path) -> None:
    """A record that was deleted and entered anew is not deleted by undo over what a colleague wrote in it."""
    line = '{{"kind": "document", "code": "AR-D01", "title": "{}"}}'
    other = visit.with_name("other.peervisit")
    shutil.copyfile(visit, other)
    peervisit("import", other, "-", "--as", "BK", stdin=line.format("Their plan").encode())
    peervisit("import", visit, "-", "--as", "AR", stdin=line.format("First").encode())
    peervisit("document", "remove", visit, "AR-D01", "--as", "AR")
    peervisit("import", visit, "-", "--as", "AR", stdin=line.format("Second").encode())
    peervisit("merge", visit, other)
    undone = peervisit("undo", visit, "--as", "AR")

    assert 3 == undone.status
    assert "Their plan" in peervisit("conflicts", visit).out


def test_undo_what_records_of_ours_name(peervisit: Peervisit, heard: Path, pack: Path) -> None:
    """An undo that would leave a record of ours naming nothing is refused, and the record is named."""
    peervisit("merge", heard, pack)
    with reviews.open_review(heard, member="AR") as review:
        fields = {"statement": "The plan has a date.", "channel": "read", "document": "BK-D01"}
        code = records.add(review, "evidence", fields)
    before = digest(heard)
    refused = peervisit("merge", heard, "--undo")
    with reviews.open_review(heard, member="AR") as review:
        records.edit(review, "evidence", code, {"document": None})

    assert 1 == refused.status
    assert "written here since, and naming what would go: evidence AR-E01" in refused.err
    assert before != digest(heard)
    assert 0 == peervisit("merge", heard, "--undo").status


@pytest.mark.parametrize("option", ["--undo", "--redo"])
def test_nothing_to_undo(peervisit: Peervisit, heard: Path, option: str) -> None:
    """Where no merge was done there is none to undo or bring back."""
    assert "visit.peervisit: no merge to" in peervisit("merge", heard, option).complaint


@pytest.mark.parametrize(
    "arguments", [[], ["p.pvc", "--undo"], ["p.pvc", "--list"], ["--dry-run", "--undo"], ["--undo", "--redo"]]
)
def test_unclear_what_to_do(peervisit: Peervisit, heard: Path, arguments: list[str]) -> None:
    """Packs, undo, redo and list do not go together."""
    assert peervisit("merge", heard, *arguments).status in (1, 2)


def test_one_bad_pack_of_two(peervisit: Peervisit, heard: Path, pack: Path) -> None:
    """Of several packs, one that is damaged holds up all: nothing is taken in, and it is named."""
    broken = pack.with_name("broken.pvc")
    broken.write_bytes(pack.read_bytes()[:-200])
    before = digest(heard)
    ran = peervisit("merge", heard, pack, broken)

    assert 1 == ran.status
    assert "broken.pvc: " in ran.err
    assert before == digest(heard)


@pytest.mark.parametrize("place", [0, 5, 20])
def test_damaged_in_its_first_bytes(peervisit: Peervisit, heard: Path, pack: Path, place: int) -> None:
    """A pack that begins with nothing known is damaged; nobody is asked for a passphrase of it."""
    content = bytearray(pack.read_bytes())
    content[place] ^= 1
    broken = pack.with_name("broken.pvc")
    broken.write_bytes(content)
    before = digest(heard)
    ran = peervisit("merge", heard, broken)

    assert (1, True, False) == (ran.status, "broken.pvc: " in ran.complaint, "passphrase" in ran.complaint)
    assert before == digest(heard)


@pytest.mark.parametrize("name", ["gone.pvc", ".", "notes.txt", "empty.pvc", "visit.peervisit"])
def test_no_pack(peervisit: Peervisit, heard: Path, name: str) -> None:
    """What is no pack, or the review itself, is refused in one line."""
    heard.with_name("notes.txt").write_text("notes", encoding="utf-8")
    heard.with_name("empty.pvc").touch()
    before = digest(heard)
    ran = peervisit("merge", heard, heard.with_name(name) if name != "." else heard.parent)

    assert 1 == ran.status
    assert ran.complaint
    assert before == digest(heard)


def test_of_another_review(peervisit: Peervisit, heard: Path, tmp_path: Path) -> None:
    """A pack and a copy of another review are refused, and nothing is taken in."""
    lyon, out = tmp_path / "lyon.peervisit", tmp_path / "lyon.pvc"
    reviews.create(lyon, city="Lyon", benchmark="inti-cities").close()
    peervisit("pack", lyon, out)
    before = digest(heard)
    refused = [peervisit("merge", heard, path) for path in (lyon, out)]

    assert [1, 1] == [ran.status for ran in refused]
    assert "lyon.peervisit: of another review" in refused[0].complaint
    assert "lyon.pvc: " in refused[1].complaint
    assert before == digest(heard)


def test_changes_that_wait(peervisit: Peervisit, heard: Path, other: Path) -> None:
    """What came before something that it rests on waits, and that is said."""
    with ReviewFile.open(other) as copy:
        row = copy.connection.execute("SELECT session, seq FROM change WHERE value = 'Budget'").fetchone()
        records.edit(copy, "document", "BK-D02", {"title": "Budget 2026"})
        copy.connection.execute("DELETE FROM change WHERE session = ? AND seq = ?", tuple(row))
    ran = peervisit("merge", heard, other)

    assert "1 change waits for one that has not come yet; merge with more copies" in ran.err


def test_a_clock_before_1980(heard: Path, tmp_path: Path) -> None:
    """A laptop whose clock stands at its beginning packs and merges like any other."""
    copy = tmp_path / "cd.peervisit"
    with ReviewFile.open(heard) as review:
        merging.make_copy(review, copy).close()
    out = tmp_path / "old.pvc"
    with ReviewFile.open(copy, author="CD", now=lambda: datetime(1970, 1, 1, tzinfo=UTC)) as old:
        records.add(old, "document", {"title": "Plan"})
        merging.pack(old, out)
    os.utime(out, (0, 0))
    with ReviewFile.open(heard, now=lambda: datetime(1972, 1, 1, tzinfo=UTC)) as review:
        report = merging.merge(review, [out])

    assert 1 == report.new
    assert "1970-01-01T00:00:00Z" == report.sources[0].made


def test_sealed_is_in_no_pack(peervisit: Peervisit, heard: Path, tmp_path: Path) -> None:
    """What a peer has not handed in is in no pack."""
    assert (
        0 == peervisit("judge", heard, "GG-AMB-1", "par", "--rationale", "Sealed words.", "--as", "CD").status
    )
    peervisit("pack", heard, tmp_path / "out.pvc")
    copy = tmp_path / "copy.peervisit"
    with ReviewFile.open(heard) as review:
        merging.make_copy(review, copy).close()
    peervisit("merge", copy, tmp_path / "out.pvc")
    with ReviewFile.open(copy, read_only=True) as other:
        held = "\n".join(other.connection.iterdump())

    assert "Sealed words." not in held


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_paths_with_accents(peervisit: Peervisit, heard: Path, pack: Path, tmp_path: Path, form: Any) -> None:
    """Spaces and accents in folders and names make no difference."""
    folder = tmp_path / unicodedata.normalize(form, "Évaluation à Gênes")
    folder.mkdir()
    moved = Path(shutil.move(pack, folder / unicodedata.normalize(form, "équipe – été.pvc")))

    assert 0 == peervisit("merge", heard, moved).status
    assert 0 == peervisit("pack", heard, folder / "sortie n° 2.pvc").status


def test_a_disk_that_fills_up_while_merging(heard: Path, other: Path) -> None:
    """A merge that finds no room leaves the copy as it was, and says so."""
    with reviews.open_review(other, member="BK") as copy, copy.transaction():
        for number in range(200):
            records.add(copy, "document", {"title": f"Plan {number} " * 20})
    before = digest(heard)
    with ReviewFile.open(heard) as review:
        pages = review.connection.execute("PRAGMA page_count").fetchone()[0]
        review.connection.execute(f"PRAGMA max_page_count = {pages + 4}")
        with pytest.raises(ReviewFileError, match=r"visit\.peervisit: the disk is full"):
            merging.merge(review, [other])

        done = merging.merges(review)

    assert before == digest(heard)
    assert [] == done


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_only_this_file_is_touched(peervisit: Peervisit, heard: Path, pack: Path, other: Path) -> None:
    """Merging a pack or a copy writes nothing into it."""
    before = pack.read_bytes(), other.read_bytes()
    peervisit("merge", heard, pack)
    peervisit("merge", heard, other)

    assert before == (pack.read_bytes(), other.read_bytes())
