"""Writing the report against a bare lxml + zipfile writer of the same content, in one run.

    python perf/report_export.py [--evidence 600] [--rounds 7]

The floor builds every element of the finished ``document.xml`` with ``lxml`` and zips it with the other
parts as they are. It knows neither a review nor consent, makes no outline, and opens nothing again.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from lxml import etree

sys.path.insert(0, str(Path(__file__).parents[1]))

from peervisit.model.attribution import Edition
from peervisit.report import write_report
from tests.report.synthetic import big_review

Step = tuple[int, Any, dict[str, str], str | None]
"""How deep, tag, attributes, text."""


def recipe(root: etree._Element) -> list[Step]:
    """Return the steps that build a tree again."""
    steps: list[Step] = []

    def walk(element: etree._Element, depth: int) -> None:
        steps.append((depth, element.tag, {str(k): str(v) for k, v in element.items()}, element.text))
        for child in element:
            walk(child, depth + 1)

    walk(root, 0)
    return steps


def floor(steps: list[Step], spaces: dict[Any, str], others: dict[str, bytes], path: Path) -> None:
    """Build the document from its steps and zip it."""
    _depth, tag, attributes, _text = steps[0]
    root = etree.Element(tag, attributes, nsmap=spaces)
    above = [root]
    for depth, tag, attributes, text in steps[1:]:
        del above[depth:]
        element = etree.SubElement(above[-1], tag, attributes)
        element.text = text
        above.append(element)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
        for name, content in others.items():
            archive.writestr(name, content)


def median_ms(rounds: int, *works: Callable[[], object]) -> list[float]:
    """Return the median time of each work in milliseconds, taken in turns."""
    times: list[list[float]] = [[] for _ in works]
    for _round in range(rounds):
        for number, work in enumerate(works):
            start = time.perf_counter()
            work()
            times[number].append((time.perf_counter() - start) * 1000)
    return [statistics.median(found) for found in times]


def peak_mib(rounds: int, evidence: int, which: str) -> float:
    """Return how much a process of its own grows at its peak while it does the work."""
    command = [sys.executable, __file__, "--evidence", str(evidence), "--peak", which]
    done = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(rounds)]
    return statistics.median(float(one.stdout) for one in done)


def grow(evidence: int, which: str, folder: Path) -> float:
    """Do the work once and return how much memory the process took at its peak, in MiB."""
    data = big_review(evidence=evidence)
    made = folder / "made.docx"
    if which == "report":
        write_report(big_review(evidence=8), made, edition="host", language="en")
        before = high_water()
        write_report(data, made, edition="host", language="en")
    else:
        steps, spaces, others = content_of(Path(which))
        before = high_water()
        floor(steps, spaces, others, made)
    return (high_water() - before) / 1024


def high_water() -> int:
    """Return the peak of this process in KiB, from Linux: what ``getrusage`` tells is handed down."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


def content_of(path: Path) -> tuple[list[Step], dict[Any, str], dict[str, bytes]]:
    """Return the steps that build the document of a package, its namespaces, and its other parts."""
    with zipfile.ZipFile(path) as archive:
        others = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(others.pop("word/document.xml"), etree.XMLParser(huge_tree=True))
    return recipe(root), dict(root.nsmap), others


def measure(evidence: int, rounds: int) -> None:
    """Print the ratios."""
    data = big_review(evidence=evidence)
    with tempfile.TemporaryDirectory() as folder:
        made, bare = Path(folder, "made.docx"), Path(folder, "bare.docx")
        editions: tuple[Edition, ...] = ("host", "team")
        for edition in editions:
            write = partial(write_report, data, made, edition=edition, language="en")
            write()
            steps, spaces, others = content_of(made)
            ours, least = median_ms(rounds, write, partial(floor, steps, spaces, others, bare))
            print(
                f"{edition}: {len(steps)} elements, report {ours:.0f} ms, floor {least:.0f} ms, "
                f"ratio {ours / least:.2f} (asked: 1.3)"
            )


def growth(evidence: int, rounds: int) -> None:
    """Print what ten times the evidence costs."""
    few, many = big_review(evidence=evidence), big_review(evidence=10 * evidence)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "made.docx")
        write = partial(write_report, path=made, edition="host", language="en")
        least, most = median_ms(rounds, partial(write, few), partial(write, many))
    print(
        f"{evidence} items {least:.0f} ms, {10 * evidence} items {most:.0f} ms, "
        f"times {most / least:.1f} (asked: 11)"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--evidence", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--peak", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.peak:
        with tempfile.TemporaryDirectory() as place:
            print(grow(asked.evidence, asked.peak, Path(place)))
    else:
        measure(asked.evidence, asked.rounds)
        growth(asked.evidence, max(asked.rounds // 2, 1))
        with tempfile.TemporaryDirectory() as place:
            kept = Path(place, "kept.docx")
            write_report(big_review(evidence=asked.evidence), kept, edition="host", language="en")
            report, bare_floor = (peak_mib(3, asked.evidence, which) for which in ("report", str(kept)))
            print(
                f"peak: report {report:.0f} MiB more, floor {bare_floor:.0f} MiB more, "
                f"times {report / bare_floor:.1f} (asked: 2)"
            )
