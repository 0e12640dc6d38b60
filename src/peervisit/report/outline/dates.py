"""Dates, times and numbers as a language writes them."""

from __future__ import annotations

from peervisit.i18n import MONTHS, N_, Translator, date_of, day_in

NUMBERS = (
    N_("none"), N_("one"), N_("two"), N_("three"), N_("four"), N_("five"), N_("six"), N_("seven"),
    N_("eight"), N_("nine"), N_("ten"),
)  # fmt: skip
"""The numbers that a text spells out; from eleven on it shows figures."""


def number(t: Translator, value: int) -> str:
    """Return a number as it stands in a sentence: in words up to ten."""
    return t.gettext(NUMBERS[value]) if 0 <= value < len(NUMBERS) else str(value)


def day(t: Translator, value: str | None) -> str:
    """Return ``2026-05-12`` as ``12 May 2026``; what is no date as it is."""
    return day_in(t, value)


def month(t: Translator, value: str) -> str:
    """Return ``2026-05`` as ``May 2026``; what is no month as it is."""
    found = date_of(f"{value}-01")
    if found is None:
        return value
    _ = t.gettext
    return _("{month} {year}").format(month=_(MONTHS[found.month - 1]), year=found.year)


def days(t: Translator, first: str | None, last: str | None) -> str:
    """Return the days from the first to the last, shortened where month or year are the same."""
    _ = t.gettext
    start, end = date_of(first), date_of(last)
    if start is None or end is None or start == end:
        return day(t, first or last)
    if (start.year, start.month) != (end.year, end.month):
        return _("{start} to {end}").format(start=day(t, first), end=day(t, last))
    # TRANSLATORS: days within one month, the first of which is the 1st: in French "du 1er au {last} ..."
    pattern = _("1 to {last} {month} {year}") if start.day == 1 else _("{first} to {last} {month} {year}")
    return pattern.format(first=start.day, last=end.day, month=_(MONTHS[end.month - 1]), year=end.year)
