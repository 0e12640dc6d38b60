"""Setting an outline in Word: on the base template, or on an organisation's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peervisit.report.outline.blocks import Masthead, Outline
from peervisit.report.proof import APART, Expected
from peervisit.report.render import body, last_section
from peervisit.report.sheet import Sheet, bookmark_names
from peervisit.word import page
from peervisit.word.footnotes import Footnotes, first_free
from peervisit.word.package import content_of, open_base, put_paragraph
from peervisit.word.styles import add_level_styles, compact, ids_by_name, set_language
from peervisit.word.xml import Xml, safe

if TYPE_CHECKING:
    from peervisit.report.template import Prepared


@dataclass(frozen=True, slots=True)
class Set:
    """A document that is ready to be saved."""

    sheet: Sheet
    content: bytes
    """The main part."""
    around: tuple[int, int] = (0, 0)
    faults: tuple[str, ...] = ()

    def expected(self, records: Mapping[str, int]) -> Expected:
        """Return what the saved document is to be compared with."""
        sheet = self.sheet
        return Expected(
            sheet.outline,
            records,
            apart=frozenset(sheet.styles[name] for name in APART),
            levels=frozenset(sheet.levels.values()),
            first_note=sheet.notes.first,
            around=self.around,
            faults=self.faults,
        )


def set_on_base(outline: Outline, paper: page.Paper, pages: Mapping[str, str] | None = None) -> Set:
    """Set an outline on the base template."""
    document = open_base()
    set_language(document, outline.language)
    if isinstance(outline.cover, Masthead):
        compact(document)
    styles = ids_by_name(document)
    sheet = Sheet(
        document=document,
        outline=outline,
        paper=paper,
        styles=styles,
        levels=add_level_styles(document, outline.levels),
        names=bookmark_names(outline),
        notes=_notes(styles),
        pages=pages,
    )
    made = body(sheet)
    _furnish(sheet)
    _finish(sheet)
    return Set(sheet, content_of(Xml(made.whole + last_section(sheet))))


def set_on_template(outline: Outline, prepared: Prepared, pages: Mapping[str, str] | None = None) -> Set:
    """Set an outline on a template that was prepared and filled in."""
    from peervisit.report.template import take_out_people
    from peervisit.word.template.place import CONTENTS_MARK, MARK, Contents

    document, spot = prepared.document, prepared.spot
    set_language(document, outline.language)
    sheet = Sheet(
        document=document,
        outline=outline,
        paper=spot.pages,
        styles=prepared.styles.ids,
        levels=add_level_styles(document, outline.levels),
        names=bookmark_names(outline, prepared.bookmark_names),
        notes=_notes(prepared.styles.ids, first_free(document)),
        house=prepared.house,
        bookmarks=prepared.first_bookmark,
        pages=pages,
    )
    made = body(sheet)
    told, listed = made.whole, Xml("")
    if spot.own_contents is not Contents.NONE:
        told = Xml(made.head + made.told)
        listed = made.contents
        if spot.own_contents is Contents.WHOLE:
            listed = Xml(made.contents_title.replace(prepared.house.breaks, "", 1) + made.contents)
    if sheet.wide != outline.wide:
        told = Xml(told + _upright_again(sheet))
    _finish(sheet)
    take_out_people(document)
    content = prepared.content().replace(f"<?{MARK} here?>".encode(), told.encode())
    content = content.replace(f"<?{CONTENTS_MARK} here?>".encode(), listed.encode())
    # The mark of the contents list stood for one child of the body; now there are many.
    more = listed.count("<w:p>") - 1 if listed else 0
    before, after = (more, 0) if spot.contents_first else (0, more)
    return Set(sheet, content, (spot.before + before, spot.after + after), prepared.faults)


def _upright_again(sheet: Sheet) -> Xml:
    from peervisit.word.paragraphs import paragraph

    return paragraph(sheet.styles["PV After Table"], Xml(""), extra=sheet.paper.section(wide=sheet.wide))


def _notes(styles: Mapping[str, str], first: int = 1) -> Footnotes:
    return Footnotes(styles["footnote text"], styles["footnote reference"], first)


def _finish(sheet: Sheet) -> None:
    sheet.notes.put_into(sheet.document)
    sheet.document.core_properties.title = " ".join(safe(sheet.outline.title).split())[:255]
    sheet.document.core_properties.language = sheet.outline.language


def _furnish(sheet: Sheet) -> None:
    words = sheet.outline.furniture
    upright, wide = sheet.paper.text_width, sheet.paper.wide_text_width
    for relation, style, width in (
        (page.HEADER, "header", upright),
        (page.WIDE_HEADER, "PV Wide Header", wide),
    ):
        left = page.fitting((words.header_left, words.header_short), words.header_right, width)
        head = page.header(sheet.styles[style], left, words.header_right, width)
        put_paragraph(sheet.document, relation, head)
    for relation, style, width in (
        (page.FOOTER, "footer", upright),
        (page.WIDE_FOOTER, "PV Wide Footer", wide),
    ):
        foot = page.footer(sheet.styles[style], words.footer_left, words.page_of, width)
        put_paragraph(sheet.document, relation, foot)
