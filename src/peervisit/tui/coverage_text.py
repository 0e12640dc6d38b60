"""The coverage board in columns, rows and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len

from peervisit.i18n import N_, _, current, labelled, long_day, ngettext, short_day
from peervisit.tui.levels import Styled
from peervisit.tui.plain import fit, one_line
from peervisit.tui.widgets.detail import GAP, Block
from peervisit.tui.widgets.rows import Cell, Column, Item

if TYPE_CHECKING:
    from peervisit.model.coverage import Balance, Row
    from peervisit.service.coverage import Coverage

ALL_GROUPS = 112
"""The width from which every group has a column of its own."""

GROUPS = {
    "elected-politician": N_("Pol"),
    "integration-unit": N_("Uni"),
    "municipal-department": N_("Dep"),
    "other-government": N_("Gov"),
    "public-service-provider": N_("Svc"),
    "civil-society": N_("Civ"),
    "migrant-organisation": N_("MOr"),
    "migrant-or-user": N_("Usr"),
    "faith-community": N_("Fth"),
    "business": N_("Biz"),
    "social-partner": N_("Soc"),
    "education-research": N_("Edu"),
    "media": N_("Med"),
    "other": N_("Oth"),
}
"""The groups in the order of the board, as they fit above a column."""

SIDES = {
    "municipal-side": N_("City"),
    "public-side": N_("Publ"),
    "civil-society-side": N_("Civ"),
    "economy-side": N_("Econ"),
}
CHANNELS = {"read": N_("Read"), "seen": N_("Seen"), "claimed": N_("Host")}

COLUMNS = (
    Column(N_("Indicator"), 10),
    Column("", 2),
    Column("", share=1, below_width=ALL_GROUPS),
    Column("", share=1, from_width=140),
    *(Column(name, 3, from_width=ALL_GROUPS) for name in GROUPS.values()),
    *(Column(name, 5, below_width=ALL_GROUPS) for name in SIDES.values()),
    *(Column(name, 4) for name in CHANNELS.values()),
    Column(N_("Src"), 3),
    Column(N_("Ch"), 2),
    Column("?", 2),
)

ROLES = {"+": "good", "−": "bad", "±": "open"}


def item(found: Coverage, row: Row) -> Item:
    """Return the line of an indicator: what it lacks, each cell, and the totals."""
    from peervisit.service.coverage import cell_text

    heading = found.data.benchmark.by_id[row.indicator].heading(current())
    folded = found.folded[row.indicator]
    texts = [
        *(cell_text(row.cells.get(group)) for group in GROUPS),
        *(cell_text(folded.get(side)) for side in SIDES),
        *(cell_text(row.cells.get(channel)) for channel in CHANNELS),
    ]
    cells: list[Cell] = [Styled(text, ROLES.get(text[-1:], "")) if text else _EMPTY for text in texts]
    lacks = ("!" if row.thin else " ") + ("▸" if row.indicator in found.focus else " ")
    told = row.strength
    totals: list[Cell] = [
        Styled(str(told.sources), "open" if "sources" in row.lacks else "strong"),
        Styled(str(told.independent_channels), "open" if "channels" in row.lacks else ""),
        Styled(str(len(row.open_questions) or ""), "open"),
    ]
    return Item(row.indicator, (row.indicator, Styled(lacks, "open"), heading, heading, *cells, *totals))


_EMPTY = Styled("·", "muted")


def blocks(found: Coverage, row: Row) -> Iterator[Block]:
    """Yield what stands behind a line: what is lacking, who said what, who could, and what is asked."""
    from peervisit.service.coverage import column_label, lacks_text, signs

    data = found.data
    yield Block(data.benchmark.by_id[row.indicator].heading(current()), label=f"{row.indicator}  ")
    if row.thin:
        yield Block(lacks_text(row), "open", label=labelled(_("Lacks")), label_role="open")
    if row.indicator in found.focus:
        day = long_day(found.next_day)
        words = _("On the focus list for {day}").format(day=day) if day else _("On the focus list")
        yield Block(words, "accent")
    for column in (*GROUPS, *CHANNELS):
        cell = row.cells.get(column)
        if cell is None:
            continue
        count = cell.strength.sources
        words = ngettext("{n} source", "{n} sources", count).format(n=count)
        says = labelled(column_label(column), f"{words} {signs(cell.strength.directions)}")
        yield Block(" ".join(cell.evidence), label=f"{says}  ", label_role="strong", code=cell.evidence[0])
    for code in row.open_questions:
        yield Block(data.question[code].text, label=f"? {code}  ", label_role="open", code=code)
    for code in found.people_to_ask(row.indicator):
        role = one_line(data.stakeholder[code].role)
        yield Block(
            role, label=labelled(_("Could tell, not met yet"), f"{code}  "), label_role="accent", code=code
        )
    for slot in found.coming:
        if row.indicator in slot.focus:
            says = _("In focus of") + f" {slot.code} {short_day(slot.day)} {slot.start or ''}  "
            yield Block(one_line(slot.title), label=says, code=slot.code)


def voices(found: Coverage) -> Iterator[Block]:
    """Yield whose voices were not heard yet first, then everybody's share."""
    from peervisit.service.coverage import column_label

    told = found.voices
    yield Block(_("Voices not heard yet"), "heading")
    silent = [*told.groups.not_yet, *told.governance.not_yet]
    if not silent and not told.not_listed:
        yield Block(_("Somebody of every group was met."), "good")
    for group in told.not_listed:
        yield Block(_("nobody is on the list of people"), "open", label=labelled(f"! {column_label(group)}"))
    for kind in silent:
        count = told.groups.listed.get(kind) or told.governance.listed[kind]
        words = ngettext("{n} person listed, not met", "{n} people listed, none met", count)
        yield Block(words.format(n=count), "open", label=labelled(f"! {column_label(kind)}"))
        for code in found.not_met(kind):
            yield Block(one_line(found.data.stakeholder[code].role), indent=4, label=f"{code}  ", code=code)
    yield GAP
    yield Block(
        str(told.migrants_met), "strong", label=labelled(_("Migrants, users and their organisations met"))
    )
    for title, balance in (
        (_("Groups"), told.groups),
        (_("Levels of government"), told.governance),
        (_("Balance (where given)"), told.gender),
    ):
        yield GAP
        yield Block(_("met, of those listed"), "muted", label=f"{title}  ", label_role="heading")
        yield from _balance(balance)


def _balance(balance: Balance) -> Iterator[Block]:
    from peervisit.service.coverage import column_label

    if not balance.listed:
        yield Block(_("nobody is on the list of people"), "muted", 2)
    longest = max((cell_len(column_label(kind)) for kind in balance.listed), default=0)
    for kind, listed in balance.listed.items():
        met = balance.met.get(kind, 0)
        bar = "●" * min(met, 20) + "○" * min(listed - met, 20)
        yield Block(
            f"{met}/{listed}  {bar}", "" if met else "open", 2, fit(column_label(kind), longest) + " "
        )
