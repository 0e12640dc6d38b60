"""Answers as a form shows them: stored values in words, in the form's language."""

from __future__ import annotations

from datetime import date
from typing import Any

from peervisit import i18n
from peervisit.forms.content import Filler, Values
from peervisit.forms.spec import NO_DATA, Column
from peervisit.i18n import N_

MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"),
    N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip


def shown(filler: Filler, column: Column, values: Values) -> str:
    """Return what stands in the cell of a column; nothing where nothing is recorded."""
    value: Any = values.get(column.field)
    _ = filler.t.gettext
    if column.asked == "level":
        return filler.level(value) or (_(NO_DATA) if values.get("no_data") else "")
    if value is None:
        return ""
    if column.asked == "choice":
        return _(dict(column.options).get(value, value))
    if column.asked == "documents":
        titles = ((code, filler.data.document.get(code)) for code in value)
        return "\n".join(f"{code} {one.title or ''}".strip() if one else code for code, one in titles)
    if column.asked == "day":
        return in_words(filler.t, str(value))
    return str(value)


def in_words(t: i18n.Translator, value: str) -> str:
    """Return ``2026-05-12`` as ``12 May 2026``; what is no date as it is."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    # TRANSLATORS: the first day of a month: in French "1er {month} {year}"
    pattern = t.gettext("1 {month} {year}") if day.day == 1 else t.gettext("{day} {month} {year}")
    return pattern.format(day=day.day, month=t.gettext(MONTHS[day.month - 1]), year=day.year)
