"""The command that writes everything to one file, and the files and disks it meets."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.cli.ran import Peervisit


def test_pack(peervisit: Peervisit, other: Path, tmp_path: Path) -> None:
    """A pack is for its owner's eyes only, and nothing else is left beside it."""
    ran = peervisit("pack", other, tmp_path / "out.pvc", "--json")
    made = tmp_path / "out.pvc"

    assert 0 == ran.status
    assert (str(made), made.stat().st_size) == (ran.json["file"], ran.json["bytes"])
    assert os.name != "posix" or 0o600 == stat.S_IMODE(made.stat().st_mode)
    assert not list(tmp_path.glob(".*"))


def test_pack_into_a_folder(peervisit: Peervisit, other: Path, tmp_path: Path) -> None:
    """In a folder a pack gets a name that every file system takes; the next one another."""
    folder = tmp_path / "clé usb"
    folder.mkdir()
    renamed = other.rename(other.with_name("Saint-Étienne: 2026.peervisit"))
    names = [Path(peervisit("pack", renamed, folder).out.strip()).name for _ in range(2)]

    assert set(names) == {path.name for path in folder.iterdir()}
    assert 2 == len(set(names))
    assert all(name.isascii() and name == name.lower() and not set(name) & set(':*?"<>| ') for name in names)


@pytest.mark.parametrize("name", ["CON.pvc", "a:b.pvc", "end ", "dot.", "x" * 130 + ".pvc"])
def test_names_that_not_every_system_takes(
    peervisit: Peervisit, other: Path, tmp_path: Path, name: str
) -> None:
    """A name that Windows or FAT refuse is used where it works, and pointed out."""
    ran = peervisit("pack", other, tmp_path / name)

    assert 0 == ran.status
    assert "Windows and some sticks do not take this name" in ran.err


def test_a_pack_never_takes_the_place_of_words(
    peervisit: Peervisit, heard: Path, pack: Path, tmp_path: Path
) -> None:
    """Over a review, a pack with changes that are not here, or another file, nothing is written."""
    notes = tmp_path / "notes.txt"
    notes.write_text("my notes", encoding="utf-8")
    before = {path: path.read_bytes() for path in (pack, notes, heard)}
    refused = [
        peervisit("pack", heard, target) for target in (pack, notes, heard, tmp_path / "new.peervisit")
    ]

    assert [1] * 4 == [ran.status for ran in refused]
    assert "merge it first, or choose another name" in refused[0].complaint
    assert before == {path: path.read_bytes() for path in before}


def test_a_pack_may_be_written_again(peervisit: Peervisit, heard: Path, pack: Path) -> None:
    """Over a pack whose changes are all here, the new one is written."""
    peervisit("merge", heard, pack)
    old = pack.read_bytes()

    assert 0 == peervisit("pack", heard, pack).status
    assert old != pack.read_bytes()


@pytest.mark.parametrize(
    ("number", "words", "at"),
    [
        (errno.ENOSPC, "out.pvc: the disk is full; nothing was written", "fsync"),
        (errno.EACCES, "out.pvc: cannot be written there", "open"),
        (errno.EROFS, "out.pvc: cannot be written there", "open"),
        (errno.EINVAL, "out.pvc: the disk does not take this name", "replace"),
        (errno.EIO, "out.pvc: cannot be written: ", "fsync"),
    ],
)
def test_a_disk_that_fails(
    peervisit: Peervisit,
    other: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    words: str,
    at: str,
) -> None:
    """Whatever the disk refuses, it is said in clear words, and nothing is left behind."""

    def fails(*_given: Any, **_named: Any) -> Any:
        raise OSError(number, os.strerror(number))

    out = tmp_path / "sub" / "out.pvc"
    out.parent.mkdir()
    if at == "replace":
        monkeypatch.setattr(Path, "replace", fails)
    else:
        monkeypatch.setattr(os, at, fails)
    ran = peervisit("pack", other, out)
    monkeypatch.undo()

    assert 1 == ran.status
    assert words in ran.complaint
    assert not list(out.parent.iterdir())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk(
    peervisit: Peervisit, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up while a pack is written leaves nothing behind."""
    real = os.open

    def full(path: Any, *given: Any, **named: Any) -> int:
        handle = real(path, *given, **named)
        if str(path).endswith(".part"):
            os.close(handle)
            return real("/dev/full", os.O_WRONLY)
        return handle

    monkeypatch.setattr(os, "open", full)
    ran = peervisit("pack", other, tmp_path / "out.pvc")

    assert 1 == ran.status
    assert "out.pvc: the disk is full" in ran.complaint
    assert not [path for path in tmp_path.iterdir() if path.suffix in (".pvc", ".part")]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs rights that can be refused")
def test_a_folder_that_may_only_be_read(peervisit: Peervisit, other: Path, tmp_path: Path) -> None:
    """A folder without the right to write is named with the remedy."""
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)

    assert "cannot be written there" in peervisit("pack", other, folder / "out.pvc").complaint


def test_no_such_folder(peervisit: Peervisit, other: Path, tmp_path: Path) -> None:
    """A folder that is not there is named."""
    assert "no such folder" in peervisit("pack", other, tmp_path / "none" / "out.pvc").complaint
