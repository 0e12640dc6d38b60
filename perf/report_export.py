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
from pathlib import Path
from typing import Any

from lxml import etree

sys.path.insert(0, str(Path(__file__).parents[1]))

from peervisit.report import write_report
from tests.report.synthetic import big_review

Step = tuple[int, Any, dict[str, str], str | None]
"""How deep, tag, attributes, text."""


def recipe(root: etree._Element) -> list[Step]:
    """Return the steps that build a tree again."""
    steps: list[Step] = []

    def walk(element: etree._Element, depth: int) -> None:
        steps.append((depth, element.tag, dict(element.attrib), element.text))
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


_PEAK = """
import resource, sys
sys.path[:0] = {paths!r}
from pathlib import Path
{work}
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak_kib(work: str) -> int:
    """Return the peak memory of a process that does the work."""
    script = _PEAK.format(paths=sys.path[:2], work=work)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return int(done.stdout)


def measure(evidence: int, rounds: int) -> None:
    """Print the ratios."""
    data = big_review(evidence=evidence)
    with tempfile.TemporaryDirectory() as folder:
        made, bare = Path(folder, "made.docx"), Path(folder, "bare.docx")
        write_report(data, made, edition="team", language="en")
        with zipfile.ZipFile(made) as archive:
            others = {name: archive.read(name) for name in archive.namelist()}
        root = etree.fromstring(others.pop("word/document.xml"), etree.XMLParser(huge_tree=True))
        steps, spaces = recipe(root), dict(root.nsmap)
        for edition in ("host", "team"):
            if edition == "host":
                write_report(data, made, edition="host", language="en")
                with zipfile.ZipFile(made) as archive:
                    others = {name: archive.read(name) for name in archive.namelist()}
                host = etree.fromstring(others.pop("word/document.xml"), etree.XMLParser(huge_tree=True))
                shown, around = recipe(host), others
            else:
                shown, around = steps, others
            ours, least = median_ms(
                rounds,
                lambda edition=edition: write_report(data, made, edition=edition, language="en"),
                lambda shown=shown, around=around: floor(shown, spaces, around, bare),
            )
            print(
                f"{edition}: {len(shown)} elements, report {ours:.0f} ms, floor {least:.0f} ms, "
                f"ratio {ours / least:.2f}"
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--evidence", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    measure(asked.evidence, asked.rounds)
