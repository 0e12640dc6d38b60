"""The sample visit on two laptops: entered apart, brought together, agreed, reported."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from peervisit.errors import PeervisitError
from peervisit.i18n import _
from peervisit.locations import SUFFIX
from peervisit.samples import sample_path
from peervisit.service import exchange, merging, reporting, reviews
from peervisit.store.review_file import ReviewFile

SAMPLE = "aldermere.jsonl"
MARKER = "peervisit-demo.txt"
"""Says that a folder was made by the demo, which may then be made again, and the digest of what it made."""
KEPT = "kept"
"""In the name of a review in which somebody typed since the demo made it."""

STAGES = {
    **dict.fromkeys(("review", "benchmark", "member", "stakeholder", "document", "slot", "question"), "base"),
    "self_assessment": "base",
    **dict.fromkeys(("interview", "evidence", "desk_review"), "visit"),
    **dict.fromkeys(("judgement", "submission"), "judging"),
}
"""When in a review the records of a kind come to be; what is not named is the team's in the end."""

Row = dict[str, Any]
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo made."""

    folder: Path
    laptop_a: Path
    laptop_b: Path
    review: Path
    host_report: Path
    team_report: Path
    digest: str


def make_demo(folder: Path, tell: Tell, *, sample: Path | None = None) -> Demo:
    """Make the sample visit in a folder, both reports included.

    Raises:
        PeervisitError: the folder holds something else, or the sample cannot be read.
    """
    rows = _read(sample or sample_path(SAMPLE))
    _clear(folder, tell)
    a_path, b_path = folder / f"laptop-a{SUFFIX}", folder / f"laptop-b{SUFFIX}"
    own_b = _of_pair_b(rows)
    tell(_("making the review on laptop A and a copy for laptop B"))
    terms = next((row for row in rows if row["kind"] == "review"), {})
    with reviews.create(
        a_path, city=str(terms.get("city") or "?"), benchmark=str(terms.get("benchmark") or "inti-cities")
    ) as a:
        _take(a, [row for row in rows if _stage(row) == "base"])
        with merging.make_copy(a, b_path) as b:
            tell(_("each pair enters its own interviews and evidence"))
            _enter(a, b, rows, own_b, "visit")
            tell(_("bringing the two laptops together"))
            _bring_together(a, b)
            _enter(a, b, rows, own_b, "judging")
            _bring_together(a, b)
            tell(_("the team agrees on laptop A, and B gets it too"))
            _take(a, [row for row in rows if _stage(row) == "team"], author=_leader(a))
            _bring_together(a, b)
            digest = a.digest()
            if digest != b.digest():
                raise PeervisitError(_("the two laptops differ after the merge; this is a bug"))
        leader = _leader(a)
        if leader is not None:
            reviews.use_as(a, leader)
    path = folder / f"{_name(terms)}{SUFFIX}"
    shutil.copyfile(a_path, path)
    path.chmod(0o600)
    host, team = folder / "report-host.docx", folder / "report-team.docx"
    with reviews.open_review(path) as review:
        for target, edition in ((host, "host"), (team, "team")):
            tell(_("writing {file}").format(file=target.name))
            reporting.write_report(review, target, edition=edition)
    with (folder / MARKER).open("a", encoding="utf-8") as marker:
        marker.write(digest + "\n")
    return Demo(folder, a_path, b_path, path, host, team, digest)


def _read(sample: Path) -> list[Row]:
    with sample.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def _clear(folder: Path, tell: Tell) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise PeervisitError(
            _("{folder}: holds other files; give the name of a new folder").format(folder=folder)
        )
    folder.mkdir(parents=True, exist_ok=True)
    _keep_what_was_changed(folder, tell)
    (folder / MARKER).write_text(
        _("Made by 'peervisit demo', which makes these files anew when it is run again.") + "\n",
        encoding="utf-8",
    )
    for old in (*folder.glob(f"*{SUFFIX}"), *folder.glob(f"*{SUFFIX}-*"), *folder.glob("report-*.docx")):
        if old.is_file() and f"-{KEPT}-" not in old.name:
            old.unlink()
    for old in folder.glob(f"*{SUFFIX}.backups"):
        shutil.rmtree(old)


def _keep_what_was_changed(folder: Path, tell: Tell) -> None:
    """Set a review aside in which somebody typed since the demo made it."""
    marker = folder / MARKER
    made = marker.read_text(encoding="utf-8") if marker.exists() else ""
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            with ReviewFile.open(path, read_only=True) as review:
                changed = review.digest() not in made
        except PeervisitError:
            changed = False
        if changed and KEPT not in path.stem:
            stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
            kept = path.rename(path.with_name(f"{path.stem}-{KEPT}-{stamp}{SUFFIX}"))
            tell(_("{file} was changed since; it is kept as {kept}").format(file=path.name, kept=kept.name))


def _name(terms: Row) -> str:
    city = "".join(
        char if char.isascii() and char.isalnum() else "-" for char in str(terms.get("city") or "")
    )
    return city.strip("-").lower() or "review"


def _of_pair_b(rows: Iterable[Row]) -> set[str]:
    """Return the members who work on laptop B: every pair but the first."""
    pairs = {row["code"]: row.get("pair") for row in rows if row["kind"] == "member"}
    names = sorted({pair for pair in pairs.values() if pair})
    return {code for code, pair in pairs.items() if pair and pair != names[0]}


def _stage(row: Row) -> str:
    """Return when in a review a record comes to be; a document promised in an interview, with it."""
    return "visit" if row.get("promised_in") else STAGES.get(row["kind"], "team")


def _owner(row: Row) -> str | None:
    """Return who entered a record."""
    for field in ("recorded_by", "member", "note_taker"):
        if row.get(field):
            return str(row[field])
    initials, dash, _rest = str(row.get("code", "")).partition("-")
    return initials if dash else None


def _enter(a: ReviewFile, b: ReviewFile, rows: list[Row], own_b: set[str], stage: str) -> None:
    """Each laptop takes in what its people entered, each person's entries under their own initials."""
    for review, on_b in ((a, False), (b, True)):
        theirs: dict[str | None, list[Row]] = {}
        for row in rows:
            if _stage(row) == stage and (_owner(row) in own_b) is on_b:
                theirs.setdefault(_owner(row), []).append(row)
        # What one enters may rest on what the other of the pair entered: interview records come first.
        for first in (True, False):
            for who, entries in sorted(theirs.items(), key=lambda pair: pair[0] or ""):
                part = [row for row in entries if (row["kind"] == "interview") is first]
                _take(review, part, author=who)


def _take(review: ReviewFile, rows: list[Row], *, author: str | None = None) -> None:
    if not rows:
        return
    known = author if author is not None and review.exists("member", author) else None
    exchange.import_lines(review, [json.dumps(row, ensure_ascii=False) for row in rows], author=known)


def _bring_together(a: ReviewFile, b: ReviewFile) -> None:
    merging.take_from(a, b.path)
    merging.take_from(b, a.path)


def _leader(review: ReviewFile) -> str | None:
    row = review.connection.execute(
        "SELECT member FROM member_roles WHERE item = 'team-leader' ORDER BY member LIMIT 1"
    ).fetchone()
    return str(row[0]) if row else None
