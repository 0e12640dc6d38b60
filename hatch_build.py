"""What building a wheel needs besides the files in git: compiled translations and the sample reviews."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LOCALE = Path("src/peervisit/locale")
SAMPLES = "sample_reviews"


class CompileCatalogues(BuildHookInterface[Any]):
    """Compile the catalogues; put the sample reviews into the package of a wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Prepare a build; an editable install finds the samples beside its source."""
        root = Path(self.root)
        for catalogue in sorted((root / LOCALE).glob("*/LC_MESSAGES/*.po")):
            compile_catalogue(catalogue)
        if self.target_name == "wheel" and version != "editable" and (root / SAMPLES).is_dir():
            build_data["force_include"][SAMPLES] = f"peervisit/{SAMPLES}"


def compile_catalogue(path: Path) -> None:
    """Write the ``.mo`` beside a ``.po`` unless it is newer; entries marked fuzzy stay untranslated.

    Written beside and then moved: a test that runs meanwhile never reads half of it.
    """
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    target = path.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime > path.stat().st_mtime:
        return
    beside = target.with_name(f"{target.name}.{os.getpid()}")
    with path.open("rb") as source, beside.open("wb") as output:
        write_mo(output, read_po(source, locale=path.parents[1].name))
    beside.replace(target)
