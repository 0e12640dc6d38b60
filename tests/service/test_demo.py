"""The sample visit on two laptops, from a small sample and from the one that comes with the program."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from peervisit.errors import PeervisitError
from peervisit.samples import sample_path
from peervisit.service import demo, records, reviews
from tests.service.world import INDICATORS

NAME = "Jana Nowakowska"


def small() -> list[dict[str, Any]]:
    """Return a visit of two pairs on six indicators, that tells a team's whole way."""
    six = [*INDICATORS, "GG-AMB-1", "GG-AMB-2"]
    lines: list[dict[str, Any]] = [
        {
            "kind": "review",
            "city": "Porto Nuovo",
            "benchmark": "inti-cities",
            "phase": 7,
            "attribution": "role",
        },
        {"kind": "member", "code": "AR", "roles": ["team-leader"], "pair": "A"},
        {"kind": "member", "code": "BK", "roles": ["peer"], "pair": "A"},
        {"kind": "member", "code": "CD", "roles": ["peer"], "pair": "B"},
        {"kind": "member", "code": "EF", "roles": ["peer"], "pair": "B"},
        {"kind": "stakeholder", "code": "AR-I01", "name": NAME, "group": "civil-society", "role": "Chair"},
        {"kind": "stakeholder", "code": "AR-I02", "group": "migrant-or-user", "role": "Tenant"},
        {"kind": "slot", "code": "AR-S01", "pair": "A", "stakeholders": ["AR-I01"], "type": "interview"},
        {"kind": "slot", "code": "AR-S02", "pair": "B", "stakeholders": ["AR-I02"], "type": "interview"},
        {"kind": "interview", "code": "BK-N01", "slot": "AR-S01", "lead": "AR", "note_taker": "BK"},
        {"kind": "interview", "code": "EF-N01", "slot": "AR-S02", "lead": "CD", "note_taker": "EF"},
    ]
    for place, on in enumerate(six):
        for who, interview in (("BK", "BK-N01"), ("EF", "EF-N01")):
            evidence = f"{who}-E{place + 1:02d}"
            links = {on: "supports"}
            said = {"kind": "evidence", "code": evidence, "statement": f"On {on}.", "indicators": links}
            lines.append({**said, "interview": interview, "recorded_by": who, "channel": "heard"})
        lines.append({"kind": "self_assessment", "code": on, "answer": "We do.", "level": "above"})
        for who in ("AR", "BK", "CD", "EF"):
            given = {"indicator": on, "member": who, "level": "par"}
            lines.append({"kind": "desk_review", **given, "suspected": "Not all of it."})
            lines.append({"kind": "judgement", **given, "evidence": [f"BK-E{place + 1:02d}"]})
        lines.append({"kind": "consensus", "code": on, "level": "par", "rationale": "Two voices."})
    both = {"text": "It is.", "indicators": six[:1]}
    lines += [
        {
            "kind": "conclusion",
            "code": "AR-C01",
            "type": "strength",
            "title": "T",
            "evidence": ["BK-E01"],
            **both,
        },
        {"kind": "recommendation", "code": "AR-R01", "title": "T", "conclusions": ["AR-C01"], **both},
    ]
    return lines


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Return the small sample as a file."""
    path = tmp_path / "sample.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in small()), encoding="utf-8")
    return path


def made(folder: Path, sample: Path) -> tuple[demo.Demo, list[str]]:
    """Make the demo; return what it made and what it told."""
    told: list[str] = []
    return demo.make_demo(folder, told.append, sample=sample), told


def test_two_laptops(tmp_path: Path, sample: Path) -> None:
    """Both laptops and what they make together hold the same, everything of the sample in it."""
    one, told = made(tmp_path / "demo", sample)
    digests = []
    counts = []
    for path in (one.laptop_a, one.laptop_b, one.review):
        with reviews.open_review(path, read_only=True) as review:
            digests.append(review.digest())
            counts.append(
                Counter({kind: len(review.rows(kind)) for kind in {row["kind"] for row in small()}})
            )
    expected = Counter(row["kind"] for row in small())

    assert [one.digest] * 3 == digests
    assert [expected] * 3 == counts
    assert told
    assert "porto-nuovo.peervisit" == one.review.name


def test_each_enters_their_own(tmp_path: Path, sample: Path) -> None:
    """What each person entered came from their own pair's laptop, under their own initials."""
    one, _told = made(tmp_path / "demo", sample)
    with reviews.open_review(one.review, read_only=True) as review:
        authors = {change.record: change.author for change in review.log.changes("WHERE c.kind = 'evidence'")}
        sessions = {
            author: {change.session for change in review.log.changes("WHERE c.author = ?", (author,))}
            for author in ("BK", "EF")
        }

    assert {"BK-E01": "BK", "EF-E01": "EF"}.items() <= authors.items()
    assert not sessions["BK"] & sessions["EF"]


def test_both_reports(tmp_path: Path, sample: Path) -> None:
    """Both reports are there, and the host's names nobody who did not agree to it."""
    one, _told = made(tmp_path / "demo", sample)
    words = {
        path: "\n".join(part.text for part in Document(str(path)).paragraphs)
        for path in (one.host_report, one.team_report)
    }

    assert all("Porto Nuovo" in text for text in words.values())
    assert NAME not in words[one.host_report]


def test_again(tmp_path: Path, sample: Path) -> None:
    """The demo can be made again in its own folder, with the same result."""
    first, _told = made(tmp_path / "demo", sample)
    before = sorted(path.name for path in first.folder.iterdir())
    second, _told = made(tmp_path / "demo", sample)

    assert first.digest == second.digest
    assert before == sorted(path.name for path in second.folder.iterdir())


def test_again_after_somebody_typed(tmp_path: Path, sample: Path) -> None:
    """What somebody typed into the demo is kept when it is made again."""
    first, _told = made(tmp_path / "demo", sample)
    with reviews.open_review(first.review, member="AR") as review:
        records.add(review, "document", {"title": "My own"})
    _second, told = made(tmp_path / "demo", sample)
    (kept,) = (path for path in first.folder.iterdir() if "kept" in path.name)
    with reviews.open_review(kept, read_only=True) as review:
        titles = [row["title"] for row in review.rows("document").values()]

    assert ["My own"] == titles
    assert any(kept.name in line for line in told)


def test_a_folder_with_other_files(tmp_path: Path, sample: Path) -> None:
    """A folder that holds something else is left as it is."""
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "visit.peervisit").write_text("mine")
    with pytest.raises(PeervisitError, match="holds other files; give the name of a new folder"):
        made(folder, sample)

    assert ["visit.peervisit"] == [path.name for path in folder.iterdir()]
    assert "mine" == (folder / "visit.peervisit").read_text()


def test_the_whole_sample(tmp_path: Path) -> None:
    """The sample that comes with the program becomes two laptops that hold the same, and all of it."""
    try:
        path = sample_path(demo.SAMPLE)
    except FileNotFoundError:
        pytest.skip("the sample is not here")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    expected = Counter(row["kind"] for row in rows)
    one = demo.make_demo(tmp_path / "demo", lambda _text: None)
    with reviews.open_review(one.laptop_b, read_only=True) as review:
        found = Counter({kind: len(review.rows(kind)) for kind in expected})

        assert one.digest == review.digest()
    assert expected - Counter(benchmark=1) == found - Counter(benchmark=1)
    assert one.host_report.stat().st_size > 10_000
    assert one.team_report.stat().st_size > 10_000
