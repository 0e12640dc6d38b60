"""Starting: what is loaded for what, and what is said to somebody who mistypes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from peervisit import __version__
from tests.cli.ran import Peervisit

ROOT = Path(__file__).parents[2]


def python(code: str, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run code in a Python of its own."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        input=stdin,
        capture_output=True,
        check=False,
    )


def loaded(*arguments: str) -> set[str]:
    """Return the top-level modules that a command line loads."""
    code = (
        "import sys\n"
        "from peervisit.cli import main\n"
        "status = main(sys.argv[1:])\n"
        "print('modules', *{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)\n"
    )
    ran = python(code, *arguments)
    last = ran.stderr.decode().splitlines()[-1]

    assert last.startswith("modules "), ran.stderr.decode()
    return set(last.split()[1:])


def test_version(peervisit: Peervisit) -> None:
    """The version is data."""
    assert (0, f"peervisit {__version__}\n", "") == (
        peervisit("--version").status,
        peervisit("--version").out,
        peervisit("--version").err,
    )


def test_version_loads_little() -> None:
    """Asking for the version loads none of the large libraries."""
    assert set() == loaded("--version") & {
        "pydantic",
        "textual",
        "rich",
        "sqlite_utils",
        "docx",
        "lxml",
        "yaml",
        "platformdirs",
        "argparse",
    }


@pytest.mark.parametrize("command", ["show", "check", "member list"])
def test_commands_load_no_screens(command: str, visit: Path) -> None:
    """Commands load neither the screens nor Word."""
    assert set() == loaded(*command.split(), str(visit)) & {"textual", "rich", "docx"}


def test_help_loads_no_screens() -> None:
    """Help loads neither the screens nor Word."""
    assert set() == loaded("--help") & {"textual", "rich", "docx"}


@pytest.mark.parametrize("arguments", [[], ["visit.peervisit"], ["none.peervisit"]])
def test_the_app_needs_a_terminal(peervisit: Peervisit, arguments: list[str]) -> None:
    """Where there is no terminal the app says so instead of drawing into a pipe."""
    ran = peervisit(*arguments)

    assert (2, "") == (ran.status, ran.out)
    assert "needs a terminal" in ran.complaint


@pytest.mark.parametrize(
    ("meant", "typed"), [("show", "shwo"), ("evidence", "evidnce"), ("report", "reprot")]
)
def test_unknown_command(peervisit: Peervisit, meant: str, typed: str) -> None:
    """A mistyped command is wrong usage, and the one that was meant is named."""
    ran = peervisit(typed, "visit.peervisit")

    assert (2, "") == (ran.status, ran.out)
    assert f"did you mean '{meant}'?" in ran.complaint
    assert "peervisit --help" in ran.complaint


def test_neither_command_nor_file(peervisit: Peervisit) -> None:
    """What is neither a command nor a file is wrong usage."""
    ran = peervisit("minutes.txt")

    assert (2, "") == (ran.status, ran.out)
    assert "no such command, and no such file" in ran.complaint


@pytest.mark.parametrize(
    "arguments",
    [
        ["--verbose"],
        ["show"],
        ["show", "a.peervisit", "GG-AMB-1", "too much"],
        ["show", "a.peervisit", "--wrong"],
        ["evidence"],
        ["evidence", "grow", "a.peervisit"],
        ["new", "a.peervisit"],
        ["override", "a.peervisit", "R03", "GG-AMB-1"],
        ["report", "a.peervisit", "out.docx", "--edition", "press"],
        ["completion", "tcsh"],
        ["slot", "add", "a.peervisit", "--number", "first"],
    ],
)
def test_wrong_usage(peervisit: Peervisit, arguments: list[str]) -> None:
    """Wrong usage has its own exit status, and data stays empty."""
    ran = peervisit(*arguments)

    assert (2, "") == (ran.status, ran.out)
    assert ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["evidence", "add", "a.peervisit", "Jana", "Nowak", "said", "so"],
        ["slot", "add", "a.peervisit", "--number", "Nowak"],
        ["evidence", "add", "a.peervisit", "--statement", "x", "--nature", "Nowak"],
        ["show", "a.peervisit", "--Nowak"],
    ],
)
def test_wrong_usage_repeats_nothing(peervisit: Peervisit, visit: Path, arguments: list[str]) -> None:
    """What somebody typed in the wrong place, which may be a name, is not repeated in a message."""
    ran = peervisit(*(str(visit) if part == "a.peervisit" else part for part in arguments), "--as", "AR")

    assert ran.status in (1, 2)
    assert "Nowak" not in ran.err


def test_as_a_module(visit: Path) -> None:
    """``python -m peervisit`` is the same command, and its output is UTF-8 whatever the terminal's."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    ran = subprocess.run(
        [sys.executable, "-m", "peervisit", "show", str(visit), "GG-AMB-1"],
        env=environment,
        capture_output=True,
        check=False,
    )

    assert (0, b"") == (ran.returncode, ran.stderr)
    assert ran.stdout.decode("utf-8").startswith("GG-AMB-1")


