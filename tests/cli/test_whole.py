"""The commands on whole reviews: making, in and out, together, back, safe, looked at."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from peervisit.service import merging, reviews
from tests.cli.ran import Peervisit

ROOT = Path(__file__).parents[2]


def test_new(peervisit: Peervisit, tmp_path: Path) -> None:
    """A review is made with its terms and its benchmark, readable by its owner only."""
    path = tmp_path / "lille.peervisit"
    options = ("--country", "FR", "--theme", "Housing", "--mode", "internal", "--language", "en")
    ran = peervisit("new", path, "--city", "Lille", "--benchmark", "codesign", *options)
    terms = peervisit("review", "show", path, "--json").json

    assert (0, "") == (ran.status, ran.out)
    assert "peervisit member add" in ran.err
    assert ("Lille", "FR", "Housing", "internal", "codesign") == tuple(
        terms[name] for name in ("city", "country", "theme", "mode", "benchmark")
    )
    assert 0o600 == path.stat().st_mode & 0o777
    with closing(sqlite3.connect(path)) as raw:
        assert [("Lille",)] == raw.execute("SELECT city FROM review").fetchall()


@pytest.mark.parametrize(
    "options",
    [
        ("--city", "Lille", "--benchmark", "none"),
        ("--city", " ", "--benchmark", "codesign"),
        ("--city", "Lille", "--benchmark", "codesign", "--language", "xx"),
    ],
)
def test_new_refused(peervisit: Peervisit, tmp_path: Path, options: tuple[str, ...]) -> None:
    """A review that cannot be made leaves no file."""
    ran = peervisit("new", tmp_path / "lille.peervisit", *options)

    assert (1, "") == (ran.status, ran.out)
    assert ran.complaint
    assert [] == list(tmp_path.iterdir())


def test_new_from_a_file(peervisit: Peervisit, tmp_path: Path) -> None:
    """A benchmark of one's own is taken from its file; what is wrong with it is said with its line."""
    source = tmp_path / "own.json"
    source.write_text(peervisit("benchmark", "show", "diversity", "--json").out, encoding="utf-8")
    made = peervisit("new", tmp_path / "a.peervisit", "--city", "Lille", "--benchmark", source)
    source.write_text('{"id": "own"}', encoding="utf-8")
    refused = peervisit("new", tmp_path / "b.peervisit", "--city", "Lille", "--benchmark", source)

    assert 0 == made.status
    assert 1 == refused.status
    assert "own.json:1: " in refused.err
    assert not (tmp_path / "b.peervisit").exists()


def test_export_and_import(peervisit: Peervisit, heard: Path, tmp_path: Path) -> None:
    """What is exported, to a file or to standard output, makes a new review of the same digest."""
    out, copy = tmp_path / "out.jsonl", tmp_path / "copy.peervisit"
    exported = peervisit("export", heard, out)
    piped = peervisit("export", heard, "-")
    peervisit("new", copy, "--city", "X", "--benchmark", "codesign")
    taken = peervisit("import", copy, out)

    assert (0, "", 0, "", 0) == (exported.status, exported.out, piped.status, piped.err, taken.status)
    assert out.read_text(encoding="utf-8") == piped.out
    assert {"review", "member", "evidence"} <= {json.loads(line)["kind"] for line in piped.out.splitlines()}
    assert f"{len(piped.out.splitlines())} records written\n" == exported.err
    assert peervisit("digest", heard).out == peervisit("digest", copy).out


@pytest.mark.parametrize("target", ["out.txt", "none/out.jsonl", "."])
def test_export_refused(peervisit: Peervisit, heard: Path, tmp_path: Path, target: str) -> None:
    """An export goes to a name that ends in .jsonl, in a folder that is there."""
    ran = peervisit("export", heard, tmp_path / target)

    assert (1, "") == (ran.status, ran.out)
    assert ran.complaint


