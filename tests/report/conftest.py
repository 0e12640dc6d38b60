"""Reports that many tests read, written once."""

from __future__ import annotations

from pathlib import Path

import pytest

from peervisit.model.attribution import Edition
from peervisit.model.data import ReviewData
from peervisit.report import write_report
from tests.report.synthetic import big_review


@pytest.fixture(scope="session")
def review() -> ReviewData:
    """Return a review of realistic size."""
    return big_review(evidence=240, recommendations=30)


@pytest.fixture(scope="session")
def written(review: ReviewData, tmp_path_factory: pytest.TempPathFactory) -> dict[Edition, Path]:
    """Return both editions of its report."""
    folder = tmp_path_factory.mktemp("reports")
    found: dict[Edition, Path] = {}
    for edition in ("host", "team"):
        found[edition] = folder / f"{edition}.docx"
        write_report(review, found[edition], edition=edition, language="en")
    return found