@pytest.mark.skipif(os.name != "posix", reason="uses POSIX pipes")
def test_a_reader_who_has_had_enough() -> None:
    """Output cut off by ``head`` is quiet and no failure."""
    code = "import sys; from peervisit.cli import main; sys.exit(main(sys.argv[1:]))"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        [sys.executable, "-c", code, "benchmark", "show", "inti-cities", "--json"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as writer:
        assert writer.stdout is not None
        assert writer.stderr is not None
        writer.stdout.readline()
        writer.stdout.close()
        complaint = writer.stderr.read()
        writer.wait()

    assert (0, b"") == (writer.returncode, complaint)


@pytest.mark.skipif(os.name != "posix", reason="uses POSIX signals")
def test_interrupted(visit: Path) -> None:
    """Ctrl-C leaves at once with the usual exit status and no traceback."""
    code = (
        "import sys\n"
        "from peervisit.cli import main\n"
        "import peervisit.cli.running as running\n"
        "def interrupted(arguments):\n"
        "    raise KeyboardInterrupt\n"
        "running.run = interrupted\n"
        "sys.exit(main(['show', sys.argv[1]]))\n"
    )
    ran = python(code, str(visit))

    assert (130, b"", b"") == (ran.returncode, ran.stdout, ran.stderr)


def test_a_crash_says_nothing_of_people(
    peervisit: Peervisit, visit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error in the program leaves a report of places in the code: no words, no names, no folders."""
    from peervisit.locations import state_folder
    from peervisit.store.review_file import ReviewFile

    def broken(review: ReviewFile) -> str:
        raise ZeroDivisionError("Jana Nowak", review)

    monkeypatch.setattr(ReviewFile, "digest", broken)
    ran = peervisit("digest", visit)
    (report,) = state_folder().rglob("*.txt")
    held = report.read_text(encoding="utf-8")

    assert (1, "") == (ran.status, ran.out)
    assert "Traceback" not in ran.err
    assert "ZeroDivisionError" in held
    assert "test_start.py" in held
    assert "Nowak" not in ran.err + held
    assert str(visit.parent) not in held
    assert str(ROOT) not in held


@pytest.mark.parametrize(
    ("answer", "opens"), [("y", True), ("Y ", True), ("oui", True), ("n", False), ("", False), (None, False)]
)
def test_opening_is_only_offered(monkeypatch: pytest.MonkeyPatch, answer: str | None, opens: bool) -> None:
    """The app opens after the demo only when somebody says so; the end of the input is a no."""
    from peervisit.cli.files import _wants_to_open

    def typed(_question: str) -> str:
        if answer is None:
            raise EOFError
        return answer

    monkeypatch.setattr("builtins.input", typed)

    assert opens is _wants_to_open()


def test_settings_that_cannot_be_found(
    peervisit: Peervisit, visit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error before the command begins is one line too."""

    def nowhere() -> Path:
        raise PermissionError(13, "Permission denied", "/home/somebody/.config")

    monkeypatch.delenv("PEERVISIT_LANGUAGE")
    monkeypatch.setattr("peervisit.locations.config_folder", nowhere)
    ran = peervisit("digest", visit)

    assert (1, "peervisit: .config: Permission denied") == (ran.status, ran.complaint)