def test_digest(peervisit: Peervisit, heard: Path) -> None:
    """The digest is alone on its line, and changes with what the review holds."""
    before = peervisit("digest", heard)
    peervisit("document", "add", heard, "--title", "Plan", "--as", "AR")
    after = peervisit("digest", heard)

    assert (0, "") == (before.status, before.err)
    assert 64 == len(bytes.fromhex(before.out.strip()).hex())
    assert before.out != after.out


def test_merge(peervisit: Peervisit, copies: tuple[Path, Path]) -> None:
    """Merging both ways makes both the same, and a conflict asks for a person; a backup comes first."""
    one, other = copies
    there = peervisit("merge", one, other)
    back = peervisit("merge", other, one)
    again = peervisit("merge", one, other)

    assert (3, 3, 3) == (there.status, back.status, again.status)
    assert "2 changes taken in" in there.err
    assert "1 conflict to settle" in there.err
    assert "nothing new: this copy held everything already" in again.err
    assert peervisit("digest", one).out == peervisit("digest", other).out
    assert any("before-merge" in line for line in peervisit("restore", one, "--list").out.splitlines())


def test_merge_without_conflict(peervisit: Peervisit, heard: Path) -> None:
    """A merge of what is new and undisputed is simply done."""
    other = heard.with_name("other.peervisit")
    with reviews.open_review(heard) as one:
        merging.make_copy(one, other).close()
    peervisit("document", "add", other, "--title", "Plan", "--as", "CD")
    ran = peervisit("merge", heard, other)

    assert 0 == ran.status
    assert "CD-D01" in peervisit("document", "list", heard).out


def test_merge_refused(peervisit: Peervisit, heard: Path, tmp_path: Path) -> None:
    """Another review, a file that is none, one that is missing: nothing is taken in."""
    stranger, text = tmp_path / "lyon.peervisit", tmp_path / "minutes.txt"
    peervisit("new", stranger, "--city", "Lyon", "--benchmark", "inti-cities")
    text.write_text("minutes")
    archive = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path, text.name))
    before = peervisit("digest", heard).out
    for other, says in (
        (stranger, "of another review"),
        (text, "neither a pack nor a review file"),
        (archive, "unpack it first"),
        (tmp_path / "none.peervisit", "no such file"),
        (tmp_path, "a folder"),
    ):
        ran = peervisit("merge", heard, other)

        assert (1, "") == (ran.status, ran.out)
        assert says in ran.complaint
        assert other.name in ran.complaint
    assert before == peervisit("digest", heard).out


def test_undo(peervisit: Peervisit, copies: tuple[Path, Path]) -> None:
    """Undo says what it took back; what a colleague changed since stays, and asks for a person."""
    one, other = copies
    peervisit("document", "edit", one, "AR-D01", "--title", "Mine", "--author", "City", "--as", "AR")
    peervisit("merge", other, one)
    peervisit("resolve", other, "1", "--take", "Theirs", "--as", "BK")
    peervisit("merge", one, other)
    kept = peervisit("undo", one)
    row = peervisit("document", "show", one, "AR-D01", "--json").json

    assert (3, "") == (kept.status, kept.out)
    assert "undone: edit document AR-D01" in kept.err
    assert "1 value was changed since and stays" in kept.err
    assert ("Theirs", None) == (row["title"], row["author"])


def test_nothing_to_undo(peervisit: Peervisit, tmp_path: Path) -> None:
    """Where nothing was done there is nothing to take back."""
    path = tmp_path / "visit.peervisit"
    peervisit("new", path, "--city", "Genoa", "--benchmark", "inti-cities")

    assert (1, "nothing to undo") == ((ran := peervisit("undo", path)).status, ran.complaint[11:])
    assert (1, "nothing to redo") == ((ran := peervisit("undo", path, "--redo")).status, ran.complaint[11:])


def test_restore(peervisit: Peervisit, heard: Path) -> None:
    """A damaged file is named by every command, brought back by one, and kept beside it."""
    made = Path(peervisit("backup", heard).out.strip())
    whole = peervisit("digest", heard).out
    content = bytearray(heard.read_bytes())
    content[8192:] = b"\xa5" * (len(content) - 8192)
    heard.write_bytes(content)
    sick = peervisit("doctor", heard)
    ran = peervisit("restore", heard)
    (aside,) = (path for path in heard.parent.iterdir() if "aside" in path.name)

    assert 3 == sick.status
    assert "damaged" in sick.out
    assert (0, "") == (ran.status, ran.out)
    assert made.name in ran.err
    assert aside.name in ran.err
    assert bytes(content) == aside.read_bytes()
    assert whole == peervisit("digest", heard).out


