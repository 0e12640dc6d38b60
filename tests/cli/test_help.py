"""Help: examples first, and every command in it, in the manual page and in the completion."""

from __future__ import annotations

import shlex
import shutil
import subprocess

import pytest

from peervisit import i18n
from peervisit.cli.commands import NAMES, lowest
from peervisit.cli.manual import manual
from peervisit.cli.parsing import Command
from peervisit.i18n import ngettext
from tests.cli.ran import Peervisit

LOWEST = pytest.mark.parametrize("command", lowest(), ids=lambda command: command.name)


@LOWEST
def test_examples_first(peervisit: Peervisit, command: Command) -> None:
    """The help of every command says what it does, then shows it, then explains."""
    ran = peervisit(*command.name.split(), "--help")
    lines = ran.out.splitlines()

    assert (0, "") == (ran.status, ran.err)
    assert [command.help, "", "Examples"] == lines[:3]
    assert lines[3].startswith(f"  peervisit {command.name.split()[0]}")
    assert lines.index("Examples") < lines.index("Usage")


@LOWEST
def test_examples_can_be_typed(command: Command) -> None:
    """Every example is a command line that the command takes."""
    for example in command.examples:
        typed = shlex.split(example.partition(" | ")[0].partition(" > ")[0].partition(" < ")[0])
        name = command.name.split()

        assert name == typed[: len(name)] or name[:1] == typed[:1]
        command.parser().read(typed[len(name) if name == typed[: len(name)] else 1 :])


@LOWEST
def test_options_are_explained(command: Command) -> None:
    """Every argument and option says what it is for."""
    assert [] == [action.dest for action in command.parser().given if not action.help]


def test_overview(peervisit: Peervisit) -> None:
    """The first help begins with examples and names every command."""
    ran = peervisit("--help")
    words = ran.out.split()

    assert (0, "") == (ran.status, ran.err)
    assert "Examples" == ran.out.splitlines()[2]
    assert set() == NAMES - set(words)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_help_before_and_after(peervisit: Peervisit, name: str) -> None:
    """``help COMMAND``, ``COMMAND --help`` and ``COMMAND -h`` are the same."""
    asked = [peervisit("help", name), peervisit(name, "--help"), peervisit(name, "-h")]

    assert {0} == {ran.status for ran in asked}
    assert 1 == len({ran.out for ran in asked})


@LOWEST
def test_manual(command: Command) -> None:
    """The manual page has a section for every command, with its examples."""
    page = manual().replace("\\-", "-").replace("\\&", "")

    assert f".SS {command.name}\n" in page
    assert all(f"peervisit {example}".replace("\\", "\\e") in page for example in command.examples)


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
def test_manual_is_roff(peervisit: Peervisit) -> None:
    """The manual page is set without a warning."""
    ran = peervisit("man")
    typeset = subprocess.run(
        ["groff", "-man", "-ww", "-K", "utf8", "-T", "utf8"],
        input=ran.out.encode(),
        capture_output=True,
        check=True,
    )

    assert b"" == typeset.stderr
    assert b"peervisit evidence add visit.peervisit" in typeset.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["peervisit", "evi"], "evidence"),
        (["peervisit", "evidence", "wi"], "withdraw"),
        (["peervisit", "evidence", "add", "a.peervisit", "--state"], "--statement"),
        (["peervisit", "report", "a.peervisit", "--edi"], "--edition"),
    ],
)
def test_completion_in_bash(peervisit: Peervisit, typed: list[str], offered: str) -> None:
    """The shell offers commands and options."""
    words = " ".join(shlex.quote(word) for word in typed)
    script = (
        f"{peervisit('completion', 'bash').out}\n"
        f"COMP_WORDS=({words}); COMP_CWORD={len(typed) - 1}; _peervisit; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    ran = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)

    assert offered in ran.stdout.split()


def test_french(peervisit: Peervisit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Help and errors ask the catalogue for every word of theirs, argparse's included."""

    class Shouting:
        """A catalogue in which every text shows that it was asked for."""

        def gettext(self, message: str) -> str:
            """Return the text in capitals, or in quotation marks where it has places to fill."""
            return message.upper() if "%" not in message and "{" not in message else f"« {message} »"

        def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
            """Return the singular or plural in quotation marks."""
            return f"« {ngettext(msgid1, msgid2, n)} »"

    monkeypatch.setattr(i18n, "use", str)
    monkeypatch.setattr(i18n._interface, "translator", Shouting())

    assert "EXAMPLES" in peervisit("show", "--help").out
    assert "OPTIONS" in peervisit("show", "--help").out
    assert "« the following arguments are required: FILE »" in peervisit("show").err
    assert "EXPECTED ONE ARGUMENT" in peervisit("show", "a.peervisit", "--as").err
