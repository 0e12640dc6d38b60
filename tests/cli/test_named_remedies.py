"""What a command says to do next can be typed as it stands, whatever the file is called."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from peervisit.service import records, reviews
from tests.cli.ran import Peervisit


@pytest.fixture
def apart(visit: Path) -> tuple[Path, Path]:
    """Two copies, in a folder with spaces, accents and an apostrophe, that disagree on one field."""
    folder = visit.parent / "l'été à Gênes"
    folder.mkdir()
    paths = folder / "notre visite.peervisit", folder / "la leur.peervisit"
    for path, city in zip(paths, ("Espoo", "Oulu"), strict=True):
        shutil.copyfile(visit, path)
        with reviews.open_review(path, member="AR") as review:
            records.edit(review, "member", "CD", {"city": city})
    return paths


def named(said: str) -> list[str]:
    """Return the arguments of the command that a message ends with."""
    return shlex.split(said[said.rindex("peervisit conflicts") :])[1:]


def test_conflicts_to_settle(peervisit: Peervisit, apart: tuple[Path, Path]) -> None:
    """Merging, importing and syncing name the command that lists the conflicts."""
    path, other = apart
    line = b'{"kind": "document", "title": "Plan"}'
    said = [
        peervisit("merge", path, other),
        peervisit("import", path, "-", "--as", "AR", stdin=line),
        peervisit("sync", path, path.parent / "store"),
    ]

    assert [3, 3, 3] == [ran.status for ran in said]
    for ran in said:
        assert ["conflicts", str(path)] == named(ran.err)
        assert "CD" in peervisit(*named(ran.err)).out


def test_who_and_where(peervisit: Peervisit, apart: tuple[Path, Path]) -> None:
    """So do refusals: to say whose entry it is, and where the store is."""
    path, _ = apart
    nobody = peervisit("document", "add", path, "--title", "Plan")
    nowhere = peervisit("sync", path)

    assert f"peervisit use {shlex.quote(str(path))} MEMBER" in nobody.complaint
    assert f"peervisit sync {shlex.quote(path.name)} FOLDER-OR-ADDRESS" in nowhere.complaint


def test_a_backup_by_its_name(peervisit: Peervisit, visit: Path) -> None:
    """A backup is brought back by its name alone, as messages give it, or by its path."""
    before = peervisit("digest", visit).out
    made = Path(peervisit("backup", visit).out.strip())
    peervisit("import", visit, "-", "--as", "AR", stdin=b'{"kind": "document", "title": "Plan"}')
    by_name = peervisit("restore", visit, made.name)
    after = peervisit("digest", visit).out
    by_path = peervisit("restore", visit, made)

    assert (0, 0) == (by_name.status, by_path.status)
    assert before == after
    assert 1 == peervisit("restore", visit, "yesterday.peervisit").status