def test_no_backups(peervisit: Peervisit, tmp_path: Path) -> None:
    """Without a backup there is none to list, and none to bring back."""
    path = tmp_path / "visit.peervisit"
    peervisit("new", path, "--city", "Genoa", "--benchmark", "inti-cities")
    listed = peervisit("restore", path, "--list")
    ran = peervisit("restore", path)

    assert (0, "") == (listed.status, listed.out)
    assert (1, "") == (ran.status, ran.out)
    assert "there is no good backup" in ran.complaint
    assert path.exists()


def test_doctor(peervisit: Peervisit, heard: Path) -> None:
    """A good file with a good backup passes, in words and for programs."""
    peervisit("backup", heard)
    ran = peervisit("doctor", heard)
    found = peervisit("doctor", heard, "--json")

    assert (0, "") == (ran.status, ran.err)
    assert all(line.startswith("✓ ") for line in ran.out.splitlines())
    assert all(one["good"] for one in found.json)


def test_written_is_backed_up(peervisit: Peervisit, heard: Path) -> None:
    """Who only uses commands has backups too."""
    peervisit("document", "add", heard, "--title", "Plan", "--as", "AR")

    assert 1 == len(peervisit("restore", heard, "--list").out.splitlines())


def test_show(peervisit: Peervisit, heard: Path) -> None:
    """The state of the review, and everything about one code, in words and for programs."""
    state, told = peervisit("show", heard, "--json"), peervisit("show", heard)
    indicator = peervisit("show", heard, "gg-amb-1")
    person = peervisit("show", heard, "BK-I01", "--json")

    assert ("Genoa", 2, 1) == (state.json["city"], state.json["evidence"], state.json["interviews"])
    assert "1 interview record, 2 people met" in told.out
    assert "BK-E01  supports: The plan has a budget line." in indicator.out
    assert ["BK-E01"] == [one["code"] for one in person.json["evidence"]]


def test_search(peervisit: Peervisit, heard: Path) -> None:
    """Words are found without accents and with an open end; names of people never are."""
    found = peervisit("search", heard, "budg", "--kind", "evidence", "--json")

    assert ["BK-E01"] == [hit["code"] for hit in found.json]
    assert "BK-E01" in peervisit("search", heard, "PLAN", "budget").out
    assert (0, "") == ((ran := peervisit("search", heard, "Nowak")).status, ran.out)
    assert 1 == peervisit("search", heard, "plan", "--kind", "gossip").status


def test_check(peervisit: Peervisit, heard: Path) -> None:
    """What the rules find is data; only --strict makes it a matter for a person."""
    peervisit("conclude", "add", heard, "--type", "strength", "--text", "x", "--as", "AR")
    plain = peervisit("check", heard, "--rule", "R02")
    strict = peervisit("check", heard, "--strict", "--rule", "R02")
    unknown = peervisit("check", heard, "--rule", "R42")

    assert (0, 3, 1) == (plain.status, strict.status, unknown.status)
    assert plain.out.startswith("R02  conclusion  AR-C01: ")
    assert "1 finding\n" == plain.err
    assert {"rule", "kind", "code", "text"} <= peervisit("check", heard, "--json").json[0].keys()
    assert 17 == len(peervisit("check", heard, "--list").out.splitlines())


def test_history(peervisit: Peervisit, heard: Path) -> None:
    """Who changed what, from what to what."""
    peervisit("evidence", "edit", heard, "BK-E01", "--statement", "It has two.", "--as", "AR")
    told = peervisit("history", heard, "BK-E01").out.splitlines()
    last = peervisit("history", heard, "--limit", "1", "--json").json

    assert "Statement: The plan has a budget line. → It has two." in told[-1]
    assert "  AR  evidence BK-E01  " in told[-1]
    assert [("AR", "BK-E01", "It has two.")] == [(one["author"], one["code"], one["after"]) for one in last]
    assert 1 == peervisit("history", heard, "NO-1").status


