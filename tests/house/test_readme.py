"""The README: its day can be lived as written, and every command is in it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md")), ROOT / "perf/README.md"]


def peervisit(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line."""
    return subprocess.run(
        [sys.executable, "-m", "peervisit", *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )


def day() -> list[list[str]]:
    """Return the commands of a day, as a shell would split them."""
    block = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)[0].replace("\\\n", " ")
    return [shlex.split(line) for line in block.splitlines() if line.startswith("peervisit")]


def test_a_day_with_it(tmp_path: Path) -> None:
    """Every command of the README's day does what it says, in that order, and the report is there."""
    failed = []
    for command in day():
        done = peervisit(*command[1:], folder=tmp_path)
        if done.returncode != 0:
            failed.append((" ".join(command), done.returncode, done.stderr))

    assert ([], True) == (failed, (tmp_path / "porto.docx").exists())


def test_every_command_is_described(tmp_path: Path) -> None:
    """The table of commands names every command there is, and no other."""
    text = peervisit("--help", folder=tmp_path).stdout
    listed = text.partition("\nCommands")[2].partition("\n\n")[0]
    expected = set(re.findall(r"^  ([a-z-]+)  ", listed, re.MULTILINE))
    table = README.partition("## Commands")[2].partition("## Licence")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]

    assert expected == set(re.findall(r"`([a-z-]+)`", " ".join(rows)))


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    """Every file that a page links to is there."""
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))

    assert [] == [link for link in links if "://" not in link and not (page.parent / link).exists()]
