"""Taking in a full self-assessment against reading the same file with zipfile and lxml, in one run.

    python perf/form_intake.py [--rounds 15]

The floor opens the file, parses ``word/document.xml`` and collects the text of every cell. It knows no codes,
levels or review, and writes nothing. Reading is everything up to the plan: file checked and hashed, rows and
levels recognised, every answer weighed against what was issued and what is recorded. Taking in is the plan
and all of it written: change log, readable tables, search index, one commit.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree

sys.path.insert(0, str(Path(__file__).parents[1]))

from peervisit.service import reviews
from peervisit.service.forms import make_form
from peervisit.service.intake import plan_intake, take_in
from tests.forms.conftest import new_review
from tests.forms.hands import Hand, W, cells, paragraphs, write

ANSWERS = {
    2: "par",
    3: "Because of many things that the city does and that its partners can tell about. " * 5,
    4: "Integration unit",
    5: "Annual report\nStrategy",
    6: "Not every department knows its part in it. " * 3,
    7: "How do you do it at home, and who pays for it?",
}


def floor(path: Path) -> list[str]:
    """Return the text of every cell."""
    with zipfile.ZipFile(path) as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
    return ["".join(one.text or "" for one in cell.iter(f"{{{W}}}t")) for cell in document.iter(f"{{{W}}}tc")]


def timed(work: Callable[[], object]) -> float:
    """Return how long a work takes, in milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def measure(rounds: int) -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        form = Path(folder, "form.docx")
        with new_review(Path(folder, "visit.peervisit")) as review:
            make_form(review, "self-assessment", form)
            hand = Hand(form)
            for row in hand.rows.values():
                for place, words in ANSWERS.items():
                    write(cells(row)[place], paragraphs(words))
            filled = hand.save()
            rows = len(hand.rows)
        times = [turn(Path(folder, "visit.peervisit"), filled) for _round in range(rounds)]
    least, read, taken = (statistics.median(column) for column in zip(*times, strict=True))
    print(
        f"{rows} rows: floor {least:.1f} ms; reading {read:.1f} ms, ratio {read / least:.2f} (asked: 3); "
        f"taken in {taken:.1f} ms, ratio {taken / least:.1f}"
    )


def turn(path: Path, filled: Path) -> tuple[float, float, float]:
    """Return the times of floor, reading and taking in, on a copy of the review as it was sent out."""
    copy = path.with_name("copy.peervisit")
    shutil.copy(path, copy)
    with reviews.open_review(copy, member="AR") as review:
        return (
            timed(lambda: floor(filled)),
            timed(lambda: plan_intake(review, filled)),
            timed(lambda: take_in(review, filled)),
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    measure(parser.parse_args().rounds)
