"""Forms filled in and saved by a real LibreOffice Writer: typed over, tracked, and only saved."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from peervisit.service import records
from peervisit.service.forms import make_form
from peervisit.service.intake import plan_intake
from peervisit.store.review_file import ReviewFile
from tests.forms.conftest import new_review
from tests.forms.test_settling import taken

SCRIPT = Path(__file__).with_name("writer_fills.py")
ANSWERS = {
    "GG-AMB-1": {"Level": "▲ above", "Explanation": "Two lines,\nR&D <5 ans>", "Documents": "A report"},
    "GG-AMB-2": {"Level": "PAR", "Known weaknesses": "Où ?"},
    "GG-LEA-1": {"Questions to the peers": "שלום"},
}
MEANT = {
    ("GG-AMB-1", "level"): "above",
    ("GG-AMB-1", "answer"): "Two lines,\nR&D <5 ans>",
    ("GG-AMB-1", "documents.+a report"): "+a report",
    ("GG-AMB-2", "level"): "par",
    ("GG-AMB-2", "weaknesses"): "Où ?",
    ("GG-LEA-1", "questions"): "שלום",
}


def _python_with_uno() -> str | None:
    for name in (
        "/usr/bin/python3",
        "/usr/lib/libreoffice/program/python",
        "/opt/libreoffice/program/python",
    ):
        if not Path(name).exists():
            continue
        done = subprocess.run([name, "-c", "import uno"], check=False, capture_output=True)
        if done.returncode == 0:
            return name
    return None


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> tuple[ReviewFile, dict[str, Path]]:
    """Return a review and its forms as Writer saved them; Writer is started once."""
    soffice, python = shutil.which("soffice"), _python_with_uno()
    if soffice is None or python is None:
        pytest.skip("LibreOffice Writer with its Python bridge (python3-uno) is not installed")
    folder = tmp_path_factory.mktemp("writer")
    review = new_review(folder / "visit.peervisit")
    make_form(review, "self-assessment", folder / "blank.docx")
    records.add(review, "self_assessment", {"answer": "As it was.", "level": "below"}, code="GG-AMB-3")
    make_form(review, "self-assessment", folder / "held.docx")
    jobs: list[dict[str, Any]] = [
        {"source": "blank", "target": "typed", "answers": ANSWERS},
        {"source": "blank", "target": "tracked", "answers": ANSWERS, "tracked": True},
        {"source": "held", "target": "saved", "answers": {}},
        {
            "source": "held",
            "target": "over",
            "answers": {"GG-AMB-3": {"Level": "par", "Explanation": "New."}},
        },
    ]
    for job in jobs:
        job.update({name: str(folder / f"{job[name]}.docx") for name in ("source", "target")})
    (folder / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
    command = [python, str(SCRIPT), soffice, str(folder / "profile"), str(folder / "jobs.json")]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=180)
    if done.returncode and "Binary URP bridge" in done.stderr:
        pytest.skip("this LibreOffice ends when it is driven")
    assert 0 == done.returncode, done.stderr
    return review, {Path(job["target"]).stem: Path(job["target"]) for job in jobs}


def test_what_writer_saved(returned: tuple[ReviewFile, dict[str, Path]]) -> None:
    """What was typed, tracked or not, comes back as it was meant; saving alone answers nothing.

    One test, so that Writer is started once on however many processors.
    """
    review, saved = returned
    plans = {way: plan_intake(review, path) for way, path in saved.items()}

    assert [] == [one for plan in plans.values() for one in (*plan.questions, *plan.conflicts)]
    assert MEANT == taken(plans["typed"])
    assert MEANT == taken(plans["tracked"])
    assert any("tracked changes" in note for note in plans["tracked"].notes)
    assert ([], 2) == (plans["saved"].takes, plans["saved"].unchanged)
    assert {("GG-AMB-3", "level"): "par", ("GG-AMB-3", "answer"): "New."} == taken(plans["over"])
