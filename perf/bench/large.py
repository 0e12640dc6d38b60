"""A review ten times as large as the sample.

200 interviews, 4,000 evidence items, 320 people, a note of 100,000 characters.

Made from the sample by a fixed seed, the same every time, and kept in ``perf/.cache`` until the sample, the
schema of the file or this script changes.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from peervisit.samples import sample_path
from peervisit.service import exchange, records, reviews

TIMES, INTERVIEWS, EVIDENCE, NOTE = 10, 200, 4_000, 100_000
COPIED = ("stakeholder", "document", "slot", "interview", "evidence")
STEP = {"stakeholder": 100, "document": 100, "slot": 100, "interview": 100, "evidence": 1000}
LONG = "KZ-N901"
"""The interview with the long note."""
CACHE = Path(__file__).parents[1] / ".cache"

Record = dict[str, Any]


def sample() -> list[Record]:
    """Return the records of the complete sample."""
    lines = sample_path("aldermere.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def large_records() -> Iterator[Record]:
    """Yield the records of the large review."""
    dice = random.Random(2008)
    first = sample()
    words = sorted({word for one in first if one["kind"] == "evidence" for word in one["statement"].split()})
    yield from first
    counts = {kind: sum(one["kind"] == kind for one in first) for kind in COPIED}
    for turn in range(1, 2 * TIMES):
        for record in first:
            kind = record["kind"]
            most = {"evidence": EVIDENCE, "interview": INTERVIEWS}.get(kind, 0)
            if (
                kind not in COPIED
                or (turn >= TIMES and kind != "evidence")
                or (most and counts[kind] >= most)
            ):
                continue
            counts[kind] += 1
            yield _copy(record, turn if turn < TIMES else turn - TIMES, turn, dice, words)


def paragraphs(size: int, dice: random.Random, words: list[str]) -> Iterator[str]:
    """Yield paragraphs of some forty words until there are so many characters."""
    while size > 0:
        line = " ".join(dice.choices(words, k=dice.randint(15, 60)))
        size -= len(line) + 1
        yield line


def _copy(record: Record, near: int, turn: int, dice: random.Random, words: list[str]) -> Record:
    kind = record["kind"]
    made = dict(record, code=_renamed(kind, record["code"], turn))
    for field, kind_named in (("slot", "slot"), ("interview", "interview"), ("document", "document")):
        if made.get(field):
            made[field] = _renamed(kind_named, made[field], near)
    if made.get("promised_in"):
        made["promised_in"] = _renamed("interview", made["promised_in"], near)
    if made.get("stakeholders"):
        made["stakeholders"] = [_renamed("stakeholder", code, near) for code in made["stakeholders"]]
    if kind == "slot" and made.get("day"):
        made["day"] = (date.fromisoformat(made["day"]) + timedelta(days=7 * turn)).isoformat()
    if made["code"] == LONG:
        made["notes"] = "\n".join(paragraphs(NOTE, dice, words))[:NOTE]
    if kind == "evidence":
        made["statement"] += " " + " ".join(dice.choices(words, k=8))
    return made


def _renamed(kind: str, code: str, turn: int) -> str:
    head = code.rstrip("0123456789")
    return f"{head}{int(code[len(head) :]) + turn * STEP[kind]:02d}"


def small(folder: Path) -> Path:
    """Return the sample as a review file in a folder."""
    return _make(folder / "sample.peervisit", sample())


def large(folder: Path) -> Path:
    """Return a copy of the large review in a folder, making it first where there is none yet."""
    kept = CACHE / f"large-{_mark()}.peervisit"
    if not kept.exists():
        CACHE.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as beside:
            _make(Path(beside) / "large.peervisit", list(large_records())).replace(kept)
    return Path(shutil.copy(kept, folder / "large.peervisit"))


def _make(path: Path, found: list[Record]) -> Path:
    source = path.with_suffix(".jsonl")
    source.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in found), encoding="utf-8")
    with reviews.create(path, city="Aldermere", benchmark="inti-cities") as review:
        exchange.import_from(review, source)
        reviews.use_as(review, "AR")
        records.edit(review, "review", "review", {"phase": 5})
    source.unlink()
    return path


def _mark() -> str:
    """Return what changes whenever the large review has to be made again."""
    import peervisit.store

    schema = Path(peervisit.store.__file__).parent / "schema"
    sources = [sample_path("aldermere.jsonl"), Path(__file__), *sorted(schema.iterdir())]
    return hashlib.sha256(b"".join(one.read_bytes() for one in sources if one.is_file())).hexdigest()[:12]
