"""A command that is killed leaves all it was asked to write, or nothing."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from peervisit.service import reviews

ROOT = Path(__file__).parents[2]
COUNT = 3000


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Return a file of some thousand records."""
    path = tmp_path / "records.jsonl"
    lines = (
        json.dumps({"kind": "evidence", "code": f"AR-E{n}", "statement": f"{n} " * 200, "channel": "heard"})
        for n in range(COUNT)
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def importing(visit: Path, records: Path) -> subprocess.Popen[bytes]:
    """Begin an import in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "peervisit", "import", str(visit), str(records), "--as", "AR"],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.skipif(os.name != "posix", reason="uses POSIX signals")
@pytest.mark.parametrize("seed", range(6))
def test_import(visit: Path, records: Path, seed: int) -> None:
    """Killed while the write-ahead log grows to some length, an import has left all or nothing."""
    limit = random.Random(seed).randrange(1, 12_000_000)
    wal = visit.with_name(f"{visit.name}-wal")
    with importing(visit, records) as process:
        while process.poll() is None:
            if wal.exists() and wal.stat().st_size >= limit:
                process.kill()
                break
        status = process.wait()
    with reviews.open_review(visit) as review:
        held = review.connection.execute("SELECT count(*) FROM evidence").fetchone()[0]
        changes = review.connection.execute("SELECT count(*) FROM change WHERE kind = 'evidence'").fetchone()[
            0
        ]
        steps = review.connection.execute(
            "SELECT count(*) FROM undo_step WHERE label LIKE 'import%'"
        ).fetchone()[0]

    assert (held, changes, steps) in {(0, 0, 0), (COUNT, 2 * COUNT, 1)}
    assert (status == 0) <= (held == COUNT)


@pytest.mark.skipif(os.name != "posix", reason="uses POSIX signals")
@pytest.mark.parametrize("seed", range(4))
def test_new(tmp_path: Path, seed: int) -> None:
    """Killed while a review is being made, there is none, or a whole one; never a half-made file."""
    path = tmp_path / "visit.peervisit"
    looks = random.Random(seed).randrange(0, 300)
    command = [
        sys.executable,
        "-m",
        "peervisit",
        "new",
        str(path),
        "--city",
        "Porto",
        "--benchmark",
        "codesign",
    ]
    with subprocess.Popen(
        command, env=os.environ | {"PYTHONPATH": str(ROOT / "src")}, stderr=subprocess.DEVNULL
    ) as process:
        while process.poll() is None:
            looks -= bool(list(tmp_path.iterdir()))
            if looks < 0:
                process.kill()
                break
        process.wait()
    if path.exists():
        with reviews.open_review(path, read_only=True) as review:
            terms = review.row("review", "review")

        assert terms is not None
        assert "Porto" == terms["city"]
