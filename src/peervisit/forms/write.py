"""Setting a form in Word: a cover that explains it, then one table a dimension, on landscape pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from peervisit.errors import ReportError
from peervisit.forms.answers import in_words, shown
from peervisit.forms.content import Content, Filler, FormRow, Group, Told
from peervisit.forms.controls import answer, custom_properties, dropdown
from peervisit.forms.identity import Identity, bookmark
from peervisit.forms.spec import CHOOSE, CODE, NO_DATA, Column
from peervisit.i18n import _
from peervisit.word.base_styles import WASH
from peervisit.word.beside import beside
from peervisit.word.lint import lint
from peervisit.word.package import open_base, put_paragraph, save
from peervisit.word.page import WIDE_FOOTER, WIDE_HEADER, footer
from peervisit.word.paragraphs import paragraph
from peervisit.word.runs import run, tab
from peervisit.word.styles import ids_by_name, set_language
from peervisit.word.tables import CellXml, Grid, table, widths
from peervisit.word.xml import NONE, Xml, joined, safe

_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_PAPERS = {"a4": (16838, 11906), "letter": (15840, 12240)}
_SIDE, _TOP, _BOTTOM = 850, 1190, 964
_ROOM = 1100
"""The least height of a row in twips, so that it can be filled in by hand."""


@dataclass(slots=True)
class Setting:
    """The form that is being set."""

    document: Document
    content: Content
    filler: Filler
    identity: Identity
    width: int
    styles: dict[str, str] = field(default_factory=dict)
    number: int = 0

    def style(self, name: str) -> str:
        """Return the id of a style by its name."""
        return self.styles[name]

    def next(self) -> int:
        """Return a number that nothing else in the document has."""
        self.number += 1
        return self.number

    def gettext(self, message: str) -> str:
        """Return a text in the language of the form."""
        return self.filler.t.gettext(message)


def write_form(
    content: Content,
    filler: Filler,
    identity: Identity,
    path: Path,
    *,
    due_on: str | None = None,
    paper: str = "a4",
) -> None:
    """Write a form beside an earlier file of that name, check it, and put it in its place.

    Raises:
        ReportError: it cannot be written, or does not hold every row once.
    """
    document = open_base()
    set_language(document, content.language)
    width, height = _PAPERS[paper]
    setting = Setting(document, content, filler, identity, width - 2 * _SIDE, ids_by_name(document))
    made = Xml(_cover(setting, due_on) + joined(_groups(setting)) + _section(width, height))
    _furnish(setting)
    _name(setting)
    with beside(path) as written:
        save(document, made, written)
        _prove(written, path.name)


def _prove(written: Path, name: str) -> None:
    wrong = lint(written)
    if wrong:
        raise ReportError(
            _("{file}: the form is not sound and was not written ({reason})").format(
                file=name, reason=wrong[0]
            )
        )


def _section(width: int, height: int) -> Xml:
    return Xml(
        f'<w:sectPr><w:headerReference w:type="default" r:id="{WIDE_HEADER}"/>'
        f'<w:footerReference w:type="default" r:id="{WIDE_FOOTER}"/><w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}" w:orient="landscape"/>'
        f'<w:pgMar w:top="{_TOP}" w:right="{_SIDE}" w:bottom="{_BOTTOM}" w:left="{_SIDE}" '
        f'w:header="567" w:footer="454" w:gutter="0"/></w:sectPr>'
    )


def _furnish(setting: Setting) -> None:
    stops = Xml(
        f'<w:tabs><w:tab w:val="clear" w:pos="14230"/><w:tab w:val="right" w:pos="{setting.width}"/></w:tabs>'
    )
    title = setting.gettext(setting.content.spec.title)
    head = Xml(run(setting.filler.data.review.city or "") + tab() + run(title))
    style = setting.style("PV Wide Header")
    put_paragraph(setting.document, WIDE_HEADER, paragraph(style, head, first=stops))
    page_of = setting.gettext("Page {page} of {pages}")
    foot = footer(setting.style("PV Wide Footer"), setting.identity.line, page_of)
    whole = foot.replace("</w:pPr>", f"{stops}</w:pPr>", 1)
    put_paragraph(setting.document, WIDE_FOOTER, Xml(whole))


def _name(setting: Setting) -> None:
    title = f"{setting.gettext(setting.content.spec.title)} – {setting.filler.data.review.city or ''}"
    setting.document.core_properties.title = " ".join(safe(title).split())[:255]
    setting.document.core_properties.language = setting.content.language
    package = setting.document.part.package
    assert package is not None
    blob = custom_properties(setting.identity.properties)
    package.relate_to(Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, blob, package), _CUSTOM)


def _cover(setting: Setting, due_on: str | None) -> Xml:
    spec, gettext, review = setting.content.spec, setting.gettext, setting.filler.data.review
    kicker = " · ".join(part for part in (review.city, review.theme) if part)
    parts = [
        paragraph(setting.style("PV Cover Kicker"), run(kicker), before=300),
        paragraph(setting.style("Title"), run(gettext(spec.title))),
    ]
    if setting.identity.member:
        subtitle = gettext("for {member}").format(member=setting.identity.member)
        parts.append(paragraph(setting.style("Subtitle"), run(subtitle)))
    parts.append(paragraph(setting.style("PV Lead"), run(gettext(spec.purpose)), before=400))
    parts.append(paragraph(setting.style("PV Status"), run(_due(setting, due_on)), before=260))
    parts.append(paragraph(setting.style("PV Item"), run(gettext("How to fill it in"))))
    parts += [paragraph(setting.style("List Bullet"), run(gettext(step))) for step in spec.steps]
    if "level" in spec.by_field:
        parts += _scale(setting)
    quiet = gettext("Please leave the next line as it is: it tells which form this is.")
    parts.append(paragraph(setting.style("PV Note"), run(quiet), before=300))
    parts.append(paragraph(setting.style("PV Note"), run(setting.identity.line)))
    if not setting.content.groups:
        parts.append(paragraph(setting.style("PV Empty"), run(gettext("There is nothing to fill in yet."))))
    return joined(parts)


def _due(setting: Setting, due_on: str | None) -> str:
    if due_on is None:
        return setting.gettext(
            "Please send it back, as a Word document (.docx), to the person who sent it to you."
        )
    day = in_words(setting.filler.t, due_on)
    return setting.gettext(
        "Please send it back by {day}, as a Word document (.docx), to the person who sent it to you."
    ).format(day=day)


def _scale(setting: Setting) -> Iterable[Xml]:
    yield paragraph(setting.style("PV Item"), run(setting.gettext("The levels")))
    levels = "     ".join(setting.filler.level(level) for level in setting.filler.data.benchmark.levels)
    yield paragraph(setting.style("Normal"), run(levels))


def _groups(setting: Setting) -> Iterable[Xml]:
    after_table = paragraph(setting.style("PV After Table"), NONE)
    for number, group in enumerate(setting.content.groups):
        if number and not (group.chapter or group.standard or group.title):
            yield after_table
        if group.chapter:
            yield paragraph(setting.style("heading 1"), run(group.chapter))
        elif number == 0:
            yield paragraph(setting.style("heading 1"), run(group.title or setting.gettext("Answers")))
        if group.standard:
            yield paragraph(setting.style("PV Standard"), run(group.standard))
        if group.title and (group.chapter or number):
            yield paragraph(setting.style("heading 2"), run(group.title))
        yield _table(setting, group)
    # Word wants a paragraph at the end; before a heading it could be a page of its own.
    yield after_table


def _table(setting: Setting, group: Group) -> Xml:
    spec, gettext = setting.content.spec, setting.gettext
    longest = max(len(row.code) for row in setting.content.rows)
    weights = [
        min(max(1.7, 0.21 * longest + 0.5), 4.0),
        spec.told_weight,
        *(column.weight for column in spec.columns),
    ]
    titles = [gettext(CODE), gettext(spec.told), *(gettext(column.title) for column in spec.columns)]
    caption = " – ".join(part for part in (gettext(spec.title), group.chapter, group.title) if part)
    description = gettext("Columns: {columns}. One row for each code.").format(columns=", ".join(titles))
    grid = Grid(setting.style("PV Matrix"), widths(weights, setting.width), caption, description, room=_ROOM)
    head = setting.style("PV Cell Head")
    header = [CellXml(paragraph(head, run(title))) for title in titles]
    return table(grid, header, [_row(setting, row) for row in group.rows])


def _row(setting: Setting, row: FormRow) -> list[CellXml]:
    cell = setting.style("PV Cell")
    code = paragraph(cell, run(row.code, setting.style("PV Label")))
    told = joined(_told(setting, cell, one) for one in row.told)
    size = sum(len(one.text) for one in row.told)
    answers = [_answer(setting, cell, column, row) for column in setting.content.spec.columns]
    return [CellXml(code, WASH), CellXml(told, WASH, size), *answers]


def _told(setting: Setting, style: str, one: Told) -> Xml:
    looks = {"strong": setting.style("Strong"), "quiet": setting.style("PV Quiet")}
    if one.label:
        # TRANSLATORS: a label and what it says; in French with a no-break space before the colon
        before, _brace, after = setting.gettext("{label}: {content}").partition("{content}")
        label = run(before.format(label=one.label), setting.style("PV Label"))
        return paragraph(style, Xml(label + run(one.text + after)))
    return paragraph(style, run(one.text, looks.get(one.look)))


def _answer(setting: Setting, style: str, column: Column, row: FormRow) -> CellXml:
    value = safe(shown(setting.filler, column, row.values))
    name = bookmark(column.field, row.key)
    options = _options(setting, column)
    if not options:
        return CellXml(answer(setting.next(), name, style, value), size=len(value))
    number = setting.next()
    control = dropdown(
        setting.next(),
        f"{setting.gettext(column.title)} {row.code}",
        options,
        value,
        setting.gettext(CHOOSE),
        setting.style("PV Quiet"),
    )
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    inside = Xml(f'{start}{control}<w:bookmarkEnd w:id="{number}"/>')
    return CellXml(paragraph(style, inside), size=len(value))


def _options(setting: Setting, column: Column) -> tuple[str, ...]:
    if column.asked == "level":
        levels = tuple(setting.filler.level(level) for level in setting.filler.data.benchmark.levels)
        no_data = (setting.gettext(NO_DATA),) if setting.content.spec.type == "self-assessment" else ()
        return (*levels, *no_data)
    return tuple(setting.gettext(label) for _value, label in column.options)
