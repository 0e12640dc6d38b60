"""The title page of a report, and the masthead of what is shorter."""

from __future__ import annotations

from peervisit.report.outline.blocks import Cover, Masthead
from peervisit.report.sheet import Sheet
from peervisit.word.paragraphs import paragraph
from peervisit.word.runs import run, tab
from peervisit.word.xml import Xml, joined

COVER_STYLES = (
    "Title", "Subtitle", "PV Cover Kicker", "PV Cover Line", "PV Cover Note", "PV Status",
    "PV Masthead Kicker", "PV Masthead Title", "PV Masthead Line",
)  # fmt: skip


def set_cover(sheet: Sheet, cover: Cover) -> Xml:
    """Return the title page."""
    styles = sheet.styles
    parts = [
        paragraph(styles["PV Cover Kicker"], run(cover.kicker)),
        paragraph(styles["Title"], run(cover.title)),
    ]
    if cover.subtitle:
        parts.append(paragraph(styles["Subtitle"], run(cover.subtitle)))
    parts.append(paragraph(styles["PV Status"], run(cover.status)))
    for label, value in cover.lines:
        inside = run(label, styles["PV Quiet"]) + tab() + run(value)
        parts.append(paragraph(styles["PV Cover Line"], Xml(inside)))
    if cover.note:
        parts.append(paragraph(styles["PV Cover Note"], run(cover.note)))
    return joined(parts)


def set_masthead(sheet: Sheet, head: Masthead) -> Xml:
    """Return the masthead."""
    styles = sheet.styles
    parts = [
        paragraph(styles["PV Masthead Kicker"], run(head.kicker)),
        paragraph(styles["PV Masthead Title"], run(head.title)),
    ]
    parts += [paragraph(styles["PV Masthead Line"], run(line)) for line in head.lines]
    return joined(parts)
