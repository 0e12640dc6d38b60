"""What a wheel and a source archive hold, and that an installed program finds it."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from peervisit import __version__
from peervisit.samples import sample_path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "peervisit"
DATA = {
    "benchmarks": "benchmarks/*.yaml",
    "schema": "store/schema/*.sql",
    "base template": "report/*.docx",
    "styles": "tui/**/*.tcss",
    "catalogues": "locale/*/LC_MESSAGES/*.po",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the wheel and the sdist, built as a release is, but without a network."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> set[str]:
    """Return the names in the wheel."""
    with zipfile.ZipFile(built / f"peervisit-{__version__}-py3-none-any.whl") as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def sdist(built: Path) -> set[str]:
    """Return the names in the sdist, without the folder that holds them."""
    with tarfile.open(built / f"peervisit-{__version__}.tar.gz") as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


def files(pattern: str) -> set[str]:
    """Return the data files of the package by pattern, relative to it."""
    return {path.relative_to(SOURCE).as_posix() for path in SOURCE.glob(pattern)}


@pytest.mark.parametrize("what", DATA)
def test_wheel_holds_data(wheel: set[str], what: str) -> None:
    """Every data file of the package is in the wheel."""
    assert {f"peervisit/{name}" for name in files(DATA[what])} <= wheel


@pytest.mark.parametrize("what", DATA)
def test_sdist_holds_data(sdist: set[str], what: str) -> None:
    """Every data file of the package is in the sdist."""
    assert {f"src/peervisit/{name}" for name in files(DATA[what])} <= sdist


def test_translations_are_compiled(wheel: set[str], sdist: set[str]) -> None:
    """Each catalogue is compiled, in the wheel and in the sdist."""
    expected = {Path(name).with_suffix(".mo").as_posix() for name in files(DATA["catalogues"])}

    assert (expected, expected) == (
        {name for name in expected if f"peervisit/{name}" in wheel},
        {name for name in expected if f"src/peervisit/{name}" in sdist},
    )


def test_wheel_holds_the_samples(wheel: set[str]) -> None:
    """The sample reviews are inside the package of the wheel."""
    folder = ROOT / "sample_reviews"
    expected = {
        f"peervisit/{path.relative_to(ROOT).as_posix()}" for path in folder.rglob("*") if path.is_file()
    }

    assert (expected, True) == (expected & wheel, bool(expected))


def test_sdist_builds_again(sdist: set[str]) -> None:
    """The sdist holds what a build, a check and the tests need."""
    needed = {"pyproject.toml", "hatch_build.py", "Makefile", "LICENSE", "README.md", "tests/conftest.py"}

    assert set() == needed - sdist


def test_wheel_holds_nothing_else(wheel: set[str]) -> None:
    """A wheel installs the package and its metadata, and nothing beside them."""
    expected = {"peervisit", f"peervisit-{__version__}.dist-info"}

    assert expected == {name.split("/")[0] for name in wheel}


def test_installed_samples_are_found(built: Path, tmp_path: Path) -> None:
    """From an unpacked wheel alone, the samples, the benchmarks and the languages are found."""
    with zipfile.ZipFile(next(built.glob("*.whl"))) as archive:
        archive.extractall(tmp_path)
    code = (
        "from peervisit import samples, i18n; from peervisit.exchange import benchmark_file as b\n"
        "print(samples.sample_path().parent.name, len(b.shipped()), *i18n.languages())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
    )

    languages = sorted(Path(name).parts[1] for name in files(DATA["catalogues"]))
    assert ["peervisit", "3", "en", *languages] == done.stdout.split()


def test_samples_in_a_checkout() -> None:
    """In a checkout the samples lie beside the source."""
    assert ROOT / "sample_reviews" == sample_path()


def test_unknown_sample() -> None:
    """A sample that does not exist is not found."""
    with pytest.raises(FileNotFoundError):
        sample_path("no-such-review")
