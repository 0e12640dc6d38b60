"""The base template is ours, lean, and made by a script."""

from __future__ import annotations

from pathlib import Path

from openxml_audit import OpenXmlValidator

from peervisit.word.make_base import write_base
from peervisit.word.package import BASE


def test_the_base_template_is_what_the_script_makes(tmp_path: Path) -> None:
    """Running the script gives the shipped file, byte by byte."""
    write_base(tmp_path / "base.docx")

    assert BASE.read_bytes() == (tmp_path / "base.docx").read_bytes()


def test_the_base_template_is_valid_and_small() -> None:
    """It passes the validator and weighs less than 15 kB."""
    assert OpenXmlValidator().validate(BASE).is_valid
    assert BASE.stat().st_size < 15_000
