"""What gets loaded, and when: the layers hold at run time too, and a small question loads little."""

from __future__ import annotations

import json
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import peervisit
import peervisit.service

SOURCE = Path(peervisit.__file__).parents[1]
SERVICES = ["peervisit.service"] + [
    module.name for module in pkgutil.walk_packages(peervisit.service.__path__, "peervisit.service.")
]


def loaded_by(code: str) -> set[str]:
    """Return the modules that a fresh interpreter holds after running the code."""
    report = "; import sys, json; print(); print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code + report],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(SOURCE)},
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_services_load_no_front_end_and_no_word() -> None:
    """All services together load neither Textual nor python-docx."""
    loaded = loaded_by("; ".join(f"import {module}" for module in SERVICES))

    assert set() == loaded & {"textual", "rich", "docx"}


def test_the_command_line_loads_no_screens() -> None:
    """The command line alone loads no Textual."""
    loaded = loaded_by("import peervisit.cli")

    assert set() == loaded & {"textual", "docx"}


def test_version_loads_almost_nothing() -> None:
    """Asking for the version loads neither pydantic nor Textual."""
    code = "import sys\nsys.argv = ['peervisit', '--version']\nfrom peervisit.cli import main\n"
    code += "try:\n    main()\nexcept SystemExit:\n    pass\npass"

    assert set() == loaded_by(code) & {"pydantic", "textual", "docx", "sqlite_utils", "yaml"}


def test_a_sync_loads_no_kinds_of_records() -> None:
    """Opening a review and bringing it together with a store needs no record checked."""
    code = "import peervisit.cli.syncing, peervisit.service.opening, peervisit.service.syncing"

    assert set() == loaded_by(code) & {"pydantic", "textual", "docx", "httpx"}


def test_webdav_loads_nothing_that_draws() -> None:
    """The command line of httpx, which loads rich and pygments with it, stays away; httpx is whole."""
    pytest.importorskip("webdav4")
    code = "from peervisit.sync.stores import Address, open_store\n"
    code += "open_store(Address.parse('webdav://127.0.0.1:9/visit')).close()\n"
    code += "import httpx\nassert callable(httpx.main)"

    loaded = loaded_by(code)

    assert "httpx" in loaded
    assert set() == loaded & {"rich", "pygments", "httpx._main"}


def test_version_is_said() -> None:
    """``python -m peervisit --version`` says the version and ends with 0."""
    done = subprocess.run(
        [sys.executable, "-m", "peervisit", "--version"],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(SOURCE)},
    )

    assert (0, f"peervisit {peervisit.__version__}\n") == (done.returncode, done.stdout)


@pytest.mark.parametrize("leaf", ["i18n", "errors", "locations", "samples"])
def test_leaves_load_nothing_of_peervisit(leaf: str) -> None:
    """A module that all may import imports none of them."""
    loaded = {name for name in loaded_by(f"import peervisit.{leaf}") if name.startswith("peervisit.")}

    assert {f"peervisit.{leaf}"} == loaded
