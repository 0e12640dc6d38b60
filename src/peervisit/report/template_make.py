"""A template to begin with: every style of the report under its name, every placeholder in its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from peervisit.i18n import translator
from peervisit.word import page
from peervisit.word.beside import beside
from peervisit.word.colours import LevelLook
from peervisit.word.package import content_of, open_base, put_paragraph, save_content
from peervisit.word.paragraphs import paragraph
from peervisit.word.runs import run, tab
from peervisit.word.styles import add_level_styles, ids_by_name, set_language
from peervisit.word.xml import Xml, joined

_TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"


def make_template(path: Path, levels: Sequence[LevelLook], *, language: str, paper: str = "a4") -> None:
    """Write a template; a name that ends in ``.dotx`` makes a Word template, else it is a document.

    ``levels`` are those whose styles it holds, so that an organisation can give them its own look.
    """
    document = open_base()
    set_language(document, language)
    add_level_styles(document, levels)
    styles = ids_by_name(document)
    sheet = page.PAPERS[paper]
    _ = translator(language).gettext
    lines = (
        (_("Country"), "country"), (_("Visit"), "visit"), (_("Benchmark"), "benchmark"), (_("Team"), "team"),
        (_("Version of the report"), "version"), (_("Date of the draft"), "date"), (_("Edition"), "edition"),
    )  # fmt: skip
    cover = [
        paragraph(styles["PV Cover Kicker"], run("[[kind]]")),
        paragraph(styles["Title"], run("[[city]]")),
        paragraph(styles["Subtitle"], run("[[theme]]")),
        paragraph(styles["PV Status"], run("[[status]]")),
        *(
            paragraph(
                styles["PV Cover Line"], Xml(run(label, styles["PV Quiet"]) + tab() + run(f"[[{name}]]"))
            )
            for label, name in lines
        ),
        paragraph(styles["TOC Heading"], run(_("Contents"))),
        paragraph(styles["Normal"], run("[[contents]]")),
        paragraph(styles["Normal"], run("[[report]]")),
    ]
    body = Xml(joined(cover) + sheet.section(first=True))
    put_paragraph(
        document, page.HEADER, page.header(styles["header"], "[[title]]", "[[status]]", sheet.text_width)
    )
    foot = page.footer(styles["footer"], "[[edition]]", _("Page {page} of {pages}"), sheet.text_width)
    put_paragraph(document, page.FOOTER, foot)
    document.core_properties.title = _("Template for reports")
    document.core_properties.language = language
    if path.suffix.lower() == ".dotx":
        main: Any = document.part
        main._content_type = _TEMPLATE  # noqa: SLF001
    with beside(path) as written:
        save_content(document, content_of(body), written)