def test_report(peervisit: Peervisit, heard: Path, tmp_path: Path) -> None:
    """Both editions are written and counted; another name, folder, language or edition is refused."""
    for edition in ("host", "team"):
        out = tmp_path / f"{edition}.docx"
        ran = peervisit("report", heard, out, "--edition", edition)

        assert (0, "") == (ran.status, ran.out)
        assert "written and checked" in ran.err
        assert b"PK" == out.read_bytes()[:2]
    for arguments in (("out.pdf",), ("none/out.docx",), ("out.docx", "--language", "xx")):
        name, *more = arguments
        ran = peervisit("report", heard, tmp_path / name, *more)

        assert 1 == ran.status
        assert ran.complaint
        assert not (tmp_path / name).exists()


def test_benchmarks(peervisit: Peervisit, tmp_path: Path) -> None:
    """Benchmarks are listed, shown whole, and checked with each mistake in a line of its own."""
    good = tmp_path / "good.json"
    good.write_text(peervisit("benchmark", "show", "codesign", "--json").out, encoding="utf-8")
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: x\nversion: 1\ncolour: red\n", encoding="utf-8")
    checked, refused = peervisit("benchmark", "check", good), peervisit("benchmark", "check", bad)

    assert ["codesign", "diversity", "inti-cities"] == [
        line.split()[0] for line in peervisit("benchmark", "list").out.splitlines()
    ]
    assert 73 == len(peervisit("benchmark", "show", "inti-cities", "--json").json["indicators"])
    assert "GG-AMB-1" in peervisit("benchmark", "show", "inti-cities").out
    assert (0, "no mistakes") == (checked.status, checked.err.strip()[-11:])
    assert 1 == refused.status
    assert all(line.startswith("peervisit: bad.yaml:") for line in refused.err.splitlines())
    assert 1 == peervisit("benchmark", "show", "none").status


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_completion(peervisit: Peervisit, shell: str) -> None:
    """The completion scripts are ones that the shell can read."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"no {shell} here")
    ran = peervisit("completion", shell)

    assert 0 == subprocess.run([program, "-n"], input=ran.out.encode(), check=False).returncode


def test_demo_refused(peervisit: Peervisit, tmp_path: Path) -> None:
    """The demo takes neither a file nor a folder of somebody's for its own."""
    (tmp_path / "photo.jpg").write_text("mine")
    folder = peervisit("demo", tmp_path)
    file = peervisit("demo", tmp_path / "photo.jpg")

    assert (1, 1) == (folder.status, file.status)
    assert "holds other files" in folder.complaint
    assert "photo.jpg" in file.complaint
    assert "mine" == (tmp_path / "photo.jpg").read_text()


def test_through_the_installed_program(tmp_path: Path) -> None:
    """From new to digest as a user types it, in processes of their own."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "peervisit", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)

    steps = [
        run("new", "visit.peervisit", "--city", "Porto", "--benchmark", "inti-cities"),
        run("member", "add", "visit.peervisit", "--code", "AR", "--roles", "team-leader"),
        run("use", "visit.peervisit", "AR"),
        run(
            "evidence", "add", "visit.peervisit", "--statement", "Žižkov: naïve 🏙", "--indicator", "GG-AMB-1"
        ),
        run("show", "visit.peervisit", "AR-E01"),
        run("digest", "visit.peervisit"),
        run("show", "visit.peervisit", "NO-1"),
        run("show"),
    ]

    assert [0, 0, 0, 0, 0, 0, 1, 2] == [step.returncode for step in steps]
    assert b"AR-E01\n" == steps[3].stdout
    assert "Žižkov: naïve 🏙" in steps[4].stdout.decode()
    assert 65 == len(steps[5].stdout)
    assert all(not step.stdout for step in steps[-2:])
